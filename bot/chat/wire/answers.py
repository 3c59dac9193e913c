"""The methods that answer taps and inline queries, and that tell about chats."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.chat.wire import keyboard
from bot.chat.wire.calls import CHAT, FLAG, JSON, NUMBER, TEXT, Params, method
from bot.chat.wire.messages import formatted
from bot.chat.wire.refusal import Json, Refusal, bad_request, stand_in
from bot.chat.wire.text import MAX_TEXT, is_empty

if TYPE_CHECKING:
    from bot.chat.wire.people import Person
    from bot.chat.wire.server import Telegram

MAX_NOTICE = 200
MAX_RESULTS = 50
# The app of whoever tapped stops waiting after so long.
QUERY_SECONDS = 15

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
)


@dataclass(frozen=True, slots=True)
class Query:
    """A tap or an inline query that waits for the bot; `at` in Unix seconds."""

    person: "Person"
    at: float


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person is shown on a tap: a line that fades, or an alert to close."""

    text: str
    alert: bool = False


@method("answerCallbackQuery", callback_query_id=TEXT, text=TEXT, show_alert=FLAG, cache_time=NUMBER)
def answer_callback_query(telegram: "Telegram", params: Params) -> bool:
    """End the wait of whoever tapped, with or without a word."""
    if len(params.get("text", "")) > MAX_NOTICE:
        raise bad_request("MESSAGE_TOO_LONG")
    person = _waiting(telegram, telegram.taps, params.get("callback_query_id", ""))
    if params.get("text"):
        person.notices.append(Notice(params["text"], params.get("show_alert", False)))
    return True


@method(
    "answerInlineQuery",
    inline_query_id=TEXT,
    results=JSON,
    cache_time=NUMBER,
    is_personal=FLAG,
    next_offset=TEXT,
    button=JSON,
)
def answer_inline_query(telegram: "Telegram", params: Params) -> bool:
    """Show the results of an inline query; only articles with a text are known here."""
    results = params.get("results")
    if not isinstance(results, list):
        raise bad_request("expected an Array of inline query results")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    for result in results:
        _check_article(result)
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    person = _waiting(telegram, telegram.inline_queries, params.get("inline_query_id", ""))
    person.inline_results = results
    return True


@method("sendChatAction", chat_id=CHAT, action=TEXT)
def send_chat_action(telegram: "Telegram", params: Params) -> bool:
    """Show that the bot is at work."""
    if params.get("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    telegram.chat_to_write(params).actions.append(params["action"])
    return True


@method("getChat", chat_id=CHAT)
def get_chat(telegram: "Telegram", params: Params) -> Json:
    """Describe a chat the bot knows."""
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
    )
    header = telegram.chat_known(params).header
    return {**header, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


@method("getChatMember", chat_id=CHAT, user_id=NUMBER)
def get_chat_member(telegram: "Telegram", params: Params) -> Json:
    """Tell what somebody is in a group."""
    chat = telegram.chat_known(params)
    user_id = params.get("user_id", 0)
    if user_id == telegram.bot_user["id"]:
        user = telegram.bot_user
    elif user_id in telegram.people:
        user = telegram.people[user_id].user
    else:
        raise bad_request("invalid user_id specified" if not user_id else "member not found")
    private = "member" if user_id == chat.id else "left"
    return member(user, private if chat.type == "private" else chat.members.get(user_id, "left"))


def member(user: Json, status: str) -> Json:
    """Make the Bot API's ChatMember object."""
    body: Json = {"status": status, "user": user}
    match status:
        case "creator":
            body["is_anonymous"] = False
        case "administrator":
            body |= {"is_anonymous": False, "can_be_edited": False, **dict.fromkeys(_RIGHTS, True)}
        case "kicked":
            body["until_date"] = 0
    return body


def too_old() -> Refusal:
    """Word the refusal of an answer nobody waits for any more."""
    return bad_request("query is too old and response timeout expired or query ID is invalid")


def _waiting(telegram: "Telegram", queries: dict[str, Query], query_id: str) -> "Person":
    query = queries.pop(query_id, None)
    if query is None or telegram.clock() - query.at > QUERY_SECONDS:
        raise too_old()
    return query.person


def _check_article(result: Any) -> None:
    if not isinstance(result, dict) or result.get("type") != "article":
        raise stand_in("an inline result that is not an article")
    known = {"type", "id", "title", "description", "input_message_content", "reply_markup", "url", "thumbnail_url"}
    for name in result.keys() - known:
        raise stand_in(f"unknown field {name!r} in an inline result")
    if not all(isinstance(result.get(name), str) for name in ("id", "title")):
        raise bad_request("can't parse inline query result: id and title must be of type String")
    if not 1 <= len(result["id"].encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if not result["title"].strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if not isinstance(content, dict):
        raise bad_request("MESSAGE_EMPTY")
    for name in content.keys() - {"message_text", "parse_mode", "link_preview_options"}:
        raise stand_in(f"unknown field {name!r} in input_message_content")
    if not all(isinstance(content.get(name, ""), str) for name in ("message_text", "parse_mode")):
        raise bad_request("can't parse input message content: message_text and parse_mode must be of type String")
    shown = formatted(content.get("message_text", ""), content.get("parse_mode"), MAX_TEXT, "message is too long")
    if is_empty(shown.text):
        raise bad_request("message text is empty")
    keyboard.check(result.get("reply_markup"), inline_only=True)
