"""How open questions come to stand together: a new one joins the cluster that asks the same, or opens one."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from bot.matching.answering import Answerer
from bot.matching.grouping import Pool, alike, nearest
from bot.store import ClusterState, Store, StoredQuestion, Transaction
from bot.wording.knowledge import Current

_JOINED: Final[tuple[ClusterState, ...]] = ("open", "ignored")
"""Clusters that a question may join: what was ignored stays ignored, also when it is asked again."""

_PROPOSED: Final[tuple[ClusterState, ...]] = ("open", "answered")
"""Clusters that an organiser may merge one with: what was answered in words of its own, no entry will answer again."""

_NEIGHBOURS: Final = 3

_COMPARED: Final = 12
"""So many wordings of a cluster are compared with those of others."""


class Admission:
    """Knows the wordings of all clusters, compared by the matcher's own features."""

    def __init__(self, store: Store, current: Current) -> None:
        self._store = store
        self._current = current
        self._pool: Pool | None = None
        self._learnt_from: Answerer | None = None
        self._last = 0  # the newest question that was looked at
        self._meanwhile: list[StoredQuestion] = []  # what was admitted while a pool is being filled

    async def refresh(self, now: int) -> None:
        """Take in what other processes admitted; compare by the content in force, and anew after it changed."""
        answerer = self._current.knowledge.answerer
        self._meanwhile.clear()
        if self._pool is None or self._learnt_from is not answerer:
            pool, last = Pool(answerer), 0
            while new := await self._newer(last):
                await asyncio.to_thread(_add, pool, new)
                last = new[-1].id
            _add(pool, self._meanwhile)
            self._pool, self._learnt_from, self._last = pool, answerer, last
            await self._take_in(now)
        elif new := await self._newer(self._last):
            _add(self._pool, [one for one in new if one.id not in self._pool])
            self._last = new[-1].id

    async def admit(self, tx: Transaction, question: StoredQuestion, now: int) -> int:
        """Put an open question into the cluster that asks the same, or into a new one, and give the cluster's id."""
        pool, text = await self._filled_pool(tx), question.text or ""
        hits = await self._likenesses(tx, pool, text, _JOINED, question.id) if text else []
        found = nearest(hits, await self._store.wordings.count(tx, {home for home, _ in hits}))
        cluster = await self._store.clusters.held(tx, found) if found is not None else None
        if cluster is None or cluster.state not in _JOINED:  # settled by somebody just now
            cluster_id = await self._store.clusters.add(tx, self.theme(question), now)
        else:
            cluster_id = cluster.id
            await self._store.clusters.change(tx, cluster_id)
        await self._store.wordings.put(tx, question.id, cluster_id)
        if cluster and cluster.state == "ignored":
            await self._store.questions.settle(tx, cluster_id, "ignored")
        _add(pool, [question])
        self._meanwhile.append(question)
        return cluster_id

    def theme(self, question: StoredQuestion) -> str | None:
        """Give the theme of the entry that is nearest to a question."""
        entries = self._current.knowledge.content.entries
        return next((entries[one.id].theme for one in question.candidates if one.id in entries), None)

    async def neighbours(self, tx: Transaction, cluster_id: int, texts: Iterable[str | None]) -> tuple[int, ...]:
        """Give clusters that may ask the same as the texts of another one, the likest first: open, or answered."""
        asked = list(dict.fromkeys(filter(None, texts)))[:_COMPARED]
        pool, hits = await self._filled_pool(tx), []
        for text in asked:
            hits += await self._likenesses(tx, pool, text, _PROPOSED, None)
        others = [(home, likeness) for home, likeness in hits if home != cluster_id]
        sizes = await self._store.wordings.count(tx, {home for home, _ in others})
        return tuple(alike(others, sizes, len(asked))[:_NEIGHBOURS])

    async def best_wording(self, tx: Transaction, asked: Sequence[StoredQuestion]) -> StoredQuestion | None:
        """Give the question whose words are most like those of all others; of two alike ones the first."""
        worded = [one for one in asked if one.text]
        if len(worded) < 3:
            return worded[0] if worded else None
        pool = await self._filled_pool(tx)
        _add(pool, [one for one in worded if one.id not in pool])
        best = pool.central([one.id for one in worded])
        return next(one for one in worded if one.id == best)

    async def _take_in(self, now: int) -> None:
        """Take in the open questions that an earlier version of the bot left without a cluster."""
        async with self._store.database.read() as tx:
            if not await self._store.questions.homeless(tx):
                return
        async with self._store.database.begin() as tx:
            for one in await self._store.questions.homeless(tx):
                await self.admit(tx, one, now)

    async def _newer(self, last: int) -> list[StoredQuestion]:
        async with self._store.database.read() as tx:
            return await self._store.wordings.after(tx, last)

    async def _filled_pool(self, tx: Transaction) -> Pool:
        """Give the pool; a command of the terminal, which refreshes none, fills one for itself."""
        if self._pool is None:
            self._learnt_from = self._current.knowledge.answerer
            self._pool = Pool(self._learnt_from)
            while new := await self._store.wordings.after(tx, self._last):
                _add(self._pool, new)
                self._last = new[-1].id
        return self._pool

    async def _likenesses(
        self, tx: Transaction, pool: Pool, text: str, states: Collection[ClusterState], besides: int | None
    ) -> list[tuple[int, float]]:
        """Give the likeness of a text to questions of clusters in these states, with the cluster of each."""
        hits = [hit for hit in pool.like(text) if hit.key != besides]
        homes = await self._store.wordings.homes(tx, [hit.key for hit in hits])
        for hit in hits:
            if hit.key not in homes:  # erased, or taken back
                pool.discard(hit.key)
        found = [(*homes[hit.key], hit.likeness) for hit in hits if hit.key in homes]
        return [(home, likeness) for home, state, likeness in found if state in states]


def _add(pool: Pool, wordings: Sequence[StoredQuestion]) -> None:
    for one in wordings:
        pool.add(one.id, one.text or "")
