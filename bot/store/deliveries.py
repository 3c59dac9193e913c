"""Who is owed the answer to a cluster, and whether they have it."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    Column,
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
from bot.store.tables import metadata

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

    async def add(self, tx: Transaction, delivery: Delivery) -> None:
        """Note that an answer is owed, in the place of an earlier one to the same question."""
        await tx.execute(delete(deliveries).where(deliveries.c.question_id == delivery.question_id))
        row = {field.name: getattr(delivery, field.name) for field in fields(Delivery)}
        await tx.execute(insert(deliveries), row | {"error": self._encrypted(delivery.error)})

    async def of_clusters(self, tx: Transaction, ids: Collection[int]) -> list[Delivery]:
        """Give all of these clusters, by question."""
        return await self._those(tx, deliveries.c.cluster_id.in_(ids))

    async def waiting(self, tx: Transaction, now: int) -> list[Delivery]:
        """Give those that are due and of which it is not known what became of them."""
        return await self._those(tx, (deliveries.c.state == "waiting") & (deliveries.c.due_at <= now))

    async def settle(self, tx: Transaction, question_id: int, state: DeliveryState, error: str | None = None) -> None:
        """Note what became of one."""
        values = {"state": state, "error": self._encrypted(error)}
        await tx.execute(update(deliveries).where(deliveries.c.question_id == question_id).values(values))

    async def withdraw(self, tx: Transaction, cluster_id: int) -> list[int]:
        """Forget those of a cluster that wait, and give their questions."""
        theirs = (deliveries.c.cluster_id == cluster_id) & (deliveries.c.state == "waiting")
        return list(await tx.scalars(delete(deliveries).where(theirs).returning(deliveries.c.question_id)))

    async def _those(self, tx: Transaction, condition: Any) -> list[Delivery]:
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
