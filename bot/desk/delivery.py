"""The answer on its way to everybody who asked and wants to be told: once each, in the chat where they asked."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date

from bot.content.markup import to_html
from bot.store import Call, Delivery, Receipt, Store, StoredCluster, StoredQuestion, Transaction, Wanting
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

        One message to each person in each chat, however many of the questions are theirs: it quotes the last one.
        `among`: only for these questions; who is told the same already, or is about to be, is not told again.
        """
        ids = await self._store.wordings.ids(tx, cluster.id) if among is None else among
        last = {(one.chat_id, one.question.person): one for one in await self._store.questions.wanting(tx, ids)}
        if among is not None:
            last = {key: one for key, one in last.items() if not await self._has_it(tx, cluster, one, now)}
        owed = [(one, Delivery(one.question.id, cluster.id, due_at)) for one in last.values()]
        await self._send(tx, cluster, owed, now)
        return len(owed)

    async def withdraw(self, tx: Transaction, cluster_id: int, now: int, among: Collection[int] | None = None) -> None:
        """Stop what is not due yet, of all of a cluster's questions or of some."""
        theirs = await self._store.deliveries.withdraw(tx, cluster_id, now, among)
        await self._store.outbox.take_back(tx, [_about(id) for id in theirs], now)

    async def ask(self, tx: Transaction, one: Wanting, text: str, note_id: int, now: int) -> None:
        """Ask a person something about their question."""
        message = self._current.knowledge.replies.precision(one.question.text, text)
        call = self._post(one.chat_id, message, one.message_id)
        call = replace(call, about=f"ask:{one.question.id}:{note_id}", person=one.question.person)
        await self._store.outbox.add(tx, [call], now)

    async def settle(self, now: int) -> int:
        """Take note of what became of answers that were due, try failed ones again, and count the changes."""
        async with self._store.database.read() as tx:
            due = await self._store.deliveries.waiting(tx, now)
            receipts = await self._store.receipts.about(tx, [_about(one.question_id) for one in due])
        known = [(one, receipts[_about(one.question_id)]) for one in due if _about(one.question_id) in receipts]
        if not known:
            return 0
        async with self._store.database.begin() as tx:
            changed = {one.cluster_id: None for one, receipt in known if await self._note(tx, one, receipt, now)}
            for cluster_id in changed:
                await self._store.clusters.change(tx, cluster_id)
        return len(known)

    async def _note(self, tx: Transaction, one: Delivery, receipt: Receipt, now: int) -> bool:
        """Take note of what became of one answer; False when it is no longer waited for."""
        theirs = await self._store.questions.companions(tx, one.question_id)
        match receipt.outcome:
            case "sent":
                await self._store.questions.told(tx, theirs, now)
                return await self._store.deliveries.settle(tx, one.question_id, "sent")
            case "blocked":
                for id in theirs:
                    await self._store.questions.unwant(tx, id)
                return await self._store.deliveries.settle(tx, one.question_id, "blocked", receipt.error)
        if not await self._store.deliveries.settle(tx, one.question_id, "failed", receipt.error):
            return False
        cluster = await self._store.clusters.get(tx, one.cluster_id)
        wanting = await self._store.questions.wanting(tx, [one.question_id])
        if cluster and cluster.state != "open" and wanting and one.tries < TRIES:
            later = now + _AGAIN_SECONDS * one.tries
            again = replace(one, due_at=later, tries=one.tries + 1, error=receipt.error)
            await self._send(tx, cluster, [(wanting[0], again)], now)
        return True

    async def _has_it(self, tx: Transaction, cluster: StoredCluster, one: Wanting, now: int) -> bool:
        """Say whether a person has been told what settles a cluster, or is about to be; then their question is too."""
        theirs = await self._store.questions.companions(tx, one.question.id)
        if await self._store.questions.told_since(tx, theirs, cluster.settled_at or now):
            await self._store.questions.told(tx, [one.question.id], now)
            return True
        owed = await self._store.deliveries.of_clusters(tx, [cluster.id])
        return any(delivery.state == "waiting" and delivery.question_id in theirs for delivery in owed)

    async def _send(
        self, tx: Transaction, cluster: StoredCluster, owed: Sequence[tuple[Wanting, Delivery]], now: int
    ) -> None:
        """Put answers into the outbox, all due at one time."""
        calls, today = [], date.fromtimestamp(now)
        for one, _ in owed:
            call = self._post(one.chat_id, self._message(cluster, one.question, today), one.message_id)
            calls.append(replace(call, about=_about(one.question.id), person=one.question.person))
        if owed:
            # What became of an earlier answer to the same question says nothing about this one.
            await self._store.receipts.forget(tx, [_about(one.question.id) for one, _ in owed])
            await self._store.outbox.add(tx, calls, now, not_before=owed[0][1].due_at)
            await self._store.deliveries.add(tx, [delivery for _, delivery in owed])

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
