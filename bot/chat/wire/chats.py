"""Chats and the messages people see in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.chat.wire.refusal import Json


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: what it says and what it does (`other`: any other kind of action)."""

    text: str
    callback_data: str | None = None
    url: str | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands now: plain text (or caption) with its entities, and what the bot sent (`html`).

    `content` holds what a message of another kind carries, such as {"photo": […]}. Dates are Unix seconds.
    """

    id: int
    chat: Json
    sender: Json
    date: int
    text: str = ""
    entities: tuple[Json, ...] = ()
    html: str = ""
    reply_markup: Json | None = None
    reply_to: "Message | None" = None
    edited_at: int | None = None
    content: Json = field(default_factory=dict)

    @property
    def from_bot(self) -> bool:
        """Tell whether the bot wrote it."""
        return bool(self.sender["is_bot"])

    @property
    def edited(self) -> bool:
        """Tell whether it was changed after it was sent."""
        return self.edited_at is not None

    @property
    def buttons(self) -> tuple[tuple[Button, ...], ...]:
        """The buttons under it, row by row; a reply keyboard's too."""
        markup = self.reply_markup or {}
        rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
        return tuple(tuple(_button(button) for button in row) for row in rows)

    def to_json(self) -> Json:
        """Give the Bot API's Message object."""
        body: Json = {"message_id": self.id, "from": self.sender, "chat": self.chat, "date": self.date, **self.content}
        text, entities = ("caption", "caption_entities") if self.content else ("text", "entities")
        if self.text:
            body[text] = self.text
        if self.entities:
            body[entities] = [dict(entity) for entity in self.entities]
        if self.edited_at is not None:
            body["edit_date"] = self.edited_at
        if self.reply_to is not None:
            body["reply_to_message"] = {
                key: value for key, value in self.reply_to.to_json().items() if key != "reply_to_message"
            }
        if self.reply_markup and "inline_keyboard" in self.reply_markup:
            body["reply_markup"] = self.reply_markup
        return body


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat or a supergroup: who is in it, and the messages that are there now.

    `members` maps user ids to their status ("creator", "administrator", "member", "left", "kicked"), the bot's
    included; a private chat has none. `actions` holds what the bot was seen doing ("typing"), in order.
    """

    id: int
    type: str
    header: Json
    ids: Iterator[int]
    members: dict[int, str] = field(default_factory=dict)
    actions: list[str] = field(default_factory=list)
    _messages: dict[int, Message] = field(default_factory=dict)

    @property
    def messages(self) -> list[Message]:
        """What people see now, oldest first."""
        return list(self._messages.values())

    @property
    def last(self) -> Message:
        """The newest message."""
        return next(reversed(self._messages.values()))

    def find(self, message_id: int) -> Message | None:
        """Look a message up by its id."""
        return self._messages.get(message_id)

    def keep(self, message: Message) -> Message:
        """Show a message, or its new version in the same place."""
        self._messages[message.id] = message
        return message

    def remove(self, message_id: int) -> None:
        """Take a message away for everybody."""
        del self._messages[message_id]


def _button(button: str | Json) -> Button:
    if isinstance(button, str):
        return Button(button)
    kinds = button.keys() - {"text", "callback_data", "url"}
    return Button(button["text"], button.get("callback_data"), button.get("url"), next(iter(sorted(kinds)), None))
