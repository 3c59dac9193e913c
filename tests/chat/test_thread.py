from dataclasses import replace

import pytest

from bot.chat.recall import Recall
from bot.chat.wire import Message, Person
from bot.content import Content
from bot.matching.answering import Answerer
from bot.wording.knowledge import Knowledge
from tests.chat.conftest import ENTRY, OTHER, Bot, ByTheWord, labels, last

AT, SOON = (7, 7), 100


def heard(person: Person) -> list[Message]:
    return [message for message in person.chat.messages if message.from_bot]


async def test_a_follow_up_takes_its_subject_from_the_answer_before_it(bot: Bot, person: Person) -> None:
    await bot.says(person, "sûr fb")
    assert "beaucoup de fans" in (await bot.says(person, "et combien ?")).text
    assert [(one.text, one.entry) for one in await bot.log()] == [("sûr fb", ENTRY), ("sûr fb et combien ?", OTHER)]


async def test_a_reply_to_an_answer_goes_on_from_it_and_not_from_the_last_one(for_real: Bot, person: Person) -> None:
    answer = await for_real.says(person, "comment répondre à un avis négatif")
    await for_real.says(person, "combien de fois publier par semaine ?")
    person.say("et si c'est un faux ?", reply_to=answer.id)
    await for_real.settle()
    assert [one.entry for one in await for_real.log()] == ["avis-negatifs", "frequence-publication", "avis-negatifs"]
    await for_real.says(person, "un camion rouge")  # no answer: nothing to go on from
    person.say("et sur google ?", reply_to=answer.id)
    await for_real.settle()
    assert (await for_real.log())[-1].entry == "avis-negatifs"


async def test_a_follow_up_goes_on_from_an_answer_that_was_picked(bot: Bot, person: Person) -> None:
    asked = await bot.says(person, "peut-être fb")
    await bot.taps(person, asked, labels(asked)[0])
    assert "beaucoup de fans" in (await bot.says(person, "et combien ?")).text


async def test_a_follow_up_goes_on_over_a_thank_you(bot: Bot, person: Person) -> None:
    await bot.says(person, "sûr fb")
    await bot.says(person, "slt")
    assert "beaucoup de fans" in (await bot.says(person, "et combien ?")).text


@pytest.mark.parametrize("before", [(), ("combien coûte un camion",), ("sûr fb", "tva ?"), ("peut-être fb",)])
async def test_without_an_answer_just_before_nothing_is_taken_for_a_follow_up(
    bot: Bot, person: Person, before: tuple[str, ...]
) -> None:
    for text in before:
        await bot.says(person, text)
    assert "notée" in (await bot.says(person, "et combien ?")).text
    assert (await bot.log())[-1].text == "et combien ?"


async def test_nobody_goes_on_from_what_somebody_else_asked_in_the_group(bot: Bot, person: Person) -> None:
    other = bot.telegram.person(8, "Max")
    group = bot.telegram.group(-100, "Le groupe", [person, other])
    person.say("@Table_ronde_bot sûr fb", group)
    other.say("@Table_ronde_bot et combien ?", group)
    await bot.settle()
    assert (await bot.log())[-1].text == "et combien ?"


@pytest.mark.parametrize(("typed", "entry"), [("1", ENTRY), ("la deuxième", OTHER), ("oui la 2", OTHER)])
async def test_a_number_typed_after_suggestions_picks_one(bot: Bot, person: Person, typed: str, entry: str) -> None:
    await bot.says(person, "peut-être fb")
    answer = await bot.says(person, typed)
    assert labels(answer)[-3:] == ["👍", "👎", "Partager"]
    (given,) = await bot.store.feedback.for_question(1)
    assert (given.kind, given.entry) == ("picked", entry)
    assert len(await bot.log()) == 1


@pytest.mark.parametrize("typed", ["non", "Aucune de celles-ci", "Non, merci !"])
async def test_no_typed_after_suggestions_notes_the_question(bot: Bot, person: Person, typed: str) -> None:
    await bot.says(person, "peut-être fb")
    assert "Votre question est notée" in (await bot.says(person, typed)).text
    assert [question.text for question in await bot.store.questions.open()] == ["peut-être fb"]
    assert len(await bot.log()) == 1


