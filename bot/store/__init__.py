"""The database: the only SQL of the project, one file per group of tables.

`Store.open(url, vault)` gives all groups. What must happen together happens in one `store.database.begin()`, whose
transaction is handed to the methods that take `tx`; the others open their own, so never call those inside one.
"""

from dataclasses import dataclass
from typing import Self

from bot.store.database import Database, StorageError, Transaction
from bot.store.feedback import Feedback, Feedbacks
from bot.store.inbox import Inbox, StoredUpdate
from bot.store.outbox import Call, Outbox, StoredCall
from bot.store.people import People
from bot.store.questions import NewQuestion, Questions, State, StoredQuestion
from bot.store.vault import PERSON, Vault

__all__ = [
    "PERSON",
    "Call",
    "Database",
    "Feedback",
    "Feedbacks",
    "Inbox",
    "NewQuestion",
    "Outbox",
    "People",
    "Questions",
    "State",
    "StorageError",
    "Store",
    "StoredCall",
    "StoredQuestion",
    "StoredUpdate",
    "Transaction",
    "Vault",
]


@dataclass(frozen=True, slots=True)
class Store:
    """A database and its groups of tables."""

    database: Database
    inbox: Inbox
    outbox: Outbox
    questions: Questions
    feedback: Feedbacks
    people: People

    @classmethod
    async def open(cls, url: str, vault: Vault) -> Self:
        """Open the database, as Database.open does, and all groups on it."""
        database = await Database.open(url, vault)
        groups = Inbox(database), Outbox(database), Questions(database), Feedbacks(database), People(database)
        return cls(database, *groups)

    async def close(self) -> None:
        """Close all connections."""
        await self.database.close()
