"""The README names every command, option and setting, and nothing that does not exist."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from bot.chat.commands import shown
from bot.cli.parser import parser
from bot.config import Settings
from bot.content import Content
from bot.matching.answering import Answerer

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CODE = "\n".join(re.findall(r"^```sh\n(.+?)^```", README, re.MULTILINE | re.DOTALL))
INLINE = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", README)

COMMAND = re.compile(r"(?:^|uv run (?:-.+? )?|exec bot )bot ([a-z-][^#\n|]*)", re.MULTILINE)
"""What is typed after `bot`, where `bot` is a command."""

HEADINGS = {
    re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
    for heading in re.findall(r"^#+ (.+)$", README, re.MULTILINE)
}
FILES = sorted(set(re.findall(r"\]\((?!https?:|#)([^)]+)\)", README)))


def _rows(heading: str) -> list[list[str]]:
    """Give the cells of the first table under a heading."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [row.strip("|").split("|") for row in section.splitlines() if row.startswith("| `")]
    return [[cell.strip() for cell in row] for row in rows]


def _options() -> dict[str, set[str]]:
    """Give the long options of each command, without --help."""
    [commands] = [action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return {
        name: {option for action in one._actions for option in action.option_strings if option[:2] == "--"} - {"--help"}
        for name, one in commands.choices.items()
    }


def test_the_table_of_commands_is_that_of_the_parser() -> None:
    table = {row[0].strip("`").split()[1]: set(re.findall(r"--[\w-]+", row[1])) for row in _rows("Commands")}
    assert table == _options()


def test_the_table_of_settings_is_that_of_the_code() -> None:
    assert [row[0].strip("`") for row in _rows("Settings")] == [f"BOT_{name.upper()}" for name in Settings.model_fields]


@pytest.mark.parametrize("row", _rows("Settings"), ids=lambda row: row[0].strip("`"))
def test_a_default_of_the_table_is_the_real_one(row: list[str]) -> None:
    default = Settings.model_fields[row[0].strip("`").removeprefix("BOT_").lower()].default
    if isinstance(default, str | float | int | Path):
        assert row[1] == f"`{default}`"
    else:
        assert not row[1].startswith("`")


def test_every_variable_that_is_named_exists() -> None:
    known = {f"BOT_{name.upper()}" for name in Settings.model_fields}
    known |= {"BOT_TEST_POSTGRESQL_URL", "BOT_TEST_CHROMIUM", "BOT_TEST_AXE"}
    assert set(re.findall(r"\bBOT_\w+", README)) == known


def test_every_command_line_is_understood() -> None:
    lines = [line for text in (CODE, *INLINE) for line in COMMAND.findall(text)]
    assert len(lines) > 15
    for line in lines:
        if line != "--help":
            parser().parse_args(shlex.split(line))


def test_every_target_of_make_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?:^|`)make (\w+)", README, re.MULTILINE))
    assert {"chat", "test"} <= targets <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))


def test_every_command_in_telegram_is_named(shipped: Content) -> None:
    assert shipped.messages
    assert all(f"`/{name}`" in README for name, _ in shown(shipped.messages))


@pytest.mark.parametrize("file", FILES)
def test_a_linked_file_exists(file: str) -> None:
    assert (ROOT / file).exists()


def test_every_link_inside_leads_to_a_heading() -> None:
    assert set(re.findall(r"\]\(#([^)]+)\)", README)) <= HEADINGS


def test_the_key_is_made_as_compose_says() -> None:
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    [lines] = re.findall(r"^for name.+?chmod[^\n]+$", CODE, re.MULTILINE | re.DOTALL)
    assert all(line.strip() in compose for line in lines.splitlines())


def test_the_figures_have_their_place() -> None:
    assert re.search(r"^<!-- figures -->\n(?:.*\n)?<!-- /figures -->$", README, re.MULTILINE | re.DOTALL)


def test_the_question_that_is_explained_gets_the_entry_shown(answerer: Answerer) -> None:
    [question] = set(re.findall(r'bot ask "(.+?)" --explain', README))
    assert f"%  {answerer.explain(question).pulls[0].entry} — " in README


def test_every_test_that_is_named_exists() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", README))
    assert len(named) > 10
    assert {name for name in named if f"def {name}(" not in sources} == set()
