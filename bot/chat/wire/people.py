"""The people the bot talks with: what they say, tap, send and edit becomes updates as Telegram makes them."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.chat.wire import samples
from bot.chat.wire.answers import Notice, Query, member
from bot.chat.wire.chats import Chat, Message
from bot.chat.wire.refusal import Json
from bot.chat.wire.text import MAX_CAPTION, MAX_TEXT, FormattedText, finished, is_empty

if TYPE_CHECKING:
    from bot.chat.wire.server import Telegram


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with Telegram on their phone; `chat` is their private chat with the bot.

    `notices` holds what taps showed them, `inline_results` the answer to their last inline query.
    """

    telegram: "Telegram"
    user: Json
    chat: Chat
    met: bool = False
    started: bool = False
    blocking: bool = False
    gone: bool = False
    notices: list[Notice] = field(default_factory=list)
    inline_results: list[Json] = field(default_factory=list)

    @property
    def id(self) -> int:
        """Their user id, and that of their private chat."""
        return int(self.user["id"])

    def say(self, text: str, chat: Chat | None = None, reply_to: int | None = None) -> int:
        """Write a message (1 to 4,096 characters, as the apps send it); give the update's id."""
        return self._write(chat, _typed(text), {}, reply_to)

    def send(self, kind: str, chat: Chat | None = None, caption: str = "", **fields: object) -> int:
        """Send a photo, voice, sticker, location, … (see `samples`), some fields replaced; give the update's id."""
        shown = _typed(caption, MAX_CAPTION) if caption else FormattedText("")
        return self._write(chat, shown, samples.content(kind, fields), None)

    def edit(self, message_id: int, text: str, chat: Chat | None = None) -> int:
        """Change what a message of their own says; give the update's id."""
        chat = chat or self.chat
        message = chat.find(message_id)
        if message is None or message.sender["id"] != self.id:
            raise LookupError(f"no message {message_id} of theirs in this chat")
        shown = _typed(text)
        now = int(self.telegram.clock())
        edited = replace(message, text=shown.text, entities=shown.entities, edited_at=now)
        return self.telegram.push({"edited_message": chat.keep(edited).to_json()})

    def tap(self, message_id: int, choice: str, chat: Chat | None = None) -> int:
        """Tap the button with this callback data or, failing that, this text; give the update's id."""
        chat = chat or self.chat
        message = chat.find(message_id)
        buttons = [button for row in message.buttons for button in row] if message else []
        found = [button for button in buttons if button.callback_data == choice]
        found += [button for button in buttons if button.text == choice and button.callback_data]
        if message is None or not found:
            raise LookupError(f"no button {choice!r} to tap under message {message_id}: {[b.text for b in buttons]}")
        self.met = True
        query_id = self.telegram.ask(self.telegram.taps, Query(self, self.telegram.clock()))
        query: Json = {
            "id": query_id,
            "from": self.user,
            "message": message.to_json(),
            "chat_instance": str(chat.id),
            "data": found[0].callback_data,
        }
        return self.telegram.push({"callback_query": query})

    def look_up(self, query: str, offset: str = "") -> int:
        """Type an inline query (`@bot …` in any chat); give the update's id."""
        query_id = self.telegram.ask(self.telegram.inline_queries, Query(self, self.telegram.clock()))
        self.met = True
        return self.telegram.push(
            {"inline_query": {"id": query_id, "from": self.user, "query": query[:256], "offset": offset}}
        )

    def blocks_bot(self) -> int:
        """Block the bot, which is told; give the update's id."""
        self.blocking = True
        return self._membership("member", "kicked")

    def unblocks_bot(self) -> int:
        """Let the bot write again; give the update's id."""
        self.blocking = False
        return self._membership("kicked", "member")

    def deletes_account(self) -> None:
        """Leave Telegram; the bot is not told."""
        self.gone = True

    def _write(self, chat: Chat | None, shown: FormattedText, content: Json, reply_to: int | None) -> int:
        chat = chat or self.chat
        if chat is self.chat:
            if self.blocking:
                self.unblocks_bot()
            self.started = True
        elif chat.members.get(self.id, "left") in ("left", "kicked"):
            raise LookupError(f"{self.user['first_name']} is not in the group {chat.id}")
        self.met = True
        message = Message(
            id=next(chat.ids),
            chat=chat.header,
            sender=self.user,
            date=int(self.telegram.clock()),
            text=shown.text,
            entities=shown.entities,
            reply_to=chat.find(reply_to) if reply_to is not None else None,
            content=content,
        )
        return self.telegram.push({"message": chat.keep(message).to_json()})

    def _membership(self, old: str, new: str) -> int:
        return self.telegram.membership(self.chat, self.user, old, new)


def _typed(text: str, limit: int = MAX_TEXT) -> FormattedText:
    shown = finished(FormattedText(text))
    if is_empty(shown.text) or len(shown.text) > limit:
        raise ValueError(f"the apps send 1 to {limit} characters at a time")
    return shown


def membership(chat: Chat, by: Json, bot: Json, date: int, statuses: tuple[str, str]) -> Json:
    """Make the update that tells the bot what it has become in a chat (`statuses`: before and after)."""
    old, new = (member(bot, status) for status in statuses)
    change = {"chat": chat.header, "from": by, "date": date, "old_chat_member": old, "new_chat_member": new}
    return {"my_chat_member": change}
