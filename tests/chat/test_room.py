"""What the organisers are told about the bot itself, in Telegram, whatever works and whatever does not."""

import os
import time
from pathlib import Path

import pytest

from bot.chat.wire import Chat, Person
from bot.store.organisers import Organiser
from bot.wording.terms import Terms
from tests.chat.conftest import Bot

TEAM = -9


@pytest.fixture
def team(silent: Bot, person: Person) -> Chat:
    """The organisers' chat, of a bot that greets."""
    silent.greets, silent.organisers_chat, silent.organisers = True, TEAM, (person.id,)
    return silent.telegram.group(TEAM, "L'équipe", [person])


async def heard(bot: Bot, chat: Chat, part: str) -> str:
    """Wait until the bot has said something in a chat, and give it."""

    def found() -> list[str]:
        return [one.text for one in chat.messages if one.from_bot and part in one.text]

    await bot.telegram.until(found)
    return found()[-1]


async def test_what_is_missing_is_said_at_the_start(silent: Bot, team: Chat) -> None:
    team.members[silent.telegram.bot_user["id"]] = "member"
    await silent.start()
    said = await heard(silent, team, "il manque encore")
    assert "BOT_CONTACT" in said and "administrateur" in said and "organisme" not in said


async def test_where_nothing_is_missing_nothing_is_said(silent: Bot, team: Chat, person: Person) -> None:
    silent.terms = Terms(contact="rgpd@exemple.fr")
    team.members[silent.telegram.bot_user["id"]] = "administrator"
    await silent.start()
    await silent.says(person, "/aide")
    assert not [one for one in team.messages if one.from_bot]


async def test_organisers_are_shown_their_commands_and_nobody_else(silent: Bot, team: Chat, person: Person) -> None:
    async with silent.store.database.begin() as tx:
        for number in (900, 901):  # 901 has never written to the bot
            await silent.store.organisers.add(tx, Organiser(number, "Nino"), 1)
    silent.telegram.person(900, "Nino")
    await silent.start()
    await silent.telegram.until(lambda: ("chat 900", "") in silent.telegram.commands)
    menus = {scope: [one["command"] for one in menu] for (scope, _), menu in silent.telegram.commands.items()}
    assert {"default", f"chat {TEAM}", f"chat {person.id}", "chat 900"} <= set(menus)
    assert "ouvertes" not in menus.pop("default")
    assert all("ouvertes" in menu and "aide" in menu for menu in menus.values())


@pytest.mark.parametrize("gone", ["left", "kicked", "unknown"])
async def test_a_chat_that_cannot_be_reached_is_told_to_the_organisers(
    silent: Bot, team: Chat, person: Person, gone: str
) -> None:
    person.started = person.met = True
    if gone == "unknown":
        silent.organisers_chat = -77
    else:
        team.members[silent.telegram.bot_user["id"]] = gone
    await silent.start()
    assert "BOT_ORGANISERS_CHAT" in await heard(silent, person.chat, "je n'y ai pas accès")
    assert not [one for one in team.messages if one.from_bot]


async def test_without_a_chat_the_organisers_are_told_how_to_make_one(silent: Bot, person: Person) -> None:
    silent.greets, silent.organisers = True, (person.id, 99)
    person.started = person.met = True
    await silent.start()
    assert "/id" in await heard(silent, person.chat, "BOT_ORGANISERS_CHAT")


async def test_a_long_absence_is_told(silent: Bot, team: Chat, tmp_path: Path) -> None:
    silent.heartbeat = tmp_path / "heartbeat"
    silent.heartbeat.touch()
    os.utime(silent.heartbeat, (0, time.time() - 30 * 3600))
    await silent.start()
    await heard(silent, team, "24 heures")


async def test_a_database_that_is_lost_and_back_is_told_once_each(
    silent: Bot, team: Chat, person: Person, tmp_path: Path
) -> None:
    await silent.start()
    await silent.says(person, "sûr un")
    (tmp_path / "bot.db").rename(tmp_path / "away.db")
    for text in ("sûr deux", "sûr trois"):
        person.say(text)
        await heard(silent, team, "ne répond plus")
    (tmp_path / "away.db").rename(tmp_path / "bot.db")
    await heard(silent, team, "répond de nouveau")
    said = [one.text for one in team.messages if one.from_bot]
    assert sum("ne répond plus" in text for text in said) == sum("répond de nouveau" in text for text in said) == 1


async def test_another_program_on_the_same_token_is_told(silent: Bot, team: Chat, person: Person) -> None:
    await silent.start()
    silent.telegram.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    person.say("/aide")
    await heard(silent, team, "Un autre programme")


async def test_what_could_not_be_said_before_a_stop_is_said_after_it(silent: Bot, team: Chat) -> None:
    silent.telegram.fail_next("sendMessage", 502, "Bad Gateway")
    await silent.start()
    await silent.telegram.until(lambda: silent.telegram.calls("sendMessage"))
    await silent.end()
    assert not [one for one in team.messages if one.from_bot]
    silent.greets = False
    await silent.start()
    await heard(silent, team, "il manque encore")
