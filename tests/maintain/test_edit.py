"""Writing into a folder that people edit too: only what is added changes, or nothing at all."""

import difflib
import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import ContentError, load
from bot.content.draft import EntryDraft
from bot.maintain.edit import FolderEditor
from tests.conftest import FAQ, SMALL, Write

PATH = "questions/facebook.yaml"
DRAFT = EntryDraft(
    id="horaires",
    theme="facebook",
    question="Quand publier : le soir ?",
    answer="Quand vos clients lisent.\n\n- le soir\n- <b>tôt</b> le matin # oui",
    phrasings=("à quelle heure publier", '"le soir" : bonne idée ?'),
    verified_on=date(2026, 11, 23),
    source="Une question du 3 mars",
)
COMMENTED = """\
# Avant tout
theme:   'Facebook'     # le titre
questions:

- id: page      # ne change plus
  question: "Comment
    créer une page ?"
  # ce que les gens disent
  formulations:
  - un
  -   "deux"   # la deuxième
  # et encore
  - trois

  reponse: |   # plusieurs lignes
     Première.

     Deuxième.


  liens: [ {titre: A,   url: https://a.fr} ]   # un seul
  # fin de la fiche

# À propos de la suivante
- id: photo
  question: Quelles photos ?
  formulations: [ une, 'deux' ]   # entre crochets
  reponse: >-
    Belles,
    surtout.
# fin du fichier
"""


