"""The methods about the bot itself: who it is, its menu, its texts, and how it gets its updates."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.chat.wire.calls import CHAT, FILE, FLAG, JSON, NUMBER, TEXT, Params, method
from bot.chat.wire.refusal import Json, Refusal, bad_request, stand_in

if TYPE_CHECKING:
    from bot.chat.wire.server import Telegram

MAX_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)
_WEBHOOK_PORTS = (443, 80, 88, 8443)
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@method("getMe")
def get_me(telegram: "Telegram", params: Params) -> Json:
    """Tell the bot who it is."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**telegram.bot_user, **abilities}


@method("getUpdates", offset=NUMBER, limit=NUMBER, timeout=NUMBER, allowed_updates=JSON)
async def get_updates(telegram: "Telegram", params: Params) -> list[Json]:
    """Give what the bot has not confirmed, waiting up to `timeout` seconds when there is nothing."""
    updates = telegram.updates
    updates.allowed = _allowed(params, updates.allowed)
    return await updates.get(params.get("offset", 0), params.get("limit", 100), params.get("timeout", 0))


@method(
    "setWebhook",
    url=TEXT,
    certificate=FILE,
    ip_address=TEXT,
    max_connections=NUMBER,
    allowed_updates=JSON,
    drop_pending_updates=FLAG,
    secret_token=TEXT,
)
def set_webhook(telegram: "Telegram", params: Params) -> bool:
    """Register where updates go (a `webhook.Courier` brings them); an empty address removes it."""
    url, updates = params.get("url", ""), telegram.updates
    if url:
        _check_webhook(url, params)
    updates.allowed = _allowed(params, updates.allowed)
    if params.get("drop_pending_updates"):
        updates.forget_all()
    if url:
        updates.end_poll(Refusal(409, "Conflict: terminated by setWebhook request"))
    kept = ("max_connections", "ip_address", "secret_token")
    updates.webhook = {"url": url, **{key: params[key] for key in kept if url and key in params}}
    updates.changed.set()
    return True


@method("deleteWebhook", drop_pending_updates=FLAG)
def delete_webhook(telegram: "Telegram", params: Params) -> bool:
    """Go back to getUpdates."""
    telegram.updates.webhook = {"url": ""}
    telegram.updates.changed.set()
    if params.get("drop_pending_updates"):
        telegram.updates.forget_all()
    return True


@method("getWebhookInfo")
def get_webhook_info(telegram: "Telegram", params: Params) -> Json:
    """Tell where updates go and how many wait."""
    updates = telegram.updates
    info = {key: value for key, value in updates.webhook.items() if key != "secret_token"}
    info |= {"has_custom_certificate": False, "pending_update_count": len(updates.waiting)}
    return info | ({"allowed_updates": list(updates.allowed)} if updates.allowed else {})


@method("setMyCommands", commands=JSON, scope=JSON, language_code=TEXT)
def set_my_commands(telegram: "Telegram", params: Params) -> bool:
    """Replace the commands in the menu."""
    commands = params.get("commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not (
            isinstance(command, dict)
            and set(command) == {"command", "description"}
            and all(isinstance(value, str) for value in command.values())
        ):
            raise bad_request("can't parse BotCommand: expected command and description")
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    telegram.commands[_scope(telegram, params)] = commands
    return True


@method("getMyCommands", scope=JSON, language_code=TEXT)
def get_my_commands(telegram: "Telegram", params: Params) -> list[Json]:
    """Give the commands in the menu."""
    return telegram.commands.get(_scope(telegram, params), [])


@method("deleteMyCommands", scope=JSON, language_code=TEXT)
def delete_my_commands(telegram: "Telegram", params: Params) -> bool:
    """Empty the menu."""
    telegram.commands.pop(_scope(telegram, params), None)
    return True


@method("setMyDescription", description=TEXT, language_code=TEXT)
def set_my_description(telegram: "Telegram", params: Params) -> bool:
    """Set what people read before they start."""
    return _describe(telegram, "description", params.get("description", ""), 512, params)


@method("setMyShortDescription", short_description=TEXT, language_code=TEXT)
def set_my_short_description(telegram: "Telegram", params: Params) -> bool:
    """Set what people read on the bot's profile."""
    return _describe(telegram, "short_description", params.get("short_description", ""), 120, params)


@method("setChatMenuButton", chat_id=CHAT, menu_button=JSON)
def set_chat_menu_button(telegram: "Telegram", params: Params) -> bool:
    """Set what the button beside the input field does."""
    button: Any = params.get("menu_button", {"type": "default"})
    if not isinstance(button, dict) or button.get("type") not in ("commands", "default"):
        raise stand_in("a menu button that is neither commands nor default")
    telegram.menu_buttons[telegram.chat_known(params).id if "chat_id" in params else 0] = button
    return True


def _allowed(params: Params, before: tuple[str, ...]) -> tuple[str, ...]:
    """Give the kinds of update to deliver: the previous choice unless a new one is made."""
    asked = params.get("allowed_updates", list(before))
    if not isinstance(asked, list) or not all(isinstance(kind, str) for kind in asked):
        raise bad_request("can't parse allowed updates: expected an Array of String")
    return tuple(asked)


def _describe(telegram: "Telegram", what: str, text: str, limit: int, params: Params) -> bool:
    if len(text) > limit:
        raise stand_in(f"{what} is longer than {limit} characters")
    telegram.descriptions[what, params.get("language_code", "")] = text
    return True


def _scope(telegram: "Telegram", params: Params) -> tuple[str, str]:
    scope = params.get("scope", {"type": "default"})
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if "chat_id" in scope and scope["chat_id"] not in telegram.chats:
        raise bad_request("chat not found")
    return " ".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope), params.get(
        "language_code", ""
    )


def _check_webhook(url: str, params: Params) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError as error:
        raise bad_request("bad webhook: Invalid URL") from error
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in _WEBHOOK_PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if "secret_token" in params and not _SECRET.fullmatch(params["secret_token"]):
        raise bad_request("secret token contains unallowed characters")
    if not 1 <= params.get("max_connections", 40) <= 100:
        raise stand_in("max_connections is not between 1 and 100")
