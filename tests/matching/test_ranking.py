"""The short cuts of the ranker against the long way: a fit of its own, without what is left out."""

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.matching import ranking
from bot.matching.index import Index
from bot.matching.ranking import fit
from tests.matching.test_index import Made

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
    return Made(sets).index


@pytest.fixture(scope="module")
def likeness(index: Index) -> Table:
    return table(index)


def table(index: Index) -> Table:
    """Give the likeness of phrasings to each other."""
    return np.stack(list(index.of_rows(np.arange(index.size)))).astype(np.float64)


def of_row(index: Index, row: int) -> NDArray[np.float32]:
    [likeness] = index.of_rows(np.array([row]))
    return likeness


def fitted(likeness: Table, kept: Rows, asked: Rows) -> Table:
    """Fit on some phrasings the long way, and give the scores of others."""
    votes = np.linalg.solve(likeness[np.ix_(kept, kept)] + RIDGE * np.eye(kept.sum()), np.eye(CLASSES)[LABELS[kept]])
    return np.asarray(likeness[np.ix_(asked, kept)] @ votes)


def test_scores_are_those_of_ridge_regression(index: Index, likeness: Table) -> None:
    everybody = np.ones(CASES, dtype=bool)
    (ranker, out), expected = fit(index, LABELS, CLASSES), fitted(likeness, everybody, everybody)
    for row in range(CASES):
        assert np.allclose(ranker.scores(of_row(index, row)), expected[row], atol=1e-4)
    assert np.allclose(out.kept, expected, atol=1e-4)


def test_scores_without_a_phrasing_are_those_of_a_fit_without_it(index: Index, likeness: Table) -> None:
    out = fit(index, LABELS, CLASSES)[1]
    assert out.rows.tolist() == list(range(CASES))
    for row in range(CASES):
        alone: Rows = np.isin(np.arange(CASES), row)
        assert np.allclose(out.alone[row], fitted(likeness, ~alone, alone), atol=1e-4)


def test_scores_without_a_class_are_those_of_a_fit_without_it(index: Index, likeness: Table) -> None:
    out = fit(index, LABELS, CLASSES)[1]
    for label in range(CLASSES):
        members: Rows = np.isin(LABELS, label)
        assert np.allclose(out.strange[members], fitted(likeness, ~members, members), atol=1e-4)
        assert np.allclose(out.strange[members, label], 0, atol=1e-4)


def test_leaving_out_some_classes_only_gives_the_same_for_these(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fit(index, LABELS, CLASSES)[1]
    monkeypatch.setattr(ranking, "_LEFT_OUT", CASES // 2)
    some = fit(index, LABELS, CLASSES)[1]
    assert set(LABELS[some.rows]) == {0, 2}
    assert np.allclose(some.kept, whole.kept[some.rows], atol=1e-4)
    assert np.allclose(some.alone, whole.alone[some.rows], atol=1e-4)
    assert np.allclose(some.strange, whole.strange[some.rows], atol=1e-4)


def test_a_content_too_large_for_one_fit_is_fitted_in_blocks_of_whole_classes(
    index: Index, likeness: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "_BLOCK", CASES // 2)
    (ranker, out), half = fit(index, LABELS, CLASSES), LABELS < 2
    expected = fitted(likeness, half, ~half)[:, :2], fitted(likeness, ~half, ~half)[:, 2:]
    for at, row in enumerate(np.flatnonzero(~half)):
        scores = np.concatenate([block[at] for block in expected])
        assert np.allclose(ranker.scores(of_row(index, int(row))), scores, atol=1e-4)
        assert np.allclose(out.kept[row], scores, atol=1e-4)
        assert np.allclose(out.alone[row, :2], scores[:2], atol=1e-4)


def test_votes_add_up_to_the_score(index: Index) -> None:
    (ranker, _), likeness = fit(index, LABELS, CLASSES), of_row(index, 0)
    scores = ranker.scores(likeness)
    for label in range(CLASSES):
        assert ranker.votes(likeness, label).sum() == pytest.approx(scores[label], abs=1e-4)


def test_a_phrasing_speaks_for_its_own_class(index: Index) -> None:
    ranker, _ = fit(index, LABELS, CLASSES)
    assert all(ranker.votes(of_row(index, row), LABELS[row])[row] > 0 for row in range(CASES))


@pytest.mark.parametrize("many", [150, 600])
def test_the_fit_of_many_phrasings_is_that_of_the_long_way(many: int) -> None:
    draw = np.random.default_rng(2)
    labels = np.repeat(np.arange(30), many // 30)
    index = Made([{f"a{draw.integers(40)}", f"b{draw.integers(40)}"} for _ in range(many)]).index
    likeness = table(index)
    inverse = np.linalg.inv(likeness + RIDGE * np.eye(many))
    votes = inverse @ np.eye(30)[labels]
    _, out = fit(index, labels, 30)
    assert np.allclose(out.kept, likeness @ votes, atol=1e-4)
    assert np.allclose(out.alone, np.eye(30)[labels] - votes / inverse.diagonal()[:, None], atol=1e-4)
