"""What organisers may tap, as `callback_data` and back; it says what is asked for, never that somebody may."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from bot.content import Content
from bot.wording import Block, Confirm, Merge, Review, Rewrite, SetTheme, ShowOpen, Split, Tie
from bot.wording.deep_links import digest
from bot.wording.message import Field, Listed, OrganiserAction, Verb

PREFIX: Final = "q"

_FORM = re.compile(r"q(?P<kind>[a-zA-Z]):(?P<number>\d{1,9})(?::(?P<other>\d{1,9}|[\w-]{10}))?", re.ASCII)
_VERBS: Mapping[str, Verb] = {
    "v": "show",
    "a": "answer",
    "p": "ask",
    "c": "claim",
    "l": "release",
    "i": "ignore",
    "r": "reopen",
    "s": "same",
    "w": "search",
    "e": "entry",
    "d": "split",
    "b": "take_back",
    "k": "drop",
}
_FIELDS: Mapping[str, Field] = {"Q": "question", "A": "answer", "P": "phrasings", "T": "theme"}
_LISTED: Mapping[str, Listed] = {"L": "all", "M": "mine", "O": "old"}


def encode(action: OrganiserAction) -> str:
    """Write an action in at most 64 bytes: its letter, a number, another one or a digest of an id."""
    match action:
        case Review(cluster_id, verb):
            return f"q{_letter(_VERBS, verb)}:{cluster_id}"
        case Tie(cluster_id, entry_id):
            return f"qt:{cluster_id}:{digest(entry_id)}"
        case Merge(cluster_id, into):
            return f"qm:{cluster_id}:{into}"
        case Split(question_id):
            return f"qx:{question_id}"
        case Block(question_id, blocked):
            return f"q{'f' if blocked else 'u'}:{question_id}"
        case Confirm(draft_id, agreed, version):
            return f"q{'y' if agreed else 'n'}:{draft_id}" + (f":{version}" if version else "")
        case Rewrite(draft_id, field):
            return f"q{_letter(_FIELDS, field)}:{draft_id}"
        case SetTheme(draft_id, slug):
            return f"qH:{draft_id}:{digest(slug)}"
        case ShowOpen(listed, page, theme):
            return f"q{_letter(_LISTED, listed)}:{page}" + (f":{digest(theme)}" if theme else "")


def decode(data: str, content: Content) -> OrganiserAction | None:
    """Read an action; None for what is not one, or names what the content no longer has."""
    found = _FORM.fullmatch(data)
    if found is None:
        return None
    kind, number, other = found["kind"], int(found["number"]), found["other"]
    slugs = [theme.slug for theme in content.themes]
    if other is None:
        return _plain(kind, number)
    if kind == "m" and other.isdecimal() and len(other) < 10:
        return Merge(number, int(other))
    if kind in "yn" and other.isdecimal() and len(other) < 10:
        return Confirm(number, kind == "y", int(other))
    if kind == "t":
        entry = _named(other, content.entries)
        return Tie(number, entry) if entry else None
    slug = _named(other, slugs)
    if slug and kind == "H":
        return SetTheme(number, slug)
    return ShowOpen(_LISTED[kind], number, slug) if slug and kind in _LISTED else None


def _plain(kind: str, number: int) -> OrganiserAction | None:
    if kind in _VERBS:
        return Review(number, _VERBS[kind])
    if kind in _FIELDS:
        return Rewrite(number, _FIELDS[kind])
    if kind in _LISTED:
        return ShowOpen(_LISTED[kind], number)
    if kind == "x":
        return Split(number)
    if kind in "fu":
        return Block(number, kind == "f")
    return Confirm(number, kind == "y") if kind in "yn" else None


def _letter(letters: Mapping[str, str], meaning: str) -> str:
    return next(letter for letter, one in letters.items() if one == meaning)


def _named(name: str, ids: Iterable[str]) -> str | None:
    return next((id for id in ids if digest(id) == name), None)
