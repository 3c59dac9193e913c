"""The database: the only SQL of the project, one file per group of tables.

`Store.open(url, vault)` gives all groups. What must happen together happens in one `store.database.begin()`, whose
transaction is handed to the methods that take `tx`; the others open their own, so never call those inside one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from bot.store.database import Database, StorageError, Transaction
from bot.store.feedback import Feedback, Feedbacks
from bot.store.inbox import Inbox, StoredUpdate
from bot.store.journal import FORGOTTEN, JOB, TERMINAL, Journal, Trace
from bot.store.outbox import Call, Outbox, Settlement, StoredCall
from bot.store.people import People
from bot.store.questions import NewQuestion, Questions, State, StoredQuestion, Wanting
from bot.store.receipts import Receipt, Receipts
from bot.store.rekey import rekey
from bot.store.retention import Retention
from bot.store.vault import PERSON, Vault
from bot.store.wishes import Preference, Preferences, Subscription, Subscriptions

__all__ = [
    "FORGOTTEN",
    "JOB",
    "PERSON",
    "TERMINAL",
    "Call",
    "Database",
    "Feedback",
    "Feedbacks",
    "Inbox",
    "Journal",
    "NewQuestion",
    "Outbox",
    "People",
    "Preference",
    "Preferences",
    "Questions",
    "Receipt",
    "Receipts",
    "Retention",
    "Settlement",
    "State",
    "StorageError",
    "Store",
    "StoredCall",
    "StoredQuestion",
    "StoredUpdate",
    "Subscription",
    "Subscriptions",
    "Trace",
    "Transaction",
    "Vault",
    "Wanting",
]


@dataclass(frozen=True, slots=True)
class Store:
    """A database and its groups of tables."""

    database: Database
    inbox: Inbox
    outbox: Outbox
    receipts: Receipts
    questions: Questions
    feedback: Feedbacks
    subscriptions: Subscriptions
    preferences: Preferences
    people: People
    journal: Journal
    retention: Retention

    @classmethod
    async def open(cls, url: str, vault: Vault) -> Self:
        """Open the database, as Database.open does, and all groups on it."""
        database = await Database.open(url, vault)
        return cls(
            database,
            Inbox(database),
            Outbox(database),
            Receipts(database),
            Questions(database),
            Feedbacks(database),
            Subscriptions(database),
            Preferences(),
            People(database),
            Journal(database),
            Retention(database),
        )

    async def rekey(self, progress: Callable[[int], None] = lambda _so_far: None) -> int:
        """Encrypt everything anew with the vault's first key, and count the values: see `rekey.rekey`."""
        return await rekey(self.database, progress)

    async def close(self) -> None:
        """Close all connections."""
        await self.database.close()
