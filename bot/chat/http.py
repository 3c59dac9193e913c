"""Telegram over HTTP: what python-telegram-bot sends its requests through, by aiohttp.

httpx, which the library brings, spends more of a processor on a call than everything else on the way of a reply
together; aiohttp, whose parser is compiled, a quarter of that (`make load`).
"""

from functools import cache
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, FormData, TCPConnector

# BaseRequest's own signature is written with these; the library has no public name for them.
from telegram._utils.defaultvalue import DEFAULT_NONE, DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_SECONDS = 5.0
_UPLOAD_SECONDS = 20.0
"""How long an upload may take, before its answer is waited for: the library's own defaults."""


class HttpRequest(BaseRequest):
    """Sends requests over connections that stay open; a proxy is taken from the environment (`HTTPS_PROXY`).

    No error says the address, which holds the bot's token.
    """

    def __init__(self) -> None:
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer."""
        return _SECONDS

    async def initialize(self) -> None:
        """Get ready for connections, and open none yet."""
        if self._session is None:
            connector = TCPConnector(ssl=_trusted(), limit=0)
            self._session = ClientSession(
                connector=connector,
                cookie_jar=DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=True,
            )

    async def shutdown(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,
        connect_timeout: ODVInput[float] = DEFAULT_NONE,
        pool_timeout: ODVInput[float] = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a request, and give the status and the body of its answer; raises TimedOut and NetworkError."""
        if self._session is None:
            raise RuntimeError("This HttpRequest is not initialized.")
        uploads = bool(request_data and request_data.contains_files)
        waits = _or(read_timeout, _SECONDS)
        if uploads and waits is not None:  # the clock runs from the first byte sent
            waits += _or(write_timeout, _UPLOAD_SECONDS) or 0
        timeout = ClientTimeout(sock_connect=_or(connect_timeout, _SECONDS), sock_read=waits)
        data = _form(request_data) if uploads and request_data else request_data and request_data.json_parameters
        options: Any = {"timeout": timeout, "proxy": _proxy(url[: url.find("/", 8)]), "allow_redirects": False}
        try:
            async with self._session.request(method, url, data=data, **options) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError) as error:
            raise NetworkError(_told(error)) from None


@cache
def _trusted() -> SSLContext:
    """Give whose certificates are trusted: SSL_CERT_FILE's or certifi's, as for every other request of ours."""
    return httpx.create_ssl_context()


@cache
def _proxy(origin: str) -> str | None:
    """Give the proxy of the environment for an origin (scheme, host and port), looked up once."""
    parts = urlsplit(origin)
    if proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def _or(seconds: ODVInput[float], usual: float) -> float | None:
    return usual if isinstance(seconds, DefaultValue) else seconds


def _form(request_data: RequestData) -> FormData:
    form = FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _told(error: Exception) -> str:
    """Say what went wrong; of the errors of HTTP, whose texts quote the address, only the kind."""
    return f"{type(error).__name__}: {error}" if isinstance(error, OSError) else type(error).__name__
