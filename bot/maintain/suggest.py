"""What the log of questions teaches: wordings worth adding to an entry, and entries that do not do their work."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.content import Content
from bot.matching.text import words
from bot.store import Feedback, StoredQuestion

How = Literal["tied", "picked", "helpful"]
Failing = Literal["never", "refused", "disliked"]

_WEIGHTS: Final[Mapping[How, int]] = {"tied": 3, "picked": 2, "helpful": 1}
"""How much it says that a wording belongs to an entry: an organiser decided it, a person chose it, or liked it."""

_SUGGESTED: Final = 3
"""How many of a question's candidates people are shown."""

_FEW: Final = 3
"""From how many times on something is more than chance."""

_WORDS: Final = range(2, 41)
"""A phrasing of one word is a subject, and one of very many is a story."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording worth adding to an entry, as it was typed, and how often which of the three ways led there."""

    entry: str
    text: str
    ways: Mapping[How, int]

    @property
    def weight(self) -> int:
        """How much speaks for it."""
        return sum(_WEIGHTS[how] * count for how, count in self.ways.items())


@dataclass(frozen=True, slots=True)
class Weak:
    """An entry that is never asked, or offered and always refused, or badly rated; `times` it was, of `of`."""

    entry: str
    failing: Failing
    times: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """What the log holds of some time: the questions with their words, what people said of the replies.

    `tied`: the entry of each cluster that an organiser answered with one, by the cluster's id.
    """

    questions: Sequence[StoredQuestion]
    feedback: Sequence[Feedback]
    tied: Mapping[int, str]


def wordings(content: Content, use: Use) -> list[Wording]:
    """Give the wordings worth adding, what most speaks for first.

    None that a phrasing of any entry has already, none with something masked, none that led to two entries alike.
    """
    known = {tuple(words(text)) for entry in content.entries.values() for text in (entry.question, *entry.phrasings)}
    typed: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    ways: defaultdict[tuple[str, ...], defaultdict[str, Counter[How]]] = defaultdict(lambda: defaultdict(Counter))
    for text, entry, how in _led(use):
        key = tuple(words(text))
        if entry in content.entries and key not in known and len(key) in _WORDS and "[" not in text:
            typed[key][" ".join(text.split())] += 1
            ways[key][entry][how] += 1
    found = (_clearest(typed[key].most_common(1)[0][0], entries) for key, entries in ways.items())
    return sorted((one for one in found if one), key=lambda one: (-one.weight, one.entry, one.text))


def _led(use: Use) -> Iterator[tuple[str, str, How]]:
    """Give each text that led to an entry, and how."""
    asked = {one.id: one for one in use.questions if one.text}
    refused = {one.question_id for one in use.feedback if one.kind in ("unhelpful", "none_of_these")}
    for question in asked.values():
        if question.text and (entry := use.tied.get(question.cluster_id or 0)):
            yield question.text, entry, "tied"
    for given in use.feedback:
        text = asked[given.question_id].text if given.question_id in asked else None
        if text and given.entry and given.question_id not in refused:
            if given.kind == "picked":
                yield text, given.entry, "picked"
            elif given.kind == "helpful":
                yield text, given.entry, "helpful"


def _clearest(text: str, entries: Mapping[str, Counter[How]]) -> Wording | None:
    """Give the entry that most speaks for; None when as much speaks for another."""
    first, *others = sorted((Wording(entry, text, dict(ways)) for entry, ways in entries.items()), key=_heaviest)
    return None if others and others[0].weight == first.weight else first


def _heaviest(one: Wording) -> tuple[int, str]:
    return -one.weight, one.entry


def weak(content: Content, use: Use) -> list[Weak]:
    """Give the entries that do not do their work: badly rated first, then refused, then never asked."""
    answered = Counter(one.entry for one in use.questions if one.outcome == "answer" and one.entry)
    rated: dict[str, Counter[str]] = {
        kind: Counter(one.entry for one in use.feedback if one.kind == kind and one.entry)
        for kind in ("picked", "helpful", "unhelpful")
    }
    turned_down = {one.question_id for one in use.feedback if one.kind == "none_of_these"}
    offered = [one for one in use.questions if one.outcome == "suggestions"]
    shown = Counter(_offered(offered))
    refused = Counter(_offered(one for one in offered if one.id in turned_down))
    found = []
    for id in content.entries:
        good, bad = rated["helpful"][id], rated["unhelpful"][id]
        used = answered[id] + rated["picked"][id]
        if bad >= _FEW and bad > good:
            found.append(Weak(id, "disliked", bad, good + bad))
        elif not used and refused[id] >= _FEW:
            found.append(Weak(id, "refused", refused[id], shown[id]))
        elif not used and not shown[id]:
            found.append(Weak(id, "never"))
    order: Sequence[Failing] = ("disliked", "refused", "never")
    return sorted(found, key=lambda one: (order.index(one.failing), -one.times))


def _offered(asked: Iterable[StoredQuestion]) -> Iterator[str]:
    return (candidate.id for one in asked for candidate in one.candidates[:_SUGGESTED])
