"""Any button, however old or foreign: nothing raises, and the wait of whoever tapped ends."""

from typing import Any

import pytest

from bot.chat.wire import Person
from bot.chat.wire.answers import Query
from tests.chat.conftest import Bot

CHAT = {"id": 7, "type": "private", "first_name": "Zoé"}
OLD = {"message": {"message_id": 1, "date": 0, "chat": CHAT}}
PLACES: dict[str, dict[str, Any]] = {
    "in a message that can still be read": {
        "message": {
            "message_id": 9999,
            "date": 1_790_000_000,
            "chat": CHAT,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "jeu", "callback_game": {}}, {"text": "y", "url": "x"}]]},
        }
    },
    "in a message too old to be read": OLD,
    "in a message put into another chat": {"inline_message_id": "AAAA"},
    "nowhere": {},
}
DATA = [
    *("t", "T", "T:999999999", "t:0:", "e", "E:aaaaaaaaaa", "o", "O", "o:1:aaaaaaaaaa", "p:1", "p:1:aaaaaaaaaa", "n"),
    *("n:999999999", "r:1", "r:1:+", "r:1:m", "r:999999999:-", "w", "w:1", "w:1:m", "w:1:-", "w:999999999:o", "x:1"),
    *(" ", "{}", "é" * 32, "r:1:+\n", "t:²", "/start", "\x00"),
]


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
async def test_any_tap_ends_its_wait(bot: Bot, person: Person, place: dict[str, Any]) -> None:
    await bot.says(person, "sûr fb")
    for carried in [*({"data": data} for data in DATA), {"game_short_name": "jeu"}]:
        query_id = bot.telegram.ask(bot.telegram.taps, Query(person, bot.telegram.clock()))
        query = {"id": query_id, "from": person.user, "chat_instance": "1", **place, **carried}
        bot.telegram.push({"callback_query": query})
    await bot.settle()
    assert bot.telegram.taps == {}
    assert await bot.store.inbox.counts() == {"new": 0, "done": len(DATA) + 2, "dead": 0}
    late = {"message to edit not found", "message can't be edited"}
    bot.telegram.refusals = [one for one in bot.telegram.refusals if one[1].description[13:] not in late]


async def test_a_tap_under_no_message_of_a_chat_gets_a_kind_word(bot: Bot, person: Person) -> None:
    asked = await bot.says(person, "peut-être fb")
    query_id = bot.telegram.ask(bot.telegram.taps, Query(person, bot.telegram.clock()))
    picked = {"data": asked.buttons[0][0].callback_data, "inline_message_id": "AAAA"}
    bot.telegram.push({"callback_query": {"id": query_id, "from": person.user, "chat_instance": "1", **picked}})
    await bot.settle()
    assert person.notices[-1].text.startswith("Ce bouton ne sert plus")
    assert await bot.store.feedback.for_question(1) == []


async def test_what_cannot_be_put_in_the_place_of_a_picture_comes_below(silent: Bot, person: Person) -> None:
    silent.organisers = (person.id,)
    await silent.start()
    await silent.says(person, "combien coûte un camion")
    themes = await silent.says(person, "/themes")
    await silent.says(person, "/stats")
    picture = next(one for one in person.chat.messages if "photo" in one.content)
    query_id = silent.telegram.ask(silent.telegram.taps, Query(person, silent.telegram.clock()))
    forged = {"message": picture.to_json(), "data": themes.buttons[0][0].callback_data, "chat_instance": "1"}
    silent.telegram.push({"callback_query": {"id": query_id, "from": person.user, **forged}})
    await silent.settle()
    assert "Touchez" in person.chat.messages[-1].text
    assert silent.telegram.refusals == []
