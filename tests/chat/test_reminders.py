"""Tests of what people ask for: reminders, corrected answers; and how they take it back."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.chat.wire import Person
from bot.content import Content, Meeting
from bot.store import Subscription
from bot.wording.knowledge import Current, Knowledge
from tests.chat.conftest import ENTRY, Bot, ByTheWord, labels, last

DAY = date(2027, 1, 21)
MEETING = Meeting(DAY, "18 h 30", "Lunel", "Faire connaître son commerce", "https://exemple.fr")


def at(day: date, hour: int = 10) -> float:
    return datetime(day.year, day.month, day.day, hour).timestamp()


@pytest.fixture
def current(content: Content) -> Current:
    return Current(Knowledge(replace(content, meetings=(MEETING,)), ByTheWord()))


def changed(bot: Bot, **fields: object) -> None:
    """Put another content in force."""
    content = replace(bot.current.knowledge.content, **fields)  # type: ignore[arg-type]  # any field, by name
    bot.current.knowledge = Knowledge(content, ByTheWord())


async def wishes(bot: Bot) -> list[Subscription]:
    async with bot.store.database.read() as tx:
        return [one for kind in ("meeting", "entry") for one in await bot.store.subscriptions.of_kind(tx, kind)]


async def passes(bot: Bot, moment: float) -> None:
    """Let time come to a moment, and what is due then be done twice: once is enough."""
    for _ in range(2):
        await bot.conversation.desk.promises.keep(int(moment))
    await bot.service.sender.collect(2**40)
    await bot.service.sender.idle()


def about(person: Person, words: str) -> int:
    return sum(words in one.text for one in person.chat.messages)


@pytest.fixture
async def asked(bot: Bot, person: Person) -> Bot:
    """A bot that somebody asked for a reminder, nine days before."""
    bot.clock = lambda: at(DAY - timedelta(days=9))
    page = await bot.says(person, "/rencontres")
    await bot.taps(person, page, "Me le rappeler la veille")
    return bot


async def test_a_reminder_is_noted_and_can_be_taken_back_where_it_was_asked_for(asked: Bot, person: Person) -> None:
    assert "la veille" in person.notices[-1].text
    assert [(one.kind, one.chat_id) for one in await wishes(asked)] == [("meeting", 7)]
    assert "Me le rappeler la veille" not in labels(await asked.says(person, "/rencontres"))
    first = next(one for one in person.chat.messages if "Ne plus me le rappeler" in labels(one))
    await asked.taps(person, first, "Ne plus me le rappeler")
    assert await wishes(asked) == [] and person.notices[-1].text == "C’est retiré."


async def test_a_reminder_is_shown_with_what_is_held_and_taken_back_there(asked: Bot, person: Person) -> None:
    held = await asked.says(person, "/mesdonnees")
    assert "avant la rencontre du 21 janvier 2027" in held.text
    await asked.taps(person, held, "Ne plus me le rappeler (21 janvier)")
    assert await wishes(asked) == []
    assert "Je ne garde rien" in (await asked.says(person, "/mesdonnees")).text


async def test_the_reminder_comes_the_day_before_and_once(asked: Bot, person: Person) -> None:
    await passes(asked, at(DAY - timedelta(days=2), 23))
    await passes(asked, at(DAY - timedelta(days=1), 8))
    assert about(person, "c’est demain") == 0
    await passes(asked, at(DAY - timedelta(days=1), 9))
    assert "c’est demain" in last(person).text and "Faire connaître son commerce" in last(person).text
    await passes(asked, at(DAY, 9))
    assert about(person, "c’est demain") == 1 and about(person, "aujourd’hui") == 0 and await wishes(asked) == []


async def test_a_reminder_survives_a_restart_and_is_not_sent_twice(asked: Bot, person: Person) -> None:
    await asked.end()
    await asked.start()
    await passes(asked, at(DAY - timedelta(days=1)))
    await asked.end()
    await asked.start()
    await passes(asked, at(DAY - timedelta(days=1), 11))
    assert about(person, "c’est demain") == 1


async def test_a_reminder_that_is_late_says_that_it_is_today(asked: Bot, person: Person) -> None:
    await passes(asked, at(DAY, 7))
    assert "c’est aujourd’hui" in last(person).text


async def test_a_reminder_that_is_too_late_is_not_sent(asked: Bot, person: Person) -> None:
    before = last(person)
    await passes(asked, at(DAY + timedelta(days=1)))
    assert last(person) == before and await wishes(asked) == []


async def test_the_running_bot_sends_it_by_itself(asked: Bot, person: Person) -> None:
    asked.clock = lambda: at(DAY - timedelta(days=1))
    await asked.telegram.until(lambda: about(person, "c’est demain") == 1, seconds=20)


async def test_a_meeting_that_moved_is_told_once_the_edit_lasts_and_recalled_on_its_new_eve(
    asked: Bot, person: Person
) -> None:
    moment = at(DAY - timedelta(days=5))
    await passes(asked, moment)
    changed(asked, meetings=(replace(MEETING, day=DAY + timedelta(days=7)),))
    await passes(asked, moment + 30)
    assert about(person, "a changé") == 0
    await passes(asked, moment + 120)
    assert "21 janvier 2027" in last(person).text and "28 janvier 2027" in last(person).text
    await passes(asked, at(DAY - timedelta(days=1)))
    assert about(person, "c’est demain") == 0
    await passes(asked, at(DAY + timedelta(days=6)))
    assert about(person, "c’est demain") == 1 and about(person, "a changé") == 1


@pytest.mark.parametrize("change", [{"place": "Nîmes"}, {"hour": "19 h"}])
async def test_another_place_or_hour_is_told_too(asked: Bot, person: Person, change: dict[str, str]) -> None:
    moment = at(DAY - timedelta(days=5))
    changed(asked, meetings=(replace(MEETING, **change),))  # type: ignore[arg-type]  # text fields
    await passes(asked, moment)
    await passes(asked, moment + 120)
    assert "a changé" in last(person).text and next(iter(change.values())) in last(person).text
    assert len(await wishes(asked)) == 1


async def test_a_meeting_that_is_cancelled_is_told_once_the_edit_lasts(asked: Bot, person: Person) -> None:
    moment = at(DAY - timedelta(days=5))
    meetings = asked.current.knowledge.content.meetings
    changed(asked, meetings=())
    await passes(asked, moment)
    changed(asked, meetings=meetings)
    await passes(asked, moment + 30)
    await passes(asked, moment + 300)
    assert about(person, "n’est plus annoncée") == 0
    changed(asked, meetings=())
    await passes(asked, moment + 400)
    await passes(asked, moment + 500)
    assert "21 janvier 2027" in last(person).text and about(person, "n’est plus annoncée") == 1
    assert await wishes(asked) == []


async def test_nobody_is_reminded_in_a_group(bot: Bot, person: Person) -> None:
    group = bot.telegram.group(-100, "Le groupe", [person])
    bot.clock = lambda: at(DAY - timedelta(days=9))
    person.say("/rencontres", group)
    await bot.settle()
    assert labels(group.last) == ["Continuer en privé"]


def corrected(bot: Bot, change: Callable[[str], str]) -> None:
    themes = bot.current.knowledge.content.themes
    entries = {one.id: one for theme in themes for one in theme.entries}
    entries[ENTRY] = replace(entries[ENTRY], answer=change(entries[ENTRY].answer))
    changed(
        bot, themes=tuple(replace(one, entries=tuple(entries[entry.id] for entry in one.entries)) for one in themes)
    )


@pytest.fixture
async def outdated(bot: Bot, person: Person) -> Bot:
    """A bot that somebody told that an answer is no longer true."""
    why = await bot.taps(person, await bot.says(person, "sûr fb"), "👎")
    after = await bot.taps(person, why, "Ce n’est plus vrai")
    assert "quand elle sera corrigée" in after.text
    return bot


async def test_who_said_that_an_answer_is_no_longer_true_hears_of_its_correction_once(
    outdated: Bot, person: Person
) -> None:
    await outdated.taps(person, last(person), "Prévenez-moi")
    moment = time.time()
    await passes(outdated, moment)
    corrected(outdated, lambda old: f"{old} Et voilà ce qui est vrai depuis.")
    await passes(outdated, moment + 1)
    assert about(person, "vrai depuis") == 0
    await passes(outdated, moment + 100)
    assert "Elle a été revue" in last(person).text and "vrai depuis" in last(person).text
    corrected(outdated, lambda old: f"{old} Encore autre chose.")
    await passes(outdated, moment + 200)
    await passes(outdated, moment + 300)
    assert about(person, "Elle a été revue") == 1 and await wishes(outdated) == []
    assert [one.wants_answer for one in await outdated.log()] == [False]


async def test_a_correction_made_while_the_bot_was_away_is_told_after_the_start(outdated: Bot, person: Person) -> None:
    await outdated.taps(person, last(person), "Prévenez-moi")
    await outdated.end()
    corrected(outdated, lambda old: f"{old} Et voilà.")
    await outdated.start()
    moment = time.time()
    await passes(outdated, moment)
    await passes(outdated, moment + 100)
    assert about(person, "Elle a été revue") == 1


async def test_who_did_not_ask_for_it_hears_of_no_correction(outdated: Bot, person: Person) -> None:
    before = last(person)
    corrected(outdated, lambda old: f"{old} Et voilà.")
    await passes(outdated, time.time())
    await passes(outdated, time.time() + 100)
    assert last(person) == before


async def test_who_changed_their_mind_hears_of_no_correction(outdated: Bot, person: Person) -> None:
    after = await outdated.taps(person, last(person), "Prévenez-moi")
    assert "quand cette réponse sera corrigée" in (await outdated.says(person, "/mesdonnees")).text
    await outdated.taps(person, after, "Ne plus me prévenir")
    assert await wishes(outdated) == []


async def test_consent_given_before_the_reason_holds_for_the_correction(bot: Bot, person: Person) -> None:
    why = await bot.taps(person, await bot.says(person, "sûr fb"), "👎")
    await bot.taps(person, why, "Prévenez-moi")
    after = await bot.taps(person, why, "Ce n’est plus vrai")
    assert labels(after) == ["Ne plus me prévenir"] and len(await wishes(bot)) == 1


async def test_an_answer_that_is_taken_out_is_told_too(outdated: Bot, person: Person) -> None:
    await outdated.taps(person, last(person), "Prévenez-moi")
    themes = outdated.current.knowledge.content.themes
    left = (replace(one, entries=tuple(entry for entry in one.entries if entry.id != ENTRY)) for one in themes)
    changed(outdated, themes=tuple(left))
    await passes(outdated, time.time())
    await passes(outdated, time.time() + 100)
    assert "Elle a été retirée" in last(person).text and await wishes(outdated) == []


async def test_an_interest_in_an_offer_is_shown_with_what_is_held_and_taken_back_there(
    bot: Bot, person: Person
) -> None:
    await bot.taps(person, await bot.says(person, "/formations 34"), "Retenir mon département")
    offers = await bot.taps(person, last(person), "Réseaux sociaux")
    asked = await bot.taps(person, offers, next(one for one in labels(offers) if one.startswith("Ça m’intéresse")))
    assert "Zoé <b>&, Hérault (34)" in asked.text
    await bot.taps(person, asked, labels(asked)[0])
    held = await bot.says(person, "/mesdonnees")
    assert "vous intéresse" in held.text
    await bot.taps(person, held, next(one for one in labels(held) if one.startswith("Retirer")))
    assert person.notices[-1].text == "C’est retiré."
    assert "vous intéresse" not in (await bot.says(person, "/mesdonnees")).text
