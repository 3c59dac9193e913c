import pytest

from bot.chat.wire import Person
from tests.chat.conftest import Bot, last


async def edits(bot: Bot, person: Person, *texts: str) -> list[str]:
    """Change what the person's last message says, and give what the bot writes then."""
    mine = [message for message in person.chat.messages if not message.from_bot][-1]
    before = len(person.chat.messages)
    for text in texts:
        person.edit(mine.id, text)
    await bot.settle()
    return [message.text for message in person.chat.messages[before:]]


async def test_an_edited_question_is_answered_again(bot: Bot, person: Person) -> None:
    await bot.says(person, "combien coûte un camion")
    (text,) = await edits(bot, person, "sûr fb")
    assert "profession libérale" in text
    assert [one.state for one in await bot.log()] == ["closed", "closed"]


async def test_a_question_edited_away_waits_no_longer(bot: Bot, person: Person) -> None:
    await bot.says(person, "combien coûte un camion")
    await edits(bot, person, "combien coûte un vélo")
    assert [one.text for one in await bot.store.questions.open()] == ["combien coûte un vélo"]


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("sûr fb", "sûr facebook"),
        ("combien coûte un camion", "Combien coute un camion ?"),
        ("peut-être fb", "peut-être insta"),
        ("sûr fb", "slt"),
        ("slt", "slt !"),
    ],
)
async def test_an_edit_that_changes_nothing_is_not_answered(bot: Bot, person: Person, text: str, edited: str) -> None:
    await bot.says(person, text)
    before = await bot.log()
    assert await edits(bot, person, edited) == []
    assert await bot.log() == before


async def test_of_two_questions_only_the_one_that_changed_is_answered_again(bot: Bot, person: Person) -> None:
    await bot.says(person, "sûr fb\ncombien coûte un camion")
    (text,) = await edits(bot, person, "sûr fb\ntva ?")
    assert "impôts" in text
    assert await bot.store.questions.open() == []


async def test_of_edits_in_a_row_the_last_counts(bot: Bot, person: Person) -> None:
    await bot.says(person, "sûr fb")
    await edits(bot, person, "combien coûte un camion")
    await edits(bot, person, "combien coûte un vélo")
    assert [one.text for one in await bot.store.questions.open()] == ["combien coûte un vélo"]


async def test_an_edit_is_answered_once_even_when_it_is_edited_back(bot: Bot, person: Person) -> None:
    await bot.says(person, "sûr fb")
    assert len(await edits(bot, person, "combien coûte un camion")) == 1
    assert await edits(bot, person, "combien coûte un camion ?") == []
    assert len(await bot.store.questions.open()) == 1


async def test_a_message_without_words_that_gets_some_is_answered(bot: Bot, person: Person) -> None:
    await bot.says(person, "???")
    (text,) = await edits(bot, person, "sûr fb")
    assert "profession libérale" in text


async def test_an_unhelpful_answer_is_still_looked_at_after_an_edit(bot: Bot, person: Person) -> None:
    await bot.taps(person, await bot.says(person, "sûr fb"), "👎")
    await edits(bot, person, "peut-être fb")
    assert [one.text for one in await bot.store.questions.open()] == ["sûr fb"]


async def test_a_message_older_than_an_hour_is_left_alone(bot: Bot, person: Person) -> None:
    earlier = bot.telegram.clock() - 3600
    bot.telegram.clock, clock = (lambda: earlier), bot.telegram.clock
    await bot.says(person, "sûr fb")
    bot.telegram.clock = clock
    assert await edits(bot, person, "combien coûte un camion") == []
    assert len(await bot.log()) == 1


async def test_what_the_bot_never_replied_to_is_not_answered_when_edited(bot: Bot, person: Person) -> None:
    group = bot.telegram.group(-100, "Le groupe", [person])
    person.say("sûr fb", group)
    await bot.settle()
    person.edit(group.last.id, "@Table_ronde_bot sûr fb", group)
    await bot.settle()
    assert [message.from_bot for message in group.messages] == [False]
    assert await bot.log() == []


async def test_an_edited_command_is_left_alone(bot: Bot, person: Person) -> None:
    await bot.says(person, "/themes")
    assert await edits(bot, person, "sûr fb") == []
    assert "thème" in last(person).text
