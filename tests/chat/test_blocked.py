from bot.chat.wire import Person
from bot.desk import SHELL
from tests.chat.conftest import Bot, last


async def blocks(bot: Bot, question_id: int, *, blocked: bool = True) -> None:
    async with bot.store.database.begin() as tx:
        await bot.conversation.desk.block(tx, SHELL, question_id, 1, blocked=blocked)


async def test_who_is_blocked_is_not_read_until_they_are_let_in_again(bot: Bot, person: Person) -> None:
    await bot.says(person, "un podcast ?")
    [question] = await bot.log()
    await blocks(bot, question.id)
    before = len(person.chat.messages)
    written = person.say("sûr")
    person.edit(person.chat.messages[before].id, "sûr un")
    person.send("sticker")
    await bot.settle()
    assert written and not any(one.from_bot for one in person.chat.messages[before:])
    assert len(await bot.log()) == 1
    await blocks(bot, question.id, blocked=False)
    assert "profession libérale" in (await bot.says(person, "sûr deux")).text


async def test_who_is_blocked_still_sees_and_erases_what_is_kept_and_stays_blocked(bot: Bot, person: Person) -> None:
    await bot.says(person, "un podcast ?")
    [question] = await bot.log()
    await blocks(bot, question.id)
    before = last(person).id
    assert (await bot.says(person, "/mesdonnees")).id > before
    await bot.taps(person, await bot.says(person, "/oublier"), "Tout effacer")
    assert await bot.log() == []
    before = len(person.chat.messages)
    person.say("sûr")
    await bot.settle()
    assert not any(one.from_bot for one in person.chat.messages[before:])


async def test_others_are_read_as_before(bot: Bot, person: Person) -> None:
    await bot.says(person, "un podcast ?")
    [question] = await bot.log()
    await blocks(bot, question.id)
    other = bot.telegram.person(8, "Max")
    assert "profession libérale" in (await bot.says(other, "sûr")).text
