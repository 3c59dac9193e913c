"""Tests of the log of questions."""

from dataclasses import asdict, replace

from bot.matching.replies import Candidate
from bot.store import NewQuestion, Store

ASKED = NewQuestion(
    asked_at=100,
    person="p" * 22,
    text="c cb un site ? 🤔",
    outcome="suggestions",
    confidence=0.4,
    content_version="abc",
    entry=None,
    candidates=(Candidate("cout-site", 0.4), Candidate("site-ou-page", 0.25)),
)


async def _record(store: Store, *questions: NewQuestion) -> list[int]:
    async with store.database.begin() as tx:
        return [await store.questions.record(tx, question) for question in questions]


async def _state(store: Store, id: int) -> str | None:
    async with store.database.read() as tx:
        question = await store.questions.get(tx, id)
    return question.state if question else None


async def test_a_question_is_given_back_as_it_was_logged(store: Store) -> None:
    [id] = await _record(store, ASKED)
    async with store.database.read() as tx:
        question = await store.questions.get(tx, id)
    assert question and asdict(question) == asdict(ASKED) | {"id": id}
    assert question.candidates == ASKED.candidates


async def test_a_question_that_is_not_there_is_none(store: Store) -> None:
    assert await _state(store, 12) is None


async def test_of_small_talk_only_the_outcome_is_kept(store: Store) -> None:
    [id] = await _record(store, replace(ASKED, outcome="smalltalk"))
    async with store.database.read() as tx:
        question = await store.questions.get(tx, id)
    assert question and (question.text, question.candidates, question.outcome) == (None, (), "smalltalk")


async def test_a_refused_answer_opens_the_question_again_and_closing_ends_its_wait(store: Store) -> None:
    [id] = await _record(store, ASKED)
    async with store.database.begin() as tx:
        assert await store.questions.reopen(tx, id)
    assert [question.id for question in await store.questions.open()] == [id]
    async with store.database.begin() as tx:
        assert await store.questions.close(tx, id)
    assert await store.questions.open() == []


async def test_what_was_ignored_or_answered_is_not_opened_again(store: Store) -> None:
    ids = await _record(store, replace(ASKED, state="ignored"), replace(ASKED, state="answered"))
    async with store.database.begin() as tx:
        assert [await store.questions.reopen(tx, id) for id in ids] == [False, False]
    assert [await _state(store, id) for id in ids] == ["ignored", "answered"]


async def test_open_questions_come_newest_first_and_as_many_as_wanted(store: Store) -> None:
    times = (100, 300, 200, 300)
    ids = await _record(store, *(replace(ASKED, asked_at=at, state="open") for at in times), ASKED)
    assert [question.id for question in await store.questions.open()] == [ids[3], ids[1], ids[2], ids[0]]
    assert [question.id for question in await store.questions.open(limit=1)] == [ids[3]]


async def test_questions_are_counted_by_outcome_since_a_time(store: Store) -> None:
    await _record(store, replace(ASKED, asked_at=99), ASKED, ASKED, replace(ASKED, outcome="none"))
    assert await store.questions.count_by_outcome(since=100) == {"suggestions": 2, "none": 1}
