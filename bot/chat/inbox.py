"""From Telegram to the inbox: an update is confirmed only once it is stored."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot.chat.api import backoff, call, seconds_to_wait
from bot.chat.worker import Worker
from bot.problem import MendableError
from bot.store import Inbox, StorageError

KEPT_SECONDS = 48 * 3600
"""How long the ids of handled updates are known; Telegram itself keeps updates 24 hours."""

POLL_SECONDS = 10
_FORGET_EVERY = 3600

_log = logging.getLogger(__name__)


class Poller:
    """Fetches updates as raw JSON, so that one that cannot be parsed is a row and not an outage.

    `polled_at` is when Telegram and the database last both answered (Unix seconds).
    """

    def __init__(
        self,
        bot: ExtBot[None],
        inbox: Inbox,
        worker: Worker,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._inbox = inbox
        self._worker = worker
        self._clock = clock
        self._sleep = sleep
        self.polled_at = 0.0
        self._forgot_at = 0.0

    async def run(self) -> None:
        """Poll until cancelled; raises MendableError when Telegram knows the token no more."""
        offset: int | None = None  # never from the database: ids restart after a week without updates
        failures = 0
        while True:
            try:
                got = await self._fetch(offset)
                failures = 0
            except TelegramError as error:
                failures += 1
                await self._sleep(_pause(error, failures))
                continue
            if await self._store(got):
                self.polled_at = self._clock()
            offset = max((update["update_id"] for update in got), default=offset and offset - 1)
            offset = None if offset is None else offset + 1

    async def _fetch(self, offset: int | None) -> list[dict[str, Any]]:
        params = {"timeout": POLL_SECONDS} | ({} if offset is None else {"offset": offset})
        got = await call(self._bot, "getUpdates", params, read_timeout=POLL_SECONDS + 5)
        if not isinstance(got, list):
            raise TelegramError("Invalid server response")
        return [update for update in got if isinstance(update, dict) and isinstance(update.get("update_id"), int)]

    async def _store(self, got: list[dict[str, Any]]) -> bool:
        """Store updates and pass them on; without the database, have them answered and wait until it is back."""
        now = int(self._clock())
        try:
            fresh = set(await self._inbox.add(got, now))
            if now - self._forgot_at > _FORGET_EVERY:
                await self._inbox.forget(now - KEPT_SECONDS)
                self._forgot_at = now
        except StorageError as error:
            _log.error("La base ne répond pas (%s) : les questions ne sont plus notées.", error)
            for update in got:
                await self._worker.put(update, stored=False)
            await self._until_storage_is_back()
            return False
        for update in got:
            if update["update_id"] in fresh:
                await self._worker.put(update)
        return True

    async def _until_storage_is_back(self) -> None:
        tries = 0
        while True:
            tries += 1
            await self._sleep(backoff(tries))
            try:
                await self._inbox.counts()
            except StorageError:
                continue
            _log.warning("La base répond de nouveau.")
            return


def _pause(error: TelegramError, failures: int) -> float:
    """Say in the log what is wrong, and give the seconds to wait; raise what waiting does not mend."""
    match error:
        case InvalidToken() | EndPointNotFound():
            what = "BOT_TOKEN : Telegram ne reconnaît pas, ou plus, ce jeton."
            raise MendableError(f"{what} Recopiez celui que donne @BotFather (/mybots, API Token).") from None
        case RetryAfter():
            seconds = seconds_to_wait(error)
            _log.warning("Telegram demande d'attendre %d s avant de lire la suite.", seconds)
            return seconds + 0.5
        case TimedOut():
            _log.info("Telegram tarde à répondre.")
            return 0 if failures == 1 else backoff(failures - 1)
        case Conflict():
            _log.error("Un autre programme lit les messages de ce bot (même jeton) : arrêtez l'un des deux.")
        case _:
            _log.warning("Telegram ne répond pas (%s) : nouvel essai dans %d s.", error, backoff(failures))
    return backoff(failures)
