"""The wire in process: what python-telegram-bot sends its requests through, in place of HTTP."""

import asyncio
from typing import Any

# BaseRequest's own signature is written with these; the library has no public name for them.
from telegram._utils.defaultvalue import DEFAULT_NONE, DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.chat.wire.calls import Upload
from bot.chat.wire.refusal import ConnectionCut
from bot.chat.wire.server import Telegram


class WireRequest(BaseRequest):
    """Hands requests to the stand-in; give one to `ApplicationBuilder.request` and one to `get_updates_request`."""

    def __init__(self, telegram: Telegram, read_timeout: float | None = 5.0) -> None:
        self._telegram = telegram
        self._read_timeout = read_timeout

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open nothing: there is no connection."""

    async def shutdown(self) -> None:
        """Close nothing."""

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
        """Answer a request, with the errors its counterpart over HTTP gives when there is no answer."""
        token, name = url.rpartition("/bot")[2].split("/")
        raw = request_data.json_parameters if request_data else {}
        files = {key: _upload(part) for key, part in (request_data.multipart_data if request_data else {}).items()}
        seconds = self._read_timeout if isinstance(read_timeout, DefaultValue) else read_timeout
        try:
            async with asyncio.timeout(seconds):
                return await self._telegram.handle(token, name, raw, files)
        except TimeoutError as error:
            raise TimedOut from error
        except ConnectionCut as error:
            raise NetworkError(f"ClientConnectorError: {error}") from error


def _upload(part: Any) -> Upload:
    name, content, mime = part
    return Upload(name, content if isinstance(content, bytes) else content.read(), mime)
