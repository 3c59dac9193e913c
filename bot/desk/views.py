"""Clusters as people see them, drawn together from the tables."""

from collections.abc import Sequence
from dataclasses import replace

from bot.desk.admission import Admission
from bot.desk.model import Cluster, Tally, Wording
from bot.store import Delivery, Sought, Store, StoredCluster, StoredQuestion, Transaction


class Views:
    """Reads clusters; changes nothing."""

    def __init__(self, store: Store, admission: Admission) -> None:
        self._store = store
        self._admission = admission

    async def one(self, tx: Transaction, id: int) -> Cluster | None:
        """Give a cluster with all that belongs to it, or None when there is none (any more)."""
        kept = await self._store.clusters.get(tx, id)
        if kept is None:
            return None
        [cluster] = await self._many(tx, [kept])
        return await self._with_neighbours(tx, cluster)

    async def ranked(self, tx: Transaction, sought: Sought, page: int = 0, per_page: int = 10) -> list[Cluster]:
        """Give a page (from 0) of the clusters sought, by distinct people, then by age; without their neighbours."""
        found = await self._store.clusters.ranked(tx, sought, per_page, page * per_page)
        return await self._many(tx, [kept for kept, _ in found])

    async def _with_neighbours(self, tx: Transaction, cluster: Cluster) -> Cluster:
        if cluster.state != "open":
            return cluster
        found = await self._admission.neighbours(tx, cluster.id, cluster.title)
        return replace(cluster, neighbours=found)

    async def _many(self, tx: Transaction, kept: Sequence[StoredCluster]) -> list[Cluster]:
        ids = [one.id for one in kept]
        wordings = await self._store.clusters.wordings(tx, ids)
        deliveries = await self._store.deliveries.of_clusters(tx, ids)
        edits = await self._store.edits.of_clusters(tx, ids)
        notes = await self._store.notes.about(tx, [one.id for some in wordings.values() for one in some])
        found = []
        for one in kept:
            asked = wordings[one.id]
            own = {question.id for question in asked}
            cluster = await self._of(tx, one, asked)
            found.append(
                replace(
                    cluster,
                    tally=_tally([delivery for delivery in deliveries if delivery.cluster_id == one.id]),
                    notes=tuple(note for note in notes if note.question_id in own),
                    edits=tuple(edit for edit in edits if edit.edit.cluster_id == one.id),
                )
            )
        return found

    async def _of(self, tx: Transaction, kept: StoredCluster, asked: Sequence[StoredQuestion]) -> Cluster:
        title = await self._admission.best_wording(tx, [one.text for one in asked if one.text])
        best = next((one for one in asked if one.text == title), None)
        times = [one.asked_at for one in asked] or [kept.opened_at]
        return Cluster(
            kept,
            title,
            tuple(Wording(one.id, one.text, one.asked_at, one.wants_answer, one.told_at) for one in asked),
            people=len({one.person for one in asked}),
            wanting=len({one.person for one in asked if one.wants_answer and one.told_at is None}),
            first_asked_at=min(times),
            last_asked_at=max(times),
            nearest=best.candidates if best else (),
        )


def _tally(deliveries: Sequence[Delivery]) -> Tally:
    states = [one.state for one in deliveries]
    return Tally(
        states.count("waiting"),
        states.count("sent"),
        states.count("blocked"),
        states.count("failed"),
        tuple(sorted({one.error for one in deliveries if one.error})),
    )
