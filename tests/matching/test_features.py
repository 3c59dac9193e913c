from typing import Any

from bot.matching.features import BLOCKS, Extractor
from bot.matching.reading import Reading
from bot.matching.text import Stemmer


def features(*words: str, families: tuple[list[list[str]], ...] = ()) -> dict[str, set[Any]]:
    """Give the features of words by block."""
    found = Extractor(Stemmer("fr"), families).features(Reading(words, words))
    return dict(zip(BLOCKS, found, strict=True))


def test_words_count_by_their_stem_and_pairs_by_their_order() -> None:
    one, other = features("trouver", "clients"), features("clients", "trouver")
    assert one["stem"] == other["stem"] == features("trouver", "client")["stem"]
    assert one["stems"] & other["stems"] == set()


def test_a_pair_is_made_with_both_ends_too() -> None:
    assert features("oui")["stems"] == {("^", "oui"), ("oui", "$")}


def test_a_misspelt_word_shares_letters() -> None:
    one, other = features("instagram")["letters"], features("instagran")["letters"]
    assert 0.5 < len(one & other) / len(one) < 1


def test_words_said_alike_share_their_sound() -> None:
    assert features("fotos")["sound"] == features("photo")["sound"]


def test_members_of_a_family_are_one_concept_in_any_form() -> None:
    families = ([["client"], ["gens", "qui", "achetent"]], [["prix"]])
    assert features("mes", "clients", families=families)["concept"] == {"0"}
    assert features("gens", "qui", "achetent", families=families)["concept"] == {"0"}
    assert features("prix", "client", families=families)["concept"] == {"0", "1"}


def test_no_words_have_hardly_a_feature() -> None:
    assert features() == {**{block: set() for block in BLOCKS}, "stems": {("^", "$")}}
