"""The stand-in behind a socket answers as it does in process."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot, Update
from telegram.error import NetworkError
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from bot.chat.http import HttpRequest
from bot.chat.wire import Person, Telegram
from bot.chat.wire.http import HttpServer


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def anne(telegram: Telegram) -> Person:
    return telegram.person(11, "Anne")


@pytest.fixture
async def server(telegram: Telegram) -> AsyncIterator[HttpServer]:
    async with HttpServer(telegram) as server:
        yield server


@pytest.fixture(params=[HTTPXRequest, HttpRequest])
async def bot(telegram: Telegram, server: HttpServer, request: pytest.FixtureRequest) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, base_url=f"{server.url}/bot", request=request.param()) as bot:
        yield bot


async def test_an_application_holds_a_conversation(telegram: Telegram, anne: Person, server: HttpServer) -> None:
    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message is not None
        await update.effective_message.reply_html(f"<b>{update.effective_message.text}</b>")

    application = ApplicationBuilder().token(telegram.token).base_url(f"{server.url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling()
        for text in ("été 😀", "a & b"):
            anne.say(text.replace("&", "et"))
            await telegram.until(lambda: anne.chat.last.from_bot)
        await application.updater.stop()
        await application.stop()
    assert [message.text for message in anne.chat.messages] == ["été 😀", "été 😀", "a et b", "a et b"]
    assert telegram.refusals == []


async def test_a_long_poll_over_http_wakes_at_once(bot: Bot, telegram: Telegram, anne: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    anne.say("salut")
    async with asyncio.timeout(2):
        [update] = await poll
    assert update.effective_message is not None
    assert update.effective_message.text == "salut"


async def test_a_file_arrives_whole(bot: Bot, telegram: Telegram, anne: Person) -> None:
    anne.say("salut")
    content = bytes(range(256)) * 400 + b"\r\n--\r\n"
    sent = await bot.send_document(anne.id, content, filename="données.bin", caption="été")
    assert sent.document is not None
    assert telegram.files[sent.document.file_id].content == content
    assert (sent.document.file_name, sent.caption) == ("données.bin", "été")


@pytest.mark.parametrize("way", ["form", "json", "query", "multipart"])
async def test_every_way_to_write_parameters(telegram: Telegram, anne: Person, server: HttpServer, way: str) -> None:
    anne.say("salut")
    url, params = f"{server.url}/bot{telegram.token}/sendMessage", {"chat_id": "11", "text": "été & <3"}
    async with httpx.AsyncClient() as client:
        match way:
            case "form":
                answer = await client.post(url, data=params)
            case "json":
                answer = await client.post(url, json={"chat_id": 11, "text": "été & <3"})
            case "query":
                answer = await client.get(url, params=params)
            case _:
                answer = await client.post(url, files={key: (None, value) for key, value in params.items()})
    assert answer.json()["result"]["text"] == "été & <3"


async def test_refusals_come_with_their_status(telegram: Telegram, server: HttpServer) -> None:
    async with httpx.AsyncClient(base_url=f"{server.url}/bot{telegram.token}") as client:
        assert (await client.get("/sendCoffee")).json()["error_code"] == 404
        assert (await client.get("/a/b/c")).status_code == 404
        assert (
            await client.post("/getMe", content=b"{", headers={"Content-Type": "application/json"})
        ).status_code == 400
        assert (
            (await client.post("/sendMessage", json={"text": "x"})).json()["description"].endswith("chat_id is empty")
        )


async def test_a_wrong_token_is_refused(server: HttpServer) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{server.url}/bot1:x/getMe")
    assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")


async def test_a_connection_cut_after_executing_left_the_message(bot: Bot, telegram: Telegram, anne: Person) -> None:
    anne.say("salut")
    telegram.fail_next("sendMessage", None, after_executing=True)
    with pytest.raises(NetworkError):
        await bot.send_message(anne.id, "x")
    assert anne.chat.last.text == "x"
    await bot.send_message(anne.id, "y")


async def test_down_and_up_again(bot: Bot, telegram: Telegram) -> None:
    telegram.down = True
    with pytest.raises(NetworkError):
        await bot.get_me()
    telegram.down = False
    assert (await bot.get_me()).username == "table_ronde_bot"
