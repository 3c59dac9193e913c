from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.matching.cores import Cores
from bot.matching.features import BLOCKS, Features, Found
from bot.matching.index import Index

Texts = Sequence[set[str]]


class Made:
    """An index of texts, given as sets of words of which every block has a feature."""

    def __init__(self, texts: Texts) -> None:
        words = [word for word, _ in Counter(word for text in texts for word in sorted(text)).most_common()]
        self._numbers = {word: len(BLOCKS) * number for number, word in enumerate(words)}
        rows = [self.features(text).known.tolist() for text in texts]
        found = sorted((number, row) for row, numbers in enumerate(rows) for number in numbers)
        numbers, owners = np.array(found, dtype=np.intp).reshape(-1, 2).T
        self.index = Index(Found(numbers, owners, len(texts)), np.tile(np.arange(len(BLOCKS)), len(words)))

    def features(self, text: set[str]) -> Features:
        known = sorted(self._numbers[word] for word in text & self._numbers.keys())
        numbers = np.array([number + block for number in known for block in range(len(BLOCKS))], dtype=np.intp)
        return Features(numbers, [len(text - self._numbers.keys())] * len(BLOCKS))

    def likeness(self, text: set[str]) -> NDArray[np.float32]:
        return self.index.likeness(self.features(text))

    def of_row(self, row: int) -> NDArray[np.float32]:
        [likeness] = self.index.of_rows(np.array([row]))
        return likeness

    def table(self, start: int = 0, stop: int | None = None) -> NDArray[np.float32]:
        """Give the likeness of texts to each other, both ways."""
        with Cores.open() as cores:
            lower = self.index.likenesses(start, self.index.size if stop is None else stop, cores)
        assert np.array_equal(lower, np.tril(lower))
        return lower + np.tril(lower, -1).T


ROWS = [{"a", "b"}, {"b", "c"}, {"d"}, {"a", "b", "c", "d"}]
# Enough rows that some features are rare and some are common: both ways of keeping them are compared.
MANY = [{f"only{n}", f"half{n // 2}", "all"} for n in range(60)]

some_rows = st.lists(st.sets(st.sampled_from("abcdefgh"), min_size=1), min_size=1)


@pytest.mark.parametrize("rows", [ROWS, MANY], ids=["few", "many"])
def test_a_text_is_as_like_itself_as_can_be(rows: Texts) -> None:
    assert np.allclose(Made(rows).table().diagonal(), 1, atol=1e-5)


@given(some_rows)
def test_likeness_is_between_0_and_1_and_the_same_both_ways(rows: Texts) -> None:
    made = Made(rows)
    likeness = np.stack([made.likeness(row) for row in rows])
    assert likeness.min() >= 0 and likeness.max() <= 1 + 1e-5
    assert np.allclose(likeness, likeness.T, atol=1e-5)
    assert np.allclose(likeness.diagonal(), 1, atol=1e-5)


@given(some_rows)
def test_the_table_has_the_likeness_of_each_phrasing_to_each(rows: Texts) -> None:
    made = Made(rows)
    assert np.allclose(made.table(), np.stack([made.likeness(row) for row in rows]), atol=1e-5)


def test_the_table_of_many_is_put_together_from_parts() -> None:
    rows = [{f"only{n}", f"ten{n // 10}", f"some{n % 7}", "all"} for n in range(300)]
    made = Made(rows)
    assert np.allclose(made.table(), np.stack([made.likeness(row) for row in rows]), atol=1e-5)


def test_texts_with_nothing_in_common_are_not_alike() -> None:
    assert Made(ROWS).table()[0, 2] == 0


@pytest.mark.parametrize("unknown", [set(), {"y", "z"}])
def test_a_text_of_unknown_features_is_like_nothing(unknown: set[str]) -> None:
    assert Made(ROWS).likeness(unknown).tolist() == [0, 0, 0, 0]


def test_a_question_is_compared_as_a_phrasing_is() -> None:
    made = Made(MANY)
    assert np.array_equal(made.likeness(MANY[7]), made.of_row(7))


def test_a_part_of_the_phrasings_is_compared_as_all_of_them_are() -> None:
    made = Made(MANY)
    assert np.allclose(made.table(10, 20), made.table()[10:20, 10:20], atol=1e-6)


@pytest.mark.parametrize("word", ["only7", "half3", "all"])
def test_the_phrasings_that_have_a_feature_are_found(word: str) -> None:
    made = Made(MANY)
    found = [made.index.holders(int(number)).tolist() for number in made.features({word}).known]
    assert found == [[row for row, text in enumerate(MANY) if word in text]] * len(BLOCKS)


def test_what_the_phrasings_do_not_know_makes_a_text_less_like_them() -> None:
    made = Made(ROWS)
    assert 0 < made.likeness({"a", "b", "z"})[0] < made.likeness({"a", "b"})[0]


def test_a_rare_feature_says_more_than_a_common_one() -> None:
    likeness = Made(MANY).table()[0]
    assert likeness[1] > likeness[2] > 0


def test_cosines_are_as_computed_by_hand() -> None:
    # Two rows: a is in both (idf ln(3/3) + 1 = 1), b and c in one each (ln(3/2) + 1); cosine 1 / (1 + idf²).
    rare = np.log(3 / 2) + 1
    assert Made([{"a", "b"}, {"a", "c"}]).table()[0, 1] == pytest.approx((1 / (1 + rare**2)) ** 1.5)


def test_what_a_text_has_several_times_counts_for_more_but_not_as_much_more() -> None:
    def likeness(times: int) -> NDArray[np.float32]:
        numbers, owners = np.array([0, 0, 1, 2]), np.array([0, 1, 0, 1])
        found = Found(numbers, owners, 2, np.array([times, 1, 1, 1]))
        index = Index(found, np.zeros(3, dtype=np.intp))
        return index.likeness(Features(np.array([0]), [0] * len(BLOCKS)))

    once, often = likeness(1), likeness(20)
    assert once[0] == pytest.approx(once[1])
    assert often[0] > often[1] == pytest.approx(once[1])
    assert likeness(400)[0] < 1.2 * often[0]
