from bot.chat.wire import Person
from tests.chat.conftest import Bot


async def test_what_becomes_of_updates_and_calls_is_counted(bot: Bot, person: Person) -> None:
    await bot.says(person, "sûr fb")
    await bot.says(person, "boum")
    tally = bot.service.tally
    assert (tally.updates["handled"], tally.updates["failed"]) == (1, 1)
    assert tally.calls["sent"] == 2
    assert sum(tally.times) == 2 and tally.seconds > 0
