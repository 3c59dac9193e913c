"""The desk: what organisers do with the questions that wait for a person, each action in one place.

Every action takes the transaction it happens in, who acts, and the time (Unix seconds). It checks the right to act and
the state of the cluster then and there, leaves a trace in the journal, and raises a DeskError with nothing changed.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from bot.content.draft import EntryDraft
from bot.content.markup import to_html, to_plain
from bot.desk.admission import Admission
from bot.desk.delivery import Mail, Post
from bot.desk.drafting import draft_of, phrasings_of
from bot.desk.model import Actor, Claimed, Cluster, Gone, Settled, TooLate, Unfit
from bot.desk.privacy import mask
from bot.desk.rights import Rights
from bot.desk.views import Views
from bot.store import (
    ClusterState,
    Edit,
    Note,
    Preference,
    Store,
    StoredCluster,
    StoredQuestion,
    Trace,
    Transaction,
)
from bot.wording.knowledge import Current

CLAIM_SECONDS: Final = 2 * 3600
"""For how long a question is its claimant's."""

MOST_CHARACTERS: Final = 3000
"""How long an answer may be: with the question that it quotes it must fit one message of Telegram's."""

_UNDONE: Final = dict.fromkeys(
    ("settled_by", "settled_name", "settled_at", "answer", "entry", "merged_into", "due_at"), None
)
_UNCLAIMED: Final = dict.fromkeys(("claimed_by", "claimed_name", "claimed_until"), None)


