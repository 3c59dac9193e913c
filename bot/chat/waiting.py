"""Whoever waits for an answer: their consent to be written to, their questions, what they write back."""

from collections.abc import Callable
from typing import Final

from telegram import Update

from bot.chat.groups import words
from bot.chat.turn import Turn, post
from bot.desk import Desk
from bot.desk.cards import Cards
from bot.matching.replies import Answer
from bot.store import Call, Store, StoredQuestion
from bot.wording import ShowMine, Tell
from bot.wording.knowledge import Current
from bot.wording.pages import MINE_PER_PAGE, Noted

_FROM_US: Final = ("answer", "ask")
"""What our messages to them are about, that may be replied to."""


_ASKED_SECONDS: Final = 1800
"""For how long a message without Telegram's reply is taken for the answer to what was asked back."""


class Waiting:
    """Keeps where to write to somebody only as they ask, and passes on what they reply.

    `chat`: the organisers' chat (None: there is none).
    """

    def __init__(self, current: Current, store: Store, desk: Desk, chat: int | None) -> None:
        self._current = current
        self._store = store
        self.desk = desk
        self.chat = chat

    async def tell(self, update: Update, turn: Turn, tell: Tell) -> None:
        """Answer *Prévenez-moi*, and its contrary."""
        messages, replies = self._current.knowledge.messages, self._current.knowledge.replies
        if turn.tx is None:
            return turn.toast(replies.toast(messages.not_stored))
        question = await self._store.questions.get(turn.tx, tell.question_id)
        if question is None:
            return turn.toast(replies.toast(messages.gone))
        if question.person != turn.person:
            return turn.toast(replies.toast(messages.not_yours))
        if not tell.wanted:
            await self.desk.unwant(turn.tx, question.id, turn.now)
            await self.desk.promises.unfollow(turn.tx, question)
            turn.toast(replies.toast(messages.told_you_will_not_be))
        elif not await self._consents(turn, question):
            turn.toast(replies.toast(messages.told_already))
            return turn.take_away(Tell)
        else:
            turn.toast(replies.toast(messages.told_you_will_be))
        if tell.listed:
            return await self._list(turn, ShowMine(await self._page_of(turn, question.id)), turn.edit)
        return turn.swap(tell, replies.tell_button(question.id, wanted=not tell.wanted))

    async def mine(self, update: Update, turn: Turn) -> None:
        """Answer /mesquestions."""
        await self._list(turn, ShowMine(), turn.send)

    async def show_mine(self, update: Update, turn: Turn, show: ShowMine) -> None:
        """Turn the pages of /mesquestions."""
        await self._list(turn, show, turn.edit)

    async def takes(self, update: Update, turn: Turn) -> bool:
        """Pass on a reply to an answer that came later, or to what was asked back; False: it is no such reply."""
        message = update.effective_message
        if message is None or turn.tx is None or update.effective_user is None:
            return False
        to = message.reply_to_message
        if to is not None:
            about = await self._store.receipts.of_message(turn.tx, turn.person, to.message_id)
        else:
            about = await self._asked_just_now(turn, words(message))
        kind, _, number = (about or "").partition(":")
        if kind not in _FROM_US:
            return False
        text = words(message)
        question_id = int(number.partition(":")[0])
        cluster_id = await self.desk.hear(turn.tx, question_id, text, turn.now) if text else None
        if cluster_id is None:
            return False
        turn.send(self._current.knowledge.pages.passed_on())
        await self._announce(turn, cluster_id)
        return True

    async def _asked_just_now(self, turn: Turn, text: str) -> str | None:
        """Say what a person was asked back a moment ago and writes about in private, without Telegram's reply.

        Not where they answered already, or write something that the FAQ knows.
        """
        if turn.tx is None or turn.in_group:
            return None
        about = await self._store.receipts.asked(turn.tx, turn.person, turn.now - _ASKED_SECONDS)
        if about is None:
            return None
        exchanged = await self._store.notes.about(turn.tx, [int(about.split(":")[1])])
        answered = not exchanged or exchanged[-1].author != "organiser"
        known = isinstance(self._current.knowledge.answerer.reply_to(text)[0], Answer)
        return None if answered or known else about

    async def _consents(self, turn: Turn, question: StoredQuestion) -> bool:
        chat, message = turn.incoming.effective_chat, turn.incoming.effective_message
        if turn.tx is None or chat is None:
            return False
        if not await self.desk.want(turn.tx, question.id, chat.id, message.message_id if message else 0, turn.now):
            return False
        await self.desk.promises.follow(turn.tx, question, chat.id, turn.now)
        return True

    async def _page_of(self, turn: Turn, question_id: int) -> int:
        page = 0
        while turn.tx:
            found = await self._store.questions.noted_of(turn.tx, turn.person, MINE_PER_PAGE, page * MINE_PER_PAGE)
            if not found or question_id in (one.id for one in found):
                return page if found else 0
            page += 1
        return 0

    async def _list(self, turn: Turn, show: ShowMine, say: Callable[..., None]) -> None:
        knowledge = self._current.knowledge
        if turn.tx is None:
            say(knowledge.pages.our_error())
            return
        start = show.page * MINE_PER_PAGE
        found = await self._store.questions.noted_of(turn.tx, turn.person, MINE_PER_PAGE + 1, start)
        say(knowledge.pages.mine([_noted(one) for one in found], show.page))

    async def _announce(self, turn: Turn, cluster_id: int) -> None:
        """Say in the organisers' chat, under the card, that something was written back."""
        cluster = await self._store.clusters.get(turn.tx, cluster_id) if turn.tx else None
        if self.chat is None or cluster is None:
            return
        knowledge = self._current.knowledge
        heard = Cards(knowledge.content, knowledge.messages).heard(cluster_id)
        call = post(self.chat, heard, cluster.card_message)
        turn.scope.calls.append(Call(call.method, call.chat_id, call.params, about=f"view:{cluster_id}:{self.chat}"))


def _noted(one: StoredQuestion) -> Noted:
    if one.state == "open":
        return Noted(one.id, one.cluster_id, one.text, "open_told" if one.wants_answer else "open")
    return Noted(one.id, one.cluster_id, one.text, "ignored" if one.state == "ignored" else "answered")
