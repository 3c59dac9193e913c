"""Requests to Telegram when the network, or who answers, does not do as it should; no error gives the token away."""

import asyncio
import errno
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

import pytest
from aiohttp import ClientConnectionError, ClientOSError
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.chat import http
from bot.chat.http import HttpRequest

TOKEN = "123456:a-token-nobody-may-see"
OK = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"ok":true}'

Reader: TypeAlias = asyncio.StreamReader
Writer: TypeAlias = asyncio.StreamWriter
Serve: TypeAlias = Callable[[Reader, Writer], Awaitable[None]]


@pytest.fixture(autouse=True)
def forget_proxies() -> None:
    http._proxy.cache_clear()


@pytest.fixture
async def request_() -> AsyncIterator[HttpRequest]:
    async with HttpRequest() as one:
        yield one


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[str]:
    """Serve each connection; give the address of a method."""

    async def served(reader: Reader, writer: Writer) -> None:
        try:
            await serve(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(served, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage"


def answering(raw: bytes, seen: list[bytes] | None = None) -> Serve:
    async def serve(reader: Reader, writer: Writer) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if seen is not None:
            seen.append(head)
        writer.write(raw.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
        await writer.drain()

    return serve


def picture(size: int) -> RequestData:
    return RequestData([RequestParameter("photo", None, [InputFile(b"x" * size, filename="photo.png", attach=False)])])


async def silent(reader: Reader, writer: Writer) -> None:
    await reader.read()


async def test_an_answer_comes_with_its_status(request_: HttpRequest) -> None:
    seen: list[bytes] = []
    refusal = b'HTTP/1.1 429 Too Many\r\nSet-Cookie: a=b\r\nContent-Length: 12\r\n\r\n{"ok":false}'
    async with serving(answering(refusal, seen)) as url:
        for _ in range(2):
            assert await request_.do_request(url, "POST") == (429, b'{"ok":false}')
    assert b"python-telegram-bot" in seen[0] and b"a=b" not in seen[1]


async def test_a_redirect_is_not_followed(request_: HttpRequest) -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
    async with serving(answering(moved)) as url:
        assert await request_.do_request(url, "POST") == (302, b"")


async def test_who_does_not_answer_is_waited_for_as_long_as_asked(request_: HttpRequest) -> None:
    async with serving(silent) as url, asyncio.timeout(3):
        with pytest.raises(TimedOut) as caught:
            await request_.do_request(url, "POST", read_timeout=0.05)
    assert caught.value.__cause__ is None and caught.value.__suppress_context__  # aiohttp's may quote the address


async def test_an_upload_may_take_longer_than_an_answer(request_: HttpRequest) -> None:
    async def slow(reader: Reader, writer: Writer) -> None:
        await asyncio.sleep(0.3)
        await answering(OK)(reader, writer)

    data = picture(100)
    async with serving(slow) as url:
        assert await request_.do_request(url, "POST", data, read_timeout=0.05, write_timeout=5) == (200, b'{"ok":true}')
        with pytest.raises(TimedOut):
            await request_.do_request(url, "POST", data, read_timeout=0.05, write_timeout=0.05)


async def test_an_upload_that_breaks_off_says_no_token(request_: HttpRequest) -> None:
    async def refusing(reader: Reader, writer: Writer) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.abort()

    async with serving(refusing) as url:
        with pytest.raises(NetworkError, match=r"^ClientOSError: (Connection reset by peer|Broken pipe)$"):
            await request_.do_request(url, "POST", picture(30_000_000))


def test_of_what_may_quote_the_address_only_the_kind_is_told() -> None:
    quoting = f"Can not write request body for https://api.telegram.org/bot{TOKEN}/sendPhoto"
    assert http._told(ClientOSError(errno.EPIPE, quoting)) == "ClientOSError: Broken pipe"
    assert http._told(ClientOSError(None, quoting)) == "ClientOSError"
    assert http._told(ClientConnectionError(quoting)) == "ClientConnectionError"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        OK.replace(b"11", b"999"),
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nzut",
    ],
)
async def test_what_is_no_answer_is_a_network_error_that_says_no_token(request_: HttpRequest, raw: bytes) -> None:
    async with serving(answering(raw)) as url:
        with pytest.raises(NetworkError) as caught:
            await request_.do_request(url, "POST", read_timeout=1)
    assert TOKEN not in f"{caught.value!r} {caught.value.__cause__!r}" and str(caught.value)


async def test_nobody_there_is_a_network_error_that_says_where(request_: HttpRequest) -> None:
    with pytest.raises(NetworkError, match=r"ClientConnectorError.+127\.0\.0\.1:9") as caught:
        await request_.do_request(f"http://127.0.0.1:9/bot{TOKEN}/getMe", "POST")
    assert TOKEN not in str(caught.value)


async def test_an_address_that_is_none_is_a_network_error(request_: HttpRequest) -> None:
    with pytest.raises(NetworkError) as caught:
        await request_.do_request(f"http://exa mple:x/bot{TOKEN}/getMe", "POST")
    assert TOKEN not in str(caught.value)


async def test_the_proxy_of_the_environment_is_used(request_: HttpRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    async with serving(answering(OK, seen)) as url:
        monkeypatch.setenv("http_proxy", url[: url.index("/bot")])
        assert (await request_.do_request(f"http://telegram.test/bot{TOKEN}/getMe", "POST"))[0] == 200
        assert seen[0].startswith(b"POST http://telegram.test/bot")
        monkeypatch.setenv("no_proxy", "telegram.test,127.0.0.1")
        http._proxy.cache_clear()
        assert (await request_.do_request(url, "POST"))[0] == 200
        assert seen[1].startswith(b"POST /bot")


async def test_it_begins_again_after_its_end() -> None:
    one = HttpRequest()
    async with serving(answering(OK)) as url:
        for _ in range(2):
            with pytest.raises(RuntimeError, match="not initialized"):
                await one.do_request(url, "POST")
            async with one:
                assert (await one.do_request(url, "POST"))[0] == 200
