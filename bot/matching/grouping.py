"""Which questions ask the same thing: for those that nobody has answered yet, and that no entry can stand for.

Two questions are as alike as the idf-weighted sets of their features (Salton and Buckley 1988), block by block. What
is rare in the content, or not in it at all, tells most: "podcast" joins two questions, "Facebook" joins none.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from bot.matching.answering import Answerer

SAME: Final = 0.34
"""From this likeness on, a question joins those it is like."""

NEAR: Final = 0.16
"""From this likeness on, two groups are proposed to a person as neighbours."""

_WEIGHTS: Final = (0.45, 0.10, 0.25, 0.0, 0.0, 0.20)
"""How much each of the `BLOCKS` of features counts."""

Trace = Mapping[Hashable, float]
"""What a question is compared by: feature → value; the product of two traces is their likeness, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A question of the pool, by its key, and its likeness to the one looked up."""

    key: int
    likeness: float


class Pool:
    """The questions to compare with, by feature: one look-up costs what the question's own features are worth."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._traces: dict[int, Trace] = {}
        self._holders: defaultdict[Hashable, dict[int, float]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._traces)

    def __contains__(self, key: object) -> bool:
        return key in self._traces

    def add(self, key: int, text: str) -> None:
        """Take a question in, in the place of an earlier one of that key."""
        self.discard(key)
        self._traces[key] = trace = self.trace(text)
        for feature, value in trace.items():
            self._holders[feature][key] = value

    def discard(self, key: int) -> None:
        """Take a question out, if it is there."""
        for feature in self._traces.pop(key, {}):
            self._holders[feature].pop(key)

    def like(self, text: str, least: float = NEAR) -> list[Hit]:
        """Give the questions that are at least so like a text, the likest first."""
        found: defaultdict[int, float] = defaultdict(float)
        for feature, value in self.trace(text).items():
            for key, other in self._holders.get(feature, {}).items():
                found[key] += value * other
        hits = [Hit(key, likeness) for key, likeness in found.items() if likeness >= least]
        return sorted(hits, key=lambda hit: (-hit.likeness, hit.key))

    def trace(self, text: str) -> Trace:
        """Give what a text is compared by."""
        values: dict[Hashable, float] = {}
        for block, (weight, found) in enumerate(zip(_WEIGHTS, self._answerer.described(text), strict=True)):
            if weight and found:
                squares = {feature: idf * idf for feature, idf in found.items()}
                scale = sqrt(weight) / sqrt(sum(squares.values()))
                values |= {(block, feature): found[feature] * scale for feature in squares}
        return values


def central(traces: Sequence[Trace]) -> int:
    """Give the place of the trace that is most like all the others; of two alike ones the first."""
    total: defaultdict[Hashable, float] = defaultdict(float)
    for trace in traces:
        for feature, value in trace.items():
            total[feature] += value
    sums = [sum(value * total[feature] for feature, value in trace.items()) for trace in traces]
    return sums.index(max(sums))


def groups(pool: Pool, texts: Mapping[int, str], same: float = SAME) -> list[list[int]]:
    """Group the questions of a pool as they would have come in, one after the other, in the order of `texts`."""
    found: list[list[int]] = []
    home: dict[int, int] = {}
    for key, text in texts.items():
        best = nearest(((home[hit.key], hit.likeness) for hit in pool.like(text) if hit.key in home), same)
        if best is None:
            best = len(found)
            found.append([])
        found[best].append(key)
        home[key] = best
    return found


def nearest(hits: Iterable[tuple[int, float]], least: float = SAME) -> int | None:
    """Give the group that a question belongs to, from its likeness to members of groups (group, likeness).

    A group is as like as the mean of its two likest members: one chance likeness does not join two subjects.
    """
    by_group: defaultdict[int, list[float]] = defaultdict(list)
    for group, likeness in hits:
        by_group[group].append(likeness)
    scores = {group: _score(likenesses) for group, likenesses in by_group.items()}
    best = max(scores, key=lambda group: (scores[group], -group), default=None)
    return best if best is not None and scores[best] >= least else None


def _score(likenesses: list[float]) -> float:
    best = sorted(likenesses, reverse=True)[:2]
    return sum(best) / len(best)
