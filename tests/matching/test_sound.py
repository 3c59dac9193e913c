import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.sound import sound
from bot.matching.text import fold


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("koi", "quoi"),
        ("comunoté", "communauté"),
        ("reso", "réseaux"),
        ("fotos", "photo"),
        ("kestion", "question"),
        ("komen", "comment"),
        ("clian", "clients"),
        ("publié", "publier"),
        ("resto", "restaux"),
        ("istoire", "histoire"),
        ("avi", "avis"),
        ("fo", "faut"),
    ],
)
def test_words_said_alike_have_one_key(heard: str, meant: str) -> None:
    assert sound(fold(heard)) == sound(fold(meant))


@pytest.mark.parametrize(
    ("one", "other"), [("page", "plage"), ("fan", "fin"), ("post", "pub"), ("client", "clip"), ("avis", "ami")]
)
def test_words_said_otherwise_have_keys_of_their_own(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1))
def test_every_word_has_a_key(word: str) -> None:
    assert sound(word)
