"""The short cuts of the ranker against the long way: a fit of its own, without what is left out."""

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.matching import ranking
from bot.matching.features import BLOCKS
from bot.matching.index import Index
from bot.matching.ranking import Ranker

CASES, CLASSES = 24, 4
LABELS = np.repeat(np.arange(CLASSES), CASES // CLASSES)
RIDGE = 0.2

Table = NDArray[np.float64]
Rows = NDArray[np.bool_]


@pytest.fixture(scope="module")
def index() -> Index:
    """Phrasings that share some features with their class, and some with the others."""
    draw = np.random.default_rng(1)
    sets = [{f"{label}{draw.integers(5)}", f"x{draw.integers(8)}", f"y{draw.integers(4)}"} for label in LABELS]
    return Index([tuple(found for _ in BLOCKS) for found in sets])


@pytest.fixture(scope="module")
def likeness(index: Index) -> Table:
    return index.likenesses(0, CASES).astype(np.float64)


def fitted(likeness: Table, kept: Rows, asked: Rows) -> Table:
    """Fit on some phrasings the long way, and give the scores of others."""
    votes = np.linalg.solve(likeness[np.ix_(kept, kept)] + RIDGE * np.eye(kept.sum()), np.eye(CLASSES)[LABELS[kept]])
    return np.asarray(likeness[np.ix_(asked, kept)] @ votes)


def test_scores_are_those_of_ridge_regression(index: Index, likeness: Table) -> None:
    everybody = np.ones(CASES, dtype=bool)
    ranker, expected = Ranker(index, LABELS, CLASSES), fitted(likeness, everybody, everybody)
    for row in range(CASES):
        assert np.allclose(ranker.scores(index.of_row(row)), expected[row], atol=1e-4)
    assert np.allclose(ranker.left_out.kept, expected, atol=1e-4)


def test_scores_without_a_phrasing_are_those_of_a_fit_without_it(index: Index, likeness: Table) -> None:
    out = Ranker(index, LABELS, CLASSES).left_out
    assert out.rows.tolist() == list(range(CASES))
    for row in range(CASES):
        alone: Rows = np.isin(np.arange(CASES), row)
        assert np.allclose(out.alone[row], fitted(likeness, ~alone, alone), atol=1e-4)


def test_scores_without_a_class_are_those_of_a_fit_without_it(index: Index, likeness: Table) -> None:
    out = Ranker(index, LABELS, CLASSES).left_out
    for label in range(CLASSES):
        members: Rows = np.isin(LABELS, label)
        assert np.allclose(out.strange[members], fitted(likeness, ~members, members), atol=1e-4)
        assert np.allclose(out.strange[members, label], 0, atol=1e-4)


def test_leaving_out_some_classes_only_gives_the_same_for_these(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Ranker(index, LABELS, CLASSES).left_out
    monkeypatch.setattr(ranking, "_LEFT_OUT", CASES // 2)
    some = Ranker(index, LABELS, CLASSES).left_out
    assert set(LABELS[some.rows]) == {0, 2}
    assert np.allclose(some.kept, whole.kept[some.rows], atol=1e-4)
    assert np.allclose(some.alone, whole.alone[some.rows], atol=1e-4)
    assert np.allclose(some.strange, whole.strange[some.rows], atol=1e-4)


def test_a_content_too_large_for_one_fit_is_fitted_in_blocks_of_whole_classes(
    index: Index, likeness: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "_BLOCK", CASES // 2)
    ranker, half = Ranker(index, LABELS, CLASSES), LABELS < 2
    expected = fitted(likeness, half, ~half)[:, :2], fitted(likeness, ~half, ~half)[:, 2:]
    for at, row in enumerate(np.flatnonzero(~half)):
        scores = np.concatenate([block[at] for block in expected])
        assert np.allclose(ranker.scores(index.of_row(int(row))), scores, atol=1e-4)
        assert np.allclose(ranker.left_out.kept[row], scores, atol=1e-4)
        assert np.allclose(ranker.left_out.alone[row, :2], scores[:2], atol=1e-4)


def test_votes_add_up_to_the_score(index: Index) -> None:
    ranker, likeness = Ranker(index, LABELS, CLASSES), index.of_row(0)
    scores = ranker.scores(likeness)
    for label in range(CLASSES):
        assert ranker.votes(likeness, label).sum() == pytest.approx(scores[label], abs=1e-4)


def test_a_phrasing_speaks_for_its_own_class(index: Index) -> None:
    ranker = Ranker(index, LABELS, CLASSES)
    assert all(ranker.votes(index.of_row(row), LABELS[row])[row] > 0 for row in range(CASES))


def test_the_fit_of_many_phrasings_is_that_of_the_long_way() -> None:
    draw = np.random.default_rng(2)
    many, labels = 150, np.repeat(np.arange(30), 5)
    index = Index([tuple({f"a{draw.integers(40)}", f"b{draw.integers(40)}"} for _ in BLOCKS) for _ in range(many)])
    likeness = index.likenesses(0, many).astype(np.float64)
    inverse = np.linalg.inv(likeness + RIDGE * np.eye(many))
    votes = inverse @ np.eye(30)[labels]
    out = Ranker(index, labels, 30).left_out
    assert np.allclose(out.kept, likeness @ votes, atol=1e-4)
    assert np.allclose(out.alone, np.eye(30)[labels] - votes / inverse.diagonal()[:, None], atol=1e-4)
