"""What `bot suggest` found in the log: as lines, and as JSON data."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.content import Content
from bot.maintain.suggest import Failing, How, Weak, Wording

_WAYS: Final[dict[How, str]] = {
    "tied": "rattachée par l'équipe",
    "picked": "choisie dans « Vouliez-vous dire »",
    "helpful": "notée 👍",
}
_FAILINGS: Final[dict[Failing, str]] = {
    "disliked": "mal notée : {times} 👎 sur {of} avis. Relisez sa réponse.",
    "refused": "proposée et toujours refusée ({times} fois). Ses formulations attirent d'autres questions.",
    "never": "jamais demandée. Ses formulations sont-elles celles des gens ?",
}


def as_text(wordings: Sequence[Wording], weak: Sequence[Weak], content: Content) -> Iterator[str]:
    """Give the wordings under their entries, then the entries that do not do their work."""
    yield f"{len(wordings)} formulation(s) à ajouter"
    for entry in dict.fromkeys(one.entry for one in wordings):
        yield f"\n{entry} — {content.entries[entry].question}"
        yield from (f"  « {one.text} » ({ways(one)})" for one in wordings if one.entry == entry)
    if weak:
        yield f"\n{len(weak)} fiche(s) à revoir\n"
        yield from (f"  {one.entry} : {_FAILINGS[one.failing].format(times=one.times, of=one.of)}" for one in weak)


def ways(one: Wording) -> str:
    """Say what speaks for a wording."""
    said = (f"{_WAYS[how]}{f' {count} fois' if count > 1 else ''}" for how, count in one.ways.items())
    return ", ".join(said)


def as_json(wordings: Sequence[Wording], weak: Sequence[Weak]) -> dict[str, object]:
    """Give all of it as JSON data."""
    return {
        "wordings": [
            {"entry": one.entry, "text": one.text, **{way: one.ways.get(way, 0) for way in _WAYS}} for one in wordings
        ],
        "weak": [{"entry": one.entry, "failing": one.failing, "times": one.times, "of": one.of} for one in weak],
    }
