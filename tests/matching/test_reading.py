import pytest

from bot.content import Vocabulary
from bot.matching.reading import Reader
from bot.matching.text import Stemmer

VOCABULARY = Vocabulary(
    abbreviations={"slt": "salut", "fb": "Facebook", "pr": "pour", "RS": "réseaux sociaux", "c a d": "c'est à dire"},
    spellings={"quoi": ("koi", "kwa"), "e-réputation": ("ireputation",)},
)
CONTENT = [
    "salut, que faire sur Facebook pour mon image ?",
    "insta ou facebook, quoi choisir",
    "je fais des photos pour les réseaux sociaux",
    "publier souvent sur ma page",
    "mes clients",
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    reader = Reader(VOCABULARY, Stemmer.of("fr"))
    reader.learn([reader.read(text) for text in CONTENT], [["e", "reputation"]])
    return reader


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("slt koi faire sur fb", "salut quoi faire sur facebook"),
        ("les RS", "les reseaux sociaux"),
        ("c a d quoi", "c est a dire quoi"),
        ("mon ireputation", "mon e reputation"),
        ("linsta", "l insta"),
        ("l'insta", "l insta"),
        ("limage", "l image"),
        ("jfais", "j fais"),
        ("fasebook", "facebook"),
        ("publiier", "publier"),
    ],
)
def test_a_text_is_written_out_parted_and_put_right(typed: str, read: str, reader: Reader) -> None:
    assert " ".join(reader.read(typed).words) == read


def test_other_forms_of_a_known_word_are_known(reader: Reader) -> None:
    assert reader.read("mes pages").corrections == ()


def test_what_was_put_right_is_remembered_word_by_word(reader: Reader) -> None:
    assert reader.read("fasebook et linsta").corrections == (("fasebook", "facebook"), ("linsta", "l insta"))


def test_what_was_typed_is_kept_beside_what_is_read(reader: Reader) -> None:
    reading = reader.read("slt fasebook")
    assert (reading.typed, reading.words) == (("salut", "fasebook"), ("salut", "facebook"))


def test_an_unknown_word_stays(reader: Reader) -> None:
    assert reader.read("zorglub").words == ("zorglub",)


def test_nothing_is_put_right_before_the_content_is_known() -> None:
    assert Reader(VOCABULARY, Stemmer.of("fr")).read("slt fasebook").words == ("salut", "fasebook")


def test_no_words_are_an_empty_reading(reader: Reader) -> None:
    reading = reader.read("👋 ?!")
    assert (reading.typed, reading.words, reading.corrections) == ((), (), ())