def files(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def changed(before: bytes, after: bytes) -> list[str]:
    """Give the lines that differ, each with its sign."""
    lines = difflib.unified_diff(before.decode().split("\n"), after.decode().split("\n"), n=0, lineterm="")
    return [line for line in list(lines)[2:] if line[0] in "+-"]


def test_an_entry_that_is_added_touches_no_other_line(write: Write) -> None:
    folder = write(SMALL)
    before = files(folder)
    written = FolderEditor(folder).add_entry(DRAFT)
    after = files(folder)
    lines = changed(before[PATH], after[PATH])
    assert all(line.startswith("+") for line in lines)
    assert (written.path, written.patch) == (PATH, None)
    assert after[PATH].decode().splitlines()[written.line - 1] == "  - id: horaires"
    assert {path for path in after if after[path] != before.get(path)} == {PATH}
    entry = load(folder).entries["horaires"]
    assert (entry.question, entry.phrasings, entry.answer) == (DRAFT.question, DRAFT.phrasings, DRAFT.answer)
    assert (entry.verified_on, entry.source) == (DRAFT.verified_on, DRAFT.source)


def test_an_entry_is_written_as_the_shipped_files_are(tmp_path: Path) -> None:
    folder = tmp_path / "faq"
    subprocess.run(["cp", "-r", FAQ, folder], check=True)  # noqa: S607
    FolderEditor(folder).add_entry(DRAFT)
    assert (
        (folder / PATH)
        .read_text(encoding="utf-8")
        .endswith(
            textwrap.indent(
                textwrap.dedent(
                    """
                - id: horaires
                  question: "Quand publier : le soir ?"
                  formulations:
                    - "à quelle heure publier"
                    - "\\"le soir\\" : bonne idée ?"
                  reponse: |
                    Quand vos clients lisent.

                    - le soir
                    - <b>tôt</b> le matin # oui
                  verifie_le: 2026-11-23
                  source: "Une question du 3 mars"
                """
                ),
                "  ",
            )
        )
    )


def test_a_change_keeps_comments_quotes_order_and_indents(write: Write) -> None:
    folder = write({PATH: COMMENTED})
    editor, before = FolderEditor(folder), COMMENTED.encode()
    written = editor.add_phrasing("page", "quatre : oui")
    assert changed(before, (folder / PATH).read_bytes()) == ['+  - "quatre : oui"']
    assert written.line == 14
    editor.set_entry(
        "page", question="Ouvrir ?", phrasings=["un", "trois", "quatre : oui"], answer="Première.\n\nAutre."
    )
    assert changed(before, (folder / PATH).read_bytes()) == [
        '-  question: "Comment', '-    créer une page ?"', '+  question: "Ouvrir ?"',
        '-  -   "deux"   # la deuxième', '+  - "quatre : oui"', "-     Deuxième.", "+     Autre.",
    ]  # fmt: skip
    editor.set_entry("photo", phrasings=["une"], answer="Deux\nlignes", verified_on=date(2027, 1, 2))
    entry = load(folder).entries["photo"]
    assert (entry.phrasings, entry.answer, entry.verified_on) == (("une",), "Deux\nlignes", date(2027, 1, 2))
    text = (folder / PATH).read_text(encoding="utf-8")
    assert text.endswith("  verifie_le: 2027-01-02\n# fin du fichier\n") and "# entre crochets" in text


def test_a_list_of_phrasings_is_begun_where_there_is_none(write: Write) -> None:
    folder = write({PATH: "theme: Un\nquestions:\n  - id: a\n    question: Quoi ?  # oui\n    reponse: Cela."})
    FolderEditor(folder).add_phrasing("a", "comment")
    assert (folder / PATH).read_text(encoding="utf-8") == (
        'theme: Un\nquestions:\n  - id: a\n    question: Quoi ?  # oui\n    formulations:\n      - "comment"\n'
        "    reponse: Cela."
    )


def test_a_first_entry_goes_into_an_empty_theme(write: Write) -> None:
    folder = write({PATH: "theme: Un\nquestions: []   # rien encore\n"})
    assert FolderEditor(folder).add_entry(DRAFT).line == 3
    assert load(folder).entries["horaires"].phrasings == DRAFT.phrasings
    assert "# rien encore" in (folder / PATH).read_text(encoding="utf-8")


def test_a_file_as_windows_saves_it_stays_one(write: Write) -> None:
    raw = b"\xef\xbb\xbf" + SMALL[PATH].replace("\n", "\r\n").encode()
    folder = write({PATH: raw})
    FolderEditor(folder).add_entry(DRAFT)
    FolderEditor(folder).add_phrasing("page", "ma page")
    after = (folder / PATH).read_bytes()
    assert after.startswith(b"\xef\xbb\xbf") and after.count(b"\n") == after.count(b"\r\n")
    assert load(folder).entries["horaires"].answer == DRAFT.answer


def test_what_is_there_already_is_not_written_twice(write: Write) -> None:
    folder = write(SMALL)
    editor = FolderEditor(folder)
    first = editor.add_entry(DRAFT), editor.add_phrasing("page", "ma page")
    before = files(folder)
    again = editor.add_entry(DRAFT), editor.add_phrasing("page", " MA page ")
    assert files(folder) == before
    assert [one.line for one in again] == [one.line + shift for one, shift in zip(first, (1, 0), strict=True)]


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        (EntryDraft("page", "facebook", "Autre ?", "Autre."), r"« page » est déjà pris"),
        (EntryDraft("horaires", "facebook", "Quand ?", "<b>Le soir"), r"<b> n'est jamais refermée"),
        (EntryDraft("horaires", "yoga", "Quand ?", "Le soir"), r"pas de thème « yoga »"),
        (EntryDraft("horaires", "../faq", "Quand ?", "Le soir"), r"choisir un thème"),
        (EntryDraft("Horaires d'été", "facebook", "Quand ?", "Le soir"), r"n'est pas un id"),
        (EntryDraft("horaires", "facebook", "Quand ?", "x" * 3001), r"3000 signes"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_and_nothing_changes(draft: EntryDraft, message: str, write: Write) -> None:
    folder = write(SMALL)
    before = files(folder)
    with pytest.raises(ContentError, match=message):
        FolderEditor(folder).add_entry(draft)
    assert files(folder) == before


def test_a_draft_says_all_that_is_wrong_with_it() -> None:
    assert DRAFT.problems() == []
    assert EntryDraft("É", "a", "", "<u>").problems() == [
        "il manque la question.",
        "« É » n'est pas un id. Minuscules sans accent, chiffres, - et _, 64 signes au plus.",
        "reponse : la balise <u> n'est jamais refermée ; ajoutez </u>.",
    ]


def test_a_folder_that_somebody_else_broke_is_left_alone(write: Write) -> None:
    folder = write({**SMALL, "faq.yaml": 'titre: "Un\n'})
    before = files(folder)
    with pytest.raises(ContentError, match=r"faq\.yaml:1"):
        FolderEditor(folder).add_phrasing("page", "ma page")
    with pytest.raises(ContentError, match="pas de fiche « yoga »"):
        FolderEditor(folder).add_phrasing("yoga", "ma page")
    assert files(folder) == before


def test_writers_at_the_same_time_lose_nothing(write: Write) -> None:
    folder = write(SMALL)
    editors = [FolderEditor(folder) for _ in range(4)]
    texts = [[f"phrase {n} {m}" for m in range(3)] for n in range(4)]
    threads = [
        Thread(target=lambda editor, mine: [editor.add_phrasing("page", text) for text in mine], args=pair)
        for pair in zip(editors, texts, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {text for mine in texts for text in mine} < set(load(folder).entries["page"].phrasings)
    assert set(files(folder)) == set(SMALL)


@pytest.fixture
def forbidden() -> Iterator[Path]:
    """A content folder that may be read and not written; nobody's, where the tests run as root."""
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        folder = Path(place) / "faq"
        for path, text in SMALL.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        places = [folder / "questions", folder, Path(place)]
        for one in places:
            one.chmod(0o555)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            for one in places:
                one.chmod(0o755)


def test_a_folder_that_cannot_be_written_gives_a_patch_that_git_takes(write: Write, forbidden: Path) -> None:
    before = files(forbidden)
    written = FolderEditor(forbidden).add_entry(DRAFT)
    assert files(forbidden) == before
    assert (written.path, bool(written.patch)) == (PATH, True)
    if os.getuid() == 0:
        os.seteuid(0)
    folder = write(SMALL)
    done = subprocess.run(
        ["git", "apply", "-"],  # noqa: S607
        cwd=folder, input=written.patch, text=True, capture_output=True, check=False,
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert load(folder).entries["horaires"].answer == DRAFT.answer


def test_a_writer_that_is_killed_leaves_the_lock_to_the_next(write: Write) -> None:
    folder = write(SMALL)
    script = (
        "import sys, time, pathlib\nfrom bot.maintain.lock import locked\n"
        "with locked(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, folder], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout and other.stdout.readline() == "held\n"
        other.kill()
    assert FolderEditor(folder).add_phrasing("page", "ma page").patch is None


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).map(str.strip).filter(bool)


@given(question=_TEXT, phrasing=_TEXT, lines=st.lists(_TEXT, min_size=1, max_size=4))
def test_any_text_is_read_as_it_was_written(question: str, phrasing: str, lines: list[str]) -> None:
    answer = "\n".join(line.replace("<", "-").replace("\u2028", "").replace("\u2029", "").rstrip() for line in lines)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "questions").mkdir()
        (folder / PATH).write_text(COMMENTED, encoding="utf-8")
        draft = EntryDraft("x", "facebook", question[:250].strip(), answer.strip() or "x", (phrasing,))
        FolderEditor(folder).add_entry(draft)
        FolderEditor(folder).set_entry("page", question=draft.question, answer=draft.answer, phrasings=draft.phrasings)
        for entry in (load(folder).entries[name] for name in ("x", "page")):
            assert (entry.question, entry.phrasings, entry.answer) == (draft.question, draft.phrasings, draft.answer)
