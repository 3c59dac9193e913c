"""What is done every day: deleting what is older than it may be, and copying the database."""

import asyncio
import logging
from collections.abc import Callable
from datetime import date
from typing import Final

from bot.chat.alarm import Alarm
from bot.chat.ledger import UNSTORABLE
from bot.problem import MendableError
from bot.store import Store
from bot.store.backup import Daily
from bot.wording.terms import QUESTION_MONTHS

_DAY_SECONDS: Final = 86_400
_HOUR_SECONDS: Final = 3600
_LOOK_SECONDS: Final = 60

_log = logging.getLogger(__name__)


class House:
    """Keeps the promises of the privacy notice; `backups`: None where none are made, `alarm`: when one fails."""

    def __init__(
        self, store: Store, retention_days: int, backups: Daily | None, alarm: Alarm, clock: Callable[[], float]
    ) -> None:
        self._store = store
        self._retention_days = retention_days
        self._backups = backups
        self._alarm = alarm
        self._clock = clock

    async def run(self) -> None:
        """Do both until cancelled."""
        await asyncio.gather(self._purge(), self._back_up())

    async def _purge(self) -> None:
        """Delete every day what is older than it may be; where that fails, try again an hour later."""
        while True:
            wait = _DAY_SECONDS
            try:
                counts = await self._store.retention.purge(int(self._clock()), self._retention_days, QUESTION_MONTHS)
                if gone := {kind: count for kind, count in counts.items() if count}:
                    _log.info("Effacé, car trop ancien : %s.", gone)
            except UNSTORABLE as error:
                _log.warning("L'effacement de ce qui est trop ancien attend (%s).", error)
                wait = _HOUR_SECONDS
            await asyncio.sleep(wait)

    async def _back_up(self) -> None:
        """Have a backup of each day, made when the day begins or the bot starts; try again an hour after a failure."""
        while self._backups:
            wait = _LOOK_SECONDS
            try:
                made = await asyncio.to_thread(self._backups.make, date.fromtimestamp(self._clock()))
                if made:
                    _log.info("La base est copiée dans %s.", made)
                self._alarm.end()
            except MendableError as error:
                self._alarm.begin(error)
                wait = _HOUR_SECONDS
            await asyncio.sleep(wait)
