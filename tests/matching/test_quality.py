"""A guard against regressions: well below the figures measured, so that only a real loss trips it."""

from pathlib import Path

import pytest

from bot.content import Content
from bot.matching.answering import Answerer
from bot.matching.evaluation import SMALL_TALK, Case, Report, evaluate, read_cases, run
from bot.matching.text import words

FILES = sorted((Path(__file__).parents[1] / "evaluation").glob("*.jsonl"))

pytestmark = pytest.mark.skipif(not FILES, reason="no evaluation set beside the tests")


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [case for file in FILES for case in read_cases(file)]


@pytest.fixture(scope="module")
def report(answerer: Answerer, cases: list[Case]) -> Report:
    return evaluate(run(answerer.reply_to, cases))


def test_the_right_entry_comes_first(report: Report) -> None:
    assert report.figures["right first"].value >= 0.90


def test_questions_with_an_entry_are_told_from_those_without(report: Report) -> None:
    assert report.figures["auroc"].value >= 0.95


def test_every_label_is_an_entry_that_exists(shipped: Content, cases: list[Case]) -> None:
    assert {case.id for case in cases} - {None, SMALL_TALK} <= set(shipped.entries)


def test_no_question_of_the_evaluation_is_a_phrasing(shipped: Content, cases: list[Case]) -> None:
    learnt = {tuple(words(text)) for one in shipped.entries.values() for text in (one.question, *one.phrasings)}
    assert [case.q for case in cases if case.id in shipped.entries and tuple(words(case.q)) in learnt] == []
