"""The commands of maintainers that read the log of questions: is an edit better than what is in force?"""

import asyncio
import sys
import time
from argparse import Namespace
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.commands import print_json
from bot.config import Settings, read
from bot.problem import MendableError

if TYPE_CHECKING:
    from bot.maintain.replay import Asked

_DAY_SECONDS = 86_400


def replay(arguments: Namespace) -> int:
    """Put the questions of the log again, to the edited content and to the one in force."""
    from bot.content import load
    from bot.maintain.replay import at_revision
    from bot.maintain.replay import replay as put_again
    from bot.reports import replay as report

    settings = read()
    folder: Path = arguments.faq or settings.faq
    after = at_revision(folder, arguments.head) if arguments.head else load(folder)
    before = load(arguments.against) if arguments.against else at_revision(folder, arguments.base)
    asked = _asked(arguments, settings)
    with report.progress(2 * len(asked)) as advance:
        replayed = put_again(before, after, asked, settings.precision, advance)
    if arguments.json:
        print_json(report.as_json(replayed))
    else:
        print(*report.as_text(replayed), sep="\n")
    return 1 if replayed.of("lost") else 0


def _asked(arguments: Namespace, settings: Settings) -> "list[Asked]":
    from bot.maintain.replay import Asked
    from bot.matching.evaluation import read_cases

    cases = [case for file in arguments.files for case in read_cases(file)]
    asked = [Asked(case.q, 1, case) for case in cases]
    if not arguments.no_log:
        log = _log(settings, arguments.days)
        asked += [Asked(text, times) for text, times in log.items()]
        if not log:
            print(f"Le journal n'a pas de question des {arguments.days} derniers jours.", file=sys.stderr)
    if not asked:
        raise MendableError("Il n'y a pas de question à rejouer. Donnez un fichier de questions, ou plus de --days.")
    return asked


def _log(settings: Settings, days: int) -> Counter[str]:
    """Give the words of the questions of the last days, with how many times each was asked."""
    from bot.app import opened, unused

    if unused(settings):  # a maintainer's own machine: no log there, and none to be made
        return Counter()

    async def texts() -> Counter[str]:
        async with opened(settings) as store:
            found = await store.questions.since(int(time.time()) - days * _DAY_SECONDS)
        return Counter(one.text for one in found if one.text)

    return asyncio.run(texts())
