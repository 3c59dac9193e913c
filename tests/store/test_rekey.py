"""Tests of changing the encryption key while the bot works."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
import pytest_asyncio

from bot.store import Call, NewQuestion, Settlement, Store, Subscription, Vault
from tests.conftest import FAR
from tests.store.keys import drop_old_keys, new_key_first

CALLS = 1203
QUESTION = NewQuestion(asked_at=1, person="p", text="c cb ?", outcome="none", confidence=0, content_version="1")


@pytest_asyncio.fixture
async def filled(store: Store) -> Store:
    calls = [Call("sendMessage", 7, {"text": str(number)}, about=f"answer:{number}") for number in range(CALLS)]
    await store.inbox.add([{"update_id": number} for number in range(3)], at=1)
    await store.inbox.failed(0, "KeyError")
    async with store.database.begin() as tx:
        for _ in range(3):
            await store.questions.want_answer(tx, await store.questions.record(tx, QUESTION), 7, 1)
        ids = await store.outbox.add(tx, calls, at=1)
        await store.subscriptions.add(tx, Subscription("p", "entry", "cout-site", 7, at=1))
    await store.outbox.settled([Settlement(ids[0], "failed", error="no")], at=1)
    return store


async def test_after_rekeying_everything_reads_without_the_old_key(filled: Store, file: Path, tmp_path: Path) -> None:
    before = await filled.people.holdings("p"), await filled.outbox.due(FAR), await filled.inbox.waiting()
    new_key_first(tmp_path / "key")
    seen: list[int] = []
    values = CALLS + 1 + 1 + 3 + 1 + 3 * 2 + 1  # calls, an error, its receipt, updates, an error, questions, a chat
    assert await filled.rekey(seen.append) == values
    assert seen == sorted(seen) and seen[-1] == values
    drop_old_keys(tmp_path / "key")
    again = await Store.open(f"sqlite:///{file}", Vault.open(tmp_path / "key"))
    assert (await again.people.holdings("p"), await again.outbox.due(FAR), await again.inbox.waiting()) == before
    await again.close()


async def test_what_is_renewed_already_is_left_as_it_is(filled: Store, file: Path, tmp_path: Path) -> None:
    new_key_first(tmp_path / "key")
    await filled.rekey()
    with sqlite3.connect(file) as connection:
        tokens = connection.execute("select params from outbox").fetchall()
    assert await filled.rekey() == 0
    assert connection.execute("select params from outbox").fetchall() == tokens
    connection.close()


async def test_an_interrupted_run_keeps_what_it_has_done(filled: Store, tmp_path: Path) -> None:
    def interrupt(so_far: int) -> None:
        if so_far >= 500:
            raise KeyboardInterrupt

    new_key_first(tmp_path / "key")
    with pytest.raises(KeyboardInterrupt):
        await filled.rekey(interrupt)
    assert 0 < await filled.rekey() <= CALLS + 13 - 500


async def test_a_writer_goes_on_and_what_it_wrote_reads_without_the_old_key(
    filled: Store, file: Path, tmp_path: Path
) -> None:
    other = await Store.open(f"sqlite:///{file}", Vault.open(tmp_path / "key"))

    async def write() -> None:
        for number in range(50):
            async with other.database.begin() as tx:
                await other.outbox.add(tx, [Call("sendMessage", 8, {"number": number})], at=1)

    new_key_first(tmp_path / "key")
    await asyncio.gather(filled.rekey(), write())
    drop_old_keys(tmp_path / "key")
    again = await Store.open(f"sqlite:///{file}", Vault.open(tmp_path / "key"))
    assert len(await again.outbox.due(FAR)) == CALLS - 1 + 50
    for store in (other, again):
        await store.close()
