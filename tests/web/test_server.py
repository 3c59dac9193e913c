"""The server on a real socket, in the loop of whoever starts it."""

import asyncio
import logging
import signal
import socket

import httpx
import pytest

from bot.problem import MendableError
from bot.web.server import application, serving


@pytest.fixture
def listen() -> tuple[str, int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return "127.0.0.1", free.getsockname()[1]


def url(listen: tuple[str, int], path: str = "/sante") -> str:
    return f"http://{listen[0]}:{listen[1]}{path}"


async def never() -> bool:
    return False


@pytest.mark.parametrize("is_ready", [True, False])
async def test_health_says_whether_the_bot_is_ready(listen: tuple[str, int], is_ready: bool) -> None:
    async def ready() -> bool:
        return is_ready

    async with serving(application(ready), listen, asyncio.Event()), httpx.AsyncClient() as client:
        answer = await client.get(url(listen))
    assert (answer.status_code, answer.json()) == (200, {"alive": True, "ready": is_ready})


@pytest.mark.parametrize("path", ["/", "/telegram/", "/docs"])
async def test_nothing_else_is_served(listen: tuple[str, int], path: str) -> None:
    async with serving(application(never), listen, asyncio.Event()), httpx.AsyncClient() as client:
        assert (await client.get(url(listen, path))).status_code == 404


async def test_an_address_that_is_taken_is_named(listen: tuple[str, int]) -> None:
    with socket.create_server(listen), pytest.raises(MendableError, match=rf"BOT_LISTEN.*port {listen[1]}"):
        async with serving(application(never), listen, asyncio.Event()):
            pass


async def test_signals_stay_with_the_bot(listen: tuple[str, int]) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    async with serving(application(never), listen, asyncio.Event()), httpx.AsyncClient() as client:
        await client.get(url(listen))
        assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)] == before


async def test_a_request_under_way_at_the_stop_is_answered_and_no_new_one_is_taken(listen: tuple[str, int]) -> None:
    stop, asked, go_on = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def ready() -> bool:
        asked.set()
        await go_on.wait()
        return True

    async with serving(application(ready), listen, stop), httpx.AsyncClient() as client:
        under_way = asyncio.create_task(client.get(url(listen)))
        await asked.wait()
        stop.set()
        async with asyncio.timeout(5):
            while _accepts(listen):  # noqa: ASYNC110  # a closed door tells nobody
                await asyncio.sleep(0.01)
        go_on.set()
        assert (await under_way).json()["ready"]


async def test_no_address_is_written_to_the_log(listen: tuple[str, int], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with serving(application(never), listen, asyncio.Event()), httpx.AsyncClient() as client:
        await client.get(url(listen, "/telegram/very-secret-path"))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("uvicorn", "bot", "starlette"))]
    assert not any("very-secret" in message for message in ours)


def _accepts(listen: tuple[str, int]) -> bool:
    try:
        socket.create_connection(listen, timeout=1).close()
    except ConnectionRefusedError:
        return False
    return True
