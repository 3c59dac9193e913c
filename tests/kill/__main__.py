"""Kill the bot at random moments while people ask, and count: `python -m tests.kill [--rounds N] [--mode MODE]`.

Real processes, SQLite on the disk, and the stand-in for Telegram over HTTP. The exit code is 1 when the promise was not
kept: nothing lost, everything answered, in order, and twice only what was under way at a kill.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.chat.sender import IN_FLIGHT
from tests.kill.rounds import Mode, Outcome, Run

DISK = "/var/tmp"  # noqa: S108 - a disk, where /tmp may be memory; the folder in it is ours alone


ROWS: Mapping[str, Callable[[Outcome], object]] = {
    "rounds (kills)": lambda one: one.rounds,
    "questions": lambda one: one.tally.questions,
    "lost": lambda one: one.tally.lost,
    "unanswered": lambda one: one.tally.unanswered,
    "answered twice": lambda one: one.tally.doubled,
    f"of these, beyond the {IN_FLIGHT} under way at a kill": lambda one: one.tally.excess,
    "out of order": lambda one: one.tally.out_of_order,
    "missing in the log": lambda one: one.tally.unlogged,
    "twice in the log": lambda one: one.tally.logged_twice,
    "left in the inbox": lambda one: one.stranded,
    "exit code after SIGTERM": lambda one: one.exit_code,
    "seconds to stop": lambda one: f"{one.stop_seconds:.1f}",
}


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description="Kill the bot while people ask.")
    parser.add_argument("--rounds", type=int, default=50, help="kills in each mode (50)")
    parser.add_argument("--mode", choices=("polling", "webhook", "both"), default="both")
    parser.add_argument("--seed", type=int, default=1, help="of the moments of the kills and of who asks what")
    options = parser.parse_args(argv)
    modes: tuple[Mode, ...] = ("polling", "webhook") if options.mode == "both" else (options.mode,)
    outcomes = [_played(mode, options.rounds, options.seed) for mode in modes]
    Console().print(_table(outcomes))
    return 0 if all(outcome.holds for outcome in outcomes) else 1


def _played(mode: Mode, rounds: int, seed: int) -> Outcome:
    with tempfile.TemporaryDirectory(dir=DISK) as folder:

        async def played() -> Outcome:
            return await Run(mode, Path(folder), seed).play(rounds)

        return asyncio.run(played())


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(title="kill -9 at random moments, then one SIGTERM, while people ask")
    table.add_column("")
    for outcome in outcomes:
        table.add_column(outcome.mode, justify="right")
    for head, value in ROWS.items():
        table.add_row(head, *(str(value(outcome)) for outcome in outcomes))
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
