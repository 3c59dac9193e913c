"""Somebody who would like a training: passed on with their explicit consent only, and taken back as easily."""

from dataclasses import replace
from datetime import datetime

from telegram import Update, User

from bot.chat.copies import unwished, wishes_of
from bot.chat.turn import Turn, post
from bot.content.departements import DEPARTEMENTS
from bot.desk.cards import Cards
from bot.store import Interest, Store
from bot.wording import Wish
from bot.wording.composer import long_date, place
from bot.wording.knowledge import Current


class Wishes:
    """Answers *Ça m'intéresse*. `chat`: the organisers' chat (None: /interets shows the wishes)."""

    def __init__(self, current: Current, store: Store, chat: int | None) -> None:
        self._current = current
        self._store = store
        self._chat = chat

    async def wish(self, update: Update, turn: Turn, wish: Wish) -> None:
        """Ask for the consent, keep the wish, or forget it."""
        knowledge, user = self._current.knowledge, update.effective_user
        offer = next((one for one in knowledge.content.offers if one.id == wish.offer_id), None)
        if offer is None or user is None:
            return
        if turn.tx is None:
            return turn.toast(knowledge.replies.toast(knowledge.messages.not_stored))
        if wish.step == "ask":
            departement = (await self._store.preferences.get(turn.tx, turn.person)).departement
            shown = ", ".join(filter(None, (_name(user), place(departement or ""))))
            return turn.send(knowledge.offers.consent(offer, shown))
        if wish.step == "agree":
            await self._keep(turn, user, offer.id, offer.title)
            return turn.edit(knowledge.offers.wished(offer))
        was_kept = await withdraw(self._store, turn, offer.id)
        return turn.edit(knowledge.offers.withdrawn() if was_kept else knowledge.offers.not_wished())

    async def _keep(self, turn: Turn, user: User, offer_id: str, title: str) -> None:
        assert turn.tx is not None  # see wish
        person = turn.person
        departement = (await self._store.preferences.get(turn.tx, person)).departement or None
        kept = Interest(person, offer_id, user.full_name[:100], user.id, user.username or "", departement, turn.now)
        id = await self._store.interests.add(turn.tx, kept)
        if id is not None and self._chat is not None:
            knowledge = self._current.knowledge
            words = knowledge.messages.organisers
            card = Cards(knowledge.content, knowledge.messages).said(
                words.interest_card,
                name=_name(user),
                offer=title,
                place=DEPARTEMENTS.get(departement or "", words.anywhere),
                day=long_date(datetime.fromtimestamp(turn.now).date()),
            )
            about = wishes_of(turn, [id], self._chat)
            turn.scope.calls.append(replace(post(self._chat, card), about=about))


async def withdraw(store: Store, turn: Turn, offer_id: str) -> bool:
    """Forget a person's wish, and take it from organisers' sight; False when there was none."""
    assert turn.tx is not None  # nothing is forgotten that is not stored
    id = await store.interests.remove(turn.tx, turn.person, offer_id)
    if id is None:
        return False
    knowledge = turn.current.knowledge
    turn.scope.calls += await unwished(store, turn.tx, [id], Cards(knowledge.content, knowledge.messages))
    return True


def _name(user: User) -> str:
    return f"{user.full_name[:100]}, @{user.username}" if user.username else user.full_name[:100]
