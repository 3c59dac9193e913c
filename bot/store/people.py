"""Everything held about one person, across all tables: to show it to them, and to erase it."""

import json
from dataclasses import asdict

from sqlalchemy import ColumnElement, Table, delete, select

from bot.store.database import Database, Transaction
from bot.store.feedback import feedback
from bot.store.inbox import inbox
from bot.store.outbox import Outbox, outbox
from bot.store.questions import Questions, questions


class People:
    """People, known by their pseudonym only (`vault.pseudonym(PERSON, telegram_id)`)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vault = database.vault
        self._questions = Questions(database)
        self._outbox = Outbox(database)

    async def erase(self, tx: Transaction, person: str) -> dict[str, int]:
        """Delete all that is held about a person, replies that wait for them included, and count the rows by table.

        What they sent and the bot has not looked at yet stays: it is handled as it would be for anybody new.
        """
        return {
            table.name: (await tx.execute(delete(table).where(theirs))).rowcount
            for table, theirs in _belonging_to(person)
        }

    async def holdings(self, person: str) -> dict[str, list[dict[str, object]]]:
        """Give all that is held about a person, decrypted, by table, as JSON can hold it (times: Unix seconds)."""
        async with self._database.read() as tx:
            rows = {
                table.name: (await tx.execute(select(table).where(theirs))).all()
                for table, theirs in _belonging_to(person)
            }
        return {
            feedback.name: [dict(row._mapping) for row in rows[feedback.name]],
            questions.name: [asdict(self._questions.stored(row)) for row in rows[questions.name]],
            outbox.name: [asdict(self._outbox.stored(row)) for row in rows[outbox.name]],
            inbox.name: [
                {"received_at": row.received_at, "update": json.loads(self._vault.decrypt(row.body))}
                for row in rows[inbox.name]
            ],
        }


def _belonging_to(person: str) -> list[tuple[Table, ColumnElement[bool]]]:
    """Name the rows of a person, table by table: feedback before the questions that would take it with them."""
    return [
        (feedback, feedback.c.person == person),
        (questions, questions.c.person == person),
        (outbox, outbox.c.chat == person),
        (inbox, (inbox.c.person == person) & (inbox.c.tries > 0)),
    ]
