"""The features of thousands of readings at once, as `features.py` has them for one: by columns, not text by text."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Column:
    """Features of one kind: their names, and for each time that one is in a text, which text (ascending) and which."""

    names: Sequence[Hashable]
    texts: Numbers
    numbers: Numbers

    @classmethod
    def of(cls, texts: Sequence[Sequence[Hashable]]) -> "Column":
        """Take the features of each text in their order; those that are equal are one."""
        flat = [*chain.from_iterable(texts)]
        known = {name: number for number, name in enumerate(dict.fromkeys(flat))}
        numbers = np.fromiter(map(known.__getitem__, flat), np.intp, len(flat))
        return cls([*known], np.arange(len(texts)).repeat([*map(len, texts)]), numbers)

    def renamed(self, name: Callable[[str], str]) -> "Column":
        """Give each feature another name, worked out once for each; those that get the same one are the same."""
        new = Column.of([[name(str(one)) for one in self.names]])
        return Column(new.names, self.texts, new.numbers.take(self.numbers))

    def split(self, parts: Callable[[str], Sequence[str]]) -> "Column":
        """Put parts in the place of each feature, worked out once for each."""
        found = Column.of([parts(str(one)) for one in self.names])
        lengths = np.bincount(found.texts, minlength=len(self.names))
        each = lengths.take(self.numbers)
        at = np.arange(each.sum()) + (lengths.cumsum().take(self.numbers) - each.cumsum()).repeat(each)
        return Column(found.names, self.texts.repeat(each), found.numbers.take(at))

    def bounded(self, first: str, last: str, count: int) -> "Column":
        """Put a feature before, and one behind those of each of `count` texts."""
        every = np.arange(count)
        texts = np.concatenate([every, self.texts, every])
        order = np.argsort(texts, kind="stable")
        names = [*self.names, first, last]
        numbers = np.concatenate([np.full(count, len(names) - 2), self.numbers, np.full(count, len(names) - 1)])
        return Column(names, texts[order], numbers[order])

    def pairs(self, least: int = 1) -> "Column":
        """Give the pairs of neighbours in each text, named by both names with a space between; rarer ones are left out.

        Those that are there fewer than `least` times are never named: of thousands of texts, most pairs are there once.
        """
        beside = self.texts[1:] == self.texts[:-1]
        codes = (self.numbers[:-1] * len(self.names) + self.numbers[1:])[beside]
        distinct, numbers, counts = np.unique(codes, return_inverse=True, return_counts=True)
        often = counts >= least
        kept = often.take(numbers)
        pairs = (half.tolist() for half in np.divmod(distinct[often], max(1, len(self.names))))
        names = [f"{self.names[first]} {self.names[second]}" for first, second in zip(*pairs, strict=True)]
        return Column(names, self.texts[1:][beside][kept], (often.cumsum() - 1).take(numbers[kept]))
