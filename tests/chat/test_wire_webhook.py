"""The stand-in brings updates to a webhook as Telegram does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict

from bot.chat.wire import Person, Telegram, WireRequest
from bot.chat.wire.webhook import Courier

PUBLIC = "https://bot.test"


class Receiver:
    """A bare HTTP server: `statuses` are its next answers, 200 after them; `bodies` and `heads` what it got."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.heads: list[str] = []
        self.bodies: list[str] = []
        self.at_once = self.most_at_once = 0
        self.go_on = asyncio.Event()
        self.go_on.set()
        self._got = asyncio.Condition()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        body = (await reader.readexactly(length)).decode()
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        async with self._got:
            self.heads.append(head)
            self.bodies.append(body)
            self._got.notify_all()
        await self.go_on.wait()
        self.at_once -= 1
        status = self.statuses.pop(0) if self.statuses else 200
        writer.write(f"HTTP/1.1 {status} Said\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    async def until(self, count: int) -> None:
        async with self._got, asyncio.timeout(10):
            await self._got.wait_for(lambda: len(self.bodies) >= count)


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def anne(telegram: Telegram) -> Person:
    return telegram.person(11, "Anne")


@pytest.fixture
async def receiver() -> Receiver:
    return Receiver()


@asynccontextmanager
async def delivering(telegram: Telegram, receiver: Receiver) -> AsyncIterator[None]:
    server = await asyncio.start_server(receiver, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Courier(telegram, {PUBLIC: f"http://127.0.0.1:{port}"}, first_pause=0.001):
        yield


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, request=WireRequest(telegram), get_updates_request=WireRequest(telegram)) as bot:
        yield bot


async def pending(bot: Bot, count: int) -> None:
    async with asyncio.timeout(10):
        while (await bot.get_webhook_info()).pending_update_count != count:  # noqa: ASYNC110  # it tells nobody
            await asyncio.sleep(0.001)


async def test_updates_come_to_the_address_with_the_secret(
    telegram: Telegram, anne: Person, receiver: Receiver, bot: Bot
) -> None:
    anne.say("avant")
    async with delivering(telegram, receiver):
        await bot.set_webhook(f"{PUBLIC}/x", secret_token="s3cret")
        anne.say("après")
        await receiver.until(2)
        await pending(bot, 0)
    assert ["avant" in receiver.bodies[0], "apr" in receiver.bodies[1], len(receiver.bodies)] == [True, True, 2]
    assert receiver.heads[0].startswith("post /x http/1.1")
    assert "x-telegram-bot-api-secret-token: s3cret\r\n" in receiver.heads[0]


async def test_what_is_not_accepted_comes_again_before_what_follows_it(
    telegram: Telegram, anne: Person, receiver: Receiver, bot: Bot
) -> None:
    receiver.statuses = [503, 302]
    anne.say("un")
    anne.say("deux")
    async with delivering(telegram, receiver):
        await bot.set_webhook(PUBLIC)
        await receiver.until(4)
        await pending(bot, 0)
    assert [('"un"' in body, '"deux"' in body) for body in receiver.bodies] == [(True, False)] * 3 + [(False, True)]
    assert (await bot.get_webhook_info()).last_error_message == "Wrong response from the webhook: 302 Said"


async def test_chats_do_not_wait_for_each_other_within_the_limit(
    telegram: Telegram, receiver: Receiver, bot: Bot
) -> None:
    for number in range(1, 6):
        telegram.person(number, "Anne").say("salut")
    receiver.go_on.clear()
    async with delivering(telegram, receiver):
        await bot.set_webhook(PUBLIC, max_connections=3)
        await receiver.until(3)
        assert (await bot.get_webhook_info()).pending_update_count == 5
        receiver.go_on.set()
        await receiver.until(5)
        await pending(bot, 0)
    assert receiver.most_at_once == 3


async def test_nobody_at_the_address_is_an_error_that_is_told(telegram: Telegram, anne: Person, bot: Bot) -> None:
    anne.say("salut")
    async with Courier(telegram, {PUBLIC: "http://127.0.0.1:1"}):
        await bot.set_webhook(PUBLIC)
        async with asyncio.timeout(10):
            while not (info := await bot.get_webhook_info()).last_error_date:  # noqa: ASYNC110  # the same
                await asyncio.sleep(0.001)
    assert (info.last_error_message, info.pending_update_count) == ("Connection refused", 1)


async def test_a_webhook_that_is_taken_away_gets_nothing_more(
    telegram: Telegram, anne: Person, receiver: Receiver, bot: Bot
) -> None:
    async with delivering(telegram, receiver):
        await bot.set_webhook(PUBLIC)
        with pytest.raises(Conflict):
            await bot.get_updates()
        await bot.delete_webhook()
        anne.say("salut")
        assert len(await bot.get_updates()) == 1
    assert receiver.bodies == []


async def test_a_webhook_without_tls_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="https url"):
        await bot.set_webhook("http://bot.test")
