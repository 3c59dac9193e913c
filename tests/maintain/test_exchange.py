"""Entries into rows and back: nothing is lost, nothing else is touched, and all of it or nothing is written."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.content import ContentError, load
from bot.maintain.exchange import COLUMNS, bring_in, rows
from bot.reports.tables import read, save
from tests.conftest import FAQ, SMALL, Write
from tests.maintain.test_edit import COMMENTED, changed, files

PATH = "questions/facebook.yaml"
ODD = """\
theme: "=Un : thème"
questions:
  - id: a
    question: "-1 + '=2 : ?"
    formulations: ["'=cmd", "@moi", "deux\\nlignes", "un \\\\n écrit", "a;b,c\\td", "’’ « » 🙂"]
    reponse: |
      - un <b>gras</b>
      - deux # rien

      fin
    liens: [{titre: "A | B", url: "https://a.fr/?x=1|2"}]
    verifie_le: 2026-01-02
    source: "+33"
"""


def table(folder: Path) -> list[dict[str, str]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows(load(folder))]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_the_shipped_entries_come_back_as_they_were(ending: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FAQ, tmp_path / "faq"))
    save(tmp_path / f"table{ending}", COLUMNS, rows(load(FAQ)))
    before = files(folder)
    assert bring_in(folder, read(tmp_path / f"table{ending}")) == []
    assert files(folder) == before
    shutil.rmtree(folder / "questions")
    (folder / "questions").mkdir()
    (folder / "questions/vide.yaml").write_text("theme: Vide\nquestions: []\n", encoding="utf-8")
    (folder / "faq.yaml").unlink()  # it names themes that are gone for now
    bring_in(folder, read(tmp_path / f"table{ending}"))
    assert load(folder).entries == load(FAQ).entries
    assert {one.slug: one.title for one in load(folder).themes if one.entries} == {
        one.slug: one.title for one in load(FAQ).themes
    }


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_whatever_an_entry_holds_comes_back(ending: str, write: Write, tmp_path: Path) -> None:
    before = load(write({"questions/a.yaml": ODD}))
    save(tmp_path / f"table{ending}", COLUMNS, rows(before))
    new = tmp_path / "new"
    (new / "questions").mkdir(parents=True)
    (new / "questions/b.yaml").write_text("theme: B\nquestions: []\n", encoding="utf-8")
    bring_in(new, read(tmp_path / f"table{ending}"))
    assert load(new).entries == before.entries
    assert load(new).themes[0].title == "=Un : thème"


def test_a_spreadsheet_runs_nothing(write: Write, tmp_path: Path) -> None:
    save(tmp_path / "table.csv", COLUMNS, rows(load(write({"questions/a.yaml": ODD}))))
    raw = (tmp_path / "table.csv").read_text(encoding="utf-8-sig")
    assert "'=Un" in raw and ",=" not in raw and "\n=" not in raw and ",+33" not in raw


def test_only_what_a_row_changes_is_touched(write: Write) -> None:
    folder = write({PATH: COMMENTED})
    now = table(folder)
    now[0] |= {"formulations": "un\ndeux\ntrois\nquatre", "liens": "B | https://b.fr", "source": "Anne"}
    bring_in(folder, now)
    assert changed(COMMENTED.encode(), (folder / PATH).read_bytes()) == [
        '+  - "quatre"',
        "-  liens: [ {titre: A,   url: https://a.fr} ]   # un seul",
        "+  liens:",
        '+  - titre: "B"',
        '+    url: "https://b.fr"   # un seul',
        '+  source: "Anne"',
    ]
    entry = load(folder).entries["page"]
    assert (entry.phrasings[-1], entry.links[0].title, entry.source) == ("quatre", "B", "Anne")


def test_columns_and_entries_that_a_table_does_not_have_stay(write: Write) -> None:
    folder = write(SMALL)
    old = load(folder).entries
    told: list[str] = []
    changes = {"theme": "facebook", "id": "photo", "question": "Lesquelles ?", "reponse": old["photo"].answer}
    [written] = bring_in(folder, [changes], lambda one, _: told.append(one.path))
    assert (written.path, told) == (PATH, [PATH])
    assert load(folder).entries == {**old, "photo": replace(old["photo"], question="Lesquelles ?")}


def test_a_day_may_be_written_as_a_french_table_shows_it(write: Write) -> None:
    folder = write(SMALL)
    [row, *_] = table(folder)
    bring_in(folder, [row | {"verifie_le": "3/11/2026"}])
    assert load(folder).entries[row["id"]].verified_on == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": ""}, "tableau:2: la colonne « id » est vide."),
        ({"theme": "choisir"}, "tableau:2: la fiche « page » est dans le thème « facebook »."),
        ({"id": "x", "theme": "../x"}, "tableau:2: « ../x » ne convient pas comme nom de thème."),
        ({"id": "photo"}, "tableau:3: l'id « photo » y figure deux fois."),
        ({"reponse": "<b>gras"}, "tableau:2: fiche « page » : "),
        ({"voir_aussi": "nulle-part"}, "« nulle-part » ne correspond à aucune fiche."),
        ({"verifie_le": "2 mars"}, "tableau:2: fiche « page » : « 2 mars » n'est pas une date."),
        ({"liens": "sans adresse"}, "tableau:2: fiche « page » : "),
    ],
)
def test_a_table_that_makes_no_valid_faq_changes_nothing(write: Write, change: dict[str, str], said: str) -> None:
    folder = write(SMALL)
    before = files(folder)
    now = table(folder)
    now[0] |= change
    with pytest.raises(ContentError) as refused:
        bring_in(folder, [*now, {"theme": "neuf", "id": "n", "question": "N ?", "reponse": "N."}])
    assert said in str(refused.value)
    assert files(folder) == before
