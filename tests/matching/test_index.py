import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.matching.features import BLOCKS, Features
from bot.matching.index import Index


def row(*words: str) -> Features:
    """Make a row of which every block has these features."""
    return tuple(set(words) for _ in BLOCKS)


def table(rows: list[Features]) -> NDArray[np.float32]:
    """Give the likeness of rows to each other."""
    return Index(rows).likenesses(0, len(rows))


ROWS = [row("a", "b"), row("b", "c"), row("d"), row("a", "b", "c", "d")]
# Enough rows that some features are rare and some are common: both ways of keeping them are compared.
MANY = [row(f"only{n}", f"half{n // 2}", "all") for n in range(60)]

some_rows = st.lists(st.sets(st.sampled_from("abcdefgh"), min_size=1).map(lambda found: row(*found)), min_size=1)


@pytest.mark.parametrize("rows", [ROWS, MANY], ids=["few", "many"])
def test_a_text_is_as_like_itself_as_can_be(rows: list[Features]) -> None:
    assert np.allclose(table(rows).diagonal(), 1, atol=1e-5)


@given(some_rows)
def test_likeness_is_between_0_and_1_and_the_same_both_ways(rows: list[Features]) -> None:
    likeness = table(rows)
    assert likeness.min() >= 0 and likeness.max() <= 1 + 1e-5
    assert np.allclose(likeness, likeness.T, atol=1e-5)
    assert np.allclose(likeness.diagonal(), 1, atol=1e-5)


def test_texts_with_nothing_in_common_are_not_alike() -> None:
    assert table(ROWS)[0, 2] == 0


@pytest.mark.parametrize("unknown", [row(), row("y", "z")])
def test_a_text_of_unknown_features_is_like_nothing(unknown: Features) -> None:
    assert Index(ROWS).likeness(unknown).tolist() == [0, 0, 0, 0]


def test_a_question_is_compared_as_a_phrasing_is() -> None:
    index = Index(MANY)
    assert np.array_equal(index.likeness(MANY[7]), index.of_row(7))


def test_a_part_of_the_phrasings_is_compared_as_all_of_them_are() -> None:
    assert np.array_equal(Index(MANY).likenesses(10, 20), table(MANY)[10:20, 10:20])


def test_what_the_phrasings_do_not_know_makes_a_text_less_like_them() -> None:
    index = Index(ROWS)
    assert 0 < index.likeness(row("a", "b", "z"))[0] < index.likeness(row("a", "b"))[0]


def test_a_rare_feature_says_more_than_a_common_one() -> None:
    likeness = table(MANY)[0]
    assert likeness[1] > likeness[2] > 0


def test_cosines_are_as_computed_by_hand() -> None:
    # Two rows: a is in both (idf ln(3/3) + 1 = 1), b and c in one each (ln(3/2) + 1); cosine 1 / (1 + idf²).
    rare = np.log(3 / 2) + 1
    assert table([row("a", "b"), row("a", "c")])[0, 1] == pytest.approx((1 / (1 + rare**2)) ** 1.5)
