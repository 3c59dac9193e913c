"""What the matcher says of a question: a value for every case, refusals included."""

from dataclasses import dataclass
from typing import Literal

from bot.matching.text import words


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may answer, and the probability (0 to 1) that it does."""

    id: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Reply:
    """What all replies share: the question as found in the message, and the five best entries, best first."""

    question: str
    candidates: tuple[Candidate, ...]

    @property
    def best(self) -> float:
        """The first candidate's confidence: the probability that the best entry answers, whatever the reply."""
        return self.candidates[0].confidence if self.candidates else 0.0


@dataclass(frozen=True, slots=True)
class Answer(_Reply):
    """Sure enough to answer straight away, with the first candidate's entry."""

    @property
    def entry(self) -> str:
        """The id of the entry that answers."""
        return self.candidates[0].id


@dataclass(frozen=True, slots=True)
class Suggestions(_Reply):
    """Unsure: up to three entries to choose from, best first."""

    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutOfScope(_Reply):
    """A neighbouring topic the FAQ leaves to others."""

    topic: str
    confidence: float


@dataclass(frozen=True, slots=True)
class SmallTalk(_Reply):
    """A greeting, a thank-you, "who are you?"."""

    exchange: str
    confidence: float


@dataclass(frozen=True, slots=True)
class NoAnswer(_Reply):
    """Nothing in the content answers this."""


Reply = Answer | Suggestions | OutOfScope | SmallTalk | NoAnswer

Outcome = Literal["answer", "suggestions", "out_of_scope", "smalltalk", "none"]
"""The name of each kind of reply: in JSON, in the log and in reports."""

_OUTCOMES: dict[type[Reply], Outcome] = {
    Answer: "answer",
    Suggestions: "suggestions",
    OutOfScope: "out_of_scope",
    SmallTalk: "smalltalk",
    NoAnswer: "none",
}


def outcome(reply: Reply) -> Outcome:
    """Give the name of a reply's kind."""
    return _OUTCOMES[type(reply)]


def gist(reply: Reply) -> tuple[str, ...]:
    """Give what a reply comes down to: two with the same gist tell a person the same."""
    match reply:
        case Answer():
            said: tuple[str, ...] = (reply.entry,)
        case Suggestions():
            said = reply.entries
        case OutOfScope():
            said = (reply.topic,)
        case SmallTalk():
            said = (reply.exchange,)
        case NoAnswer():  # each one notes a question
            said = tuple(words(reply.question))
    return (outcome(reply), *said)


def as_json(replies: list[Reply]) -> dict[str, object]:
    """Give the replies to one message as JSON data, as `bot ask --json` prints them.

    `confidence` is the first candidate's: the probability that the best entry answers, whatever the outcome.
    """
    parts = [_part(reply) for reply in replies]
    return {**parts[0], "parts": parts if len(parts) > 1 else []}


def _part(reply: Reply) -> dict[str, object]:
    return {
        "outcome": outcome(reply),
        "entry": reply.entry if isinstance(reply, Answer) else None,
        "confidence": reply.best,
        "candidates": [{"id": one.id, "confidence": one.confidence} for one in reply.candidates],
    }
