"""Bring generated updates to the bot and count what goes wrong: `python -m tests.fuzz [--updates N] [--seed N]`.

The exit code is 1 when a handler raised, Telegram refused a call, or somebody read what was not for them.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence

from bot.content import load
from bot.matching.answering import Answerer
from bot.wording.knowledge import Current, Knowledge
from tests.conftest import FAQ
from tests.fuzz.run import furnished, generated, run

_ROUND = 1000
"""Updates to one database: the stand-in remembers all that is said."""


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Bring generated updates to the bot.")
    parser.add_argument("--updates", type=int, default=100_000, help="how many (100,000)")
    parser.add_argument("--seed", type=int, default=1, help="of the first round; the next ones count on")
    options = parser.parse_args(argv)
    content = furnished(load(FAQ))
    current = Current(Knowledge(content, Answerer.build(content)))
    handled = raised = refused = leaks = 0
    began = time.monotonic()
    for number in range(-(-options.updates // _ROUND)):
        count = min(_ROUND, options.updates - number * _ROUND)
        outcome = asyncio.run(run(current, generated(current, count, options.seed + number)))
        handled, raised = handled + outcome.handled, raised + len(outcome.raised)
        refused, leaks = refused + len(outcome.refused), leaks + len(outcome.told) + len(outcome.injected)
        for one in outcome.wrong:
            print(f"round {options.seed + number}: {one}", flush=True)
        print(f"{handled} updates, {time.monotonic() - began:.0f} s", end="\r", file=sys.stderr, flush=True)
    print(f"{handled} updates handled in {time.monotonic() - began:.0f} s: {raised} exceptions, {refused} refusals,")
    print(f"{leaks} messages with somebody else's words, or words taken for markup")
    return 1 if raised or refused or leaks else 0


sys.exit(main(sys.argv[1:]))
