"""`bot export` and `bot import` as a maintainer types them."""

from pathlib import Path

import pytest

from bot.content import load
from tests.cli.conftest import Run


def test_a_table_that_excel_saved_again_is_read(run: Run, small: Path) -> None:
    assert run("export", "faq.csv").out == "faq.csv\n"
    assert "Comment créer une page Facebook ?" in Path("faq.csv").read_text(encoding="utf-8-sig")
    table = "theme;id;question;reponse\r\nfacebook;page;Où créer une page\u00a0?;Là.\r\n\r\n"
    Path("saved.csv").write_bytes(table.encode("cp1252"))
    ran = run("import", "saved.csv")
    assert (ran.code, ran.out) == (0, "faq/questions/facebook.yaml\n1 fiche(s) lue(s), 1 fichier(s) changé(s).\n")
    assert load(small).entries["page"].question == "Où créer une page\u00a0?"
    assert len(load(small).entries["page"].phrasings) == 6


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        (
            "a.csv",
            b"theme,id,question,reponse,reponce\na,b,c,d,e\n",
            "inconnue : reponce. Les colonnes : theme,",
        ),
        ("a.csv", b"theme,id,question\na,b,c\n", "il manque la colonne reponse. Partez de"),
        ("a.csv", b"", "il manque la colonne theme, id, question, reponse."),
        ("a.xlsx", b"not a workbook", "ce n'est pas un tableau."),
    ],
)
def test_what_is_no_table_of_entries_is_said(run: Run, small: Path, name: str, raw: bytes, said: str) -> None:
    Path(name).write_bytes(raw)
    before = (small / "questions/facebook.yaml").read_bytes()
    ran = run("import", name)
    assert ran.code == 2 and said in ran.err
    assert (small / "questions/facebook.yaml").read_bytes() == before


def test_a_table_that_is_not_there_is_said(run: Run, small: Path) -> None:
    ran = run("import", "nulle-part.csv")
    assert (ran.code, "nulle-part.csv : impossible de le lire" in ran.err) == (2, True)
