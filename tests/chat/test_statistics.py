"""Tests of what organisers ask about use, and of the weekly digest."""

from datetime import datetime

from bot.chat.statistics import Statistics
from bot.chat.wire import Person
from tests.chat.conftest import Bot

ZOE = 501
MONDAY = int(datetime(2026, 11, 30, 9, 12).timestamp())


async def test_stats_are_pictures_and_a_summary_for_organisers_only(silent: Bot, person: Person) -> None:
    silent.organisers = (ZOE,)
    await silent.start()
    zoe = silent.telegram.person(ZOE, "Zoé")
    await silent.says(person, "sûr fb")
    await silent.says(person, "combien coûte un camion")
    await silent.says(zoe, "/stats")
    sent = [one for one in zoe.chat.messages if one.from_bot]
    assert sum("photo" in one.content for one in sent) >= 2
    assert "Questions posées" in sent[-1].text and "En attente" in sent[-1].text
    assert "Je ne connais pas" in (await silent.says(person, "/stats")).text


async def test_without_wishes_it_is_said(silent: Bot) -> None:
    silent.organisers = (ZOE,)
    await silent.start()
    zoe = silent.telegram.person(ZOE, "Zoé")
    assert "Personne n’a encore dit" in (await silent.says(zoe, "/interets")).text


async def test_the_digest_comes_once_in_its_hour_also_over_a_restart(silent: Bot, person: Person) -> None:
    silent.telegram.group(-9, "L'équipe", [person])
    await silent.start()
    for _ in range(2):
        statistics = Statistics(silent.current, silent.store, -9, (0, 9))
        for now in (MONDAY - 3600, MONDAY, MONDAY + 60, MONDAY + 3600):
            await statistics.weekly(now)
    await silent.service.sender.collect(MONDAY + 7200)
    await silent.settle()
    assert sum("Le point" in one.text for one in silent.telegram.chats[-9].messages) == 1
    await Statistics(silent.current, silent.store, -9, (0, 9)).weekly(MONDAY + 7 * 86_400)
    await silent.service.sender.collect(MONDAY + 8 * 86_400)
    await silent.settle()
    assert sum("Le point" in one.text for one in silent.telegram.chats[-9].messages) == 2
