"""The bot at work on Telegram: polling, handling and sending side by side, from start to stop."""

import asyncio
import logging
import time
import traceback
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.chat.alarm import Alarm, Announce
from bot.chat.api import backoff, in_short, seconds_to_wait
from bot.chat.commands import register
from bot.chat.following import Following
from bot.chat.house import House
from bot.chat.inbox import Intake, Poller
from bot.chat.ledger import UNSTORABLE, Ledger
from bot.chat.pace import Pace
from bot.chat.reach import Reach
from bot.chat.registration import Registration, Webhook
from bot.chat.reloading import Reloading
from bot.chat.room import Room
from bot.chat.sender import Sender
from bot.chat.turn import Conversation
from bot.chat.worker import Worker
from bot.content.messages import Messages
from bot.content.sentences import fill
from bot.maintain.forge import Forge
from bot.maintain.reload import Reloader
from bot.problem import MendableError
from bot.reports.tally import Tally
from bot.store import Store
from bot.store.backup import Daily
from bot.wording.composer import long_date
from bot.wording.knowledge import Current

BEAT_SECONDS = 10
STOP_SECONDS = 10
_COLLECT_SECONDS = 1

TELEGRAM_KEEPS_SECONDS = 24 * 3600

Chore = Callable[[int], Awaitable[object]]
"""Something to do every second, given the time (Unix seconds)."""

_log = logging.getLogger(__name__)