class Desk:
    """Admits questions, and lets organisers settle them. `take_back`: seconds before what settles one leaves."""

    def __init__(self, store: Store, current: Current, rights: Rights, post: Post, take_back: int = 60) -> None:
        self._store = store
        self._current = current
        self._take_back = take_back
        self.rights = rights
        self.admission = Admission(store, current)
        self.views = Views(store, self.admission)
        self.mail = Mail(store, current, post)

    # Questions come and go

    async def admit(self, tx: Transaction, question_id: int, now: int) -> int | None:
        """Let an open question wait with those that ask the same; give its cluster."""
        question = await self._store.questions.get(tx, question_id)
        if question is None or question.state != "open":
            return None
        if question.cluster_id is not None:
            await self._store.clusters.change(tx, question.cluster_id)
            return question.cluster_id
        return await self.admission.admit(tx, question, now)

    async def withdraw(self, tx: Transaction, question_id: int) -> None:
        """Let a question wait no longer that its person took back or found the answer to."""
        question = await self._store.questions.get(tx, question_id)
        if question and question.cluster_id is not None:
            self.admission.forget(question_id)
            await self._store.clusters.put(tx, question_id, None)
            await self._store.clusters.change(tx, question.cluster_id)

    async def want(self, tx: Transaction, question_id: int, chat_id: int, message_id: int, now: int) -> bool:
        """Keep where to write to a person once their question is answered, as they ask; at once, if it is already.

        False: they have been told, or the question does not wait.
        """
        question = await self._store.questions.get(tx, question_id)
        if question is None or question.state == "closed":
            return False
        if not await self._store.questions.want_answer(tx, question_id, chat_id, message_id):
            return False
        cluster = await self._store.clusters.get(tx, question.cluster_id) if question.cluster_id else None
        if cluster and cluster.state != "open":
            await self.mail.owe(tx, cluster, now, max(now, cluster.due_at or 0), [question_id])
        await self._touch(tx, question_id)
        return True

    async def unwant(self, tx: Transaction, question_id: int) -> None:
        """Forget where to write to a person, as they ask."""
        await self._store.questions.unwant(tx, question_id)
        await self._touch(tx, question_id)

    # What organisers do

    async def claim(self, tx: Transaction, actor: Actor, id: int, now: int) -> None:
        """Make it the actor's for two hours; nobody else can then settle it."""
        await self._free(tx, actor, "claim", id, now)
        mine = {"claimed_by": actor.person, "claimed_name": actor.name, "claimed_until": now + CLAIM_SECONDS}
        await self._store.clusters.change(tx, id, **mine)
        await self._trace(tx, actor, "claim", id, now)

    async def release(self, tx: Transaction, actor: Actor, id: int, now: int) -> None:
        """Leave it to the others."""
        await self._free(tx, actor, "release", id, now)
        await self._store.clusters.change(tx, id, **_UNCLAIMED)
        await self._trace(tx, actor, "release", id, now)

    async def answer(self, tx: Transaction, actor: Actor, id: int, html: str, now: int) -> int:
        """Answer everybody who asked, in the organiser's words; give how many people will be told."""
        cluster = await self._free(tx, actor, "answer", id, now)
        self.check_answer(html)
        return await self._settle(tx, actor, cluster, "answered", now, answer=html)

    async def same_as(self, tx: Transaction, actor: Actor, id: int, entry_id: str, now: int) -> int:
        """Answer with an entry, which learns the wordings; give how many people will be told."""
        cluster = await self._free(tx, actor, "same as", id, now)
        if entry_id not in self._current.knowledge.content.entries:
            raise Gone
        wordings = (await self._store.clusters.wordings(tx, [id]))[id]
        for text in phrasings_of([one.text for one in wordings if one.text]):
            body = {"entry_id": entry_id, "text": text}
            await self._store.edits.add(tx, Edit(id, "phrasing", body, now + self._take_back), now)
        return await self._settle(tx, actor, cluster, "tied", now, entry=entry_id)

    async def new_entry(self, tx: Transaction, actor: Actor, id: int, draft: EntryDraft, now: int) -> int:
        """Answer with an entry of its own, which is written into the content; give how many people will be told."""
        cluster = await self._free(tx, actor, "new entry", id, now)
        if problems := self.draft_problems(draft):
            raise Unfit(" ".join(problems))
        body = {**asdict(draft), "verified_on": draft.verified_on and draft.verified_on.isoformat()}
        await self._store.edits.add(tx, Edit(id, "entry", body, now + self._take_back), now)
        return await self._settle(tx, actor, cluster, "written", now, entry=draft.id, answer=draft.answer)

    async def ignore(self, tx: Transaction, actor: Actor, id: int, now: int) -> int:
        """Leave it unanswered, now and when it is asked again; those who want to be told hear it kindly."""
        cluster = await self._free(tx, actor, "ignore", id, now)
        return await self._settle(tx, actor, cluster, "ignored", now)

    async def merge(self, tx: Transaction, actor: Actor, id: int, into: int, now: int) -> int:
        """Put it with another cluster; where that one is settled, its people are told what settled it (how many)."""
        cluster = await self._free(tx, actor, "merge", id, now)
        target = await self._store.clusters.get(tx, into)
        if target is None or into == id or target.state == "merged":
            raise Gone
        moved = [one.id for one in (await self._store.clusters.wordings(tx, [id]))[id]]
        for question_id in moved:
            await self._store.clusters.put(tx, question_id, into)
        values = {"state": "merged", "merged_into": into, "settled_at": now, **_by(actor), **_UNCLAIMED}
        await self._store.clusters.change(tx, cluster.id, **values)
        people = 0
        if target.state != "open":
            await self._store.questions.settle(tx, into, "ignored" if target.state == "ignored" else "answered")
            people = await self.mail.owe(tx, target, now, now, moved)
        await self._store.clusters.change(tx, into)
        await self._trace(tx, actor, "merge", id, now, into=into)
        return people

    async def split(self, tx: Transaction, actor: Actor, question_id: int, now: int) -> int:
        """Give a question that asks something else a cluster of its own: its id."""
        question = await self._question(tx, question_id)
        cluster = await self._free(tx, actor, "split", question.cluster_id or 0, now)
        if len((await self._store.clusters.wordings(tx, [cluster.id]))[cluster.id]) < 2:
            raise Settled
        new = await self._store.clusters.add(tx, cluster.theme, now)
        await self._store.clusters.put(tx, question_id, new)
        await self._store.clusters.change(tx, cluster.id)
        await self._trace(tx, actor, "split", cluster.id, now, into=new)
        return new

    async def take_back(self, tx: Transaction, actor: Actor, id: int, now: int) -> None:
        """Stop what settled it before it leaves: it is open again."""
        cluster = await self._of_anybody(tx, actor, "take back", id, now)
        if cluster.state in ("open", "merged"):
            raise Settled
        if cluster.due_at is None or cluster.due_at <= now:
            raise TooLate
        await self._open_again(tx, id, now)
        await self._trace(tx, actor, "take back", id, now)

    async def reopen(self, tx: Transaction, actor: Actor, id: int, now: int) -> None:
        """Let it wait again; those who were told are not told the same again."""
        cluster = await self._of_anybody(tx, actor, "reopen", id, now)
        if cluster.state in ("open", "merged"):
            raise Settled
        await self._open_again(tx, id, now)
        await self._trace(tx, actor, "reopen", id, now)

    # Back and forth

    async def ask_back(self, tx: Transaction, actor: Actor, id: int, text: str, now: int) -> int:
        """Ask those who want to be told something about their question; give how many people that is."""
        await self._free(tx, actor, "ask back", id, now)
        plain = to_plain(text).strip()
        if not plain or len(plain) > MOST_CHARACTERS:
            raise Unfit(f"écrivez entre 1 et {MOST_CHARACTERS} signes.")
        ids = [one.id for one in (await self._store.clusters.wordings(tx, [id]))[id]]
        last = {one.chat_id: one for one in await self._store.questions.wanting(tx, ids)}
        for one in last.values():
            await self.mail.ask(tx, one, plain, now)
            await self._store.notes.add(tx, Note(one.question.id, "organiser", mask(plain), now))
        await self._store.clusters.change(tx, id)
        await self._trace(tx, actor, "ask back", id, now, people=len(last))
        return len(last)

    async def hear(self, tx: Transaction, question_id: int, text: str, now: int) -> int | None:
        """Keep what a person writes back about their question, masked; give its cluster, whose card shows it."""
        question = await self._store.questions.get(tx, question_id)
        if question is None or question.cluster_id is None:
            return None
        await self._store.notes.add(tx, Note(question_id, "asker", mask(text), now))
        await self._store.clusters.change(tx, question.cluster_id)
        return question.cluster_id

    async def block(self, tx: Transaction, actor: Actor, question_id: int, now: int, *, blocked: bool = True) -> None:
        """Have the bot listen no more to whoever asked a question, or again."""
        question = await self._question(tx, question_id)
        action = "block" if blocked else "unblock"
        await self.rights.check(tx, actor, action, f"question:{question_id}", now)
        kept = await self._store.preferences.get(tx, question.person)
        await self._store.preferences.set(tx, question.person, Preference(kept.departement, blocked))
        await self._store.journal.write(tx, Trace(now, actor.person, action, f"question:{question_id}"))

    # Drafts

    def check_answer(self, html: str) -> None:
        """Raise Unfit for a text that cannot be sent as an answer."""
        try:
            to_html(html)
        except ValueError as error:
            raise Unfit(f"{error}.") from None
        if not 1 <= len(to_plain(html).strip()) <= MOST_CHARACTERS:
            raise Unfit(f"écrivez entre 1 et {MOST_CHARACTERS} signes.")

    def draft(self, cluster: Cluster) -> EntryDraft:
        """Propose an entry made of what people asked, and of the answer where there is one."""
        return draft_of(cluster, self._current.knowledge.content)

    def draft_problems(self, draft: EntryDraft) -> Sequence[str]:
        """Say in French what keeps a draft from becoming an entry."""
        content = self._current.knowledge.content
        problems = draft.problems()
        if draft.id in content.entries:
            problems.append(f"le nom « {draft.id} » est déjà pris. Donnez-en un autre.")
        if draft.theme not in {theme.slug for theme in content.themes}:
            problems.append(f"il n'y a pas de thème « {draft.theme} ». Choisissez-en un de la liste.")
        return problems

    # What the actions share

    async def _free(self, tx: Transaction, actor: Actor, action: str, id: int, now: int) -> StoredCluster:
        """Give an open cluster that the actor may settle now."""
        cluster = await self._of_anybody(tx, actor, action, id, now)
        if cluster.state != "open":
            raise Settled
        lasts = cluster.claimed_until is not None and cluster.claimed_until > now
        if lasts and cluster.claimed_by != actor.person:
            raise Claimed(cluster.claimed_name or "")
        return cluster

    async def _of_anybody(self, tx: Transaction, actor: Actor, action: str, id: int, now: int) -> StoredCluster:
        await self.rights.check(tx, actor, action, f"cluster:{id}", now)
        cluster = await self._store.clusters.get(tx, id)
        if cluster is None:
            raise Gone
        return cluster

    async def _touch(self, tx: Transaction, question_id: int) -> None:
        question = await self._store.questions.get(tx, question_id)
        if question and question.cluster_id is not None:
            await self._store.clusters.change(tx, question.cluster_id)

    async def _question(self, tx: Transaction, id: int) -> StoredQuestion:
        question = await self._store.questions.get(tx, id)
        if question is None:
            raise Gone
        return question

    async def _settle(
        self, tx: Transaction, actor: Actor, cluster: StoredCluster, state: ClusterState, now: int, **values: str
    ) -> int:
        due_at = now + self._take_back
        settled = {"state": state, "settled_at": now, "due_at": due_at, **_by(actor), **_UNCLAIMED, **values}
        await self._store.clusters.change(tx, cluster.id, **settled)
        await self._store.questions.settle(tx, cluster.id, "ignored" if state == "ignored" else "answered")
        after = await self._store.clusters.get(tx, cluster.id)
        people = await self.mail.owe(tx, after or cluster, now, due_at)
        await self._trace(tx, actor, state, cluster.id, now, people=people, entry=values.get("entry"))
        return people

    async def _open_again(self, tx: Transaction, id: int, now: int) -> None:
        await self.mail.withdraw(tx, id, now)
        await self._store.edits.withdraw(tx, id)
        await self._store.clusters.change(tx, id, state="open", **_UNDONE)
        await self._store.questions.settle(tx, id, "open")

    async def _trace(self, tx: Transaction, actor: Actor, action: str, id: int, now: int, **details: object) -> None:
        kept = {name: value for name, value in details.items() if value is not None}
        await self._store.journal.write(tx, Trace(now, actor.person, action, f"cluster:{id}", kept))


def _by(actor: Actor) -> dict[str, str]:
    return {"settled_by": actor.person, "settled_name": actor.name}
