"""The end of what is kept: texts after months, chats and leftovers after days."""

from typing import Final

from sqlalchemy import Delete, Update, delete, or_, select, update

from bot.store.clusters import Clusters, clusters
from bot.store.database import Database
from bot.store.drafts import drafts
from bot.store.edits import edits
from bot.store.feedback import feedback
from bot.store.inbox import DEAD, DONE, inbox, received
from bot.store.interests import interests
from bot.store.journal import JOB, Journal, Trace
from bot.store.outbox import BLOCKED, FAILED, outbox
from bot.store.questions import questions
from bot.store.receipts import receipts
from bot.store.wishes import subscriptions

DAY: Final = 86_400
_TOLD = _DONE = 2 * DAY
"""Telegram lets a message be edited for as long, and has sent an update again by then, or never will."""

_DRAFT = 7 * DAY
"""How long an organiser may take to confirm what they wrote."""


class Retention:
    """The daily job."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._journal = Journal(database)
        self._clusters = Clusters(database)

    async def purge(self, now: int, retention_days: int = 90, question_months: int = 12) -> dict[str, int]:
        """Delete what is older than it may be, count it by kind, and write the counts to the journal; all or nothing.

        What waits to be handled or sent is not touched.
        """
        counts = {}
        async with self._database.begin() as tx:
            rules = _rules(now, now - retention_days * DAY, now - question_months * 365 * DAY // 12)
            for kind, statement in rules:
                counts[kind] = (await tx.execute(statement)).rowcount
            counts["clusters"] = await self._clusters.remove_empty(tx)
            await self._journal.write(tx, Trace(now, JOB, "purge", details=counts))
        return counts


def _rules(now: int, leftover: int, old: int) -> list[tuple[str, Delete | Update]]:
    """Give what to do by kind; feedback before the questions that would take it with them uncounted."""
    too_old = questions.c.asked_at < old
    chat_goes = or_(questions.c.told_at < now - _TOLD, questions.c.asked_at < leftover)
    losing = clusters.c.id.in_(select(questions.c.cluster_id).where(too_old))
    of_wishes = receipts.c.about.startswith("wish:")  # who asked for a training may withdraw as long as it is kept
    set_aside = outbox.c.state.in_((FAILED, BLOCKED)) & (outbox.c.created_at < leftover)
    return [
        ("feedback", delete(feedback).where(feedback.c.question_id.in_(select(questions.c.id).where(too_old)))),
        ("cards", update(clusters).where(losing).values(version=clusters.c.version + 1)),
        ("questions", delete(questions).where(too_old)),
        ("chats", update(questions).where(questions.c.chat.is_not(None), chat_goes).values(chat=None)),
        ("subscriptions", delete(subscriptions).where(subscriptions.c.at < old)),
        ("interests", delete(interests).where(interests.c.at < old)),
        ("drafts", delete(drafts).where(drafts.c.at < now - _DRAFT)),
        ("edits", delete(edits).where((edits.c.state != "waiting") & (edits.c.at < leftover))),
        ("handled updates", delete(inbox).where(received(now - _DONE, DONE))),
        ("failed updates", delete(inbox).where(received(leftover, DEAD))),
        ("failed calls", delete(outbox).where(set_aside)),
        ("receipts", delete(receipts).where(or_(receipts.c.at < old, (receipts.c.at < leftover) & ~of_wishes))),
    ]
