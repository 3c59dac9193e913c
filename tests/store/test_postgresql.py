"""The same store on PostgreSQL: a database of its own is made on the server, and dropped."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.matching.replies import Candidate
from bot.problem import MendableError
from bot.store import (
    PERSON,
    Call,
    Feedback,
    NewQuestion,
    Preference,
    Settlement,
    StorageError,
    Store,
    Subscription,
    Vault,
)
from bot.store.tables import metadata
from tests.conftest import FAR
from tests.store.keys import new_key_first

SERVER = os.environ.get("BOT_TEST_POSTGRESQL_URL", "")
NAME = f"bot_test_{os.getpid()}"

pytestmark = pytest.mark.skipif(
    not SERVER,
    reason="set BOT_TEST_POSTGRESQL_URL (postgresql://user:password@host/database, allowed to make databases)",
)


async def _on_server(statement: str) -> None:
    engine = create_async_engine(make_url(SERVER).set(drivername="postgresql+asyncpg"), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@pytest_asyncio.fixture
async def url() -> AsyncIterator[URL]:
    await _on_server(f"create database {NAME}")
    yield make_url(SERVER).set(drivername="postgresql", database=NAME)
    await _on_server(f"drop database {NAME} with (force)")


@pytest_asyncio.fixture
async def store(url: URL, vault: Vault) -> AsyncIterator[Store]:
    store = await Store.open(url.render_as_string(hide_password=False), vault)
    yield store
    await store.close()


async def test_the_migrated_tables_are_those_of_the_code(store: Store) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with store.database.read() as tx:
        assert await tx.run_sync(differences) == []


async def test_one_question_goes_from_inbox_to_log_to_outbox_and_is_forgotten(store: Store) -> None:
    person = store.database.vault.pseudonym(PERSON, 7)
    update = {"update_id": 2**40, "message": {"text": "c cb ?", "from": {"id": 7}}}
    question = NewQuestion(
        asked_at=1, person=person, text="c cb ?", outcome="none", confidence=0.25, content_version="1", state="open",
        candidates=(Candidate("prix", 0.25),),
    )  # fmt: skip
    calls = [Call("sendMessage", 7, {"text": "noté"}), Call("answerCallbackQuery", None, {})]
    assert await store.inbox.add([update], at=1) == [2**40]
    assert [one.body for one in await store.inbox.waiting()] == [update]
    async with store.database.begin() as tx:
        id = await store.questions.record(tx, question)
        assert await store.feedback.record(tx, Feedback(id, person, "unhelpful", at=2))
        assert not await store.feedback.record(tx, Feedback(id, person, "unhelpful", at=3))
        ids = await store.outbox.add(tx, calls, at=1, update_id=2**40)
        await store.inbox.done(tx, 2**40)
    assert await store.inbox.add([update], at=2) == []
    assert [one.call for one in await store.outbox.due(FAR)] == calls
    [logged] = await store.questions.open()
    assert (logged.id, logged.text, logged.candidates) == (id, "c cb ?", question.candidates)
    assert await store.questions.count_by_outcome(since=0) == {"none": 1}
    await store.outbox.settled([Settlement(ids[1], "sent")], at=2)
    assert {name for name, rows in (await store.people.holdings(person)).items() if rows} == {
        "feedback",
        "questions",
        "outbox",
    }
    async with store.database.begin() as tx:
        assert sum((await store.people.erase(tx, person)).values()) == 3


async def test_an_answer_is_wanted_delivered_with_a_receipt_and_purged(store: Store) -> None:
    question = NewQuestion(
        asked_at=1, person="p", text="c cb ?", outcome="none", confidence=0.25, content_version="1", state="open"
    )
    answers = [Call("sendMessage", 7, {}, about=f"answer:{number}", person="p") for number in range(2)]
    async with store.database.begin() as tx:
        id = await store.questions.record(tx, question)
        assert await store.questions.want_answer(tx, id, 7, 1)
        assert [one.chat_id for one in await store.questions.wanting(tx, [id])] == [7]
        [sent] = await store.outbox.add(tx, answers[:1], at=1)
        await store.outbox.add(tx, answers[1:], at=1, not_before=60)
        assert await store.outbox.take_back(tx, ["answer:1"], now=59) == 1
        await store.preferences.set(tx, "p", Preference("34"))
        assert await store.subscriptions.add(tx, Subscription("p", "entry", "cout-site", 7, at=1))
    assert [one.id for one in await store.outbox.due(now=60)] == [sent]
    await store.outbox.settled([Settlement(sent, "sent", message_id=2**40)], at=2)
    async with store.database.read() as tx:
        assert (await store.receipts.about(tx, ["answer:0"]))["answer:0"].message_id == 2**40
    purged = await store.retention.purge(now=400 * 86_400)
    assert {kind for kind, count in purged.items() if count} == {"questions", "subscriptions", "receipts"}
    assert (await store.journal.latest(1))[0].details == purged


async def test_everything_is_encrypted_anew(store: Store, tmp_path: Path) -> None:
    async with store.database.begin() as tx:
        await store.outbox.add(tx, [Call("sendMessage", 7, {})] * 501, at=1)
    new_key_first(tmp_path / "key")
    assert await store.rekey() == 501
    assert len(await store.outbox.due(FAR)) == 501


async def test_an_update_that_fails_three_times_is_set_aside(store: Store) -> None:
    await store.inbox.add([{"update_id": 1}], at=1)
    assert [await store.inbox.failed(1, "KeyError") for _ in range(3)] == [False, False, True]
    assert await store.inbox.counts() == {"new": 0, "done": 0, "dead": 1}


async def test_nothing_is_kept_of_a_transaction_that_fails(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        async with store.database.begin() as tx:
            await store.outbox.add(tx, [Call("sendMessage", 7, {})], at=1)
            raise ZeroDivisionError
    assert await store.outbox.due(FAR) == []


async def test_a_connection_that_the_server_cuts_is_a_storage_error_and_works_afterwards(store: Store) -> None:
    cut = "select pg_terminate_backend(pid) from pg_stat_activity"
    with pytest.raises(StorageError):
        async with store.database.begin() as tx:
            await _on_server(f"{cut} where datname = '{NAME}'")
            await store.outbox.add(tx, [Call("sendMessage", 7, {})], at=1)
    assert await store.outbox.due(FAR) == []


async def test_bots_that_start_at_once_make_the_tables_once(url: URL, vault: Vault, tmp_path: Path) -> None:
    code = """
