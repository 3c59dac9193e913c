"""Clusters as people see them, drawn together from the tables."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.desk.admission import Admission
from bot.desk.model import Cluster, Tally, Wording
from bot.store import Delivery, Kind, Note, Sought, Store, StoredCluster, StoredQuestion, Transaction

_T = TypeVar("_T")


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
        blocked = await self._store.wordings.of_blocked(tx, id)
        return await self._with_neighbours(tx, replace(cluster, blocked=blocked))

    async def ranked(self, tx: Transaction, sought: Sought, page: int = 0, per_page: int = 10) -> list[Cluster]:
        """Give a page (from 0) of the clusters sought, by distinct people, then by age; without their neighbours."""
        found = await self._store.clusters.ranked(tx, sought, per_page, page * per_page)
        return await self._many(tx, [kept for kept, _ in found])

    async def _with_neighbours(self, tx: Transaction, cluster: Cluster) -> Cluster:
        if cluster.state != "open":
            return cluster
        found = await self._admission.neighbours(tx, cluster.id, [one.text for one in cluster.wordings])
        return replace(cluster, neighbours=found)

    async def _many(self, tx: Transaction, kept: Sequence[StoredCluster]) -> list[Cluster]:
        ids = [one.id for one in kept]
        wordings = await self._store.wordings.of(tx, ids)
        asked = [one.id for some in wordings.values() for one in some]
        notes = _by(await self._store.notes.about(tx, asked), lambda note: note.question_id)
        deliveries = _by(await self._store.deliveries.of_clusters(tx, ids), lambda one: one.cluster_id)
        edits = _by(await self._store.edits.of_clusters(tx, ids), lambda one: one.edit.cluster_id)
        ratings = await self._store.feedback.of_told(tx, ids)
        return [
            replace(
                await self._of(tx, one, wordings[one.id]),
                tally=_tally(deliveries[one.id], ratings[one.id]),
                notes=tuple(sorted((note for each in wordings[one.id] for note in notes[each.id]), key=_when)),
                edits=tuple(edits[one.id]),
            )
            for one in kept
        ]

    async def _of(self, tx: Transaction, kept: StoredCluster, asked: Sequence[StoredQuestion]) -> Cluster:
        best = await self._admission.best_wording(tx, asked)
        times = [one.asked_at for one in asked] or [kept.opened_at]
        return Cluster(
            kept,
            best.text if best else None,
            tuple(Wording(one.id, one.text, one.asked_at, one.wants_answer, one.told_at) for one in asked),
            people=len({one.person for one in asked}),
            wanting=len({one.person for one in asked if one.wants_answer and one.told_at is None}),
            first_asked_at=min(times),
            last_asked_at=max(times),
            nearest=best.candidates if best else (),
        )


def _by(found: Iterable[_T], key: Callable[[_T], int]) -> Mapping[int, Sequence[_T]]:
    grouped: defaultdict[int, list[_T]] = defaultdict(list)
    for one in found:
        grouped[key(one)].append(one)
    return grouped


def _when(note: Note) -> int:
    return note.at


def _tally(deliveries: Sequence[Delivery], ratings: Mapping[Kind, int]) -> Tally:
    states = [one.state for one in deliveries]
    return Tally(
        states.count("waiting"),
        states.count("sent"),
        states.count("blocked"),
        states.count("failed"),
        tuple(sorted({one.error for one in deliveries if one.error})),
        ratings.get("helpful", 0),
        ratings.get("unhelpful", 0),
    )
