"""What a run of questions got wrong, each with its reason and what would mend it, as a maintainer reads it."""

from collections.abc import Iterable, Iterator

from bot.content.model import Content
from bot.matching.answering import Answerer
from bot.matching.evaluation import SMALL_TALK, Case, Outcome
from bot.matching.replies import Answer, Reply, SmallTalk, Suggestions
from bot.reports.explanation import comparison_as_text

_DID = {
    "answer": "répond",
    "suggestions": "propose autre chose",
    "out_of_scope": "renvoie ailleurs",
    "smalltalk": "y voit une politesse",
    "none": "n'a pas encore de réponse",
}


def wrong(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Give the cases whose reply does not help: no entry where one answers, another entry, or one where none does."""
    return [one for one in outcomes if not any(_helps(reply, one.case) for reply in one.replies)]


def _helps(reply: Reply, case: Case) -> bool:
    match reply:
        case Answer():
            return reply.entry == case.id
        case Suggestions():
            return case.id in (None, *reply.entries)
        case SmallTalk():
            return case.id in (None, SMALL_TALK)
    return case.id is None


def as_text(outcomes: Iterable[Outcome], answerer: Answerer, content: Content) -> Iterator[str]:
    """Say what was asked, what was expected, what the bot did, and why."""
    for one in outcomes:
        expected = one.case.id or "aucune fiche"
        yield f"\n« {one.case.q} »"
        did = " ; ".join(_DID[kind] + (f" par {entry}" if entry else "") for kind, entry in _done(one))
        yield f"  attendu : {expected} ; le bot {did}."
        yield from (f"  {line}" for line in _why(one.case, answerer, content))


def _done(one: Outcome) -> Iterator[tuple[str, str]]:
    for kind, reply in zip(one.kinds, one.replies, strict=True):
        yield kind, reply.entry if isinstance(reply, Answer) else ""


def _why(case: Case, answerer: Answerer, content: Content) -> Iterator[str]:
    if entry := content.entries.get(case.id or ""):
        yield from comparison_as_text(answerer.compare(case.q, entry, content.pack.language)).splitlines()
        return
    explained = answerer.explain(case.q)
    if words := ", ".join(f"« {word} »" for word, _ in explained.words):
        yield f"Mots qui décident : {words}."
    for pull in explained.pulls[:1]:
        yield from (f"Proche de « {phrasing} » ({pull.entry})." for phrasing, _ in pull.phrasings[:2])
    yield "À faire : ajoutez des exemples voisins à hors-sujet.yaml (ou à conversation.yaml pour une politesse)."
