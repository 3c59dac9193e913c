import pytest

from bot.matching.subject import named
from bot.matching.text import words


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("facebook", "facebook"),
        ("Les avis ?", "avis"),
        ("et pour Instagram", "instagram"),
        ("pourquoi", "pourquoi"),
        ("pourquoi facebook", None),
        ("avis google", None),
        ("et pour mon compte instagram", None),
        ("le la", None),
        ("", None),
    ],
)
def test_a_text_that_comes_down_to_one_word_names_a_subject(text: str, word: str | None) -> None:
    assert named(words(text)) == word