async def test_yes_typed_after_suggestions_asks_which(bot: Bot, person: Person) -> None:
    await bot.says(person, "peut-être fb")
    assert (await bot.says(person, "oui")).text.startswith("Laquelle")
    assert "beaucoup de fans" in (await bot.says(person, "2")).text
    assert len(await bot.log()) == 1


async def test_no_typed_twice_is_a_tap_only_once(bot: Bot, person: Person) -> None:
    await bot.says(person, "peut-être fb")
    await bot.says(person, "non")
    await bot.says(person, "non")
    assert [one.text for one in await bot.log()] == ["peut-être fb", "non"]
    assert len(await bot.store.feedback.for_question(1)) == 1


@pytest.mark.parametrize("before", ["sûr fb", "combien coûte un camion"])
async def test_a_number_means_nothing_without_suggestions(bot: Bot, person: Person, before: str) -> None:
    await bot.says(person, before)
    assert "Je vois un nombre" in (await bot.says(person, "1")).text
    assert await bot.store.feedback.for_question(1) == []


async def test_a_suggestion_that_is_no_longer_in_the_content_is_not_picked(bot: Bot, person: Person) -> None:
    await bot.says(person, "peut-être fb")
    content = bot.current.knowledge.content
    others = tuple(one for one in content.themes if one.slug != content.entries[ENTRY].theme)
    bot.current.knowledge = Knowledge(replace(content, themes=others), ByTheWord())
    assert "Je vois un nombre" in (await bot.says(person, "1")).text


def test_what_is_remembered_is_forgotten_in_time() -> None:
    recall: Recall[str] = Recall(600)
    recall.keep(AT, "fb", SOON)
    assert recall.get(AT, SOON + 599) == "fb" and recall.get(AT, SOON + 600) is None


def test_only_the_newest_are_remembered() -> None:
    recall: Recall[int] = Recall(600)
    for number in range(10_001):
        recall.keep((7, number), number, SOON)
    assert recall.get((7, 0), SOON) is None and recall.get((7, 1), SOON) == 1


@pytest.fixture
def for_real(bot: Bot, shipped: Content, answerer: Answerer) -> Bot:
    """A bot that understands, on the shipped content."""
    bot.current.knowledge = Knowledge(shipped, answerer)
    return bot


async def test_two_questions_in_one_message_are_both_answered(for_real: Bot, person: Person) -> None:
    await for_real.says(person, "cc, insta ou fb ? et combien ça coûte la pub")
    assert [one.entry for one in await for_real.log()] == ["quel-reseau-choisir", "publicite-facebook"]
    assert len(heard(person)) == 2


async def test_a_ramble_is_answered_by_the_sentence_that_asks(for_real: Bot, person: Person) -> None:
    ramble = "Je tiens une boulangerie depuis douze ans. L'hiver est calme ici. Le four est tombé en panne mardi. "
    await for_real.says(person, f"{ramble}Faut-il acheter des abonnés sur Facebook ? Merci et bonne journée à tous.")
    assert [one.entry for one in await for_real.log()] == ["acheter-des-fans"]


async def test_another_platform_takes_the_place_of_the_one_before(for_real: Bot, person: Person) -> None:
    await for_real.says(person, "faut-il faire de la pub sur facebook ?")
    assert "publicité" in (await for_real.says(person, "et sur insta ?")).text
    assert [one.entry for one in await for_real.log()] == ["publicite-facebook"] * 2


async def test_a_question_in_another_language_gets_a_sentence_in_it_and_the_answer(
    for_real: Bot, person: Person
) -> None:
    await for_real.says(person, "how much does an ad cost on facebook?")
    sentence, answer = heard(person)
    assert sentence.text.startswith("I can only answer in French") and "publicité" in answer.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("¿Dónde puedo comprar un billete de tren?", "Lo siento"), ("كيف أنشئ صفحة؟", "عذر"), ("Как это?", "Je réponds")],
)
async def test_what_is_not_understood_in_another_language_is_never_only_noted(
    for_real: Bot, person: Person, text: str, sentence: str
) -> None:
    await for_real.says(person, text)
    assert heard(person)[0].text.startswith(sentence) and len(heard(person)) == 2


async def test_french_gets_no_sentence_about_languages(for_real: Bot, person: Person) -> None:
    await for_real.says(person, "slt c koi le best pour insta")
    assert len(heard(person)) == 1 and "French" not in last(person).text
