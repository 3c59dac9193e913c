"""From Telegram to the inbox: an update is confirmed only once it is stored."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot.chat.alarm import Alarm
from bot.chat.api import ALLOWED_UPDATES, backoff, call, seconds_to_wait
from bot.chat.ledger import UNSTORABLE, Ledger
from bot.chat.worker import Worker
from bot.store import Inbox

POLL_SECONDS = 10

_CALM_SECONDS = 60
"""Two programs take polls from each other, and each of them succeeds now and then: longer than any pause of theirs."""

_log = logging.getLogger(__name__)


class Poller:
    """Fetches updates as raw JSON, so that one that cannot be parsed is a row and not an outage.

    `polled_at` is when Telegram and the database last both answered (`monotonic` seconds; None: not yet).
    """

    def __init__(
        self,
        bot: ExtBot[None],
        inbox: Inbox,
        worker: Worker,
        ledger: Ledger,
        conflict: Alarm,
        clock: Callable[[], float],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._inbox = inbox
        self._worker = worker
        self._ledger = ledger
        self._conflict = conflict
        self._conflict_at = 0.0
        self._outage = Alarm(
            lambda: "Telegram ne répond pas : les messages attendent.", lambda: "Telegram répond de nouveau."
        )
        self._clock = clock
        self._monotonic = monotonic
        self._sleep = sleep
        self.polled_at: float | None = None

    async def run(self) -> None:
        """Poll until cancelled, but not while nothing can be stored; raises InvalidToken when it is revoked."""
        offset: int | None = None  # never from the database: ids restart after a week without updates
        failures = 0
        while True:
            await self._ledger.works()
            try:
                got = await self._fetch(offset)
            except InvalidToken:
                raise
            except TelegramError as error:
                failures += 1
                await self._sleep(self._pause(error, failures))
                continue
            failures = 0
            self._outage.end()
            if self._monotonic() - self._conflict_at > _CALM_SECONDS:
                self._conflict.end()
            await self._store(got)
            offset = max((update["update_id"] + 1 for update in got), default=offset)

    async def _fetch(self, offset: int | None) -> list[dict[str, Any]]:
        params = {"timeout": POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES}
        params |= {} if offset is None else {"offset": offset}
        got = await call(self._bot, "getUpdates", params, read_timeout=POLL_SECONDS + 5)
        if not isinstance(got, list):
            raise TelegramError("Invalid server response")
        return [update for update in got if isinstance(update, dict) and isinstance(update.get("update_id"), int)]

    async def _store(self, got: list[dict[str, Any]]) -> None:
        """Store updates and pass them on; without the database, have them answered from memory."""
        try:
            fresh = set(await self._inbox.add(got, int(self._clock())))
        except UNSTORABLE as error:
            self._ledger.fails(error)
            for update in got:
                await self._worker.put(update, stored=False)
            return
        self.polled_at = self._monotonic()
        for update in got:
            if update["update_id"] in fresh:
                await self._worker.put(update)

    def _pause(self, error: TelegramError, failures: int) -> float:
        """Say in the log what is wrong, once while it lasts, and give the seconds to wait."""
        match error:
            case RetryAfter():
                seconds = seconds_to_wait(error)
                _log.warning("Telegram demande d'attendre %d s avant de lire la suite.", seconds)
                return seconds + 0.5
            case TimedOut() if failures == 1:  # a long poll that was cut short says nothing
                return 0
            case Conflict():
                self._conflict_at = self._monotonic()
                self._conflict.begin()
            case _:
                self._outage.begin(error)
        return backoff(failures)
