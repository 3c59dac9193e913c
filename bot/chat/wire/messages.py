"""The methods that put messages into chats, change them and take them away."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.chat.wire import keyboard, media
from bot.chat.wire.calls import CHAT, FILE, FLAG, JSON, NUMBER, TEXT, Params, method
from bot.chat.wire.chats import Chat, Message
from bot.chat.wire.markup import parse_html
from bot.chat.wire.refusal import Json, Refusal, bad_request, stand_in
from bot.chat.wire.text import MAX_CAPTION, MAX_TEXT, FormattedText, finished, is_empty

if TYPE_CHECKING:
    from bot.chat.wire.server import Telegram

# A message can be taken away for everybody so long.
DELETABLE_SECONDS = 48 * 3600

_SENT = {
    "chat_id": CHAT,
    "parse_mode": TEXT,
    "reply_markup": JSON,
    "reply_parameters": JSON,
    "disable_notification": FLAG,
    "protect_content": FLAG,
}
_EDITED = {"chat_id": CHAT, "message_id": NUMBER, "reply_markup": JSON}


@method("sendMessage", text=TEXT, link_preview_options=JSON, **_SENT)
def send_message(telegram: "Telegram", params: Params) -> Json:
    """Send a text."""
    shown = _text(params)
    return _sent(telegram, params, shown, params["text"], {})


@method("sendPhoto", photo=FILE, caption=TEXT, **_SENT)
def send_photo(telegram: "Telegram", params: Params) -> Json:
    """Send a picture of at most 10 MB."""
    content = media.photo(telegram.files, params.get("photo"))
    return _sent(telegram, params, _caption(params), params.get("caption", ""), content)


@method("sendDocument", document=FILE, caption=TEXT, disable_content_type_detection=FLAG, **_SENT)
def send_document(telegram: "Telegram", params: Params) -> Json:
    """Send a file of at most 50 MB."""
    content = media.document(telegram.files, params.get("document"))
    return _sent(telegram, params, _caption(params), params.get("caption", ""), content)


@method("editMessageText", text=TEXT, parse_mode=TEXT, link_preview_options=JSON, **_EDITED)
def edit_message_text(telegram: "Telegram", params: Params) -> Json:
    """Change a message's text; buttons that are not given again go."""
    shown = _text(params)
    chat, message = _own(telegram, params)
    if message.content:
        raise bad_request("there is no text in the message to edit")
    markup = keyboard.check(params.get("reply_markup"), inline_only=True)
    return _changed(telegram, chat, message, shown, params["text"], markup)


@method("editMessageReplyMarkup", **_EDITED)
def edit_message_reply_markup(telegram: "Telegram", params: Params) -> Json:
    """Change or remove the buttons under a message."""
    chat, message = _own(telegram, params)
    markup = keyboard.check(params.get("reply_markup"), inline_only=True)
    return _changed(telegram, chat, message, FormattedText(message.text, message.entities), message.html, markup)


@method("deleteMessage", chat_id=CHAT, message_id=NUMBER)
def delete_message(telegram: "Telegram", params: Params) -> bool:
    """Take a message away for everybody, within 48 hours; in a group another's only as an administrator."""
    chat = telegram.chat_to_write(params)
    message = chat.find(_message_id(params))
    if message is None:
        raise bad_request("message to delete not found")
    if telegram.clock() - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    administrator = chat.members.get(telegram.bot_user["id"]) == "administrator"
    if not (message.from_bot or chat.type == "private" or administrator):
        raise bad_request("message can't be deleted")
    chat.remove(message.id)
    return True


def formatted(source: str, parse_mode: str | None, limit: int, too_long: str) -> FormattedText:
    """Read a text the bot sends as its parse mode says; raise Refusal (400) where Telegram does."""
    match (parse_mode or "").lower():
        case "":
            shown = FormattedText(source)
        case "html":
            shown = parse_html(source)
        case "markdown" | "markdownv2":
            raise stand_in("only HTML is spoken here")
        case _:
            raise bad_request("unsupported parse_mode")
    shown = finished(shown)
    if len(shown.text) > limit:
        raise bad_request(too_long)
    return shown


def _text(params: Params) -> FormattedText:
    source = params.get("text", "")
    if not source:
        raise bad_request("message text is empty")
    shown = formatted(source, params.get("parse_mode"), MAX_TEXT, "message is too long")
    if is_empty(shown.text):
        raise bad_request("text must be non-empty")
    return shown


def _caption(params: Params) -> FormattedText:
    return formatted(params.get("caption", ""), params.get("parse_mode"), MAX_CAPTION, "message caption is too long")


def _sent(telegram: "Telegram", params: Params, shown: FormattedText, source: str, content: Json) -> Json:
    chat = telegram.chat_to_write(params)
    reply_to = _replied_to(chat, params.get("reply_parameters"))
    markup = keyboard.check(params.get("reply_markup"))
    telegram.pace(chat)
    message = Message(
        id=next(chat.ids),
        chat=chat.header,
        sender=telegram.bot_user,
        date=int(telegram.clock()),
        text=shown.text,
        entities=shown.entities,
        html=source,
        reply_markup=markup,
        reply_to=reply_to,
        content=content,
    )
    return chat.keep(message).to_json()


def _replied_to(chat: Chat, parameters: Any) -> Message | None:
    if parameters is None:
        return None
    if not isinstance(parameters, dict) or "message_id" not in parameters:
        raise bad_request('can\'t find field "message_id"')
    if not isinstance(parameters["message_id"], int):
        raise bad_request('field "message_id" must be a valid Number')
    for name in parameters.keys() - {"message_id", "allow_sending_without_reply", "chat_id"}:
        raise stand_in(f"unknown field {name!r} in reply_parameters")
    if parameters.get("chat_id", chat.id) != chat.id:
        raise stand_in("a reply to a message of another chat")
    message = chat.find(parameters["message_id"])
    if message is None and not parameters.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


def _own(telegram: "Telegram", params: Params) -> tuple[Chat, Message]:
    chat = telegram.chat_to_write(params)
    message = chat.find(_message_id(params))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or (message.reply_markup and "inline_keyboard" not in message.reply_markup):
        raise bad_request("message can't be edited")
    return chat, message


def _changed(
    telegram: "Telegram", chat: Chat, message: Message, shown: FormattedText, source: str, markup: Json | None
) -> Json:
    if (shown.text, shown.entities, markup) == (message.text, message.entities, message.reply_markup):
        raise not_modified()
    telegram.pace(chat)
    changed = replace(
        message,
        text=shown.text,
        entities=shown.entities,
        html=source,
        reply_markup=markup,
        edited_at=int(telegram.clock()),
    )
    return chat.keep(changed).to_json()


def not_modified() -> Refusal:
    """Word the refusal of an edit that changes nothing."""
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same as a current "
        "content and reply markup of the message"
    )


def _message_id(params: Params) -> int:
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    return int(params["message_id"])
