"""Tests of how grouping is measured: pairs counted by hand, and the standing set."""

from pathlib import Path

import pytest

from bot.content import Content
from bot.matching.answering import Answerer
from bot.matching.grouping_quality import Worded, measure, read_worded
from bot.matching.text import words
from bot.problem import MendableError

TUNING = Path(__file__).parents[1] / "evaluation/groups/tuning.jsonl"


def test_pairs_are_counted_as_by_hand(answerer: Answerer) -> None:
    worded = [
        Worded("faut-il lancer un podcast", "podcast"),
        Worded("lancer un podcast, est-ce utile", "podcast"),
        Worded("parfum d'ambiance pour ma boutique", "parfum"),
        Worded("ma voix est trop grave", "podcast"),
    ]
    found = measure(answerer, worded)
    assert (found.questions, found.subjects, found.groups) == (4, 2, 3)
    assert found.precision == 1 and found.recall == pytest.approx(1 / 3)


def test_what_is_joined_mostly_asks_the_same(answerer: Answerer) -> None:
    asked = read_worded(TUNING)
    found = measure(answerer, asked)
    assert found.precision >= 0.85 and found.recall >= 0.6 and found.proposed >= 0.95
    first = {one.topic for one in asked[:24]}  # two wordings of twelve subjects: an evening's
    evenings = [measure(answerer, [one for one in asked if (one.topic in first) == half]) for half in (True, False)]
    assert [one.subjects for one in evenings] == [12, 12]
    assert sum(one.precision for one in evenings) / 2 >= 0.9 and min(one.recall for one in evenings) >= 0.6


def test_no_wording_that_is_measured_on_is_an_example_of_a_subject(shipped: Content) -> None:
    known = {tuple(words(text)) for one in shipped.subjects for text in one.examples}
    asked = [one.q for file in TUNING.parent.glob("*.jsonl") for one in read_worded(file)]
    assert len(asked) > 400 and [text for text in asked if tuple(words(text)) in known] == []


@pytest.mark.parametrize("line", ["x", "[]", '{"q": "a"}'])
def test_a_line_that_is_none_is_named(line: str, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(f'{{"q": "a", "topic": "b"}}\n{line}\n')
    with pytest.raises(MendableError, match=r"x\.jsonl:2: "):
        read_worded(file)
