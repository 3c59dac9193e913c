"""From the outbox to Telegram: in order within a chat, at the pace Telegram allows, until it is accepted."""

import asyncio
import heapq
import html
import itertools
import logging
import re
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.chat.api import backoff, call, in_short, seconds_to_wait
from bot.chat.ledger import UNSTORABLE, Item, Ledger
from bot.chat.pace import Pace, Window
from bot.chat.turn import ANSWER_QUERY, ANSWER_TAP
from bot.store import Call, Outbox

IN_FLIGHT = 10
"""Calls under way at once, each to another chat, or sent and not written down yet: as many may be sent twice when the
process is killed, unless the database is broken. Thirty a second, at a third of a second each, keep ten under way."""

_WRITING_SECONDS = 0.005
"""How soon to look again whether what was sent is written down."""

_MEANINGLESS = ("message is not modified", "query is too old", "message to edit not found", "message can't be edited")
"""What Telegram says (in lower case) of edits and answers that came too late to matter."""

_TAG = re.compile(r"<[^<>]*>")

_MOST_LANES = 1000
"""Chats whose recent sends are remembered; beyond, those with nothing recent are forgotten."""

_MOST_FAULTS, _MOST_SURPRISES = 10, 5
"""Failed tries after which a call is set aside: by the network while others were sent (an outage is nobody's fault),
and by what nobody foresaw."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Lane:
    """What waits for one chat, in order."""

    window: Window | None  # None: not counted by Telegram
    waiting: deque[Item] = field(default_factory=deque)
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
        self,
        bot: ExtBot[None],
        outbox: Outbox,
        ledger: Ledger,
        pace: Pace | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._outbox = outbox
        self._ledger = ledger
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
        self._sent = 0
        self._held_back: tuple[object, float] = (None, 0.0)  # the lane that was last refused for its pace, and when
        self._refused: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def collect(self, now: int) -> None:
        """Take up what is due in the outbox (`now`: Unix seconds), whoever wrote it there, and not in memory yet."""
        async with self._ledger.lock:
            for left in await self._outbox.due(now, self._ledger.known):
                self._queue(Item(left.call, left.id))

    def put(self, calls: Sequence[Call], ids: Sequence[int] | None = None) -> list[Item]:
        """Queue calls, which stand in the outbox under these ids, or nowhere."""
        items = [Item(one, ids[number] if ids else None) for number, one in enumerate(calls)]
        for item in items:
            self._queue(item)
        return items

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
        """Wait until all is sent, and noted if it can be."""
        while self._schedule or self._under_way:
            self._settled_one.clear()
            await self._settled_one.wait()
        with suppress(*UNSTORABLE):
            await self._ledger.flush()

    def _queue(self, item: Item) -> None:
        if item.id in self._ledger.known:
            return
        if item.id is not None:
            self._ledger.known.add(item.id)
        self._line_up(item)

    def _line_up(self, item: Item) -> None:
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
            if self._ledger.is_behind(IN_FLIGHT - len(self._under_way)):
                return _WRITING_SECONDS
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
            if await self._settled(item, key, lane):
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
        if len(self._lanes) > _MOST_LANES:
            now = self._clock()
            quiet = [key for key, lane in self._lanes.items() if not lane.waiting and lane.is_quiet(now)]
            for key in quiet:
                del self._lanes[key]

    async def _settled(self, item: Item, key: object, lane: _Lane) -> bool:
        """Make a call; True when it is done with, False when it must be made again."""
        try:
            made = await call(self._bot, item.call.method, _plain(item.call.params) if item.plain else item.call.params)
        except RetryAfter as error:
            self._hold_back(key, lane, seconds_to_wait(error))
            return False
        except InvalidToken as error:
            if not self._refused.done():
                self._refused.set_exception(error)
            return False
        except Forbidden:
            _log.info("Une personne a bloqué le bot : sa réponse est abandonnée.")
            self._ledger.settle(item, "blocked")
            return True
        except ChatMigrated as error:
            self._follow(item, error.new_chat_id)
            return True
        except BadRequest as error:
            return self._refusal(item, str(error))
        except TelegramError as error:  # the network, Telegram itself, an answer that is not one
            return self._failed(item, lane, str(error))
        except Exception as error:  # whatever it is must not stop the next; without its text: it may quote the call's
            return self._failed(item, lane, type(error).__name__, ours=True)
        self._failures = 0
        self._sent += 1
        self._ledger.settle(item, "sent", message_id=made.get("message_id") if isinstance(made, dict) else None)
        return True

    def _follow(self, item: Item, chat_id: int) -> None:
        """Queue a call again for the supergroup that its group has become."""
        moved = Call(item.call.method, chat_id, {**item.call.params, "chat_id": chat_id})
        self._line_up(replace(item, call=moved))

    def _hold_back(self, key: object, lane: _Lane, seconds: float) -> None:
        """Let a chat wait; all of them when Telegram refused another one just before, or a call without a chat."""
        now = self._clock()
        other, at = self._held_back
        self._held_back = key, now
        lane.not_before = now + seconds
        if lane.window is None or (other not in (None, key) and now - at < 1):
            self._paused_until = max(self._paused_until, now + seconds)
            _log.warning("Telegram demande d'attendre %d s pour tous les envois.", seconds)
        else:
            _log.warning("Telegram demande d'attendre %d s pour un chat.", seconds)

    def _refusal(self, item: Item, why: str) -> bool:
        lowered = why.lower()
        if "can't parse entities" in lowered and not item.plain:
            _log.error("Telegram refuse la mise en forme d'un message (%s) : il part en texte simple.", why)
            item.plain = True
            return False
        if any(one in lowered for one in _MEANINGLESS):
            self._ledger.settle(item, "sent")
            return True
        _log.error("Telegram refuse un appel de %s : %s.", item.call.method, why)
        self._ledger.settle(item, "failed", error=why)
        return True

    def _failed(self, item: Item, lane: _Lane, why: str, *, ours: bool = False) -> bool:
        """Let a call wait; set it aside (True) when it is its own fault, time and again."""
        if ours or (item.tries and self._sent > item.sent_before):
            item.faults += 1
        item.sent_before = self._sent
        if item.faults >= (_MOST_SURPRISES if ours else _MOST_FAULTS):
            _log.error("Un appel de %s a échoué %d fois (%s) : il est mis de côté.", item.call.method, item.faults, why)
            self._ledger.settle(item, "failed", error=why)
            return True
        now = self._clock()
        item.tries += 1
        lane.not_before = now + backoff(item.tries)
        if not ours and now >= self._paused_until:
            self._failures += 1
            if self._failures == 2:
                _log.warning("Telegram ne répond pas (%s) : les réponses attendent.", in_short(why))
            if self._failures > 1:
                # One pause for all: an outage must neither become a busy loop nor end in a storm.
                self._paused_until = now + backoff(self._failures - 1)
        return False


def _plain(params: Mapping[str, object]) -> dict[str, object]:
    """Take the formatting out of a message."""
    said = "text" if "text" in params else "caption"
    text = html.unescape(_TAG.sub("", str(params[said])))
    return {**{name: value for name, value in params.items() if name != "parse_mode"}, said: text}
