"""Tests of whoever waits for an answer: their consent, their questions, what they write back."""

from bot.chat.wire import Person
from tests.chat.conftest import Bot, labels, last, tap_forged


async def wants(bot: Bot) -> list[bool]:
    return [question.wants_answer for question in await bot.log()]


async def test_the_consent_to_be_written_to_is_given_by_a_tap_and_taken_back_by_another(
    bot: Bot, person: Person
) -> None:
    message = await bot.says(person, "combien coûte un camion")
    assert labels(message)[0] == "Prévenez-moi" and await wants(bot) == [False]
    message = await bot.taps(person, message, "Prévenez-moi")
    assert await wants(bot) == [True] and "je vous écrirai ici" in person.notices[-1].text
    assert labels(message)[0] == "Ne plus me prévenir"
    message = await bot.taps(person, message, "Ne plus me prévenir")
    assert await wants(bot) == [False] and labels(message)[0] == "Prévenez-moi"


async def test_it_is_offered_wherever_a_question_is_noted(bot: Bot, person: Person) -> None:
    suggested = await bot.says(person, "peut-être fb")
    assert "Prévenez-moi" in labels(await bot.taps(person, suggested, "Aucune de celles-ci"))
    answer = await bot.says(person, "sûr fb")
    await bot.taps(person, answer, "👎")
    assert "Prévenez-moi" in labels(last(person))
    why = await bot.taps(person, last(person), "Ce n’est pas clair")
    assert labels(why) == ["Prévenez-moi"]
    await bot.taps(person, why, "Prévenez-moi")
    assert await wants(bot) == [False, True]


async def test_nobody_consents_for_somebody_else(bot: Bot, person: Person) -> None:
    await bot.says(person, "combien coûte un camion")
    other = bot.telegram.person(8, "Max")
    message = await bot.says(other, "combien coûte un bateau")
    [data] = [one.callback_data for row in message.buttons for one in row if one.text == "Prévenez-moi"]
    await tap_forged(bot, other, (data or "").replace("v:2", "v:1"))
    assert await wants(bot) == [False, False] and "la personne qui a posé" in other.notices[-1].text


async def test_somebody_sees_their_questions_and_changes_their_mind(bot: Bot, person: Person) -> None:
    assert "Aucune de vos questions" in (await bot.says(person, "/mesquestions")).text
    message = await bot.says(person, "combien coûte un camion")
    await bot.taps(person, message, "Prévenez-moi")
    await bot.says(bot.telegram.person(8, "Max"), "combien coûte un bateau")
    mine = await bot.says(person, "/mesquestions")
    assert "un camion" in mine.text and "je vous préviendrai" in mine.text and "bateau" not in mine.text
    shown = await bot.taps(person, mine, "Ne plus me prévenir (nº 1)")
    assert await wants(bot) == [False, False]
    assert "je vous préviendrai" not in shown.text and labels(shown) == ["Prévenez-moi (nº 1)"]


async def test_a_question_has_the_number_that_organisers_know_it_by(bot: Bot, person: Person) -> None:
    other = bot.telegram.person(8, "Max")
    await bot.says(other, "combien coûte un camion")
    await bot.says(person, "combien coûte un camion")
    await bot.says(person, "qui dresse les dauphins")
    first, second, third = await bot.log()
    assert first.cluster_id == second.cluster_id != third.cluster_id != third.id
    mine = (await bot.says(person, "/mesquestions")).text
    assert f"nº {second.cluster_id} " in mine and f"nº {third.cluster_id} " in mine and f"nº {third.id} " not in mine


async def test_two_wordings_of_one_question_are_told_apart(bot: Bot, person: Person) -> None:
    for _ in range(2):
        await bot.says(person, "combien coûte un camion")
    first, second = await bot.log()
    assert first.cluster_id == second.cluster_id
    mine = await bot.says(person, "/mesquestions")
    number = second.cluster_id
    assert labels(mine) == [f"Prévenez-moi (nº {number})", f"Prévenez-moi (nº {number}b)"]


async def test_a_page_holds_five_and_leads_to_the_others(bot: Bot, person: Person) -> None:
    for number in range(7):
        await bot.says(person, f"question sans réponse {number} {'abcdefg'[number]}")
    mine = await bot.says(person, "/mesquestions")
    assert labels(mine)[-1] == "Suite →"
    second = await bot.taps(person, mine, "Suite →")
    assert "sans réponse 0" in second.text and "sans réponse 6" not in second.text
    assert "Retour" in labels(second)[-1]
