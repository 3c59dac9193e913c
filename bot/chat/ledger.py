"""What must be written down after the fact: calls that were sent, and updates that were answered from memory.

Nobody waits for it: it is written in the background, in batches, and again until the database takes it.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.chat.alarm import Alarm
from bot.chat.api import backoff
from bot.problem import MendableError
from bot.reports.tally import Tally
from bot.store import Call, Settlement, StorageError, Store
from bot.store.database import BUSY_SECONDS
from bot.store.receipts import Result

UNSTORABLE: Final = (StorageError, MendableError)
"""What a database raises that is locked, full, gone, or was replaced by one of another key."""

_LONGEST_PAUSE = 5.0

_PATIENCE_SECONDS = 2 * BUSY_SECONDS
"""How long sending waits for what was sent to be written down, where the database neither takes it nor fails."""


@dataclass(slots=True)
class Item:
    """A call on its way: `id` in the outbox (None: only in memory so far), and what became of it."""

    call: Call
    id: int | None = None
    tries: int = 0
    faults: int = 0  # tries that failed while others were sent
    sent_before: int = 0  # how many calls had been sent when it last failed
    plain: bool = False
    outcome: Result | None = None
    error: str | None = None
    message_id: int | None = None  # of the message it made


class Ledger:
    """Knows whether the database works (`broken`), and which outbox rows are in memory (`known`).

    `lock` is held while it writes: who holds it and reads the outbox sees no row of a call that is settled but no
    longer known.
    """

    def __init__(self, store: Store, alarm: Alarm, clock: Callable[[], float], tally: Tally) -> None:
        self._store = store
        self._alarm = alarm
        self._clock = clock
        self.tally = tally
        self._owed: list[tuple[Mapping[str, Any], Sequence[Item]]] = []
        self._settled: list[Item] = []
        self._unwritten_since = 0.0
        self._changed = asyncio.Event()
        self._working = asyncio.Event()
        self._working.set()
        self.known: set[int] = set()
        self.lock = asyncio.Lock()

    @property
    def broken(self) -> bool:
        """Say whether the database failed, and nothing could be written since."""
        return self._alarm.on

    def fails(self, error: Exception) -> None:
        """Take note that the database failed; whoever says so also owes or settles something."""
        self._working.clear()
        self._alarm.begin(error)

    def written(self) -> None:
        """Take note that the database took something; reading proves nothing: a full disk can still be read."""
        self._working.set()
        self._alarm.end()

    async def works(self) -> None:
        """Wait until the database works."""
        await self._working.wait()

    def owe(self, raw: Mapping[str, Any], items: Sequence[Item]) -> None:
        """Have an update that was answered from memory marked as handled, and what is not sent by then stored."""
        self._owed.append((raw, items))
        self._changed.set()

    def settle(self, item: Item, outcome: Result, *, message_id: int | None = None, error: str | None = None) -> None:
        """Have it written what became of a call, and which message it made."""
        item.outcome, item.message_id, item.error = outcome, message_id, error
        self.tally.calls[outcome] += 1
        if item.id is not None:
            if not self._settled:
                self._unwritten_since = time.monotonic()
            self._settled.append(item)
            self._changed.set()

    def is_behind(self, most: int) -> bool:
        """Say whether `most` calls or more are sent and not written down yet: a kill would have them sent again.

        Not while the database is broken, or hangs: it must not hold up what people wait for.
        """
        hangs = time.monotonic() - self._unwritten_since > _PATIENCE_SECONDS
        return len(self._settled) >= most and not self.broken and not hangs

    async def flush(self) -> None:
        """Write what there is to write; raises StorageError or MendableError."""
        async with self.lock:
            if not self._owed and not self._settled:
                return
            try:
                await self._store_owed(list(self._owed))
                await self._store_settled(list(self._settled))
            except UNSTORABLE as error:
                self.fails(error)
                raise
            self.written()

    async def run(self) -> None:
        """Write as soon as there is something, until cancelled."""
        tries = 0
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                await self.flush()
                tries = 0
            except UNSTORABLE:
                tries += 1
                self._changed.set()
                await asyncio.sleep(min(backoff(tries), _LONGEST_PAUSE))

    async def _store_owed(self, owed: Sequence[tuple[Mapping[str, Any], Sequence[Item]]]) -> None:
        if not owed:
            return
        now = int(self._clock())
        stored: list[tuple[Item, int]] = []
        await self._store.inbox.add([raw for raw, _ in owed], now)
        async with self._store.database.begin() as tx:
            for raw, items in owed:
                unsent = [item for item in items if item.outcome is None]
                ids = await self._store.outbox.add(tx, [item.call for item in unsent], now, raw["update_id"])
                stored += zip(unsent, ids, strict=True)
                await self._store.inbox.done(tx, raw["update_id"])
        del self._owed[: len(owed)]
        for item, id in stored:
            item.id = id
            self.known.add(id)
            if item.outcome:  # while it was being stored
                self._settled.append(item)

    async def _store_settled(self, settled: Sequence[Item]) -> None:
        settlements = [
            Settlement(item.id, item.outcome, item.message_id, item.error)
            for item in settled
            if item.id is not None and item.outcome is not None
        ]
        if settlements:
            await self._store.outbox.settled(settlements, int(self._clock()))
        del self._settled[: len(settled)]
        self._unwritten_since = time.monotonic()
        self.known.difference_update(item.id for item in settled if item.id is not None)
