import pytest

from bot.matching.replies import (
    Answer,
    Candidate,
    NoAnswer,
    OutOfScope,
    Reply,
    SmallTalk,
    Suggestions,
    as_json,
    outcome,
)

FOUND = (Candidate("a", 0.9), Candidate("b", 0.1))


@pytest.mark.parametrize(
    ("reply", "name", "entry"),
    [
        (Answer("q", FOUND), "answer", "a"),
        (Suggestions("q", FOUND, ("a", "b")), "suggestions", None),
        (OutOfScope("q", FOUND, "tva", 0.8), "out_of_scope", None),
        (SmallTalk("q", FOUND, "salut", 0.7), "smalltalk", None),
        (NoAnswer("q", FOUND), "none", None),
    ],
)
def test_each_kind_has_its_name_and_only_an_answer_has_an_entry(reply: Reply, name: str, entry: str | None) -> None:
    assert outcome(reply) == name
    assert as_json([reply]) == {
        "outcome": name,
        "entry": entry,
        "confidence": 0.9,
        "candidates": [{"id": "a", "confidence": 0.9}, {"id": "b", "confidence": 0.1}],
        "parts": [],
    }


def test_several_questions_are_several_parts_and_the_first_stands_for_all() -> None:
    first, second = Answer("q", FOUND), Answer("r", FOUND[::-1])
    data = as_json([first, second])
    keys = {"outcome", "entry", "confidence", "candidates"}
    assert data["parts"] == [{key: as_json([one])[key] for key in keys} for one in (first, second)]
    assert data["entry"] == "a"


def test_no_candidates_are_no_confidence() -> None:
    assert as_json([NoAnswer("q", ())])["confidence"] == 0
