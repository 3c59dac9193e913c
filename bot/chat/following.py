"""The forge that maintainers edit on, looked at every minute: what it has comes in, what organisers wrote goes out."""

import asyncio
import logging
from contextlib import suppress

from bot.chat.alarm import Announce
from bot.chat.reloading import in_short
from bot.content.sentences import fill
from bot.maintain.forge import Forge
from bot.problem import MendableError
from bot.wording.knowledge import Current

EVERY_SECONDS = 60

_log = logging.getLogger(__name__)


class Following:
    """Keeps the content folder and its forge together; whoever follows the folder puts what arrives in force."""

    def __init__(
        self, forge: Forge, current: Current, announce: Announce | None = None, every: float = EVERY_SECONDS
    ) -> None:
        self._forge = forge
        self._current = current
        self._announce = announce
        self._every = every
        self._now = asyncio.Event()
        self._refused = self._offered = self._failed = ""

    def hurry(self) -> None:
        """Look at the forge now."""
        self._now.set()

    async def run(self) -> None:
        """Follow the forge until cancelled."""
        while True:
            await self._look()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every):
                    await self._now.wait()
            self._now.clear()

    async def _look(self) -> None:
        """Bring both together, and tell what a person has to know, once."""
        try:
            synced = await asyncio.to_thread(self._forge.sync)
        except (MendableError, OSError) as error:  # away, or something is in the way: all stays as it is
            if str(error) != self._failed:
                self._failed = str(error)
                _log.warning("FAQ : le dépôt et le dossier n'ont pas pu être réunis : %s", error)
            return
        self._failed = ""
        messages = self._current.knowledge.messages
        if synced.refused and synced.refused != self._refused:
            what = "FAQ : ce que le dépôt contient est refusé, la version d'avant reste en service"
            _log.error("%s :\n%s", what, synced.refused)
            self._tell(fill(messages.content_refused, mistakes=in_short(synced.refused)))
        elif self._refused and not synced.refused:
            _log.warning("FAQ : ce que le dépôt contient est de nouveau en ordre.")
            self._tell(messages.content_good)
        if synced.offered and synced.offered != self._offered:
            _log.warning("FAQ : ce que les organisateurs ont écrit attend dans la branche %s.", synced.offered)
            self._tell(fill(messages.content_offered, branch=synced.offered))
        self._refused, self._offered = synced.refused, synced.offered

    def _tell(self, text: str) -> None:
        if self._announce:
            self._announce(text)
