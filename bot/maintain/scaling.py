"""What size costs our matcher: time per question, time to build and memory, from 50 to 100,000 phrasings."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from math import log
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from bot.content import Content, Entry, Theme
from bot.matching.answering import Answerer
from bot.matching.text import words
from bot.problem import MendableError

SIZES = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
"""How many phrasings there are at each step."""

MOST_SECONDS = 600.0
"""How long a build may be expected to take."""

MOST_MEGABYTES = 6_000.0
"""How much memory a build may be expected to take."""

_PHRASINGS = 10
"""How many phrasings an entry has."""

_LENGTHS = (4, 13)
"""From how many words a phrasing has to how many it no longer has."""

_OWN = 12
"""How many words an entry calls its own; half of each phrasing is drawn from them."""

_QUESTIONS = 300
_STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Step:
    """What was measured at one size: milliseconds of a core per question, seconds to build, megabytes that it adds.

    `megabytes` is what stays once it is built, `peak` the most there was while it was.
    """

    phrasings: int
    median: float
    p99: float
    build_seconds: float
    megabytes: float
    peak: float


@dataclass(frozen=True, slots=True)
class TooMuch:
    """A size that is left out, with what its build would take: seconds, and megabytes at the peak."""

    phrasings: int
    seconds: float
    megabytes: float


def scale(content: Content, sizes: Sequence[int] = SIZES) -> Iterator[Step | TooMuch]:
    """Measure each size in a fresh process; end with the first one whose build would pass the limits.

    Phrasings recombine the content's own words, as frequent as there: real ones at that size would hold more words, and
    each word fewer of them. Raises MendableError where the system does not tell a process's memory.
    """
    if not _STATUS.exists():
        raise MendableError("La mémoire d'un processus ne se lit ici que sous Linux. Lancez la mesure dans Docker.")
    done: list[Step] = []
    for size in sizes:
        cost = expected(done, size)
        if cost.seconds > MOST_SECONDS or cost.megabytes > MOST_MEGABYTES:
            yield cost
            return
        # A process that has built a large one keeps some of its memory: each gets one of its own.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            done.append(fresh.submit(_measure, content, size).result())
        yield done[-1]


def expected(done: Sequence[Step], size: int) -> TooMuch:
    """Say what a size would take: the growth of the last two steps carried on, a power of the size between 1 and 3."""
    if len(done) < 2:
        return TooMuch(size, 0.0, 0.0)
    before, last = done[-2:]

    def expect(then: float, now: float) -> float:
        growth = log(max(now, 1e-9) / max(then, 1e-9)) / log(last.phrasings / before.phrasings)
        return now * float((size / last.phrasings) ** min(max(growth, 1.0), 3.0))

    return TooMuch(size, expect(before.build_seconds, last.build_seconds), expect(before.peak, last.peak))


def _measure(content: Content, size: int) -> Step:
    made = synthetic(content, size)
    warm_up, questions = (_phrasings(content, _QUESTIONS, seed) for seed in (1, 2))
    before, _ = _memory()
    start = time.perf_counter()
    answerer = Answerer.build(made)
    built = time.perf_counter() - start
    after, peak = _memory()
    for question in warm_up:
        answerer.reply_to(question)
    times = []
    for question in questions:
        start = time.thread_time()
        answerer.reply_to(question)
        times.append(1000 * (time.thread_time() - start))
    median, p99 = np.percentile(times, [50, 99])
    return Step(size, float(median), float(p99), built, after - before, peak - before)


def synthetic(content: Content, size: int) -> Content:
    """Make a content of `size` phrasings, ten an entry, out of the words of another; the same at every run."""
    texts = _phrasings(content, size, seed=0)
    entries = tuple(
        Entry(f"e{start}", "synthetic", texts[start], tuple(texts[start + 1 : start + _PHRASINGS]), "")
        for start in range(0, size, _PHRASINGS)
    )
    return replace(
        content, themes=(Theme("synthetic", "synthetic", entries),), off_topics=(), exchanges=(), subjects=()
    )


def _phrasings(content: Content, count: int, seed: int) -> list[str]:
    entries = content.entries.values()
    known = np.array([word for entry in entries for text in (entry.question, *entry.phrasings) for word in words(text)])
    draw = np.random.default_rng(seed)
    texts = []
    for number in range(count):
        if number % _PHRASINGS == 0:
            own = draw.choice(known, _OWN)
        length = int(draw.integers(*_LENGTHS))
        mixed = np.where(draw.random(length) < 0.5, draw.choice(own, length), draw.choice(known, length))
        texts.append(" ".join(mixed))
    return texts


def _memory() -> tuple[float, float]:
    """Give the megabytes this process holds, and the most it ever held."""
    lines = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii").splitlines())
    resident, most = (int(lines[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return resident, most
