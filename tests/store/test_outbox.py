"""Tests of the outbox: in order, until sent."""

import pytest

from bot.store import Call, Store

HELLO = Call("sendMessage", 7, {"chat_id": 7, "text": "Bonjour 👋", "reply_markup": {"inline_keyboard": []}})
TAPPED = Call("answerCallbackQuery", None, {"callback_query_id": "1"})


async def _add(store: Store, *calls: Call, update_id: int | None = None) -> list[int]:
    async with store.database.begin() as tx:
        return await store.outbox.add(tx, calls, at=100, update_id=update_id)


async def test_calls_wait_in_order_as_they_were_added(store: Store) -> None:
    ids = await _add(store, HELLO, TAPPED, update_id=5)
    waiting = await store.outbox.waiting()
    assert [one.id for one in waiting] == ids == sorted(ids)
    assert [one.call for one in waiting] == [HELLO, TAPPED]
    assert {(one.not_before, one.tries, one.created_at, one.update_id) for one in waiting} == {(100, 0, 100, 5)}


async def test_nothing_waits_when_the_transaction_fails(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        async with store.database.begin() as tx:
            await store.outbox.add(tx, [HELLO], at=100)
            raise ZeroDivisionError
    assert await store.outbox.waiting() == []


async def test_what_was_sent_is_gone_and_its_id_is_never_used_again(store: Store) -> None:
    ids = await _add(store, HELLO, TAPPED)
    await store.outbox.sent(ids)
    assert await store.outbox.waiting() == []
    assert min(await _add(store, HELLO)) > max(ids)


async def test_what_telegram_refuses_no_longer_waits(store: Store) -> None:
    refused, waits = await _add(store, HELLO, TAPPED)
    await store.outbox.failed(refused, "Bad Request: chat not found")
    assert [one.id for one in await store.outbox.waiting()] == [waits]


async def test_what_is_tried_again_keeps_its_place_and_its_patience(store: Store) -> None:
    first, second = await _add(store, HELLO, HELLO)
    await store.outbox.retry(first, not_before=160)
    assert [(one.id, one.not_before, one.tries) for one in await store.outbox.waiting()] == [
        (first, 160, 1),
        (second, 100, 0),
    ]
