"""Which class a question belongs to: kernel ridge regression on likeness to the phrasings, fitted in closed form.

Each phrasing, example of small talk and example of a neighbouring topic votes for its own class and against the others,
with the weights that reproduce the known labels best (Saunders, Gammerman and Vovk 1998). Leaving phrasings out needs
no second fit: the scores they would get without them follow from the inverse (Rifkin and Lippert 2007). A content too
large for one fit is fitted in blocks of neighbouring classes (Zhang, Duchi and Wainwright 2015).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.matching.index import Index

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

_RIDGE = np.float32(0.2)
"""How much the fit may be wrong on its own phrasings (the regularisation parameter lambda)."""

_NEAREST = 1000
"""How many phrasings vote on a question: the nearest. The faint votes of the others add up to noise."""

_BLOCK = 3000
"""How many phrasings are fitted together at the most; time grows with the cube, memory with the square."""

_SMALL = 64
"""Up to this many rows, a matrix is factorised whole."""

_LEFT_OUT = 3000
"""How many phrasings are left out in turn at the most, to learn what scores mean."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Some phrasings by their rows, shape (m,), and their scores in three ways, each of shape (m, classes).

    `kept`: in the fit; `alone`: left out one by one; `strange`: left out together with all others of their class.
    """

    rows: Labels
    kept: Floats
    alone: Floats
    strange: Floats


@dataclass(frozen=True, slots=True)
class _Block:
    """A fit: the phrasings from `start` to `stop` vote on the classes from `first` to `last`."""

    start: int
    stop: int
    first: int
    last: int
    votes: Floats

    def scores(self, likeness: Floats, least: np.float32) -> Floats:
        """Give the score of each of its classes, by the votes of the phrasings of at least this likeness."""
        mine = likeness[self.start : self.stop]
        near = mine >= least
        voting = np.flatnonzero(near)
        if 4 * len(voting) < len(mine):
            return np.asarray(mine[voting] @ self.votes.take(voting, axis=0))
        return np.asarray((mine * near) @ self.votes)  # most vote: no need to pick their votes


class Ranker:
    """Scores a question for every class from its likeness to each phrasing."""

    def __init__(self, index: Index, labels: Labels, classes: int) -> None:
        """Fit on the phrasings of an index; `labels`, shape (n,), ascending, are their classes."""
        self._index, self._labels, self._classes = index, labels, classes
        self._blocks: list[_Block] = []
        stride = max(1, -(-len(labels) // _LEFT_OUT))
        parts = [self._fit(*bounds, stride) for bounds in self._cut()]
        if not parts:
            nothing = np.zeros((0, classes), dtype=np.float32)
            parts = [LeftOut(np.zeros(0, dtype=np.int64), nothing, nothing, nothing)]
        parts = [self._widen(part, block) for part, block in zip(parts, self._blocks, strict=False)] or parts
        self.left_out = LeftOut(
            np.concatenate([part.rows for part in parts]),
            np.concatenate([part.kept for part in parts]),
            np.concatenate([part.alone for part in parts]),
            np.concatenate([part.strange for part in parts]),
        )

    def _cut(self) -> Iterator[tuple[int, int, int, int]]:
        """Cut the phrasings into blocks of whole classes, about equally large: (start, stop, first, last)."""
        if not len(self._labels):
            return
        count = -(-len(self._labels) // _BLOCK)
        wanted = [int(self._labels[len(self._labels) * number // count]) for number in range(1, count)]
        bounds = sorted({0, *wanted, self._classes})
        for first, last in pairwise(bounds):
            yield int(self._labels.searchsorted(first)), int(self._labels.searchsorted(last)), first, last

    def _fit(self, start: int, stop: int, first: int, last: int, stride: int) -> LeftOut:
        labels = self._labels[start:stop]
        targets = np.zeros((len(labels), last - first), dtype=np.float32)
        targets[np.arange(len(labels)), labels - first] = 1
        likeness = self._index.likenesses(start, stop)
        likeness[np.diag_indices_from(likeness)] += _RIDGE
        root = _inverse_root(likeness)
        votes: Floats = root.T @ (root @ targets)
        self._blocks.append(_Block(start, stop, first, last, votes))
        sampled = np.flatnonzero((labels - first) % stride == 0)
        strange = np.empty((len(sampled), last - first), dtype=np.float32)
        for label in np.unique(labels[sampled]):
            members = np.flatnonzero(labels == label)
            inverse = root[:, members].T @ root[:, members]
            strange[labels[sampled] == label] = targets[members] - np.linalg.solve(inverse, votes[members])
        known, mine = targets[sampled], votes[sampled]
        diagonal = np.square(root).sum(axis=0)[sampled]
        alone = known - mine / diagonal[:, None]
        kept = known - _RIDGE * mine
        return LeftOut(sampled + start, kept, alone, strange)

    def _widen(self, part: LeftOut, own: _Block) -> LeftOut:
        """Put the scores from a block beside those that the other blocks, which never saw these rows, give."""
        if len(self._blocks) == 1:
            return part
        others = np.stack([self.scores(self._index.of_row(row)) for row in part.rows.tolist()])
        wide = []
        for scores in (part.kept, part.alone, part.strange):
            whole = others.copy()
            whole[:, own.first : own.last] = scores
            wide.append(whole)
        return LeftOut(part.rows, *wide)

    def scores(self, likeness: Floats) -> Floats:
        """Give the score of each class, about 0 to 1; shape (classes,) for likeness of shape (n,)."""
        if not self._blocks:
            return np.zeros(self._classes, dtype=np.float32)
        least = np.partition(likeness, -_NEAREST)[-_NEAREST] if len(likeness) > _NEAREST else np.float32(0)
        return np.concatenate([block.scores(likeness, least) for block in self._blocks])

    def votes(self, likeness: Floats, label: int) -> Floats:
        """Give what each phrasing adds to the score of one class; shape (n,)."""
        added = np.zeros_like(likeness)
        for block in self._blocks:
            if block.first <= label < block.last:
                mine = slice(block.start, block.stop)
                added[mine] = likeness[mine] * block.votes[:, label - block.first]
        return added


def _inverse_root(matrix: Floats) -> Floats:
    """Give the inverse R of a matrix's Cholesky factor: lower triangular, and R.T @ R is the inverse of the matrix.

    Half by half (Gustavson 1997): nearly all the work is products of large matrices.
    """
    if len(matrix) <= _SMALL:
        return np.asarray(np.linalg.inv(np.linalg.cholesky(matrix)))
    half = len(matrix) // 2
    first = _inverse_root(matrix[:half, :half])
    across = matrix[half:, :half] @ first.T
    second = _inverse_root(matrix[half:, half:] - across @ across.T)
    root = np.zeros_like(matrix)
    root[:half, :half] = first
    root[half:, half:] = second
    root[half:, :half] = -second @ (across @ first)
    return root
