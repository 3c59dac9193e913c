"""The organisers' table shows what people wrote as they wrote it."""

import pytest

from bot.reports.questions import show
from bot.store import StoredQuestion


def waiting(text: str) -> StoredQuestion:
    """Make an open question of which only the words matter."""
    return StoredQuestion(
        id=1, asked_at=0, person="p", text=text, outcome="none", confidence=0.1, content_version="v", state="open"
    )


@pytest.mark.parametrize("text", ["ou trouver [/b]", "mon mail est [e-mail]", "[red]rouge"])
def test_brackets_are_shown_and_never_read_as_markup(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    show([waiting(text)])
    assert text in capsys.readouterr().out


def test_no_question_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    show([])
    assert "Aucune question" in capsys.readouterr().out
