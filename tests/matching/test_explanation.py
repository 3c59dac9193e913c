import pytest

from bot.content import Content
from bot.matching.answering import Answerer
from bot.matching.explanation import Explanation
from bot.matching.replies import Answer


@pytest.fixture(scope="module")
def explained(answerer: Answerer) -> Explanation:
    return answerer.explain("slt, comment récupéré mon compte instagran piraté ?")


def test_it_is_about_the_reply_that_is_given(answerer: Answerer, explained: Explanation) -> None:
    assert isinstance(explained.reply, Answer) and explained.reply.entry == "compte-pirate"
    assert answerer.reply_to(explained.reply.question)[0] == explained.reply


def test_it_says_what_was_read(explained: Explanation) -> None:
    assert {"salut", "instagram", "compte"} <= set(explained.read.split())


def test_it_names_the_corrections(explained: Explanation) -> None:
    assert ("instagran", "instagram") in explained.corrections


def test_it_names_an_abbreviation_by_itself(explained: Explanation) -> None:
    assert ("slt", "salut") in explained.corrections


def test_it_names_the_words_that_decide_the_heaviest_first(explained: Explanation) -> None:
    weights = [weight for _, weight in explained.words]
    assert weights == sorted(weights, reverse=True) and weights
    assert {word for word, _ in explained.words} <= set(explained.read.split())


def test_it_names_the_phrasings_that_pull_and_they_are_the_entrys_own(shipped: Content, explained: Explanation) -> None:
    assert [pull.entry for pull in explained.pulls] == [one.id for one in explained.reply.candidates[:3]]
    assert explained.pulls[0].phrasings
    for pull in explained.pulls:
        entry = shipped.entries[pull.entry]
        assert {phrasing for phrasing, _ in pull.phrasings} <= {entry.question, *entry.phrasings}


def test_it_gives_the_thresholds(explained: Explanation) -> None:
    assert 0 < explained.suggest_from < 1 and explained.reply.candidates[0].confidence >= explained.answer_from > 0


def test_a_message_that_only_names_a_subject_is_explained_as_one(answerer: Answerer, explained: Explanation) -> None:
    subject = answerer.explain("les avis ?")
    assert (subject.subject, explained.subject) == ("avis", "")
    assert subject.suggest_from < explained.suggest_from
    assert sum(one.confidence for one in subject.reply.candidates[:3]) >= subject.suggest_from


@pytest.mark.parametrize("text", ["quel taux de tva pour un traiteur", "bonjour à vous tous"])
def test_another_kind_of_reply_is_explained_by_its_own_examples(
    text: str, shipped: Content, answerer: Answerer
) -> None:
    explained = answerer.explain(text)
    examples = {one for kind in (shipped.off_topics, shipped.exchanges) for group in kind for one in group.examples}
    assert explained.elsewhere and {example for example, _ in explained.elsewhere} <= examples
