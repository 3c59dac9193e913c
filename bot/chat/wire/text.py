"""What Telegram does to any text: measure it in UTF-16 units, clean it, find commands, mentions and links in it.

Sources: https://core.telegram.org/api/entities, and TDLib's MessageEntity.cpp (fix_formatted_text, find_entities).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.chat.wire.refusal import Json

MAX_TEXT = 4096
MAX_CAPTION = 1024

# Direction overrides and line separators are removed from what anybody sends; other controls become spaces.
_REMOVED = re.compile("[\r\u2028-\u202e]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
# What nobody can see: a text of nothing else counts as empty.
_INVISIBLE = re.compile("[\\s\u00ad\u115f\u1160\u180e\u200b-\u200f\u202f\u2060-\u2064\u2800\u3164\ufeff\ufffc]*")

# Each begins only where a word does: what begins anywhere takes quadratic time on a long one.
_EMAIL = r"(?P<email>(?<![\w.+%-])[\w.+%-]+@(?:[\w-]+\.)+[a-zA-Z]{2,})"
_TLD = "com|org|net|fr|eu|be|ch|ca|io|info|me|co|biz|pro|app|dev|shop|paris|bzh|alsace|corsica"
_URL = rf"(?P<url>(?:https?|tg)://[^\s<>\"«»]+|(?<![\w@.-])(?:[\w-]+\.)+(?:{_TLD})\b(?:[/?#][^\s<>\"«»]*)?)"
_MENTION = r"(?P<mention>(?<!\w)@[A-Za-z0-9_]{4,32}(?!\w))"
_COMMAND = r"(?P<bot_command>(?<![\w/<>'\"])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>'\"]))"
_DETECTED = re.compile("|".join((_EMAIL, _URL, _MENTION, _COMMAND)))

# Inside these Telegram looks for nothing.
_OPAQUE = frozenset({"code", "pre", "text_link"})


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text as people see it, and its entities as Telegram's JSON objects (offset and length in UTF-16 units)."""

    text: str
    entities: tuple[Json, ...] = ()


def utf16_length(text: str) -> int:
    """Measure a text in UTF-16 code units, the unit of every offset in the Bot API."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def finished(formatted: FormattedText) -> FormattedText:
    """Clean a text (its length in code points is then what limits count) and add the entities Telegram finds itself."""
    cleaned = _cleaned(formatted)
    taken = [_span(entity) for entity in cleaned.entities if entity["type"] in _OPAQUE]
    found = [
        entity
        for entity in detected(cleaned.text)
        if not any(start < _span(entity)[1] and _span(entity)[0] < end for start, end in taken)
    ]
    return FormattedText(cleaned.text, in_order((*cleaned.entities, *found)))


def is_empty(text: str) -> bool:
    """Tell whether a text shows nothing."""
    return _INVISIBLE.fullmatch(text) is not None


def detected(text: str) -> list[Json]:
    """Find commands, mentions, addresses and links in a plain text."""
    found = []
    for match in _DETECTED.finditer(text):
        shown = match.group()
        if match.lastgroup == "url":
            shown = shown.rstrip(".,:;!?)'’…")
        found.append(
            {"type": match.lastgroup, "offset": utf16_length(text[: match.start()]), "length": utf16_length(shown)}
        )
    return found


def in_order(entities: Iterable[Json]) -> tuple[Json, ...]:
    """Sort entities as Telegram gives them: by place, the outer before the inner."""
    return tuple(sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))


def _cleaned(formatted: FormattedText) -> FormattedText:
    shown = _replaced(formatted.text)
    if shown == formatted.text == shown.strip(" \n"):
        return formatted
    lead, length = len(shown) - len(shown.lstrip(" \n")), len(shown.rstrip(" \n"))
    # Where each UTF-16 unit of the text as sent ends up in the text as shown.
    places, seen, at = [0], 0, 0
    for character in formatted.text:
        kept = _replaced(character)
        at += utf16_length(kept) if kept and lead <= seen < length else 0
        seen += len(kept)
        places += [at] * utf16_length(character)
    entities = []
    for entity in formatted.entities:
        start, end = (places[place] for place in _span(entity))
        if end > start:
            entities.append({**entity, "offset": start, "length": end - start})
    return FormattedText(shown[lead:length], in_order(entities))


def _replaced(text: str) -> str:
    return _CONTROL.sub(" ", _REMOVED.sub("", text))


def _span(entity: Json) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]
