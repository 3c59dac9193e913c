"""An inverted index of the phrasings: how alike a question is to each of them, at the price of its own words.

Likeness is a weighted sum, over the blocks of features, of the cosine between idf-weighted sets (Salton and Buckley
1988), raised to the power 3/2, so that one good likeness counts for more than many faint ones; 1 for the same text.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import chain
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import BLOCKS, Features

Floats = NDArray[np.float32]
_Numbers = NDArray[np.int64]
_Values = NDArray[np.float64]

_WEIGHTS = {"stem": 0.15, "stems": 0.10, "letters": 0.30, "sound": 0.10, "sounds": 0.10, "concept": 0.02}
"""How much each block of features counts, chosen on the tuning batches of `tests/evaluation/` and two English sets."""

_COMMON = 0.03
"""Features of more than this share of the phrasings are kept as dense rows, which are faster to add up."""


class Index:
    """The phrasings' features, kept by feature: rare ones as postings (phrasing, value), common ones as dense rows."""

    def __init__(self, rows: Sequence[Features]) -> None:
        """Take the features of each phrasing."""
        self.size = len(rows)
        weights = np.array([_WEIGHTS[block] for block in BLOCKS])
        self._scale = np.sqrt(weights / weights.sum())
        counts = [Counter(chain.from_iterable(found)) for found in zip(*rows, strict=True)]
        names = [(block, name, count[name]) for block, count in enumerate(counts) for name in sorted(count)]
        # Numbered by frequency, common features first, so that one comparison tells them apart; ties by name, so that
        # the order does not depend on the process.
        names.sort(key=lambda found: -found[2])
        self._numbers: tuple[dict[Any, int], ...] = tuple({} for _ in BLOCKS)
        for number, (block, name, _) in enumerate(names):
            self._numbers[block][name] = number
        frequency = np.array([found for _, _, found in names], dtype=np.int64)
        self._block = np.array([block for block, _, _ in names], dtype=np.int64)
        self._idf = np.log((1 + self.size) / (1 + frequency)) + 1
        self._squares = self._idf * self._idf
        self._unseen = (np.log(1 + self.size) + 1) ** 2
        self._rows_of = [self._look_up(row) for row in rows]
        self._fill(int((frequency > _COMMON * self.size).sum()))

    def _look_up(self, features: Features) -> tuple[_Numbers, _Values]:
        """Give the numbers of a text's known features, ascending, and the value of each."""
        known: list[int] = []
        unseen = []
        for found, numbers in zip(features, self._numbers, strict=True):
            hits = [numbers[feature] for feature in found if feature in numbers]
            unseen.append((len(found) - len(hits)) * self._unseen)
            known += hits
        columns = np.array(known, dtype=np.int64)
        columns.sort()
        blocks = self._block[columns]
        squares = np.bincount(blocks, weights=self._squares[columns], minlength=len(BLOCKS)) + unseen
        scale = self._scale / np.sqrt(np.maximum(squares, 1e-9))
        return columns, self._idf[columns] * scale[blocks]

    def rarity(self, features: Features) -> tuple[Mapping[Hashable, float], ...]:
        """Give the idf of each of a text's features, block by block; one that no phrasing has is the rarest."""
        return tuple(
            {name: float(self._idf[numbers[name]]) if name in numbers else sqrt(self._unseen) for name in found}
            for found, numbers in zip(features, self._numbers, strict=True)
        )

    def _fill(self, common: int) -> None:
        columns = np.concatenate([np.zeros(0, dtype=np.int64), *(numbers for numbers, _ in self._rows_of)])
        values = np.concatenate([np.zeros(0), *(values for _, values in self._rows_of)])
        rows = np.repeat(np.arange(self.size), [len(numbers) for numbers, _ in self._rows_of])
        often = columns < common
        self._dense = np.zeros((common, self.size), dtype=np.float32)
        self._dense[columns[often], rows[often]] = values[often]
        order = np.argsort(columns, kind="stable")[int(often.sum()) :]
        self._rows = rows[order]
        self._postings = values[order].astype(np.float32)
        self._lengths = np.bincount(columns[order], minlength=len(self._idf))
        self._starts = self._lengths.cumsum() - self._lengths

    def likeness(self, features: Features) -> Floats:
        """Give the likeness (0 to 1) of a text's features to each phrasing; shape (size,)."""
        return self._compare(*self._look_up(features))

    def of_row(self, row: int) -> Floats:
        """Give the likeness of a phrasing to each phrasing; shape (size,)."""
        return self._compare(*self._rows_of[row])

    def likenesses(self, start: int, stop: int) -> Floats:
        """Give the likeness of the phrasings from `start` to `stop` to each other; shape (stop - start,) twice."""
        table = np.empty((stop - start, stop - start), dtype=np.float32)
        for row in range(start, stop):
            table[row - start] = self.of_row(row)[start:stop]
        return table

    def _compare(self, columns: _Numbers, values: _Values) -> Floats:
        common = int(columns.searchsorted(len(self._dense)))
        cosine = values[:common].astype(np.float32) @ self._dense.take(columns[:common], axis=0)
        rare = columns[common:]
        lengths = self._lengths[rare]
        at = (self._starts[rare] - lengths.cumsum() + lengths).repeat(lengths)
        at += np.arange(len(at))  # where each rare feature's postings stand, one feature after the other
        added = values[common:].repeat(lengths)
        added *= self._postings[at]
        cosine += np.bincount(self._rows[at], weights=added, minlength=self.size)
        return np.asarray(cosine * np.sqrt(cosine))
