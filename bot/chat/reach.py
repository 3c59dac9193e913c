"""How well Telegram is reached: what its errors mean, told once while they last."""

import logging
import time
from collections.abc import Callable

from telegram.error import Conflict, RetryAfter, TelegramError, TimedOut

from bot.chat.alarm import Alarm
from bot.chat.api import backoff, in_short, seconds_to_wait

_CALM_SECONDS = 60
"""Two programs take polls from each other, and each of them succeeds now and then: longer than any pause of theirs."""

_log = logging.getLogger(__name__)


class Reach:
    """Counts failures in a row; `answered_at`: when Telegram last answered (`monotonic` seconds; None: not yet)."""

    def __init__(self, conflict: Alarm, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._conflict = conflict
        self._conflict_at = 0.0
        self._outage = Alarm(
            lambda: "Telegram ne répond pas : les messages attendent.", lambda: "Telegram répond de nouveau."
        )
        self._monotonic = monotonic
        self._failures = 0
        self.answered_at: float | None = None

    def answers(self) -> None:
        """Take note that Telegram answered."""
        self._failures = 0
        self._outage.end()
        self.answered_at = self._monotonic()
        if self.answered_at - self._conflict_at > _CALM_SECONDS:
            self._conflict.end()

    def contested(self) -> None:
        """Take note that another program takes this bot's messages."""
        self._conflict_at = self._monotonic()
        self._conflict.begin()

    def pause(self, error: TelegramError) -> float:
        """Take note that Telegram did not answer as it should, and give the seconds to wait."""
        self._failures += 1
        match error:
            case RetryAfter():
                seconds = seconds_to_wait(error)
                _log.warning("Telegram demande d'attendre %d s avant de lire la suite.", seconds)
                return seconds + 0.5
            case TimedOut() if self._failures == 1:  # a long poll that was cut short says nothing
                return 0
            case Conflict():
                self.contested()
            case _:
                self._outage.begin(in_short(error))
        return backoff(self._failures)
