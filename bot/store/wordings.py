"""Which questions stand in which cluster: all the ways one thing was asked."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select, update

from bot.store.clusters import ClusterState, clusters
from bot.store.database import Database, Transaction
from bot.store.questions import Questions, StoredQuestion, questions
from bot.store.tables import BATCH, batches
from bot.store.wishes import preferences


class Wordings:
    """The questions of the clusters."""

    def __init__(self, database: Database) -> None:
        self._questions = Questions(database)

    async def put(self, tx: Transaction, question_id: int, cluster_id: int | None) -> None:
        """Put a question into a cluster, or into none."""
        this = update(questions).where(questions.c.id == question_id)
        await tx.execute(this.values(cluster_id=cluster_id, came_from=None))

    async def move(self, tx: Transaction, cluster_id: int, into: int) -> list[int]:
        """Put all questions of a cluster into another one, and give their ids."""
        theirs = update(questions).where(questions.c.cluster_id == cluster_id)
        return list(await tx.scalars(theirs.values(cluster_id=into, came_from=cluster_id).returning(questions.c.id)))

    async def move_back(self, tx: Transaction, cluster_id: int, out_of: int) -> list[int]:
        """Put back those that `move` has put from a cluster into another one, where they still are; give their ids."""
        theirs = (questions.c.cluster_id == out_of) & (questions.c.came_from == cluster_id)
        back = update(questions).where(theirs).values(cluster_id=cluster_id, came_from=None)
        return list(await tx.scalars(back.returning(questions.c.id)))

    async def ids(self, tx: Transaction, cluster_id: int) -> list[int]:
        """Give the ids of a cluster's questions, oldest first."""
        query = select(questions.c.id).where(questions.c.cluster_id == cluster_id)
        return list(await tx.scalars(query.order_by(questions.c.id)))

    async def of(self, tx: Transaction, cluster_ids: Collection[int]) -> Mapping[int, Sequence[StoredQuestion]]:
        """Give the questions of these clusters, oldest first."""
        found: dict[int, list[StoredQuestion]] = {id: [] for id in cluster_ids}
        for some in batches(cluster_ids):
            query = select(questions).where(questions.c.cluster_id.in_(some)).order_by(questions.c.id)
            for row in await tx.execute(query):
                found[row.cluster_id].append(self._questions.stored(row))
        return found

    async def count(self, tx: Transaction, cluster_ids: Collection[int]) -> Mapping[int, int]:
        """Give how many questions each of these clusters has that still have their words, where it has any."""
        found: dict[int, int] = {}
        counted = select(questions.c.cluster_id, func.count().label("questions")).where(questions.c.text.is_not(None))
        for some in batches(cluster_ids):
            rows = await tx.execute(counted.where(questions.c.cluster_id.in_(some)).group_by(questions.c.cluster_id))
            found |= {row.cluster_id: row.questions for row in rows}
        return found

    async def of_blocked(self, tx: Transaction, cluster_id: int) -> int | None:
        """Give the oldest question of a cluster whose person is blocked, by its id; None where there is none."""
        theirs = select(questions.c.id).join(preferences, preferences.c.person == questions.c.person)
        theirs = theirs.where(questions.c.cluster_id == cluster_id, preferences.c.blocked)
        id: int | None = await tx.scalar(theirs.order_by(questions.c.id).limit(1))
        return id

    async def after(self, tx: Transaction, id: int) -> list[StoredQuestion]:
        """Give the next questions after an id that are in a cluster and still have their words: BATCH at most."""
        theirs = (questions.c.id > id) & questions.c.cluster_id.is_not(None) & questions.c.text.is_not(None)
        query = select(questions).where(theirs).order_by(questions.c.id).limit(BATCH)
        return [self._questions.stored(row) for row in await tx.execute(query)]

    async def homes(self, tx: Transaction, question_ids: Collection[int]) -> Mapping[int, tuple[int, ClusterState]]:
        """Give the cluster of each of these questions that is in one, and its state."""
        found: dict[int, tuple[int, ClusterState]] = {}
        query = select(questions.c.id, clusters.c.id.label("home"), clusters.c.state)
        query = query.join(clusters, clusters.c.id == questions.c.cluster_id)
        for some in batches(question_ids):
            rows = await tx.execute(query.where(questions.c.id.in_(some)))
            found |= {row.id: (row.home, row.state) for row in rows}
        return found
