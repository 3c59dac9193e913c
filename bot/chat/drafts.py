"""What an organiser writes: kept as a draft, shown as it will be read, and done only once they have confirmed it."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any, Final, NamedTuple

from telegram import Update

from bot.chat.turn import Turn
from bot.content.draft import EntryDraft
from bot.content.markup import escape
from bot.desk import Actor, Cluster, Desk, Gone, Outdated, Unfit
from bot.desk.cards import Cards
from bot.store import Draft, Store, Transaction
from bot.wording import Confirm, Message
from bot.wording.knowledge import Current

_MOST_PHRASINGS: Final = 40
_VERSION: Final = "version"


class Shown(NamedTuple):
    """A draft as an organiser sees it, and the cluster it is for."""

    draft_id: int
    cluster_id: int
    message: Message


class Drafting:
    """Makes drafts of answers, of questions back and of entries, and has the desk do what they say."""

    def __init__(self, current: Current, store: Store, desk: Desk) -> None:
        self._current = current
        self._store = store
        self._desk = desk

    @property
    def _cards(self) -> Cards:
        knowledge = self._current.knowledge
        return Cards(knowledge.content, knowledge.messages)

    async def written(self, turn: Turn, actor: Actor, cluster_id: int, *, asking: bool) -> Shown:
        """Keep an answer, or a question back, and show it as it will be read; raises a DeskError."""
        tx = _transaction(turn)
        await self._desk.claim(tx, actor, cluster_id, turn.now)
        cluster = await self._desk.views.one(tx, cluster_id)
        if cluster is None:
            raise Gone
        html, plain = _said(turn.incoming)
        if not asking:
            html = self._sendable(html, plain)
        text = plain if asking else html
        kind, body = ("precision", {"text": text}) if asking else ("answer", {"html": text})
        draft_id = await self._store.drafts.add(tx, Draft(actor.person, cluster_id, kind, body), turn.now)  # type: ignore[arg-type]  # one of two kinds
        replies = self._current.knowledge.replies
        shown = replies.precision(cluster.title, text) if asking else self._desk.mail.preview(text, cluster.title)
        return Shown(draft_id, cluster_id, self._cards.preview(draft_id, shown, cluster, asking=asking))

    async def begun(self, turn: Turn, actor: Actor, cluster: Cluster) -> Shown:
        """Propose an entry for a cluster."""
        draft = self._desk.draft(cluster)
        kept = Draft(actor.person, cluster.id, "entry", _body(draft))
        draft_id = await self._store.drafts.add(_transaction(turn), kept, turn.now)
        return self._shown(draft_id, cluster.id, draft)

    async def replied(self, turn: Turn, actor: Actor, draft_id: int) -> Shown:
        """Take what is written in reply to a draft for what it is to say; for that of an entry, for its answer."""
        kept = await self._own(_transaction(turn), actor, draft_id, turn.now)
        if kept.kind == "entry":
            return await self.rewritten(turn, actor, draft_id, "answer")
        await self._store.drafts.remove(_transaction(turn), draft_id)
        return await self.written(turn, actor, kept.cluster_id, asking=kept.kind == "precision")

    async def rewritten(self, turn: Turn, actor: Actor, draft_id: int, field: str) -> Shown:
        """Take another question, answer or list of phrasings of an entry."""
        kept, draft = await self._entry(turn, actor, draft_id)
        html, plain = _said(turn.incoming)
        match field:
            case "question":
                draft = replace(draft, question=" ".join(plain.split()))
            case "phrasings":
                lines = dict.fromkeys(line.strip(" -•\t") for line in plain.splitlines())
                draft = replace(draft, phrasings=tuple(filter(None, lines))[:_MOST_PHRASINGS])
            case _:
                draft = replace(draft, answer=self._sendable(html, plain))
        return await self._changed(turn, draft_id, kept, draft)

    async def themed(self, turn: Turn, actor: Actor, draft_id: int, slug: str) -> Shown:
        """Put an entry into a theme."""
        kept, draft = await self._entry(turn, actor, draft_id)
        return await self._changed(turn, draft_id, kept, replace(draft, theme=slug))

    async def confirmed(self, turn: Turn, actor: Actor, confirm: Confirm) -> Message:
        """Do what a draft says, or drop it; of two confirmations only the first counts.

        What is meant is what is shown: raises Outdated for a draft that was rewritten since.
        """
        tx, draft_id, agreed = _transaction(turn), confirm.draft_id, confirm.agreed
        kept = await self._own(tx, actor, draft_id, turn.now)
        if confirm.version != _version(kept):
            raise Outdated
        can_take_back = kept.kind != "precision"
        if agreed and kept.kind == "answer":
            await self._desk.answer(tx, actor, kept.cluster_id, kept.body["html"], turn.now)
        elif agreed and kept.kind == "precision":
            await self._desk.ask_back(tx, actor, kept.cluster_id, escape(kept.body["text"]), turn.now)
        elif agreed:
            await self._desk.new_entry(tx, actor, kept.cluster_id, _draft(kept.body), turn.now)
        await self._store.drafts.remove(tx, draft_id)
        return self._cards.sent(kept.cluster_id, can_take_back=can_take_back) if agreed else self._cards.dropped()

    async def _entry(self, turn: Turn, actor: Actor, draft_id: int) -> tuple[Draft, EntryDraft]:
        kept = await self._own(_transaction(turn), actor, draft_id, turn.now)
        if kept.kind != "entry":
            raise Gone
        return kept, _draft(kept.body)

    async def _own(self, tx: Transaction, actor: Actor, draft_id: int, now: int) -> Draft:
        await self._desk.rights.check(tx, actor, "draft", f"draft:{draft_id}", now)
        kept = await self._store.drafts.get(tx, draft_id)
        if kept is None or kept.organiser != actor.person:
            raise Outdated
        return kept

    async def _changed(self, turn: Turn, draft_id: int, kept: Draft, draft: EntryDraft) -> Shown:
        version = _version(kept) + 1
        await self._store.drafts.change(_transaction(turn), draft_id, {**_body(draft), _VERSION: version})
        return self._shown(draft_id, kept.cluster_id, draft, version)

    def _shown(self, draft_id: int, cluster_id: int, draft: EntryDraft, version: int = 0) -> Shown:
        message = self._cards.draft(draft_id, version, draft, self._desk.draft_problems(draft))
        return Shown(draft_id, cluster_id, message)

    def _sendable(self, html: str, plain: str) -> str:
        """Give a text with its markup where that can be sent, or else without."""
        try:
            self._desk.check_answer(html)
        except Unfit:
            html = escape(plain)
            self._desk.check_answer(html)
        return html


def _transaction(turn: Turn) -> Transaction:
    assert turn.tx is not None  # without one, organisers are told that nothing can be done
    return turn.tx


def _said(update: Update) -> tuple[str, str]:
    """Give what a message says, as HTML and plain."""
    message = update.effective_message
    if message is None or not message.text:
        return "", (message and message.caption) or ""
    return message.text_html, message.text


def _version(draft: Draft) -> int:
    """Say how often an entry was rewritten."""
    version: int = draft.body.get(_VERSION, 0)
    return version


def _body(draft: EntryDraft) -> dict[str, Any]:
    fields = asdict(draft)
    return fields | {"verified_on": draft.verified_on and draft.verified_on.isoformat()}


def _draft(body: Any) -> EntryDraft:
    fields = {name: value for name, value in body.items() if name != _VERSION}
    day = fields.pop("verified_on")
    phrasings = tuple(fields.pop("phrasings"))
    return EntryDraft(**fields, phrasings=phrasings, verified_on=date.fromisoformat(day) if day else None)
