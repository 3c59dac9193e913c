import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import QUESTIONS, Write

LINES: list[dict[str, str | None]] = [
    {"q": "un mauvais avis, que répondre ?", "id": "avis", "style": "plain"},
    {"q": "ouvrir 1 page fb", "id": "page", "style": "sms"},
    {"q": "quelle est la capitale du Pérou", "id": None, "style": "far"},
    {"q": "bonjour à tous", "id": "smalltalk", "style": "smalltalk"},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LINES), encoding="utf-8")
    return path


def test_figures_are_printed_as_tables(run: Run, small: Path, file: Path) -> None:
    ran = run("evaluate", file)
    assert (ran.code, ran.err) == (0, "")
    for words in ("bonne fiche en tête", "AUROC", "Par style", "Fiabilité", "médiane"):
        assert words in ran.out


def test_what_is_wrong_is_counted_and_shown_with_its_reason_when_asked_for(run: Run, small: Path, file: Path) -> None:
    wrong = {"q": "mes photos de la boulangerie", "id": "page"}
    file.write_text("".join(json.dumps(line) + "\n" for line in (LINES[0], wrong)), encoding="utf-8")
    ran = run("evaluate", file)
    assert "Réponses qui n'aident pas : 1 sur 2" in ran.out and wrong["q"] not in ran.out
    shown = run("evaluate", file, "--wrong").out
    assert "« mes photos de la boulangerie »\n  attendu : page ; le bot " in shown
    assert "Sa formulation la plus proche : " in shown and str(LINES[0]["q"]) not in shown


def test_an_answer_to_a_question_that_has_none_is_wrong_and_says_by_what(run: Run, small: Path, file: Path) -> None:
    file.write_text(json.dumps({"q": "ouvrir une page facebook", "id": None}) + "\n", encoding="utf-8")
    shown = run("evaluate", file, "--wrong").out
    assert "attendu : aucune fiche ; le bot répond par page." in shown
    assert "Proche de « ouvrir une page facebook » (page)." in shown and "hors-sujet.yaml" in shown


def test_figures_are_json_when_asked_for(run: Run, small: Path, file: Path) -> None:
    data = json.loads(run("evaluate", file, "--json").out)
    assert data["figures"]["right first"]["value"] == 1 and data["figures"]["right first"]["cases"] == 2
    assert {"auroc", "precision", "answered though none", "right in three"} <= set(data["figures"])
    assert set(data["styles"]) == {"plain", "sms", "far", "smalltalk"}
    assert set(data["milliseconds"]) >= {"median", "p99"}


def test_json_is_json_for_any_reader(run: Run, small: Path, file: Path) -> None:
    file.write_text(json.dumps(LINES[0]) + "\n", encoding="utf-8")
    ran = run("evaluate", file, "--json")
    json.loads(ran.out, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))


def test_predictions_are_written_a_line_a_question(run: Run, small: Path, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "predictions.jsonl"
    assert run("evaluate", file, "--predictions", out).code == 0
    written = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(one["q"], one["expected"]) for one in written] == [(line["q"], line["id"]) for line in LINES]
    for one in written:
        assert set(one) == {"q", "expected", "outcome", "entry", "confidence", "candidates", "parts"}


def test_predictions_are_what_ask_prints(run: Run, small: Path, file: Path, tmp_path: Path) -> None:
    run("evaluate", file, "--predictions", tmp_path / "out.jsonl")
    first = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()[0])
    asked = json.loads(run("ask", LINES[0]["q"] or "", "--json").out)
    assert {name: first[name] for name in asked} == asked


def test_several_files_are_one_set(run: Run, small: Path, file: Path) -> None:
    data = json.loads(run("evaluate", file, file, "--json").out)
    assert data["figures"]["right first"]["cases"] == 4


def test_a_folder_with_questions_only_can_be_evaluated(run: Run, write: Write, file: Path) -> None:
    folder = write({"questions/facebook.yaml": QUESTIONS})
    assert run("evaluate", file, "--faq", folder, "--json").code == 0


def test_a_line_that_is_no_question_is_named(run: Run, small: Path, file: Path) -> None:
    file.write_text('{"q": "oui", "id": null}\nzut\n', encoding="utf-8")
    ran = run("evaluate", file)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert f"{file}:2:" in ran.err


def test_predictions_that_cannot_be_written_are_told_in_one_line(
    run: Run, small: Path, file: Path, tmp_path: Path
) -> None:
    ran = run("evaluate", file, "--predictions", tmp_path / "nulle-part" / "out.jsonl")
    assert ran.code == 2 and len(ran.err.splitlines()) == 1 and "out.jsonl" in ran.err


def test_groups_are_measured_file_by_file(run: Run, small: Path, tmp_path: Path) -> None:
    asked = [("un podcast pour moi", "podcast"), ("faire un podcast", "podcast"), ("quel parfum choisir", "parfum")]
    lines = "".join(json.dumps({"q": q, "topic": topic}) + "\n" for q, topic in asked)
    files = [tmp_path / name for name in ("un.jsonl", "deux.jsonl")]
    for file in files:
        file.write_text(lines, encoding="utf-8")
    shown = run("evaluate", "--groups", *files).out
    assert f"{files[1]} : 3 questions sur 2 sujets, en 2 groupes" in shown
    found = json.loads(run("evaluate", "--groups", "--json", *files).out)
    assert [one["file"] for one in found] == [str(file) for file in files]
    assert all((one["precision"], one["recall"]) == (1, 1) for one in found)
