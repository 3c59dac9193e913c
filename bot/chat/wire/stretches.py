"""A message's text as apps draw it: stretch by stretch, each with the entities that it is in."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.chat.wire.chats import Message


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some text between two ends of entities; `kinds` as Telegram names them, `url` where it leads somewhere."""

    text: str
    kinds: tuple[str, ...] = ()
    url: str | None = None


def stretches(message: Message) -> Iterator[Stretch]:
    """Cut a message's text wherever an entity begins or ends."""
    units = message.text.encode("utf-16-le")  # offsets count UTF-16 code units, of two bytes
    spans = [(one["offset"], one["offset"] + one["length"], one) for one in message.entities]
    ends = sorted({0, len(units) // 2, *(end for start, stop, _ in spans for end in (start, stop))})
    for start, stop in pairwise(ends):
        text = units[2 * start : 2 * stop].decode("utf-16-le")
        around = [one for first, last, one in spans if first <= start and stop <= last]
        url = next((one["url"] for one in around if "url" in one), None)
        if url is None and any(one["type"] == "url" for one in around):
            url = text if "://" in text else f"https://{text}"
        yield Stretch(text, tuple(one["type"] for one in around), url)
