"""The organisers added while the bot runs, beside those of its settings."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, LargeBinary, String, Table, delete, insert, select

from bot.store.database import Database, Transaction
from bot.store.tables import metadata
from bot.store.vault import PERSON

organisers = Table(
    "organisers",
    metadata,
    Column("person", String, primary_key=True),
    Column("number", LargeBinary, nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Organiser:
    """An organiser: their Telegram id, and the name the others know them by."""

    number: int
    name: str


class Organisers:
    """The organisers; ids and names are encrypted."""

    def __init__(self, database: Database) -> None:
        self._vault = database.vault

    async def add(self, tx: Transaction, one: Organiser, at: int) -> bool:
        """Add one, or give one another name (False: was there already)."""
        person = self._vault.pseudonym(PERSON, one.number)
        known = (await tx.execute(delete(organisers).where(organisers.c.person == person))).rowcount
        number, name = self._vault.encrypt(str(one.number)), self._vault.encrypt(one.name)
        await tx.execute(insert(organisers), {"person": person, "number": number, "name": name, "at": at})
        return not known

    async def remove(self, tx: Transaction, number: int) -> bool:
        """Remove one; False when there was none."""
        person = self._vault.pseudonym(PERSON, number)
        return (await tx.execute(delete(organisers).where(organisers.c.person == person))).rowcount == 1

    async def knows(self, tx: Transaction, person: str) -> bool:
        """Say whether somebody, by their pseudonym, is one."""
        return await tx.scalar(select(organisers.c.person).where(organisers.c.person == person)) is not None

    async def all(self, tx: Transaction) -> list[Organiser]:
        """Give all, in the order they were added."""
        rows = await tx.execute(select(organisers).order_by(organisers.c.at, organisers.c.person))
        return [Organiser(int(self._vault.decrypt(row.number)), self._vault.decrypt(row.name)) for row in rows]
