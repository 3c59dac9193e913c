import pytest

from bot.chat.wire import Person
from tests.chat.conftest import Bot, labels


async def test_themes_lead_to_questions_answers_and_back_in_one_message(bot: Bot, person: Person) -> None:
    themes = await bot.says(person, "/themes")
    theme = await bot.taps(person, themes, "Facebook")
    answer = await bot.taps(person, theme, labels(theme)[0])
    assert "Vérifié le" in answer.text
    back = await bot.taps(person, answer, "← Retour")
    assert back.text == theme.text
    home = await bot.taps(person, back, "← Retour")
    assert (home.id, home.text) == (themes.id, themes.text)


async def test_offers_are_shown_by_theme_once_the_departement_is_known(bot: Bot, person: Person) -> None:
    asked = await bot.says(person, "/formations")
    themes = await bot.taps(person, asked, "Hérault (34)")
    assert "Hérault (34)" in themes.text
    page = await bot.taps(person, themes, "Réseaux sociaux")
    assert page.id == asked.id and "CCI Hérault" in page.text


async def test_the_way_back_keeps_the_departement(bot: Bot, person: Person) -> None:
    themes = await bot.says(person, "/formations 31")
    back = await bot.taps(person, await bot.taps(person, themes, "Vidéo"), "← Retour")
    assert back.text == themes.text


@pytest.mark.parametrize("typed", ["34", "Hérault", "34000", "je suis à Montpellier"])
async def test_a_departement_typed_right_after_the_question_is_taken(bot: Bot, person: Person, typed: str) -> None:
    await bot.says(person, "/formations")
    assert "Formations et aides\u00a0: Hérault (34)" in (await bot.says(person, typed)).text
    assert await bot.log() == []


async def test_a_number_that_is_no_departement_is_asked_for_again(bot: Bot, person: Person) -> None:
    await bot.says(person, "/formations")
    assert "Je ne trouve pas de département" in (await bot.says(person, "99")).text
    assert "Je ne trouve pas de département" in (await bot.says(person, "je suis à Sète")).text
    assert "Hérault (34)" in (await bot.says(person, "34")).text


async def test_a_question_right_after_is_a_question(bot: Bot, person: Person) -> None:
    await bot.says(person, "/formations")
    assert "Vérifié le" in (await bot.says(person, "sûr fb")).text


async def test_a_number_that_nobody_asked_for_is_not_a_departement(bot: Bot, person: Person) -> None:
    assert "Hérault" not in (await bot.says(person, "34")).text


async def test_what_one_person_was_asked_is_not_answered_by_another(bot: Bot, person: Person) -> None:
    await bot.says(person, "/formations")
    other = bot.telegram.person(999, "Autre")
    assert "Hérault" not in (await bot.says(other, "34")).text


async def test_offers_that_are_everywhere_need_no_departement(bot: Bot, person: Person) -> None:
    themes = await bot.taps(person, await bot.says(person, "/formations"), "Toute la France")
    assert "Prix" in (await bot.taps(person, themes, "Financer sa formation")).text


async def test_another_departement_can_be_chosen(bot: Bot, person: Person) -> None:
    asked = await bot.taps(person, await bot.says(person, "/formations 75"), "Changer de département")
    assert "Toute la France" in labels(asked)


async def test_no_meeting_is_said_honestly(bot: Bot, person: Person) -> None:
    assert "Aucune rencontre" in (await bot.says(person, "/rencontres")).text


async def test_a_related_question_is_answered_below(bot: Bot, person: Person) -> None:
    answer = await bot.says(person, "sûr fb")
    related = next(label for label in labels(answer) if label.startswith("→"))
    assert (await bot.taps(person, answer, related)).id > answer.id


async def test_a_departement_that_somebody_wants_kept_is_not_asked_for_again(bot: Bot, person: Person) -> None:
    themes = await bot.says(person, "/formations 34")
    after = await bot.taps(person, themes, "Retenir mon département")
    assert "la prochaine fois" in person.notices[-1].text and "Oublier mon département" in labels(after)
    assert (await bot.says(person, "/formations")).text == themes.text
    assert "Dans quel département" in (await bot.says(bot.telegram.person(8, "Max"), "/formations")).text


async def test_a_departement_is_not_kept_unless_somebody_wants_it(bot: Bot, person: Person) -> None:
    await bot.says(person, "/formations 34")
    assert "Dans quel département" in (await bot.says(person, "/formations")).text


async def test_a_kept_departement_can_be_changed_and_forgotten(bot: Bot, person: Person) -> None:
    await bot.taps(person, await bot.says(person, "/formations 34"), "Retenir mon département")
    asked = await bot.taps(person, await bot.says(person, "/formations"), "Changer de département")
    assert "Toute la France" in labels(asked)
    other = await bot.says(person, "75")
    assert "Retenir mon département" in labels(other)
    await bot.taps(person, other, "Retenir mon département")
    held = await bot.says(person, "/mesdonnees")
    assert "votre département\u00a0: Paris (75)" in held.text
    await bot.taps(person, held, "Oublier mon département")
    assert "Dans quel département" in (await bot.says(person, "/formations")).text
    assert "Je ne garde rien" in (await bot.says(person, "/mesdonnees")).text


async def test_the_whole_of_france_can_be_kept_too(bot: Bot, person: Person) -> None:
    themes = await bot.taps(person, await bot.says(person, "/formations"), "Toute la France")
    await bot.taps(person, themes, "Retenir mon département")
    assert (await bot.says(person, "/formations")).text == themes.text


async def test_a_kept_departement_is_erased_with_the_rest(bot: Bot, person: Person) -> None:
    await bot.taps(person, await bot.says(person, "/formations 34"), "Retenir mon département")
    await bot.taps(person, await bot.says(person, "/oublier"), "Tout effacer")
    assert "Dans quel département" in (await bot.says(person, "/formations")).text
