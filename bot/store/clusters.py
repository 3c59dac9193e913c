"""The open questions as organisers see them: one cluster for all the ways one thing was asked."""

from dataclasses import dataclass, fields
from typing import Any, Final, Literal

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    distinct,
    exists,
    func,
    insert,
    select,
    update,
)

from bot.store.database import Database, Transaction
from bot.store.questions import questions
from bot.store.tables import IDS_USED_ONCE, metadata

ClusterState = Literal["open", "answered", "tied", "written", "ignored", "merged"]
WAITING: Final[ClusterState] = "open"

clusters = Table(
    "clusters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("state", String, nullable=False),
    # The theme of the entry that is nearest, to filter by.
    Column("theme", String),
    Column("opened_at", BigInteger, nullable=False),
    # Grows with every change: who shows a cluster knows by it whether what they show still holds.
    Column("version", Integer, nullable=False),
    Column("card_version", Integer, nullable=False),
    Column("card_message", BigInteger),
    # What the card says, in short: Telegram refuses an edit that changes nothing.
    Column("card_digest", String),
    # An organiser's pseudonym, their name (encrypted), and until when it is theirs.
    Column("claimed_by", String, index=True),
    Column("claimed_name", LargeBinary),
    Column("claimed_until", BigInteger),
    # Who settled it, when, and how: a text of theirs (encrypted HTML), an entry, another cluster.
    Column("settled_by", String, index=True),
    Column("settled_name", LargeBinary),
    Column("settled_at", BigInteger),
    Column("answer", LargeBinary),
    Column("entry", String),
    Column("merged_into", Integer),
    # When what settles it leaves; until then it can be taken back. None: it has left.
    Column("due_at", BigInteger, index=True),
    Index(None, "state", "opened_at"),
    **IDS_USED_ONCE,
)
_ENCRYPTED: Final = frozenset({"claimed_name", "settled_name", "answer"})
UNCLAIMED: Final = dict.fromkeys(("claimed_by", "claimed_name", "claimed_until"), None)
"""The columns of a claim, for nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCluster:
    """A cluster, decrypted; times are Unix seconds."""

    id: int
    state: ClusterState
    theme: str | None
    opened_at: int
    version: int
    card_version: int
    card_message: int | None
    card_digest: str | None
    claimed_by: str | None
    claimed_name: str | None
    claimed_until: int | None
    settled_by: str | None
    settled_name: str | None
    settled_at: int | None
    answer: str | None
    entry: str | None
    merged_into: int | None
    due_at: int | None


@dataclass(frozen=True, slots=True)
class Sought:
    """Which clusters to list: in these states, of a theme, opened before a time, claimed by somebody at a time."""

    states: tuple[ClusterState, ...] = (WAITING,)
    theme: str | None = None
    opened_before: int | None = None
    claimed_by: str | None = None
    now: int = 0


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a cluster weighs: the distinct people who ask, their questions, the first and the last time."""

    people: int = 0
    questions: int = 0
    first: int = 0
    last: int = 0


