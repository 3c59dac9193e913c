"""Reminders of meetings, asked for in private; and how people take back what they asked for."""

from telegram import Update

from bot.chat.interest import withdraw
from bot.chat.turn import Turn
from bot.desk.promises import about_meeting, remindable
from bot.store import Store, Subscription, Transaction
from bot.wording import Remind, Revoke
from bot.wording.deep_links import digest
from bot.wording.knowledge import Current


class Reminders:
    """Keeps what people ask for in private, and forgets it as they ask."""

    def __init__(self, current: Current, store: Store) -> None:
        self._current = current
        self._store = store

    async def remind(self, update: Update, turn: Turn, remind: Remind) -> None:
        """Keep that somebody is to be written to the day before a meeting."""
        knowledge = self._current.knowledge
        meeting = next(one for one in knowledge.content.meetings if one.id == remind.meeting_id)
        chat = update.effective_chat
        if turn.tx is None:
            return turn.toast(knowledge.replies.toast(knowledge.messages.not_stored))
        if chat is None or turn.in_group or not remindable(meeting, turn.today):
            return turn.toast(knowledge.replies.toast(knowledge.messages.gone))
        wish = Subscription(turn.person, "meeting", about_meeting(meeting), chat.id, turn.now)
        await self._store.subscriptions.add(turn.tx, wish)
        turn.toast(knowledge.replies.toast(knowledge.messages.reminder_noted))
        return turn.swap(remind, knowledge.pages.remind_not_button(digest(wish.subject)))

    async def revoke(self, update: Update, turn: Turn, revoke: Revoke) -> None:
        """Forget what somebody asked for."""
        messages, replies = self._current.knowledge.messages, self._current.knowledge.replies
        if turn.tx is None:
            return turn.toast(replies.toast(messages.not_stored))
        if revoke.what == "meeting":
            done = await self._forget_reminder(turn.tx, turn.person, revoke.digest)
        else:
            done = await self._forget_interest(turn, turn.tx, revoke.digest)
        turn.toast(replies.toast(messages.revoked if done else messages.revoked_before))
        return turn.swap(revoke, None)

    async def _forget_reminder(self, tx: Transaction, person: str, key: str) -> bool:
        wishes = await self._store.subscriptions.of_person(tx, person)
        theirs = (one.subject for one in wishes if one.kind == "meeting" and digest(one.subject) == key)
        found = next(theirs, None)
        return found is not None and await self._store.subscriptions.remove(tx, person, "meeting", found)

    async def _forget_interest(self, turn: Turn, tx: Transaction, key: str) -> bool:
        wishes = await self._store.interests.of_person(tx, turn.person)
        found = next((one.offer for one in wishes if digest(one.offer) == key), None)
        return found is not None and await withdraw(self._store, turn, found)
