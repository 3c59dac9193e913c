"""What Telegram sent, stored before Telegram is told that it arrived, and kept until it is handled."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    case,
    func,
    insert,
    select,
)
from sqlalchemy import update as update_rows

from bot.store.database import Database, Transaction
from bot.store.tables import metadata
from bot.store.vault import PERSON

NEW, DONE, DEAD = "new", "done", "dead"
TRIES: Final = 3

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person", String),
    Column("body", LargeBinary),
    Column("state", String, nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("error", LargeBinary),
    Column("received_at", BigInteger, nullable=False),
)
# Built once: SQLAlchemy takes longer to build a statement than SQLite to run it.
_DONE = (
    update_rows(inbox)
    .where(inbox.c.update_id == bindparam("handled"))
    .values({"state": DONE, "body": None, "person": None, "error": None})
)


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update that waits to be handled, and how often that failed."""

    update_id: int
    body: dict[str, Any]
    tries: int


def received(before: int, state: str) -> ColumnElement[bool]:
    """Name the updates in a state that came before a time."""
    return (inbox.c.state == state) & (inbox.c.received_at < before)


class Inbox:
    """The updates: encrypted while they wait, only their number once done, encrypted again when set aside."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vault = database.vault

    async def add(self, updates: Sequence[Mapping[str, object]], at: int) -> list[int]:
        """Store all of them or none, and give the ids of those that were not known yet, in order."""
        rows = {update["update_id"]: self._row(update, at) for update in reversed(updates)}
        if not rows:
            return []
        async with self._database.begin() as tx:
            known = set(await tx.scalars(select(inbox.c.update_id).where(inbox.c.update_id.in_(rows))))
            fresh = [row for update_id, row in reversed(rows.items()) if update_id not in known]
            if fresh:
                await tx.execute(insert(inbox), fresh)
        return [row["update_id"] for row in fresh]

    async def waiting(self) -> list[StoredUpdate]:
        """Give what is not handled yet, by update id."""
        query = select(inbox.c.update_id, inbox.c.body, inbox.c.tries).where(inbox.c.state == NEW)
        async with self._database.read() as tx:
            rows = (await tx.execute(query.order_by(inbox.c.update_id))).all()
        return [StoredUpdate(row.update_id, json.loads(self._vault.decrypt(row.body)), row.tries) for row in rows]

    async def done(self, tx: Transaction, *update_ids: int) -> None:
        """Mark as handled, in the transaction that stores what came of it; of the updates only their ids stay."""
        await tx.execute(_DONE, [{"handled": update_id} for update_id in update_ids])

    async def failed(self, update_id: int, error: str, limit: int = TRIES) -> bool:
        """Count a failed try; the `limit`th sets the update aside with its error. True: not to be tried again."""
        tries = inbox.c.tries + 1
        counted = {
            "tries": tries,
            "state": case((tries >= limit, DEAD), else_=NEW),
            # Encrypted: an error may quote what the person wrote.
            "error": self._vault.encrypt(error),
        }
        this = (inbox.c.update_id == update_id) & (inbox.c.state == NEW)
        async with self._database.begin() as tx:
            state: str | None = await tx.scalar(update_rows(inbox).where(this).values(counted).returning(inbox.c.state))
        return state != NEW  # gone, or done meanwhile: nothing to try again

    async def counts(self) -> dict[str, int]:
        """Count the updates by state: new, done, dead."""
        async with self._database.read() as tx:
            rows = await tx.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state))
            return {NEW: 0, DONE: 0, DEAD: 0} | dict(rows.all())

    def _row(self, update: Mapping[str, object], at: int) -> dict[str, Any]:
        return {
            "update_id": update["update_id"],
            "person": self._person(update),
            "body": self._vault.encrypt(json.dumps(update)),
            "state": NEW,
            "tries": 0,
            "received_at": at,
        }

    def _person(self, update: Mapping[str, object]) -> str | None:
        """Tell whose update it is: without it, one that was set aside could not be found when its person is erased."""
        number = sender(update)
        return None if number is None else self._vault.pseudonym(PERSON, number)


def sender(update: Mapping[str, object]) -> int | None:
    """Give the Telegram id of whoever made an update, which may be of any shape."""
    for part in update.values():
        if isinstance(part, Mapping):
            person = part.get("from") or part.get("user")
            if isinstance(person, Mapping) and isinstance(person.get("id"), int):
                number: int = person["id"]
                return number
    return None
