"""The organiser's commands, which do not exist for anybody else."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any

from telegram import Update, User

from bot.chat.commands import menu, no_menu, shown_to_organisers
from bot.chat.copies import copy_of
from bot.chat.turn import Turn, post
from bot.desk import Actor, Desk
from bot.desk.cards import Cards
from bot.desk.letters import PER_PAGE
from bot.store import PERSON, Sought, Store
from bot.wording import Message, ShowOpen
from bot.wording.knowledge import Current

_OLD_SECONDS = 7 * 86_400

Door = Callable[[Actor], str]
"""Makes an address by which an organiser enters their page, once."""

Command = Callable[[Update, Turn], Coroutine[Any, Any, None]]


class Organiser:
    """Knows who acts, and answers organisers' commands; whether somebody is one, the desk says at each.

    `chat`: the organisers' chat (None: there is none, and they use their private chats).
    """

    def __init__(self, current: Current, store: Store, desk: Desk, chat: int | None, door: Door | None = None) -> None:
        self._current = current
        self._store = store
        self.desk = desk
        self.chat = chat
        self._door = door

    @property
    def cards(self) -> Cards:
        """What organisers read, in the words in force."""
        knowledge = self._current.knowledge
        return Cards(knowledge.content, knowledge.messages)

    def for_organisers(self, command: Command, unknown: Command) -> Command:
        """Give a command that does not exist for anybody else."""

        async def run(update: Update, turn: Turn) -> None:
            if update.message and update.message.sender_chat is not None:
                if update.message.chat_id == self.chat:
                    self.say(turn, self.cards.said(self.cards.words.under_own_name))
            elif turn.tx is None or not await self.desk.rights.has(turn.tx, self.actor(turn).person):
                if not turn.in_group:
                    await unknown(update, turn)
            elif not turn.in_group or (update.effective_chat and update.effective_chat.id == self.chat):
                await command(update, turn)

        return run

    def more_for_organisers(self, command: Command) -> Command:
        """Give a command everybody has, which tells organisers their own commands too."""

        async def run(update: Update, turn: Turn) -> None:
            await command(update, turn)
            here = not turn.in_group or (update.effective_chat and update.effective_chat.id == self.chat)
            if here and turn.tx is not None and await self.desk.rights.has(turn.tx, self.actor(turn).person):
                self.say(turn, self.cards.commands(shown_to_organisers(self.cards.words)))

        return run

    async def open(self, update: Update, turn: Turn) -> None:
        """Answer /ouvertes."""
        listed, ids = await self.listed(turn, ShowOpen())
        self.say(turn, listed, copy_of(turn, *ids))

    async def page(self, update: Update, turn: Turn) -> None:
        """Answer /tableau, in private only: whoever has the link can enter."""
        words, person = self.cards.words, update.effective_user
        if self._door is None or person is None:
            return self.say(turn, self.cards.said(words.no_page))
        turn.scope.calls.append(post(person.id, self.cards.door(self._door(self.actor(turn)))))
        if turn.in_group:
            self.say(turn, self.cards.said(words.page_in_private))

    async def organisers(self, update: Update, turn: Turn) -> None:
        """Answer /organisateur: list, add, remove."""
        assert turn.tx is not None  # see for_organisers
        words, rights = self.cards.words, self.desk.rights
        match turn.args or []:
            case ["ajouter" | "+", number, *name] if number.isdecimal() and name:
                shown = " ".join(name)[:60]
                await rights.add(turn.tx, self.actor(turn), int(number), shown, turn.now)
                turn.scope.calls.append(menu(self._current.knowledge.messages, int(number)))
                self.say(turn, self.cards.said(words.organiser_added, name=shown))
            case ["retirer" | "-", number, *_] if number.isdecimal():
                gone = await rights.remove(turn.tx, self.actor(turn), int(number), turn.now)
                turn.scope.calls += [no_menu(int(number))] if gone else []
                text = words.organiser_removed if gone else words.organiser_unknown
                self.say(turn, self.cards.said(text, **({"name": number} if gone else {})))
            case [_, *_]:
                text = f"{words.organiser_unread}\n\n{words.organiser_how}"
                self.say(turn, self.cards.said(text))
            case _:
                added = await self._store.organisers.all(turn.tx)
                self.say(turn, self.cards.organisers(rights.fixed, added))

    def actor(self, turn: Turn) -> Actor:
        """Give whoever wrote or tapped, by the id that Telegram gives."""
        user = turn.incoming.effective_user
        assert isinstance(user, User)  # handlers run only where somebody wrote or tapped
        return Actor(self._store.database.vault.pseudonym(PERSON, user.id), user.full_name[:60])

    async def listed(self, turn: Turn, show: ShowOpen) -> tuple[Message, Sequence[int]]:
        """List a page of the questions that wait; tell which they are."""
        assert turn.tx is not None
        sought = Sought(theme=show.theme, now=turn.now)
        if show.listed == "mine":
            sought = replace(sought, claimed_by=self.actor(turn).person)
        elif show.listed == "old":
            sought = replace(sought, opened_before=turn.now - _OLD_SECONDS)
        found = await self.desk.views.ranked(turn.tx, sought, show.page, PER_PAGE)
        total = await self._store.clusters.count(turn.tx, sought)
        return self.cards.open_list(found, total, show), [one.id for one in found]

    def say(self, turn: Turn, message: Message, about: str | None = None) -> None:
        """Write to the organiser's own chat or theirs, in full: what is shortened in groups is not for them."""
        turn.post(message, about)
