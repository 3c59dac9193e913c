"""From the inbox to the outbox: one update after the other, in transactions that several may share."""

import asyncio
import logging
import time
import traceback
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from telegram import Update

from bot.chat.ledger import UNSTORABLE, Ledger
from bot.chat.sender import Sender
from bot.chat.turn import Conversation, message_params
from bot.store import Call, Store
from bot.store.inbox import sender
from bot.wording.knowledge import Current

_MOST_IN_HAND = 500
"""Updates in memory; when there are more, polling waits (Telegram keeps what it was not told that arrived)."""

_MOST_TOGETHER = 16
"""Updates of as many people that wait may share a transaction: most of what one costs is its beginning and end."""

_log = logging.getLogger(__name__)


class Worker:
    """Handles updates. What cannot be stored is answered from memory, without promising anything."""

    def __init__(
        self,
        conversation: Conversation,
        store: Store,
        sender: Sender,
        ledger: Ledger,
        current: Current,
        clock: Callable[[], float],
    ) -> None:
        self._conversation = conversation
        self._store = store
        self._sender = sender
        self._ledger = ledger
        self._current = current
        self._clock = clock
        self._queue: asyncio.Queue[tuple[dict[str, Any], bool]] = asyncio.Queue(_MOST_IN_HAND)
        self._left: deque[dict[str, Any]] = deque()
        self._caught_up = asyncio.Event()
        self._busy = asyncio.Lock()

    async def load(self) -> None:
        """Take up what the last run left; before anything new is put."""
        self._left.extend(stored.body for stored in await self._store.inbox.waiting())

    async def put(self, raw: dict[str, Any], *, stored: bool = True) -> None:
        """Hand over an update; waits when there is too much in hand."""
        await self._queue.put((raw, stored))

    async def run(self) -> None:
        """Handle what the last run left, then what comes, until cancelled (between two updates: see `pause`)."""
        while self._left:
            async with self._busy:
                await self._handle(self._left.popleft(), stored=True)
        self._caught_up.set()
        following: tuple[dict[str, Any], bool] | None = None
        while True:
            batch = [following or await self._queue.get()]
            following = self._fill(batch)
            async with self._busy:
                await self._handle_all(batch)
            for _ in batch:
                self._queue.task_done()

    def _fill(self, batch: list[tuple[dict[str, Any], bool]]) -> tuple[dict[str, Any], bool] | None:
        """Add to a batch what waits, while each is somebody else's; give the first that has to wait for it.

        What a person does may be about what was just done for them, which must be stored by then.
        """
        [(raw, _)] = batch
        people = {sender(raw)}
        while None not in people and len(batch) < _MOST_TOGETHER and not self._queue.empty():
            following = self._queue.get_nowait()
            person = sender(following[0])
            if person is None or person in people:
                return following
            people.add(person)
            batch.append(following)
        return None

    async def pause(self) -> None:
        """Wait until the update in hand is done, and take no other."""
        await self._busy.acquire()

    @asynccontextmanager
    async def between_updates(self) -> AsyncIterator[None]:
        """Hold the next update back: what an update is handled with does not change in the middle of it."""
        async with self._busy:
            yield

    async def idle(self) -> None:
        """Wait until nothing is in hand."""
        await self._caught_up.wait()
        await self._queue.join()

    async def _handle_all(self, batch: Sequence[tuple[dict[str, Any], bool]]) -> None:
        if len(batch) > 1 and all(stored for _, stored in batch) and not self._ledger.broken:
            begun = time.monotonic()
            try:
                await self._together([raw for raw, _ in batch])
                for _ in batch:  # each is done when all are
                    self._count("handled", begun)
                return
            except UNSTORABLE as error:
                self._ledger.fails(error)
            except Exception:  # one of them is at fault, and nothing of any is stored: each alone shows which
                _log.debug("Un message parmi %d n'a pas pu être traité.", len(batch))
        for raw, stored in batch:
            await self._handle(raw, stored)

    async def _handle(self, raw: dict[str, Any], stored: bool) -> None:
        begun = time.monotonic()
        # A database that failed is the ledger's to try again: a locked one takes seconds to say so.
        if stored and not self._ledger.broken:
            try:
                self._count(await self._in_transaction(raw), begun)
                return
            except UNSTORABLE as error:
                self._ledger.fails(error)
        self._count(await self._from_memory(raw), begun)

    def _count(self, result: str, begun: float) -> None:
        self._ledger.tally.updates[result] += 1
        self._ledger.tally.took(time.monotonic() - begun)

    async def _in_transaction(self, raw: dict[str, Any]) -> str:
        """Handle an update, three times if need be, and name the result; raises StorageError or MendableError."""
        while True:
            try:
                await self._together([raw])
                return "handled"
            except UNSTORABLE:
                raise
            except Exception as error:  # whatever a handler raises must not stop the bot
                where = _place(error)
                _log.error("Le message %d n'a pas pu être traité : %s.", raw["update_id"], where)
                if await self._store.inbox.failed(raw["update_id"], where):
                    break
        await self._apologise(raw)
        return "failed"

    async def _together(self, updates: Sequence[dict[str, Any]]) -> None:
        """Handle updates in order, in one transaction: what they are owed and that they are done, or nothing."""
        now = int(self._clock())
        async with self._store.database.begin() as tx:
            owed = {raw["update_id"]: await self._conversation.handle(raw, tx, now) for raw in updates}
            ids = await self._store.outbox.add_each(tx, owed, now)
            await self._store.inbox.done(tx, *owed)
        self._sender.put([call for calls in owed.values() for call in calls], ids)

    async def _from_memory(self, raw: dict[str, Any]) -> str:
        result = "not_stored"
        try:
            calls = await self._conversation.handle(raw, None, int(self._clock()))
        except Exception as error:  # as above
            _log.error("Le message %d n'a pas pu être traité : %s.", raw["update_id"], _place(error))
            calls, result = self._apology(raw), "failed"
        self._ledger.owe(raw, self._sender.put(calls))
        return result

    async def _apologise(self, raw: Mapping[str, Any]) -> None:
        """Apologise for an update that is set aside; from memory if need be: it must stay aside."""
        calls = self._apology(raw)
        now = int(self._clock())
        try:
            async with self._store.database.begin() as tx:
                ids = await self._store.outbox.add(tx, calls, now, raw["update_id"])
        except UNSTORABLE:
            self._sender.put(calls)
        else:
            self._sender.put(calls, ids)

    def _apology(self, raw: Mapping[str, Any]) -> list[Call]:
        """Make one apology to a person who wrote or tapped in private; nothing to anybody else."""
        try:
            update = Update.de_json(dict(raw), self._conversation.bot)
        except Exception:  # an update that cannot be parsed can be of any shape
            return []
        chat = update.effective_chat
        if chat is None or chat.type != chat.PRIVATE or not (update.message or update.callback_query):
            return []
        message = self._current.knowledge.pages.our_error()
        return [Call("sendMessage", chat.id, {"chat_id": chat.id, **message_params(message)})]


def _place(error: Exception) -> str:
    """Name an exception and where it was raised, without its text: it may hold what the person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__}, {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__
