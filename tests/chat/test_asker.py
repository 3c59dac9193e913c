import re

import pytest

from bot.chat.wire import Person
from tests.chat.conftest import ENTRY, OTHER, Bot, labels, last, tap_forged


async def test_a_sure_answer_is_given_word_for_word(bot: Bot, person: Person) -> None:
    message = await bot.says(person, "sûr fb kiné")
    assert "Facebook est-il fait pour moi" in message.text
    assert "Vérifié le 23 novembre 2026" in message.text
    assert labels(message)[-4:] == ["Voir les formations", "👍", "👎", "Partager"]


async def test_an_answer_is_logged_closed_with_its_candidates(bot: Bot, person: Person) -> None:
    await bot.says(person, "sûr fb kiné")
    (question,) = await bot.log()
    assert (question.outcome, question.entry, question.state, question.confidence) == ("answer", ENTRY, "closed", 0.9)
    assert [candidate.id for candidate in question.candidates][:2] == [ENTRY, OTHER]


async def test_what_nobody_has_answered_is_noted_and_stays_open(bot: Bot, person: Person) -> None:
    message = await bot.says(person, "combien coûte un camion")
    assert "Elle est notée pour l’équipe d’organisation" in message.text
    assert "Voir les formations" in labels(message) and "Facebook" in labels(message)
    assert [question.text for question in await bot.store.questions.open()] == ["combien coûte un camion"]


async def test_personal_details_are_masked_before_they_are_stored(bot: Bot, person: Person) -> None:
    await bot.says(person, "rappelez-moi au 06 12 34 56 78 ou zoe@exemple.fr")
    assert [question.text for question in await bot.log()] == ["rappelez-moi au [téléphone] ou [e-mail]"]


async def test_a_doubt_offers_three_questions_and_none_of_these(bot: Bot, person: Person) -> None:
    message = await bot.says(person, "peut-être fb")
    assert len(labels(message)) == 4 and labels(message)[-1] == "Aucune de celles-ci"
    assert "Je suis en profession libérale\u00a0: Facebook est-il fait pour moi\u202f?" in message.text


async def test_picking_a_suggestion_gives_its_answer_and_records_the_pick(bot: Bot, person: Person) -> None:
    asked = await bot.says(person, "peut-être fb")
    answer = await bot.taps(person, asked, labels(asked)[1])
    assert "beaucoup de fans" in answer.text and labels(answer)[-3:] == ["👍", "👎", "Partager"]
    (given,) = await bot.store.feedback.for_question(1)
    assert (given.kind, given.entry) == ("picked", OTHER)


async def test_none_of_these_notes_the_question_with_what_was_refused(bot: Bot, person: Person) -> None:
    asked = await bot.says(person, "peut-être fb")
    message = await bot.taps(person, asked, "Aucune de celles-ci")
    assert "Votre question est notée" in message.text
    (question,) = await bot.store.questions.open()
    assert len(question.candidates) == 3
    assert labels(person.chat.find(asked.id) or asked) == []


async def test_a_thumb_up_thanks_and_leaves_what_may_still_serve(bot: Bot, person: Person) -> None:
    answer = await bot.says(person, "sûr fb")
    after = await bot.taps(person, answer, "👍")
    assert person.notices[-1].text == "Merci, c’est noté\u202f!"
    assert not {"👍", "👎", "Voir les formations"} & set(labels(after)) and "Partager" in labels(after)
    assert [given.kind for given in await bot.store.feedback.for_question(1)] == ["helpful"]
    assert await bot.store.questions.open() == []


async def test_a_thumb_down_lets_the_question_wait_for_a_person(bot: Bot, person: Person) -> None:
    answer = await bot.says(person, "sûr fb")
    message = await bot.taps(person, answer, "👎")
    assert "cette réponse sera revue" in message.text
    assert [question.entry for question in await bot.store.questions.open()] == [ENTRY]


async def test_a_thumb_tapped_twice_counts_once(bot: Bot, person: Person) -> None:
    answer = await bot.says(person, "sûr fb")
    person.tap(answer.id, "👎")
    person.tap(answer.id, "👎")
    await bot.settle()
    assert len(await bot.store.feedback.for_question(1)) == 1
    assert sum("sera revue" in message.text for message in person.chat.messages) == 1


async def test_a_thumb_down_asks_why_and_takes_one_reason(bot: Bot, person: Person) -> None:
    asked = await bot.taps(person, await bot.says(person, "sûr fb"), "👎")
    assert labels(asked) == ["Ce n’est pas ma question", "Ce n’est pas clair", "Ce n’est plus vrai", "Prévenez-moi"]
    person.tap(asked.id, "Ce n’est plus vrai")
    person.tap(asked.id, "Ce n’est plus vrai")
    await bot.settle()
    assert (
        last(person).id == asked.id
        and "améliorer la réponse" in last(person).text
        and labels(last(person)) == ["Prévenez-moi"]
    )
    given = await bot.store.feedback.for_question(1)
    assert [(one.kind, one.entry) for one in given] == [("unhelpful", ENTRY), ("outdated", ENTRY)]


@pytest.mark.parametrize("data", ["r:1:+", "r:1:-", "n:1", "w:1:c"])
async def test_only_the_asker_rates(bot: Bot, person: Person, data: str) -> None:
    await bot.says(person, "sûr fb")
    stranger = bot.telegram.person(8, "Max")
    await bot.says(stranger, "slt")
    await tap_forged(bot, stranger, data)
    assert stranger.notices[-1].text.startswith("Ce bouton est pour la personne")
    assert await bot.store.feedback.for_question(1) == [] and await bot.store.questions.open() == []


