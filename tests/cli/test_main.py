import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run

COMMANDS = ("run", "chat", "demo", "ask", "check", "evaluate", "benchmark", "questions", "organisers", "qr", "health")
ENGLISH = re.compile(r"\b(invalid|choice|choose|required|unrecognized|following|expected|the)\b")


@pytest.mark.parametrize(
    "words",
    [["zut"], [], ["ask"], ["ask", "--zut", "oui"], ["ask", "un", "deux"], ["evaluate"], ["check", "--faq"]],
    ids=" ".join,
)
def test_a_command_that_is_not_understood_is_told_in_one_french_line(words: list[str], run: Run) -> None:
    ran = run(*words)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert "--help" in ran.err
    assert not ENGLISH.search(ran.err)


def test_help_has_a_line_for_each_command(run: Run) -> None:
    ran = run("--help")
    assert ran.code == 0
    for command in COMMANDS:
        assert re.search(rf"(?m)^ +{command}\s+[A-Z].*\.$", ran.out), command


@pytest.mark.parametrize("words", [["--help"], *([command, "--help"] for command in COMMANDS)], ids=" ".join)
def test_help_is_in_french(words: list[str], run: Run) -> None:
    ran = run(*words)
    assert ran.code == 0 and not ENGLISH.search(ran.out)


@pytest.mark.parametrize("words", [["ask", "oui"], ["check"], ["health"], ["run"]], ids=" ".join)
def test_a_bad_setting_is_named_in_one_line(words: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_PRECISION", "2")
    ran = run(*words)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert ran.err.startswith("BOT_PRECISION n'est pas utilisable : écrivez un nombre entre")


def test_the_folder_of_the_settings_is_used(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_FAQ", str(small.rename(small.with_name("ailleurs"))))
    assert "3 fiches" in run("check").out


def test_the_folder_that_is_typed_comes_before_that_of_the_settings(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_FAQ", "nulle-part")
    assert "3 fiches" in run("check", "--faq", small).out
