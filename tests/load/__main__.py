"""Load the bot and a bare one in the same run, and compare: `python -m tests.load [--updates N] [--long N]`.

Each is a process of its own, on a real disk, beside the stand-in for Telegram over HTTP. The exit code is 1 when inbox,
outbox and sender leave less than 85 % of the bare bot's throughput, a reply comes out of order, Telegram refuses a
call, or the memory is not flat.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from statistics import median

from rich.console import Console
from rich.table import Table

from bot.content import load
from bot.matching.answering import Answerer
from bot.matching.replies import Answer
from bot.wording.typography import french
from tests.conftest import FAQ
from tests.load.bots import BOTS
from tests.load.measure import Crowd, Measured, running

_RUNS = 3
_A_SECOND = 30
_LEAST, _FLAT = 0.85, 1.1


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description="Load the bot, beside a bare one.")
    parser.add_argument("--updates", type=int, default=3000, help=f"of each of {_RUNS} runs of each bot (3,000)")
    parser.add_argument("--steady", type=int, default=900, help=f"updates at {_A_SECOND} a second (900)")
    parser.add_argument("--long", type=int, default=100_000, help="updates while the memory is watched (100,000)")
    options = parser.parse_args(argv)
    return 0 if asyncio.run(_loaded(options.updates, options.steady, options.long)) else 1


async def _loaded(updates: int, steady: int, long: int) -> bool:
    texts = {name: _echoes() for name in ("bare", "echo")} | {"full": _questions()}
    runs: dict[str, list[Measured]] = {name: [] for name in BOTS}
    for turn in range(_RUNS):  # in turn: the machine may have other work, more of it at one time than at another
        for name in BOTS:
            crowd = Crowd(texts[name])
            async with running(name, crowd) as process:
                runs[name].append(await crowd.hurry(updates, process))
            print(f"turn {turn + 1} of {_RUNS}, {name}: {runs[name][-1].rate:.0f} updates/s", flush=True)
    crowd = Crowd(texts["full"])
    async with running("full", crowd) as process:
        steadily = await crowd.stroll(steady, _A_SECOND)
        print(f"{_A_SECOND} a second: done; now {long} updates while the memory is watched", flush=True)
        lasting = await crowd.hurry(long, process)
    Console().print(_table(runs), _lines(steadily, lasting), highlight=False)
    return _holds(runs, lasting) and not steadily.out_of_order


def _holds(runs: dict[str, list[Measured]], lasting: Measured) -> bool:
    all_runs = [lasting, *(one for several in runs.values() for one in several)]
    in_order = not any(one.out_of_order or one.refused for one in all_runs)
    return _share(runs, "echo") >= _LEAST and in_order and lasting.growth < _FLAT


def _share(runs: dict[str, list[Measured]], name: str) -> float:
    """Give the throughput beside the bare bot's, as the median of the turns."""
    return median(one.rate / bare.rate for one, bare in zip(runs[name], runs["bare"], strict=True))


def _table(runs: dict[str, list[Measured]]) -> Table:
    table = Table(
        "", "updates/s", "beside bare", "out of order", "refused", title="as fast as replies come, pacing off"
    )
    heads = {"bare": "python-telegram-bot, echo", "echo": "inbox, outbox, sender, echo", "full": "matching and log too"}
    for name, measured in runs.items():
        rate = f"{median(one.rate for one in measured):.0f}"
        wrong = (str(sum(one.out_of_order for one in measured)), str(sum(one.refused for one in measured)))
        table.add_row(heads[name], rate, f"{_share(runs, name):.0%}", *wrong)
    return table


def _lines(steadily: Measured, lasting: Measured) -> str:
    waited = f"p50 {steadily.latency(50):.0f} ms, p99 {steadily.latency(99):.0f} ms"
    memory = " ".join(f"{one:.0f}" for one in lasting.memory)
    wrong = f"{lasting.out_of_order} out of order, {lasting.refused} refused"
    return (
        f"{_A_SECOND} a second, {steadily.updates} updates: {waited} from update to reply\n"
        f"memory over {lasting.updates} updates (MB): {memory}; the end is {lasting.growth:.2f} of the middle; {wrong}"
    )


def _echoes() -> list[tuple[str, str]]:
    return [(f"message {number}.", f"message {number}.") for number in range(1000)]


def _questions() -> list[tuple[str, str]]:
    """Give questions that are answered, and the beginning of their answers."""
    content = load(FAQ)
    answerer = Answerer.build(content)
    asked = []
    for entry in content.entries.values():
        match answerer.reply_to(entry.question):
            case [Answer(entry=id)] if id == entry.id:
                asked.append((entry.question, french(entry.question)[:20]))
    return asked


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
