from pathlib import Path

import pytest

from bot.content import Content
from bot.matching.evaluation import read_cases
from bot.matching.language import OTHER, foreign

TUNING = sorted((Path(__file__).parents[1] / "evaluation").glob("tuning-*.jsonl"))
FOREIGN = ("passport", "biglietto", "museum", "Bahnhof", "best way to get", "Dónde", "Berlin", "pharmacy close")
"""A word of each question of the tuning batches that is in another language."""


@pytest.mark.parametrize(
    ("language", "texts"),
    {
        "en": ("how do I create a facebook page?", "is linkedin useful for b2b?", "should I buy followers"),
        "es": ("¿cómo crear una página de facebook?", "cuanto cuesta la publicidad en instagram"),
        "it": ("quanto costa la pubblicità su instagram", "qual è il miglior social per un ristorante?"),
        "de": ("was kostet Werbung auf Instagram", "Soll ich Follower kaufen?"),
        "pt": ("quanto custa a publicidade no instagram", "qual é a melhor rede social para o meu negócio?"),
        "ar": ("كيف أنشئ صفحة على فيسبوك؟", "كم تكلفة الإعلان"),
        OTHER: ("Как создать страницу?", "페이지를 어떻게 만드나요?", "如何创建脸书页面"),
    }.items(),
)
def test_another_language_is_recognised(language: str, texts: tuple[str, ...]) -> None:
    assert [foreign(text, "fr") for text in texts] == [language] * len(texts)


@pytest.mark.parametrize(
    "text", ["slt c koi le best pour insta", "community manager", "hashtag", "", "😀", "?!", "t'es con"]
)
def test_french_of_any_kind_and_single_words_are_not_another_language(text: str) -> None:
    assert foreign(text, "fr") is None


@pytest.mark.skipif(not TUNING, reason="no evaluation set beside the tests")
def test_no_french_question_of_the_tuning_batches_is_taken_for_another_language() -> None:
    texts = [case.q for file in TUNING for case in read_cases(file)]
    assert [text for text in texts if foreign(text, "fr") and not any(word in text for word in FOREIGN)] == []


def test_no_question_of_the_content_is_taken_for_another_language(shipped: Content) -> None:
    assert [one.question for one in shipped.entries.values() if foreign(one.question, "fr")] == []


def test_there_is_a_sentence_for_every_language_that_is_told(shipped: Content) -> None:
    assert shipped.messages
    assert set(shipped.messages.other_languages) == {"en", "es", "it", "de", "pt", "ar", OTHER}


def test_english_is_no_other_language_to_an_english_content() -> None:
    assert foreign("how do I create a page?", "en") is None and foreign("comment je crée une page ?", "en") == "fr"
