"""Tests of the journal."""

import pytest

from bot.store import JOB, Store, Trace

TRACES = [Trace(10, JOB, "purge", details={"questions": 2}), Trace(11, "p" * 22, "ignore", "cluster:5")]


async def test_the_last_traces_come_newest_first(store: Store) -> None:
    async with store.database.begin() as tx:
        for trace in TRACES:
            await store.journal.write(tx, trace)
    assert await store.journal.latest(9) == TRACES[::-1]
    assert await store.journal.latest(1) == TRACES[1:]


async def test_what_was_not_done_leaves_no_trace(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        async with store.database.begin() as tx:
            await store.journal.write(tx, TRACES[0])
            raise ZeroDivisionError
    assert await store.journal.latest(9) == []
