"""Tests of the feedback."""

from dataclasses import replace

import pytest

from bot.store import Feedback, NewQuestion, StorageError, Store

QUESTION = NewQuestion(
    asked_at=1, person="asker", text="?", outcome="answer", confidence=0.9, content_version="1", entry="e"
)


async def _ask(store: Store) -> int:
    async with store.database.begin() as tx:
        return await store.questions.record(tx, QUESTION)


async def _record(store: Store, given: Feedback) -> bool:
    async with store.database.begin() as tx:
        return await store.feedback.record(tx, given)


async def test_feedback_is_kept_once_by_person_and_kind(store: Store) -> None:
    given = Feedback(await _ask(store), "asker", "helpful", at=5, entry="e")
    others = [replace(given, kind="picked"), replace(given, person="other")]
    assert await _record(store, given)
    assert not await _record(store, replace(given, at=6))
    assert [await _record(store, other) for other in others] == [True, True]
    assert await store.feedback.for_question(given.question_id) == [given, *others]


async def test_each_entry_given_for_a_question_is_rated_once(store: Store) -> None:
    given = Feedback(await _ask(store), "asker", "picked", at=5, entry="e")
    assert [await _record(store, replace(given, entry=entry)) for entry in ("e", "f", "e")] == [True, True, False]
    assert [await _record(store, replace(given, kind="none_of_these", entry=None)) for _ in range(2)] == [True, False]
    async with store.database.read() as tx:
        assert await store.feedback.entries(tx, given.question_id, "picked") == ["e", "f"]


async def test_feedback_on_a_question_that_was_erased_is_not_kept(store: Store) -> None:
    given = Feedback(await _ask(store), "other", "helpful", at=5)
    async with store.database.begin() as tx:
        await store.people.erase(tx, "asker")
    assert not await _record(store, given)


async def test_feedback_goes_with_its_question(store: Store) -> None:
    given = Feedback(await _ask(store), "other", "helpful", at=5)
    await _record(store, given)
    async with store.database.begin() as tx:
        await store.people.erase(tx, "asker")
    assert await store.feedback.for_question(given.question_id) == []


async def test_the_id_of_an_erased_question_is_not_given_to_the_next_one(store: Store) -> None:
    first = await _ask(store)
    async with store.database.begin() as tx:
        await store.people.erase(tx, "asker")
    assert await _ask(store) > first


async def test_an_error_in_the_same_transaction_takes_the_feedback_back(store: Store) -> None:
    given = Feedback(await _ask(store), "asker", "unhelpful", at=5)
    with pytest.raises(StorageError):
        async with store.database.begin() as tx:
            await store.feedback.record(tx, given)
            await tx.exec_driver_sql("insert into nowhere values (1)")
    assert await store.feedback.for_question(given.question_id) == []


async def test_the_feedback_since_a_time_is_given_oldest_first(store: Store) -> None:
    id = await _ask(store)
    given = [Feedback(id, name, "picked", at, "e") for name, at in (("a", 4), ("b", 5), ("c", 9))]
    assert [await _record(store, one) for one in given] == [True] * 3
    assert await store.feedback.since(5) == given[1:]
