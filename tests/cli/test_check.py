from pathlib import Path

from tests.cli.conftest import Run
from tests.conftest import QUESTIONS, SMALL, Write


def test_warnings_are_no_reason_to_fail(run: Run, small: Path) -> None:
    ran = run("check")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert all(line.endswith("(avertissement)") for line in lines[:-1])
    assert lines[0].startswith("questions/facebook.yaml:3: page : 6 formulation(s).")
    assert lines[-1] == f"3 fiches, 1 thèmes : {len(lines) - 1} avertissement(s)."


def test_a_folder_with_questions_only_can_be_checked(run: Run, write: Write) -> None:
    assert run("check", "--faq", write({"questions/facebook.yaml": QUESTIONS})).code == 0


def test_mistakes_make_it_fail_and_are_all_listed(run: Run, write: Write) -> None:
    write({**SMALL, "faq.yaml": "langue: de\n", "questions/zut.yaml": QUESTIONS.replace("id: page", "id: Page")})
    ran = run("check")
    assert ran.code == 1
    assert [line.partition(": ")[0] for line in ran.out.splitlines()[:2]] == ["faq.yaml:1", "questions/zut.yaml:3"]
    assert "erreur(s)" in ran.out.splitlines()[-1]


def test_a_folder_that_is_not_there_makes_it_fail(run: Run) -> None:
    ran = run("check", "--faq", "nulle-part")
    assert ran.code == 1 and "nulle-part:1: ce dossier n'existe pas" in ran.out
