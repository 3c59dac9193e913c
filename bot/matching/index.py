"""An inverted index of the phrasings: how alike a question is to each of them, at the price of its own words.

Likeness is a weighted sum, over the blocks of features, of the cosine between idf-weighted sets (Salton and Buckley
1988), raised to the power 3/2, so that one good likeness counts for more than many faint ones; 1 for the same text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from bot.matching.cores import Cores
from bot.matching.features import BLOCKS, Features, Found
from bot.matching.gathering import Numbers

Floats = NDArray[np.float32]
_Values = NDArray[np.float64]

_WEIGHTS = {"stem": 0.15, "stems": 0.10, "letters": 0.30, "sound": 0.10, "sounds": 0.10, "concept": 0.02}
"""How much each block of features counts, chosen on the tuning batches of `tests/evaluation/` and two English sets."""

_COMMON = 0.06
"""Features of more than this share of the phrasings are kept as dense rows, which are faster to add up."""

_TINY = 1e-9
"""Added to what is divided by, which is 0 for a block without features."""

_AT_ONCE = 128
"""How many rows of a table of likenesses are worked out at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """Some texts taken as one: the numbers of their features, ascending, and the value of each."""

    numbers: Numbers
    values: Floats


class Index:
    """The phrasings' features, kept by feature: rare ones as postings (phrasing, value), common ones as dense rows."""

    def __init__(self, found: Found, blocks: Numbers) -> None:
        """Take the features of the phrasings, numbered the commonest first, and the block of each by its number."""
        self.size = found.size
        self._block = blocks
        weights = np.array([_WEIGHTS[block] for block in BLOCKS])
        self._scale = np.sqrt(weights / weights.sum())
        numbers, owners = found.numbers, found.texts
        frequency = np.bincount(numbers, minlength=len(blocks))
        self._idf = np.log((1 + self.size) / (1 + frequency)) + 1
        self._unseen = (np.log(1 + self.size) + 1) ** 2
        often = 1.0 if found.times is None else np.log1p(found.times)
        parts = owners * len(BLOCKS) + blocks[numbers]
        values = self._weigh(numbers, parts, np.zeros(self.size * len(BLOCKS)), often)
        common = int((frequency > _COMMON * self.size).sum())
        end = int(numbers.searchsorted(common))
        self._dense = np.zeros((common, self.size), dtype=np.float32)
        self._dense[numbers[:end], owners[:end]] = values[:end]
        self._rows = owners[end:].astype(np.int32)
        self._postings = values[end:].astype(np.float32)
        self._lengths = np.where(np.arange(len(blocks)) < common, 0, frequency)
        self._ends = self._lengths.cumsum()

    def _weigh(self, numbers: Numbers, parts: Numbers, unknown: _Values, often: _Values | float = 1.0) -> _Values:
        """Give the value of each known feature of some texts.

        `parts` says which text's, and which block's there, each is; `unknown` how many more each part has.
        """
        values = self._idf.take(numbers) * often
        squares = np.bincount(parts, weights=values * values, minlength=len(unknown)) + self._unseen * unknown
        scale = self._scale / np.sqrt(squares + _TINY).reshape(-1, len(BLOCKS))
        values *= scale.take(parts)
        return values

    def rarity(self, number: int | None) -> float:
        """Give the idf of a feature; one that no phrasing has, None, is the rarest."""
        return sqrt(self._unseen) if number is None else float(self._idf[number])

    def holders(self, number: int) -> Numbers:
        """Give the phrasings that have a feature, ascending."""
        if number < len(self._dense):
            return np.flatnonzero(self._dense[number])
        end = self._ends[number]
        return self._rows[end - self._lengths[number] : end].astype(np.intp)

    def likeness(self, features: Features) -> Floats:
        """Give the likeness (0 to 1) of a text's features to each phrasing; shape (size,)."""
        known = features.known
        values = self._weigh(known, self._block.take(known), np.array(features.unknown)).astype(np.float32)
        common = int(known.searchsorted(len(self._dense)))
        return self._compare(known[:common], known[common:], values)

    def document(self, texts: Sequence[Features]) -> Document:
        """Take some texts for one, as `Found.times` does; what is not known in them is left out."""
        numbers, times = np.unique(np.concatenate([text.known for text in texts]), return_counts=True)
        values = self._weigh(numbers, self._block.take(numbers), np.zeros(len(BLOCKS)), np.log1p(times))
        return Document(numbers, values.astype(np.float32))

    def likeness_of(self, document: Document) -> Floats:
        """Give the likeness (0 to 1) of a document to each phrasing; shape (size,)."""
        common = int(document.numbers.searchsorted(len(self._dense)))
        return self._compare(document.numbers[:common], document.numbers[common:], document.values)

    def likeness_to(self, document: Document, features: Features) -> float:
        """Give the likeness (0 to 1) of a text's features to a document."""
        if not len(document.numbers):
            return 0.0
        known = features.known
        values = self._weigh(known, self._block.take(known), np.array(features.unknown))
        at = document.numbers.searchsorted(known).clip(max=len(document.numbers) - 1)
        shared = document.numbers.take(at) == known
        cosine = float(values[shared] @ document.values.take(at[shared]))
        return cosine * sqrt(cosine)

    def of_rows(self, rows: Numbers) -> Iterator[Floats]:
        """Give the likeness of each of some phrasings to each phrasing; shape (size,)."""
        rare = np.repeat(np.arange(len(self._lengths)), self._lengths)
        order = np.argsort(self._rows, kind="stable")
        ends = self._rows[order].searchsorted(np.arange(self.size + 1))
        for row in rows.tolist():
            values = self._dense[:, row]
            common = np.flatnonzero(values)
            mine = order[ends[row] : ends[row + 1]]
            yield self._compare(common, rare[mine], np.concatenate([values[common], self._postings[mine]]))

    def _compare(self, common: Numbers, rare: Numbers, values: Floats) -> Floats:
        """Give the likeness to each phrasing of a text of these features, common and rare, with their values."""
        cosine = values[: len(common)] @ self._dense.take(common, axis=0)
        lengths = self._lengths.take(rare)
        at = _runs(self._ends.take(rare), lengths)
        added = values[len(common) :].repeat(lengths)
        added *= self._postings.take(at)
        cosine += np.bincount(self._rows.take(at), weights=added, minlength=self.size)
        return np.asarray(cosine * np.sqrt(cosine))

    def likenesses(self, start: int, stop: int, cores: Cores) -> Floats:
        """Give the likeness of the phrasings from `start` to `stop` to each other, as a lower triangle.

        Shape (stop - start,) twice; zero above the diagonal.
        """
        size = stop - start
        table = np.zeros((size, size), dtype=np.float32)
        dense = self._dense[:, start:stop]
        mine = np.flatnonzero((self._rows >= start) & (self._rows < stop))
        rows, values = self._rows[mine] - start, self._postings[mine]
        column = np.repeat(np.arange(len(self._lengths)), self._lengths)[mine]
        ends = np.arange(len(mine)) + 1
        counts = ends - column.searchsorted(column)  # of each posting: those of its feature, up to its own row
        order = np.argsort(rows, kind="stable")
        bounds = rows[order].searchsorted(np.arange(0, size + _AT_ONCE, _AT_ONCE))

        def compare(number: int) -> None:
            first, last = number * _AT_ONCE, min((number + 1) * _AT_ONCE, size)
            own = order[bounds[number] : bounds[number + 1]]
            other = _runs(ends[own], counts[own])
            added = values[own].repeat(counts[own]) * values[other]
            places = (rows[own] - first).repeat(counts[own]) * last + rows[other]
            part = table[first:last, :last]
            part += np.bincount(places, weights=added, minlength=part.size).reshape(part.shape)
            part += dense[:, first:last].T @ dense[:, :last]
            part *= np.sqrt(part)
            part[:, first:] = np.tril(part[:, first:])

        cores.each(compare, range(len(bounds) - 1))
        return table


def _runs(ends: Numbers, lengths: Numbers) -> Numbers:
    """Give the numbers before each end, as many as its length, ascending, one run after the other."""
    at: Numbers = (ends - lengths.cumsum()).repeat(lengths)
    at += np.arange(len(at))
    return at
