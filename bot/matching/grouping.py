"""Which questions ask the same thing: for those that nobody has answered yet, and that no entry can stand for.

Two questions are as alike as their words and what they are about (`semantics.py`). Words are compared as idf-weighted
sets of features (Salton and Buckley 1988), block by block. What is rare in the content, or not in it at all, tells
most: "podcast" joins two questions, "Facebook" joins none.
"""

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final, TypeAlias

import numpy as np

from bot.matching.answering import Answerer

SAME: Final = 0.28
"""From this likeness on, a question joins those it is like: rather a tap too many than two subjects on one card.

Chosen on `tests/evaluation/groups/tuning.jsonl`: of the pairs that it joins in an evening of twelve of its subjects
nineteen in twenty ask the same, of all twenty-four seven in eight.
"""

NEAR: Final = 0.08
"""Likenesses below this one count for nothing."""

BESIDE: Final = 0.05
"""From this mean likeness of their questions on, two groups are proposed to a person as the same.

On the tuning file nineteen in twenty groups that have a sister are shown one so, among three.
"""

_WEIGHTS: Final = (0.45, 0.10, 0.25, 0.0, 0.0, 0.20)
"""How much each of the `BLOCKS` of features counts."""

_ABOUT: Final = 0.4
"""How much it counts what two questions are about, where there are enough subjects to tell."""

_ENOUGH_SUBJECTS: Final = 200
"""With fewer it counts less, in proportion: of three subjects, any two questions are about the same one."""

_Trace: TypeAlias = tuple["array[int]", "array[float]"]
"""Numbers, and a value for each."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A question of the pool, by its key, and its likeness to the one looked up."""

    key: int
    likeness: float


