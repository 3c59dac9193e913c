"""What the log teaches: wordings worth adding, entries that do not do their work."""

import pytest

from bot.content import Content, load
from bot.maintain.suggest import Use, Weak, Wording, weak, wordings
from bot.matching.replies import Candidate, Outcome
from bot.store import Feedback, StoredQuestion
from bot.store.feedback import Kind
from tests.conftest import SMALL, Write


@pytest.fixture
def content(write: Write) -> Content:
    return load(write(SMALL))


def asked(id: int, text: str | None, outcome: Outcome = "suggestions", **more: object) -> StoredQuestion:
    """Give a question of the log whose suggestions were `page` and `photo`."""
    near = (Candidate("page", 0.4), Candidate("photo", 0.3))
    given = {"entry": None, "cluster_id": None, **more}
    return StoredQuestion(
        id=id,
        asked_at=1,
        person="p",
        text=text,
        outcome=outcome,
        confidence=0.4,
        content_version="1",
        candidates=near,
        **given,  # type: ignore[arg-type]  # names of fields
    )


def said(question_id: int, kind: Kind, entry: str | None = None, person: str = "p") -> Feedback:
    return Feedback(question_id, person, kind, 2, entry)


def test_what_people_chose_liked_or_organisers_tied_is_worth_adding(content: Content) -> None:
    questions = [
        asked(1, "Ma vitrine sur  insta ?"),
        asked(2, "ma vitrine sur insta"),
        asked(3, "comment causer aux fâchés", cluster_id=7),
        asked(4, "vitrine en ligne, dites", "answer", entry="page"),
        asked(5, "celle-ci reste sans suite", cluster_id=8),
    ]
    feedback = [said(1, "picked", "photo"), said(2, "picked", "photo"), said(4, "helpful", "page")]
    assert wordings(content, Use(questions, feedback, {7: "avis"})) == [
        Wording("photo", "Ma vitrine sur insta ?", {"picked": 2}),
        Wording("avis", "comment causer aux fâchés", {"tied": 1}),
        Wording("page", "vitrine en ligne, dites", {"helpful": 1}),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ouvrir une PAGE facebook !",  # it is there
        "mes photos sont moches, que faire ?",  # so it is, in another entry
        "écrivez à [e-mail] pour ma page",  # masked
        "facebook",  # a subject
        " ".join(["mot"] * 60),  # a story
        None,  # erased
    ],
)
def test_what_teaches_nothing_is_left_out(content: Content, text: str | None) -> None:
    assert wordings(content, Use([asked(1, text)], [said(1, "picked", "page")], {})) == []


def test_what_was_turned_down_or_leads_two_ways_is_left_out(content: Content) -> None:
    text = "ma vitrine sur insta"
    both = Use([asked(1, text), asked(2, text)], [said(1, "picked", "photo"), said(2, "picked", "page")], {})
    assert wordings(content, both) == []
    refused = Use([asked(1, text)], [said(1, "picked", "photo"), said(1, "unhelpful", "photo")], {})
    assert wordings(content, refused) == []
    gone = Use([asked(1, text)], [said(1, "picked", "une-fiche-retiree")], {})
    assert wordings(content, gone) == []


def test_what_most_speaks_for_wins(content: Content) -> None:
    text = "ma vitrine sur insta"
    use = Use([asked(1, text), asked(2, text, cluster_id=7)], [said(1, "picked", "photo")], {7: "page"})
    assert wordings(content, use) == [Wording("page", text, {"tied": 1})]


def test_entries_that_do_not_do_their_work_are_named(content: Content) -> None:
    questions = [
        *(asked(number, "autre chose") for number in range(4)),
        *(asked(number, "un mauvais avis", "answer", entry="avis") for number in range(10, 14)),
    ]
    feedback = [
        *(said(number, "none_of_these") for number in range(3)),
        said(3, "picked", "photo"),
        *(said(number, "unhelpful", "avis") for number in range(10, 13)),
        said(13, "helpful", "avis"),
    ]
    found = weak(content, Use(questions, feedback, {}))
    assert found == [Weak("avis", "disliked", 3, 4), Weak("page", "refused", 3, 4)]
    assert [(one.entry, one.failing) for one in weak(content, Use((), (), {}))] == [
        ("page", "never"),
        ("photo", "never"),
        ("avis", "never"),
    ]
