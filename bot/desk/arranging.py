"""How organisers arrange questions: what asks the same stands together, what asks something else stands alone."""

from bot.desk.base import Base, by
from bot.desk.model import Actor, Gone, Settled
from bot.matching.text import words
from bot.store import UNCLAIMED, StoredCluster, Transaction


class Arranging(Base):
    """Merges and splits clusters, and takes merges apart."""

    async def merge(self, tx: Transaction, actor: Actor, id: int, into: int, now: int) -> int:
        """Put it with another cluster; where that one is settled, its people are told what settled it (how many).

        For as long as an answer can be taken back, a merge can; later it is taken apart by `reopen`.
        """
        cluster = await self._free(tx, actor, "merge", id, now, into)
        target = await self._store.clusters.get(tx, into)
        if target is None or into == id or target.state == "merged":
            raise Gone
        moved = await self._store.wordings.move(tx, id, into)
        due_at = now + self._take_back
        values = {"state": "merged", "merged_into": into, "settled_at": now, "due_at": due_at}
        await self._store.clusters.change(tx, cluster.id, **values, **by(actor), **UNCLAIMED)
        people = 0
        if target.state != "open":
            await self._store.questions.settle(tx, into, "ignored" if target.state == "ignored" else "answered")
            people = await self.mail.owe(tx, target, now, max(due_at, target.due_at or 0), moved)
        await self._store.clusters.change(tx, into)
        await self._trace(tx, actor, "merge", id, now, into=into)
        return people

    async def split(self, tx: Transaction, actor: Actor, question_id: int, now: int) -> int:
        """Give a wording that asks something else a cluster of its own, with all who use the same words: its id."""
        question = await self._question(tx, question_id)
        cluster = await self._free(tx, actor, "split", question.cluster_id or 0, now)
        inside = (await self._store.wordings.of(tx, [cluster.id]))[cluster.id]
        wording = words(question.text or "")
        same = [one.id for one in inside if one.id == question_id or (one.text and words(one.text) == wording)]
        if question_id not in same:  # merged meanwhile
            raise Gone
        if len(same) == len(inside):
            raise Settled
        new = await self._store.clusters.add(tx, self.admission.theme(question), question.asked_at)
        for one in same:
            await self._store.wordings.put(tx, one, new)
        await self._store.clusters.change(tx, cluster.id)
        await self._trace(tx, actor, "split", cluster.id, now, into=new)
        return new

    async def _take_apart(self, tx: Transaction, cluster: StoredCluster, now: int) -> None:
        """Give a merged cluster its questions back, those that are still where the merge put them."""
        into = cluster.merged_into or 0
        back = await self._store.wordings.move_back(tx, cluster.id, into)
        if not back:
            raise Settled
        await self.mail.withdraw(tx, into, now, back)
        await self._store.clusters.change(tx, into)
