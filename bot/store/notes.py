"""What organisers and the people who ask write to each other about a question."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, String, Table, insert, select

from bot.store.database import Database, Transaction
from bot.store.questions import questions
from bot.store.tables import IDS_USED_ONCE, metadata

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

    async def add(self, tx: Transaction, note: Note) -> None:
        """Keep one."""
        row = {"question_id": note.question_id, "author": note.author, "at": note.at}
        await tx.execute(insert(notes), row | {"text": self._vault.encrypt(note.text)})

    async def about(self, tx: Transaction, question_ids: Collection[int]) -> list[Note]:
        """Give those about these questions, oldest first."""
        query = select(notes).where(notes.c.question_id.in_(question_ids)).order_by(notes.c.id)
        return [
            Note(row.question_id, row.author, self._vault.decrypt(row.text), row.at) for row in await tx.execute(query)
        ]