class Service:
    """Runs a conversation; build it inside the event loop.

    `heartbeat`: a file touched while all is well. `webhook`: where Telegram brings updates (None: they are fetched).
    `organisers_chat`, or else each of the `organisers`, is told what they should know about the bot itself, besides the
    log; where there is none, `announce` takes it. `reloader` follows the content (None: it stays as it is), and
    `on_live` hears of each new version; `forge` is where people edit it too (None: nowhere). `chores` are done every
    second, beside those of the desk. `backups` are made every day (None: none are). `clock` gives Unix seconds, for
    what is stored; what is waited for goes by `monotonic`.
    """

    def __init__(
        self,
        conversation: Conversation,
        store: Store,
        current: Current,
        *,
        heartbeat: Path | None = None,
        webhook: Webhook | None = None,
        pace: Pace | None = None,
        retention_days: int = 90,
        backups: Daily | None = None,
        announce: Announce | None = None,
        organisers_chat: int | None = None,
        organisers: Collection[int] = (),
        reloader: Reloader | None = None,
        forge: Forge | None = None,
        on_live: Callable[[], None] | None = None,
        chores: Sequence[Chore] = (),
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._conversation = conversation
        self._store = store
        self._current = current
        self._heartbeat = heartbeat
        self._clock = clock
        self._announce = announce
        desk = conversation.desk
        self._chores = (desk.admission.refresh, desk.tend, desk.promises.keep, *chores)
        self._monotonic = monotonic
        self._started_at = monotonic()
        storage = self._alarm(lambda messages: messages.storage_lost, lambda messages: messages.storage_back)
        conflict = self._alarm(lambda messages: messages.two_programs, lambda messages: messages.one_program)
        self.tally = Tally()
        self._ledger = Ledger(store, storage, clock, self.tally)
        self._reach = Reach(conflict, monotonic)
        copies = self._alarm(lambda messages: messages.backup_failed, lambda messages: messages.backup_made)
        self._house = House(store, retention_days, backups, copies, clock)
        self.sender = Sender(conversation.bot, store.outbox, self._ledger, pace)
        self.worker = Worker(conversation, store, self.sender, self._ledger, current, clock)
        self.intake = Intake(store.inbox, self.worker, self._ledger, clock)
        place = conversation.bot, current, store, self.sender, self._ledger, clock
        told = organisers_chat is not None or organisers
        self._room = Room(*place, organisers_chat, organisers, conversation.terms) if told else None
        if self._room:
            self._announce = announce = self._room.announce
        edits = self.worker, current, conversation.bot, self.tally, announce, on_live
        self._reloading = Reloading(reloader, *edits) if reloader else None
        self.following = Following(forge, current, announce) if forge else None
        self._source: Poller | Registration = (
            Registration(conversation.bot, webhook, self._reach, clock)
            if webhook
            else Poller(conversation.bot, self.intake, self._ledger, self._reach)
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; then finish what is in hand, and leave the rest in inbox and outbox.

        Raises MendableError when Telegram does not know the token.
        """
        stopping = asyncio.create_task(stop.wait())
        jobs: list[asyncio.Task[Any]] = []
        try:
            if await _first(stopping, self._meet_telegram()):
                return
            self._tell_absence()
            if self._room:
                await self._room.greet()
            await self.sender.collect(int(self._clock()))
            await self._conversation.desk.admission.refresh(int(self._clock()))
            await self.worker.load()
            jobs = [asyncio.create_task(job.run()) for job in (self._source, self.worker, self.sender, self._ledger)]
            others = (self._beat(), self._house.run(), self._collect(), self._tend())
            jobs += [asyncio.create_task(job) for job in others]
            if self._room:
                jobs.append(asyncio.create_task(self._room.run()))
            jobs += [asyncio.create_task(job.run()) for job in (self._reloading, self.following) if job]
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
                    with suppress(*UNSTORABLE):
                        await self._ledger.flush()
        except TimeoutError:
            _log.warning("Arrêt : ce qui n'a pas pu être terminé le sera au prochain démarrage.")
        for task in (stopping, *jobs):
            if not task.cancelling():  # twice, and a connection to the database is left to its thread
                task.cancel()
        await asyncio.gather(stopping, *jobs, return_exceptions=True)
        await self._conversation.shutdown()
        await self._conversation.bot.shutdown()  # also when it never got to know Telegram

    async def _meet_telegram(self) -> None:
        bot, tries = self._conversation.bot, 0
        while True:
            try:
                await self._conversation.initialize()
                if isinstance(self._source, Poller):
                    await bot.delete_webhook()
                break
            except InvalidToken:
                raise
            except TelegramError as error:
                tries += 1
                if tries == 1:
                    what = "Telegram ne répond pas (%s) : le bot essaie jusqu'à ce qu'il réponde."
                    _log.warning(what, in_short(error))
                await asyncio.sleep(seconds_to_wait(error) if isinstance(error, RetryAfter) else backoff(tries))
        await register(bot, self._current.knowledge.messages)
        _log.info("Le bot @%s est prêt.", bot.username)

    def _alarm(self, begun: Callable[[Messages], str], over: Callable[[Messages], str]) -> Alarm:
        return Alarm(
            lambda: begun(self._current.knowledge.messages),
            lambda: over(self._current.knowledge.messages),
            lambda told: self._announce(told) if self._announce else None,
        )

    def _tell_absence(self) -> None:
        """Tell when the bot was away for longer than Telegram keeps what people write."""
        try:
            seen = self._heartbeat.stat().st_mtime if self._heartbeat else None
        except OSError:  # the first start
            return
        if seen is not None and self._clock() - seen > TELEGRAM_KEEPS_SECONDS:
            day = long_date(datetime.fromtimestamp(seen).date())
            told = fill(self._current.knowledge.messages.was_away, day=day)
            _log.warning("%s", told)
            if self._announce:
                self._announce(told)

    async def _collect(self) -> None:
        """Have sent what another process wrote into the outbox, and what had to wait."""
        while True:
            await asyncio.sleep(_COLLECT_SECONDS)
            with suppress(*UNSTORABLE):  # the ledger tells
                await self.sender.collect(int(self._clock()))

    async def _tend(self) -> None:
        """Do what has to be done now and then; one chore that fails keeps none of the others from being done."""
        told: set[str] = set()
        while True:
            for chore in self._chores:
                try:
                    await chore(int(self._clock()))
                except UNSTORABLE:
                    break  # the ledger tells
                except Exception:  # whatever it is must not stop the bot
                    if (what := traceback.format_exc()) not in told:
                        told.add(what)
                        _log.error("Une tâche de fond a échoué : %s", what)
            await asyncio.sleep(_COLLECT_SECONDS)

    async def _beat(self) -> None:
        while True:
            if self._heartbeat and await self._is_well():
                with suppress(OSError):  # it then grows old, which says that something is wrong
                    self._heartbeat.touch()
            await asyncio.sleep(BEAT_SECONDS)

    async def is_ready(self) -> bool:
        """Say whether questions reach the bot and can be noted: Telegram and the database have both just answered."""
        return self._reach.answered_at is not None and await self._is_well()

    async def _is_well(self) -> bool:
        try:
            await self._store.inbox.counts()
        except UNSTORABLE:
            return False
        last = self._started_at if self._reach.answered_at is None else self._reach.answered_at
        return not self._ledger.broken and self._monotonic() - last < 60


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
