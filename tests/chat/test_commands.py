from urllib.parse import parse_qs, urlsplit

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


async def test_a_link_to_an_entry_shows_it(bot: Bot, person: Person) -> None:
    message = await bot.says(person, "/start fiche-nombre-de-fans")
    assert "Vérifié le" in message.text and "Partager" in labels(message)


async def test_a_link_to_a_theme_shows_its_questions(bot: Bot, person: Person) -> None:
    assert "Touchez une question" in (await bot.says(person, "/start theme-facebook")).text


async def test_a_link_that_leads_nowhere_says_so_and_welcomes(bot: Bot, person: Person) -> None:
    message = await bot.says(person, "/start fiche-disparue")
    assert message.text.startswith("Ce lien mène à une page qui n’existe plus") and len(labels(message)) == 5


async def test_the_link_that_people_share_opens_the_entry(bot: Bot, person: Person) -> None:
    answer = await bot.says(person, "sûr fb")
    [url] = [one.url for row in answer.buttons for one in row if one.text == "Partager"]
    [page] = parse_qs(urlsplit(url or "").query)["url"]
    [payload] = parse_qs(urlsplit(page).query)["start"]
    assert (await bot.says(person, f"/start {payload}")).text.startswith(answer.text.split("\n")[0])


async def test_a_person_is_told_their_number(bot: Bot, person: Person) -> None:
    assert str(person.id) in (await bot.says(person, "/id")).text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/formation", "/formations"),
        ("/formation Hérault", "/formations"),
        ("/mes questions", "/mesquestions"),
        ("/oublie", "/oublier"),
    ],
)
async def test_a_command_that_is_misspelt_is_named(bot: Bot, person: Person, typed: str, meant: str) -> None:
    assert f"Vouliez-vous {meant}" in (await bot.says(person, typed)).text


async def test_an_unknown_command_leads_to_help(bot: Bot, person: Person) -> None:
    assert "/aide" in (await bot.says(person, "/blabla")).text


async def test_the_commands_are_registered(bot: Bot) -> None:
    names = [command["command"] for command in bot.telegram.calls("setMyCommands")[0]["commands"]]
    assert names == [
        *("start", "aide", "themes", "formations", "rencontres"),
        *("confidentialite", "mesquestions", "mesdonnees", "oublier"),
    ]
