"""Tests of the log of questions."""

from dataclasses import asdict, replace

from bot.matching.replies import Candidate
from bot.store import Feedback, NewQuestion, Store

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
    assert question and asdict(question) == asdict(ASKED) | {
        "id": id,
        "wants_answer": False,
        "told_at": None,
        "cluster_id": None,
    }
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


async def test_a_persons_questions_come_newest_first(store: Store) -> None:
    ids = await _record(store, ASKED, replace(ASKED, person="other"), ASKED)
    assert [question.id for question in await store.questions.of_person(ASKED.person)] == [ids[2], ids[0]]
    async with store.database.read() as tx:
        latest = await store.questions.latest_of(tx, ASKED.person)
        assert latest and latest.id == ids[2]
        assert await store.questions.latest_of(tx, "nobody") is None


async def test_who_wants_to_be_told_is_known_until_they_change_their_mind(store: Store) -> None:
    ids = await _record(store, *[replace(ASKED, state="open")] * 3)
    async with store.database.begin() as tx:
        assert [await store.questions.want_answer(tx, id, chat_id=-7, message_id=id * 10) for id in ids[:2]] == [
            True
        ] * 2
        assert [await store.questions.unwant(tx, id) for id in ids[1:]] == [True, False]
        wanting = await store.questions.wanting(tx, ids)
    assert [(one.question.id, one.chat_id, one.message_id) for one in wanting] == [(ids[0], -7, ids[0] * 10)]
    assert [one.wants_answer for one in await store.questions.of_person(ASKED.person)] == [False, False, True]


async def test_who_was_told_no_longer_waits_and_a_question_that_is_gone_cannot_be_wanted(store: Store) -> None:
    [id] = await _record(store, ASKED)
    async with store.database.begin() as tx:
        await store.questions.want_answer(tx, id, 7, 1)
        await store.questions.told(tx, [id], at=200)
        assert await store.questions.wanting(tx, [id]) == []
        assert not await store.questions.want_answer(tx, id, 7, 1)
        assert not await store.questions.want_answer(tx, 99, 7, 1)
    assert [one.told_at for one in await store.questions.of_person(ASKED.person)] == [200]


async def test_the_questions_of_an_edited_message_are_taken_out_but_not_what_a_person_acted_on(store: Store) -> None:
    edited = replace(ASKED, message="m")
    ids = await _record(
        store, edited, replace(edited, state="open"), replace(edited, state="answered"), replace(ASKED, message="n")
    )
    async with store.database.begin() as tx:
        await store.feedback.record(tx, Feedback(ids[0], ASKED.person, "helpful", at=1))
        await store.questions.want_answer(tx, ids[1], 7, 1)
        replaced = await store.questions.replaced(tx, "m")
    assert [(one.id, one.state, one.wants_answer) for one in replaced] == [
        (ids[0], "closed", False),
        (ids[1], "open", True),
    ]
    assert [one.id for one in await store.questions.of_person(ASKED.person)] == [ids[3], ids[2]]
    assert await store.feedback.for_question(ids[0]) == []


async def test_the_log_since_a_time_has_what_still_has_words(store: Store) -> None:
    erased = replace(ASKED, text=None, asked_at=300)
    ids = await _record(store, ASKED, replace(ASKED, asked_at=200), erased, replace(ASKED, asked_at=300))
    found = await store.questions.since(200)
    assert [(one.id, one.text) for one in found] == [(ids[3], ASKED.text), (ids[1], ASKED.text)]


async def test_the_wordings_of_a_cluster_are_counted_where_they_have_words_left(store: Store) -> None:
    ids = await _record(store, ASKED, ASKED, replace(ASKED, text=None), ASKED)
    async with store.database.begin() as tx:
        one, other, empty = [await store.clusters.add(tx, None, 100) for _ in range(3)]
        for id, cluster in zip(ids, (one, one, one, other), strict=True):
            await store.wordings.put(tx, id, cluster)
        assert await store.wordings.count(tx, [one, other, empty]) == {one: 2, other: 1}
        assert await store.wordings.count(tx, []) == {}
