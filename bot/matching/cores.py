"""Work shared out to two cores: NumPy lets go of the interpreter while it computes, and whoever waits here sleeps.

BLAS has threads of its own, but those wait by turning in circles: beside other work they make seconds of a fit.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

_CORES = 2
"""A small server has no more."""

_WORTH_SHARING = 3
"""Fewer parts than this are done one after the other."""

Part = TypeVar("Part")


class Cores:
    """Those who share the work."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool

    @classmethod
    @contextmanager
    def open(cls) -> Iterator["Cores"]:
        """Have them there for a while."""
        with ThreadPoolExecutor(_CORES) as pool:
            yield cls(pool)

    def each(self, work: Callable[[Part], None], parts: Sequence[Part]) -> None:
        """Do the work on each part, in any order, and wait until all are done."""
        done = self._pool.map(work, parts) if len(parts) >= _WORTH_SHARING else map(work, parts)
        for _ in done:
            pass
