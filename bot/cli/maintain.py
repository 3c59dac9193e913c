"""The commands of maintainers that read the log of questions: is an edit better than what is in force?"""

import asyncio
import sys
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.commands import print_json
from bot.cli.keys import can_ask, press
from bot.config import Settings, read
from bot.problem import MendableError

if TYPE_CHECKING:
    from bot.maintain.replay import Asked
    from bot.maintain.suggest import Use, Wording

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


def new_faq(arguments: Namespace) -> int:
    """Begin a FAQ on another theme."""
    from bot.maintain.starter import start

    folder: Path = arguments.folder
    print(*start(folder, arguments.faq or read().faq), sep="\n")
    print(f"\nPour l'essayer : BOT_FAQ={folder} bot chat. Le mode d'emploi : {folder / 'LISEZMOI.md'}")
    return 0


def export_faq(arguments: Namespace) -> int:
    """Write the entries into a table."""
    from bot.content import load
    from bot.maintain.exchange import COLUMNS, rows
    from bot.reports.tables import save

    save(arguments.file, COLUMNS, rows(load(arguments.faq or read().faq)))
    print(arguments.file)
    return 0


def import_faq(arguments: Namespace) -> int:
    """Write the entries of a table into the files."""
    from bot.app import editor
    from bot.maintain.exchange import COLUMNS, REQUIRED, bring_in
    from bot.reports import tables

    settings = read()
    folder: Path = arguments.faq or settings.faq
    table = tables.read(arguments.file)
    columns = set(table[0]) if table else set()
    if wrong := sorted(columns - {*COLUMNS, ""}):
        what = f"{arguments.file} : colonne inconnue : {', '.join(wrong)}."
        raise MendableError(f"{what} Les colonnes : {', '.join(COLUMNS)}.")
    if missing := [name for name in REQUIRED if name not in columns]:
        what = f"{arguments.file} : il manque la colonne {', '.join(missing)}."
        raise MendableError(f"{what} Partez de « bot export ».")
    table = [{name: cell.strip() for name, cell in row.items() if name} for row in table]
    written = bring_in(folder, table, editor(settings).record if folder == settings.faq else None)
    print(*(f"{folder / one.path}" for one in written), sep="\n", end="\n" if written else "")
    print(f"{len(table)} fiche(s) lue(s), {len(written)} fichier(s) changé(s).")
    return 0


def suggest(arguments: Namespace) -> int:
    """Say what the log teaches, and write the wordings that are accepted."""
    from bot.content import load
    from bot.maintain.suggest import weak, wordings
    from bot.reports import suggest as report

    settings = read()
    folder: Path = arguments.faq or settings.faq
    content = load(folder)
    use = _use(settings, arguments.days)
    found = wordings(content, use)
    if arguments.json:
        print_json(report.as_json(found, weak(content, use)))
    elif not arguments.apply:
        print(*report.as_text(found, weak(content, use), content), sep="\n")
    _add(settings, folder, found if arguments.apply else _accepted(found) if not arguments.json and can_ask() else ())
    return 0


def _accepted(found: "Sequence[Wording]") -> "Iterator[Wording]":
    """Give the wordings that the person at the terminal accepts, one key each."""
    from bot.reports.suggest import ways

    for number, one in enumerate(found, 1):
        print(f"\n[{number}/{len(found)}] {one.entry} ← « {one.text} » ({ways(one)})")
        key = press("Ajouter ? [o]ui, [n]on, [f]inir :", "onf")
        if key == "o":
            yield one
        elif key != "n":
            return


def _add(settings: Settings, folder: Path, found: "Iterable[Wording]") -> None:
    from bot.app import editor
    from bot.maintain.edit import FolderEditor

    writer = editor(settings) if folder == settings.faq else FolderEditor(folder)
    for one in found:
        written = writer.add_phrasing(one.entry, one.text)
        print(written.patch or f"{written.path}:{written.line}: {one.text}")


def _use(settings: Settings, days: int) -> "Use":
    """Read from the log what the last days teach."""
    from bot.app import opened, unused
    from bot.maintain.suggest import Use

    if unused(settings):
        raise MendableError("Il n'y a pas de journal ici : lancez « bot suggest » là où le bot tourne (BOT_DATA).")

    async def use() -> Use:
        since = int(time.time()) - days * _DAY_SECONDS
        async with opened(settings) as store:
            async with store.database.read() as tx:
                tied = await store.clusters.tied(tx)
            return Use(await store.questions.since(since), await store.feedback.since(since), tied)

    return asyncio.run(use())


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
