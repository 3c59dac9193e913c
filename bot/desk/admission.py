"""How open questions come to stand together: a new one joins the cluster that asks the same, or opens one."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from bot.matching.answering import Answerer
from bot.matching.grouping import NEAR, Pool, nearest
from bot.store import ClusterState, Store, StoredQuestion, Transaction
from bot.wording.knowledge import Current

_COMPARED: tuple[ClusterState, ...] = ("open", "ignored")
"""Clusters that a question may join: what was ignored stays ignored, also when it is asked again."""

_MOST_HITS = 60
_NEIGHBOURS = 3


class Admission:
    """Knows the wordings of all clusters that a question may join, compared by the matcher's own features."""

    def __init__(self, store: Store, current: Current) -> None:
        self._store = store
        self._current = current
        self._pool: Pool | None = None
        self._learnt_from: Answerer | None = None

    async def refresh(self, now: int) -> None:
        """Compare by the content in force: read all wordings anew after it changed, beside the event loop."""
        answerer = self._current.knowledge.answerer
        if self._pool is None or self._learnt_from is not answerer:
            async with self._store.database.read() as tx:
                wordings = await self._store.clusters.all_wordings(tx, _COMPARED)
            pool = await asyncio.to_thread(_filled, answerer, wordings)
            async with self._store.database.read() as tx:  # what came in meanwhile
                for one in await self._store.clusters.all_wordings(tx, _COMPARED):
                    if one.id not in pool and one.text:
                        pool.add(one.id, one.text)
            self._pool, self._learnt_from = pool, answerer
            await self._take_in(now)

    async def _take_in(self, now: int) -> None:
        """Take in the open questions that an earlier version of the bot left without a cluster."""
        async with self._store.database.read() as tx:
            if not await self._store.questions.homeless(tx):
                return
        async with self._store.database.begin() as tx:
            for one in await self._store.questions.homeless(tx):
                await self.admit(tx, one, now)

    async def admit(self, tx: Transaction, question: StoredQuestion, now: int) -> int:
        """Put an open question into the cluster that asks the same, or into a new one, and give the cluster's id."""
        pool = await self._filled_pool(tx)
        text = question.text or ""
        found = nearest(await self._likenesses(tx, pool, text, question.id)) if text else None
        entries = self._current.knowledge.content.entries
        theme = next((entries[one.id].theme for one in question.candidates if one.id in entries), None)
        cluster_id = found if found is not None else await self._store.clusters.add(tx, theme, now)
        await self._store.clusters.put(tx, question.id, cluster_id)
        cluster = await self._store.clusters.get(tx, cluster_id)
        if cluster and cluster.state == "ignored":
            await self._store.questions.settle(tx, cluster_id, "ignored")
        if found is not None:
            await self._store.clusters.change(tx, cluster_id)
        if text:
            pool.add(question.id, text)
        return cluster_id

    async def neighbours(self, tx: Transaction, cluster_id: int, text: str | None) -> tuple[int, ...]:
        """Give open clusters that may ask the same as a text of another one, the likest first."""
        if not text:
            return ()
        hits = await self._likenesses(tx, await self._filled_pool(tx), text, None)
        best: dict[int, float] = {}
        for other, likeness in hits:
            best[other] = max(likeness, best.get(other, 0.0))
        best.pop(cluster_id, None)
        found = sorted((id for id, likeness in best.items() if likeness >= NEAR), key=lambda id: (-best[id], id))
        return tuple([id for id in found if await self._is_open(tx, id)][:_NEIGHBOURS])

    async def best_wording(self, tx: Transaction, texts: Sequence[str]) -> str | None:
        """Give the text that is most like all others; of two alike ones the first."""
        if len(texts) < 3:
            return texts[0] if texts else None
        pool = await self._filled_pool(tx)
        traces = [pool.trace(text) for text in texts]
        sums = [sum(_product(one, other) for other in traces) for one in traces]
        return texts[sums.index(max(sums))]

    def forget(self, question_id: int) -> None:
        """Compare no more with a question."""
        if self._pool is not None:
            self._pool.discard(question_id)

    async def _filled_pool(self, tx: Transaction) -> Pool:
        if self._pool is None:
            self._learnt_from = self._current.knowledge.answerer
            self._pool = _filled(self._learnt_from, await self._store.clusters.all_wordings(tx, _COMPARED))
        return self._pool

    async def _likenesses(self, tx: Transaction, pool: Pool, text: str, besides: int | None) -> list[tuple[int, float]]:
        """Give the likeness of a text to questions of clusters that may be joined, with the cluster of each."""
        hits = [hit for hit in pool.like(text) if hit.key != besides][:_MOST_HITS]
        homes = await self._store.clusters.homes(tx, [hit.key for hit in hits], _COMPARED)
        for hit in hits:
            if hit.key not in homes:  # erased, or settled meanwhile
                pool.discard(hit.key)
        return [(homes[hit.key], hit.likeness) for hit in hits if hit.key in homes]

    async def _is_open(self, tx: Transaction, id: int) -> bool:
        cluster = await self._store.clusters.get(tx, id)
        return cluster is not None and cluster.state == "open"


def _filled(answerer: Answerer, wordings: Iterable[StoredQuestion]) -> Pool:
    pool = Pool(answerer)
    for one in wordings:
        if one.text:
            pool.add(one.id, one.text)
    return pool


def _product(one: Mapping[object, float], other: Mapping[object, float]) -> float:
    return sum(value * other.get(feature, 0.0) for feature, value in one.items())
