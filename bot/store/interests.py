"""Who would like which training, and how to reach them: kept only with their explicit consent."""

import json
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
)

from bot.store.database import Database, Transaction
from bot.store.tables import IDS_USED_ONCE, metadata

interests = Table(
    "interests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String, nullable=False),
    Column("offer", String, nullable=False, index=True),
    Column("departement", String),
    # Name and how to reach them, as they agreed to hand over.
    Column("contact", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("person", "offer"),
    **IDS_USED_ONCE,
)


@dataclass(frozen=True, slots=True)
class Interest:
    """A person's wish for an offer (its id): who they are (`name`, Telegram `number`, @`username` or "") and where.

    `id` is that of its row; 0 as long as it is not kept.
    """

    person: str
    offer: str
    name: str
    number: int
    username: str
    departement: str | None
    at: int
    id: int = 0


class Interests:
    """The wishes; names and numbers are encrypted."""

    def __init__(self, database: Database) -> None:
        self._vault = database.vault

    async def add(self, tx: Transaction, wish: Interest) -> int | None:
        """Keep one, and give its id; None when it was there already."""
        same = (interests.c.person == wish.person) & (interests.c.offer == wish.offer)
        if await tx.scalar(select(interests.c.id).where(same)) is not None:
            return None
        contact = self._vault.encrypt(json.dumps([wish.name, wish.number, wish.username]))
        row = {"person": wish.person, "offer": wish.offer, "departement": wish.departement, "at": wish.at}
        id: int | None = await tx.scalar(insert(interests).returning(interests.c.id), row | {"contact": contact})
        return id

    async def remove(self, tx: Transaction, person: str, offer: str) -> int | None:
        """Forget one, and give the id it had; None when there was none."""
        theirs = (interests.c.person == person) & (interests.c.offer == offer)
        id: int | None = await tx.scalar(delete(interests).where(theirs).returning(interests.c.id))
        return id

    async def of_person(self, tx: Transaction, person: str) -> list[Interest]:
        """Give a person's, oldest first."""
        rows = await tx.execute(select(interests).where(interests.c.person == person).order_by(interests.c.id))
        return [self._stored(row) for row in rows]

    async def all(self, tx: Transaction) -> list[Interest]:
        """Give all, oldest first."""
        return [self._stored(row) for row in await tx.execute(select(interests).order_by(interests.c.id))]

    def _stored(self, row: object) -> Interest:
        mapping = row._mapping  # type: ignore[attr-defined]  # SQLAlchemy's rows have their columns there
        name, number, username = json.loads(self._vault.decrypt(mapping["contact"]))
        return Interest(
            mapping["person"],
            mapping["offer"],
            name,
            number,
            username,
            mapping["departement"],
            mapping["at"],
            mapping["id"],
        )
