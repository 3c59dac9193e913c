"""What people asked the bot to keep for them: what to write to them about, and how to serve them."""

from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
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

SubscriptionKind = Literal["meeting", "entry"]

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("chat", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("person", "kind", "subject"),
    Index(None, "kind", "subject"),
    **IDS_USED_ONCE,
)

preferences = Table(
    "preferences",
    metadata,
    Column("person", String, primary_key=True),
    Column("departement", String),
    Column("blocked", Boolean, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A person's wish to be written to, in a chat, about a meeting or an entry (`subject`: its id)."""

    person: str
    kind: SubscriptionKind
    subject: str
    chat_id: int
    at: int


@dataclass(frozen=True, slots=True)
class Preference:
    """How a person is served: the département they gave; whether the organisers have blocked them."""

    departement: str | None = None
    blocked: bool = False


class Subscriptions:
    """The subscriptions; chats are encrypted."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vault = database.vault

    async def add(self, tx: Transaction, wish: Subscription) -> bool:
        """Keep it; False when it was there already."""
        known = select(subscriptions.c.id).where(_same(wish.person, wish.kind, wish.subject))
        if await tx.scalar(known) is not None:
            return False
        row = {"person": wish.person, "kind": wish.kind, "subject": wish.subject, "at": wish.at}
        await tx.execute(insert(subscriptions), row | {"chat": self._vault.encrypt(str(wish.chat_id))})
        return True

    async def remove(self, tx: Transaction, person: str, kind: SubscriptionKind, subject: str) -> bool:
        """Forget one; False when there was none."""
        return (await tx.execute(delete(subscriptions).where(_same(person, kind, subject)))).rowcount == 1

    async def of_person(self, tx: Transaction, person: str) -> list[Subscription]:
        """Give a person's, oldest first."""
        return await self._those(tx, subscriptions.c.person == person)

    async def of_kind(self, tx: Transaction, kind: SubscriptionKind) -> list[Subscription]:
        """Give all of a kind, oldest first."""
        return await self._those(tx, subscriptions.c.kind == kind)

    async def for_subject(self, tx: Transaction, kind: SubscriptionKind, subject: str) -> list[Subscription]:
        """Give all about a subject, oldest first."""
        return await self._those(tx, (subscriptions.c.kind == kind) & (subscriptions.c.subject == subject))

    async def delete(self, tx: Transaction, kind: SubscriptionKind, subject: str) -> int:
        """Forget all about a subject, and count them: they were written to, or it is over."""
        theirs = (subscriptions.c.kind == kind) & (subscriptions.c.subject == subject)
        return (await tx.execute(delete(subscriptions).where(theirs))).rowcount

    async def _those(self, tx: Transaction, condition: ColumnElement[bool]) -> list[Subscription]:
        rows = await tx.execute(select(subscriptions).where(condition).order_by(subscriptions.c.id))
        return [
            Subscription(row.person, row.kind, row.subject, int(self._vault.decrypt(row.chat)), row.at) for row in rows
        ]


class Preferences:
    """The preferences: those of a person who gave none are the default."""

    async def get(self, tx: Transaction, person: str) -> Preference:
        """Give a person's."""
        row = (await tx.execute(select(preferences).where(preferences.c.person == person))).one_or_none()
        return Preference(row.departement, row.blocked) if row else Preference()

    async def set(self, tx: Transaction, person: str, preference: Preference) -> None:
        """Keep a person's in the place of earlier ones; of one who prefers nothing, nothing is kept."""
        await tx.execute(delete(preferences).where(preferences.c.person == person))
        if preference != Preference():
            await tx.execute(insert(preferences), {"person": person, **asdict(preference)})


def _same(person: str, kind: SubscriptionKind, subject: str) -> ColumnElement[bool]:
    theirs = subscriptions.c.person == person
    return theirs & (subscriptions.c.kind == kind) & (subscriptions.c.subject == subject)
