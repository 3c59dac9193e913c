"""Tests of who is told what, and how often: once, whatever people and organisers do meanwhile."""

from bot.store import Feedback, Transaction
from tests.desk.conftest import ENTRY, TAKE_BACK, Office

ASKED = "peut-on faire un podcast"


async def answered(office: Office, question_id: int, text: str = "Oui.") -> int:
    """Answer a question, and give its cluster."""
    cluster = await office.cluster_of(question_id)
    async with office.store.database.begin() as tx:
        await office.desk.answer(tx, office.zoe, cluster.id, text, office.now)
    return cluster.id


async def wants(office: Office, question_id: int, number: int) -> bool:
    async with office.store.database.begin() as tx:
        return await office.desk.want(tx, question_id, number, 7, office.now)


async def test_who_asks_for_it_several_times_before_it_leaves_is_told_once(office: Office) -> None:
    first = await office.ask(1, ASKED)
    others = [await office.ask(1, f"{ASKED} ?", wants=False) for _ in range(4)]
    await answered(office, first)
    for id in others:
        assert await wants(office, id, 1)
    office.now += TAKE_BACK
    assert len(await office.send()) == 1
    assert {(await office.question(id)).told_at for id in (first, *others)} == {office.now}
    assert not await wants(office, others[0], 1)


async def test_who_consents_after_the_answer_is_told_at_once(office: Office) -> None:
    first = await office.ask(1, ASKED)
    second = await office.ask(2, ASKED, wants=False)
    await answered(office, first)
    office.now += TAKE_BACK
    await office.send()
    assert await wants(office, second, 2)
    assert [chat for chat, _ in await office.send()] == [2]


async def test_who_was_told_and_asks_the_same_again_is_not_told_it_by_a_merge(office: Office) -> None:
    cluster_id = await answered(office, await office.ask(1, ASKED))
    office.now += TAKE_BACK
    await office.send()
    again = await office.ask(1, ASKED)
    async with office.store.database.begin() as tx:
        merged = await office.desk.merge(tx, office.max, (await office.cluster_of(again)).id, cluster_id, office.now)
    assert merged == 0 and (await office.question(again)).told_at == office.now
    office.now += TAKE_BACK
    assert await office.send() == []


async def test_who_no_longer_wants_to_be_told_is_not(office: Office) -> None:
    first = await office.ask(1, ASKED)
    second = await office.ask(2, ASKED)
    await answered(office, first)
    async with office.store.database.begin() as tx:
        await office.desk.unwant(tx, first, office.now)
    office.now += TAKE_BACK
    assert [chat for chat, _ in await office.send()] == [2]
    tally = (await office.cluster_of(second)).tally
    assert (tally.delivered, tally.waiting) == (1, 0)


async def test_who_takes_back_one_of_two_wishes_is_told_under_the_other_question(office: Office) -> None:
    first = await office.ask(1, ASKED)
    last = await office.ask(1, f"dites, {ASKED} seul")
    await answered(office, first)
    async with office.store.database.begin() as tx:
        await office.desk.unwant(tx, last, office.now)
    office.now += TAKE_BACK
    [(_, text)] = await office.send()
    assert ASKED in text and "dites" not in text


async def test_one_person_is_told_in_each_chat_in_which_they_asked(office: Office) -> None:
    first, second = await office.ask(1, ASKED), await office.ask(1, ASKED, wants=False)
    assert await wants(office, second, -100)
    await answered(office, first)
    office.now += TAKE_BACK
    assert sorted(chat for chat, _ in await office.send({-100: "chat not found"})) == [1]
    office.now += 3600
    assert [chat for chat, _ in await office.send()] == [-100]


async def test_what_is_due_when_it_is_reopened_arrives_and_is_not_said_twice(office: Office) -> None:
    first = await office.ask(1, ASKED)
    cluster_id = await answered(office, first)
    office.now += TAKE_BACK
    async with office.store.database.begin() as tx:
        await office.desk.reopen(tx, office.max, cluster_id, office.now)
    assert len(await office.send()) == 1
    assert (await office.question(first)).told_at == office.now
    await answered(office, first, "Non.")
    office.now += TAKE_BACK
    assert await office.send() == []


async def test_a_failed_answer_is_not_tried_again_once_the_question_is_open_again(office: Office) -> None:
    first = await office.ask(1, ASKED)
    cluster_id = await answered(office, first)
    office.now += TAKE_BACK
    async with office.store.database.begin() as tx:
        await office.desk.reopen(tx, office.max, cluster_id, office.now)
    await office.send({1: "chat not found"})
    office.now += 3600
    assert await office.send() == [] and (await office.cluster_of(first)).wanting == 1


async def test_a_new_answer_reaches_those_whom_the_first_one_did_not(office: Office) -> None:
    first, second = await office.ask(1, ASKED), await office.ask(2, ASKED)
    cluster_id = await answered(office, first)
    office.now += TAKE_BACK
    await office.send({2: "chat not found"})
    async with office.store.database.begin() as tx:
        await office.desk.reopen(tx, office.max, cluster_id, office.now)
    await answered(office, second, "Non.")
    office.now += TAKE_BACK
    [(chat, text)] = await office.send()
    assert chat == 2 and "Non." in text
    office.now += 3600
    assert await office.send() == []


async def test_who_blocked_the_bot_is_not_written_to_again_about_it(office: Office) -> None:
    first = await office.ask(1, ASKED)
    await office.ask(1, ASKED)
    cluster_id = await answered(office, first)
    office.now += TAKE_BACK
    await office.send({1: "blocked"})
    assert (await office.cluster_of(first)).tally.blocked == 1
    async with office.store.database.begin() as tx:
        await office.desk.reopen(tx, office.max, cluster_id, office.now)
    assert (await office.cluster_of(first)).wanting == 0


async def test_people_of_one_group_are_each_asked_back_and_heard(office: Office) -> None:
    first, second = await office.ask(1, ASKED, wants=False), await office.ask(2, ASKED, wants=False)
    for id in (first, second):
        assert await wants(office, id, -100)
    cluster = await office.cluster_of(first)
    async with office.store.database.begin() as tx:
        assert await office.desk.ask_back(tx, office.zoe, cluster.id, "Quel métier ?", office.now) == 2
        assert await office.desk.ask_back(tx, office.zoe, cluster.id, "Où ?", office.now) == 2
    await office.send()

    async def about(tx: Transaction) -> list[str]:
        receipts = await office.store.receipts.about(tx, [f"ask:{first}:{note}" for note in range(1, 5)])
        return sorted(receipts)

    async with office.store.database.read() as tx:
        assert len(await about(tx)) == 2  # each message can be replied to


async def test_a_rating_is_of_what_was_told(office: Office) -> None:
    id = await office.ask(1, ASKED)
    async with office.store.database.begin() as tx:
        assert await office.desk.entry_rated(tx, await office.question(id)) is None
        await office.desk.same_as(tx, office.zoe, (await office.cluster_of(id)).id, ENTRY, office.now)
    office.now += TAKE_BACK
    await office.send()
    async with office.store.database.begin() as tx:
        entry = await office.desk.entry_rated(tx, await office.question(id))
        assert await office.store.feedback.record(tx, Feedback(id, office.person(1), "unhelpful", office.now, entry))
    version = (await office.cluster_of(id)).kept.version
    async with office.store.database.begin() as tx:
        await office.desk.unhelpful(tx, id, office.now)
    after = await office.cluster_of(id)
    assert entry == ENTRY and after.kept.version > version
    assert (after.tally.helpful, after.tally.unhelpful) == (0, 1)
