"""The desk: what organisers do with the questions that wait for a person, each action in one place.

Every action takes the transaction it happens in, who acts, and the time (Unix seconds). It checks the right to act and
the state of the cluster then and there, leaves a trace in the journal, and raises a DeskError with nothing changed.
"""

from typing import Final

from bot.content.markup import to_plain
from bot.desk.arranging import Arranging
from bot.desk.asking import Asking
from bot.desk.model import Actor, Settled, TooLate, Unfit
from bot.desk.privacy import mask
from bot.desk.settling import MOST_CHARACTERS, Settling
from bot.store import Note, Preference, StoredCluster, Trace, Transaction

_UNDONE: Final = dict.fromkeys(
    ("settled_by", "settled_name", "settled_at", "answer", "entry", "merged_into", "due_at"), None
)


class Desk(Asking, Settling, Arranging):
    """Admits questions, and lets organisers arrange them, settle them, and undo what they did."""

    async def take_back(self, tx: Transaction, actor: Actor, id: int, now: int) -> None:
        """Stop what settled it before it leaves: it is open again."""
        cluster = await self._settled(tx, actor, "take back", id, now)
        if cluster.due_at is None or cluster.due_at <= now:
            raise TooLate
        await self._open_again(tx, cluster, now)
        await self._trace(tx, actor, "take back", id, now)

    async def reopen(self, tx: Transaction, actor: Actor, id: int, now: int) -> None:
        """Let it wait again; those who were told are not told again. What is due already still arrives."""
        cluster = await self._settled(tx, actor, "reopen", id, now)
        await self._open_again(tx, cluster, now)
        await self._trace(tx, actor, "reopen", id, now)

    async def ask_back(self, tx: Transaction, actor: Actor, id: int, text: str, now: int) -> int:
        """Ask those who want to be told something about their question; give how many people that is."""
        await self._free(tx, actor, "ask back", id, now)
        plain = to_plain(text).strip()
        if not plain or len(plain) > MOST_CHARACTERS:
            raise Unfit(f"écrivez entre 1 et {MOST_CHARACTERS} signes.")
        wanting = await self._store.questions.wanting(tx, await self._store.wordings.ids(tx, id))
        last = {(one.chat_id, one.question.person): one for one in wanting}
        for one in last.values():
            note_id = await self._store.notes.add(tx, Note(one.question.id, "organiser", mask(plain), now))
            await self.mail.ask(tx, one, plain, note_id, now)
        await self._store.clusters.change(tx, id)
        await self._trace(tx, actor, "ask back", id, now, people=len(last))
        return len(last)

    async def block(self, tx: Transaction, actor: Actor, question_id: int, now: int, *, blocked: bool = True) -> None:
        """Have the bot listen no more to whoever asked a question, or again."""
        action = "block" if blocked else "unblock"
        await self.rights.check(tx, actor, action, f"question:{question_id}", now)
        question = await self._question(tx, question_id)
        kept = await self._store.preferences.get(tx, question.person)
        await self._store.preferences.set(tx, question.person, Preference(kept.departement, blocked))
        for id in await self._store.people.clusters_of(tx, question.person):  # their cards say so
            await self._store.clusters.change(tx, id)
        await self._store.journal.write(tx, Trace(now, actor.person, action, f"question:{question_id}"))

    async def tend(self, now: int) -> None:
        """Do what is due: note what became of answers, end claims and the time to take back."""
        await self.mail.settle(now)
        async with self._store.database.read() as tx:
            lapses = await self._store.clusters.any_lapses(tx, now)
        if lapses:
            async with self._store.database.begin() as tx:
                await self._store.clusters.lapse(tx, now)

    async def _settled(self, tx: Transaction, actor: Actor, action: str, id: int, now: int) -> StoredCluster:
        """Hold a cluster that is settled, and the one that it was merged into."""
        seen = await self._store.clusters.get(tx, id)
        cluster = await self._of_anybody(tx, actor, action, id, now, seen.merged_into if seen else None)
        if cluster.state == "open" or (seen and seen.merged_into != cluster.merged_into):
            raise Settled
        return cluster

    async def _open_again(self, tx: Transaction, cluster: StoredCluster, now: int) -> None:
        if cluster.state == "merged":
            await self._take_apart(tx, cluster, now)
        await self.mail.withdraw(tx, cluster.id, now)
        await self._store.edits.withdraw(tx, cluster.id)
        await self._store.clusters.change(tx, cluster.id, state="open", **_UNDONE)
        await self._store.questions.settle(tx, cluster.id, "open")