@pytest.mark.parametrize(
    "data", ["p:1:" + "A" * 10, "n:999999999", "r:5:+", "zzz", "w:1:+", "e:0123456789", "t:1:x", "é" * 32]
)
async def test_data_that_means_nothing_gets_a_kind_word(bot: Bot, person: Person, data: str) -> None:
    await bot.says(person, "slt")
    await tap_forged(bot, person, data)
    assert person.notices[-1].text.startswith("Ce bouton ne sert plus")


async def test_a_neighbouring_topic_is_sent_elsewhere(bot: Bot, person: Person) -> None:
    message = await bot.says(person, "tva ?")
    assert message.buttons[0][0].url
    assert [question.outcome for question in await bot.log()] == ["out_of_scope"]


async def test_small_talk_is_answered_and_its_words_are_not_kept(bot: Bot, person: Person) -> None:
    message = await bot.says(person, "slt")
    assert labels(message) == ["Voir les thèmes"]
    assert [(question.outcome, question.text) for question in await bot.log()] == [("smalltalk", None)]


async def test_several_questions_get_a_message_each_in_order_and_what_waits_is_named(bot: Bot, person: Person) -> None:
    await bot.says(person, "sûr fb\ncombien coûte <un> camion\npeut-être autre chose")
    texts = [message.text for message in person.chat.messages if message.from_bot]
    assert "profession libérale" in texts[0] and not texts[0].startswith("«")
    assert re.match(r"«\s?combien coûte <un> camion\s?»\n\n.+notée", texts[1])
    assert re.match(r"«\s?peut-être autre chose\s?»\n\n", texts[2])
    assert not (await bot.says(person, "combien coûte un camion")).text.startswith("«")


async def test_a_caption_is_a_question(bot: Bot, person: Person) -> None:
    person.send("photo", caption="sûr fb")
    await bot.settle()
    assert "profession libérale" in last(person).text


async def test_html_in_a_question_or_a_name_breaks_nothing(bot: Bot, person: Person) -> None:
    await bot.says(person, "<b>gras & <script> {organisme} ' \u202e </i>")
    assert [question.state for question in await bot.log()] == ["open"]


async def test_the_longest_message_is_answered(bot: Bot, person: Person) -> None:
    assert "notée" in (await bot.says(person, "é" * 4096)).text


async def test_a_number_that_goes_on_in_the_next_line_is_masked(bot: Bot, person: Person) -> None:
    await bot.says(person, "rappelez-moi au 06 12 34\n56 78 ce soir")
    assert [question.text for question in await bot.log()] == ["rappelez-moi au [téléphone]", "[téléphone] ce soir"]


async def test_an_answer_to_another_question_is_withdrawn_and_the_next_ones_are_offered(
    bot: Bot, person: Person
) -> None:
    answer = await bot.says(person, "sûr fb")
    asked = await bot.taps(person, answer, "👎")
    await bot.taps(person, asked, "Ce n’est pas ma question")
    withdrawn, instead = person.chat.find(answer.id), person.chat.find(asked.id)
    assert withdrawn and withdrawn.text.startswith("Réponse retirée") and labels(withdrawn) == []
    assert instead and "je retire cette réponse" in instead.text
    assert len(labels(instead)) == 3 and labels(instead)[-1] == "Aucune de celles-ci"
    assert not any("profession libérale" in label for label in labels(instead))


async def test_after_a_withdrawn_answer_a_number_picks_among_those_offered(bot: Bot, person: Person) -> None:
    asked = await bot.taps(person, await bot.says(person, "sûr fb"), "👎")
    await bot.taps(person, asked, "Ce n’est pas ma question")
    assert "beaucoup de fans" in (await bot.says(person, "1")).text
    assert await bot.store.questions.open() == []


async def test_each_answer_to_a_question_can_be_refused_and_none_comes_again(bot: Bot, person: Person) -> None:
    answer = await bot.says(person, "sûr fb")
    for left in (2, 1):
        asked = await bot.taps(person, answer, "👎")
        instead = await bot.taps(person, asked, "Ce n’est pas ma question")
        assert len(labels(instead)) == left + 1
        answer = await bot.taps(person, instead, labels(instead)[0])
    asked = await bot.taps(person, answer, "👎")
    after = await bot.taps(person, asked, "Ce n’est pas ma question")
    assert "améliorer la réponse" in after.text and labels(after) == ["Prévenez-moi"]
    kinds = [(one.kind, one.entry) for one in await bot.store.feedback.for_question(1)]
    assert kinds.count(("not_my_question", ENTRY)) == kinds.count(("not_my_question", OTHER)) == 1
    assert [question.state for question in await bot.log()] == ["open"]


async def test_refusing_the_next_ones_too_leaves_the_question_noted(bot: Bot, person: Person) -> None:
    asked = await bot.taps(person, await bot.says(person, "sûr fb"), "👎")
    instead = await bot.taps(person, asked, "Ce n’est pas ma question")
    after = await bot.taps(person, instead, "Aucune de celles-ci")
    assert "Votre question est notée" in after.text and "Prévenez-moi" in labels(after)
    assert len(await bot.store.questions.open()) == 1
