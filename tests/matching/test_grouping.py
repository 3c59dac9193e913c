"""Tests of which questions stand together."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.content import Content
from bot.matching.answering import Answerer
from bot.matching.grouping import NEAR, SAME, Pool, alike, groups, nearest

PODCAST = ("peut-on faire un podcast pour son entreprise", "un podcast pour mon entreprise, ça se fait ?")
LETTER = ("faut-il envoyer une newsletter à mes clients", "une newsletter, c'est utile pour les clients ?")


def pool_of(answerer: Answerer, texts: Sequence[str]) -> Pool:
    pool = Pool(answerer)
    for key, text in enumerate(texts):
        pool.add(key, text)
    return pool


def likenesses(pool: Pool, text: str) -> dict[int, float]:
    return {hit.key: hit.likeness for hit in pool.like(text, 0.0)}


def test_a_question_is_most_like_itself_and_as_like_another_as_that_one_is_like_it(answerer: Answerer) -> None:
    pool = pool_of(answerer, PODCAST)
    assert [hit.key for hit in pool.like(PODCAST[0])] == [0, 1]
    assert likenesses(pool, PODCAST[0])[1] == pytest.approx(likenesses(pool, PODCAST[1])[0])
    assert {hit.key: hit.likeness for hit in pool.like_one(1, 0.0)} == pytest.approx(likenesses(pool, PODCAST[1]))


def test_a_rare_word_joins_what_a_common_one_does_not(answerer: Answerer) -> None:
    pool = pool_of(answerer, [*PODCAST, "peut-on faire une page Facebook pour son entreprise"])
    found = likenesses(pool, "mon entreprise et le podcast")
    assert found[1] >= SAME > found.get(2, 0.0)


def test_what_was_taken_out_is_found_no_more_and_the_rest_as_before(answerer: Answerer) -> None:
    pool = pool_of(answerer, [*LETTER * 40, *PODCAST])
    before = likenesses(pool, PODCAST[0])
    for key in range(80):
        pool.discard(key)
        pool.discard(key)
    assert len(pool) == 2 and 0 not in pool and 80 in pool
    after = likenesses(pool, PODCAST[0])
    assert after == pytest.approx({key: before[key] for key in (80, 81)})
    pool.add(81, LETTER[0])
    assert [hit.key for hit in pool.like(LETTER[0])] == [81]
    assert 81 not in [hit.key for hit in pool.like(PODCAST[0], SAME)]


@pytest.mark.parametrize("text", ["", "???", "zzzzxq"])
def test_a_text_like_nothing_is_like_nothing(answerer: Answerer, text: str) -> None:
    assert Pool(answerer).like(text) == []
    assert pool_of(answerer, [*PODCAST, ""]).like(text) == []


def test_the_central_question_is_the_one_that_all_others_are_like(answerer: Answerer) -> None:
    pool = pool_of(answerer, ["un podcast à Montpellier avec ma sœur", PODCAST[0], PODCAST[1], PODCAST[0]])
    assert pool.central([0, 1, 2, 3]) == 1
    assert pool.central([2]) == 2


def test_questions_are_grouped_as_they_come_in(answerer: Answerer) -> None:
    pool = pool_of(answerer, [PODCAST[0], LETTER[0], PODCAST[1], LETTER[1]])
    assert groups(pool, [0, 1, 2, 3]) == [[0, 2], [1, 3]]
    assert groups(pool, [3, 2]) == [[3], [2]]


def test_one_chance_likeness_does_not_join_two_subjects() -> None:
    sizes = {1: 2, 2: 1, 3: 20}
    assert nearest([(1, SAME + 0.05), (1, NEAR), (2, SAME)], sizes) == 2
    assert nearest([(1, SAME + 0.1)], {1: 1}) == 1
    assert nearest([(3, SAME + 0.1)], sizes) is None  # like one of twenty
    assert nearest([(1, SAME - 0.01)], sizes) is None and nearest([], {}) is None


def test_a_group_put_together_by_hand_takes_in_who_asks_one_half_of_it() -> None:
    assert nearest([(1, 0.6), (1, 0.5)], {1: 6}) == 1


def test_a_group_that_was_emptied_meanwhile_is_as_large_as_what_is_known_of_it() -> None:
    assert nearest([(1, 0.6), (1, 0.5)], {}) == 1
    assert alike([(1, 0.6), (2, 0.02)], {}, 1) == [1]


def test_groups_that_are_alike_on_average_are_proposed_the_likest_first() -> None:
    hits = [(1, 0.5), (2, 0.2), (2, 0.2), (3, 0.1)]
    assert alike(hits, {1: 10, 2: 1, 3: 1}, 2) == [2, 3]
    assert alike([], {}, 0) == []


@pytest.mark.parametrize("count", [1, 2, 3, 5, 12])
def test_of_a_few_subjects_no_two_questions_are_the_same(count: int, shipped: Content) -> None:
    few = Answerer.build(replace(shipped, subjects=shipped.subjects[:: len(shipped.subjects) // count][:count]))
    pool = pool_of(few, ["faire un live ce soir", "bloquer une cliente qui insulte", "mes horaires de noël sur google"])
    assert groups(pool, [0, 1, 2]) == [[0], [1], [2]]
