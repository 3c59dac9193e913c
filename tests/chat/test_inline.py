from datetime import date

import pytest
from sqlalchemy import func, select

from bot.chat.inline import MOST_RESULTS
from bot.chat.wire import Person
from bot.store.inbox import inbox
from bot.store.outbox import outbox
from tests.chat.conftest import ENTRY, OTHER, THIRD, Bot


async def look_up(bot: Bot, person: Person, query: str) -> list[str]:
    """Look something up and give the ids of the results."""
    person.look_up(query)
    await bot.settle()
    return [result["id"] for result in person.inline_results]


async def test_an_answer_is_offered_with_its_question_and_first_words(bot: Bot, person: Person) -> None:
    assert await look_up(bot, person, "sûr fb kiné") == [ENTRY]
    (result,) = person.inline_results
    assert result["title"] == "Je suis en profession libérale\u00a0: Facebook est-il fait pour moi\u202f?"
    assert 0 < len(result["description"]) <= 120 and "<" not in result["description"]
    assert "Vérifié le" in result["input_message_content"]["message_text"]


async def test_a_doubt_offers_the_suggestions_best_first(bot: Bot, person: Person) -> None:
    assert await look_up(bot, person, "peut-être fb") == [ENTRY, OTHER, THIRD]


async def test_several_questions_offer_each_answer_once(bot: Bot, person: Person) -> None:
    found = await look_up(bot, person, "sûr fb\npeut-être fb")
    assert found == [ENTRY, OTHER, THIRD] and len(found) <= MOST_RESULTS


@pytest.mark.parametrize("query", ["combien coûte un camion", "tva", "slt", "", "   "])
async def test_nothing_is_offered_where_nothing_fits(bot: Bot, person: Person, query: str) -> None:
    assert await look_up(bot, person, query) == []
    assert len(bot.telegram.calls("answerInlineQuery")) == 1


async def test_results_are_the_same_for_everybody_and_soon_forgotten(bot: Bot, person: Person) -> None:
    await look_up(bot, person, "sûr fb")
    (call,) = bot.telegram.calls("answerInlineQuery")
    assert call["is_personal"] is False and 0 < call["cache_time"] <= 60


async def test_every_entry_can_be_put_into_another_chat(bot: Bot, person: Person) -> None:
    knowledge = bot.current.knowledge
    for entry in knowledge.content.entries.values():
        result = knowledge.replies.result(entry, date(2026, 11, 23))
        assert len(result.id.encode()) <= 64 and result.title and result.description and result.html


async def test_what_is_looked_up_leaves_nothing(bot: Bot, person: Person) -> None:
    await look_up(bot, person, "combien coûte un camion")
    await look_up(bot, person, "sûr fb")
    async with bot.store.database.read() as tx:
        assert await tx.scalar(select(func.count()).where(inbox.c.body.is_not(None))) == 0
        assert await tx.scalar(select(func.count()).select_from(outbox)) == 0
    assert await bot.log() == []


async def test_an_answer_that_comes_too_late_is_dropped(silent: Bot, person: Person) -> None:
    silent.telegram.fail_next("answerInlineQuery", 400, "Bad Request: query is too old and response timeout expired")
    await silent.start()
    person.look_up("sûr fb")
    await silent.settle()
    async with silent.store.database.read() as tx:
        assert await tx.scalar(select(func.count()).select_from(outbox)) == 0
