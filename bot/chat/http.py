"""Telegram over HTTP: what python-telegram-bot sends its requests through, by aiohttp.

Its parser is compiled: a call takes less of a processor than by httpx, which the library brings, and `make load` tells.
"""

from functools import cache
from io import BytesIO
from os import strerror
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    FormData,
    TCPConnector,
)

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
            self._session = ClientSession(
                connector=TCPConnector(ssl=_trusted(), limit=0),
                cookie_jar=DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
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
        options: Any = {"timeout": timeout, "proxy": _proxy(url), "allow_redirects": False}
        try:
            async with self._session.request(method, url, data=_body(request_data), **options) as answer:
                return answer.status, await answer.read()
        except TimeoutError:  # without it: that of a connection quotes the address
            raise TimedOut from None
        except (ClientError, OSError) as error:
            raise NetworkError(_told(error)) from None


@cache
def _trusted() -> SSLContext:
    """Give whose certificates are trusted: SSL_CERT_FILE's or certifi's, as for every other request of ours."""
    return httpx.create_ssl_context()


@cache
def _proxy(url: str) -> str | None:
    """Give the proxy of the environment for an address, looked up once for each: there is one for each method."""
    parts = urlsplit(url)
    if proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def _or(seconds: ODVInput[float], usual: float) -> float | None:
    return usual if isinstance(seconds, DefaultValue) else seconds


def _body(request_data: RequestData | None) -> FormData | dict[str, str] | None:
    if request_data is None or not request_data.contains_files:
        return request_data and request_data.json_parameters
    form = FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        stream = BytesIO(content) if isinstance(content, bytes) else content  # of bytes, aiohttp sends all at one go
        form.add_field(name, stream, filename=filename, content_type=mime)
    return form


def _told(error: Exception) -> str:
    """Say what went wrong; of the errors whose texts may quote the address, the kind and what the system calls it."""
    name = type(error).__name__
    if isinstance(error, ClientConnectorError):  # of host and port alone
        return f"{name}: {error}"
    return f"{name}: {strerror(error.errno)}" if isinstance(error, OSError) and error.errno else name
