"""Edit the FAQ of a running bot while somebody asks, and measure: `python -m tests.reload [--edits N] [--entries N]`.

The real bot with its store on the disk and the stand-in for Telegram, in this process. Three kinds of edit: of an
answer, of the phrasings, which have to be learnt, and of the vocabulary, with which all is learnt anew. The exit code
is 1 when an edit took longer, or a reply waited longer, than was promised.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.content import load
from tests.conftest import FAQ
from tests.reload.measure import Kind, Measured, enlarge, measure

DISK = "/var/tmp"  # noqa: S108 - a disk, where /tmp may be memory; the folder in it is ours alone
SECONDS: dict[Kind, float] = {"answer": 1.0, "phrasings": 1.0, "vocabulary": 2.0}
SECONDS_LARGE, REPLY_MS = 10.0, 100.0
"""What is promised: from a save to the new answer (p95), the same from 500 entries on, and the slowest reply."""


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reload", description="Edit the FAQ of a running bot.")
    parser.add_argument("--edits", type=int, default=20, help="edits of each kind (20)")
    parser.add_argument("--entries", type=int, default=0, help="make the FAQ as large as this (as it is)")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(dir=DISK) as place:
        folder = Path(shutil.copytree(FAQ, Path(place) / "faq"))
        enlarge(folder, options.entries)
        count = len(load(folder).entries)
        found = {kind: asyncio.run(measure(Path(place), folder, kind, options.edits)) for kind in SECONDS}
    Console().print(_table(count, found))
    large = options.entries >= 500
    kept = (one.p95 <= (SECONDS_LARGE if large else SECONDS[kind]) for kind, one in found.items())
    return 0 if all(kept) and all(one.slowest_meanwhile <= REPLY_MS for one in found.values()) else 1


def _table(count: int, found: dict[Kind, Measured]) -> Table:
    table = Table(title=f"Edits of a running bot, {count} entries")
    for heading in (
        "edit of",
        "saved → served, median",
        "p95",
        "a reply, median",
        "p99 meanwhile",
        "slowest",
        "slowest at rest",
    ):
        first = heading == "edit of"
        table.add_column(heading, justify="left" if first else "right", no_wrap=first)
    for kind, one in found.items():
        replies = (
            f"{one.reply:.0f} ms",
            f"{one.p99_meanwhile:.0f} ms",
            f"{one.slowest_meanwhile:.0f} ms",
            f"{one.slowest_at_rest:.0f} ms",
        )
        table.add_row(kind, f"{one.median:.2f} s", f"{one.p95:.2f} s", *replies)
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
