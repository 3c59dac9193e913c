"""The map of bot/__init__.py: what each part may import, and what it really pulls in."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parents[1] / "bot"

ROWS = ("content", "matching", "wording", "store", "maintain desk", "reports", "chat web", "app", "cli")
"""From the bottom of the map to its top; the parts of one row do not know each other."""

HOMES = {
    "aiosqlite": {"store"},
    "alembic": {"store"},
    "asyncpg": {"store"},
    "jinja2": {"web"},
    "numpy": {"maintain", "matching"},
    "pydantic_settings": {"config"},
    "rapidfuzz": {"maintain", "matching"},
    "scipy": {"matching"},
    "sqlalchemy": {"store"},
    "prometheus_client": {"web"},
    "pythonjsonlogger": {"logs"},
    "starlette": {"web"},
    "telegram": {"chat", "app"},
    "uvicorn": {"web"},
    "watchfiles": {"maintain"},
    "yaml": {"content", "maintain"},
}
"""The parts that a library is for: these import it, those above them get it through them, the others never have it."""

GUESTS = {"bm25s", "sklearn"}
"""What a command loads when it runs, never at start."""


def _reachable() -> dict[str, set[str]]:
    reachable = {"problem": {"problem"}, "config": {"config", "problem"}, "logs": {"logs"}}
    below = {"problem"}
    for row in ROWS:
        if row in {"app", "cli"}:
            below = below | {"config", "logs"}
        reachable |= {part: below | {part} for part in row.split()}
        below = below | set(row.split())
    return reachable


REACHABLE = _reachable()


def _modules(part: str) -> list[Path]:
    return [path for path in (BOT / f"{part}.py", *sorted((BOT / part).rglob("*.py"))) if path.exists()]


PARTS = sorted(part for part in REACHABLE if _modules(part))


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(BOT.parent).with_suffix("").parts).removesuffix(".__init__")


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "bot":
            yield from (f"bot.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_nothing_lives_off_the_map() -> None:
    found = {path.stem for path in BOT.iterdir() if path.suffix == ".py" or any(path.rglob("*.py"))}
    assert found - {"__init__"} <= set(REACHABLE)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_imports_from_the_rows_below_it(part: str) -> None:
    strays = []
    for path in _modules(part):
        for name in _imported(path):
            top, _, rest = name.partition(".")
            allowed = rest.partition(".")[0] in REACHABLE[part] if top == "bot" else part in HOMES.get(top, {part})
            if not allowed:
                strays.append(f"{path.relative_to(BOT.parent)}: {name}")
    assert strays == []


@pytest.mark.parametrize("part", PARTS)
def test_a_fresh_interpreter_loads_what_the_map_says_and_no_more(part: str) -> None:
    # A migration runs inside Alembic only, and a __main__ runs the bot.
    names = [_dotted(path) for path in _modules(part) if not {"migrations", "__main__"} & {path.stem, *path.parts}]
    script = f"import sys\nfor name in {names}: __import__(name)\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    loaded = [name.split(".") for name in run.stdout.split()]
    assert {name[1] for name in loaded if name[0] == "bot" and name[1:]} <= REACHABLE[part]
    libraries = {name[0] for name in loaded}
    assert {library for library in libraries & set(HOMES) if not HOMES[library] & REACHABLE[part]} == set()
    assert libraries & GUESTS == set()
