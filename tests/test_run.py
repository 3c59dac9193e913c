"""`bot run` as a process of its own, against a Bot API server that is not Telegram's."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.chat.wire import Call, Person, Telegram
from bot.chat.wire.http import HttpServer
from bot.chat.wire.webhook import Courier
from tests.conftest import FAQ
from tests.forge import Maintainer, founded


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def anne(telegram: Telegram) -> Person:
    return telegram.person(11, "Anne <b>")


@pytest.fixture
async def server(telegram: Telegram) -> AsyncIterator[HttpServer]:
    async with HttpServer(telegram) as server:
        yield server


@asynccontextmanager
async def running(
    telegram: Telegram, server: HttpServer, folder: Path, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start the bot on a data folder; it is killed at the end if it still runs."""
    environment = {
        **os.environ,
        "BOT_TOKEN": telegram.token,
        "BOT_API_URL": server.url,
        "BOT_FAQ": str(FAQ),
        "BOT_DATA": str(folder / "data"),
        "BOT_KEY_FILE": str(folder / "key"),
        **settings,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "run"), env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def said(telegram: Telegram, person: Person, part: str) -> None:
    """Wait until the bot has said something to a person."""
    await telegram.until(lambda: any(part in one.text for one in person.chat.messages if one.from_bot), seconds=60)


async def test_a_conversation_with_every_outcome_makes_only_valid_requests(
    telegram: Telegram, anne: Person, server: HttpServer, tmp_path: Path
) -> None:
    async with running(telegram, server, tmp_path) as process:
        anne.say("/start")
        await said(telegram, anne, "Pour commencer")
        anne.say("cent personnes intéressées sur facebook, dix dans la salle : comment les faire venir ?")
        await said(telegram, anne, "ne viennent pas")
        anne.tap(anne.chat.last.id, "👍")
        anne.say("merci !")
        anne.say("quel taux de tva sur mes factures ?")
        await said(telegram, anne, "sortent de mon domaine")
        anne.say("xylophone zébulon quarante trottinettes <i>")
        await said(telegram, anne, "noté")
        anne.say("/themes")
        await said(telegram, anne, "Quel thème")
        anne.tap(anne.chat.last.id, "Mesurer")
        await telegram.until(lambda: anne.chat.last.edited, seconds=60)
        process.send_signal(signal.SIGTERM)
        _, errors = await process.communicate()
    assert telegram.refusals == []
    assert process.returncode == 0
    assert telegram.token.encode() not in errors


async def test_what_was_asked_before_a_kill_is_answered_after_it(
    telegram: Telegram, anne: Person, server: HttpServer, tmp_path: Path
) -> None:
    async with running(telegram, server, tmp_path) as process:
        anne.say("/aide")
        await telegram.until(lambda: anne.chat.last.from_bot, seconds=60)
        telegram.fail_next("sendMessage", 502, "Bad Gateway")
        anne.say("faut-il acheter des faux abonnés ?")
        await telegram.until(lambda: not telegram.updates.waiting, seconds=60)
        process.kill()
        await process.wait()
    async with running(telegram, server, tmp_path):
        await said(telegram, anne, "acheter")
    answers = [one for one in anne.chat.messages if one.from_bot and "acheter" in one.text.casefold()]
    assert len(answers) in (1, 2)  # twice only when the send was under way at the kill


async def test_a_stop_finishes_what_is_in_hand_and_leaves_the_rest_for_the_next_start(
    telegram: Telegram, anne: Person, server: HttpServer, tmp_path: Path
) -> None:
    released = asyncio.Event()

    async def hold(call: Call) -> None:
        if call.method == "sendMessage" and not released.is_set():
            await released.wait()

    async with running(telegram, server, tmp_path) as process:
        anne.say("/aide")
        await said(telegram, anne, "Écrivez votre question")
        telegram.on_call.append(hold)
        for _ in range(5):
            anne.say("/aide")
        await telegram.until(lambda: len(telegram.calls("sendMessage")) == 2, seconds=60)
        await telegram.until(lambda: not telegram.updates.waiting, seconds=60)
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        released.set()
        await asyncio.wait_for(process.wait(), 60)
    assert process.returncode == 0
    assert [one.from_bot for one in anne.chat.messages].count(True) in (2, 3, 4)  # one at a time, and at a pace
    async with running(telegram, server, tmp_path):
        await telegram.until(lambda: [one.from_bot for one in anne.chat.messages].count(True) == 6, seconds=60)
    assert telegram.refusals == []


async def test_a_bot_with_a_webhook_answers_says_that_it_is_ready_and_stops_cleanly(
    telegram: Telegram, anne: Person, server: HttpServer, tmp_path: Path
) -> None:
    listen = _free_address()
    anne.say("/aide")
    async with Courier(telegram, {"https://bot.test": f"http://{listen}"}), httpx.AsyncClient() as client:
        settings = {"BOT_LISTEN": listen, "BOT_WEBHOOK": "https://bot.test/", "BOT_LOG_LEVEL": "DEBUG"}
        async with running(telegram, server, tmp_path, **settings) as process:
            await telegram.until(lambda: anne.chat.last.from_bot, seconds=60)
            health = await client.get(f"http://{listen}/sante")
            [webhook] = telegram.calls("setWebhook")
            process.send_signal(signal.SIGTERM)
            _, errors = await asyncio.wait_for(process.communicate(), 10)
    assert health.json() == {"alive": True, "ready": True}
    assert process.returncode == 0
    assert not telegram.calls("getUpdates") and not telegram.refusals
    hidden = (telegram.token, webhook["secret_token"], webhook["url"].removeprefix("https://bot.test/"))
    assert not any(secret in errors.decode() for secret in hidden)


async def test_a_place_to_listen_that_is_taken_ends_the_bot_with_one_line(
    telegram: Telegram, server: HttpServer, tmp_path: Path
) -> None:
    async with running(telegram, server, tmp_path, BOT_LISTEN=server.url.removeprefix("http://")) as process:
        _, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2
    assert "BOT_LISTEN" in errors.decode() and "Traceback" not in errors.decode()


def _free_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


async def test_a_token_that_telegram_refuses_ends_the_bot_with_one_line(
    telegram: Telegram, server: HttpServer, tmp_path: Path
) -> None:
    wrong = "987654321:" + "A" * 35
    refused = Telegram(token=wrong)
    async with running(refused, server, tmp_path) as process:
        _, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2
    assert "BOT_TOKEN" in errors.decode()
    assert "Traceback" not in errors.decode()
    assert wrong not in errors.decode()


async def test_an_edit_on_the_forge_is_served_after_a_signal(
    telegram: Telegram, anne: Person, server: HttpServer, tmp_path: Path
) -> None:
    forge = founded(tmp_path)
    maintainer = Maintainer(forge, tmp_path / "maintainer")
    settings = {"BOT_FAQ": str(tmp_path / "faq"), "BOT_FAQ_REMOTE": str(forge), "BOT_FLOOD": "0"}
    async with running(telegram, server, tmp_path, **settings) as process:
        anne.say("répondre à un mauvais avis sur google")
        await said(telegram, anne, "Remerciez, expliquez")
        maintainer.edits("Remerciez, expliquez", "Tout neuf")
        process.send_signal(signal.SIGHUP)
        async with asyncio.timeout(60):
            while "Tout neuf" not in anne.chat.last.text:
                await asyncio.sleep(0.2)
                anne.say("répondre à un mauvais avis sur google")
                await telegram.until(lambda: anne.chat.last.from_bot, seconds=60)
        process.terminate()
        await process.communicate()
        assert process.returncode == 0