import asyncio, sys
from pathlib import Path
from bot.matching.replies import Candidate
from bot.store import Store, Vault
from tests.conftest import FAR
async def start():
    store = await Store.open(sys.argv[1], Vault.open(Path(sys.argv[2])))
    await store.close()
asyncio.run(start())
"""
    command = [
        sys.executable,
        "-W",
        "error",
        "-c",
        code,
        url.render_as_string(hide_password=False),
        str(tmp_path / "key"),
    ]
    bots = [await asyncio.create_subprocess_exec(*command) for _ in range(3)]
    assert [await bot.wait() for bot in bots] == [0, 0, 0]


async def test_a_database_of_another_key_is_refused(store: Store, url: URL, tmp_path: Path) -> None:
    with pytest.raises(MendableError, match=r"BOT_KEY_FILE.*autre clé"):
        await Store.open(url.render_as_string(hide_password=False), Vault.open(tmp_path / "other"))


@pytest.mark.parametrize(
    "wrong", [{"password": "geheim"}, {"database": "nowhere"}, {"port": 1}, {"host": "no.invalid"}]
)
async def test_a_server_that_cannot_be_reached_is_refused_without_the_password(
    wrong: dict[str, str | int], vault: Vault
) -> None:
    address = make_url(SERVER).set(drivername="postgresql").set(**wrong)  # type: ignore[arg-type]  # by name
    with pytest.raises(MendableError, match="BOT_DATABASE_URL") as refused:
        await Store.open(address.render_as_string(hide_password=False), vault)
    assert "geheim" not in str(refused.value)
    assert make_url(SERVER).password not in str(refused.value).split()
