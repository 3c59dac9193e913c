import asyncio
import time

import pytest
from sqlalchemy import func, select

from bot.chat.wire import Person
from bot.store import NewQuestion, StorageError
from bot.store.questions import questions
from tests.chat.conftest import Bot, labels, last


async def held(bot: Bot) -> int:
    async with bot.store.database.read() as tx:
        return await tx.scalar(select(func.count()).select_from(questions)) or 0


async def test_a_person_sees_their_questions_and_nobody_elses(bot: Bot, person: Person) -> None:
    other = bot.telegram.person(8, "Max")
    await bot.says(other, "combien coûte un secret")
    await bot.taps(person, await bot.says(person, "sûr fb"), "👍")
    await bot.says(person, "combien coûte un <b>camion")
    text = (await bot.says(person, "/mesdonnees")).text
    assert "sûr fb" in text and "un <b>camion" in text and "secret" not in text
    assert "Vos avis sur mes réponses\u00a0: 1" in text


async def test_small_talk_is_listed_without_words(bot: Bot, person: Person) -> None:
    await bot.says(person, "slt toi")
    text = (await bot.says(person, "/mesdonnees")).text
    assert "une politesse" in text and "slt toi" not in text


async def test_who_never_asked_hears_that_nothing_is_kept(bot: Bot, person: Person) -> None:
    assert "Je ne garde rien" in (await bot.says(person, "/mesdonnees")).text


async def test_all_that_is_held_is_shown_however_much_it_is(bot: Bot, person: Person) -> None:
    for number in range(3):
        await bot.says(person, f"combien {number} " + "x" * 3000)
    person.say("/mesdonnees")
    await bot.settle()
    shown = "".join(message.text for message in person.chat.messages[-4:])
    assert all(f"combien {number} {'x' * 3000}" in shown for number in range(3))


async def test_all_is_erased_once_confirmed_and_nobody_elses(bot: Bot, person: Person) -> None:
    other = bot.telegram.person(8, "Max")
    await bot.says(other, "combien coûte un vélo")
    await bot.says(person, "combien coûte un camion")
    asked = await bot.says(person, "/oublier")
    assert labels(asked) == ["Tout effacer", "Ne rien effacer"] and await held(bot) == 2
    after = await bot.taps(person, asked, "Tout effacer")
    assert "sont effacés" in after.text and labels(after) == []
    assert [one.text for one in await bot.log()] == ["combien coûte un vélo"]
    assert "Je ne garde rien" in (await bot.says(person, "/mesdonnees")).text


async def test_nothing_is_erased_when_it_is_refused(bot: Bot, person: Person) -> None:
    await bot.says(person, "combien coûte un camion")
    after = await bot.taps(person, await bot.says(person, "/oublier"), "Ne rien effacer")
    assert "rien n’est effacé" in after.text and await held(bot) == 1


async def test_nothing_is_said_to_be_erased_that_is_not(
    bot: Bot, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bot.says(person, "combien coûte un camion")
    asked = await bot.says(person, "/oublier")

    async def locked(*_: object) -> dict[str, int]:
        raise StorageError("locked")

    with monkeypatch.context() as broken:
        broken.setattr(bot.store.people, "erase", locked)
        await bot.taps(person, asked, "Tout effacer")
    assert "Je n’arrive pas à effacer" in last(person).text and await held(bot) == 1


async def test_neither_works_in_a_group(bot: Bot, person: Person) -> None:
    group = bot.telegram.group(-100, "Le groupe", [person])
    person.say("/mesdonnees", group)
    person.say("/oublier", group)
    await bot.settle()
    assert [message.from_bot for message in group.messages] == [False, False]


async def test_what_is_older_than_promised_is_deleted_at_start_and_the_rest_stays(silent: Bot, person: Person) -> None:
    now = int(time.time())
    async with silent.store.database.begin() as tx:
        for days in (366, 360):
            asked = NewQuestion(
                asked_at=now - days * 86_400,
                person="p",
                text=f"{days}",
                outcome="none",
                confidence=0,
                content_version="",
            )
            await silent.store.questions.record(tx, asked)
    await silent.start()
    await silent.says(person, "/aide")
    async with asyncio.timeout(10):
        while await held(silent) == 2:  # noqa: ASYNC110  # nothing tells when the daily job has run
            await asyncio.sleep(0.01)
    assert [one.text for one in await silent.log()] == ["360"]
