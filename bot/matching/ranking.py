"""Which class a question belongs to: kernel ridge regression on likeness to the phrasings, fitted in closed form.

Each phrasing, example of small talk and example of a neighbouring topic votes for its own class and against the others,
with the weights that reproduce the known labels best (Saunders, Gammerman and Vovk 1998). Leaving phrasings out needs
no second fit: the scores they would get without them follow from the inverse (Rifkin and Lippert 2007). A content too
large for one fit is fitted in blocks of neighbouring classes (Zhang, Duchi and Wainwright 2015).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.matching.cores import Cores
from bot.matching.index import Index

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

_RIDGE = np.float32(0.2)
"""How much the fit may be wrong on its own phrasings (the regularisation parameter lambda)."""

_NEAREST = 1000
"""How many phrasings vote on a question: the nearest. The faint votes of the others add up to noise."""

_BLOCK = 4000
"""How many phrasings are fitted together at the most; time grows with the cube, memory with the square."""

_SMALL = 64
"""Up to this many rows, a matrix is factorised whole."""

_STRIP = 128
"""How many rows or columns of a triangle are multiplied at once."""

_LEFT_OUT = 4000
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
        if 4 * np.count_nonzero(near) < len(mine):
            voting = np.flatnonzero(near)
            return np.asarray(mine[voting] @ self.votes.take(voting, axis=0))
        return np.asarray((mine * near) @ self.votes)  # most vote: no need to pick their votes


class Ranker:
    """Scores a question for every class from its likeness to each phrasing."""

    def __init__(self, classes: int, blocks: Sequence[_Block]) -> None:
        self._classes, self._blocks = classes, blocks

    def scores(self, likeness: Floats) -> Floats:
        """Give the score of each class, about 0 to 1; shape (classes,) for likeness of shape (n,)."""
        if not self._blocks:
            return np.zeros(self._classes, dtype=np.float32)
        least = np.float32(0)
        if len(likeness) > _NEAREST:
            ordered = likeness.copy()
            ordered.partition(-_NEAREST)
            least = ordered[-_NEAREST]
        found = [block.scores(likeness, least) for block in self._blocks]
        return np.concatenate(found) if len(found) > 1 else found[0]

    def votes(self, likeness: Floats, label: int) -> Floats:
        """Give what each phrasing adds to the score of one class; shape (n,)."""
        added = np.zeros_like(likeness)
        for block in self._blocks:
            if block.first <= label < block.last:
                mine = slice(block.start, block.stop)
                added[mine] = likeness[mine] * block.votes[:, label - block.first]
        return added


def fit(index: Index, labels: Labels, classes: int) -> tuple[Ranker, LeftOut]:
    """Fit on the phrasings of an index; `labels`, shape (n,), ascending, are their classes."""
    stride = max(1, -(-len(labels) // _LEFT_OUT))
    with Cores.open() as cores:
        fits = [_fit(index, labels, bounds, stride, cores) for bounds in _cut(labels, classes)]
    ranker = Ranker(classes, [block for block, _ in fits])
    nothing = np.zeros((0, classes), dtype=np.float32)
    parts = [LeftOut(np.zeros(0, dtype=np.int64), nothing, nothing, nothing)]
    parts += [_widen(part, block, ranker, index) if len(fits) > 1 else part for block, part in fits]
    return ranker, LeftOut(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.kept for part in parts]),
        np.concatenate([part.alone for part in parts]),
        np.concatenate([part.strange for part in parts]),
    )


def _cut(labels: Labels, classes: int) -> Iterator[tuple[int, int, int, int]]:
    """Cut the phrasings into blocks of whole classes, about equally large: (start, stop, first, last)."""
    if not len(labels):
        return
    count = -(-len(labels) // _BLOCK)
    wanted = [int(labels[len(labels) * number // count]) for number in range(1, count)]
    bounds = sorted({0, *wanted, classes})
    for first, last in pairwise(bounds):
        yield int(labels.searchsorted(first)), int(labels.searchsorted(last)), first, last


def _fit(
    index: Index, every: Labels, bounds: tuple[int, int, int, int], stride: int, cores: Cores
) -> tuple[_Block, LeftOut]:
    """Fit a block, and leave out the phrasings of every class in `stride`."""
    start, stop, first, last = bounds
    labels = every[start:stop] - first
    targets = np.zeros((len(labels), last - first), dtype=np.float32)
    targets[np.arange(len(labels)), labels] = 1
    root = index.likenesses(start, stop, cores)
    root[np.diag_indices_from(root)] += _RIDGE
    _invert_root(root, cores)
    strips = _strips(len(labels))
    part, votes = np.empty_like(targets), np.empty_like(targets)

    def multiply(strip: slice) -> None:
        part[strip] = root[strip, : strip.stop] @ targets[: strip.stop]

    def multiply_back(strip: slice) -> None:
        votes[strip] = root[strip.start :, strip].T @ part[strip.start :]

    cores.each(multiply, strips)
    cores.each(multiply_back, strips)
    sampled = np.flatnonzero(labels % stride == 0)
    strange = targets.copy()

    def leave_out(label: int) -> None:
        mine = slice(*labels.searchsorted([label, label + 1]))
        below = root[mine.start :, mine]
        strange[mine] -= np.linalg.solve(below.T @ below, votes[mine])

    cores.each(leave_out, range(0, last - first, stride))
    known, given = targets[sampled], votes[sampled]
    alone = known - given / np.einsum("ij,ij->j", root, root)[sampled, None]
    kept = known - _RIDGE * given
    return _Block(start, stop, first, last, votes), LeftOut(sampled + start, kept, alone, strange[sampled])


def _widen(part: LeftOut, own: _Block, ranker: Ranker, index: Index) -> LeftOut:
    """Put the scores from a block beside those that the other blocks, which never saw these rows, give."""
    others = np.stack([ranker.scores(likeness) for likeness in index.of_rows(part.rows)])
    wide = []
    for scores in (part.kept, part.alone, part.strange):
        whole = others.copy()
        whole[:, own.first : own.last] = scores
        wide.append(whole)
    return LeftOut(part.rows, *wide)


def _invert_root(matrix: Floats, cores: Cores) -> None:
    """Turn the lower triangle of a positive matrix, in place, into the inverse R of its Cholesky factor.

    R is lower triangular, zero above the diagonal, and R.T @ R is the inverse of the matrix. Half by half (Gustavson
    1997), so that nearly all the work is products of large matrices; those with a triangle leave out most of its zeros.
    """
    if len(matrix) <= _SMALL:
        matrix[...] = np.tril(np.linalg.inv(np.linalg.cholesky(matrix)))
        return
    half = len(matrix) // 2
    first, below, second = matrix[:half, :half], matrix[half:, :half], matrix[half:, half:]
    across = np.empty_like(below)

    def solve(strip: slice) -> None:
        across[:, strip] = below[:, : strip.stop] @ first[strip, : strip.stop].T

    def subtract(strip: slice) -> None:
        second[strip, : strip.stop] -= across[strip] @ across[: strip.stop].T

    def join_first(strip: slice) -> None:
        below[:, strip] = across[:, strip.start :] @ first[strip.start :, strip]

    def join_second(strip: slice) -> None:
        np.negative(second[strip, : strip.stop] @ across[: strip.stop], out=below[strip])

    strips = _strips(len(matrix) - half)
    _invert_root(first, cores)
    cores.each(solve, strips)
    cores.each(subtract, strips)
    _invert_root(second, cores)
    cores.each(join_first, strips)
    across[...] = below
    cores.each(join_second, strips)
    matrix[:half, half:] = 0


def _strips(size: int) -> list[slice]:
    """Cut the rows or columns of a triangle into strips, of which each is multiplied at once."""
    return [slice(at, at + _STRIP) for at in range(0, size, _STRIP)]
