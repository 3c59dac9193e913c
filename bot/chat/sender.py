"""From the outbox to Telegram: in order within a chat, at the pace Telegram allows, until it is accepted."""

import asyncio
import heapq
import html
import itertools
import logging
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.chat.api import backoff, call, seconds_to_wait
from bot.chat.pace import Pace, Window
from bot.chat.turn import ANSWER_QUERY, ANSWER_TAP
from bot.store import Call, Outbox, StorageError

IN_FLIGHT = 4
"""Calls under way at once, each to another chat: as many may be sent twice when the process is killed."""

_MEANINGLESS = ("message is not modified", "query is too old", "message to edit not found", "message can't be edited")
"""What Telegram says (in lower case) of edits and answers that came too late to matter."""

_TAG = re.compile(r"<[^<>]*>")

_MOST_LANES = 1000
"""Chats whose recent sends are remembered; beyond, those with nothing recent are forgotten."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Item:
    call: Call
    id: int | None  # None: only in memory
    tries: int = 0
    plain: bool = False


@dataclass(slots=True)
class _Lane:
    """What waits for one chat, in order."""

    window: Window | None  # None: not counted by Telegram
    waiting: deque[_Item] = field(default_factory=deque)
    not_before: float = 0.0
    scheduled: bool = False

    def ready_at(self, now: float) -> float:
        """Give when the first may go."""
        return max(self.not_before, self.window.free_at(now)) if self.window else self.not_before

    def is_quiet(self, now: float) -> bool:
        """Say whether nothing was sent lately."""
        return self.ready_at(now) <= now and not (self.window and self.window.taken)


class Sender:
    """Sends calls; `clock` gives monotonic seconds."""

    def __init__(
        self, bot: ExtBot[None], outbox: Outbox, pace: Pace | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._bot = bot
        self._outbox = outbox
        self._pace = pace or Pace()
        self._clock = clock
        self._overall = Window(*self._pace.overall)
        self._lanes: dict[object, _Lane] = {}
        self._schedule: list[tuple[float, int, object]] = []  # when, in order of arrival, which lane
        self._arrivals = itertools.count()
        self._under_way: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._settled_one = asyncio.Event()
        self._paused_until = 0.0
        self._failures = 0
        self._undeleted: list[int] = []
        self._refused: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def load(self) -> None:
        """Take up what the last run left; before anything new is put."""
        for left in await self._outbox.waiting():
            self._queue(_Item(left.call, left.id, left.tries))

    def put(self, calls: Sequence[Call], ids: Sequence[int] | None = None) -> None:
        """Queue calls, which stand in the outbox under these ids, or nowhere."""
        for number, one in enumerate(calls):
            self._queue(_Item(one, ids[number] if ids else None))

    async def run(self) -> None:
        """Send until cancelled; raises InvalidToken."""
        while not self._refused.done():
            self._changed.clear()
            wait = self._start_what_is_due()
            try:
                async with asyncio.timeout(wait):
                    await self._changed.wait()
            except TimeoutError:
                pass
        self._refused.result()

    async def finish(self) -> None:
        """Wait for the calls that are under way; the rest stays in the outbox."""
        if self._under_way:
            await asyncio.wait(self._under_way)

    async def idle(self) -> None:
        """Wait until all is sent."""
        while self._schedule or self._under_way:
            self._settled_one.clear()
            await self._settled_one.wait()

    def _queue(self, item: _Item) -> None:
        tap = item.call.method in (ANSWER_TAP, ANSWER_QUERY)
        key = ("tap", next(self._arrivals)) if tap else item.call.chat_id
        counted = not tap and item.call.chat_id is not None
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = _Lane(self._pace.window(item.call.chat_id or 0) if counted else None)
        lane.waiting.append(item)
        self._plan(key, lane)

    def _plan(self, key: object, lane: _Lane) -> None:
        if lane.waiting and not lane.scheduled:
            lane.scheduled = True
            heapq.heappush(self._schedule, (lane.ready_at(self._clock()), next(self._arrivals), key))
        self._changed.set()

    def _start_what_is_due(self) -> float | None:
        """Start calls; give the seconds until the next one is due (None: not before something changes)."""
        while self._schedule and len(self._under_way) < IN_FLIGHT:
            now = self._clock()
            at, _, key = self._schedule[0]
            lane = self._lanes[key]
            at = max(at, self._paused_until, self._overall.free_at(now) if lane.window else now)
            if at > now:
                return at - now
            heapq.heappop(self._schedule)
            if lane.window:
                self._overall.taken.append(now)
                lane.window.taken.append(now)
            task = asyncio.create_task(self._send(key, lane))
            self._under_way.add(task)
            task.add_done_callback(self._end)
        return None

    async def _send(self, key: object, lane: _Lane) -> None:
        item = lane.waiting[0]
        try:
            if await self._settled(item, lane):
                lane.waiting.popleft()
        finally:
            lane.scheduled = False
            if lane.window is None and not lane.waiting:
                del self._lanes[key]
            self._plan(key, lane)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._changed.set()
        self._settled_one.set()
        if not task.cancelled() and (error := task.exception()):
            _log.error("Un envoi a échoué de façon imprévue : %s.", type(error).__name__)
        if len(self._lanes) > _MOST_LANES:
            now = self._clock()
            quiet = [key for key, lane in self._lanes.items() if not lane.waiting and lane.is_quiet(now)]
            for key in quiet:
                del self._lanes[key]

    async def _settled(self, item: _Item, lane: _Lane) -> bool:
        """Make a call; True when it is done with, False when it must be made again."""
        params = dict(item.call.params)
        if item.plain:
            params["text"] = html.unescape(_TAG.sub("", str(params["text"])))
            del params["parse_mode"]
        try:
            await call(self._bot, item.call.method, params)
        except RetryAfter as error:
            seconds = seconds_to_wait(error)
            lane.not_before = self._clock() + seconds
            _log.warning("Telegram demande d'attendre %d s pour un chat.", seconds)
            return False
        except InvalidToken as error:
            if not self._refused.done():
                self._refused.set_exception(error)
            return False
        except Forbidden:
            _log.info("Une personne a bloqué le bot : sa réponse est abandonnée.")
            await self._done(item)
            return True
        except ChatMigrated as error:
            self._follow(item, error.new_chat_id)
            return True
        except BadRequest as error:
            return await self._refusal(item, str(error))
        except TelegramError as error:  # the network, Telegram itself, an answer that is not one
            await self._failed(item, lane, error)
            return False
        self._failures = 0
        await self._done(item)
        return True

    def _follow(self, item: _Item, chat_id: int) -> None:
        """Queue a call again for the supergroup that its group has become."""
        moved = Call(item.call.method, chat_id, {**item.call.params, "chat_id": chat_id})
        self._queue(replace(item, call=moved))

    async def _refusal(self, item: _Item, why: str) -> bool:
        lowered = why.lower()
        if "can't parse entities" in lowered and not item.plain:
            _log.error("Telegram refuse la mise en forme d'un message (%s) : il part en texte simple.", why)
            item.plain = True
            return False
        if any(one in lowered for one in _MEANINGLESS):
            await self._done(item)
            return True
        _log.error("Telegram refuse un appel de %s : %s.", item.call.method, why)
        if item.id is not None:
            await self._note(self._outbox.failed, item.id, why)
        return True

    async def _failed(self, item: _Item, lane: _Lane, error: TelegramError) -> None:
        item.tries += 1
        self._failures += 1
        if self._failures == 1:
            _log.warning("Telegram ne répond pas (%s) : les réponses attendent.", error)
        now = self._clock()
        lane.not_before = now + backoff(item.tries)
        # One pause for all: an outage must neither become a busy loop nor end in a storm.
        self._paused_until = now + backoff(self._failures)

    async def _done(self, item: _Item) -> None:
        if item.id is not None:
            self._undeleted.append(item.id)
        if self._undeleted:
            ids = list(self._undeleted)
            if await self._note(self._outbox.sent, ids):
                self._undeleted = [id for id in self._undeleted if id not in ids]

    async def _note(self, note: Callable[..., Awaitable[None]], *values: object) -> bool:
        try:
            await note(*values)
        except StorageError as error:
            _log.error("La base ne répond pas (%s) : un envoi reste à y marquer.", error)
            return False
        return True
