"""Why a question gets the reply it gets, in terms a maintainer can act on."""

from dataclasses import dataclass

from bot.content.model import Entry
from bot.matching.model import Model, Scored
from bot.matching.replies import OutOfScope, Reply, SmallTalk
from bot.matching.subject import named
from bot.matching.text import Stemmer

_PHRASINGS = 3
_WORDS = 5
_LITTLE = 3
"""Up to how many letters a word is a little one, which decides nothing."""


@dataclass(frozen=True, slots=True)
class Pull:
    """An entry in the running: its probability, and the phrasings that speak for it with what each adds."""

    entry: str
    confidence: float
    phrasings: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reply with its reasons.

    `words` are those without which the first entry would be least likely, with the probability each carries;
    `answer_from` and `suggest_from` are the probabilities from which the bot answers, and suggests.
    """

    reply: Reply
    read: str
    corrections: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, float], ...]
    pulls: tuple[Pull, ...]
    answer_from: float
    suggest_from: float
    elsewhere: tuple[tuple[str, float], ...] = ()
    """The examples that speak for the neighbouring topic or the small talk of the reply, with what each adds."""
    about: str = ""
    """The subject, without an entry, that a message is liker than the first entry: confidences are lower for it."""
    subject: str = ""
    """The word a message comes down to, where it only names a subject: confidences are then the entries' shares in what
    is asked about it."""


def explain(model: Model, reply: Reply, suggest_from: float, suggest_a_subject_from: float) -> Explanation:
    """Explain a reply by the model that gave it; suggestions need less where a message only names a subject."""
    scored = model.score(reply.question)
    words = scored.reading.words
    first = reply.candidates[0].id if reply.candidates else ""
    carried = {}
    for word in dict.fromkeys(words):
        rest = " ".join(other for other in words if other != word)
        without = dict(model.best(model.score(rest), len(model.entries.ids)))
        carried[word] = model.chance(scored, model.entries) - without.get(first, 0.0)
    heaviest = sorted(carried, key=lambda word: -carried[word])[:_WORDS]
    return Explanation(
        reply=reply,
        read=" ".join(words),
        corrections=scored.reading.corrections,
        words=tuple((word, carried[word]) for word in heaviest if carried[word] > 0.005),
        pulls=tuple(
            Pull(one.id, one.confidence, tuple(model.pull(scored, model.entries, one.id, _PHRASINGS)))
            for one in reply.candidates[:_PHRASINGS]
        ),
        answer_from=model.answer_from,
        suggest_from=suggest_from if scored.shares is None else suggest_a_subject_from,
        elsewhere=tuple(_elsewhere(model, scored, reply)),
        about=doubt.title if (doubt := model.doubt(scored)) else "",
        subject="" if scored.shares is None else named(words) or "",
    )


def _elsewhere(model: Model, scored: Scored, reply: Reply) -> list[tuple[str, float]]:
    match reply:
        case OutOfScope():
            return model.pull(scored, model.topics, reply.topic, _PHRASINGS)
        case SmallTalk():
            return model.pull(scored, model.exchanges, reply.exchange, _PHRASINGS)
    return []


@dataclass(frozen=True, slots=True)
class Comparison:
    """What stands between a question and an entry that should answer it.

    `place` counts from 1, among all entries; `winner` is the best other one. `missing` are the words that count in the
    question, as read, which none of the entry's phrasings holds; `likeness` (0 to 1) is that of its `nearest` one.
    """

    reply: Reply
    entry: str
    place: int
    confidence: float
    winner: str
    winner_confidence: float
    winner_phrasing: str
    nearest: str
    likeness: float
    missing: tuple[str, ...]
    answer_from: float


def compare(model: Model, reply: Reply, entry: Entry, language: str) -> Comparison:
    """Compare an entry with whichever wins a question now."""
    scored = model.score(reply.question)
    ranked = model.best(scored, len(model.entries.ids))
    place, confidence = next((n, chance) for n, (name, chance) in enumerate(ranked, start=1) if name == entry.id)
    winner, winning = next(((name, chance) for name, chance in ranked if name != entry.id), ("", 0.0))
    drawing = model.pull(scored, model.entries, winner, 1) if winner else []
    _, nearest, likeness = next(one for one in model.nearest(reply.question) if one[0] == entry.id)
    stem = Stemmer.of(language).stem
    held = {stem(word) for text in (entry.question, *entry.phrasings) for word in model.score(text).reading.words}
    missing = dict.fromkeys(word for word in scored.reading.words if len(word) > _LITTLE and stem(word) not in held)
    return Comparison(
        reply=reply,
        entry=entry.id,
        place=place,
        confidence=confidence,
        winner=winner,
        winner_confidence=winning,
        winner_phrasing=drawing[0][0] if drawing else "",
        nearest=nearest,
        likeness=likeness,
        missing=tuple(missing),
        answer_from=model.answer_from,
    )
