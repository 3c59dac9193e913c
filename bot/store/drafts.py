"""What organisers have written and not confirmed yet: an answer, a question back, an entry."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table, delete, insert, select, update

from bot.store.database import Database, Transaction
from bot.store.tables import IDS_USED_ONCE, metadata

DraftKind = Literal["answer", "precision", "entry"]

drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("organiser", String, nullable=False, index=True),
    Column("cluster_id", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
    **IDS_USED_ONCE,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: whose (a pseudonym), for which cluster, of what kind, and what it says, as JSON can hold it."""

    organiser: str
    cluster_id: int
    kind: DraftKind
    body: Mapping[str, Any]


class Drafts:
    """The drafts; what they say is encrypted."""

    def __init__(self, database: Database) -> None:
        self._vault = database.vault

    async def add(self, tx: Transaction, draft: Draft, at: int) -> int:
        """Keep one, and give its id."""
        row = {"organiser": draft.organiser, "cluster_id": draft.cluster_id, "kind": draft.kind, "at": at}
        body = self._vault.encrypt(json.dumps(dict(draft.body)))
        id: int = (await tx.execute(insert(drafts).returning(drafts.c.id), row | {"body": body})).scalar_one()
        return id

    async def get(self, tx: Transaction, id: int) -> Draft | None:
        """Give one, or None when it is gone: confirmed, dropped, or too old."""
        row = (await tx.execute(select(drafts).where(drafts.c.id == id))).one_or_none()
        if row is None:
            return None
        return Draft(row.organiser, row.cluster_id, row.kind, json.loads(self._vault.decrypt(row.body)))

    async def change(self, tx: Transaction, id: int, body: Mapping[str, Any]) -> None:
        """Have one say something else."""
        new = self._vault.encrypt(json.dumps(dict(body)))
        await tx.execute(update(drafts).where(drafts.c.id == id).values(body=new))

    async def remove(self, tx: Transaction, id: int) -> bool:
        """Forget one; False when it was gone: of two taps on a button only one counts."""
        return (await tx.execute(delete(drafts).where(drafts.c.id == id))).rowcount == 1
