"""`bot suggest` as a maintainer types it, and the keys they press."""

import asyncio
import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.content import load
from bot.store import Feedback, NewQuestion, Store, Vault
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
LIKED, PICKED = "ma vitrine en ligne, dites", "la boutique sur insta : oui ?"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two questions: the suggestion picked for one, the answer to the other liked."""
    monkeypatch.setenv("BOT_KEY_FILE", str(tmp_path / "key"))
    now = int(time.time())

    async def ask() -> None:
        store = await Store.open(f"sqlite:///{tmp_path / 'data/bot.db'}", Vault.open(tmp_path / "key"))
        async with store.database.begin() as tx:
            for text, kind, entry in ((LIKED, "helpful", "page"), (PICKED, "picked", "photo")):
                new = NewQuestion(
                    asked_at=now, person="p", text=text, outcome="answer", confidence=0.9, content_version="1"
                )
                id = await store.questions.record(tx, new)
                await store.feedback.record(tx, Feedback(id, "p", kind, now, entry))  # type: ignore[arg-type]  # a Kind
        await store.close()

    asyncio.run(ask())


def test_what_the_log_teaches_is_listed_and_nothing_written(run: Run, log: None, small: Path) -> None:
    before = (small / "questions/facebook.yaml").read_bytes()
    ran = run("suggest")
    assert ran.out.startswith("2 formulation(s) à ajouter\n\nphoto — Quelles photos publier ?\n")
    assert f"  « {PICKED} » (choisie dans « Vouliez-vous dire »)\n" in ran.out
    assert "avis : jamais demandée" in ran.out
    assert (ran.code, (small / "questions/facebook.yaml").read_bytes()) == (0, before)
    data = json.loads(run("suggest", "--json").out)
    assert [(one["text"], one["picked"], one["helpful"]) for one in data["wordings"]] == [(PICKED, 1, 0), (LIKED, 0, 1)]
    assert {one["failing"] for one in data["weak"]} == {"never"}


def test_all_of_it_is_written_when_asked_for(run: Run, log: None, small: Path) -> None:
    ran = run("suggest", "--apply")
    assert (ran.code, ran.err) == (0, "")
    entries = load(small).entries
    assert (entries["page"].phrasings[-1], entries["photo"].phrasings[-1]) == (LIKED, PICKED)
    assert ran.out.splitlines()[0].startswith("questions/facebook.yaml:")
    assert run("suggest").out.startswith("0 formulation(s) à ajouter\n")


def test_one_key_accepts_and_one_ends(log: None, small: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    command = [sys.executable, "-m", "bot.cli", "suggest"]
    settings |= {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=settings, cwd=tmp_path) as running:
        os.close(theirs)
        shown = b""
        for key in b"xo", b"f":
            while not shown.endswith(b":") and not shown.endswith(b": "):
                shown += os.read(ours, 1024)
            os.write(ours, key)
            shown = b""
        running.wait(60)
    os.close(ours)
    entries = load(small).entries
    assert entries["photo"].phrasings[-1] == PICKED
    assert LIKED not in entries["page"].phrasings


def test_where_there_is_no_log_it_is_said(run: Run, small: Path, tmp_path: Path) -> None:
    ran = run("suggest")
    assert (ran.code, "Il n'y a pas de journal ici" in ran.err) == (2, True)
    assert not (tmp_path / "data").exists()
