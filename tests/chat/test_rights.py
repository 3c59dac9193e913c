import asyncio
import time

import pytest
from sqlalchemy import func, select

from bot.chat.wire import Message, Person
from bot.store import NewQuestion, StorageError
from bot.store.questions import questions
from bot.wording.terms import Terms
from tests.chat.conftest import Bot, labels, last


async def held(bot: Bot) -> int:
    async with bot.store.database.read() as tx:
        return await tx.scalar(select(func.count()).select_from(questions)) or 0


async def file_of(bot: Bot, person: Person) -> str:
    """Ask for one's data, and read the file that comes."""
    return file_in(bot, await bot.says(person, "/mesdonnees"))


def file_in(bot: Bot, message: Message) -> str:
    document = message.content["document"]
    assert document["file_name"] == "mes-donnees.txt"
    return bot.telegram.files[document["file_id"]].content.decode()


async def test_a_person_gets_what_is_held_as_a_file_and_nobody_elses(bot: Bot, person: Person) -> None:
    other = bot.telegram.person(8, "Max")
    await bot.says(other, "combien coûte un secret")
    await bot.taps(person, await bot.says(person, "sûr fb"), "👍")
    await bot.says(person, "combien coûte un <b>camion")
    text = await file_of(bot, person)
    assert "sûr fb" in text and "un <b>camion" in text and "secret" not in text
    assert "Questions\u00a0: 2" in last(person).text and "Avis sur mes réponses\u00a0: 1" in last(person).text
    assert "VOS AVIS (1)" in text and "genre : utile" in text


async def test_small_talk_is_listed_without_words(bot: Bot, person: Person) -> None:
    await bot.says(person, "slt toi")
    text = await file_of(bot, person)
    assert "suite donnée : politesse" in text and "slt toi" not in text


async def test_who_never_asked_hears_that_nothing_is_kept(bot: Bot, person: Person) -> None:
    assert "Je ne garde rien" in (await bot.says(person, "/mesdonnees")).text


async def test_all_that_is_held_is_in_the_file_however_much_it_is(bot: Bot, person: Person) -> None:
    for number in range(30):
        await bot.says(person, f"combien {number} " + "x" * 3000)
    text = await file_of(bot, person)
    assert all(f"combien {number} {'x' * 3000}" in text for number in range(30))


async def test_every_field_that_is_shown_has_a_french_name(bot: Bot, person: Person) -> None:
    await bot.taps(person, await bot.says(person, "combien coûte un camion"), "Prévenez-moi")
    labels = {
        line.partition(" : ")[0].strip(" -") for line in (await file_of(bot, person)).splitlines() if " : " in line
    }
    assert {"posée le", "texte", "veut être prévenu"} <= labels
    assert not labels & {"asked_at", "outcome", "state", "wants_answer", "cluster_id", "text", "person"}


async def test_the_file_that_waits_survives_a_restart(silent: Bot, person: Person) -> None:
    await silent.start()
    await silent.says(person, "combien coûte un camion")
    silent.telegram.fail_next("sendDocument", 502, "Bad Gateway")
    person.say("/mesdonnees")
    await silent.telegram.until(lambda: silent.telegram.calls("sendDocument"))
    await silent.end()
    await silent.start()
    await silent.settle()
    assert "camion" in file_in(silent, last(person))


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


async def test_who_is_forgotten_hears_how_long_copies_remember(silent: Bot, person: Person) -> None:
    silent.terms = Terms(backups=7)
    await silent.start()
    await silent.says(person, "combien coûte un camion")
    after = await silent.taps(person, await silent.says(person, "/oublier"), "Tout effacer")
    assert "encore 7 jours" in after.text


async def test_nothing_is_said_of_copies_where_none_are_made(bot: Bot, person: Person) -> None:
    after = await bot.taps(person, await bot.says(person, "/oublier"), "Tout effacer")
    assert "sauvegarde" not in after.text


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


async def test_neither_shows_anything_in_a_group(bot: Bot, person: Person) -> None:
    await bot.says(person, "combien coûte un camion")
    group = bot.telegram.group(-100, "Le groupe", [person])
    person.say("/mesdonnees", group)
    person.say("/oublier", group)
    await bot.settle()
    said = [message for message in group.messages if message.from_bot]
    assert ["entre vous et moi" in one.text and "camion" not in one.text for one in said] == [True, True]
    assert await held(bot) == 1 and not bot.telegram.calls("sendDocument")


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
