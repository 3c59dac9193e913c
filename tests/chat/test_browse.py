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


async def test_offers_are_shown_by_theme(bot: Bot, person: Person) -> None:
    offers = await bot.says(person, "/formations")
    page = await bot.taps(person, offers, "Financer sa formation")
    assert page.id == offers.id and "Prix" in page.text


async def test_no_meeting_is_said_honestly(bot: Bot, person: Person) -> None:
    assert "Aucune rencontre" in (await bot.says(person, "/rencontres")).text


async def test_a_related_question_is_answered_below(bot: Bot, person: Person) -> None:
    answer = await bot.says(person, "sûr fb")
    related = next(label for label in labels(answer) if label.startswith("→"))
    assert (await bot.taps(person, answer, related)).id > answer.id
