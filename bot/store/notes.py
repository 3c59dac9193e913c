"""What organisers and the people who ask write to each other about a question."""

from collections.abc import Collection
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, String, Table, insert, select

from bot.store.database import Database, Transaction
from bot.store.questions import questions
from bot.store.tables import IDS_USED_ONCE, batches, metadata

Author = Literal["asker", "organiser"]

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("question_id", ForeignKey(questions.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("author", String, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
    **IDS_USED_ONCE,
)


@dataclass(frozen=True, slots=True)
class Note:
    """One message, plain and without personal details; `at`: Unix seconds."""

    question_id: int
    author: Author
    text: str
    at: int


class Notes:
    """The notes; texts are encrypted."""

    def __init__(self, database: Database) -> None:
        self._vault = database.vault

    async def add(self, tx: Transaction, note: Note) -> int:
        """Keep one, and give its id."""
        row = {"question_id": note.question_id, "author": note.author, "at": note.at}
        text = self._vault.encrypt(note.text)
        id: int = (await tx.execute(insert(notes).returning(notes.c.id), row | {"text": text})).scalar_one()
        return id

    async def about(self, tx: Transaction, question_ids: Collection[int]) -> list[Note]:
        """Give those about these questions, oldest first."""
        rows: list[Any] = []
        for some in batches(question_ids):
            rows += await tx.execute(select(notes).where(notes.c.question_id.in_(some)))
        rows.sort(key=attrgetter("id"))
        return [Note(row.question_id, row.author, self._vault.decrypt(row.text), row.at) for row in rows]
