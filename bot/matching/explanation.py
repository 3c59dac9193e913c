"""Why a question gets the reply it gets, in terms a maintainer can act on."""

from dataclasses import dataclass

from bot.matching.model import Model
from bot.matching.replies import Reply

_PHRASINGS = 3
_WORDS = 5


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


def explain(model: Model, reply: Reply, suggest_from: float) -> Explanation:
    """Explain a reply by the model that gave it."""
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
            Pull(one.id, one.confidence, tuple(model.pull(scored, one.id, _PHRASINGS)))
            for one in reply.candidates[:_PHRASINGS]
        ),
        answer_from=model.answer_from,
        suggest_from=suggest_from,
    )
