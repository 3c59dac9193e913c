"""What people said of the answers they got."""

from collections import Counter
from collections.abc import Collection, Mapping
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
    func,
    insert,
    select,
)

from bot.store.database import Database, Transaction
from bot.store.questions import questions
from bot.store.tables import IDS_USED_ONCE, batches, metadata

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
    UniqueConstraint("question_id", "person", "kind", "entry"),
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
    """The feedback: at most one of each kind by a person on a question and an entry."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, tx: Transaction, given: Feedback) -> bool:
        """Keep it; False when the same was there already, or the question is there no more."""
        same = exists().where(
            feedback.c.question_id == given.question_id,
            feedback.c.person == given.person,
            feedback.c.kind == given.kind,
            feedback.c.entry.is_not_distinct_from(given.entry),
        )
        is_new = select(questions.c.id).where(questions.c.id == given.question_id, ~same)
        if await tx.scalar(is_new) is None:
            return False
        await tx.execute(insert(feedback), asdict(given))
        return True

    async def picked(self, tx: Transaction, question_id: int) -> str | None:
        """Give the entry that was last picked among those suggested for a question."""
        theirs = (feedback.c.question_id == question_id) & (feedback.c.kind == "picked")
        entry: str | None = await tx.scalar(select(feedback.c.entry).where(theirs).order_by(feedback.c.id.desc()))
        return entry

    async def of_told(self, tx: Transaction, cluster_ids: Collection[int]) -> Mapping[int, Counter[Kind]]:
        """Count by cluster and kind what people said of the answers that organisers had them told."""
        found: dict[int, Counter[Kind]] = {id: Counter() for id in cluster_ids}
        home, kind = questions.c.cluster_id, feedback.c.kind
        query = select(home, kind, func.count().label("number")).join(questions).group_by(home, kind)
        for some in batches(cluster_ids):
            told = home.in_(some) & (feedback.c.at >= questions.c.told_at)
            for row in await tx.execute(query.where(told)):
                found[row.cluster_id][row.kind] = row.number
        return found

    async def entries(self, tx: Transaction, question_id: int, kind: Kind) -> list[str]:
        """Give the entries that something was said of for a question, oldest first: those picked, say."""
        these = (feedback.c.question_id == question_id) & (feedback.c.kind == kind) & feedback.c.entry.is_not(None)
        return list(await tx.scalars(select(feedback.c.entry).where(these).order_by(feedback.c.id)))

    async def for_question(self, question_id: int) -> list[Feedback]:
        """Give what people said of a question's answer, oldest first."""
        columns = [feedback.c[field.name] for field in fields(Feedback)]
        query = select(*columns).where(feedback.c.question_id == question_id).order_by(feedback.c.id)
        async with self._database.read() as tx:
            return [Feedback(**row) for row in (await tx.execute(query)).mappings()]

    async def since(self, at: int) -> list[Feedback]:
        """Give what people said from a time on, oldest first."""
        columns = [feedback.c[field.name] for field in fields(Feedback)]
        query = select(*columns).where(feedback.c.at >= at).order_by(feedback.c.id)
        async with self._database.read() as tx:
            return [Feedback(**row) for row in (await tx.execute(query)).mappings()]
