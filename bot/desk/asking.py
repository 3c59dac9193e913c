"""What the people who ask do: their questions come and go, they want to be told or no more, they write back."""

from bot.desk.base import Base
from bot.desk.privacy import mask
from bot.store import Note, StoredCluster, StoredQuestion, Transaction


class Asking(Base):
    """The side of the desk that people who ask see; whether a question is theirs, the caller knows."""

    async def admit(self, tx: Transaction, question_id: int, now: int) -> int | None:
        """Let an open question wait with those that ask the same; give its cluster."""
        question = await self._store.questions.get(tx, question_id)
        if question is None or question.state != "open":
            return None
        if question.cluster_id is not None:
            await self._store.clusters.change(tx, question.cluster_id)
            return question.cluster_id
        return await self.admission.admit(tx, question, now)

    async def withdraw(self, tx: Transaction, question_id: int) -> bool:
        """Let a question wait no longer that its person took back or found the answer to; False: it does not wait."""
        _, cluster = await self._held(tx, question_id)
        if not await self._store.questions.close(tx, question_id):
            return False
        await self._store.questions.unwant(tx, question_id)
        if cluster:
            await self._store.wordings.put(tx, question_id, None)
            await self._store.clusters.change(tx, cluster.id)
        return True

    async def unhelpful(self, tx: Transaction, question_id: int, now: int) -> None:
        """Let a question wait whose answer did not help; where organisers gave that answer, its card shows it."""
        if await self._store.questions.reopen(tx, question_id):
            await self.admit(tx, question_id, now)
        else:
            await self._touch(tx, question_id)

    async def want(self, tx: Transaction, question_id: int, chat_id: int, message_id: int, now: int) -> bool:
        """Keep where to write to a person once their question is answered, as they ask; at once, if it is already.

        False: they have been told, or the question does not wait.
        """
        question, cluster = await self._held(tx, question_id)
        if question is None or question.state == "closed":
            return False
        if not await self._store.questions.want_answer(tx, question_id, chat_id, message_id):
            return False
        if cluster:
            await self._owe(tx, cluster, [question_id], now)
        return True

    async def unwant(self, tx: Transaction, question_id: int, now: int) -> None:
        """Forget where to write to a person, as they ask; what was about to leave does not, unless for another one."""
        _, cluster = await self._held(tx, question_id)
        others = [id for id in await self._store.questions.companions(tx, question_id) if id != question_id]
        await self._store.questions.unwant(tx, question_id)
        if cluster:
            await self.mail.withdraw(tx, cluster.id, now, [question_id])
            await self._owe(tx, cluster, others, now)

    async def hear(self, tx: Transaction, question_id: int, text: str, now: int) -> int | None:
        """Keep what a person writes back about their question, masked; give its cluster, whose card shows it."""
        question = await self._store.questions.get(tx, question_id)
        if question is None or question.cluster_id is None:
            return None
        await self._store.notes.add(tx, Note(question_id, "asker", mask(text), now))
        await self._store.clusters.change(tx, question.cluster_id)
        return question.cluster_id

    async def entry_rated(self, tx: Transaction, question: StoredQuestion) -> str | None:
        """Give the entry that somebody's 👍 or 👎 is about: that of what they were told last."""
        if question.told_at is None or question.cluster_id is None:
            return await self._store.feedback.picked(tx, question.id) or question.entry
        cluster = await self._store.clusters.get(tx, question.cluster_id)
        return cluster.entry if cluster else None

    async def _owe(self, tx: Transaction, cluster: StoredCluster, question_ids: list[int], now: int) -> None:
        if cluster.state != "open":
            await self.mail.owe(tx, cluster, now, max(now, cluster.due_at or 0), question_ids)
        await self._store.clusters.change(tx, cluster.id)

    async def _touch(self, tx: Transaction, question_id: int) -> None:
        question = await self._store.questions.get(tx, question_id)
        if question and question.cluster_id is not None:
            await self._store.clusters.change(tx, question.cluster_id)

    async def _held(self, tx: Transaction, question_id: int) -> tuple[StoredQuestion | None, StoredCluster | None]:
        """Give a question and its cluster, which nobody else can settle or merge before this transaction ends."""
        question = await self._store.questions.get(tx, question_id)
        while question and question.cluster_id is not None:
            cluster = await self._store.clusters.held(tx, question.cluster_id)
            before, question = question, await self._store.questions.get(tx, question_id)
            if question and question.cluster_id == before.cluster_id:
                return question, cluster
        return question, None
