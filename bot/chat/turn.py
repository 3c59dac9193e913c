"""What a handler is given, and python-telegram-bot's Application made to hand it over.

A handler never talks to Telegram: it adds calls to its turn. They are stored in the transaction that marks the
update as handled, and sent from there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NoReturn, Self

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.constants import ChatType
from telegram.ext import Application, CallbackContext, ExtBot

from bot.chat import buttons
from bot.chat.api import file
from bot.desk import Desk
from bot.store import PERSON, Call, Transaction, Vault
from bot.wording import Action, Button, Message, Result, ShowEntry, deep_links
from bot.wording.knowledge import Current
from bot.wording.terms import Terms

ANSWER_TAP, ANSWER_QUERY = "answerCallbackQuery", "answerInlineQuery"

_QUERY_CACHE_SECONDS = 30
"""How long Telegram gives the same results for the same words: an edit of the content must soon be seen."""

_READ_AS: Mapping[str, object] = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}

_Data = dict[Any, Any]


@dataclass(slots=True)
class Scope:
    """The handling of one update: its transaction (None: nothing can be stored), its time, the calls it owes."""

    tx: Transaction | None
    now: int
    calls: list[Call] = field(default_factory=list)


class Turn(CallbackContext[ExtBot[None], _Data, _Data, _Data]):
    """The context of handlers."""

    incoming: Update
    scope: Scope
    current: Current
    vault: Vault

    @classmethod
    def from_update(cls, update: object, application: Any) -> Self:
        """Make the context of an update."""
        turn = super().from_update(update, application)
        assert isinstance(update, Update) and isinstance(application, Conversation)
        turn.incoming, turn.scope, turn.current = update, application.scope, application.current
        turn.vault = application.vault
        return turn

    @property
    def tx(self) -> Transaction | None:
        """The transaction of this update; None when nothing can be stored: then promise nothing."""
        return self.scope.tx

    @property
    def now(self) -> int:
        """Unix seconds."""
        return self.scope.now

    @property
    def today(self) -> date:
        """The day, where the bot runs."""
        return date.fromtimestamp(self.scope.now)

    @property
    def person(self) -> str:
        """The pseudonym of whoever wrote or tapped."""
        user = self.incoming.effective_user
        assert user is not None  # handlers run only where somebody did
        return self.vault.pseudonym(PERSON, user.id)

    @property
    def in_group(self) -> bool:
        """Whether others read along."""
        chat = self.incoming.effective_chat
        return chat is not None and chat.type != ChatType.PRIVATE

    def send(self, message: Message, *, replying: bool = False, page: str = "") -> None:
        """Write a message to the chat of the update; in a group shortened, and always as a reply.

        `page`: what its way to the private chat opens there ("": the entry it is about, if it is).
        """
        chat, to = self.incoming.effective_chat, self.incoming.effective_message
        if chat is None:
            return
        if self.in_group:
            address = _in_private(self.bot.username, message.entry, page)
            message = self.current.knowledge.replies.short(message, address)
        params: dict[str, object] = {"chat_id": chat.id, **message_params(message, self.bot.username)}
        if (replying or self.in_group) and to is not None:
            params["reply_parameters"] = {"message_id": to.message_id, "allow_sending_without_reply": True}
        self._call("sendMessage", params)

    def post(self, message: Message, about: str | None = None) -> None:
        """Write a message to the chat of the update in full, in a group too; `about`: as the receipts will have it."""
        chat = self.incoming.effective_chat
        if chat is not None:
            self.scope.calls.append(replace(post(chat.id, message), about=about))

    def photo(self, name: str, png: bytes, caption: str) -> None:
        """Send a picture to the chat of the update, with a plain caption."""
        chat = self.incoming.effective_chat
        if chat is not None:
            self._call("sendPhoto", {"chat_id": chat.id, "photo": file(name, png), "caption": caption})

    def document(self, name: str, data: bytes, caption: str) -> None:
        """Send a file to the chat of the update, with a plain caption."""
        chat = self.incoming.effective_chat
        if chat is not None:
            self._call("sendDocument", {"chat_id": chat.id, "document": file(name, data), "caption": caption})

    def edit(self, message: Message, about: str | None = None) -> None:
        """Put a message in the place of the one whose button was tapped, or below when that cannot be."""
        tapped = self._tapped()
        if tapped is None or tapped.text is None:  # gone, or a picture
            self.post(message, about) if about else self.send(message)
        else:
            self._call("editMessageText", {**_place(tapped), **message_params(message, self.bot.username)}, about)

    def edit_replied(self, message: Message) -> None:
        """Put a message in the place of the one that the tapped one replies to, if it is there and ours."""
        tapped = self._tapped()
        to = tapped.reply_to_message if tapped else None
        if to is not None and to.text is not None and to.from_user is not None and to.from_user.id == self.bot.id:
            self._call("editMessageText", {**_place(to), **message_params(message, self.bot.username)})

    def show(self, message: Message, in_place: bool) -> None:
        """Edit or send."""
        if in_place:
            self.edit(message)
        else:
            self.send(message)

    def take_away(self, *kinds: type) -> None:
        """Take the buttons of these kinds of action from the message that was tapped."""
        tapped = self._tapped()
        if tapped is None or tapped.reply_markup is None:
            return
        rows = tapped.reply_markup.to_dict()["inline_keyboard"]
        left = [[one for one in row if not buttons.does(one.get("callback_data", ""), kinds)] for row in rows]
        self._call(
            "editMessageReplyMarkup",
            {**_place(tapped), "reply_markup": {"inline_keyboard": [row for row in left if row]}},
        )

    def swap(self, action: Action, button: Button | None) -> None:
        """Put a button in the place of the one for an action (None: nothing), in the message that was tapped."""
        tapped = self._tapped()
        if tapped is None or tapped.reply_markup is None:
            return
        rows = tapped.reply_markup.to_dict()["inline_keyboard"]
        old, new = buttons.encode(action), buttons.keyboard([[button]] if button else [], self.bot.username)
        there = new[0] if new else []
        changed = [[it for one in row for it in (there if one.get("callback_data") == old else [one])] for row in rows]
        kept = [row for row in changed if row]
        if kept != rows:
            self._call("editMessageReplyMarkup", {**_place(tapped), "reply_markup": {"inline_keyboard": kept}})

    def toast(self, text: str) -> None:
        """Answer a tap with a sentence that is shown for a moment."""
        if self.incoming.callback_query:
            self._call(ANSWER_TAP, {"callback_query_id": self.incoming.callback_query.id, "text": text})

    def offer(self, results: Sequence[Result]) -> None:
        """Answer an inline query."""
        if self.incoming.inline_query:
            query = {"inline_query_id": self.incoming.inline_query.id, "results": [_article(one) for one in results]}
            self._call(ANSWER_QUERY, {**query, "cache_time": _QUERY_CACHE_SECONDS, "is_personal": False})

    def _tapped(self) -> TelegramMessage | None:
        message = self.incoming.callback_query.message if self.incoming.callback_query else None
        return message if isinstance(message, TelegramMessage) else None

    def _call(self, method: str, params: Mapping[str, object], about: str | None = None) -> None:
        chat = self.incoming.effective_chat
        self.scope.calls.append(Call(method, chat.id if chat else None, params, about=about))


class Conversation(Application[ExtBot[None], Turn, _Data, _Data, _Data, None]):
    """The Application, which handles one update after the other and gives what they owe."""

    scope: Scope
    current: Current
    desk: Desk
    terms: Terms
    vault: Vault

    async def handle(self, raw: Mapping[str, Any], tx: Transaction | None, now: int) -> list[Call]:
        """Run the handlers on a raw update and give the calls to make; what a handler raises comes out."""
        update = Update.de_json(dict(raw), self.bot)
        self.scope = Scope(tx, now)
        await self.process_update(update)
        calls = self.scope.calls
        query = update.callback_query
        if query and not any(call.method == ANSWER_TAP for call in calls):
            calls.append(Call(ANSWER_TAP, None, {"callback_query_id": query.id}))
        return calls

    async def process_error(self, update: object, error: Exception, job: Any = None, coroutine: Any = None) -> NoReturn:
        """Let an exception through: whoever holds the transaction must roll it back."""
        raise error


def post(chat_id: int, message: Message, reply_to: int | None = None) -> Call:
    """Make the call that writes a message to any chat, in reply to a message of it that may be gone."""
    params: dict[str, object] = {"chat_id": chat_id, **message_params(message)}
    if reply_to is not None:
        params["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
    return Call("sendMessage", chat_id, params)


def message_params(message: Message, username: str = "") -> dict[str, object]:
    """Give the parameters that make a message, without its place; `username`: the bot's, for what people share."""
    content: dict[str, object] = {"text": message.html, **_READ_AS}
    if message.asks:
        content["reply_markup"] = {"force_reply": True, "selective": True}
    elif message.rows:
        content["reply_markup"] = {"inline_keyboard": buttons.keyboard(message.rows, username)}
    return content


def _place(message: TelegramMessage) -> dict[str, object]:
    return {"chat_id": message.chat_id, "message_id": message.message_id}


def _article(result: Result) -> dict[str, object]:
    content = {"message_text": result.html, **_READ_AS}
    shown = {"id": result.id, "title": result.title, "description": result.description}
    return {"type": "article", **shown, "input_message_content": content}


def _in_private(username: str, entry: str | None, page: str) -> str:
    """Give the address that opens the private chat, at a page or an entry where there is one."""
    return deep_links.address(username, deep_links.payload(ShowEntry(entry)) if entry else page)
