"""A small load: the command's parts work, and what it looks for is found."""

import asyncio

from bot.chat.wire import Call
from tests.load.measure import PEOPLE, Crowd, Measured, running

TEXTS = [(f"message {number}.", f"message {number}.") for number in range(5)]


async def test_a_bare_bot_and_ours_reply_to_everybody_in_order() -> None:
    for name in ("bare", "echo"):
        crowd = Crowd(TEXTS)
        async with running(name, crowd) as process:
            measured = await crowd.hurry(250, process)
        assert (measured.updates, measured.out_of_order, measured.refused) == (250, 0, 0)
        assert len(measured.latencies) == 250 and measured.rate > 0


async def test_a_reply_out_of_order_is_counted() -> None:
    crowd = Crowd(TEXTS)
    async with asyncio.timeout(10):
        hurrying = asyncio.create_task(crowd.stroll(PEOPLE + 1, 10_000))
        while not crowd.telegram.updates.waiting:  # noqa: ASYNC110  # the first question tells nobody
            await asyncio.sleep(0.001)
        chat_id = 1000
        await crowd.telegram.on_call[0](Call("sendMessage", {"chat_id": chat_id, "text": "message 0."}))
        while len(crowd.telegram.updates.waiting) < PEOPLE + 2:  # noqa: ASYNC110  # the same
            await asyncio.sleep(0.001)
        for number in range(1, PEOPLE):
            call = Call("sendMessage", {"chat_id": 1000 + number, "text": "message 0."})
            await crowd.telegram.on_call[0](call)
        for person in (0, 1):
            call = Call("sendMessage", {"chat_id": 1000 + person, "text": "message 4."})
            await crowd.telegram.on_call[0](call)
        measured = await hurrying
    assert measured.out_of_order == 2


def test_memory_that_grows_shows() -> None:
    assert Measured(4, memory=[100, 100, 100, 100, 100, 100, 150]).growth == 1.5
