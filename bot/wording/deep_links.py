"""Addresses that open the bot at one of its pages.

Source: https://core.telegram.org/bots/features#deep-linking (a payload: up to 64 of A-Z a-z 0-9 _ -).
"""

import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from functools import cache
from urllib.parse import quote, urlencode

from bot.content import Content
from bot.wording.message import Share, ShowEntry, ShowTheme

_PAYLOAD = re.compile(r"[\w-]{1,64}", re.ASCII)


def payload(target: ShowEntry | ShowTheme) -> str:
    """Name a page: `fiche-<id>` or `theme-<slug>`, with a digest of ten characters where the name does not fit."""
    kind, name = ("fiche", target.id) if isinstance(target, ShowEntry) else ("theme", target.slug)
    plain = f"{kind}-{name}"
    return plain if _PAYLOAD.fullmatch(plain) else f"{kind}-{digest(name)}"


def page(command: str) -> str:
    """Name the page that a command shows."""
    return f"page-{command}"


def read(payload: str, content: Content) -> ShowEntry | ShowTheme | None:
    """Find the page that a payload names; None for what is not there (any more)."""
    kind, _, name = payload.partition("-")
    if kind == "fiche" and (id := _named(name, content.entries)):
        return ShowEntry(id)
    if kind == "theme" and (slug := _named(name, (theme.slug for theme in content.themes))):
        return ShowTheme(slug)
    return None


def address(username: str, payload: str = "") -> str:
    """Give the address that opens the bot."""
    return f"https://t.me/{username}" + (f"?start={payload}" if payload else "")


def sharing(username: str, share: Share) -> str:
    """Give the address that lets a person choose a chat and sends it an entry's question and address.

    Source: https://core.telegram.org/widgets/share. Unlike an inline query it needs no setting at @BotFather.
    """
    page = address(username, payload(ShowEntry(share.entry_id)))
    return "https://t.me/share/url?" + urlencode({"url": page, "text": share.question}, quote_via=quote)


@cache
def digest(id: str) -> str:
    """Shorten an id to ten characters of A-Z a-z 0-9 _ -."""
    return urlsafe_b64encode(hashlib.sha256(id.encode()).digest())[:10].decode()


def _named(name: str, ids: Iterable[str]) -> str | None:
    return next((id for id in ids if name in (id, digest(id))), None)
