import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.text import NUMBER, Phrases, Stemmer, fold, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ÉTÉ à la Plage, ça gêne", "ete a la plage, ca gene"),
        ("e\u0301te\u0301", "ete"),
        ("Œuvre et cætera", "oeuvre et caetera"),
        ("l’image ʼ ‘", "l'image ' '"),
        ("merciiiii", "merci"),
        ("ouiiii créé", "oui cree"),
        ("\uff46\uff41\uff42", "fab"),  # full width
        ("\U0001d5d9\U0001d5ee\U0001d5ef", "fab"),  # bold, as copied from a generator of fonts
        ("z̶̡̛a̷͓l̵g̷o̶", "zalgo"),
    ],
)
def test_french_as_typed_is_folded(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_words_are_plain_letters_or_the_number_whatever_was_typed(text: str) -> None:
    assert all(word == NUMBER or (word.isascii() and word.isalpha() and word.islower()) for word in words(text))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("L'image d’une R&D", ["l", "image", "d", "une", "r", "d"]),
        ("e-réputation", ["e", "reputation"]),
        ("200 fans", [NUMBER, "fans"]),
        ("1 000 fans", [NUMBER, "fans"]),
        ("1\u202f000\u00a0000 fans", [NUMBER, "fans"]),
        ("1.000.000 fans", [NUMBER, "fans"]),
        ("à 18h30", ["a", NUMBER, "h", NUMBER]),
        ("salut👋ça va", ["salut", "ca", "va"]),
        ("", []),
        ("?! 👋", []),
    ],
)
def test_a_text_is_split_into_words_and_any_number_is_one(typed: str, found: list[str]) -> None:
    assert words(typed) == found


def test_forms_of_a_word_have_one_stem_in_each_language() -> None:
    french, english = Stemmer.of("fr").stem, Stemmer.of("en").stem
    assert french("publications") == french("publication")
    assert english("posting") == english("posts")


def test_known_sequences_are_found_longest_first() -> None:
    known = Phrases([(["a"], 1), (["a", "b"], 2), (["a", "b", "c"], 3), (["b"], 4)])
    assert known.found_in(["x", "a", "b"]) == [(1, 2, 2), (1, 1, 1), (2, 1, 4)]
    assert known.found_in(["x"]) == []


def test_the_first_of_two_same_sequences_wins_and_empty_ones_are_nothing() -> None:
    known = Phrases[int]([([], 0), (["a"], 1), (["a"], 2)])
    assert known.found_in(["a"]) == [(0, 1, 1)]
