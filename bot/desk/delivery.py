"""The answer on its way to everybody who asked and wants to be told: once each, in the chat where they asked."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from bot.content.markup import to_html
from bot.store import Call, Delivery, Store, StoredCluster, StoredQuestion, Transaction, Wanting
from bot.wording import Message
from bot.wording.knowledge import Current

Post = Callable[[int, Message, int | None], Call]
"""Makes the call that sends a message: to a chat, in reply to a message of it."""

TRIES = 3
_AGAIN_SECONDS = 600


class Mail:
    """Writes to the people who ask, through the outbox; `post` knows how Telegram wants it."""

    def __init__(self, store: Store, current: Current, post: Post) -> None:
        self._store = store
        self._current = current
        self._post = post

    def preview(self, html: str, asked: str | None) -> Message:
        """Show an answer as a person will read it, under their question."""
        return self._current.knowledge.replies.delivery(asked, [to_html(html)], None)

    async def owe(
        self, tx: Transaction, cluster: StoredCluster, now: int, due_at: int, among: Collection[int] | None = None
    ) -> int:
        """Have the settlement of a cluster told, from a time on, to those who want it; give how many people that is.

        One message to each person, however many of the questions are theirs: it quotes the last one. `among`: only
        these questions' people.
        """
        ids = [one.id for one in (await self._store.clusters.wordings(tx, [cluster.id]))[cluster.id]]
        wanting = await self._store.questions.wanting(tx, [id for id in ids if among is None or id in among])
        last = {(one.chat_id, one.question.person): one for one in wanting}
        for one in last.values():
            await self._send(tx, cluster, one, Delivery(one.question.id, cluster.id, due_at), now)
        return len(last)

    async def withdraw(self, tx: Transaction, cluster_id: int, now: int) -> None:
        """Stop what has not left yet."""
        theirs = await self._store.deliveries.withdraw(tx, cluster_id)
        await self._store.outbox.take_back(tx, [_about(id) for id in theirs], now)

    async def ask(self, tx: Transaction, one: Wanting, text: str, now: int) -> None:
        """Ask a person something about their question."""
        message = self._current.knowledge.replies.precision(one.question.text, text)
        call = self._post(one.chat_id, message, one.message_id)
        call = replace(call, about=f"ask:{one.question.id}", person=one.question.person)
        await self._store.outbox.add(tx, [call], now)

    async def settle(self, now: int) -> int:
        """Take note of what became of answers that were due, try failed ones again, and count the changes."""
        async with self._store.database.read() as tx:
            due = await self._store.deliveries.waiting(tx, now)
            receipts = await self._store.receipts.about(tx, [_about(one.question_id) for one in due])
        told = [(one, receipt) for one in due if (receipt := receipts.get(_about(one.question_id)))]
        # A receipt from before is that of an earlier try.
        told = [(one, receipt) for one, receipt in told if receipt.at >= one.due_at]
        if not told:
            return 0
        async with self._store.database.begin() as tx:
            for one, receipt in told:
                question = await self._store.questions.get(tx, one.question_id)
                if question is None:
                    continue
                match receipt.outcome:
                    case "sent":
                        await self._store.deliveries.settle(tx, one.question_id, "sent")
                        await self._told(tx, question, now)
                    case "blocked":
                        await self._store.deliveries.settle(tx, one.question_id, "blocked", receipt.error)
                        await self._store.questions.unwant(tx, one.question_id)
                    case "failed":
                        await self._again(tx, one, receipt.error, now)
                await self._store.clusters.change(tx, one.cluster_id)
        return len(told)

    async def _told(self, tx: Transaction, question: StoredQuestion, now: int) -> None:
        if question.cluster_id is None:
            return
        all_of_it = (await self._store.clusters.wordings(tx, [question.cluster_id]))[question.cluster_id]
        await self._store.questions.told(tx, [one.id for one in all_of_it if one.person == question.person], now)

    async def _again(self, tx: Transaction, one: Delivery, error: str | None, now: int) -> None:
        cluster = await self._store.clusters.get(tx, one.cluster_id)
        [*wanting] = await self._store.questions.wanting(tx, [one.question_id])
        if cluster is None or not wanting or one.tries >= TRIES:
            await self._store.deliveries.settle(tx, one.question_id, "failed", error)
            return
        later = replace(one, due_at=now + _AGAIN_SECONDS * one.tries, tries=one.tries + 1, error=error)
        await self._send(tx, cluster, wanting[0], later, now)

    async def _send(self, tx: Transaction, cluster: StoredCluster, one: Wanting, delivery: Delivery, now: int) -> None:
        message = self._message(cluster, one.question, date.fromtimestamp(now))
        call = self._post(one.chat_id, message, one.message_id)
        call = replace(call, about=_about(one.question.id), person=one.question.person)
        await self._store.outbox.add(tx, [call], now, not_before=delivery.due_at)
        await self._store.deliveries.add(tx, delivery)

    def _message(self, cluster: StoredCluster, question: StoredQuestion, today: date) -> Message:
        knowledge = self._current.knowledge
        if cluster.state == "ignored":
            return knowledge.replies.let_down(question.text)
        entry = knowledge.content.entries.get(cluster.entry or "")
        # Without an entry: answered in words of its own, or by an entry that is not in force yet.
        own = [to_html(cluster.answer or "")]
        parts = knowledge.replies.answer_parts(entry, today) if entry else own
        return knowledge.replies.delivery(question.text, parts, question.id)


def _about(question_id: int) -> str:
    return f"answer:{question_id}"
