"""The organisers' chat: what it is told about the bot itself, and what is missing there at the start."""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress

from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat.api import call
from bot.chat.commands import menu
from bot.chat.ledger import UNSTORABLE, Ledger
from bot.chat.sender import Sender
from bot.chat.turn import post
from bot.content.markup import escape
from bot.store import Call, Store
from bot.wording import Message
from bot.wording.knowledge import Current
from bot.wording.limits import fit
from bot.wording.terms import Terms

_log = logging.getLogger(__name__)


class Room:
    """Speaks to the organisers about the bot: in their chat, or to each of them where there is none.

    By the outbox, so that a restart forgets nothing; straight from memory while the database is lost, to tell that.
    """

    def __init__(
        self,
        bot: ExtBot[None],
        current: Current,
        store: Store,
        sender: Sender,
        ledger: Ledger,
        clock: Callable[[], float],
        chat: int | None,
        organisers: Collection[int],
        terms: Terms,
    ) -> None:
        self._bot = bot
        self._current = current
        self._store = store
        self._sender = sender
        self._ledger = ledger
        self._clock = clock
        self._chat = chat
        self._organisers = organisers
        self._terms = terms
        self._said: asyncio.Queue[tuple[str, Collection[int]]] = asyncio.Queue()

    def announce(self, text: str) -> None:
        """Say something to the organisers, plain."""
        self._said.put_nowait((text, self._organisers if self._chat is None else [self._chat]))

    async def run(self) -> None:
        """Show the organisers' commands, then pass on what is announced, until cancelled."""
        with suppress(*UNSTORABLE):  # the ledger tells
            await self._show_commands()
        while True:
            text, chats = await self._said.get()
            calls = [post(chat, Message(fit(escape(text)))) for chat in chats]
            ids: list[int] | None = None
            with suppress(*UNSTORABLE):  # the ledger tells
                if not self._ledger.broken:
                    ids = await self._stored(calls)
            self._sender.put(calls, ids)

    async def greet(self) -> None:
        """Say what is missing, if anything is; to the organisers themselves where their chat cannot be reached."""
        words, pack = self._current.knowledge.messages.organisers, self._current.knowledge.content.pack
        missing = [
            words.no_body if not pack.body else "",
            words.no_contact if not (self._terms.contact or pack.contact) else "",
        ]
        chats: Collection[int] = self._organisers
        if self._chat is None:
            missing.append(words.no_chat)
        else:
            try:
                missing.append(words.no_admin if await self._is_no_admin(self._chat) else "")
                chats = [self._chat]
            except TelegramError as error:
                _log.warning("BOT_ORGANISERS_CHAT : le bot n'atteint pas ce chat (%s). Ajoutez-l'y.", error)
                missing.append(words.no_member)
        if lines := [line for line in missing if line]:
            self._said.put_nowait(("\n".join([words.missing, *(f"- {line}" for line in lines)]), chats))

    async def _show_commands(self) -> None:
        """Have Telegram show the organisers' commands in their chat, and to each of them in private."""
        messages = self._current.knowledge.messages
        async with self._store.database.read() as tx:
            added = [one.number for one in await self._store.organisers.all(tx)]
        for chat in dict.fromkeys([*([self._chat] if self._chat else []), *self._organisers, *added]):
            made = menu(messages, chat)
            try:
                await call(self._bot, made.method, made.params)
            except TelegramError as error:  # somebody who has not written to the bot yet; they can do without
                _log.info("Telegram n'a pas pris les commandes d'un organisateur (%s).", error)

    async def _stored(self, calls: Sequence[Call]) -> list[int]:
        async with self._store.database.begin() as tx:
            return await self._store.outbox.add(tx, calls, int(self._clock()))

    async def _is_no_admin(self, chat_id: int) -> bool:
        chat = await self._bot.get_chat(chat_id)
        if chat.type == ChatType.PRIVATE:
            return False
        member = await self._bot.get_chat_member(chat_id, self._bot.id)
        if member.status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED):
            raise TelegramError(member.status)
        return member.status == ChatMemberStatus.MEMBER
