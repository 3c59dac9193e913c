"""Tests of wishes for training: nothing is kept or passed on without an explicit yes, and it can be taken back."""

import pytest

from bot.chat.wire import Person
from bot.store import Interest
from tests.chat.conftest import Bot, labels, last

ROOM = -1009


async def wishes(bot: Bot) -> list[Interest]:
    async with bot.store.database.read() as tx:
        return await bot.store.interests.all(tx)


@pytest.fixture
async def asked(silent: Bot, person: Person) -> Bot:
    """A bot with a room for its organisers, and somebody at the offers of a theme."""
    silent.organisers_chat = ROOM
    silent.telegram.group(ROOM, "L'équipe", [person])
    await silent.start()
    shown = await silent.says(person, "/formations")
    if "Toute la France" in labels(shown):
        shown = await silent.taps(person, shown, "Toute la France")
    shown = await silent.taps(person, shown, labels(shown)[0])
    label = next(label for label in labels(shown) if label.startswith("Ça m’intéresse"))
    await silent.taps(person, shown, label)
    return silent


async def test_a_wish_is_kept_and_passed_on_only_after_an_explicit_yes(asked: Bot, person: Person) -> None:
    assert "vous contacte" in last(person).text and await wishes(asked) == []
    await asked.taps(person, last(person), "Oui, transmettez mon nom")
    [kept] = await wishes(asked)
    assert (kept.name, kept.number) == ("Zoé <b>&", 7)
    cards = [one.text for one in asked.telegram.chats[ROOM].messages if "Souhait de formation" in one.text]
    assert len(cards) == 1 and "Zoé <b>&" in cards[0]
    await asked.taps(person, last(person), "Retirer mon souhait")
    assert await wishes(asked) == []


async def test_a_no_leaves_nothing(asked: Bot, person: Person) -> None:
    await asked.taps(person, last(person), "Non merci")
    assert await wishes(asked) == [] and "rien n’est gardé" in last(person).text
