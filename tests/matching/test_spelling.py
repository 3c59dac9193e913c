import pytest

from bot.matching.spelling import Speller, slips

KNOWN = ["facebook", "communaute", "instagram", "reputation", "publier", "photographe", "avis", "vente", "vendre"]


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(KNOWN)


@pytest.mark.parametrize(
    ("typed", "meant", "count"),
    [
        ("facebook", "facebook", 0),
        ("facebool", "facebook", 0.5),  # l beside k
        ("fqcebook", "facebook", 0.5),  # q below a, on AZERTY
        ("faceboow", "facebook", 1),  # w far from k
        ("faecbook", "facebook", 1),  # swapped
        ("facebok", "facebook", 1),
        ("faacebook", "facebook", 1),
    ],
)
def test_a_slip_to_the_next_key_is_half_a_mistake(typed: str, meant: str, count: float) -> None:
    assert slips(typed, meant) == count


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("comunoté", "communaute"),
        ("fotografe", "photographe"),
        ("repputassion", "reputation"),
        ("fqcebook", "facebook"),
        ("facebool", "facebook"),
        ("faecbook", "facebook"),
        ("facebok", "facebook"),
        ("instagran", "instagram"),
        ("reputztion", "reputation"),
        ("piblier", "publier"),
    ],
)
def test_an_unknown_word_is_read_by_ear_or_by_thumb(typed: str, meant: str, speller: Speller) -> None:
    assert speller.read(typed.replace("é", "e")) == meant


@pytest.mark.parametrize("typed", ["boulangerie", "zzzzzz", "avs", "instit", "ventre", "fasciste"])
def test_a_word_that_is_near_nothing_or_too_short_stays(typed: str, speller: Speller) -> None:
    assert speller.read(typed) == typed


def test_the_commoner_of_two_words_as_near_is_meant() -> None:
    assert Speller(["publicites", "publicitez", "publicitez"]).read("publicite") == "publicitez"


def test_a_speller_that_knows_nothing_leaves_words_alone() -> None:
    assert Speller([]).read("facebook") == "facebook"
