"""Messages as a page that looks like a chat on a phone, one phone a screen."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from bot.chat.wire import Button, Message, stretches

_STYLE = Path(__file__).with_name("page.css")


def page(title: str, screens: Iterable[Sequence[Message]]) -> str:
    """Give the HTML document of a conversation; `title` is the chat's."""
    phones = "".join(_phone(title, messages) for messages in screens)
    style = _STYLE.read_text(encoding="utf-8")
    return f'<!doctype html><html lang="fr"><meta charset="utf-8"><style>{style}</style><body>{phones}</body></html>'


def rich(message: Message) -> str:
    """Give a message's text as HTML: each stretch says which entities it is in."""
    return "".join(
        f'<span class="{" ".join(one.kinds)}">{escape(one.text)}</span>' if one.kinds else escape(one.text)
        for one in stretches(message)
    )


def _phone(title: str, messages: Iterable[Message]) -> str:
    head = f"<header><i>{escape(title[0])}</i><div><b>{escape(title)}</b><small>bot</small></div></header>"
    return f"<section>{head}<main>{''.join(map(_message, messages))}</main></section>"


def _message(message: Message) -> str:
    time = f"{datetime.fromtimestamp(message.date, UTC):%H:%M}"
    side = "bot" if message.from_bot else "person"
    said = rich(message) or f"<i>{escape(next(iter(message.content), ''))}</i>"
    keyboard = "".join(f"<nav>{''.join(map(_button, row))}</nav>" for row in message.buttons)
    return f'<article class="{side}"><p>{said}<time>{time}</time></p>{keyboard}</article>'


def _button(button: Button) -> str:
    return f'<a class="{"url" if button.url else "action"}">{escape(button.text)}</a>'
