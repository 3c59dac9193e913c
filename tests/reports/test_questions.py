"""The organisers' table shows what people wrote as they wrote it."""

import pytest

from bot.desk import Cluster, Wording
from bot.reports.questions import show, show_one
from bot.store import StoredCluster

KEPT = StoredCluster(
    **dict.fromkeys(StoredCluster.__dataclass_fields__),  # type: ignore[arg-type]  # filled in below
)


def waiting(text: str) -> Cluster:
    """Make a cluster of which only the words matter."""
    from dataclasses import replace

    kept = replace(KEPT, id=1, state="open", opened_at=0, version=1, card_version=0)
    return Cluster(kept, text, (Wording(1, text, 0, False, None),), 1, 0, 0, 0, ())


@pytest.mark.parametrize("text", ["ou trouver [/b]", "mon mail est [e-mail]", "[red]rouge"])
def test_brackets_are_shown_and_never_read_as_markup(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    show([waiting(text)], 1, 1, 20)
    show_one(waiting(text), 0)
    assert capsys.readouterr().out.count(text) == 2


def test_no_question_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    show([], 0, 1, 20)
    assert "Aucune question" in capsys.readouterr().out


def test_there_being_more_pages_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    show([waiting("un")], 30, 1, 20)
    assert "Page 1 sur 2 ; --page 2 montre la suivante." in capsys.readouterr().out
    show([waiting("un")], 30, 2, 20)
    assert "--page 1 montre la première." in capsys.readouterr().out
    show([], 30, 9, 20)
    said = capsys.readouterr().out
    assert "--page 2 montre la dernière" in said and "Aucune question" not in said
