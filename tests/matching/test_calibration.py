import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.matching.calibration import Calibrator, Sample, temperature_for, threshold_for


@pytest.fixture(scope="module")
def toy() -> Sample:
    """Cases that are right as often as their only evidence, 0 to 1, says."""
    draw = np.random.default_rng(2)
    evidence = draw.uniform(size=(2000, 1))
    return Sample(evidence, (draw.uniform(size=2000) < evidence[:, 0]).astype(float), np.ones(2000))


def test_more_evidence_makes_more_probable(toy: Sample) -> None:
    probability = Calibrator(toy).probability(np.linspace(0, 1, 50)[:, None])
    assert (np.diff(probability) > 0).all()
    assert 0 < probability[0] < 0.2 and 0.8 < probability[-1] < 1


def test_the_probabilities_are_right_on_average(toy: Sample) -> None:
    assert Calibrator(toy).probability(toy.evidence).mean() == pytest.approx(toy.right.mean(), abs=1e-3)


@given(st.lists(st.floats(-2000, 2000), min_size=1, max_size=1))
def test_a_single_case_has_the_probability_it_has_among_others(evidence: list[float]) -> None:
    calibrator = Calibrator(Sample(np.array([[0.0], [1.0]]), np.array([0.0, 1.0]), np.ones(2)))
    assert calibrator.chance(evidence) == pytest.approx(float(calibrator.probability(np.array([evidence]))[0]))


def test_cases_count_by_their_weight() -> None:
    yes, no = Sample.of(np.zeros((3, 1)), 1.0, 0.2), Sample.of(np.zeros((50, 1)), 0.0, 0.8)
    assert Calibrator(Sample.join(yes, no)).probability(np.zeros(1)) == pytest.approx(0.2, abs=1e-3)


def test_perfect_evidence_does_not_run_away() -> None:
    evidence = np.array([[0.0], [0.1], [0.9], [1.0]])
    probability = Calibrator(Sample(evidence, np.array([0.0, 0.0, 1.0, 1.0]), np.ones(4))).probability(evidence)
    assert np.isfinite(probability).all() and probability[1] < 0.5 < probability[2]


@pytest.mark.parametrize("precision", [0.6, 0.75, 0.9])
def test_the_threshold_keeps_its_promise_on_the_sample(precision: float, toy: Sample) -> None:
    probability = Calibrator(toy).probability(toy.evidence)
    threshold = threshold_for(precision, probability, toy.weight)
    assert probability[probability >= threshold].mean() >= precision
    assert toy.right[probability >= threshold].mean() == pytest.approx(precision, abs=0.06)


def test_the_threshold_is_the_lowest_that_keeps_the_promise() -> None:
    assert threshold_for(0.8, np.array([0.5, 0.9, 0.7, 0.1]), np.ones(4)) == 0.7


def test_the_threshold_counts_cases_by_their_weight() -> None:
    assert threshold_for(0.8, np.array([0.9, 0.7]), np.array([1.0, 9.0])) == 0.9


@example([(1.0, 1.0), (0.8, 1.0), (0.8, 1.0)], 0.9)
@given(
    st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.9]), st.sampled_from([1.0, 2.0])), min_size=1),
    st.sampled_from([0.4, 0.8]),
)
def test_the_threshold_keeps_its_promise_when_probabilities_are_equal(
    cases: list[tuple[float, float]], precision: float
) -> None:
    probability, weight = (np.array(column) for column in zip(*cases, strict=True))
    kept = probability >= threshold_for(precision, probability, weight)
    assert not kept.any() or np.average(probability[kept], weights=weight[kept]) >= precision - 1e-9


def test_a_precision_out_of_reach_has_a_threshold_out_of_reach() -> None:
    assert threshold_for(0.95, np.array([0.9, 0.8]), np.ones(2)) > 1


def test_sure_scores_that_are_right_get_a_low_temperature_and_wrong_ones_a_high_one() -> None:
    scores, labels = np.eye(3), np.arange(3)
    assert temperature_for(scores, labels) < 0.05
    assert temperature_for(scores, (labels + 1) % 3) == pytest.approx(1)
