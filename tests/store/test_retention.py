"""Tests of the daily job: each limit, and that nothing before it changes."""

from dataclasses import replace

import pytest

from bot.store import Call, Feedback, NewQuestion, Settlement, State, StorageError, Store, Subscription
from bot.store.retention import DAY
from tests.conftest import FAR

NOW = 1000 * DAY
QUESTION = NewQuestion(
    asked_at=NOW, person="p", text="?", outcome="none", confidence=0, content_version="1", state="open"
)


async def _purged(store: Store, **limits: int) -> dict[str, int]:
    """Run the job, and give the kinds of which something went."""
    return {kind: count for kind, count in (await store.retention.purge(NOW, **limits)).items() if count}


async def _ask(store: Store, *questions: NewQuestion, told_at: int | None = None) -> list[int]:
    async with store.database.begin() as tx:
        ids = [await store.questions.record(tx, question) for question in questions]
        for id in ids:
            await store.questions.want_answer(tx, id, 7, 1)
        if told_at is not None:
            await store.questions.told(tx, ids, told_at)
    return ids


async def test_questions_go_after_twelve_months_with_their_feedback(store: Store) -> None:
    old, young = await _ask(
        store, replace(QUESTION, asked_at=NOW - 365 * DAY - 1), replace(QUESTION, asked_at=NOW - 365 * DAY)
    )
    async with store.database.begin() as tx:
        for id in (old, young):
            await store.questions.unwant(tx, id)
            await store.feedback.record(tx, Feedback(id, "other", "helpful", at=NOW))
    assert await _purged(store) == {"feedback": 1, "questions": 1}
    assert [one.id for one in await store.questions.open()] == [young]
    assert len(await store.feedback.for_question(young)) == 1


@pytest.mark.parametrize("state", ["open", "closed", "ignored"])
async def test_the_chat_of_a_question_nobody_answered_is_forgotten_after_the_retention(
    store: Store, state: State
) -> None:
    times = NOW - 90 * DAY - 1, NOW - 90 * DAY
    await _ask(store, *(replace(QUESTION, asked_at=at, state=state) for at in times))
    assert await _purged(store) == {"chats": 1}
    assert [one.wants_answer for one in await store.questions.of_person("p")] == [True, False]
    assert await _purged(store, retention_days=89) == {"chats": 1}


async def test_the_chat_of_a_delivered_answer_is_forgotten_after_two_days(store: Store) -> None:
    await _ask(store, QUESTION, told_at=NOW - 2 * DAY)
    assert await _purged(store) == {}
    await _ask(store, QUESTION, told_at=NOW - 2 * DAY - 1)
    assert await _purged(store) == {"chats": 1}
    assert [one.wants_answer for one in await store.questions.of_person("p")] == [False, True]


@pytest.mark.parametrize(("done", "age", "kind"), [(True, 2, "handled updates"), (False, 90, "failed updates")])
async def test_updates_are_forgotten_but_not_those_that_wait(store: Store, done: bool, age: int, kind: str) -> None:
    for update_id, at in enumerate([NOW - age * DAY - 1, NOW - age * DAY]):
        await store.inbox.add([{"update_id": update_id}], at)
        if done:
            async with store.database.begin() as tx:
                await store.inbox.done(tx, update_id)
        else:
            await store.inbox.failed(update_id, "KeyError", limit=1)
    await store.inbox.add([{"update_id": 9}], at=0)
    assert await _purged(store) == {kind: 1}
    assert (await store.inbox.counts())["new"] == 1


async def test_refused_calls_and_receipts_go_after_the_retention_but_not_what_waits(store: Store) -> None:
    for at in (NOW - 90 * DAY - 1, NOW - 90 * DAY):
        calls = [
            Call("sendMessage", 7, {}, about=f"answer:{at}"),
            Call("sendMessage", 7, {}),
            Call("sendMessage", 7, {}),
        ]
        async with store.database.begin() as tx:
            refused, blocked, _ = await store.outbox.add(tx, calls, at)
        await store.outbox.settled([Settlement(refused, "failed", error="no"), Settlement(blocked, "blocked")], at)
    assert await _purged(store) == {"failed calls": 2, "receipts": 1}
    assert len(await store.outbox.due(FAR)) == 2


async def test_subscriptions_go_after_twelve_months(store: Store) -> None:
    kept = Subscription("p", "entry", "cout-site", 7, at=NOW - 365 * DAY)
    async with store.database.begin() as tx:
        await store.subscriptions.add(tx, kept)
        await store.subscriptions.add(tx, replace(kept, person="q", at=kept.at - 1))
    assert await _purged(store) == {"subscriptions": 1}
    async with store.database.read() as tx:
        assert await store.subscriptions.for_subject(tx, "entry", "cout-site") == [kept]


async def test_the_journal_says_what_was_purged(store: Store) -> None:
    await _ask(store, replace(QUESTION, asked_at=NOW - 91 * DAY))
    counts = await store.retention.purge(NOW)
    [trace] = await store.journal.latest(9)
    assert (trace.at, trace.actor, trace.action, trace.details) == (NOW, "job", "purge", counts)
    assert counts["chats"] == 1


async def test_nothing_is_purged_when_it_cannot_be_written_to_the_journal(store: Store) -> None:
    await _ask(store, replace(QUESTION, asked_at=0))
    async with store.database.begin() as tx:
        await tx.exec_driver_sql("drop table journal")
    with pytest.raises(StorageError):
        await store.retention.purge(NOW)
    assert len(await store.questions.open()) == 1
