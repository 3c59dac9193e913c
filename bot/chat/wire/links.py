"""Which addresses Telegram accepts behind a button or a link. Source: TDLib's LinkManager::check_link."""

import re
from urllib.parse import urlsplit

_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*)://")
_HOST = re.compile(r"^(?!-)[\w-]+(?:\.[\w-]+)+$")
MAX_URL = 2048


def checked(url: str) -> str:
    """Give the address as Telegram keeps it; raise ValueError with Telegram's words when it is none."""
    if not _SCHEME.match(url):
        if url.lower().startswith(("mailto:", "tel:", "javascript:", "data:")):
            raise ValueError("Unsupported URL protocol")
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError("Wrong HTTP URL") from error
    if parts.scheme == "tg":
        return url
    if parts.scheme not in ("http", "https"):
        raise ValueError("Unsupported URL protocol")
    host = parts.hostname or ""
    if not host:
        raise ValueError("URL host is empty")
    if not _HOST.match(host) or port == 0 or len(url) > MAX_URL or re.search(r"\s", url):
        raise ValueError("Wrong HTTP URL")
    return parts._replace(path=parts.path or "/").geturl()
