"""From Telegram to the inbox: an update is confirmed only once it is stored."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.chat.api import ALLOWED_UPDATES, call
from bot.chat.ledger import UNSTORABLE, Ledger
from bot.chat.reach import Reach
from bot.chat.worker import Worker
from bot.store import Inbox

POLL_SECONDS = 10


class Intake:
    """Stores updates and hands the new ones to the worker; the one way in, for polls and for the webhook."""

    def __init__(self, inbox: Inbox, worker: Worker, ledger: Ledger, clock: Callable[[], float]) -> None:
        self._inbox = inbox
        self._worker = worker
        self._ledger = ledger
        self._clock = clock

    async def take(self, updates: Sequence[dict[str, Any]]) -> None:
        """Return once all are stored; raises StorageError or MendableError with none of them stored."""
        try:
            fresh = set(await self._inbox.add(updates, int(self._clock())))
        except UNSTORABLE as error:
            self._ledger.fails(error)
            raise
        if updates:
            self._ledger.written()
        for update in updates:
            if update["update_id"] in fresh:
                await self._worker.put(update)

    async def without_storing(self, updates: Sequence[dict[str, Any]]) -> None:
        """Have updates answered from memory, which could not be stored."""
        for update in updates:
            await self._worker.put(update, stored=False)


class Poller:
    """Fetches updates as raw JSON, so that one that cannot be parsed is a row and not an outage."""

    def __init__(
        self,
        bot: ExtBot[None],
        intake: Intake,
        ledger: Ledger,
        reach: Reach,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._ledger = ledger
        self._reach = reach
        self._sleep = sleep

    async def run(self) -> None:
        """Poll until cancelled, but not while nothing can be stored; raises InvalidToken when it is revoked."""
        offset: int | None = None  # never from the database: ids restart after a week without updates
        while True:
            await self._ledger.works()
            try:
                got = await self._fetch(offset)
            except InvalidToken:
                raise
            except TelegramError as error:
                await self._sleep(self._reach.pause(error))
                continue
            self._reach.answers()
            try:
                await self._intake.take(got)
            except UNSTORABLE:
                await self._intake.without_storing(got)
            offset = max((update["update_id"] + 1 for update in got), default=offset)

    async def _fetch(self, offset: int | None) -> list[dict[str, Any]]:
        params = {"timeout": POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES}
        params |= {} if offset is None else {"offset": offset}
        got = await call(self._bot, "getUpdates", params, read_timeout=POLL_SECONDS + 5)
        if not isinstance(got, list):
            raise TelegramError("Invalid server response")
        return [update for update in got if isinstance(update, dict) and isinstance(update.get("update_id"), int)]
