"""One person who writes without end: a kind sentence, then silence until the minute is over."""

from collections.abc import Callable, Container, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram import Update

from bot.chat.turn import Turn
from bot.wording.knowledge import Current

_MINUTE = 60
_MOST_PEOPLE = 10_000
"""People whose minute is remembered; beyond, the one that began first is forgotten."""

_Callback = Callable[[Update, Turn], Coroutine[Any, Any, None]]


@dataclass(slots=True)
class _Minute:
    """What a person wrote since a time (Unix seconds, as Telegram says), and the last update counted."""

    began: float
    count: int = 0
    last: int | None = None


class Flood:
    """Lets `most` messages a minute of each person through to a handler (0: all), and all of an organiser.

    It counts by the time at which Telegram received them: what waited while the bot was away is no flood, and the
    machine's clock does not matter.
    """

    def __init__(self, most: int, organisers: Container[int], current: Current) -> None:
        self._most = most
        self._organisers = organisers
        self._current = current
        self._minutes: dict[int, _Minute] = {}

    def limited(self, callback: _Callback) -> _Callback:
        """Give a handler that is not called for what is too much."""

        async def handle(update: Update, turn: Turn) -> None:
            excess = self._excess(update)
            if excess <= 0:
                await callback(update, turn)
            elif excess == 1:
                turn.send(self._current.knowledge.pages.too_fast())

        return handle

    def _excess(self, update: Update) -> int:
        """Count a message, once however often it is handled, and give by how many its person goes too far."""
        message, person = update.effective_message, update.effective_user
        if not self._most or message is None or person is None or person.id in self._organisers:
            return 0
        at = message.date.timestamp()
        minute = self._minutes.get(person.id)
        if minute is None or at - minute.began >= _MINUTE:
            self._minutes.pop(person.id, None)
            minute = self._minutes[person.id] = _Minute(at)
            if len(self._minutes) > _MOST_PEOPLE:
                del self._minutes[next(iter(self._minutes))]
        if minute.last != update.update_id:
            minute.last = update.update_id
            minute.count += 1
        return minute.count - self._most