class Clusters:
    """The clusters. Every change goes through `change`, which counts the version up."""

    def __init__(self, database: Database) -> None:
        self._vault = database.vault

    async def add(self, tx: Transaction, theme: str | None, now: int) -> int:
        """Open a cluster, and give its id."""
        row = {"state": WAITING, "theme": theme, "opened_at": now, "version": 1, "card_version": 0}
        id: int = (await tx.execute(insert(clusters).returning(clusters.c.id), row)).scalar_one()
        return id

    async def get(self, tx: Transaction, id: int) -> StoredCluster | None:
        """Give a cluster, or None when there is none (any more)."""
        row = (await tx.execute(select(clusters).where(clusters.c.id == id))).one_or_none()
        return self._stored(row) if row else None

    async def change(self, tx: Transaction, id: int, **values: Any) -> None:
        """Change columns, given as the texts and numbers they mean; without any, only the version counts up."""
        for name in _ENCRYPTED & values.keys():
            if values[name] is not None:
                values[name] = self._vault.encrypt(values[name])
        await self._bump(tx, clusters.c.id == id, **values)

    async def held(self, tx: Transaction, id: int) -> StoredCluster | None:
        """Give a cluster that nobody else can change before this transaction ends: SQLite has one writer anyway."""
        row = (await tx.execute(select(clusters).where(clusters.c.id == id).with_for_update())).one_or_none()
        return self._stored(row) if row else None

    async def free(self, tx: Transaction, person: str) -> None:
        """End the claims of an organiser."""
        await self._bump(tx, clusters.c.claimed_by == person, **UNCLAIMED)

    async def lapse(self, tx: Transaction, now: int) -> None:
        """End the claims whose time is over, and the time in which what has left by now could be taken back."""
        claimed = clusters.c.claimed_by > ""  # so that the index serves
        await self._bump(tx, claimed & (clusters.c.claimed_until <= now), **UNCLAIMED)
        await self._bump(tx, clusters.c.due_at <= now, due_at=None)

    async def any_lapses(self, tx: Transaction, now: int) -> bool:
        """Say whether `lapse` has something to do."""
        over = (clusters.c.claimed_by > "") & (clusters.c.claimed_until <= now), clusters.c.due_at <= now
        found = [await tx.scalar(select(clusters.c.id).where(one).limit(1)) for one in over]
        return any(id is not None for id in found)

    async def tied(self, tx: Transaction) -> dict[int, str]:
        """Give the entry of each cluster that an organiser answered with one that was there, by the cluster's id."""
        query = select(clusters.c.id, clusters.c.entry).where(clusters.c.state == "tied", clusters.c.entry.is_not(None))
        return {row.id: row.entry for row in await tx.execute(query)}

    async def ranked(
        self, tx: Transaction, sought: Sought, limit: int, offset: int = 0
    ) -> list[tuple[StoredCluster, Weight]]:
        """Give clusters by distinct people, then by age, oldest first."""
        people = func.count(distinct(questions.c.person))
        query = (
            select(
                clusters,
                people.label("people"),
                func.count(questions.c.id).label("questions"),
                func.min(questions.c.asked_at).label("first"),
                func.max(questions.c.asked_at).label("last"),
            )
            .join(questions, questions.c.cluster_id == clusters.c.id)
            .where(*_conditions(sought))
            .group_by(*clusters.columns)
            .order_by(people.desc(), clusters.c.opened_at, clusters.c.id)
            .limit(limit)
            .offset(offset)
        )
        return [
            (self._stored(row), Weight(row.people, row.questions, row.first, row.last))
            for row in await tx.execute(query)
        ]

    async def count(self, tx: Transaction, sought: Sought) -> int:
        """Count the clusters sought; one without questions is none."""
        asked = exists().where(questions.c.cluster_id == clusters.c.id)
        return await tx.scalar(select(func.count()).select_from(clusters).where(*_conditions(sought), asked)) or 0

    async def stamp(self, tx: Transaction) -> str:
        """Give something that is another one after any change of any cluster, whichever process made it."""
        query = select(func.count(), func.coalesce(func.sum(clusters.c.version), 0))
        count, versions = (await tx.execute(query)).one()
        return f"{count}.{versions}"

    async def behind(self, tx: Transaction, limit: int) -> list[StoredCluster]:
        """Give clusters whose card shows an earlier version, or that have none yet."""
        late = clusters.c.card_version < clusters.c.version
        return [
            self._stored(row)
            for row in await tx.execute(select(clusters).where(late).order_by(clusters.c.id).limit(limit))
        ]

    async def of_card(self, tx: Transaction, message_id: int) -> str | None:
        """Say what a message of the organisers' chat is about, if it is a card."""
        id = await tx.scalar(select(clusters.c.id).where(clusters.c.card_message == message_id))
        return None if id is None else f"card:{id}"

    async def shown(self, tx: Transaction, id: int, version: int, digest: str) -> None:
        """Note which version the card shows, and what it says, in short."""
        values = {"card_version": version, "card_digest": digest}
        await tx.execute(update(clusters).where(clusters.c.id == id).values(**values))

    async def card_is(self, tx: Transaction, id: int, message_id: int | None) -> None:
        """Note which message of the organisers' chat is the card."""
        await tx.execute(update(clusters).where(clusters.c.id == id).values(card_message=message_id))

    async def remove_empty(self, tx: Transaction) -> int:
        """Delete the clusters whose questions are all gone and whose card, if there was one, says so."""
        empty = ~exists().where(questions.c.cluster_id == clusters.c.id)
        done = (clusters.c.card_version >= clusters.c.version) & (clusters.c.state != "merged")
        return (await tx.execute(delete(clusters).where(empty, done))).rowcount

    async def _bump(self, tx: Transaction, which: ColumnElement[bool], **values: Any) -> None:
        await tx.execute(update(clusters).where(which).values(**values, version=clusters.c.version + 1))

    def _stored(self, row: Any) -> StoredCluster:
        kept: dict[str, Any] = {field.name: row._mapping[clusters.c[field.name]] for field in fields(StoredCluster)}
        for name in _ENCRYPTED:
            kept[name] = None if kept[name] is None else self._vault.decrypt(kept[name])
        return StoredCluster(**kept)


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [clusters.c.state.in_(sought.states)]
    if sought.theme is not None:
        conditions.append(clusters.c.theme == sought.theme)
    if sought.opened_before is not None:
        conditions.append(clusters.c.opened_at < sought.opened_before)
    if sought.claimed_by is not None:
        conditions += [clusters.c.claimed_by == sought.claimed_by, clusters.c.claimed_until > sought.now]
    return conditions
