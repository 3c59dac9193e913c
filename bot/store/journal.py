"""The trace of what was done to the data and by whom: without anybody's words, without ids of people in clear."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, Column, Integer, String, Table, insert, select

from bot.store.database import Database, Transaction
from bot.store.tables import IDS_USED_ONCE, metadata

JOB, TERMINAL, FORGOTTEN = "job", "terminal", "forgotten"
"""Actors without a pseudonym: the bot by itself, whoever has a shell, whoever asked to be forgotten."""

_NOTHING: Final[Mapping[str, Any]] = {}

journal = Table(
    "journal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", String, nullable=False, index=True),
    Column("action", String, nullable=False),
    Column("subject", String),
    Column("details", JSON, nullable=False),
    **IDS_USED_ONCE,
)


@dataclass(frozen=True, slots=True)
class Trace:
    """One action: who did it (a pseudonym, JOB, TERMINAL), to what ("cluster:5"), with which numbers or ids."""

    at: int
    actor: str
    action: str
    subject: str | None = None
    details: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)


class Journal:
    """The journal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, tx: Transaction, trace: Trace) -> None:
        """Add a trace, in the transaction that does what it says."""
        await tx.execute(insert(journal), asdict(trace))

    async def last(self, action: str) -> str | None:
        """Give what the last action of a kind was done to, or None."""
        query = select(journal.c.subject).where(journal.c.action == action).order_by(journal.c.id.desc()).limit(1)
        async with self._database.read() as tx:
            subject: str | None = await tx.scalar(query)
        return subject

    async def latest(self, limit: int) -> list[Trace]:
        """Give the last traces, newest first."""
        columns = [journal.c[field.name] for field in fields(Trace)]
        query = select(*columns).order_by(journal.c.id.desc()).limit(limit)
        async with self._database.read() as tx:
            return [Trace(**row) for row in (await tx.execute(query)).mappings()]
