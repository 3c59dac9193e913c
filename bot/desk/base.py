"""What all actions of the desk share: the right to act, and the cluster as it is now, held until the action is done."""

from bot.desk.admission import Admission
from bot.desk.delivery import Mail, Post
from bot.desk.model import Actor, Claimed, Gone, Settled
from bot.desk.promises import Promises
from bot.desk.rights import Rights
from bot.desk.views import Views
from bot.store import Store, StoredCluster, StoredQuestion, Trace, Transaction
from bot.wording.knowledge import Current


class Base:
    """The parts that the actions work with. `take_back`: seconds before what settles a question leaves."""

    def __init__(self, store: Store, current: Current, rights: Rights, post: Post, take_back: int = 60) -> None:
        self._store = store
        self._current = current
        self._take_back = take_back
        self.rights = rights
        self.admission = Admission(store, current)
        self.views = Views(store, self.admission)
        self.mail = Mail(store, current, post)
        self.promises = Promises(store, current, post, take_back)

    async def _free(
        self, tx: Transaction, actor: Actor, action: str, id: int, now: int, other: int | None = None
    ) -> StoredCluster:
        """Hold an open cluster that the actor may settle now, and another one it has to do with."""
        cluster = await self._of_anybody(tx, actor, action, id, now, other)
        if cluster.state != "open":
            raise Settled
        lasts = cluster.claimed_until is not None and cluster.claimed_until > now
        if lasts and cluster.claimed_by != actor.person:
            raise Claimed(cluster.claimed_name or "")
        return cluster

    async def _of_anybody(
        self, tx: Transaction, actor: Actor, action: str, id: int, now: int, other: int | None = None
    ) -> StoredCluster:
        await self.rights.check(tx, actor, action, f"cluster:{id}", now)
        # Always in the same order: two actions that wait for each other would wait for ever.
        held = {one: await self._store.clusters.held(tx, one) for one in sorted({id, other or id})}
        cluster = held[id]
        if cluster is None:
            raise Gone
        return cluster

    async def _question(self, tx: Transaction, id: int) -> StoredQuestion:
        question = await self._store.questions.get(tx, id)
        if question is None:
            raise Gone
        return question

    async def _trace(self, tx: Transaction, actor: Actor, action: str, id: int, now: int, **details: object) -> None:
        kept = {name: value for name, value in details.items() if value is not None}
        await self._store.journal.write(tx, Trace(now, actor.person, action, f"cluster:{id}", kept))


def by(actor: Actor) -> dict[str, str]:
    """Give the columns of who settles a cluster."""
    return {"settled_by": actor.person, "settled_name": actor.name}
