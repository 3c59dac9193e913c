from bot.chat.wire import Person
from tests.chat.conftest import Bot, last


def texts(person: Person) -> list[str]:
    return [message.text for message in person.chat.messages if message.from_bot]


async def test_who_writes_without_end_is_told_once_then_nothing(silent: Bot, person: Person) -> None:
    silent.flood = 3
    await silent.start()
    for number in range(8):
        person.say(f"sûr {number}")
    await silent.settle()
    assert sum("profession libérale" in text for text in texts(person)) == 3
    assert "Laissez-moi une minute" in texts(person)[3] and len(texts(person)) == 4
    assert len(await silent.log()) == 3


async def test_nobody_else_waits_for_a_flood(silent: Bot, person: Person) -> None:
    silent.flood = 3
    await silent.start()
    for number in range(8):
        person.say(f"sûr {number}")
    other = silent.telegram.person(8, "Max")
    assert "profession libérale" in (await silent.says(other, "sûr un")).text


async def test_a_new_minute_is_a_new_allowance(silent: Bot, person: Person) -> None:
    silent.flood = 3
    now = silent.telegram.clock()
    silent.telegram.clock = lambda: now
    await silent.start()
    for number in range(5):
        person.say(f"sûr {number}")
    await silent.settle()
    silent.telegram.clock = lambda: now + 60
    assert "profession libérale" in (await silent.says(person, "sûr un")).text


async def test_taps_and_commands_are_no_questions(silent: Bot, person: Person) -> None:
    silent.flood = 3
    await silent.start()
    themes = await silent.says(person, "/themes")
    for _ in range(6):
        person.tap(themes.id, "Facebook")
        await silent.settle()
        await silent.taps(person, themes, "← Retour")
    assert "profession libérale" in (await silent.says(person, "sûr un")).text
    assert "Je ne connais pas" in (await silent.says(person, "/xyz")).text


async def test_organisers_may_write_as_fast_as_they_like(silent: Bot, person: Person) -> None:
    silent.flood, silent.organisers = 3, (person.id,)
    await silent.start()
    for number in range(5):
        person.say(f"sûr {number}")
    await silent.settle()
    assert len(texts(person)) == 5


async def test_zero_means_no_limit(bot: Bot, person: Person) -> None:
    for number in range(15):
        person.say(f"sûr {number}")
    await bot.settle()
    assert len(texts(person)) == 15


async def test_a_message_that_is_tried_again_counts_once(silent: Bot, person: Person) -> None:
    silent.flood = 3
    await silent.start()
    await silent.says(person, "boum")
    await silent.says(person, "sûr un")
    await silent.says(person, "sûr deux")
    assert "profession libérale" in last(person).text
