import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.maintain.baselines import BASELINES
from bot.maintain.scaling import Step
from bot.reports import benchmark
from bot.reports.curves import draw
from tests.conftest import SMALL, Write

STEPS = [Step(50, 0.1, 0.2, 0.01, 0.4, 0.5), Step(500, 0.2, 0.4, 0.1, 8, 20), Step(5_000, 0.9, 2, 9, 400, 1_100)]


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    lines = [{"q": "une page facebook", "id": "page"}, {"q": "payer la tva", "id": None}]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def test_a_comparison_prints_a_row_per_engine_that_fits_a_narrow_terminal(
    write: Write, questions: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    benchmark.show_content(write(SMALL), [questions])
    printed = capsys.readouterr().out
    assert "2 questions" in " ".join(printed.split())  # the path in the title may be long
    names = ("table-ronde", *(one.name for one in BASELINES))
    assert {name: printed.count(f"│ {name} ") for name in names} == dict.fromkeys(names, 2)
    assert "…" not in printed


def test_a_missing_engine_gets_a_row_that_says_how_to_install_it(
    write: Write, questions: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "bm25s", None)
    benchmark.show_content(write(SMALL), [questions])
    printed = capsys.readouterr().out
    assert any("BM25" in line and "non installé" in line for line in printed.splitlines())
    assert "uv sync --group benchmark" in printed


def test_the_picture_is_well_formed_and_plots_every_step() -> None:
    root = ElementTree.fromstring(draw(STEPS))  # noqa: S314  # our own text
    lines = root.findall(".//{http://www.w3.org/2000/svg}polyline")
    assert [len(line.get("points", "").split()) for line in lines] == [len(STEPS)] * 5


def test_the_picture_is_labelled_in_french() -> None:
    assert all(label in draw(STEPS) for label in ("Temps par question (ms)", "Construction (s)", "0,1", "1\u202f000"))
