"""Tests of the database: its address, its key, its transactions, and what SQLite is told."""

import asyncio
import gc
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, select, text

from bot.problem import MendableError
from bot.store import Call, Database, NewQuestion, Settlement, StorageError, Store, Vault, schema
from bot.store.tables import meta, metadata


async def _values(database: Database) -> set[str]:
    async with database.read() as tx:
        return set(await tx.scalars(select(meta.c.value).where(meta.c.name != "key_id")))


async def _write(database: Database, name: str) -> None:
    async with database.begin() as tx:
        await tx.execute(insert(meta).values(name=name, value=name))


async def test_the_migrated_tables_are_those_of_the_code(store: Store) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with store.database.read() as tx:
        assert await tx.run_sync(differences) == []


def test_the_code_is_written_for_the_last_migration() -> None:
    assert ScriptDirectory(str(schema.MIGRATIONS)).get_current_head() == schema.HEAD


async def test_a_second_start_keeps_the_data_and_does_not_load_alembic(file: Path, vault: Vault) -> None:
    database = await Database.open(f"sqlite:///{file}", vault)
    await _write(database, "kept")
    await database.close()
    code = """
import asyncio, sys
from pathlib import Path
from bot.store import Store, Vault
async def start():
    store = await Store.open(sys.argv[1], Vault.open(Path(sys.argv[2])))
    await store.close()
asyncio.run(start())
print(sorted({"alembic", "telegram", "numpy"} & set(sys.modules)))
"""
    command = [sys.executable, "-c", code, f"sqlite+aiosqlite:///{file}", str(file.parents[1] / "key")]
    assert subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout == "[]\n"
    again = await Database.open(f"sqlite:///{file}", vault)
    assert await _values(again) == {"kept"}
    await again.close()


async def test_databases_that_are_opened_at_once_for_the_first_time_get_their_tables(
    tmp_path: Path, vault: Vault
) -> None:
    urls = [f"sqlite:///{tmp_path}/{name}.db" for name in ("one", "one", "other")]
    databases = await asyncio.gather(*(Database.open(url, vault) for url in urls))
    for database in databases:
        await _write(database, str(databases.index(database)))
    assert await _values(databases[0]) == {"0", "1"}
    assert await _values(databases[2]) == {"2"}
    for database in databases:
        await database.close()


async def test_a_database_of_another_key_is_refused(store: Store, file: Path, tmp_path: Path) -> None:
    other = Vault.open(tmp_path / "other")
    with pytest.raises(MendableError, match=r"BOT_KEY_FILE.*autre clé") as refused:
        await Database.open(f"sqlite:///{file}", other)
    assert store.database.vault.key_id in str(refused.value)


async def test_a_database_of_a_later_version_is_refused(store: Store, file: Path, vault: Vault) -> None:
    async with store.database.begin() as tx:
        await tx.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(MendableError, match=r"BOT_DATABASE_URL.*plus récente"):
        await Database.open(f"sqlite:///{file}", vault)


@pytest.mark.parametrize(
    "url", ["", "bot.db", "mysql://localhost/bot", "sqlite://", "sqlite:///:memory:", "postgresql://u:geheim@h:x/b"]
)
async def test_an_address_that_is_none_is_refused_without_its_password(url: str, vault: Vault) -> None:
    with pytest.raises(MendableError, match="BOT_DATABASE_URL") as refused:
        await Database.open(url, vault)
    assert "geheim" not in str(refused.value)


async def test_a_place_that_cannot_be_reached_is_refused(tmp_path: Path, vault: Vault) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MendableError, match="BOT_DATABASE_URL"):
        await Database.open(f"sqlite:///{tmp_path}/file/bot.db", vault)
    with pytest.raises(MendableError, match="BOT_DATABASE_URL"):
        await Database.open(f"sqlite:///{tmp_path}", vault)


async def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path, vault: Vault) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Chère Madame, " * 100)
    with pytest.raises(MendableError, match=r"BOT_DATABASE_URL.*letter\.txt"):
        await Database.open(f"sqlite:///{letter}", vault)
    assert letter.read_text() == "Chère Madame, " * 100


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000), ("secure_delete", 1)],
)
async def test_sqlite_is_told_to_lose_nothing(store: Store, pragma: str, value: object) -> None:
    async with store.database.begin() as tx:
        assert await tx.scalar(text(f"PRAGMA {pragma}")) == value


async def test_after_an_error_nothing_of_the_transaction_is_there_and_what_was_there_still_is(store: Store) -> None:
    await _write(store.database, "before")
    with pytest.raises(ZeroDivisionError):
        async with store.database.begin() as tx:
            await tx.execute(insert(meta).values(name="lost", value="lost"))
            raise ZeroDivisionError
    assert await _values(store.database) == {"before"}


async def test_a_transaction_that_is_cancelled_leaves_nothing_and_lets_the_next_one_in(store: Store) -> None:
    async def wait_inside() -> None:
        async with store.database.begin() as tx:
            await tx.execute(insert(meta).values(name="lost", value="lost"))
            inside.set()
            await asyncio.Event().wait()

    inside = asyncio.Event()
    task = asyncio.create_task(wait_inside())
    await inside.wait()
    task.cancel()
    await asyncio.wait([task])
    await _write(store.database, "next")
    assert await _values(store.database) == {"next"}


async def test_a_refused_row_is_a_storage_error_that_says_nothing_of_the_data(store: Store) -> None:
    await _write(store.database, "geheim")
    with pytest.raises(StorageError) as failed:
        await _write(store.database, "geheim")
    assert "geheim" not in f"{failed.value} {failed.value.__cause__}"


