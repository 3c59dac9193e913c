"""What people said of the answers they got."""

from dataclasses import asdict, dataclass, fields
from typing import Literal

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    exists,
    insert,
    select,
)

from bot.store.database import Database, Transaction
from bot.store.questions import questions
from bot.store.tables import IDS_USED_ONCE, metadata

Kind = Literal["helpful", "unhelpful", "none_of_these", "picked", "not_my_question", "unclear", "outdated"]

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("question_id", ForeignKey(questions.c.id, ondelete="CASCADE"), nullable=False),
    Column("person", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("entry", String),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("question_id", "person", "kind"),
    **IDS_USED_ONCE,
)


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's word on one question; `entry` is the one it is about, `person` a pseudonym."""

    question_id: int
    person: str
    kind: Kind
    at: int
    entry: str | None = None


class Feedbacks:
    """The feedback: at most one of each kind by a person on a question."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, tx: Transaction, given: Feedback) -> bool:
        """Keep it; False when the same was there already, or the question is there no more."""
        same = exists().where(
            feedback.c.question_id == given.question_id,
            feedback.c.person == given.person,
            feedback.c.kind == given.kind,
        )
        is_new = select(questions.c.id).where(questions.c.id == given.question_id, ~same)
        if await tx.scalar(is_new) is None:
            return False
        await tx.execute(insert(feedback), asdict(given))
        return True

    async def for_question(self, question_id: int) -> list[Feedback]:
        """Give what people said of a question's answer, oldest first."""
        columns = [feedback.c[field.name] for field in fields(Feedback)]
        query = select(*columns).where(feedback.c.question_id == question_id).order_by(feedback.c.id)
        async with self._database.read() as tx:
            return [Feedback(**row) for row in (await tx.execute(query)).mappings()]
