import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.clauses import questions, sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Bonjour.", []),
        ("Je tiens un café. Il est vide !", ["Je tiens un café.", "Il est vide !"]),
        ("ma page est morte\nque puis-je faire", ["ma page est morte", "que puis-je faire"]),
        ("elle dort depuis un an - et mon fils rit", ["elle dort depuis un an", "et mon fils rit"]),
        ("un avis de 3.5 étoiles est-il bon", ["un avis de 3.5 étoiles est-il bon"]),
        ("J'hésite : quel réseau choisir", ["quel réseau choisir"]),
    ],
)
def test_a_message_is_split_into_its_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Comment ouvrir une page Facebook ? Combien coûte une publicité Instagram ?",
            ["Comment ouvrir une page Facebook ?", "Combien coûte une publicité Instagram ?"],
        ),
        (
            "comment ouvrir une page facebook et combien coûte une publicité instagram",
            ["comment ouvrir une page facebook", "combien coûte une publicité instagram"],
        ),
        ("Je tiens un café à Sète. Comment ouvrir une page Facebook ?", ["Comment ouvrir une page Facebook ?"]),
        ("bonjour, comment ouvrir une page facebook", ["bonjour, comment ouvrir une page facebook"]),
        ("cc, insta ou fb ? et combien ça coûte la pub", ["cc, insta ou fb ?", "et combien ça coûte la pub"]),
        ("Je tiens un café dans le vieux Sète.", []),
        ("Ah bon ? Vraiment ?", []),
        ("how do I open a page and what should I post there", ["how do I open a page", "what should I post there"]),
    ],
)
def test_the_parts_that_ask_are_found(text: str, found: list[str]) -> None:
    assert questions(sentences(text)) == found


@given(st.text())
def test_every_part_stands_in_the_message(text: str) -> None:
    assert all(part in text for part in [*sentences(text), *questions(sentences(text))])
