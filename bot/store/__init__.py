"""The database: the only SQL of the project, one file per group of tables.

`Store.open(url, vault)` gives all groups. What must happen together happens in one `store.database.begin()`, whose
transaction is handed to the methods that take `tx`; the others open their own, so never call those inside one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from bot.store.clusters import UNCLAIMED, Clusters, ClusterState, Sought, StoredCluster, Weight
from bot.store.database import Database, StorageError, Transaction
from bot.store.deliveries import Deliveries, Delivery
from bot.store.drafts import Draft, Drafts
from bot.store.edits import Edit, Edits, StoredEdit
from bot.store.feedback import Feedback, Feedbacks, Kind
from bot.store.figures import Figures
from bot.store.inbox import Inbox, StoredUpdate
from bot.store.interests import Interest, Interests
from bot.store.journal import FORGOTTEN, JOB, TERMINAL, Journal, Trace
from bot.store.notes import Note, Notes
from bot.store.organisers import Organiser, Organisers
from bot.store.outbox import Call, Outbox, Settlement, StoredCall
from bot.store.people import People
from bot.store.questions import NewQuestion, Questions, State, StoredQuestion, Wanting
from bot.store.receipts import Receipt, Receipts
from bot.store.rekey import rekey
from bot.store.retention import Retention
from bot.store.vault import PERSON, Vault
from bot.store.wishes import Preference, Preferences, Subscription, Subscriptions
from bot.store.wordings import Wordings

__all__ = [
    "FORGOTTEN",
    "JOB",
    "PERSON",
    "TERMINAL",
    "UNCLAIMED",
    "Call",
    "ClusterState",
    "Clusters",
    "Database",
    "Deliveries",
    "Delivery",
    "Draft",
    "Drafts",
    "Edit",
    "Edits",
    "Feedback",
    "Feedbacks",
    "Inbox",
    "Interest",
    "Interests",
    "Journal",
    "Kind",
    "NewQuestion",
    "Note",
    "Notes",
    "Organiser",
    "Organisers",
    "Outbox",
    "People",
    "Preference",
    "Preferences",
    "Questions",
    "Receipt",
    "Receipts",
    "Retention",
    "Settlement",
    "Sought",
    "State",
    "StorageError",
    "Store",
    "StoredCall",
    "StoredCluster",
    "StoredEdit",
    "StoredQuestion",
    "StoredUpdate",
    "Subscription",
    "Subscriptions",
    "Trace",
    "Transaction",
    "Vault",
    "Wanting",
    "Weight",
    "Wordings",
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
    clusters: Clusters
    wordings: Wordings
    deliveries: Deliveries
    notes: Notes
    drafts: Drafts
    edits: Edits
    organisers: Organisers
    figures: Figures
    interests: Interests
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
            Clusters(database),
            Wordings(database),
            Deliveries(database),
            Notes(database),
            Drafts(database),
            Edits(database),
            Organisers(database),
            Figures(database),
            Interests(database),
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
