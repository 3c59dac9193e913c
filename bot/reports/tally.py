"""What a running bot counts about itself, for whoever watches it: numbers only, nobody's words or ids."""

import logging
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper ends, in seconds, of the times that are told apart; what is longer comes in one more."""


@dataclass(slots=True)
class Tally:
    """Counts since the start: updates by what became of them, calls by outcome, reloads by result, log records."""

    updates: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    reloads: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    times: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    seconds: float = 0.0

    def took(self, seconds: float) -> None:
        """Count how long an update took to handle."""
        self.times[bisect_left(BUCKETS, seconds)] += 1
        self.seconds += seconds


class LogCount(logging.Handler):
    """Counts what is logged by its level; what it says stays in the log."""

    def __init__(self, tally: Tally) -> None:
        super().__init__()
        self._tally = tally

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        self._tally.records[record.levelname.lower()] += 1