class Pool:
    """The questions to compare with: by row what each has, by feature who has it, which is all a look-up reads."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._numbers: dict[Hashable, int] = {}
        self._clear()

    def __len__(self) -> int:
        return len(self._row)

    def __contains__(self, key: object) -> bool:
        return key in self._row

    def add(self, key: int, text: str) -> None:
        """Take a question in, in the place of an earlier one of that key."""
        self.discard(key)
        self._append(key, self._trace(text))

    def discard(self, key: int) -> None:
        """Take a question out, if it is there."""
        row = self._row.pop(key, None)
        if row is not None:
            self._keys[row] = None
            if len(self._row) < len(self._keys) // 2:
                self._close_up()

    def like(self, text: str, least: float = NEAR) -> list[Hit]:
        """Give the questions that are at least so like a text, the likest first."""
        return self._hits(self._trace(text), least)

    def like_one(self, key: int, least: float = NEAR) -> list[Hit]:
        """Give the questions that are at least so like one of the pool, itself included, the likest first."""
        return self._hits(self._rows[self._row[key]], least)

    def central(self, keys: Sequence[int]) -> int:
        """Give the question, of these of the pool, that is most like all of them; of two alike ones the first."""
        total: defaultdict[int, float] = defaultdict(float)
        rows = [self._rows[self._row[key]] for key in keys]
        for numbers, values in rows:
            for number, value in zip(numbers, values, strict=True):
                total[number] += value
        sums = [sum(value * total[number] for number, value in zip(*row, strict=True)) for row in rows]
        return keys[sums.index(max(sums))]

    def _trace(self, text: str) -> _Trace:
        """Give what a text is compared by, feature → value; the product of two is their likeness, 0 to 1."""
        numbers, values = array("i"), array("f")
        about = _ABOUT * min(1.0, self._answerer.subjects / _ENOUGH_SUBJECTS)
        for subject, value in self._answerer.coordinates(text).items():
            numbers.append(self._numbers.setdefault(subject, len(self._numbers)))
            values.append(value * sqrt(about))
        for block, (weight, found) in enumerate(zip(_WEIGHTS, self._answerer.described(text), strict=True)):
            if weight and found:
                scale = sqrt((1 - about) * weight / sum(idf * idf for idf in found.values()))
                for feature, idf in found.items():
                    numbers.append(self._numbers.setdefault((block, feature), len(self._numbers)))
                    values.append(idf * scale)
        return numbers, values

    def _hits(self, trace: _Trace, least: float) -> list[Hit]:
        held = [(self._holders[number], value) for number, value in zip(*trace, strict=True) if number in self._holders]
        if not held:
            return []
        rows = np.concatenate([np.frombuffer(rows, np.int32) for (rows, _), _ in held])
        products = np.concatenate([np.frombuffer(values, np.float32) * value for (_, values), value in held])
        likenesses = np.bincount(rows, products)
        found = [(self._keys[row], float(likenesses[row])) for row in np.flatnonzero(likenesses >= least)]
        hits = [Hit(key, likeness) for key, likeness in found if key is not None]
        return sorted(hits, key=lambda hit: (-hit.likeness, hit.key))

    def _clear(self) -> None:
        self._row: dict[int, int] = {}
        self._keys: list[int | None] = []  # by row; None: taken out
        self._rows: list[_Trace] = []
        self._holders: dict[int, _Trace] = {}  # by feature: rows, values

    def _append(self, key: int, trace: _Trace) -> None:
        row = self._row[key] = len(self._keys)
        self._keys.append(key)
        self._rows.append(trace)
        for number, value in zip(*trace, strict=True):
            rows, values = self._holders.setdefault(number, (array("i"), array("f")))
            rows.append(row)
            values.append(value)

    def _close_up(self) -> None:
        """Give up the room of what was taken out; features that nothing has any more keep their numbers."""
        left = [(key, self._rows[row]) for key, row in self._row.items()]
        self._clear()
        for key, trace in left:
            self._append(key, trace)


def groups(pool: Pool, keys: Sequence[int], same: float = SAME) -> list[list[int]]:
    """Group questions of a pool, by key, as they would have come in, one after the other."""
    found: list[list[int]] = []
    home: dict[int, int] = {}
    for key in keys:
        hits = [(home[hit.key], hit.likeness) for hit in pool.like_one(key) if hit.key in home]
        best = nearest(hits, {group: len(found[group]) for group, _ in hits}, same)
        if best is None:
            best = len(found)
            found.append([])
        found[best].append(key)
        home[key] = best
    return found


def nearest(hits: Iterable[tuple[int, float]], sizes: Mapping[int, int], least: float = SAME) -> int | None:
    """Give the group that a question belongs to, from its likeness to members of groups (group, likeness).

    A group is as like as its two likest members and all of its members are on average, half and half: one chance
    likeness does not join two subjects, and a group put together by hand is not lost to those who ask half of it.
    """
    by_group: defaultdict[int, list[float]] = defaultdict(list)
    for group, likeness in hits:
        by_group[group].append(likeness)
    scores = {group: _score(likenesses, sizes.get(group, 0)) for group, likenesses in by_group.items()}
    best = max(scores, key=lambda group: (scores[group], -group), default=None)
    return best if best is not None and scores[best] >= least else None


def alike(hits: Iterable[tuple[int, float]], sizes: Mapping[int, int], asked: int) -> list[int]:
    """Give the groups that may ask the same as a group of `asked` questions, the likest first (average linkage).

    `hits` are the likenesses of each of its questions to members of groups (group, likeness).
    """
    total: defaultdict[int, float] = defaultdict(float)
    for group, likeness in hits:
        total[group] += likeness
    means = {group: likeness / (asked * max(1, sizes.get(group, 0))) for group, likeness in total.items()}
    return sorted((group for group in means if means[group] >= BESIDE), key=lambda group: (-means[group], group))


def _score(likenesses: list[float], size: int) -> float:
    best = sorted(likenesses, reverse=True)[:2]
    return (sum(best) / len(best) + sum(likenesses) / max(size, len(likenesses))) / 2
