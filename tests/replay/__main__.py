"""Replay a log of many questions against an edited FAQ, and measure: `python -m tests.replay [--questions N]`.

The real command, on a real database. The questions are the shipped phrasings with slips of the thumb; the edit turns
one phrasing in twenty away. The exit code is 1 when it took longer than was promised.
"""

import argparse
import asyncio
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bot.content import load
from bot.store import NewQuestion, Store, Vault
from tests.conftest import FAQ

SECONDS = 20.0
"""What is promised."""


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.replay", description="Replay a log of questions.")
    parser.add_argument("--questions", type=int, default=10_000, help="how many, all different (10,000)")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        asyncio.run(_fill(place, options.questions))
        edited = _edited(place)
        start = time.perf_counter()
        words = [sys.executable, "-m", "bot.cli", "replay", "--faq", str(edited), "--against", str(FAQ)]
        settings = {"BOT_DATA": name, "BOT_KEY_FILE": str(place / "key")}
        done = subprocess.run(words, env=settings, stdout=subprocess.PIPE, text=True, check=False)
        seconds = time.perf_counter() - start
    print(done.stdout.splitlines()[-1] if done.stdout else "(nothing)")
    print(f"{options.questions} questions: {seconds:.1f} s")
    return 0 if done.returncode in (0, 1) and done.stdout and seconds < SECONDS else 1


async def _fill(place: Path, count: int) -> None:
    """Log questions, each of its own words."""
    chance = random.Random(7)  # noqa: S311 - examples, not secrets
    phrasings = [one for entry in load(FAQ).entries.values() for one in entry.phrasings]
    texts: set[str] = set()
    while len(texts) < count:
        text = chance.choice(phrasings)
        at = chance.randrange(len(text))
        texts.add(text[:at] + chance.choice(("", text[at] * 2, " ")) + text[at + 1 :])
    store = await Store.open(f"sqlite:///{place / 'bot.db'}", Vault.open(place / "key"))
    async with store.database.begin() as tx:
        for text in sorted(texts):
            new = NewQuestion(
                asked_at=int(time.time()), person="p", text=text, outcome="none", confidence=0.0, content_version="1"
            )
            await store.questions.record(tx, new)
    await store.close()


def _edited(place: Path) -> Path:
    folder = Path(shutil.copytree(FAQ, place / "faq"))
    for file in (folder / "questions").glob("*.yaml"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        items = [number for number, line in enumerate(lines) if line.startswith('      - "')]
        gone = set(items[::20])
        file.write_text("".join(line for number, line in enumerate(lines) if number not in gone), encoding="utf-8")
    load(folder)
    return folder


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
