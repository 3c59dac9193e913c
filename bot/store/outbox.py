"""What the bot owes Telegram: stored with what made it owe it, deleted once sent."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table, delete, insert, select, update

from bot.store.database import Database, Transaction
from bot.store.tables import IDS_USED_ONCE, metadata
from bot.store.vault import PERSON

WAITING, FAILED = "waiting", "failed"

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    # The keyed hash of the chat: a private chat's is its person's, by which erasing finds what waits for them.
    Column("chat", String, index=True),
    Column("method", String, nullable=False),
    Column("params", LargeBinary, nullable=False),
    Column("state", String, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("error", LargeBinary),
    Column("created_at", BigInteger, nullable=False),
    Column("update_id", BigInteger),
    **IDS_USED_ONCE,
)
# Built once: SQLAlchemy takes longer to build a statement than SQLite to run it.
_ADD = insert(outbox).returning(outbox.c.id, sort_by_parameter_order=True)


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the Bot API: its method, the chat it is for (None: no chat), and its parameters as JSON."""

    method: str
    chat_id: int | None
    params: Mapping[str, object]


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

    async def add(self, tx: Transaction, calls: Sequence[Call], at: int, update_id: int | None = None) -> list[int]:
        """Add calls in the caller's transaction, and give their ids; `update_id`: the update that they answer."""
        rows = [
            {
                "chat": None if call.chat_id is None else self._vault.pseudonym(PERSON, call.chat_id),
                "method": call.method,
                "params": self._vault.encrypt(json.dumps([call.chat_id, dict(call.params)])),
                "state": WAITING,
                "not_before": at,
                "tries": 0,
                "created_at": at,
                "update_id": update_id,
            }
            for call in calls
        ]
        return list(await tx.scalars(_ADD, rows)) if rows else []

    async def waiting(self) -> list[StoredCall]:
        """Give what is to be sent, by id, what must still wait included."""
        async with self._database.read() as tx:
            rows = (await tx.execute(select(outbox).where(outbox.c.state == WAITING).order_by(outbox.c.id))).all()
        return [self.stored(row) for row in rows]

    async def sent(self, ids: Sequence[int]) -> None:
        """Delete what was sent."""
        async with self._database.begin() as tx:
            await tx.execute(delete(outbox).where(outbox.c.id.in_(ids)))

    async def failed(self, id: int, error: str) -> None:
        """Set aside what Telegram will never accept, with its error."""
        await self._tried(id, {"state": FAILED, "error": self._vault.encrypt(error)})

    async def retry(self, id: int, not_before: int) -> None:
        """Count a failed try, and let it wait until `not_before`."""
        await self._tried(id, {"not_before": not_before})

    def stored(self, row: Any) -> StoredCall:
        """Decrypt a row of the table."""
        chat_id, params = json.loads(self._vault.decrypt(row.params))
        call = Call(row.method, chat_id, params)
        return StoredCall(row.id, call, row.not_before, row.tries, row.created_at, row.update_id)

    async def _tried(self, id: int, values: Mapping[str, object]) -> None:
        async with self._database.begin() as tx:
            tried = update(outbox).where(outbox.c.id == id).values(tries=outbox.c.tries + 1)
            await tx.execute(tried.values(dict(values)))
