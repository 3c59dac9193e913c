"""The one stand-in for Telegram: strict as Telegram is, for the terminal chat, the demo, and every test.

`Telegram` is the server's state; `WireRequest` puts it behind python-telegram-bot in process, `http.HttpServer`
behind a socket, and `webhook.Courier` brings updates where setWebhook says. It imports nothing of the project, so that
it can check all of it.
"""

from bot.chat.wire.answers import Notice
from bot.chat.wire.calls import Call, Upload
from bot.chat.wire.chats import Button, Chat, Message
from bot.chat.wire.people import Person
from bot.chat.wire.refusal import ConnectionCut, Refusal
from bot.chat.wire.request import WireRequest
from bot.chat.wire.server import Telegram
from bot.chat.wire.stretches import Stretch, stretches

__all__ = [
    "Button",
    "Call",
    "Chat",
    "ConnectionCut",
    "Message",
    "Notice",
    "Person",
    "Refusal",
    "Stretch",
    "Telegram",
    "Upload",
    "WireRequest",
    "stretches",
]
