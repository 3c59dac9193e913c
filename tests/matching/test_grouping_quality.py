"""Tests of how grouping is measured: pairs counted by hand, and the standing set."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.content import Content
from bot.matching.answering import Answerer
from bot.matching.grouping_quality import Worded, measure, read_worded
from bot.matching.semantics import SubjectSpace
from bot.matching.text import words
from bot.problem import MendableError

TUNING = Path(__file__).parents[1] / "evaluation/groups/tuning.jsonl"


def test_pairs_are_counted_as_by_hand(answerer: Answerer, shipped: Content) -> None:
    worded = [
        Worded("faut-il lancer un podcast", "podcast"),
        Worded("lancer un podcast, est-ce utile", "podcast"),
        Worded("parfum d'ambiance pour ma boutique", "parfum"),
        Worded("quel micro pour enregistrer ma voix", "podcast"),
    ]
    found = measure(answerer, SubjectSpace(replace(shipped, subjects=())), worded)
    assert (found.questions, found.subjects, found.groups) == (4, 2, 3)
    assert found.precision == 1 and found.recall == pytest.approx(1 / 3)


def test_what_is_joined_mostly_asks_the_same(answerer: Answerer, shipped: Content) -> None:
    found = measure(answerer, SubjectSpace.of(shipped), read_worded(TUNING))
    assert found.precision >= 0.85 and found.recall >= 0.6 and found.proposed >= 0.95


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
