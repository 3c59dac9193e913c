"""Updates wait until they are confirmed, as Telegram keeps them."""

import asyncio
from typing import Any

import pytest

from bot.chat.wire.refusal import Refusal
from bot.chat.wire.updates import Updates


class Clock:
    """A clock that moves when told to."""

    now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def updates(clock: Clock) -> Updates:
    made = Updates(clock, next_id=1)
    for text in "abc":
        made.push({"message": {"text": text}})
    return made


async def ids(updates: Updates, offset: int = 0, limit: int = 100, timeout: float = 0) -> list[Any]:
    return [update["update_id"] for update in await updates.get(offset, limit, timeout)]


async def test_unconfirmed_updates_are_given_again(updates: Updates) -> None:
    assert await ids(updates) == await ids(updates) == [1, 2, 3]


async def test_an_offset_confirms_what_is_before_it(updates: Updates) -> None:
    assert await ids(updates, offset=3) == [3]
    assert await ids(updates) == [3]


async def test_a_negative_offset_keeps_the_last_and_forgets_the_rest(updates: Updates) -> None:
    assert await ids(updates, offset=-2) == [2, 3]
    assert await ids(updates) == [2, 3]


async def test_a_limit_holds(updates: Updates) -> None:
    assert await ids(updates, limit=2) == [1, 2]
    assert await ids(updates, limit=0) == [1, 2, 3]


async def test_a_short_poll_of_an_empty_queue_gives_nothing(updates: Updates) -> None:
    assert await ids(updates, offset=4) == []


async def test_a_long_poll_wakes_at_once(updates: Updates) -> None:
    poll = asyncio.create_task(ids(updates, offset=4, timeout=50))
    await asyncio.sleep(0)
    updates.push({"message": {"text": "d"}})
    async with asyncio.timeout(1):
        assert await poll == [4]


async def test_a_long_poll_ends_empty(updates: Updates) -> None:
    assert await ids(updates, offset=4, timeout=0.01) == []


async def test_a_second_poll_ends_the_first(updates: Updates) -> None:
    older = asyncio.create_task(ids(updates, offset=4, timeout=50))
    await asyncio.sleep(0)
    newer = asyncio.create_task(ids(updates, offset=4, timeout=50))
    with pytest.raises(Refusal, match="terminated by other getUpdates request") as refused:
        await older
    assert refused.value.status == 409
    updates.push({"message": {"text": "d"}})
    assert await newer == [4]


async def test_a_webhook_forbids_polls(updates: Updates) -> None:
    updates.webhook = {"url": "https://example.org/x"}
    with pytest.raises(Refusal, match="can't use getUpdates method while webhook is active") as refused:
        await ids(updates)
    assert refused.value.status == 409


async def test_updates_are_kept_24_hours(updates: Updates, clock: Clock) -> None:
    clock.now += 24 * 3600 + 1
    updates.push({"message": {"text": "d"}})
    assert await ids(updates) == [4]


async def test_only_the_kinds_asked_for_are_kept(updates: Updates) -> None:
    updates.push({"chat_member": {}})
    updates.allowed = ("callback_query",)
    updates.push({"message": {}})
    updates.push({"callback_query": {}})
    assert await ids(updates, offset=4) == [6]


async def test_an_update_id_given_by_hand_is_kept(updates: Updates) -> None:
    assert updates.push({"update_id": 40, "message": {}}) == 40
    assert updates.push({"message": {}}) == 41
