"""A message that says nothing in words: only a link, a number, signs or emojis."""

import re

from bot.content.messages import Messages

# From the start of a word only, never back, ten labels at the most: in linear time, however long the word.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?:(?<![\w.+-])[\w.+-]++@|(?<![\w-]))(?:[\w-]++\.){1,10}[a-z]{2,}(?:/\S*)?",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_SIGNS = re.compile(r"[\s!-/:-@\[-`{-~¿¡…«»“”’–—]+")


def hint_for(text: str, messages: Messages) -> str | None:
    """Give the hint for a text that is only a link, a number, signs or emojis; None when it holds words."""
    rest = _ADDRESS.sub("", text)
    if _LETTER.search(rest):
        return None
    if rest != text:
        return messages.only_link
    if re.search(r"\d", text):
        return messages.only_number
    if not text:
        return messages.nothing_to_read
    return messages.only_signs if _SIGNS.fullmatch(text) else messages.only_emojis