async def test_two_databases_on_one_file_write_at_once_and_lose_nothing(store: Store, file: Path, vault: Vault) -> None:
    other = await Database.open(f"sqlite:///{file}", vault)
    await asyncio.gather(
        *(_write(database, f"{database is other}{n}") for n in range(20) for database in _both(store, other))
    )
    assert len(await _values(other)) == 40
    await other.close()


async def test_a_reader_sees_one_state_and_does_not_hold_up_a_writer(store: Store) -> None:
    async with store.database.read() as tx:
        await tx.execute(select(meta))
        await _write(store.database, "meanwhile")
        assert "meanwhile" not in set(await tx.scalars(select(meta.c.name)))
    assert await _values(store.database) == {"meanwhile"}


async def test_a_database_that_somebody_keeps_locked_is_a_storage_error_and_works_afterwards(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.database._PRAGMAS", ("busy_timeout=50", "foreign_keys=ON"))
    await store.database.close()
    locker = sqlite3.connect(file, isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="locked"):
        await _write(store.database, "refused")
    locker.execute("ROLLBACK")
    locker.close()
    await _write(store.database, "accepted")
    assert await _values(store.database) == {"accepted"}


async def test_a_full_database_is_a_storage_error_and_works_afterwards(store: Store) -> None:
    async with store.database.begin() as tx:
        pages = await tx.scalar(text("PRAGMA page_count"))
        await tx.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StorageError, match="full"):
        await _write(store.database, "x" * 100_000)
    await _write(store.database, "small")
    assert await _values(store.database) == {"small"}


async def test_a_file_that_is_gone_is_a_storage_error_until_one_is_back(store: Store, file: Path) -> None:
    await _write(store.database, "before")
    await store.database.close()
    away = file.with_name("away.db")
    file.rename(away)
    with pytest.raises(StorageError):
        await _write(store.database, "nowhere")
    with pytest.raises(StorageError):
        await _values(store.database)
    assert not file.exists()
    shutil.copy(away, file)
    await _write(store.database, "after")
    assert await _values(store.database) == {"before", "after"}


async def test_a_connection_in_use_while_its_file_is_replaced_is_closed_all_the_same(file: Path, vault: Vault) -> None:
    database = await Database.open(f"sqlite:///{file}", vault)
    slow = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 200000) SELECT count(*) FROM c"

    async def read() -> None:
        async with database.read() as tx:
            await tx.execute(text(slow))

    try:
        async with asyncio.timeout(30):
            for number in range(3):
                reading = [asyncio.create_task(read()) for _ in range(3)]
                await asyncio.sleep(0.01)
                for one in file.parent.glob(f"{file.name}*"):  # with what SQLite keeps beside it
                    if ".old" not in one.name:
                        one.rename(f"{one}.old{number}")
                file.touch()
                await asyncio.gather(*reading, *(read() for _ in range(3)), return_exceptions=True)
            await _write(database, "after")
            assert await _values(database) == {"after"}
    finally:
        await database.close()
    gc.collect()  # of a connection that was left to itself, its thread would live on, and aiosqlite would warn
    assert not [one for one in threading.enumerate() if "_connection_worker_thread" in one.name]


async def test_what_is_written_while_its_file_is_replaced_is_not_said_to_be_stored(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.database.close()  # the next transaction opens a connection
    real, old = sqlite3.connect, file.with_name("old.db")

    def open_and_replace(*arguments: Any, **named: Any) -> Any:
        connection = real(*arguments, **named)
        if not old.exists():
            file.rename(old)
            file.touch()
        return connection

    monkeypatch.setattr(sqlite3, "connect", open_and_replace)
    with pytest.raises(StorageError):
        await _write(store.database, "before")
    await _write(store.database, "after")
    assert await _values(store.database) == {"after"}


async def test_no_word_and_no_id_stands_in_the_files(store: Store, file: Path) -> None:
    person, words, chat = 918273645, "Où trouver des abonnés pour ma boulangerie", 564738291
    update = {"update_id": 1, "message": {"text": words, "from": {"id": person}, "chat": {"id": chat}}}
    await store.inbox.add([update, update | {"update_id": 2}], at=1)
    await store.inbox.failed(2, f"ValueError: {words}", limit=1)
    async with store.database.begin() as tx:
        pseudonym = store.database.vault.pseudonym("person", person)
        question = NewQuestion(
            asked_at=1, person=pseudonym, text=words, outcome="none", confidence=0.1, content_version="1"
        )
        await store.questions.record(tx, question)
        [call] = await store.outbox.add(tx, [Call("sendMessage", chat, {"chat_id": chat, "text": words})], at=1)
    await store.outbox.settled([Settlement(call, "failed", error=f"Bad Request: {words}")], at=1)
    files = sorted(file.parent.iterdir())
    assert file.with_name("bot.db-wal") in files
    content = b"".join(path.read_bytes() for path in files)
    assert pseudonym.encode() in content
    assert not re.search(rb"boulangerie|918273645|564738291", content)


async def test_what_was_erased_is_overwritten(store: Store, file: Path) -> None:
    await _write(store.database, "erased-for-good" * 10)
    async with store.database.begin() as tx:
        await tx.execute(meta.delete().where(meta.c.name != "key_id"))
    await store.close()
    assert b"erased-for-good" not in b"".join(path.read_bytes() for path in file.parent.iterdir())


def _both(store: Store, other: Database) -> tuple[Database, Database]:
    return store.database, other
