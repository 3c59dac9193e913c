"""Tests of the outbox: in order, until sent."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.store import Call, Receipt, Settlement, StorageError, Store
from bot.store.receipts import receipts
from tests.conftest import FAR

HELLO = Call("sendMessage", 7, {"chat_id": 7, "text": "Bonjour 👋", "reply_markup": {"inline_keyboard": []}})
TAPPED = Call("answerCallbackQuery", None, {"callback_query_id": "1"})


async def _add(store: Store, *calls: Call, update_id: int | None = None, not_before: int = 0) -> list[int]:
    async with store.database.begin() as tx:
        return await store.outbox.add(tx, calls, at=100, update_id=update_id, not_before=not_before)


async def test_calls_wait_in_order_as_they_were_added(store: Store) -> None:
    ids = await _add(store, HELLO, TAPPED, update_id=5)
    waiting = await store.outbox.due(FAR)
    assert [one.id for one in waiting] == ids == sorted(ids)
    assert [one.call for one in waiting] == [HELLO, TAPPED]
    assert {(one.not_before, one.tries, one.created_at, one.update_id) for one in waiting} == {(0, 0, 100, 5)}


async def test_nothing_waits_when_the_transaction_fails(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        async with store.database.begin() as tx:
            await store.outbox.add(tx, [HELLO], at=100)
            raise ZeroDivisionError
    assert await store.outbox.due(FAR) == []


async def test_what_was_sent_is_gone_and_its_id_is_never_used_again(store: Store) -> None:
    ids = await _add(store, HELLO, TAPPED)
    await store.outbox.settled([Settlement(id, "sent") for id in ids], at=1)
    assert await store.outbox.due(FAR) == []
    assert min(await _add(store, HELLO)) > max(ids)


async def test_what_telegram_refuses_no_longer_waits(store: Store) -> None:
    refused, waits = await _add(store, HELLO, TAPPED)
    await store.outbox.settled([Settlement(refused, "failed", error="Bad Request: chat not found")], at=1)
    assert [one.id for one in await store.outbox.due(FAR)] == [waits]


async def test_what_is_due_comes_in_order_without_what_is_known_and_what_must_wait(store: Store) -> None:
    first, second = await _add(store, HELLO, TAPPED)
    [later] = await _add(store, HELLO, not_before=160)
    assert [one.id for one in await store.outbox.due(now=159)] == [first, second]
    assert [one.id for one in await store.outbox.due(now=160, known={first})] == [second, later]


async def test_more_is_due_than_one_query_may_name(store: Store) -> None:
    ids = await _add(store, *[TAPPED] * 1201)
    assert [one.id for one in await store.outbox.due(now=100, known={ids[3]})] == ids[:3] + ids[4:]


async def test_a_call_keeps_what_it_is_about_and_whom_it_is_for(store: Store) -> None:
    call = replace(HELLO, about="answer:12", person="p" * 22)
    await _add(store, call)
    assert [one.call for one in await store.outbox.due(now=100)] == [call]


async def test_who_waits_for_a_call_learns_what_became_of_it(store: Store) -> None:
    calls = [replace(HELLO, about=f"answer:{number}", person="p") for number in range(3)]
    ids = await _add(store, *calls)
    await store.outbox.settled(
        [
            Settlement(ids[0], "sent", message_id=77),
            Settlement(ids[1], "blocked"),
            Settlement(ids[2], "failed", error="Bad Request: chat not found"),
        ],
        at=150,
    )
    async with store.database.read() as tx:
        left = await store.receipts.about(tx, ["answer:0", "answer:1", "answer:2", "answer:3"])
    assert sorted(left.values(), key=lambda one: one.about) == [
        Receipt("answer:0", "p", "sent", 77, None, 150),
        Receipt("answer:1", "p", "blocked", None, None, 150),
        Receipt("answer:2", "p", "failed", None, "Bad Request: chat not found", 150),
    ]
    assert await store.outbox.due(FAR) == []


async def test_what_nobody_waits_for_leaves_no_receipt_and_what_is_unknown_does_nothing(store: Store) -> None:
    settled, waits = await _add(store, HELLO, HELLO)
    await store.outbox.settled([Settlement(settled, "sent", 77), Settlement(999, "sent"), Settlement(998, "failed")], 1)
    assert [one.id for one in await store.outbox.due(FAR)] == [waits]
    async with store.database.read() as tx:
        assert await tx.scalar(select(func.count()).select_from(receipts)) == 0


async def test_the_latest_receipt_about_a_thing_counts(store: Store) -> None:
    card = replace(HELLO, about="card:5")
    ids = await _add(store, card, card, card)
    await store.outbox.settled([Settlement(ids[0], "sent", 70)], at=1)
    await store.outbox.settled([Settlement(ids[1], "failed"), Settlement(ids[2], "sent", 72)], at=2)
    async with store.database.read() as tx:
        receipt = (await store.receipts.about(tx, ["card:5"]))["card:5"]
    assert (receipt.outcome, receipt.message_id, receipt.at) == ("sent", 72, 2)


async def test_nothing_is_settled_when_a_receipt_cannot_be_kept(store: Store) -> None:
    ids = await _add(store, replace(HELLO, about="answer:1"), HELLO)
    async with store.database.begin() as tx:
        await tx.run_sync(receipts.drop)
    with pytest.raises(StorageError):
        await store.outbox.settled([Settlement(ids[0], "sent", 77), Settlement(ids[1], "failed")], at=1)
    assert [one.id for one in await store.outbox.due(FAR)] == ids


async def test_only_what_is_not_due_yet_is_taken_back(store: Store) -> None:
    answer = replace(HELLO, about="answer:1")
    [due] = await _add(store, answer, not_before=160)
    [_delayed] = await _add(store, answer, not_before=161)
    [other] = await _add(store, replace(HELLO, about="answer:2"), not_before=161)
    async with store.database.begin() as tx:
        assert await store.outbox.take_back(tx, ["answer:1"], now=160) == 1
    assert [one.id for one in await store.outbox.due(FAR)] == [due, other]
