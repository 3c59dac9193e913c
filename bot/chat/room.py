"""The organisers' chat: what it is told about the bot itself, and what is missing there at the start."""

import logging
from collections.abc import Callable

from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat.sender import Sender
from bot.chat.turn import post
from bot.content.markup import escape
from bot.wording import Message
from bot.wording.knowledge import Current

_log = logging.getLogger(__name__)


class Room:
    """Speaks to the organisers about the bot; straight from memory, so that a lost database is told too."""

    def __init__(self, bot: ExtBot[None], current: Current, sender: Sender, chat: int) -> None:
        self._bot = bot
        self._current = current
        self._sender = sender
        self._chat = chat

    def announce(self, text: str) -> None:
        """Say something to the organisers, plain."""
        self._sender.put([post(self._chat, Message(escape(text)))])

    async def greet(self) -> None:
        """Say what is missing, if anything is."""
        words, pack = self._current.knowledge.messages.organisers, self._current.knowledge.content.pack
        missing = [
            words.no_body if not pack.body else "",
            words.no_contact if not pack.contact else "",
            await self._no_admin(lambda: words.no_admin),
        ]
        if lines := [line for line in missing if line]:
            self.announce("\n".join([words.missing, *(f"- {line}" for line in lines)]))

    async def _no_admin(self, says: Callable[[], str]) -> str:
        """Say that the bot is no administrator of the group, where that is so."""
        try:
            chat = await self._bot.get_chat(self._chat)
            if chat.type == ChatType.PRIVATE:
                return ""
            member = await self._bot.get_chat_member(self._chat, self._bot.id)
        except TelegramError as error:
            _log.warning("BOT_ORGANISERS_CHAT : le bot n'atteint pas ce chat (%s). Ajoutez-l'y.", error)
            return ""
        return says() if member.status == ChatMemberStatus.MEMBER else ""
