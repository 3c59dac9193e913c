"""`bot doctor` beside a Telegram over HTTP: what it finds, and that it leaves everything as it was."""

import asyncio
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from bot.chat.wire import Telegram
from bot.chat.wire.http import HttpServer
from bot.store import Call, Settlement, Store, Vault
from bot.store.backup import backup
from tests.cli.conftest import Run
from tests.conftest import FAQ


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def served(telegram: Telegram) -> Iterator[str]:
    """Serve Telegram from a thread: the command runs a loop of its own. Give its address."""
    started: list[str] = []
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        async with HttpServer(telegram) as server:
            started.append(server.url)
            await stop.wait()

    thread = Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    while not started:
        time.sleep(0.005)
    yield started[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    loop.close()


@pytest.fixture
def installed(telegram: Telegram, served: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Set up an installation where all is well; give its folder."""
    telegram.group(-9, "L'équipe", [telegram.person(7, "Zoé")])
    telegram.chats[-9].members[telegram.bot_user["id"]] = "administrator"
    settings = {
        "BOT_TOKEN": telegram.token,
        "BOT_API_URL": served,
        "BOT_FAQ": FAQ,
        "BOT_DATA": tmp_path / "data",
        "BOT_KEY_FILE": tmp_path / "key",
        "BOT_ORGANISERS": 7,
        "BOT_ORGANISERS_CHAT": -9,
        "BOT_CONTACT": "rgpd@exemple.fr",
        "BOT_BACKUPS": 7,
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, str(value))

    async def make() -> None:
        await (await Store.open(f"sqlite:///{tmp_path}/data/bot.db", Vault.open(tmp_path / "key"))).close()

    asyncio.run(make())
    (tmp_path / "data/backups").mkdir()
    backup(f"sqlite:///{tmp_path}/data/bot.db", tmp_path / f"data/backups/bot-{date.today()}.db")
    (tmp_path / "data/heartbeat").touch()
    return tmp_path


def _found(run: Run) -> tuple[int, Mapping[str, str]]:
    """Give the exit code, and what is not fine with its remedy."""
    ran = run("doctor", "--json")
    found: list[dict[str, Any]] = json.loads(ran.out)
    return ran.code, {one["what"]: one["remedy"] for one in found if one["state"] != "fine"}


def _files(folder: Path) -> dict[Path, bytes]:
    """Give all files but those that SQLite makes to read, and takes away."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {file: file.read_bytes() for file in files if not file.name.endswith(("-wal", "-shm"))}


def test_where_all_is_well_it_says_so_and_changes_nothing(run: Run, installed: Path, telegram: Telegram) -> None:
    before = _files(installed)
    ran = run("doctor")
    assert ran.code == 0, ran.out
    assert "Rien à réparer" in ran.out and "À RÉPARER" not in ran.out and "à voir" not in ran.out
    assert _files(installed) == before
    assert not telegram.calls("getUpdates") and not telegram.refusals and telegram.token not in ran.out + ran.err


def test_before_the_first_start_nothing_is_made(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOT_FAQ", str(FAQ))
    monkeypatch.setenv("BOT_KEY_FILE", str(tmp_path / "key"))
    code, found = _found(run)
    assert code == 1 and any("BOT_TOKEN manque" in what for what in found)
    assert list(tmp_path.iterdir()) == []


def _break_database(folder: Path) -> None:
    with (folder / "data/bot.db").open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 40_000)


def _newer(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "data/bot.db")) as connection, connection:
        connection.execute("update alembic_version set version_num = '9999'")


def _other_key(folder: Path) -> None:
    (folder / "key").unlink()
    Vault.open(folder / "key")


BROKEN: Mapping[str, tuple[Callable[[Path], object], str]] = {
    "key rights": (lambda folder: (folder / "key").chmod(0o644), "chmod 600"),
    "key torn": (lambda folder: (folder / "key").write_text("rien"), "lieu sûr"),
    "key missing": (lambda folder: (folder / "key").unlink(), "lieu sûr"),
    "another key": (_other_key, "fichier de clé d'origine"),
    "database torn": (_break_database, "bot restore"),
    "database newer": (_newer, "Mettez le bot à jour"),
    "no database of ours": (lambda folder: (folder / "data/bot.db").write_bytes(b"Bonjour" * 999), "BOT_DATABASE_URL"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_broken_is_named_with_its_remedy(run: Run, installed: Path, broken: str) -> None:
    damage, remedy = BROKEN[broken]
    damage(installed)
    code, found = _found(run)
    assert code == 1 and any(remedy in said for said in found.values()), found


def test_a_content_that_does_not_load_is_named(run: Run, installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_FAQ", str(installed / "nowhere"))
    code, found = _found(run)
    assert code == 1 and "bot check" in next(iter(found.values()))


def test_a_token_that_telegram_does_not_know_is_named(
    run: Run, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = "987654321:" + "A" * 35
    monkeypatch.setenv("BOT_TOKEN", wrong)
    ran = run("doctor")
    assert ran.code == 1 and "@BotFather" in ran.out and wrong not in ran.out + ran.err


def test_a_telegram_that_cannot_be_reached_is_named(run: Run, installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_API_URL", "http://127.0.0.1:1")
    code, found = _found(run)
    assert code == 1 and any("BOT_API_URL" in remedy for remedy in found.values())


@pytest.mark.parametrize(("status", "code", "said"), [("left", 1, "Ajoutez"), ("member", 0, "Nommez")])
def test_a_chat_where_the_bot_cannot_work_is_named(
    run: Run, installed: Path, telegram: Telegram, status: str, code: int, said: str
) -> None:
    telegram.chats[-9].members[telegram.bot_user["id"]] = status
    found = _found(run)
    assert found[0] == code and any(remedy.startswith(said) for remedy in found[1].values())


def test_a_clock_that_is_wrong_is_named(run: Run, installed: Path, telegram: Telegram) -> None:
    telegram.clock = lambda: time.time() + 3600
    code, found = _found(run)
    assert code == 0 and any("retarde de 3" in what for what in found)


def test_what_only_grows_old_is_worth_a_look(
    run: Run, installed: Path, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(installed / "data/heartbeat", (0, time.time() - 7200))
    for file in (installed / "data/backups").iterdir():
        file.rename(file.with_name("bot-2026-01-01.db"))
    telegram.updates.webhook = {"url": "https://ailleurs.test/x"}
    monkeypatch.delenv("BOT_ORGANISERS")
    monkeypatch.delenv("BOT_CONTACT")

    async def fail() -> None:
        store = await Store.open(f"sqlite:///{installed}/data/bot.db", Vault.open(installed / "key"))
        async with store.database.begin() as tx:
            [number] = await store.outbox.add(tx, [Call("sendMessage", 7, {})], at=1)
        await store.outbox.settled([Settlement(number, "failed", error="no")], at=1)
        await store.close()

    asyncio.run(fail())
    code, found = _found(run)
    said = " ".join(found)
    assert code == 0
    for part in ("a 2:00:", "Aucune sauvegarde", "webhook", "Aucun organisateur", "où écrire", "envois 1"):
        assert part in said
