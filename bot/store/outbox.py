"""What the bot owes Telegram: stored with what made it owe it, deleted once sent."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from bot.store.database import Database, Transaction
from bot.store.receipts import Receipt, Receipts, Result
from bot.store.tables import IDS_USED_ONCE, batches, metadata
from bot.store.vault import PERSON

WAITING, FAILED, BLOCKED = "waiting", "failed", "blocked"

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    # The keyed hash of the chat: a private chat's is its person's, by which erasing finds what waits for them.
    Column("chat", String, index=True),
    # Whom it is for, when the chat does not tell: a reply in a group.
    Column("person", String, index=True),
    Column("about", String),
    Column("method", String, nullable=False),
    Column("params", LargeBinary, nullable=False),
    Column("state", String, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("error", LargeBinary),
    Column("created_at", BigInteger, nullable=False),
    Column("update_id", BigInteger),
    Index(None, "state", "not_before", "id"),
    **IDS_USED_ONCE,
)
# Built once: SQLAlchemy takes longer to build a statement than SQLite to run it.
_ADD = insert(outbox).returning(outbox.c.id, sort_by_parameter_order=True)
_DUE = (
    select(outbox.c.id).where(outbox.c.state == WAITING, outbox.c.not_before <= bindparam("now")).order_by(outbox.c.id)
)
_WHOSE = outbox.c.id, outbox.c.about, outbox.c.person, outbox.c.chat
_SENT = delete(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True))).returning(*_WHOSE)


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the Bot API: its method, the chat it is for (None: no chat), and its parameters as JSON.

    `about`: what the call is for, when somebody waits for its receipt ("answer:12", "card:5"). `person`: the pseudonym
    of whom it is for, when the chat is not theirs alone.
    """

    method: str
    chat_id: int | None
    params: Mapping[str, object]
    about: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a call: sent (with the message it made), blocked by its person, or refused with an error."""

    id: int
    outcome: Result
    message_id: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A call that waits to be sent, not before a time (Unix seconds), and how often that failed."""

    id: int
    call: Call
    not_before: int
    tries: int
    created_at: int
    update_id: int | None


class Outbox:
    """The calls to make, in order; their parameters and chats are encrypted."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vault = database.vault
        self._receipts = Receipts(database)

    async def add(
        self,
        tx: Transaction,
        calls: Sequence[Call],
        at: int,
        update_id: int | None = None,
        not_before: int = 0,
    ) -> list[int]:
        """Add calls in the caller's transaction, and give their ids.

        `update_id`: the update that they answer. `not_before`: when they are due (Unix seconds; 0: at once, whatever
        the clock says); until then they can be taken back.
        """
        rows = [self._row(call, at, update_id, not_before) for call in calls]
        return list(await tx.scalars(_ADD, rows)) if rows else []

    async def add_each(self, tx: Transaction, owed: Mapping[int, Sequence[Call]], at: int) -> list[int]:
        """Add the calls that answer several updates (by update id), all at once, and give their ids in order."""
        rows = [self._row(call, at, update_id, 0) for update_id, calls in owed.items() for call in calls]
        return list(await tx.scalars(_ADD, rows)) if rows else []

    async def count_due(self, now: int) -> int:
        """Count the calls that are due."""
        async with self._database.read() as tx:
            return await tx.scalar(select(func.count()).select_from(_DUE.subquery()), {"now": now}) or 0

    async def due(self, now: int, known: Collection[int] = ()) -> list[StoredCall]:
        """Give the calls that are due and not `known` (a set of ids), by id, whichever process added them.

        Cheap enough to ask every second: of those known only the ids are read, from an index.
        """
        async with self._database.read() as tx:
            ids = [id for id in await tx.scalars(_DUE, {"now": now}) if id not in known]
            rows: dict[int, Any] = {}
            for some in batches(ids):
                rows |= {row.id: row for row in await tx.execute(select(outbox).where(outbox.c.id.in_(some)))}
        return [self.stored(rows[id]) for id in ids]

    async def settled(self, settlements: Sequence[Settlement], at: int) -> None:
        """Delete what was sent, set the rest aside, and leave receipts for whoever waits for them: all or nothing."""
        by_id = {one.id: one for one in settlements}
        sent = [id for id, one in by_id.items() if one.outcome == "sent"]
        async with self._database.begin() as tx:
            rows = list(await tx.execute(_SENT, {"ids": sent})) if sent else []
            for one in by_id.values():
                if one.outcome != "sent":
                    rows += await tx.execute(self._set_aside(one).returning(*_WHOSE))
            rows.sort(key=attrgetter("id"))  # of several calls about one thing the last one counts
            await self._receipts.record(tx, [_receipt(row, by_id[row.id], at) for row in rows if row.about])

    async def waiting_about(self, tx: Transaction, prefix: str) -> set[str]:
        """Give what calls that wait are about, of all that begins so."""
        query = select(outbox.c.about).where(
            outbox.c.state == WAITING, outbox.c.about.startswith(prefix, autoescape=True)
        )
        return set(await tx.scalars(query))

    async def take_back(self, tx: Transaction, about: Collection[str], now: int) -> int:
        """Delete the calls about these things that are not due yet, and count them."""
        late = (outbox.c.state == WAITING) & (outbox.c.not_before > now)
        return sum(
            [
                (await tx.execute(delete(outbox).where(late, outbox.c.about.in_(some)))).rowcount
                for some in batches(about)
            ]
        )

    def stored(self, row: Any) -> StoredCall:
        """Decrypt a row of the table."""
        chat_id, params = json.loads(self._vault.decrypt(row.params))
        call = Call(row.method, chat_id, params, row.about, row.person)
        return StoredCall(row.id, call, row.not_before, row.tries, row.created_at, row.update_id)

    def _row(self, call: Call, at: int, update_id: int | None, not_before: int) -> dict[str, object]:
        return {
            "chat": None if call.chat_id is None else self._vault.pseudonym(PERSON, call.chat_id),
            "person": call.person,
            "about": call.about,
            "method": call.method,
            "params": self._vault.encrypt(json.dumps([call.chat_id, dict(call.params)])),
            "state": WAITING,
            "not_before": not_before,
            "tries": 0,
            "created_at": at,
            "update_id": update_id,
        }

    def _set_aside(self, one: Settlement) -> Any:
        error = None if one.error is None else self._vault.encrypt(one.error)
        values = {"state": one.outcome, "error": error, "tries": outbox.c.tries + 1}
        return update(outbox).where(outbox.c.id == one.id, outbox.c.state == WAITING).values(values)


def _receipt(row: Any, one: Settlement, at: int) -> Receipt:
    return Receipt(row.about, row.person or row.chat, one.outcome, one.message_id, one.error, at)
