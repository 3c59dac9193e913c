"""The commands that say what the bot is."""

from telegram import Update

from bot.chat.knowledge import Current
from bot.chat.turn import Turn
from bot.content.messages import Messages


class Commands:
    """Answers /start, /aide, /confidentialite, and what is none of ours."""

    def __init__(self, current: Current) -> None:
        self._current = current

    async def start(self, update: Update, turn: Turn) -> None:
        """Welcome."""
        turn.send(self._current.knowledge.pages.welcome())

    async def help(self, update: Update, turn: Turn) -> None:
        """Say how to ask."""
        turn.send(self._current.knowledge.pages.help())

    async def privacy(self, update: Update, turn: Turn) -> None:
        """Say what is kept."""
        turn.send(self._current.knowledge.pages.privacy())

    async def unknown(self, update: Update, turn: Turn) -> None:
        """Say that there is no such command."""
        turn.send(self._current.knowledge.pages.unknown_command())


def shown(messages: Messages) -> list[tuple[str, str]]:
    """List the commands Telegram shows: name and description."""
    return [
        ("start", messages.command_start),
        ("aide", messages.command_help),
        ("themes", messages.command_themes),
        ("formations", messages.command_offers),
        ("rencontres", messages.command_meetings),
        ("confidentialite", messages.command_privacy),
    ]
