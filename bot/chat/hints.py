"""What to do instead, for a message that says nothing in words: a link, emojis, a photo, a voice message…"""

import re

from telegram import Message, Update
from telegram.ext import filters

from bot.chat.turn import Turn
from bot.content.messages import Messages
from bot.wording.knowledge import Current

# From the start of a word only, never back, ten labels at the most: in linear time, however long the word.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?:(?<![\w.+-])[\w.+-]++@|(?<![\w-]))(?:[\w-]++\.){1,10}[a-z]{2,}(?:/\S*)?",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_SIGNS = re.compile(r"[\s!-/:-@\[-`{-~¿¡…«»“”’–—]+")

_MOST_ALBUMS = 100


class Hints:
    """Asks for words in place of the kinds of message that the bot cannot read."""

    def __init__(self, current: Current) -> None:
        self._current = current

    async def write_instead(self, update: Update, turn: Turn) -> None:
        """Answer a message of another kind."""
        message, knowledge = update.effective_message, self._current.knowledge
        if message is not None:
            turn.send(knowledge.pages.hint(_for_kind(message, knowledge.messages)))


class OneOfAlbum(filters.MessageFilter):
    """Messages of which one, the first to come, speaks for its whole album; and all that are in none."""

    def __init__(self) -> None:
        super().__init__()
        self._first: dict[str, int] = {}

    def filter(self, message: Message) -> bool:
        """Say whether this is one."""
        album = message.media_group_id
        if album is None:
            return True
        # By its message: an update that is handled again, after a fault, must find the same verdict.
        is_first = self._first.setdefault(album, message.message_id) == message.message_id
        if len(self._first) > _MOST_ALBUMS:
            del self._first[next(iter(self._first))]
        return is_first


def without_words(text: str, messages: Messages) -> str | None:
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


def _for_kind(message: Message, messages: Messages) -> str:
    families = (
        (messages.instead_of_voice, ("voice", "audio", "video_note")),
        (messages.instead_of_picture, ("photo", "video", "animation", "live_photo", "paid_media", "story")),
        (messages.instead_of_play, ("sticker", "dice", "game")),
        (messages.instead_of_place, ("location", "venue")),
        (messages.instead_of_contact, ("contact",)),
        (messages.instead_of_document, ("document",)),
        (messages.instead_of_list, ("poll", "checklist")),
        (messages.instead_of_payment, ("invoice",)),
    )
    return next(
        (text for text, kinds in families if any(getattr(message, kind) for kind in kinds)), messages.write_instead
    )
