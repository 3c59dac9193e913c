"""Everything held about one person, across all tables: to show it to them, and to erase it."""

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Table, delete, or_, select, update

from bot.store.clusters import clusters
from bot.store.database import Database, Transaction
from bot.store.drafts import drafts
from bot.store.feedback import feedback
from bot.store.inbox import inbox
from bot.store.interests import interests
from bot.store.journal import FORGOTTEN, journal
from bot.store.notes import notes
from bot.store.organisers import organisers
from bot.store.outbox import Outbox, outbox
from bot.store.questions import Questions, questions
from bot.store.receipts import receipts
from bot.store.wishes import preferences, subscriptions


class People:
    """People, known by their pseudonym only (`vault.pseudonym(PERSON, telegram_id)`)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vault = database.vault
        self._questions = Questions(database)
        self._outbox = Outbox(database)

    async def erase(self, tx: Transaction, person: str) -> dict[str, int]:
        """Delete all that is held about a person, replies that wait for them included, and count the rows by table.

        What they sent and the bot has not looked at yet stays: it is handled as it would be for anybody new. That
        the organisers blocked them stays too: forgetting is not a way around it. What they did as an organiser stays
        in the journal and on the cards, under no name; they are no organiser any more, unless the settings say so.
        """
        await self._leave_clusters(tx, person)
        theirs = journal.c.actor == person
        forgotten = (await tx.execute(update(journal).where(theirs).values(actor=FORGOTTEN))).rowcount
        await tx.execute(update(preferences).where(preferences.c.person == person).values(departement=None))
        erased = {
            table.name: (await tx.execute(delete(table).where(condition))).rowcount
            for table, condition in _erased_with(person)
        }
        return erased | {journal.name: forgotten}

    async def clusters_of(self, tx: Transaction, person: str) -> list[int]:
        """Give the clusters, by id, that hold a question of a person's, and those that were merged into them."""
        theirs = select(questions.c.cluster_id).where(questions.c.person == person)
        found = or_(clusters.c.id.in_(theirs), clusters.c.merged_into.in_(theirs))
        return list(await tx.scalars(select(clusters.c.id).where(found)))

    async def holdings(self, person: str) -> dict[str, list[dict[str, object]]]:
        """Give all that is held about a person, decrypted, by table, as JSON can hold it (times: Unix seconds)."""
        held = [
            *_erased_with(person),
            (preferences, preferences.c.person == person),
            (journal, journal.c.actor == person),
        ]
        async with self._database.read() as tx:
            return {
                table.name: [self._shown(table, row) for row in await tx.execute(select(table).where(condition))]
                for table, condition in held
            }

    async def _leave_clusters(self, tx: Transaction, person: str) -> None:
        """Take a person out of the clusters, as one who asked or as an organiser; their cards are to be shown anew.

        What organisers were about to do with their questions is dropped: it holds the words.
        """
        asked = select(questions.c.cluster_id).where(questions.c.person == person)
        changes: list[tuple[ColumnElement[bool], dict[str, Any]]] = [
            (clusters.c.id.in_(asked), {}),
            (clusters.c.claimed_by == person, {"claimed_by": None, "claimed_name": None, "claimed_until": None}),
            (clusters.c.settled_by == person, {"settled_by": FORGOTTEN, "settled_name": None}),
        ]
        for theirs, values in changes:
            await tx.execute(update(clusters).where(theirs).values({**values, "version": clusters.c.version + 1}))
        await tx.execute(delete(drafts).where(drafts.c.cluster_id.in_(asked)))

    def _shown(self, table: Table, row: Any) -> dict[str, object]:
        if table is questions:
            return asdict(self._questions.stored(row))
        if table is outbox:
            return asdict(self._outbox.stored(row))
        if table is inbox:
            return {"received_at": row.received_at, "update": json.loads(self._vault.decrypt(row.body))}
        shown = dict(row._mapping)
        for column in table.columns:
            if isinstance(column.type, LargeBinary) and shown[column.name] is not None:
                shown[column.name] = self._vault.decrypt(shown[column.name])
        return shown


def _erased_with(person: str) -> list[tuple[Table, ColumnElement[bool]]]:
    """Name the rows of a person, table by table: feedback before the questions that would take it with them."""
    return [
        (feedback, feedback.c.person == person),
        (notes, notes.c.question_id.in_(select(questions.c.id).where(questions.c.person == person))),
        (questions, questions.c.person == person),
        (outbox, or_(outbox.c.chat == person, outbox.c.person == person)),
        (inbox, (inbox.c.person == person) & (inbox.c.tries > 0)),
        (receipts, receipts.c.person == person),
        (subscriptions, subscriptions.c.person == person),
        (interests, interests.c.person == person),
        (drafts, drafts.c.organiser == person),
        (organisers, organisers.c.person == person),
        (preferences, (preferences.c.person == person) & ~preferences.c.blocked),
    ]
