"""Taps on cards, what organisers write in reply, and what leaves only once they have confirmed it."""

from telegram import Update

from bot.chat.copies import DRAFT, VIEW, copy_of, draft_of, view_of
from bot.chat.drafts import Drafting, Shown
from bot.chat.organiser import Organiser
from bot.chat.recall import Recall
from bot.chat.turn import Turn
from bot.content.sentences import fill
from bot.desk import Actor, Claimed, Cluster, DeskError, Gone, NotAllowed, Outdated, Settled, TooLate, Unfit
from bot.desk.cards import digest
from bot.store import PERSON, Store
from bot.wording import Block, Confirm, Merge, Message, Review, Rewrite, SetTheme, ShowOpen, Split, Tie
from bot.wording.knowledge import Current
from bot.wording.message import OrganiserAction

_AWAITED_SECONDS = 900
_SEARCHED = 4


class Reviewer:
    """Lets organisers do what the desk offers; whether somebody is one, the desk says at each action."""

    def __init__(self, current: Current, store: Store, organiser: Organiser) -> None:
        self._current = current
        self._store = store
        self._organiser = organiser
        self._awaited: Recall[str] = Recall(_AWAITED_SECONDS)
        self._drafting = Drafting(current, store, organiser.desk)

    async def tapped(self, update: Update, turn: Turn, action: OrganiserAction) -> None:
        """Do what a button asks for, or say why not; a stranger learns nothing."""
        words = self._organiser.cards.words
        if turn.tx is None:
            turn.toast(words.not_stored)
            return
        try:
            await self._do(turn, action)
        except NotAllowed:
            turn.toast(self._organiser.cards.toast(self._current.knowledge.messages.gone))
        except DeskError as error:
            turn.toast(self._organiser.cards.toast(self._why(error)))
            if not isinstance(error, Gone) and isinstance(action, Review | Tie | Merge):
                await self._show(turn, action.cluster_id)

    async def takes(self, update: Update, turn: Turn) -> bool:
        """Take what an organiser writes in reply to a card, a draft or what was asked of them; False: for others."""
        message = update.effective_message
        if message is None or turn.tx is None or not (message.text or message.caption):
            return False
        about = await self._about(turn)
        if about is None:
            return False
        if message.sender_chat is not None:
            self._organiser.say(turn, self._organiser.cards.said(self._organiser.cards.words.under_own_name))
            return True
        actor = self._organiser.actor(turn)
        if not await self._organiser.desk.rights.has(turn.tx, actor.person):
            return False
        self._awaited.forget(self._key(turn))
        kind, _, rest = about.partition(":")
        number = int(rest.partition(":")[0])
        try:
            if kind == "ask-words":
                await self._search(turn, number, message.text or "")
            elif kind == "ask-field":
                self._say(turn, await self._drafting.rewritten(turn, actor, number, rest.rpartition(":")[2]))
            elif kind == DRAFT:
                self._say(turn, await self._drafting.replied(turn, actor, int(rest.rpartition(":")[2])))
            else:
                self._say(turn, await self._drafting.written(turn, actor, number, asking=kind == "ask-precision"))
        except Unfit as error:
            self._organiser.say(turn, self._organiser.cards.refused(str(error)))
        except DeskError as error:
            self._organiser.say(turn, self._organiser.cards.said(self._why(error)))
        return True

    async def _do(self, turn: Turn, action: OrganiserAction) -> None:
        assert turn.tx is not None
        actor, desk, now = self._organiser.actor(turn), self._organiser.desk, turn.now
        match action:
            case Review(id, verb):
                await self._review(turn, actor, id, verb)
            case Tie(id, entry_id):
                await desk.same_as(turn.tx, actor, id, entry_id, now)
                turn.edit(self._organiser.cards.sent(id, can_take_back=True))
            case Merge(id, into):
                await desk.merge(turn.tx, actor, id, into, now)
                turn.edit(self._organiser.cards.sent(id, can_take_back=True))
            case Split(question_id):
                new = await desk.split(turn.tx, actor, question_id, now)
                turn.edit(self._organiser.cards.sent(new, can_take_back=False))
            case Block(question_id, blocked):
                await desk.block(turn.tx, actor, question_id, now, blocked=blocked)
                asked = await self._store.questions.get(turn.tx, question_id)
                if asked and asked.cluster_id:
                    await self._show(turn, asked.cluster_id)
            case Confirm():
                turn.edit(await self._drafting.confirmed(turn, actor, action))
            case Rewrite(draft_id, "theme"):
                await desk.rights.check(turn.tx, actor, "draft", f"draft:{draft_id}", now)
                turn.edit(self._organiser.cards.themes_of_draft(draft_id))
            case Rewrite(draft_id, field):
                await desk.rights.check(turn.tx, actor, "draft", f"draft:{draft_id}", now)
                self._ask(turn, self._organiser.cards.ask_field(field), f"ask-field:{draft_id}:{field}")
            case SetTheme(draft_id, slug):
                turn.edit((await self._drafting.themed(turn, actor, draft_id, slug)).message)
            case ShowOpen():
                await desk.rights.check(turn.tx, actor, "list", "clusters", now)
                listed, ids = await self._organiser.listed(turn, action)
                turn.edit(listed, copy_of(turn, *ids))

    async def _review(self, turn: Turn, actor: Actor, id: int, verb: str) -> None:
        assert turn.tx is not None
        desk, now = self._organiser.desk, turn.now
        if act := {
            "claim": desk.claim,
            "release": desk.release,
            "ignore": desk.ignore,
            "reopen": desk.reopen,
            "take_back": desk.take_back,
        }.get(verb):
            await act(turn.tx, actor, id, now)
            await self._show(turn, id)
            return
        await desk.rights.check(turn.tx, actor, verb, f"cluster:{id}", now)
        cluster = await self._found(turn, id)
        if verb == "show":
            if self._is_list(turn):
                self._organiser.say(turn, self._organiser.cards.card(cluster, now), view_of(turn, id))
            else:
                await self._show(turn, id)
        elif verb == "drop":
            turn.edit(self._organiser.cards.dropped())
        elif verb == "same":
            nearest = [one.id for one in cluster.nearest]
            others = [await self._found(turn, other) for other in cluster.neighbours]
            shown = self._organiser.cards.same_as(cluster, nearest, others)
            self._organiser.say(turn, shown, copy_of(turn, id, *cluster.neighbours))
        elif verb == "search":
            self._ask(turn, self._organiser.cards.ask_words(id), f"ask-words:{id}")
        elif verb == "split":
            self._organiser.say(turn, self._organiser.cards.split(cluster), copy_of(turn, id))
        elif verb in ("answer", "ask"):
            await desk.claim(turn.tx, actor, id, now)
            ask = self._organiser.cards.ask_answer(id) if verb == "answer" else self._organiser.cards.ask_precision(id)
            self._ask(turn, ask, f"{'ask-answer' if verb == 'answer' else 'ask-precision'}:{id}")
        elif verb == "entry":
            await desk.claim(turn.tx, actor, id, now)
            self._say(turn, await self._drafting.begun(turn, actor, cluster))

    async def _show(self, turn: Turn, id: int) -> None:
        """Put the card as it is now in the place of what was tapped."""
        assert turn.tx is not None
        cluster = await self._found(turn, id)
        card, tapped = self._organiser.cards.card(cluster, turn.now), turn.incoming.effective_message
        if tapped and await self._about_message(turn, tapped.message_id) == f"card:{id}":
            await self._store.clusters.card_is(turn.tx, id, tapped.message_id)
            await self._store.clusters.shown(turn.tx, id, cluster.kept.version, digest(card))
            if digest(card) == cluster.kept.card_digest:
                return
            turn.edit(card)
        else:
            turn.edit(card, view_of(turn, id))

    async def _found(self, turn: Turn, id: int) -> Cluster:
        assert turn.tx is not None
        cluster = await self._organiser.desk.views.one(turn.tx, id)
        if cluster is None:
            raise Gone
        return cluster

    async def _search(self, turn: Turn, id: int, text: str) -> None:
        cluster = await self._found(turn, id)
        candidates = self._current.knowledge.answerer.reply_to(text)[0].candidates
        others = await self._organiser.desk.admission.neighbours(turn.tx, id, [text]) if turn.tx else ()
        shown = [await self._found(turn, other) for other in others]
        found = self._organiser.cards.same_as(cluster, [one.id for one in candidates[:_SEARCHED]], shown)
        self._organiser.say(turn, found, copy_of(turn, id, *others))

    async def _about(self, turn: Turn) -> str | None:
        """Say what a message answers: what it replies to, or else what was just asked of its writer in private."""
        message, chat = turn.incoming.effective_message, turn.incoming.effective_chat
        if message is None or chat is None or turn.tx is None:
            return None
        to = message.reply_to_message
        if to is None:
            return None if turn.in_group else self._awaited.get(self._key(turn), turn.now)
        about = await self._about_message(turn, to.message_id)
        awaited = self._awaited.get(self._key(turn), turn.now)
        kinds = ("card", VIEW, DRAFT, "ask-answer", "ask-precision", "ask-words", "ask-field")
        return about if about and about.partition(":")[0] in kinds else awaited

    async def _about_message(self, turn: Turn, message_id: int) -> str | None:
        """Say what a message of ours in the chat at hand is about, where that is known."""
        chat = turn.incoming.effective_chat
        if chat is None or turn.tx is None:
            return None
        if chat.id == self._organiser.chat and (about := await self._store.clusters.of_card(turn.tx, message_id)):
            return about
        pseudonym = self._store.database.vault.pseudonym(PERSON, chat.id)
        return await self._store.receipts.of_message(turn.tx, pseudonym, message_id)

    def _say(self, turn: Turn, shown: Shown) -> None:
        self._organiser.say(turn, shown.message, draft_of(turn, shown.cluster_id, shown.draft_id))

    def _ask(self, turn: Turn, message: Message, about: str) -> None:
        self._awaited.keep(self._key(turn), about, turn.now)
        self._organiser.say(turn, message, about)

    def _is_list(self, turn: Turn) -> bool:
        """Say whether the button tapped stands under a list, which stays."""
        tapped = turn.incoming.effective_message
        rows = tapped.reply_markup.inline_keyboard if tapped and tapped.reply_markup else ()
        return sum(len(row) for row in rows) > 0 and any("nº" in one.text for row in rows for one in row)

    def _key(self, turn: Turn) -> tuple[int, int]:
        chat, user = turn.incoming.effective_chat, turn.incoming.effective_user
        return (chat.id if chat else 0, user.id if user else 0)

    def _why(self, error: DeskError) -> str:
        words = self._organiser.cards.words
        match error:
            case Claimed(by=name):
                return fill(words.claimed_by_other, name=name)
            case Settled():
                return words.settled
            case TooLate():
                return words.too_late
            case Outdated():
                return words.draft_outdated
            case Unfit():
                return str(error)
        return words.gone
