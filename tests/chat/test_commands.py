import pytest

from bot.chat.wire import Person
from tests.chat.conftest import Bot, labels


async def test_start_offers_four_questions(bot: Bot, person: Person) -> None:
    message = await bot.says(person, "/start")
    assert len(labels(message)) == 5
    assert "Vérifié le" in (await bot.taps(person, message, labels(message)[0])).text


@pytest.mark.parametrize("command", ["/aide", "/help", "/AIDE"])
async def test_help_says_how_to_ask(bot: Bot, person: Person, command: str) -> None:
    assert "Écrivez votre question" in (await bot.says(person, command)).text


@pytest.mark.parametrize("command", ["/confidentialite", "/privacy"])
async def test_privacy_says_what_is_kept_and_where_to_turn(bot: Bot, person: Person, command: str) -> None:
    text = (await bot.says(person, command)).text
    assert "12 mois" in text and "voyez avec l’équipe d’organisation" in text


async def test_an_unknown_command_leads_to_help(bot: Bot, person: Person) -> None:
    assert "/aide" in (await bot.says(person, "/blabla")).text


async def test_the_commands_are_registered(bot: Bot) -> None:
    names = [command["command"] for command in bot.telegram.calls("setMyCommands")[0]["commands"]]
    assert names == ["start", "aide", "themes", "formations", "rencontres", "confidentialite"]
