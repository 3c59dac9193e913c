"""Who is owed the answer to a cluster, and whether they have it."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from bot.store.database import Database, Transaction
from bot.store.questions import questions
from bot.store.tables import batches, metadata

DeliveryState = Literal["waiting", "sent", "blocked", "failed"]

deliveries = Table(
    "deliveries",
    metadata,
    # The question that is quoted: the person's last one of the cluster.
    Column("question_id", ForeignKey(questions.c.id, ondelete="CASCADE"), primary_key=True),
    Column("cluster_id", Integer, nullable=False, index=True),
    Column("state", String, nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("error", LargeBinary),
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """An answer on its way to one person: due at a time (Unix seconds); `error`: Telegram's words when it refused."""

    question_id: int
    cluster_id: int
    due_at: int
    state: DeliveryState = "waiting"
    tries: int = 1
    error: str | None = None


class Deliveries:
    """The deliveries; errors are encrypted."""

    def __init__(self, database: Database) -> None:
        self._vault = database.vault

    async def add(self, tx: Transaction, owed: Sequence[Delivery]) -> None:
        """Note that answers are owed, in the place of earlier ones to the same questions."""
        for some in batches(owed):
            ids = [one.question_id for one in some]
            await tx.execute(delete(deliveries).where(deliveries.c.question_id.in_(ids)))
            rows = [asdict(one) | {"error": self._encrypted(one.error)} for one in some]
            await tx.execute(insert(deliveries), rows)

    async def of_clusters(self, tx: Transaction, ids: Collection[int]) -> list[Delivery]:
        """Give all of these clusters, by question."""
        found = []
        for some in batches(ids):
            found += await self._those(tx, deliveries.c.cluster_id.in_(some))
        return found

    async def waiting(self, tx: Transaction, now: int) -> list[Delivery]:
        """Give those that are due and of which it is not known what became of them."""
        return await self._those(tx, (deliveries.c.state == "waiting") & (deliveries.c.due_at <= now))

    async def settle(self, tx: Transaction, question_id: int, state: DeliveryState, error: str | None = None) -> bool:
        """Note what became of one; False when it does not wait (any more)."""
        this = (deliveries.c.question_id == question_id) & (deliveries.c.state == "waiting")
        values = {"state": state, "error": self._encrypted(error)}
        return (await tx.execute(update(deliveries).where(this).values(values))).rowcount == 1

    async def withdraw(
        self, tx: Transaction, cluster_id: int, now: int, among: Collection[int] | None = None
    ) -> list[int]:
        """Forget those of a cluster that are not due yet, and give their questions; `among`: of these only."""
        theirs = (deliveries.c.cluster_id == cluster_id) & (deliveries.c.state == "waiting")
        found = [one.question_id for one in await self._those(tx, theirs & (deliveries.c.due_at > now))]
        ids = [id for id in found if among is None or id in among]
        for some in batches(ids):
            await tx.execute(delete(deliveries).where(deliveries.c.question_id.in_(some)))
        return ids

    async def _those(self, tx: Transaction, condition: ColumnElement[bool]) -> list[Delivery]:
        rows = await tx.execute(select(deliveries).where(condition).order_by(deliveries.c.question_id))
        return [
            Delivery(
                row.question_id,
                row.cluster_id,
                row.due_at,
                row.state,
                row.tries,
                None if row.error is None else self._vault.decrypt(row.error),
            )
            for row in rows
        ]

    def _encrypted(self, text: str | None) -> bytes | None:
        return None if text is None else self._vault.encrypt(text)
