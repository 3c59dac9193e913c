"""An edited content, put in force while the bot runs; a broken one changes nothing, and is told."""

import asyncio
import logging
import traceback
from collections.abc import Callable

from telegram.ext import ExtBot

from bot.chat.alarm import Announce
from bot.chat.commands import register, shown
from bot.chat.worker import Worker
from bot.content.sentences import fill
from bot.maintain.reload import Reloader
from bot.problem import MendableError
from bot.reports.tally import Tally
from bot.wording.knowledge import Current, Knowledge

_MOST_TOLD = 5
"""How many mistakes are told to the organisers; the log has all."""

_AGAIN_SECONDS = 5

_log = logging.getLogger(__name__)


class Reloading:
    """Swaps the knowledge in force between two updates; `on_live` hears of each new version."""

    def __init__(
        self,
        reloader: Reloader,
        worker: Worker,
        current: Current,
        bot: ExtBot[None],
        tally: Tally,
        announce: Announce | None = None,
        on_live: Callable[[], None] | None = None,
    ) -> None:
        self._reloader = reloader
        self._worker = worker
        self._current = current
        self._bot = bot
        self._tally = tally
        self._announce = announce
        self._on_live = on_live
        self._told = ""

    async def run(self) -> None:
        """Follow the content until cancelled."""
        while True:
            try:
                async for version in self._reloader.versions():
                    if isinstance(version, Knowledge):
                        await self._take(version)
                    else:
                        self._refuse(version)
            except Exception:  # whatever an edit brings about, the version in force goes on
                _log.error("La FAQ n'a pas pu être relue : %s", traceback.format_exc())
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _take(self, version: Knowledge) -> None:
        old = self._current.knowledge
        if version is not old:
            async with self._worker.between_updates():
                self._current.knowledge = version
            self._tally.reloads["live"] += 1
            _log.info("La FAQ a été relue : version %s.", version.version)
            if self._on_live:
                self._on_live()
        if self._told:
            self._told = ""
            self._tell(logging.WARNING, version.messages.content_good)
        if shown(version.messages) != shown(old.messages):
            await register(self._bot, version.messages)

    def _refuse(self, error: MendableError) -> None:
        """Tell why an edit cannot be used, once."""
        if (said := str(error)) == self._told:
            return
        self._told = said
        self._tally.reloads["refused"] += 1
        _log.error("L'édition de la FAQ est refusée, la version d'avant reste en service :\n%s", said)
        if self._announce:
            self._announce(fill(self._current.knowledge.messages.content_refused, mistakes=in_short(said)))

    def _tell(self, level: int, text: str) -> None:
        _log.log(level, "%s", text)
        if self._announce:
            self._announce(text)


def in_short(mistakes: str) -> str:
    """Give the first few of some mistakes, one a line."""
    lines = mistakes.splitlines()
    return "\n".join([*lines[:_MOST_TOLD], *(["…"] if len(lines) > _MOST_TOLD else [])])
