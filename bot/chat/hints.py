"""What to do instead, for a message that says nothing in words: a link, emojis, a photo, a voice message…"""

from dataclasses import replace

from telegram import Message, Update
from telegram.ext import filters

from bot.chat.turn import Turn, post
from bot.content.messages import Messages
from bot.store import Store
from bot.wording.knowledge import Current

_MOST_ALBUMS = 100

ALBUM_SECONDS = 2
"""How long the photos of an album may take to come: each is a message, and any of them may bear the caption."""


class Hints:
    """Asks for words in place of the kinds of message that the bot cannot read."""

    def __init__(self, current: Current, store: Store) -> None:
        self._current = current
        self._store = store

    async def write_instead(self, update: Update, turn: Turn) -> None:
        """Answer a message of another kind; an album a moment later, when it has turned out to have no caption."""
        message, knowledge = update.effective_message, self._current.knowledge
        if message is None:
            return
        hint = knowledge.pages.hint(_for_kind(message, knowledge.messages))
        if message.media_group_id is None or turn.tx is None:
            return turn.send(hint)
        call = replace(post(message.chat_id, hint), about=_about(message.media_group_id))
        due_at = turn.now + ALBUM_SECONDS
        await self._store.outbox.add(turn.tx, [call], turn.now, update.update_id, due_at)

    async def captioned(self, update: Update, turn: Turn) -> bool:
        """Take back the hint for an album whose caption came with a later photo; False: the caption is a question."""
        message = update.effective_message
        if message is not None and message.media_group_id is not None and turn.tx is not None:
            await self._store.outbox.take_back(turn.tx, [_about(message.media_group_id)], turn.now)
        return False


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


def _about(album: str) -> str:
    return f"album:{album}"


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
