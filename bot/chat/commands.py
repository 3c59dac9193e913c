"""The commands that say what the bot is."""

import logging
from collections.abc import Sequence
from difflib import get_close_matches

from telegram import Update
from telegram.constants import ChatType
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.chat.turn import Turn
from bot.content.messages import Messages
from bot.content.organiser_messages import OrganiserMessages
from bot.matching.text import fold
from bot.store import Call
from bot.wording import ShowEntry, ShowTheme, deep_links
from bot.wording.knowledge import Current
from bot.wording.terms import Terms

_ALIKE = 0.75
"""From this likeness on (difflib's ratio, 0 to 1), what was typed is taken for a command of ours misspelt."""

_log = logging.getLogger(__name__)


class Commands:
    """Answers /start, /aide, /confidentialite, /id, and what is none of ours."""

    def __init__(self, current: Current, terms: Terms) -> None:
        self._current = current
        self._terms = terms

    async def start(self, update: Update, turn: Turn) -> None:
        """Welcome, or show the page that a deep link names."""
        knowledge = self._current.knowledge
        payload = turn.args[0] if turn.args else ""
        match deep_links.read(payload, knowledge.content):
            case ShowEntry(id):
                turn.send(knowledge.replies.answer(knowledge.content.entries[id], turn.today))
            case ShowTheme(slug):
                turn.send(knowledge.pages.theme(next(one for one in knowledge.content.themes if one.slug == slug)))
            case None:
                turn.send(knowledge.pages.welcome(lost=bool(payload)))

    async def help(self, update: Update, turn: Turn) -> None:
        """Say how to ask."""
        turn.send(self._current.knowledge.pages.help())

    async def privacy(self, update: Update, turn: Turn) -> None:
        """Say what is kept."""
        turn.send(self._current.knowledge.pages.privacy(self._terms))

    async def number(self, update: Update, turn: Turn) -> None:
        """Say the number of the person, in private, or of the group."""
        chat, pages = update.effective_chat, self._current.knowledge.pages
        if chat is not None:
            private = chat.type == ChatType.PRIVATE
            turn.send(pages.number_of_person(chat.id) if private else pages.number_of_group(chat.id))

    async def unknown(self, update: Update, turn: Turn) -> None:
        """Say that there is no such command, and which one may be meant."""
        knowledge = self._current.knowledge
        typed = (update.effective_message.text or "") if update.effective_message else ""
        turn.send(knowledge.pages.unknown_command(_meant(typed, [name for name, _ in shown(knowledge.messages)])))


def _meant(typed: str, commands: Sequence[str]) -> str | None:
    """Give the command that a misspelt one stands for: by its first word, or all of it ("/mes questions")."""
    text = fold(typed[1:].partition("@")[0])
    found = [
        *get_close_matches(text.replace(" ", ""), commands, 1, _ALIKE),
        *get_close_matches(text.partition(" ")[0], commands, 1, _ALIKE),
    ]
    return found[0] if found else None


async def register(bot: ExtBot[None], messages: Messages) -> None:
    """Give Telegram the list of commands; people can do without it. Raises InvalidToken when the token is none."""
    try:
        await bot.set_my_commands(shown(messages))
    except InvalidToken:
        raise
    except TelegramError as error:
        _log.warning("Telegram n'a pas pris la liste des commandes (%s).", error)


def shown_to_organisers(words: OrganiserMessages) -> list[tuple[str, str]]:
    """List the commands that only organisers have: name and description."""
    return [
        ("ouvertes", words.command_open),
        ("tableau", words.command_page),
        ("stats", words.command_stats),
        ("interets", words.command_interests),
        ("organisateur", words.command_organisers),
    ]


def menu(messages: Messages, chat: int) -> Call:
    """Give the call that has Telegram show the organisers' commands in a chat, beside everybody's."""
    commands = [*shown_to_organisers(messages.organisers), *shown(messages)]
    listed = [{"command": name, "description": purpose} for name, purpose in commands]
    return Call("setMyCommands", None, {"commands": listed, "scope": _only_in(chat)})


def no_menu(chat: int) -> Call:
    """Give the call that has Telegram show everybody's commands in a chat again."""
    return Call("deleteMyCommands", None, {"scope": _only_in(chat)})


def _only_in(chat: int) -> dict[str, object]:
    return {"type": "chat", "chat_id": chat}


def shown(messages: Messages) -> list[tuple[str, str]]:
    """List the commands Telegram shows: name and description."""
    return [
        ("start", messages.command_start),
        ("aide", messages.command_help),
        ("themes", messages.command_themes),
        ("formations", messages.command_offers),
        ("rencontres", messages.command_meetings),
        ("confidentialite", messages.command_privacy),
        ("mesquestions", messages.command_mine),
        ("mesdonnees", messages.command_holdings),
        ("oublier", messages.command_erase),
    ]
