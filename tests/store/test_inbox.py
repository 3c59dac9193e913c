"""Tests of the inbox: stored once, handled once, set aside when nothing helps."""

import pytest

from bot.store import StorageError, Store


def _update(update_id: int, text: str = "bonjour") -> dict[str, object]:
    return {"update_id": update_id, "message": {"text": text, "from": {"id": 7}}}


async def _done(store: Store, update_id: int) -> None:
    async with store.database.begin() as tx:
        await store.inbox.done(tx, update_id)


async def test_updates_wait_in_order_with_their_body(store: Store) -> None:
    assert await store.inbox.add([_update(12, "b"), _update(11, "a 💡")], at=1) == [12, 11]
    waiting = await store.inbox.waiting()
    assert [(one.update_id, one.body, one.tries) for one in waiting] == [
        (11, _update(11, "a 💡"), 0),
        (12, _update(12, "b"), 0),
    ]


async def test_a_known_update_is_skipped_and_keeps_its_first_body(store: Store) -> None:
    await store.inbox.add([_update(1, "first")], at=1)
    assert await store.inbox.add([_update(1, "again"), _update(2), _update(2)], at=2) == [2]
    assert [one.body for one in await store.inbox.waiting()] == [_update(1, "first"), _update(2)]


async def test_a_handled_update_is_never_taken_again(store: Store) -> None:
    await store.inbox.add([_update(1)], at=1)
    await _done(store, 1)
    assert await store.inbox.add([_update(1)], at=2) == []
    assert await store.inbox.waiting() == []


async def test_nothing_of_a_batch_is_stored_when_one_update_cannot_be(store: Store) -> None:
    with pytest.raises(StorageError):
        await store.inbox.add([_update(1), {"update_id": None, "message": {}}], at=1)
    assert await store.inbox.waiting() == []


async def test_an_update_is_not_done_when_its_transaction_fails(store: Store) -> None:
    await store.inbox.add([_update(1)], at=1)
    with pytest.raises(ZeroDivisionError):
        async with store.database.begin() as tx:
            await store.inbox.done(tx, 1)
            raise ZeroDivisionError
    assert [one.update_id for one in await store.inbox.waiting()] == [1]


async def test_an_update_that_fails_three_times_is_set_aside(store: Store) -> None:
    await store.inbox.add([_update(1), _update(2)], at=1)
    assert [await store.inbox.failed(1, "KeyError") for _ in range(3)] == [False, False, True]
    assert [one.update_id for one in await store.inbox.waiting()] == [2]
    assert await store.inbox.counts() == {"new": 1, "done": 0, "dead": 1}


async def test_the_tries_of_an_update_are_known_when_it_waits_again(store: Store) -> None:
    await store.inbox.add([_update(1)], at=1)
    await store.inbox.failed(1, "KeyError")
    assert [one.tries for one in await store.inbox.waiting()] == [1]


@pytest.mark.parametrize("odd", [{"poll": {"id": "5"}}, {"message": None}, {"message": {"from": {"id": "x"}}}])
async def test_an_update_of_any_shape_is_stored(store: Store, odd: dict[str, object]) -> None:
    assert await store.inbox.add([{"update_id": 5, **odd}], at=1) == [5]
    assert [one.body for one in await store.inbox.waiting()] == [{"update_id": 5, **odd}]
