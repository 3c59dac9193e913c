"""Everything that is wrong with a content folder, or could be better, in one run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.content import Content, ContentError, Problem, load
from bot.content.source import read
from bot.maintain.attraction import attractions
from bot.maintain.habits import advice
from bot.maintain.synonyms import contradictions
from bot.maintain.traps import traps


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found: errors stop the bot from using the folder, warnings do not; `counted` says of how much."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    counted: str

    @property
    def summary(self) -> str:
        """Say in one line how it stands."""
        if self.errors:
            return f"{len(self.errors)} erreur(s) : le bot ne peut pas se servir de ce dossier."
        verdict = f"{len(self.warnings)} avertissement(s)" if self.warnings else "rien à signaler"
        return f"{self.counted} : {verdict}."

    def plus(self, warnings: Iterable[Problem]) -> "Findings":
        """Add warnings."""
        return Findings(self.errors, tuple(sorted([*self.warnings, *warnings])), self.counted)


def check(folder: Path, today: date | None = None) -> Findings:
    """Check a content folder as of a day (default: today)."""
    try:
        content = load(folder)
    except ContentError as error:
        return Findings(error.problems, (), "")
    today = today or date.today()
    warnings = sorted(
        [
            *_entries(folder, content, today),
            *_offers(folder, content, today),
            *_vocabulary(folder),
            *traps(folder),
        ]
    )
    counted = f"{len(content.entries)} fiches, {len(content.themes)} thèmes"
    return Findings((), tuple(warnings), counted)


def _entries(folder: Path, content: Content, today: date) -> Iterator[Problem]:
    attracted = attractions(content)
    for theme in content.themes:
        path = f"questions/{theme.slug}.yaml"
        source = read(folder, path)
        for number, entry in enumerate(theme.entries):
            line = source.line(("questions", number))
            for what, remedy in advice(entry, today):
                yield Problem(path, line, f"{entry.id} : {what}", remedy)
            for text, what, remedy in attracted.get(entry.id, ()):
                at = entry.phrasings.index(text) if text else None
                place = line if at is None else source.line(("questions", number, "formulations", at))
                yield Problem(path, place, f"{entry.id} : {what}", remedy)


def _offers(folder: Path, content: Content, today: date) -> Iterator[Problem]:
    if not content.offers:
        return
    source = read(folder, "formations.yaml")
    for number, offer in enumerate(content.offers):
        if offer.until and (offer.until - today).days < 30:
            line = source.line(("offres", number))
            what = f"{offer.id} : n'est plus montrée après le {offer.until:%d/%m/%Y}."
            yield Problem("formations.yaml", line, what, "Vérifiez l'offre et repoussez « jusqu_au ».")
        if offer.is_current(today) and offer.sessions and not offer.coming(today):
            line = source.line(("offres", number, "sessions"))
            what = f"{offer.id} : toutes ses sessions sont passées."
            yield Problem("formations.yaml", line, what, "Ajoutez les prochaines dates, ou retirez « sessions ».")


def _vocabulary(folder: Path) -> Iterator[Problem]:
    if (folder / "vocabulaire.yaml").exists():
        yield from contradictions(read(folder, "vocabulaire.yaml"))
