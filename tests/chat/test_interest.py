"""Tests of wishes for training: nothing is kept or passed on without an explicit yes, and it can be taken back."""

import pytest

from bot.chat.wire import Person
from bot.store import Interest
from tests.chat.conftest import Bot, labels, last

ROOM, ZOE = -1009, 50


async def wishes(bot: Bot) -> list[Interest]:
    async with bot.store.database.read() as tx:
        return await bot.store.interests.all(tx)


@pytest.fixture
async def asked(silent: Bot, person: Person) -> Bot:
    """A bot with a room for its organisers, and somebody at the offers of a theme."""
    silent.organisers, silent.organisers_chat = (ZOE,), ROOM
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
    assert await wishes(asked) == [] and "chez les organisateurs aussi" in last(person).text


def seen(bot: Bot) -> str:
    """Give all that stands in the organisers' room."""
    return "".join(one.text for one in bot.telegram.chats[ROOM].messages if one.from_bot)


@pytest.mark.parametrize("way", ["the message", "/mesdonnees", "/oublier"])
async def test_what_is_withdrawn_or_erased_goes_from_the_organisers_messages(
    asked: Bot, person: Person, way: str
) -> None:
    organiser = asked.telegram.person(ZOE, "Nina")
    asked.telegram.chats[ROOM].members[ZOE] = "member"
    agreed = await asked.taps(person, last(person), "Oui, transmettez mon nom")
    organiser.say("/interets", asked.telegram.chats[ROOM])
    await asked.settle()
    assert seen(asked).count("Zoé <b>&") == 2
    if way == "the message":
        await asked.taps(person, agreed, "Retirer mon souhait")
    elif way == "/mesdonnees":
        shown = await asked.says(person, "/mesdonnees")
        await asked.taps(person, shown, next(label for label in labels(shown) if label.startswith("Retirer")))
    else:
        await asked.taps(person, await asked.says(person, "/oublier"), "Tout effacer")
    assert "Zoé <b>&" not in seen(asked) and seen(asked).count("Un souhait de formation a été retiré") == 2


async def test_a_no_leaves_nothing(asked: Bot, person: Person) -> None:
    await asked.taps(person, last(person), "Non merci")
    assert await wishes(asked) == [] and "rien n’est gardé" in last(person).text
