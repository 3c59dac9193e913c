"""What became of the calls that somebody waits to hear about: an answer, a card."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import BigInteger, Column, LargeBinary, String, Table, delete, insert, or_, select

from bot.store.database import Database, Transaction
from bot.store.tables import batches, metadata

Result = Literal["sent", "blocked", "failed"]

receipts = Table(
    "receipts",
    metadata,
    Column("about", String, primary_key=True),
    Column("person", String, index=True),
    Column("outcome", String, nullable=False),
    Column("message_id", BigInteger),
    Column("error", LargeBinary),
    Column("at", BigInteger, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the last call about something: the message it made, or Telegram's words when it refused."""

    about: str
    person: str | None
    outcome: Result
    message_id: int | None
    error: str | None
    at: int


class Receipts:
    """The receipts: one about each thing, the latest; errors are encrypted."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vault = database.vault

    async def record(self, tx: Transaction, given: Sequence[Receipt]) -> None:
        """Keep them, in the place of earlier ones about the same."""
        rows = {
            one.about: asdict(one) | {"error": None if one.error is None else self._vault.encrypt(one.error)}
            for one in given
        }
        if rows:
            await tx.execute(delete(receipts).where(receipts.c.about.in_(rows)))
            await tx.execute(insert(receipts), list(rows.values()))

    async def of_message(self, tx: Transaction, person: str, message_id: int) -> str | None:
        """Say what a message of ours was about, by its chat's or its person's pseudonym; None: nobody kept that."""
        sent = (receipts.c.person == person) & (receipts.c.message_id == message_id)
        newest = select(receipts.c.about).where(sent).order_by(receipts.c.at.desc()).limit(1)
        about: str | None = await tx.scalar(newest)
        return about

    async def asked(self, tx: Transaction, person: str, since: int) -> str | None:
        """Say which question back a person was sent last, from a time on (Unix seconds); None: none."""
        asked = receipts.c.about.startswith("ask:") & (receipts.c.person == person) & (receipts.c.at >= since)
        newest = select(receipts.c.about).where(asked, receipts.c.outcome == "sent").order_by(receipts.c.at.desc())
        about: str | None = await tx.scalar(newest.limit(1))
        return about

    async def beginning(self, tx: Transaction, prefixes: Collection[str]) -> list[Receipt]:
        """Give the receipts of all that was sent about things that begin so."""
        which = or_(*(receipts.c.about.startswith(prefix, autoescape=True) for prefix in prefixes))
        rows = await tx.execute(select(receipts).where(which, receipts.c.outcome == "sent"))
        return [Receipt(row.about, row.person, row.outcome, row.message_id, None, row.at) for row in rows]

    async def about(self, tx: Transaction, things: Collection[str]) -> dict[str, Receipt]:
        """Give the receipts there are about these things."""
        found = {}
        for some in batches(things):
            for row in await tx.execute(select(receipts).where(receipts.c.about.in_(some))):
                error = None if row.error is None else self._vault.decrypt(row.error)
                found[row.about] = Receipt(row.about, row.person, row.outcome, row.message_id, error, row.at)
        return found

    async def forget(self, tx: Transaction, things: Collection[str]) -> None:
        """Forget what became of earlier calls about these things."""
        for some in batches(things):
            await tx.execute(delete(receipts).where(receipts.c.about.in_(some)))
