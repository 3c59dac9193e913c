"""The bot at work on Telegram: polling, handling and sending side by side, from start to stop."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from telegram.error import InvalidToken, TelegramError

from bot.chat.api import backoff
from bot.chat.commands import shown
from bot.chat.inbox import Poller
from bot.chat.knowledge import Current
from bot.chat.pace import Pace
from bot.chat.sender import Sender
from bot.chat.turn import Conversation
from bot.chat.worker import Worker
from bot.problem import MendableError
from bot.store import StorageError, Store

BEAT_SECONDS = 10
STOP_SECONDS = 10

_log = logging.getLogger(__name__)


class Service:
    """Runs a conversation; build it inside the event loop. `heartbeat`: a file touched while all is well."""

    def __init__(
        self,
        conversation: Conversation,
        store: Store,
        current: Current,
        *,
        heartbeat: Path | None = None,
        pace: Pace | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._conversation = conversation
        self._store = store
        self._current = current
        self._heartbeat = heartbeat
        self._clock = clock
        self._started_at = clock()
        self.sender = Sender(conversation.bot, store.outbox, pace)
        self.worker = Worker(conversation, store, self.sender, current, clock)
        self.poller = Poller(conversation.bot, store.inbox, self.worker, clock)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; then finish what is in hand, and leave the rest in inbox and outbox.

        Raises MendableError when Telegram does not know the token.
        """
        stopping = asyncio.create_task(stop.wait())
        jobs: list[asyncio.Task[Any]] = []
        try:
            if await _first(stopping, self._meet_telegram()):
                return
            await self.sender.load()
            await self.worker.load()
            jobs = [asyncio.create_task(job.run()) for job in (self.poller, self.worker, self.sender)]
            jobs.append(asyncio.create_task(self._beat()))
            done, _ = await asyncio.wait((stopping, *jobs), return_when=asyncio.FIRST_COMPLETED)
            for ended in done:
                ended.result()
        except InvalidToken:
            raise _unknown_token() from None
        finally:
            await self._stop(stopping, jobs)

    async def _stop(self, stopping: asyncio.Task[Any], jobs: list[asyncio.Task[Any]]) -> None:
        try:
            async with asyncio.timeout(STOP_SECONDS):
                if jobs:
                    jobs[0].cancel()
                    await self.worker.pause()
                    jobs[2].cancel()
                    await self.sender.finish()
        except TimeoutError:
            _log.warning("Arrêt : ce qui n'a pas pu être terminé le sera au prochain démarrage.")
        for task in (stopping, *jobs):
            task.cancel()
        await asyncio.gather(stopping, *jobs, return_exceptions=True)
        await self._conversation.shutdown()
        await self._conversation.bot.shutdown()  # also when it never got to know Telegram

    async def _meet_telegram(self) -> None:
        tries = 0
        while True:
            try:
                await self._conversation.initialize()
                bot = self._conversation.bot
                await bot.delete_webhook()
                await bot.set_my_commands(shown(self._current.knowledge.messages))
                _log.info("Le bot @%s est prêt.", bot.username)
                return
            except InvalidToken:
                raise
            except TelegramError as error:
                tries += 1
                _log.warning("Telegram ne répond pas (%s) : nouvel essai dans %d s.", error, backoff(tries))
                await asyncio.sleep(backoff(tries))

    async def _beat(self) -> None:
        while True:
            if self._heartbeat and await self._is_well():
                with suppress(OSError):  # it then grows old, which says that something is wrong
                    self._heartbeat.touch()
            await asyncio.sleep(BEAT_SECONDS)

    async def _is_well(self) -> bool:
        try:
            await self._store.inbox.counts()
        except StorageError:
            return False
        return self._clock() - (self.poller.polled_at or self._started_at) < 60


async def _first(stopping: asyncio.Task[Any], work: Coroutine[Any, Any, None]) -> bool:
    """Do some work unless the stop comes first (True)."""
    working = asyncio.create_task(work)
    await asyncio.wait((stopping, working), return_when=asyncio.FIRST_COMPLETED)
    if working.done():
        working.result()
        return stopping.done()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    return True


def _unknown_token() -> MendableError:
    what = "BOT_TOKEN : Telegram ne reconnaît pas ce jeton."
    return MendableError(f"{what} Recopiez celui que donne @BotFather (/mybots, API Token).")
