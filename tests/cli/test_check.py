import json
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


def test_json_holds_the_places_and_the_count(run: Run, small: Path) -> None:
    ran = run("check", "--json")
    found = json.loads(ran.out)
    assert (ran.code, found["errors"]) == (0, [])
    assert found["warnings"][0] == {
        "path": "questions/facebook.yaml",
        "line": 3,
        "what": "page : 6 formulation(s).",
        "remedy": "Visez entre 12 et 40, qui diffèrent par les mots et par la tournure.",
    }
    assert found["summary"].startswith("3 fiches, ")


def test_a_forge_gets_annotations_with_the_path_from_where_it_runs(run: Run, write: Write) -> None:
    write({**SMALL, "faq.yaml": "titre: 100%\ncouleur: rouge\n"})
    ran = run("check", "--format", "github")
    assert ran.code == 1
    assert ran.out.splitlines()[0] == (
        "::error file=faq/faq.yaml,line=2::la clé « couleur » n'existe pas ici. "
        "Vérifiez son orthographe (sans accent ni majuscule), ou retirez-la."
    )
    write({"faq.yaml": 'titre: "Un"\n'})
    assert run("check", "--format", "github").out.startswith("::warning file=faq/questions/facebook.yaml,line=")


def test_fix_mends_first_and_says_what(run: Run, write: Write) -> None:
    folder = write({**SMALL, "faq.yaml": b"\xef\xbb\xbftitre:\xc2\xa0Un\n"})
    ran = run("check", "--fix")
    assert ran.code == 0
    assert ran.out.splitlines()[:2] == [
        "faq.yaml:1: espace ordinaire mise après les deux-points. (corrigé)",
        "faq.yaml:1: marque d'ordre des octets retirée. (corrigé)",
    ]
    assert (folder / "faq.yaml").read_bytes() == b"titre: Un\n"
    assert "corrigé" not in run("check", "--fix").out


def test_links_are_asked_on_demand(run: Run, write: Write) -> None:
    dead = QUESTIONS.replace("https://www.francenum.gouv.fr", "http://127.0.0.1:9/mort")
    write({**SMALL, "questions/facebook.yaml": dead})
    assert "mort" not in run("check").out
    ran = run("check", "--links")
    assert ran.code == 0 and "http://127.0.0.1:9/mort ne répond pas (ConnectError)." in ran.out
