"""`bot replay` as a maintainer types it, beside the database of a bot."""

import asyncio
import json
import time
from pathlib import Path

import pytest

from bot.store import PERSON, NewQuestion, Store, Vault
from tests.cli.conftest import Run
from tests.maintain.test_replay import EDITED, OPENED, SHOES

DAY = 86_400


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions asked: one twice lately, one lately, one long ago."""
    monkeypatch.setenv("BOT_KEY_FILE", str(tmp_path / "key"))

    async def ask() -> None:
        store = await Store.open(f"sqlite:///{tmp_path / 'data/bot.db'}", Vault.open(tmp_path / "key"))
        async with store.database.begin() as tx:
            for text, days in ((SHOES, 2), (SHOES, 3), (OPENED, 4), ("mes photos sont moches que faire", 100)):
                new = NewQuestion(
                    asked_at=int(time.time()) - days * DAY,
                    person=store.database.vault.pseudonym(PERSON, days),
                    text=text,
                    outcome="none",
                    confidence=0.1,
                    content_version="1",
                )
                await store.questions.record(tx, new)
        await store.close()

    asyncio.run(ask())


@pytest.fixture
def edited(small: Path, tmp_path: Path) -> Path:
    """The small content, edited, in a folder of its own."""
    folder = tmp_path / "edited"
    for path in small.rglob("*.yaml"):
        (folder / path.relative_to(small)).parent.mkdir(parents=True, exist_ok=True)
        (folder / path.relative_to(small)).write_bytes(path.read_bytes())
    (folder / "questions/facebook.yaml").write_text(EDITED, encoding="utf-8")
    return folder


def test_what_an_edit_wins_is_shown_with_how_often_it_was_asked(run: Run, log: None, small: Path, edited: Path) -> None:
    ran = run("replay", "--faq", edited, "--against", small)
    assert ran.out.splitlines()[-1] == "+1 répondue, 0 change de réponse, 0 perdue (sur 2 questions)."
    assert f"  « {SHOES} » (2 fois)\n      pas de réponse → photo\n" in ran.out
    assert (ran.code, ran.err) == (0, "")


def test_what_is_lost_makes_the_command_fail(run: Run, log: None, small: Path, edited: Path) -> None:
    ran = run("replay", "--against", edited, "--days", "365", "--json")
    data = json.loads(ran.out)
    [lost] = data["lost"]
    assert (lost["question"], lost["times"], lost["before"]["entry"], lost["after"]["entry"]) == (
        SHOES,
        2,
        "photo",
        None,
    )
    assert (data["asked"], ran.code) == (3, 1)


def test_a_file_of_questions_is_replayed_without_a_log(run: Run, small: Path, edited: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps({"q": SHOES, "id": None}), encoding="utf-8")
    ran = run("replay", file, "--no-log", "--faq", edited, "--against", small)
    assert "(attendu : aucune fiche)" in ran.out and ran.out.endswith("1 perdue (sur 1 question).\n")
    assert ran.code == 1


def test_a_machine_without_a_log_is_told_and_gets_none(run: Run, small: Path, edited: Path, tmp_path: Path) -> None:
    ran = run("replay", "--faq", edited, "--against", small)
    assert ran.code == 2
    assert "Il n'y a pas de question à rejouer. Donnez un fichier de questions" in ran.err
    assert not (tmp_path / "data").exists()


def test_two_ways_to_name_what_is_in_force_do_not_go_together(run: Run, small: Path) -> None:
    ran = run("replay", "--base", "main", "--against", small)
    assert (ran.code, "ne vont pas ensemble" in ran.err) == (2, True)
