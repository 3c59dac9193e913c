"""Tests of what is held about a person, and of forgetting them."""

import json
from typing import NamedTuple

import pytest
import pytest_asyncio

from bot.store import (
    FORGOTTEN,
    PERSON,
    Call,
    Draft,
    Feedback,
    Interest,
    NewQuestion,
    Note,
    Organiser,
    Preference,
    Settlement,
    Store,
    Subscription,
    Trace,
)
from tests.conftest import FAR

ALICE, BOB = 1001, 1002


class Known(NamedTuple):
    """A store that knows something of Alice and of Bob in every table, and their pseudonyms."""

    store: Store
    alice: str
    bob: str


@pytest_asyncio.fixture
async def known(store: Store) -> Known:
    alice, bob = (store.database.vault.pseudonym(PERSON, number) for number in (ALICE, BOB))
    for update_id, (number, person) in enumerate({ALICE: alice, BOB: bob}.items()):
        await store.inbox.add([{"update_id": update_id, "callback_query": {"from": {"id": number}}}], at=1)
        await store.inbox.failed(update_id, "KeyError", limit=1)
        async with store.database.begin() as tx:
            question = NewQuestion(
                asked_at=1, person=person, text=f"de {number}", outcome="none", confidence=0, content_version="1"
            )
            id = await store.questions.record(tx, question)
            await store.feedback.record(tx, Feedback(id, person, "helpful", at=2))
            [answer] = await store.outbox.add(tx, [Call("sendMessage", number, {}, about=f"answer:{id}")], at=3)
            await store.outbox.add(tx, [Call("sendMessage", number, {"text": f"pour {number}"})], at=3)
            await store.subscriptions.add(tx, Subscription(person, "entry", "cout-site", number, at=4))
            await store.preferences.set(tx, person, Preference("34"))
            await store.notes.add(tx, Note(id, "asker", f"note de {number}", at=4))
            await store.interests.add(tx, Interest(person, "atelier", f"nom {number}", number, "", "34", at=4))
            await store.drafts.add(tx, Draft(person, 5, "answer", {"html": "oui"}), at=4)
            await store.organisers.add(tx, Organiser(number, f"nom {number}"), at=4)
            await store.journal.write(tx, Trace(5, person, "ignore", "cluster:5"))
        await store.outbox.settled([Settlement(answer, "sent", 77)], at=6)
    return Known(store, alice, bob)


async def test_what_is_held_about_a_person_is_theirs_all_of_it_and_readable(known: Known) -> None:
    held = json.loads(json.dumps(await known.store.people.holdings(known.alice)))
    assert {name: len(rows) for name, rows in held.items()} == dict.fromkeys(
        (
            "inbox",
            "outbox",
            "questions",
            "feedback",
            "receipts",
            "subscriptions",
            "preferences",
            "notes",
            "interests",
            "drafts",
            "organisers",
            "journal",
        ),
        1,
    )
    assert held["questions"][0]["text"] == "de 1001"
    assert held["subscriptions"][0]["chat"] == str(ALICE)
    assert held["outbox"][0]["call"]["params"] == {"text": "pour 1001"}
    assert held["inbox"][0]["update"]["callback_query"] == {"from": {"id": ALICE}}
    assert known.bob not in str(held)


async def test_erasing_a_person_leaves_nothing_of_them_and_all_of_the_others(known: Known) -> None:
    others = await known.store.people.holdings(known.bob)
    async with known.store.database.begin() as tx:
        erased = await known.store.people.erase(tx, known.alice)
    assert set(erased.values()) == {1}
    assert not any((await known.store.people.holdings(known.alice)).values())
    assert await known.store.people.holdings(known.bob) == others
    assert [trace.actor for trace in await known.store.journal.latest(2)] == [known.bob, FORGOTTEN]


async def test_what_waits_for_a_person_in_a_group_is_theirs(known: Known) -> None:
    async with known.store.database.begin() as tx:
        replies = [Call("sendMessage", -100, {}, person=person) for person in (known.alice, known.bob)]
        await known.store.outbox.add(tx, replies, at=3)
        assert (await known.store.people.erase(tx, known.alice))["outbox"] == 2
    assert [one.call for one in await known.store.outbox.due(FAR) if one.call.chat_id == -100] == replies[1:]


async def test_a_blocked_person_stays_blocked_after_erasing_and_nothing_else_stays(known: Known) -> None:
    async with known.store.database.begin() as tx:
        await known.store.preferences.set(tx, known.alice, Preference("34", blocked=True))
        await known.store.people.erase(tx, known.alice)
        assert await known.store.preferences.get(tx, known.alice) == Preference(blocked=True)
    held = await known.store.people.holdings(known.alice)
    assert [name for name, rows in held.items() if rows] == ["preferences"]


async def test_nothing_is_erased_when_the_transaction_fails(known: Known) -> None:
    before = await known.store.people.holdings(known.alice)
    with pytest.raises(ZeroDivisionError):
        async with known.store.database.begin() as tx:
            await known.store.people.erase(tx, known.alice)
            raise ZeroDivisionError
    assert await known.store.people.holdings(known.alice) == before


async def test_the_update_that_asks_for_it_is_still_known_after_erasing(known: Known) -> None:
    asking = {"update_id": 9, "message": {"text": "/oublier", "from": {"id": ALICE}}}
    await known.store.inbox.add([asking], at=5)
    async with known.store.database.begin() as tx:
        await known.store.people.erase(tx, known.alice)
        await known.store.inbox.done(tx, 9)
    assert await known.store.inbox.add([asking], at=6) == []
    assert not any((await known.store.people.holdings(known.alice)).values())
