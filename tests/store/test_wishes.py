"""Tests of subscriptions and preferences."""

from dataclasses import replace

from bot.store import Preference, Store, Subscription

WISH = Subscription("p" * 22, "meeting", "2026-12-01-beziers", chat_id=7, at=100)


async def test_a_wish_is_kept_once_and_found_by_person_and_by_subject(store: Store) -> None:
    others = [replace(WISH, person="other"), replace(WISH, kind="entry"), replace(WISH, subject="else")]
    async with store.database.begin() as tx:
        assert [await store.subscriptions.add(tx, one) for one in (WISH, replace(WISH, at=200))] == [True, False]
        assert [await store.subscriptions.add(tx, one) for one in others] == [True] * 3
        assert await store.subscriptions.of_person(tx, WISH.person) == [WISH, *others[1:]]
        assert await store.subscriptions.for_subject(tx, "meeting", WISH.subject) == [WISH, others[0]]


async def test_the_wishes_of_a_kind_are_found_together(store: Store) -> None:
    others = [replace(WISH, person="other"), replace(WISH, subject="else")]
    async with store.database.begin() as tx:
        for one in (WISH, replace(WISH, kind="entry"), *others):
            await store.subscriptions.add(tx, one)
        assert await store.subscriptions.of_kind(tx, "meeting") == [WISH, *others]


async def test_a_wish_is_taken_back_by_its_person_alone(store: Store) -> None:
    other = replace(WISH, person="other")
    async with store.database.begin() as tx:
        await store.subscriptions.add(tx, WISH)
        await store.subscriptions.add(tx, other)
        gone = [await store.subscriptions.remove(tx, WISH.person, WISH.kind, WISH.subject) for _ in range(2)]
        assert gone == [True, False]
        assert await store.subscriptions.for_subject(tx, WISH.kind, WISH.subject) == [other]


async def test_a_subject_that_is_over_is_forgotten_for_all(store: Store) -> None:
    kept = replace(WISH, subject="else")
    async with store.database.begin() as tx:
        for one in (WISH, replace(WISH, person="other"), kept):
            await store.subscriptions.add(tx, one)
        assert await store.subscriptions.delete(tx, WISH.kind, WISH.subject) == 2
        assert await store.subscriptions.of_person(tx, WISH.person) == [kept]


async def test_a_preference_stays_until_it_is_changed(store: Store) -> None:
    async with store.database.begin() as tx:
        assert await store.preferences.get(tx, "p") == Preference()
        await store.preferences.set(tx, "p", Preference("34"))
        await store.preferences.set(tx, "p", Preference("2A", blocked=True))
        assert await store.preferences.get(tx, "p") == Preference("2A", blocked=True)
        await store.preferences.set(tx, "p", Preference())
        assert await store.preferences.get(tx, "p") == Preference()
