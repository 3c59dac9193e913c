from typing import Any

import pytest

from bot.chat.wire import Person
from bot.content import Content
from bot.wording.wordless import hint_for
from tests.chat.conftest import Bot, last
from tests.conftest import FAR


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("https://exemple.fr/page?a=1", "ouvrir les liens"),
        ("zoe.dupont@exemple.fr", "ouvrir les liens"),
        ("12", "il me manque la question"),
        ("06 12 34 56 78 !", "il me manque la question"),
        ("?", "Vous avez une question"),
        ("« … »", "Vous avez une question"),
        ("😀😀", "ce petit signe"),
        ("👩🏽‍🍳❤️ !", "ce petit signe"),
    ],
)
async def test_a_message_without_words_gets_the_hint_for_it_and_is_not_logged(
    bot: Bot, person: Person, text: str, hint: str
) -> None:
    assert hint in (await bot.says(person, text)).text
    assert await bot.log() == []


@pytest.mark.parametrize("text", ["sûr https://exemple.fr", "sûr 👍", "sûr 2", "sûr ?"])
async def test_a_word_among_links_numbers_and_signs_is_a_question(bot: Bot, person: Person, text: str) -> None:
    assert "profession libérale" in (await bot.says(person, text)).text


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("voice", "Écrivez-moi, je ne sais pas encore écouter."),
        ("audio", "écouter"),
        ("video_note", "écouter"),
        ("photo", "regarder"),
        ("video", "regarder"),
        ("animation", "regarder"),
        ("sticker", "jouer"),
        ("dice", "jouer"),
        ("location", "carte"),
        ("venue", "carte"),
        ("contact", "contacts"),
        ("document", "documents"),
        ("poll", "sondages"),
    ],
)
async def test_each_kind_of_message_is_told_what_to_do_instead(bot: Bot, person: Person, kind: str, hint: str) -> None:
    person.send(kind)
    await bot.settle()
    assert hint in last(person).text
    assert await bot.log() == []


PERSON = {"id": 7, "is_bot": False, "first_name": "Zoé"}


def message(content: dict[str, Any], **fields: Any) -> dict[str, Any]:
    header = {"message_id": 900, "date": 1_790_000_000, "chat": {"id": 7, "type": "private"}, "from": PERSON}
    return {"message": {**header, **content, **fields}}


@pytest.mark.parametrize(
    ("carried", "hint"),
    [
        ({"invoice": {"title": "t", "description": "d", "start_parameter": "", "currency": "EUR", "total_amount": 1}},
         "aucun paiement"),
        ({"game": {"title": "t", "description": "d", "photo": []}}, "jouer"),
        ({"story": {"chat": {"id": 7, "type": "private"}, "id": 1}}, "regarder"),
        ({"checklist": {"title": "t", "tasks": []}}, "sondages ni les listes"),
        ({"hologram": {"file_id": "x"}}, "messages écrits"),
        ({}, "messages écrits"),
    ],
    ids=["invoice", "game", "story", "checklist", "future", "nothing"],
)  # fmt: skip
async def test_rare_and_future_kinds_are_answered_too(
    bot: Bot, person: Person, carried: dict[str, Any], hint: str
) -> None:
    await bot.says(person, "slt")
    bot.telegram.push(message(carried))
    await bot.settle()
    assert hint in last(person).text


@pytest.mark.parametrize(
    "carried",
    [
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}},
        {"write_access_allowed": {}},
        {"boost_added": {"boost_count": 1}},
    ],
    ids=lambda carried: next(iter(carried)),
)
async def test_an_event_gets_nothing(bot: Bot, person: Person, carried: dict[str, Any]) -> None:
    before = await bot.says(person, "slt")
    bot.telegram.push(message(carried))
    await bot.settle()
    assert last(person) == before


async def test_what_was_put_into_the_chat_through_a_bot_gets_nothing(bot: Bot, person: Person) -> None:
    before = await bot.says(person, "slt")
    bot.telegram.push(message({"text": "sûr fb"}, via_bot=bot.telegram.bot_user))
    await bot.settle()
    assert last(person) == before and len(await bot.log()) == 1


def album(bot: Bot, number: int, **caption: str) -> None:
    photo = {"photo": [{"file_id": "x", "file_unique_id": str(number), "width": 9, "height": 9}]}
    bot.telegram.push(message(photo, message_id=900 + number, media_group_id="135", **caption))


def hints(person: Person) -> int:
    return sum("regarder" in one.text for one in person.chat.messages)


async def all_that_is_due(bot: Bot) -> None:
    """Have sent what waits for its time, too."""
    await bot.settle()
    await bot.service.sender.collect(FAR)
    await bot.service.sender.idle()


async def test_an_album_of_ten_photos_gets_one_hint(bot: Bot, person: Person) -> None:
    await bot.says(person, "slt")
    for number in range(10):
        album(bot, number)
    await bot.telegram.until(lambda: hints(person) == 1, seconds=20)
    await all_that_is_due(bot)
    assert hints(person) == 1


async def test_an_album_with_a_caption_gets_one_answer(bot: Bot, person: Person) -> None:
    await bot.says(person, "slt")
    album(bot, 0, caption="sûr fb")
    for number in range(1, 10):
        album(bot, number)
    await bot.settle()
    assert ["profession libérale" in one.text for one in person.chat.messages if one.from_bot] == [False, True]


async def test_a_caption_that_comes_late_in_an_album_is_answered_all_the_same(bot: Bot, person: Person) -> None:
    await bot.says(person, "slt")
    album(bot, 0)
    album(bot, 1, caption="sûr fb")
    await all_that_is_due(bot)
    assert "profession libérale" in last(person).text and hints(person) == 0


async def test_each_of_two_albums_gets_its_hint(bot: Bot, person: Person) -> None:
    for group in ("135", "136"):
        person.send("photo")
        bot.telegram.updates.waiting[-1]["message"]["media_group_id"] = group
    await all_that_is_due(bot)
    assert hints(person) == 2


@pytest.mark.parametrize("letters", ["a", "a.", "a@", "a-", "a.b@", "+", "www."])
def test_a_word_without_end_costs_no_more_than_its_length(letters: str, content: Content) -> None:
    # A hundred messages long: by the square of its length this would take minutes.
    assert content.messages and hint_for(letters * (400_000 // len(letters)) + " mot", content.messages) is None


@pytest.mark.parametrize("text", ["exemple.fr", "…exemple.fr/page 2", "zoe@exemple.fr", ".exemple.fr", "www.x.fr"])
def test_an_address_is_no_word(text: str, content: Content) -> None:
    assert content.messages and hint_for(text, content.messages) == content.messages.only_link
