"""An inverted index of the phrasings: how alike a question is to each of them, at the price of its own words.

Likeness is a weighted sum, over the blocks of features, of the cosine between idf-weighted sets (Salton and Buckley
1988), raised to the power 3/2, so that one good likeness counts for more than many faint ones; 1 for the same text.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import BLOCKS

Floats = NDArray[np.float32]
_Numbers = NDArray[np.int64]
_Values = NDArray[np.float64]

_WEIGHTS = {"stem": 0.15, "stems": 0.10, "letters": 0.30, "sound": 0.10, "sounds": 0.10, "concept": 0.02}
"""How much each block of features counts, chosen on the tuning batches of `tests/evaluation/` and two English sets."""

_COMMON = 0.08
"""Features of more than this share of the phrasings are kept as dense rows, which is faster."""


class Index:
    """The phrasings' features, kept by feature: rare ones as postings (phrasing, value), common ones as dense rows."""

    def __init__(self, rows: Sequence[tuple[set[str], ...]]) -> None:
        """Take, for each phrasing, the features of each block of `features.BLOCKS`."""
        self.size = len(rows)
        weights = np.array([_WEIGHTS[block] for block in BLOCKS])
        self._scale = np.sqrt(weights / weights.sum())
        counts: tuple[dict[str, int], ...] = tuple({} for _ in BLOCKS)
        for row in rows:
            for features, count in zip(row, counts, strict=True):
                for feature in features:
                    count[feature] = count.get(feature, 0) + 1
        # Numbered by frequency, common features first, so that one comparison tells them apart; ties by name, so that
        # the order does not depend on the process.
        ranked = sorted((-n, block, name) for block, count in enumerate(counts) for name, n in count.items())
        self._numbers: tuple[dict[str, int], ...] = tuple({} for _ in BLOCKS)
        for number, (_, block, name) in enumerate(ranked):
            self._numbers[block][name] = number
        frequency = np.array([-n for n, _, _ in ranked], dtype=np.int64)
        self._block = np.array([block for _, block, _ in ranked], dtype=np.int64)
        self._idf = np.log((1 + self.size) / (1 + frequency)) + 1
        self._unseen = (np.log(1 + self.size) + 1) ** 2
        self._rows_of = [self._look_up(row) for row in rows]
        self._fill(int((frequency > _COMMON * self.size).sum()))

    def _look_up(self, features: tuple[set[str], ...]) -> tuple[_Numbers, _Values]:
        """Give the numbers of a text's known features, ascending, and the value of each."""
        known: list[int] = []
        unseen = np.zeros(len(BLOCKS))
        for block, (found, numbers) in enumerate(zip(features, self._numbers, strict=True)):
            hits = list(map(numbers.get, found))
            unseen[block] = hits.count(None)
            known += [number for number in hits if number is not None]
        known.sort()
        columns = np.array(known, dtype=np.int64)
        idf = self._idf[columns]
        blocks = self._block[columns]
        squares = np.bincount(blocks, weights=idf * idf, minlength=len(BLOCKS)) + unseen * self._unseen
        scale = self._scale / np.sqrt(np.maximum(squares, 1e-9))
        return columns, idf * scale[blocks]

    def _fill(self, common: int) -> None:
        columns = np.concatenate([np.zeros(0, dtype=np.int64), *(numbers for numbers, _ in self._rows_of)])
        values = np.concatenate([np.zeros(0), *(values for _, values in self._rows_of)])
        rows = np.repeat(np.arange(self.size), [len(numbers) for numbers, _ in self._rows_of])
        often = columns < common
        self._dense = np.zeros((common, self.size), dtype=np.float32)
        self._dense[columns[often], rows[often]] = values[often]
        order = np.argsort(columns, kind="stable")[int(often.sum()) :]
        self._rows = rows[order]
        self._postings = values[order]
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(columns[order], minlength=len(self._idf)))])

    def likeness(self, features: tuple[set[str], ...]) -> Floats:
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
        often = np.zeros(len(self._dense), dtype=np.float32)
        often[columns[:common]] = values[:common]
        starts = self._starts[columns[common:]]
        lengths = self._starts[columns[common:] + 1] - starts
        ends = lengths.cumsum()
        at = np.arange(int(lengths.sum())) + (starts - ends + lengths).repeat(lengths)
        added = self._postings[at] * values[common:].repeat(lengths)
        cosine = often @ self._dense + np.bincount(self._rows[at], weights=added, minlength=self.size)
        return np.asarray(cosine * np.sqrt(cosine), dtype=np.float32)
