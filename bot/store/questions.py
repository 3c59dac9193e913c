"""The log of questions: what was asked, what the bot made of it, and which ones wait for a person."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    Select,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)

from bot.matching.replies import Candidate, Outcome
from bot.store.database import Database, Transaction
from bot.store.tables import IDS_USED_ONCE, batches, metadata

State = Literal["closed", "open", "answered", "ignored"]

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("asked_at", BigInteger, nullable=False),
    Column("person", String, nullable=False, index=True),
    Column("text", LargeBinary),
    Column("outcome", String, nullable=False),
    Column("entry", String),
    Column("confidence", Float, nullable=False),
    Column("candidates", JSON, nullable=False),
    Column("state", String, nullable=False),
    Column("content_version", String, nullable=False),
    # Where it was asked, encrypted, [chat id, message id], only once the person has asked to be told.
    Column("chat", LargeBinary),
    # The keyed hash of the message: an edited one finds its questions.
    Column("message", String, index=True),
    Column("told_at", BigInteger),
    # The cluster that organisers see it in, once it has waited for a person.
    Column("cluster_id", Integer, index=True),
    # The cluster that was merged into this one and brought it, so that a merge can be undone.
    Column("came_from", Integer),
    Index(None, "state", "asked_at"),
    **IDS_USED_ONCE,
)
# Built once: SQLAlchemy takes longer to build a statement than SQLite to run it.
_RECORD = insert(questions).returning(questions.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewQuestion:
    """A question as it goes into the log: `person` is a pseudonym, `text` holds no personal details any more.

    `message`: the keyed hash of the message that asks (`vault.message`).
    """

    asked_at: int
    person: str
    text: str | None
    outcome: Outcome
    confidence: float
    content_version: str
    entry: str | None = None
    candidates: tuple[Candidate, ...] = ()
    state: State = "closed"
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuestion(NewQuestion):
    """A question of the log: whether its person wants to be told the answer, and when they were (Unix seconds)."""

    id: int
    wants_answer: bool = False
    told_at: int | None = None
    cluster_id: int | None = None


@dataclass(frozen=True, slots=True)
class Wanting:
    """A question whose person wants to be told, and the message of theirs to reply to."""

    question: StoredQuestion
    chat_id: int
    message_id: int


_KEPT = [field.name for field in fields(StoredQuestion) if field.name in questions.c]


class Questions:
    """The log; texts are encrypted."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vault = database.vault

    async def record(self, tx: Transaction, question: NewQuestion) -> int:
        """Log a question and give its id; of small talk only the outcome is kept, never the words."""
        row = asdict(question)
        if question.outcome == "smalltalk":
            row |= {"text": None, "candidates": ()}
        if row["text"] is not None:
            row["text"] = self._vault.encrypt(row["text"])
        id: int = (await tx.execute(_RECORD, row)).scalar_one()
        return id

    async def get(self, tx: Transaction, id: int) -> StoredQuestion | None:
        """Give a question, or None when there is none (any more)."""
        row = (await tx.execute(select(questions).where(questions.c.id == id))).one_or_none()
        return self.stored(row) if row else None

    async def of_person(self, person: str) -> list[StoredQuestion]:
        """Give what a person asked, newest first."""
        async with self._database.read() as tx:
            rows = (await tx.execute(_newest_of(person))).all()
        return [self.stored(row) for row in rows]

    async def noted_of(self, tx: Transaction, person: str, limit: int, offset: int = 0) -> list[StoredQuestion]:
        """Give a page of what a person asked and was noted for somebody to answer, newest first."""
        noted = questions.c.state != "closed"
        query = _newest_of(person).where(noted).limit(limit).offset(offset)
        return [self.stored(row) for row in await tx.execute(query)]

    async def latest_of(self, tx: Transaction, person: str) -> StoredQuestion | None:
        """Give what a person asked last, or None."""
        row = (await tx.execute(_newest_of(person).limit(1))).one_or_none()
        return self.stored(row) if row else None

    async def replaced(self, tx: Transaction, message: str) -> list[StoredQuestion]:
        """Take the questions of a message that was edited out of the log, and give them as they were.

        What a person has acted on stays: the edited message asks anew.
        """
        theirs = (questions.c.message == message) & questions.c.state.in_(("closed", "open"))
        rows = (await tx.execute(select(questions).where(theirs).order_by(questions.c.id))).all()
        await tx.execute(delete(questions).where(theirs))
        return [self.stored(row) for row in rows]

    async def want_answer(self, tx: Transaction, id: int, chat_id: int, message_id: int) -> bool:
        """Keep where to write to the person, who consents; False when the question is gone, or was told already."""
        chat = self._vault.encrypt(json.dumps([chat_id, message_id]))
        this = (questions.c.id == id) & questions.c.told_at.is_(None)
        return (await tx.execute(update(questions).where(this).values(chat=chat))).rowcount == 1

    async def unwant(self, tx: Transaction, id: int) -> bool:
        """Forget where to write to the person; False when there was nothing to forget."""
        this = (questions.c.id == id) & questions.c.chat.is_not(None)
        return (await tx.execute(update(questions).where(this).values(chat=None))).rowcount == 1

    async def wanting(self, tx: Transaction, ids: Collection[int]) -> list[Wanting]:
        """Give those of these questions whose people want to be told and were not yet, oldest first."""
        found = []
        for some in batches(sorted(ids)):
            theirs = questions.c.id.in_(some) & questions.c.chat.is_not(None) & questions.c.told_at.is_(None)
            rows = await tx.execute(select(questions).where(theirs).order_by(questions.c.id))
            found += [Wanting(self.stored(row), *json.loads(self._vault.decrypt(row.chat))) for row in rows]
        return found

    async def companions(self, tx: Transaction, id: int) -> list[int]:
        """Give the questions of its cluster that one message answers: the same person's, in the same chat.

        A chat that was not kept (any more) is taken for the same.
        """
        this = (await tx.execute(select(questions).where(questions.c.id == id))).one_or_none()
        if this is None or this.cluster_id is None:
            return []
        theirs = (questions.c.cluster_id == this.cluster_id) & (questions.c.person == this.person)
        rows = await tx.execute(select(questions.c.id, questions.c.chat).where(theirs).order_by(questions.c.id))
        here = self._chat(this.chat)
        return [row.id for row in rows if here is None or self._chat(row.chat) in (None, here)]

    async def told_since(self, tx: Transaction, ids: Collection[int], since: int) -> bool:
        """Say whether the person of one of these questions was told from a time on."""
        told = questions.c.id.in_(ids) & (questions.c.told_at >= since)
        return await tx.scalar(select(questions.c.id).where(told).limit(1)) is not None

    async def told(self, tx: Transaction, ids: Collection[int], at: int) -> None:
        """Note that the people have their answer."""
        await tx.execute(update(questions).where(questions.c.id.in_(ids)).values(told_at=at))

    async def settle(self, tx: Transaction, cluster_id: int, state: State) -> None:
        """Have the questions of a cluster wait, or wait no longer."""
        await tx.execute(update(questions).where(questions.c.cluster_id == cluster_id).values(state=state))

    async def reopen(self, tx: Transaction, id: int) -> bool:
        """Let a closed question wait for a person; what people answered or ignored stays so (False)."""
        return await self._move(tx, id, "closed", "open")

    async def close(self, tx: Transaction, id: int) -> bool:
        """Let an open question wait no longer; False when it was not open."""
        return await self._move(tx, id, "open", "closed")

    async def homeless(self, tx: Transaction) -> list[StoredQuestion]:
        """Give the questions that wait for a person and are in no cluster, oldest first."""
        theirs = (questions.c.state == "open") & questions.c.cluster_id.is_(None)
        return [self.stored(row) for row in await tx.execute(select(questions).where(theirs).order_by(questions.c.id))]

    async def open(self, limit: int | None = None) -> list[StoredQuestion]:
        """Give the questions that wait for a person, newest first."""
        newest = questions.c.asked_at.desc(), questions.c.id.desc()
        query = select(questions).where(questions.c.state == "open").order_by(*newest).limit(limit)
        async with self._database.read() as tx:
            rows = (await tx.execute(query)).all()
        return [self.stored(row) for row in rows]

    async def since(self, at: int) -> list[StoredQuestion]:
        """Give the questions asked from a time on that still have their words, newest first."""
        theirs = (questions.c.asked_at >= at) & questions.c.text.is_not(None)
        async with self._database.read() as tx:
            rows = (await tx.execute(select(questions).where(theirs).order_by(questions.c.id.desc()))).all()
        return [self.stored(row) for row in rows]

    async def count_by_outcome(self, since: int) -> dict[Outcome, int]:
        """Count the questions asked from a time on; outcomes that did not occur are left out."""
        query = select(questions.c.outcome, func.count()).where(questions.c.asked_at >= since)
        async with self._database.read() as tx:
            rows = await tx.execute(query.group_by(questions.c.outcome))
            return dict(rows.all())

    def _chat(self, chat: bytes | None) -> int | None:
        return None if chat is None else int(json.loads(self._vault.decrypt(chat))[0])

    def stored(self, row: Any) -> StoredQuestion:
        """Decrypt a row of the table."""
        kept: dict[str, Any] = {name: row._mapping[name] for name in _KEPT}
        kept["wants_answer"] = row.chat is not None
        kept["text"] = None if row.text is None else self._vault.decrypt(row.text)
        kept["candidates"] = tuple(Candidate(**candidate) for candidate in row.candidates)
        return StoredQuestion(**kept)

    async def _move(self, tx: Transaction, id: int, before: State, after: State) -> bool:
        this = (questions.c.id == id) & (questions.c.state == before)
        return (await tx.execute(update(questions).where(this).values(state=after))).rowcount == 1


def _newest_of(person: str) -> Select[Any]:
    return select(questions).where(questions.c.person == person).order_by(questions.c.id.desc())
