"""Questions put again to two contents: what an edit wins, changes and loses."""

from pathlib import Path

import pytest

from bot.content import Content, load
from bot.maintain.replay import Asked, Replayed, at_revision, replay
from bot.matching.evaluation import Case
from bot.problem import MendableError
from tests.conftest import FAQ, QUESTIONS, SMALL, Write
from tests.forge import git

OPENED, PHOTOS, REVIEW = "ouvrir une page facebook", "mes photos sont moches que faire", "répondre à un mauvais avis"
SHOES = "vendre mes chaussures sur une place de marche"
EDITED = QUESTIONS.replace(PHOTOS, SHOES).replace("id: avis", "id: reputation")


@pytest.fixture
def contents(write: Write) -> tuple[Content, Content]:
    """A content, and the same with a phrasing that became another one, and an entry that got another id."""
    return load(write(SMALL)), load(write({**SMALL, "questions/facebook.yaml": EDITED}))


def kinds(replayed: Replayed) -> dict[str, str]:
    return {one.asked.text: one.kind for one in replayed.differences}


def test_what_is_won_lost_and_changed_is_told_apart(contents: tuple[Content, Content]) -> None:
    heard: list[int] = []
    asked = [Asked(text) for text in (OPENED, SHOES, REVIEW, "xyz")]
    before, after = contents
    replayed = replay(before, after, asked, 0.95, heard.append)
    assert kinds(replayed) == {SHOES: "won", REVIEW: "changed"}
    assert (replayed.asked, sum(heard)) == (4, 8)
    back = replay(after, before, asked, 0.95)
    assert kinds(back) == {SHOES: "lost", REVIEW: "changed"}


def test_where_the_entry_is_known_it_decides_what_is_a_gain(contents: tuple[Content, Content]) -> None:
    cases = [Case(SHOES, None), Case(REVIEW, "reputation"), Case(OPENED, "page"), Case("un " + SHOES, "photo")]
    replayed = replay(*contents, [Asked(one.q, 1, one) for one in cases], 0.95)
    assert kinds(replayed) == {SHOES: "lost", REVIEW: "won", "un " + SHOES: "won"}


def test_the_questions_asked_most_are_shown_first(contents: tuple[Content, Content]) -> None:
    replayed = replay(*contents, [Asked(SHOES), Asked(SHOES + " svp", 3)], 0.95)
    assert [one.asked.times for one in replayed.of("won")] == [3, 1]


def test_an_edit_that_is_only_shown_changes_nothing(write: Write) -> None:
    before = load(write(SMALL))
    after = load(write({**SMALL, "questions/facebook.yaml": QUESTIONS.replace("Remerciez", "Dites merci")}))
    heard: list[int] = []
    assert replay(before, after, [Asked(OPENED), Asked("xyz")], 0.95, heard.append).differences == ()
    assert sum(heard) == 4


def test_a_folder_is_read_as_it_was_at_a_revision(write: Write) -> None:
    folder = write({**SMALL, "messages.yaml": "d_une_autre_version: oui"})
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "La première")
    write({"questions/facebook.yaml": EDITED, "messages.yaml": (FAQ / "messages.yaml").read_bytes()})
    assert "reputation" in load(folder).entries
    assert at_revision(folder, "HEAD").entries.keys() == {"page", "photo", "avis"}


def test_what_is_no_revision_is_said(write: Write, tmp_path: Path) -> None:
    folder = write(SMALL)
    with pytest.raises(MendableError, match=r"n'est pas dans un dépôt git\. .*--against"):
        at_revision(folder, "HEAD")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "Rien")
    with pytest.raises(MendableError, match="« --upload » n'est pas une révision"):
        at_revision(folder, "--upload")
    with pytest.raises(MendableError, match="il n'y a pas de dossier faq"):
        at_revision(folder, "HEAD")
    (folder / "questions/facebook.yaml").write_text("questions: []", encoding="utf-8")
    git(tmp_path, "add", "faq")
    git(tmp_path, "commit", "--quiet", "--message", "Sans titre")
    with pytest.raises(MendableError, match=r"« HEAD », la FAQ n'est pas utilisable.*\nquestions/facebook.yaml:1:"):
        at_revision(folder, "HEAD")
