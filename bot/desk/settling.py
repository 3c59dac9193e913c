"""How organisers settle a question: in words of their own, with an entry, with a new one, or by letting it be."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from bot.content.draft import EntryDraft
from bot.content.markup import to_html, to_plain
from bot.desk.base import Base, by
from bot.desk.drafting import draft_of, phrasings_of
from bot.desk.model import Actor, Cluster, Gone, Unfit
from bot.store import UNCLAIMED, ClusterState, Edit, StoredCluster, Transaction

CLAIM_SECONDS: Final = 2 * 3600
"""For how long a question is its claimant's."""

MOST_CHARACTERS: Final = 3000
"""How long an answer may be: with the question that it quotes it must fit one message of Telegram's."""


class Settling(Base):
    """The actions that settle an open question, and those before it."""

    async def claim(self, tx: Transaction, actor: Actor, id: int, now: int) -> None:
        """Make it the actor's for two hours; nobody else can then settle it."""
        await self._free(tx, actor, "claim", id, now)
        mine = {"claimed_by": actor.person, "claimed_name": actor.name, "claimed_until": now + CLAIM_SECONDS}
        await self._store.clusters.change(tx, id, **mine)
        await self._trace(tx, actor, "claim", id, now)

    async def release(self, tx: Transaction, actor: Actor, id: int, now: int) -> None:
        """Leave it to the others."""
        await self._free(tx, actor, "release", id, now)
        await self._store.clusters.change(tx, id, **UNCLAIMED)
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
        wordings = (await self._store.wordings.of(tx, [id]))[id]
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

    def themes(self) -> Sequence[str]:
        """Name the themes that a question or an entry can be of, by their files."""
        return [theme.slug for theme in self._current.knowledge.content.themes]

    def draft_problems(self, draft: EntryDraft) -> Sequence[str]:
        """Say in French what keeps a draft from becoming an entry."""
        content = self._current.knowledge.content
        problems = draft.problems()
        if draft.id in content.entries:
            problems.append(f"le nom « {draft.id} » est déjà pris. Donnez-en un autre.")
        if draft.theme not in self.themes():
            problems.append(f"il n'y a pas de thème « {draft.theme} ». Choisissez-en un de la liste.")
        return problems

    async def _settle(
        self, tx: Transaction, actor: Actor, cluster: StoredCluster, state: ClusterState, now: int, **values: str
    ) -> int:
        due_at = now + self._take_back
        settled = {"state": state, "settled_at": now, "due_at": due_at, **by(actor), **UNCLAIMED, **values}
        await self._store.clusters.change(tx, cluster.id, **settled)
        await self._store.questions.settle(tx, cluster.id, "ignored" if state == "ignored" else "answered")
        after = await self._store.clusters.get(tx, cluster.id)
        people = await self.mail.owe(tx, after or cluster, now, due_at)
        await self._trace(tx, actor, state, cluster.id, now, people=people, entry=values.get("entry"))
        return people
