"""The commands of the desk, as an organiser types them, on a database that a bot would share."""

import asyncio
import csv
import json
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.chat.turn import post
from bot.content import load
from bot.desk import Desk, Rights
from bot.matching.answering import Answerer
from bot.matching.replies import Candidate
from bot.store import PERSON, NewQuestion, Store, Vault
from bot.wording.knowledge import Current, Knowledge
from tests.cli.conftest import Run
from tests.conftest import FAQ, SMALL, Write

ASKED = ["faut-il faire un podcast", "=cmd|'/c calc'!A0", "un podcast, oui ou non"]


@pytest.fixture
def faq(write: Write) -> Path:
    return write({**SMALL, "messages.yaml": (FAQ / "messages.yaml").read_bytes()})


@pytest.fixture
def asked(faq: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Have three questions wait, of three people who want to be told; give the content folder."""
    monkeypatch.setenv("BOT_KEY_FILE", str(tmp_path / "key"))

    async def ask() -> None:
        store = await Store.open(f"sqlite:///{tmp_path / 'data/bot.db'}", Vault.open(tmp_path / "key"))
        content = load(faq)
        current = Current(Knowledge(content, Answerer.build(content)))
        desk = Desk(store, current, Rights(store), post)
        for number, text in enumerate(ASKED, 1):
            async with store.database.begin() as tx:
                new = NewQuestion(
                    asked_at=int(time.time()) - 3600,
                    person=store.database.vault.pseudonym(PERSON, number),
                    text=text,
                    outcome="none",
                    confidence=0.1,
                    content_version="1",
                    candidates=(Candidate("page", 0.1),),
                    state="open",
                )
                id = await store.questions.record(tx, new)
                await desk.admit(tx, id, 1)
                await store.questions.want_answer(tx, id, number, 5)
        await store.close()

    asyncio.run(ask())
    return faq


def open_questions(run: Run) -> dict[str, int]:
    """Give the number of each question that waits, by its words."""
    found = json.loads(run("questions", "--json").out)
    return {wording["text"]: one["id"] for one in found for wording in one["wordings"]}


def test_the_list_shows_what_waits_and_nobody_who_asked(run: Run, asked: Path) -> None:
    shown = run("questions")
    assert shown.code == 0 and "podcast" in shown.out and "Questions en attente" in shown.out
    assert set(open_questions(run)) == set(ASKED)


def test_without_a_question_it_says_so(run: Run, faq: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOT_KEY_FILE", str(tmp_path / "key"))
    assert "Aucune question" in run("questions").out


def test_a_theme_that_is_none_is_named_with_those_there_are(run: Run, asked: Path) -> None:
    refused = run("questions", "--theme", "nope")
    assert refused.code == 2 and "pas de thème « nope »" in refused.err and "facebook" in refused.err
    assert run("questions", "--theme", "facebook").code == 0


def test_an_answer_is_owed_to_whoever_wants_it_and_is_given_once(run: Run, asked: Path) -> None:
    number = open_questions(run)[ASKED[0]]
    assert run("questions", "answer", str(number), "Oui, si vous avez le temps.").code == 0
    assert "Oui, si vous avez" in run("questions", "show", str(number)).out
    again = run("questions", "answer", str(number), "Non.")
    assert again.code == 2 and again.err.startswith("Cette question est déjà réglée")
    assert run("questions", "take-back", str(number)).code == 0
    assert number in open_questions(run).values()


@pytest.mark.parametrize("action", ["claim", "release", "ignore"])
def test_each_action_says_that_it_is_done(run: Run, asked: Path, action: str) -> None:
    number = open_questions(run)[ASKED[0]]
    assert run("questions", action, str(number)).out.startswith("C'est fait")


def test_two_questions_become_one_and_one_becomes_two(run: Run, asked: Path) -> None:
    numbers = open_questions(run)
    merged = run("questions", "merge", str(numbers[ASKED[1]]), str(numbers[ASKED[0]]))
    assert merged.code == 0 and f"réunie avec la nº {numbers[ASKED[0]]}, qui reste" in merged.out
    assert open_questions(run)[ASKED[1]] == numbers[ASKED[0]]
    assert run("questions", "split", "2").code == 0
    assert open_questions(run)[ASKED[1]] != numbers[ASKED[0]]


def test_an_entry_and_a_new_entry_settle_a_question(run: Run, asked: Path) -> None:
    numbers = open_questions(run)
    assert run("questions", "same-as", str(numbers[ASKED[1]]), "page").code == 0
    refused = run("questions", "new-entry", str(numbers[ASKED[0]]), "Oui.", "--id", "page")
    assert refused.code == 2 and "déjà pris" in refused.err
    made = run(
        "questions", "new-entry", str(numbers[ASKED[0]]), "Oui.", "--id", "podcast", "--question", "Un podcast ?"
    )
    assert made.code == 0


@pytest.mark.parametrize(
    "words", [("show", "77"), ("answer", "77", "x"), ("same-as", "1", "rien"), ("merge", "1", "1")]
)
def test_what_is_not_there_is_said_in_one_line(run: Run, asked: Path, words: tuple[str, ...]) -> None:
    ran = run("questions", *words)
    assert ran.code == 2 and ran.err.count("\n") == 1 and "Traceback" not in ran.err


def test_an_export_holds_no_formula_and_nobody_who_asked(run: Run, asked: Path, tmp_path: Path) -> None:
    for name in ("liste.csv", "liste.xlsx"):
        assert run("questions", "export", tmp_path / name).code == 0
    with (tmp_path / "liste.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    sheet = load_workbook(tmp_path / "liste.xlsx").active
    assert sheet is not None
    cells = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    assert table == cells and "'=cmd|'/c calc'!A0" in str(table)
    assert run("questions", "export", tmp_path / "liste.txt").code == 2


def test_organisers_are_added_listed_and_removed(run: Run, faq: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_KEY_FILE", "key")
    monkeypatch.setenv("BOT_ORGANISERS", "5")
    assert run("organisers", "add", "7", "Zoé").code == 0
    assert json.loads(run("organisers", "--json").out) == [{"number": 5, "name": None}, {"number": 7, "name": "Zoé"}]
    assert run("organisers", "remove", "7").code == 0
    assert run("organisers", "remove", "7").code == 2
    assert run("organisers", "add", "0", "Zoé").code == 2


def test_somebody_is_asked_back_blocked_and_let_in_again(run: Run, asked: Path) -> None:
    number = open_questions(run)[ASKED[0]]
    assert run("questions", "ask", str(number), "Quel métier ?").code == 0
    assert "Quel métier ?" in run("questions", "show", str(number)).out
    assert json.loads(run("questions", "show", str(number), "--json").out)["id"] == number
    assert run("questions", "block", "1").code == 0 and run("questions", "unblock", "1").code == 0
    assert run("questions", "block", "77").code == 2
