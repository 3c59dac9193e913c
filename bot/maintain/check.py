"""Everything that is wrong with a content folder, or could be better, in one run."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.content import Content, ContentError, Entry, Problem, load
from bot.content.markup import to_plain
from bot.content.source import read
from bot.maintain.attraction import attractions

PHRASINGS = range(12, 41)
"""How many phrasings an entry usually has."""

ANSWER_LENGTH = range(400, 1201)
"""How long an answer usually is, in characters."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found: errors stop the bot from using the folder, warnings do not."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    summary: str


def check(folder: Path, today: date | None = None) -> Findings:
    """Check a content folder as of a day (default: today)."""
    try:
        content = load(folder)
    except ContentError as error:
        return Findings(
            error.problems, (), f"{len(error.problems)} erreur(s) : le bot ne peut pas se servir de ce dossier."
        )
    today = today or date.today()
    warnings = sorted([*_entries(folder, content, today), *_offers(folder, content, today)])
    counted = f"{len(content.entries)} fiches, {len(content.themes)} thèmes"
    verdict = f"{len(warnings)} avertissement(s)" if warnings else "rien à signaler"
    return Findings((), tuple(warnings), f"{counted} : {verdict}.")


def _entries(folder: Path, content: Content, today: date) -> Iterator[Problem]:
    attracted = attractions(content)
    for theme in content.themes:
        path = f"questions/{theme.slug}.yaml"
        source = read(folder, path)
        for number, entry in enumerate(theme.entries):
            place = Problem(path, source.line(("questions", number)), "", "")
            for what, remedy in [*_shape(entry, today), *attracted.get(entry.id, ())]:
                yield replace(place, what=f"{entry.id} : {what}", remedy=remedy)


def _shape(entry: Entry, today: date) -> Iterator[tuple[str, str]]:
    count = len(entry.phrasings)
    if count not in PHRASINGS:
        usual = f"entre {PHRASINGS.start} et {PHRASINGS.stop - 1}"
        yield f"{count} formulation(s).", f"Visez {usual}, qui diffèrent par les mots et par la tournure."
    length = len(to_plain(entry.answer))
    if length not in ANSWER_LENGTH:
        usual = f"entre {ANSWER_LENGTH.start} et {ANSWER_LENGTH.stop - 1}"
        yield f"une réponse de {length} signes.", f"Visez {usual} : elle se lit sur un téléphone."
    if len({phrasing.casefold() for phrasing in entry.phrasings}) < count:
        yield "une formulation figure deux fois.", "Gardez-en une."
    if entry.verified_on and entry.is_old(today):
        yield f"relue le {entry.verified_on:%d/%m/%Y}, il y a plus d'un an.", "Relisez-la et changez « verifie_le »."


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
