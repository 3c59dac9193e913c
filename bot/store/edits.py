"""Changes of the content that organisers decided on and that are still to be written into its files."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table, delete, insert, select, update

from bot.store.database import Database, Transaction
from bot.store.tables import IDS_USED_ONCE, batches, metadata

EditKind = Literal["entry", "phrasing"]
EditState = Literal["waiting", "done", "patch", "failed"]

edits = Table(
    "edits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cluster_id", Integer, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("due_at", BigInteger, nullable=False),
    # Where it was written ("questions/x.yaml:12"), or why it could not be; a patch where the folder is read-only.
    Column("result", LargeBinary),
    Column("at", BigInteger, nullable=False),
    **IDS_USED_ONCE,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `body` is what the editor is given, as JSON can hold it; due at a time (Unix seconds)."""

    cluster_id: int
    kind: EditKind
    body: Mapping[str, Any]
    due_at: int


@dataclass(frozen=True, slots=True)
class StoredEdit:
    """A change with its id, and what became of it: `result` says where it stands, or why not."""

    id: int
    edit: Edit
    state: EditState
    result: str | None


class Edits:
    """The changes, in the order they were decided; bodies and results are encrypted."""

    def __init__(self, database: Database) -> None:
        self._vault = database.vault

    async def add(self, tx: Transaction, edit: Edit, at: int) -> int:
        """Keep one, and give its id."""
        row = {"cluster_id": edit.cluster_id, "kind": edit.kind, "state": "waiting", "due_at": edit.due_at, "at": at}
        body = self._vault.encrypt(json.dumps(dict(edit.body)))
        id: int = (await tx.execute(insert(edits).returning(edits.c.id), row | {"body": body})).scalar_one()
        return id

    async def due(self, tx: Transaction, now: int) -> list[StoredEdit]:
        """Give those to be written now."""
        return await self._those(tx, (edits.c.state == "waiting") & (edits.c.due_at <= now))

    async def patches(self, tx: Transaction) -> list[str]:
        """Give the changes that could not be written because the folder is read-only, oldest first."""
        return [one.result for one in await self._those(tx, edits.c.state == "patch") if one.result]

    async def of_clusters(self, tx: Transaction, ids: Collection[int]) -> list[StoredEdit]:
        """Give those of these clusters."""
        found = []
        for some in batches(ids):
            found += await self._those(tx, edits.c.cluster_id.in_(some))
        return found

    async def settle(self, tx: Transaction, id: int, state: EditState, result: str) -> bool:
        """Note what became of one; False when it does not wait (any more)."""
        this = (edits.c.id == id) & (edits.c.state == "waiting")
        values = {"state": state, "result": self._vault.encrypt(result)}
        return (await tx.execute(update(edits).where(this).values(values))).rowcount == 1

    async def withdraw(self, tx: Transaction, cluster_id: int) -> int:
        """Forget those of a cluster that wait, and count them."""
        theirs = (edits.c.cluster_id == cluster_id) & (edits.c.state == "waiting")
        return (await tx.execute(delete(edits).where(theirs))).rowcount

    async def _those(self, tx: Transaction, condition: Any) -> list[StoredEdit]:
        rows = await tx.execute(select(edits).where(condition).order_by(edits.c.id))
        return [
            StoredEdit(
                row.id,
                Edit(row.cluster_id, row.kind, json.loads(self._vault.decrypt(row.body)), row.due_at),
                row.state,
                None if row.result is None else self._vault.decrypt(row.result),
            )
            for row in rows
        ]
