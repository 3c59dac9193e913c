"""What the bot remembers of a conversation for a moment: ids, never words; in memory, so a restart forgets it."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

_Value = TypeVar("_Value")
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Last:
    """The question somebody got an answer to last, and the entry that answered; or those that were suggested."""

    question_id: int
    entry: str | None
    suggested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replied:
    """What a message got: the hash of each reply's gist, and the id of its question if that is stored.

    `before` is what it had got before the update `update_id`, for when that update has to be handled once more.
    """

    update_id: int
    given: Mapping[int, int | None]
    before: Mapping[int, int | None]


class Recall(Generic[_Value]):
    """Keeps something by chat and number (of a person, of a message) for some seconds, the newest 10,000 only."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._kept: OrderedDict[tuple[int, int], tuple[int, _Value]] = OrderedDict()

    def keep(self, key: tuple[int, int], value: _Value, now: int) -> None:
        """Remember, in the place of what was there."""
        self._kept.pop(key, None)
        self._kept[key] = now, value
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)

    def get(self, key: tuple[int, int], now: int) -> _Value | None:
        """Give what is remembered and not too old."""
        since, value = self._kept.get(key, (0, None))
        return value if now - since < self._seconds else None

    def forget(self, key: tuple[int, int]) -> None:
        """Forget, if it is there."""
        self._kept.pop(key, None)
