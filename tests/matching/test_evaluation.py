"""The measures on cases small enough to work out by hand."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from bot.matching.evaluation import Case, Outcome, auroc, calibration_error, coverage, evaluate, read_cases, run
from bot.matching.replies import Answer, Candidate, NoAnswer, Reply, SmallTalk, Suggestions
from bot.problem import MendableError


def candidates(*ids: str, confidence: float = 0.9) -> tuple[Candidate, ...]:
    """Make candidates, the first with this confidence."""
    return tuple(Candidate(name, confidence / (n + 1)) for n, name in enumerate(ids))


def outcome(expected: str | None, reply: Reply, style: str = "sms", seconds: float = 0.001) -> Outcome:
    """Make what became of a question."""
    return Outcome(Case("q", expected, style), [reply], seconds)


OUTCOMES = [
    outcome("a", Answer("q", candidates("a", "b", "c", "d"))),
    outcome("b", Suggestions("q", candidates("c", "d", "b", "a", confidence=0.5), ("c", "d", "b"))),
    outcome("d", Answer("q", candidates("a", "b", "c", "d", confidence=0.8)), "plain"),
    outcome(None, NoAnswer("q", candidates("a", "b", "c", confidence=0.1)), "plain"),
    outcome(None, Answer("q", candidates("a", "b", "c", confidence=0.7)), "plain"),
    outcome("smalltalk", SmallTalk("q", candidates("a", "b", "c", confidence=0.0), "salut", 0.9), "talk"),
]


@pytest.mark.parametrize(
    ("name", "value", "cases"),
    [
        ("right first", 1 / 3, 3),
        ("right in three", 2 / 3, 3),
        ("precision", 1 / 3, 3),
        ("answered right", 1 / 3, 3),
        ("answered though none", 1 / 2, 2),
        ("suggestions hold", 1, 1),
        ("small talk recognised", 1, 1),
        ("taken for small talk", 0, 3),
        ("auroc", 8 / 9, 6),  # of 3 × 3 pairs, only 0.5 with an entry stands below 0.7 without
        ("right at 95 % precision", 1 / 3, 6),
    ],
)
def test_the_figures_are_those_counted_by_hand(name: str, value: float, cases: int) -> None:
    figure = evaluate(OUTCOMES).figures[name]
    assert figure.value == pytest.approx(value) and figure.cases == cases
    assert figure.low <= figure.value <= figure.high or math.isclose(figure.low, figure.value, abs_tol=1e-9)


def test_a_share_comes_with_wilsons_interval() -> None:
    nine_in_ten = [outcome("a", NoAnswer("q", candidates("a" if n else "b"))) for n in range(10)]
    figure = evaluate(nine_in_ten).figures["right first"]
    assert [figure.low, figure.high] == pytest.approx([0.5958, 0.9821], abs=1e-4)


def test_what_cannot_be_measured_is_not_reported() -> None:
    figures = evaluate(OUTCOMES[:2]).figures
    assert not {"auroc", "answered though none", "small talk recognised"} & set(figures)


def test_confusions_are_counted_with_what_was_found_instead() -> None:
    assert set(evaluate([*OUTCOMES, OUTCOMES[1]]).confusions) == {("b", "c", 2), ("d", "a", 1)}


def test_each_style_has_its_row_and_counts_what_has_an_entry() -> None:
    styles = evaluate(OUTCOMES).styles
    assert (styles["sms"]["cases"], styles["sms"]["right first"]) == (2, 1 / 2)
    assert (styles["sms"]["answer"], styles["sms"]["suggestions"]) == (1 / 2, 1 / 2)
    assert "right first" not in styles["talk"]


def test_a_style_with_questions_that_have_no_entry_is_not_blamed_for_them() -> None:
    assert evaluate([OUTCOMES[0], outcome(None, NoAnswer("q", ()))]).styles["sms"]["right first"] == 1


def test_times_are_in_milliseconds() -> None:
    assert evaluate(OUTCOMES).milliseconds["median"] == pytest.approx(1)


def test_a_report_is_json() -> None:
    data = json.loads(json.dumps(evaluate(OUTCOMES).to_json()))
    assert set(data) == {"figures", "styles", "confusions", "reliability", "milliseconds"}


def test_the_same_outcomes_give_the_same_intervals() -> None:
    assert evaluate(OUTCOMES).figures == evaluate(OUTCOMES).figures


@pytest.mark.parametrize(
    ("scores", "positive", "value"),
    [
        ([0.9, 0.8, 0.7, 0.6], [True, False, True, False], 3 / 4),
        ([0.9, 0.8, 0.2, 0.1], [True, True, False, False], 1),
        ([0.5, 0.5], [True, False], 1 / 2),
        ([0.5, 0.5, 0.1], [True, False, False], 3 / 4),
    ],
)
def test_auroc_is_the_share_of_pairs_in_the_right_order(
    scores: list[float], positive: list[bool], value: float
) -> None:
    assert auroc(np.array(scores), np.array(positive)) == pytest.approx(value)


@pytest.mark.parametrize("positive", [True, False])
def test_auroc_of_one_kind_only_is_no_number(positive: bool) -> None:
    assert math.isnan(auroc(np.array([0.5, 0.6]), np.array([positive, positive])))


@pytest.mark.parametrize(
    ("confidence", "right", "precision", "value"),
    [
        ([0.9, 0.8, 0.7, 0.6], [True, True, False, True], 0.75, 3 / 4),
        ([0.9, 0.8, 0.7, 0.6], [True, True, False, True], 0.95, 2 / 4),
        ([0.6, 0.7, 0.8, 0.9], [True, False, True, True], 0.95, 2 / 4),
        ([0.9, 0.8], [False, True], 0.95, 0),
        ([0.9, 0.9], [True, False], 0.95, 0),  # no threshold parts them
        ([0.9, 0.9], [False, True], 0.95, 0),
    ],
)
def test_coverage_is_what_the_lowest_threshold_of_a_precision_answers_right(
    confidence: list[float], right: list[bool], precision: float, value: float
) -> None:
    has = np.ones(len(right), dtype=bool)
    assert coverage(np.array(confidence), np.array(right), has, precision) == pytest.approx(value)


def test_coverage_counts_the_questions_that_have_an_entry() -> None:
    found = coverage(np.array([0.9, 0.2]), np.array([True, False]), np.array([True, False]), 0.95)
    assert found == 1


@pytest.mark.parametrize(
    ("confidence", "right", "value"),
    [
        ([0.95, 0.95, 0.15, 0.15], [True, False, False, False], 0.45 / 2 + 0.15 / 2),
        ([1.0, 1.0], [True, True], 0),
        ([0.72, 0.78], [True, False], 0.25),
    ],
)
def test_calibration_error_is_the_mean_distance_from_what_was_announced(
    confidence: list[float], right: list[bool], value: float
) -> None:
    assert calibration_error(np.array(confidence), np.array(right)) == pytest.approx(value)


def test_every_question_is_put_and_timed() -> None:
    [one, two] = run(lambda text: [NoAnswer(text, ())], [Case("un", None), Case("deux", "a")])
    assert (one.replies[0].question, two.replies[0].question, two.case.id) == ("un", "deux", "a")
    assert one.seconds > 0 and one.confidence == 0 and one.candidates == []


def test_cases_are_read_with_or_without_a_style_and_blank_lines_are_nothing(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"q": "été ?", "id": "a", "style": "sms"}\n\n{"q": "oui", "id": null}\n', encoding="utf-8")
    assert read_cases(file) == [Case("été ?", "a", "sms"), Case("oui", None)]


def test_a_line_ends_where_json_lines_say_it_does(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"q": "un\u2028deux\x85trois", "id": "a"}\n', encoding="utf-8")
    assert read_cases(file) == [Case("un\u2028deux\x85trois", "a")]


@pytest.mark.parametrize("line", ["pas du json", '{"q": "x"}', '{"id": "a"}', "[1]", "null", '{"q": "x", "id": 3}'])
def test_a_line_that_is_no_question_is_named(line: str, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(f'{{"q": "x", "id": "a"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(MendableError, match=r"q\.jsonl:2: .+Corrigez-la"):
        read_cases(file)


@pytest.mark.parametrize(
    ("raw", "message"), [(b"", "aucune question"), (b'{"q": "\xe9t\xe9", "id": null}\n', "UTF-8"), (None, "illisible")]
)
def test_a_file_that_holds_no_questions_says_so(raw: bytes | None, message: str, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    if raw is not None:
        file.write_bytes(raw)
    with pytest.raises(MendableError, match=rf"q\.jsonl.*{message}"):
        read_cases(file)
