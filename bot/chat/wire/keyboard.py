"""What Telegram accepts as `reply_markup`. Source: https://core.telegram.org/bots/api#inlinekeyboardmarkup."""

from typing import Any

from bot.chat.wire import links
from bot.chat.wire.refusal import Json, Refusal, bad_request, stand_in

MAX_CALLBACK_DATA = 64
MAX_BUTTONS = 100
MAX_COPY_TEXT = 256

_ACTIONS = frozenset(
    {"callback_data", "url", "switch_inline_query", "switch_inline_query_current_chat", "copy_text"},
)
_KEYBOARD_FLAGS = frozenset({"resize_keyboard", "one_time_keyboard", "is_persistent", "selective"})
_FIELDS = {
    "inline_keyboard": frozenset[str](),
    "keyboard": _KEYBOARD_FLAGS | {"input_field_placeholder"},
    "remove_keyboard": frozenset({"selective"}),
    "force_reply": frozenset({"selective", "input_field_placeholder"}),
}
_FLAGS = _KEYBOARD_FLAGS | {"remove_keyboard", "force_reply"}


def check(markup: Any, *, inline_only: bool = False) -> Json | None:
    """Give a message's markup as Telegram keeps it (no keyboard is None); raise Refusal (400) for a bad one."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    kind = next((kind for kind in _FIELDS if kind in markup), None)
    if not markup or kind is None:
        raise stand_in(f"not a reply markup: {sorted(markup)}")
    if inline_only and kind != "inline_keyboard":
        raise bad_request("inline keyboard expected")
    for name in markup.keys() - {kind} - _FIELDS[kind]:
        raise stand_in(f"unknown field {name!r} beside {kind!r}")
    for name in markup.keys() & _FLAGS:
        if not isinstance(markup[name], bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    if kind in ("inline_keyboard", "keyboard"):
        rows = _rows(markup, kind)
        for row in rows:
            for button in row:
                _inline_button(button) if kind == "inline_keyboard" else _key(button)
        if not rows:
            return None
        if sum(map(len, rows)) > MAX_BUTTONS:
            raise bad_request("REPLY_MARKUP_TOO_LONG")
        return {**markup, kind: rows}
    return dict(markup)


def _rows(markup: Json, kind: str) -> list[list[Any]]:
    rows = markup[kind]
    if not isinstance(rows, list):
        raise bad_request(f'field "{kind}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{kind}" must be an Array of Arrays')
    return [row for row in rows if row]


def _inline_button(button: Any) -> None:
    text = _text(button, "inline keyboard button")
    actions = [name for name in button if name in _ACTIONS]
    for name in button.keys() - _ACTIONS - {"text"}:
        raise stand_in(f"unknown field {name!r} in the inline keyboard button {text!r}")
    if len(actions) > 1:
        raise stand_in(f"the inline keyboard button {text!r} does several things: {', '.join(sorted(actions))}")
    if not actions or (button[actions[0]] == "" and not actions[0].startswith("switch")):
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    [action] = actions
    value = button[action]
    if action == "copy_text":
        copied = value.get("text") if isinstance(value, dict) else None
        if not isinstance(copied, str) or not 1 <= len(copied) <= MAX_COPY_TEXT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return
    if not isinstance(value, str):
        raise _unreadable(f'Field "{action}" must be of type String')
    if action == "callback_data" and len(value.encode()) > MAX_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url":
        try:
            links.checked(value)
        except ValueError as error:
            raise bad_request(f"inline keyboard button URL '{value}' is invalid: {error}") from error


def _key(button: Any) -> None:
    if isinstance(button, dict):
        for name in button.keys() - {"text", "request_contact", "request_location"}:
            raise stand_in(f"unknown field {name!r} in a keyboard button")
    _text({"text": button} if isinstance(button, str) else button, "keyboard button")


def _text(button: Any, what: str) -> str:
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {what}: KeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request(f"can't parse {what}: Can't find field \"text\"")
    text = button["text"]
    if not isinstance(text, str):
        raise bad_request(f'can\'t parse {what}: Field "text" must be of type String')
    if not text.strip():
        raise bad_request(f"{what} text must be non-empty")
    return text


def _unreadable(why: str) -> Refusal:
    return bad_request(f"can't parse inline keyboard button: {why}")
