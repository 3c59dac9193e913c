from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.features import BLOCKS, Extractor, Found
from bot.matching.reading import Reading
from bot.matching.text import Stemmer

Families = tuple[list[list[str]], ...]


def extractor(*texts: str, families: Families = ()) -> tuple[Extractor, list[list[int]]]:
    """Give an extractor that has learnt some texts of plain words, and the features of each."""
    made = Extractor(Stemmer.of("fr"), families)
    return made, rows(made.learn([reading(text) for text in texts]))


def rows(found: Found) -> list[list[int]]:
    """Give the features of each text."""
    return [found.numbers[found.texts == text].tolist() for text in range(found.size)]


def reading(text: str) -> Reading:
    words = tuple(text.split())
    return Reading(words, words)


def shared(one: str, other: str, families: Families = ()) -> dict[str, tuple[int, int, int]]:
    """Give, of each block, how many features two texts have: the one, both, the other."""
    made, (first, second) = extractor(one, other, families=families)
    both = np.intersect1d(first, second)
    counts = [np.bincount(made.blocks[found], minlength=len(BLOCKS)) for found in (first, both, second)]
    return {block: (int(a), int(b), int(c)) for block, a, b, c in zip(BLOCKS, *counts, strict=True)}


def test_words_count_by_their_stem_and_pairs_by_their_order() -> None:
    found = shared("trouver clients", "clients trouver")
    assert found["stem"] == (2, 2, 2) == shared("trouver clients", "trouver client")["stem"]
    assert found["stems"] == (3, 0, 3)


def test_a_pair_is_made_with_both_ends_too() -> None:
    assert shared("oui", "oui non")["stems"] == (2, 1, 3)


def test_a_misspelt_word_shares_letters() -> None:
    one, both, other = shared("instagram", "instagran")["letters"]
    assert 0.5 < both / one < 1 and one == other


def test_words_said_alike_share_their_sound() -> None:
    assert shared("fotos", "photo")["sound"] == (1, 1, 1)


def test_members_of_a_family_are_one_concept_in_any_form() -> None:
    families = ([["client"], ["gens", "qui", "achetent"]], [["prix"]])
    assert shared("mes clients", "gens qui achetent", families)["concept"] == (1, 1, 1)
    assert shared("prix client", "prix", families)["concept"] == (2, 1, 1)


@given(st.lists(st.lists(st.sampled_from(["mes", "clients", "client", "photo", "fotos", "a", "0"]))))
def test_learning_many_texts_finds_in_each_what_is_found_in_it_alone(texts: list[list[str]]) -> None:
    readings = [Reading((*text, "page"), tuple(reversed(text))) for text in texts]
    made = Extractor(Stemmer.of("fr"), [[["client"]], [["photo"], ["client", "a"]]])
    learnt = made.learn(readings)
    for own, alone in zip(rows(learnt), map(made.features, readings), strict=True):
        assert own == alone.known.tolist()
        assert [*alone.unknown] == [0] * len(BLOCKS)
    counts = np.bincount(learnt.numbers)
    assert (np.diff(counts) <= 0).all() and (counts > 0).all()  # the commonest first
    assert len(counts) == len(made.blocks)


@given(st.lists(st.lists(st.sampled_from(["mes", "clients", "client", "photo", "a"])), min_size=1), st.integers(1, 3))
def test_texts_of_a_label_are_learnt_as_one_and_what_few_have_is_not(texts: list[list[str]], least: int) -> None:
    readings = [Reading(tuple(text), tuple(text)) for text in texts]
    labels = np.arange(len(texts)) // 2
    every, made = Extractor(Stemmer.of("fr"), ()), Extractor(Stemmer.of("fr"), ())
    apart, found = every.learn(readings), made.learn(readings, labels, least)
    holders = [set(apart.texts[apart.numbers == number].tolist()) for number in range(len(every.blocks))]
    wanted = sorted(sorted(Counter(labels[[*held]].tolist()).items()) for held in holders if len(held) >= least)
    assert found.times is not None and found.size == labels[-1] + 1
    of = [found.numbers == number for number in range(len(made.blocks))]
    assert sorted([*zip(found.texts[mine].tolist(), found.times[mine].tolist(), strict=True)] for mine in of) == wanted
    assert (np.diff(np.bincount(found.numbers)) <= 0).all()  # the commonest first
    assert (np.diff(found.numbers * found.size + found.texts) > 0).all()


def test_how_often_a_feature_is_there_does_not_count() -> None:
    once, twice = extractor("non", "non non")[1]
    assert set(once) < set(twice)
    assert len(twice) == len(once) + 2  # the pairs of neighbours


def test_the_commonest_features_have_the_first_numbers() -> None:
    _, found = extractor("oui bon", "oui bien", "oui")
    counts = np.bincount(np.concatenate(found))
    assert (np.diff(counts) <= 0).all() and counts[0] == 3


def test_what_was_learnt_is_found_again_and_what_was_not_is_counted() -> None:
    made, [row] = extractor("ma page facebook")
    again, other = made.features(reading("ma page facebook")), made.features(reading("ma page zut"))
    assert again.known.tolist() == row and sum(again.unknown) == 0
    assert set(other.known) < set(row)
    assert dict(zip(BLOCKS, other.unknown, strict=True)) == {
        "stem": 1,
        "stems": 2,
        "letters": 2,
        "sound": 1,
        "sounds": 1,
        "concept": 0,
    }


def test_an_unknown_feature_counts_once() -> None:
    made, _ = extractor("oui")
    assert made.features(reading("zut zut")).unknown[BLOCKS.index("stem")] == 1


@pytest.mark.parametrize("learnt", [(), ("oui",)])
def test_no_words_have_hardly_a_feature(learnt: tuple[str, ...]) -> None:
    found = extractor(*learnt)[0].features(Reading((), ()))
    assert found.known.tolist() == []
    assert sum(found.unknown) == found.unknown[BLOCKS.index("stems")] == 1


def test_features_by_name_are_those_by_number() -> None:
    made, _ = extractor("ma page facebook", families=([["page"]],))
    text = reading("ma page zut zut")
    named, numbered = made.named(text), made.features(text)
    numbers = [number for found in named for number in found.values() if number is not None]
    assert sorted(numbers) == numbered.known.tolist()
    assert [sum(number is None for number in found.values()) for found in named] == list(numbered.unknown)
