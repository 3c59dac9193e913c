"""The wire over HTTP: the same server behind a socket, for tests of whole processes."""

import asyncio
import json
import re
from contextlib import suppress
from email.utils import formatdate
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

import h11

from bot.chat.wire.calls import Upload
from bot.chat.wire.refusal import ConnectionCut, Refusal, bad_request
from bot.chat.wire.server import Telegram

MAX_BODY = 51 * 2**20
_ROUTE = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>\w+)")
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?')
_PART = re.compile(r'\bname="(?P<name>[^"]*)"(?:.*?\bfilename="(?P<file>[^"]*)")?', re.IGNORECASE | re.DOTALL)
_MIME = re.compile(r"^content-type:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)

Answer = tuple[int, bytes]


class HttpServer:
    """Serves a Telegram on loopback while the `async with` block runs; `url` is what BOT_API_URL takes."""

    def __init__(self, telegram: Telegram, host: str = "127.0.0.1", port: int = 0) -> None:
        self._telegram = telegram
        self._address = (host, port)
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Where it listens, without the trailing /bot."""
        host, port = self._address
        return f"http://{host}:{port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connection, *self._address)
        self._address = self._server.sockets[0].getsockname()[:2]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await self._serve(h11.Connection(h11.SERVER), reader, writer)
        except (ConnectionError, ConnectionCut, h11.RemoteProtocolError):
            writer.transport.abort()
        except asyncio.CancelledError:
            # Only __aexit__ cancels; asyncio's streams would report a cancelled task as an error of theirs.
            writer.transport.abort()
        finally:
            self._connections.discard(task)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _serve(
        self, connection: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while True:
            request, body = await _request(connection, reader)
            if request is None:
                return
            status, answer = await self._answer(request, body)
            headers = [
                ("Content-Type", "application/json"),
                ("Content-Length", str(len(answer))),
                ("Date", formatdate(self._telegram.clock(), usegmt=True)),
            ]
            for event in (h11.Response(status_code=status, headers=headers), h11.Data(answer), h11.EndOfMessage()):
                writer.write(connection.send(event) or b"")
            await writer.drain()
            if connection.our_state is h11.MUST_CLOSE:
                return
            connection.start_next_cycle()

    async def _answer(self, request: h11.Request, body: bytes) -> Answer:
        target = urlsplit(request.target.decode())
        route = _ROUTE.fullmatch(target.path)
        if route is None:
            return _refused(Refusal(404, "Not Found"))
        raw = dict(parse_qsl(target.query, keep_blank_values=True))
        files: dict[str, Upload] = {}
        kind = next((value.decode() for name, value in request.headers if name == b"content-type"), "")
        if kind.startswith("multipart/form-data"):
            parts, files = _multipart(kind, body)
            raw |= parts
        elif kind.startswith("application/json"):
            try:
                fields = json.loads(body).items()
            except (ValueError, AttributeError):
                return _refused(bad_request("can't parse request: can't parse JSON object"))
            raw |= {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields}
        else:
            raw |= dict(parse_qsl(body.decode(), keep_blank_values=True))
        return await self._telegram.handle(route["token"], route["method"], raw, files)


async def _request(connection: h11.Connection, reader: asyncio.StreamReader) -> tuple[h11.Request | None, bytes]:
    """Read one request; None when the other side is done."""
    request, body = None, bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(65536))
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > MAX_BODY:
                raise ConnectionCut("the body is too large")
        elif isinstance(event, h11.EndOfMessage):
            return request, bytes(body)
        else:
            return None, b""


def _refused(refusal: Refusal) -> Answer:
    return refusal.status, json.dumps(refusal.to_json()).encode()


def _multipart(kind: str, body: bytes) -> tuple[dict[str, str], dict[str, Upload]]:
    """Take a multipart/form-data body apart. Source: RFC 7578."""
    boundary = _BOUNDARY.search(kind)
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for part in body.split(b"--" + boundary[1].encode())[1:-1] if boundary else ():
        head, _, content = part[2:-2].partition(b"\r\n\r\n")
        headers = head.decode().replace("\r\n", "\n")
        described = _PART.search(headers)
        if described is None:
            continue
        mime = _MIME.search(headers)
        if described["file"] is None:
            fields[described["name"]] = content.decode()
        else:
            files[described["name"]] = Upload(described["file"], content, mime[1] if mime else "text/plain")
    return fields, files
