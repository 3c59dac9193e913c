"""Tests of backups: made while the bot writes, put back row for row, and refused when something is wrong."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.problem import MendableError
from bot.store import Call, Store, Vault
from bot.store.backup import Daily, backup, restore, rotate
from tests.conftest import FAR


def _rows(file: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
        query = "select * from {} order by 1"
        return {name: connection.execute(query.format(name)).fetchall() for (name,) in tables}


async def _owe(store: Store, *texts: str) -> None:
    async with store.database.begin() as tx:
        await store.outbox.add(tx, [Call("sendMessage", 7, {"text": text}) for text in texts], at=1)


async def test_a_backup_put_back_has_every_row(store: Store, file: Path, vault: Vault, tmp_path: Path) -> None:
    await _owe(store, "un", "deux")
    copy, back = tmp_path / "copy.db", tmp_path / "new" / "bot.db"
    assert backup(f"sqlite:///{file}", copy) == vault.key_id
    restore(copy, f"sqlite:///{back}", vault)
    assert _rows(copy) == _rows(back) == _rows(file)
    again = await Store.open(f"sqlite:///{back}", vault)
    assert [one.call.params["text"] for one in await again.outbox.due(FAR)] == ["un", "deux"]
    await again.close()


async def test_a_backup_is_one_state_of_a_database_that_is_written_to(store: Store, file: Path, tmp_path: Path) -> None:
    await _owe(store, *["x" * 1000] * 2000)
    copying = asyncio.create_task(asyncio.to_thread(backup, f"sqlite:///{file}", tmp_path / "copy.db"))
    written = 0
    while not copying.done():
        await _owe(store, "a", "b")
        written += 2
    await copying
    count = len(_rows(tmp_path / "copy.db")["outbox"])
    assert 2000 <= count <= 2000 + written and count % 2 == 0
    assert len(await store.outbox.due(FAR)) == 2000 + written


async def test_a_backup_is_one_file_for_its_owner_only_and_leaves_nothing_else(
    store: Store, file: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    backup(f"sqlite:///{file}", tmp_path / "out" / "copy.db")
    [copy] = (tmp_path / "out").iterdir()
    assert copy.stat().st_mode & 0o777 == 0o600


async def test_a_backup_overwrites_nothing(store: Store, file: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("important")
    with pytest.raises(MendableError, match="existe déjà"):
        backup(f"sqlite:///{file}", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "important"


@pytest.mark.parametrize(
    "url", ["sqlite:///{folder}/nowhere.db", "postgresql://u:geheim@h/b", "sqlite:///{folder}/other.db"]
)
def test_what_is_no_sqlite_database_of_the_bot_is_not_copied(url: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("create table cats (name)")
    with pytest.raises(MendableError) as refused:
        backup(url.format(folder=tmp_path), tmp_path / "copy.db")
    assert "geheim" not in str(refused.value)
    assert [file.name for file in tmp_path.iterdir()] == ["other.db"]


def test_postgresql_is_sent_to_its_own_tools(tmp_path: Path, vault: Vault) -> None:
    with pytest.raises(MendableError, match="pg_dump"):
        backup("postgresql://h/b", tmp_path / "copy.db")
    with pytest.raises(MendableError, match="pg_restore"):
        restore(tmp_path / "copy.db", "postgresql://h/b", vault)


async def test_a_database_that_is_there_is_replaced_only_when_told_and_kept_beside(
    store: Store, file: Path, vault: Vault, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    backup(f"sqlite:///{file}", copy)
    await _owe(store, "later")
    await store.close()
    now = _rows(file)
    with pytest.raises(MendableError, match="existe déjà"):
        restore(copy, f"sqlite:///{file}", vault)
    assert _rows(file) == now
    restore(copy, f"sqlite:///{file}", vault, replace=True)
    assert _rows(file) == _rows(copy)
    assert _rows(file.with_name("bot.db.before-restore")) == now
    with pytest.raises(MendableError, match="before-restore"):
        restore(copy, f"sqlite:///{file}", vault, replace=True)
    assert _rows(file.with_name("bot.db.before-restore")) == now


async def test_a_database_in_use_is_not_replaced(store: Store, file: Path, vault: Vault, tmp_path: Path) -> None:
    backup(f"sqlite:///{file}", tmp_path / "copy.db")
    await _owe(store, "later")
    with pytest.raises(MendableError, match="en service"):
        restore(tmp_path / "copy.db", f"sqlite:///{file}", vault, replace=True)
    assert [one.call.params["text"] for one in await store.outbox.due(FAR)] == ["later"]
    assert not file.with_name("bot.db.before-restore").exists()


async def test_a_backup_of_another_key_is_refused(store: Store, file: Path, vault: Vault, tmp_path: Path) -> None:
    backup(f"sqlite:///{file}", tmp_path / "copy.db")
    with pytest.raises(MendableError, match=rf"BOT_KEY_FILE.*{vault.key_id}"):
        restore(tmp_path / "copy.db", f"sqlite:///{tmp_path}/back.db", Vault.open(tmp_path / "other"))
    assert not (tmp_path / "back.db").exists()


async def test_a_backup_of_a_later_version_is_refused(store: Store, file: Path, vault: Vault, tmp_path: Path) -> None:
    backup(f"sqlite:///{file}", tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection, connection:
        connection.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(MendableError, match="plus récente"):
        restore(tmp_path / "copy.db", f"sqlite:///{tmp_path}/back.db", vault)


@pytest.mark.parametrize("damage", ["missing", "letter", "cut", "torn"])
async def test_a_file_that_is_no_sound_backup_is_refused(
    store: Store, file: Path, vault: Vault, tmp_path: Path, damage: str
) -> None:
    copy = tmp_path / "copy.db"
    await _owe(store, *["x" * 1000] * 200)
    backup(f"sqlite:///{file}", copy)
    content = copy.read_bytes()
    copy.unlink()
    if damage != "missing":
        torn = content[:20_000] + b"\xff" * 20_000 + content[40_000:]
        copy.write_bytes({"letter": b"Bonjour " * 999, "cut": content[:-50_000], "torn": torn}[damage])
    with pytest.raises(MendableError, match=r"copy\.db"):
        restore(copy, f"sqlite:///{tmp_path}/new/back.db", vault)
    assert list((tmp_path / "new").iterdir()) == []


def test_only_the_oldest_daily_backups_beyond_those_to_keep_go(tmp_path: Path) -> None:
    days = [f"bot-2026-{month}.db" for month in ("01-31", "02-01", "02-02")]
    for name in (*days, "bot.db", "bot-2026-01-01.db.part", "bot-avant-les-travaux.db"):
        (tmp_path / name).touch()
    assert rotate(tmp_path, keep=2) == [tmp_path / days[0]]
    assert rotate(tmp_path, keep=9) == []
    assert len(list(tmp_path.iterdir())) == 5


async def test_a_day_has_one_backup_and_the_last_days_are_kept(store: Store, file: Path, tmp_path: Path) -> None:
    daily = Daily(f"sqlite:///{file}", tmp_path / "backups", keep=2)
    assert daily.make(date(2026, 11, 24)) == tmp_path / "backups/bot-2026-11-24.db"
    await _owe(store, "later")
    assert daily.make(date(2026, 11, 24)) is None
    assert _rows(tmp_path / "backups/bot-2026-11-24.db")["outbox"] == []
    for day in (25, 26):
        assert daily.make(date(2026, 11, day))
    names = sorted(one.name for one in (tmp_path / "backups").iterdir())
    assert names == ["bot-2026-11-25.db", "bot-2026-11-26.db"]
    assert _rows(tmp_path / "backups/bot-2026-11-26.db") == _rows(file)
