"""The commands of the desk: what an organiser does on Telegram, done from a terminal, beside the running bot."""

import asyncio
import sys
import time
from argparse import Namespace
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from bot.cli.commands import print_json
from bot.config import Settings, read
from bot.problem import MendableError

if TYPE_CHECKING:
    from bot.app import Office
    from bot.desk import Cluster
    from bot.store import Transaction

PER_PAGE: Final = 20
_EVERYTHING: Final = 1_000_000

_Work = Callable[["Office", "Transaction", int], Awaitable[Any]]


def listed(arguments: Namespace) -> int:
    """List the questions that wait."""
    from bot.reports import questions as report

    found, total = _run(read(), lambda office, tx, now: _found(office, tx, now, arguments, PER_PAGE))
    if arguments.json:
        print_json(report.as_json(found))
    else:
        report.show(found, total, max(1, arguments.page), PER_PAGE)
    return 0


def show(arguments: Namespace) -> int:
    """Show one question."""
    from bot.reports import questions as report

    async def work(office: "Office", tx: "Transaction", now: int) -> "Cluster":
        return await _cluster(office, tx, arguments.number)

    cluster = _run(read(), work)
    if arguments.json:
        print_json(report.as_json([cluster])[0])
    else:
        report.show_one(cluster, int(time.time()))
    return 0


def answer(arguments: Namespace) -> int:
    """Answer a question."""
    text = _text(arguments.text)

    async def work(office: "Office", tx: "Transaction", now: int) -> int:
        return await office.desk.answer(tx, _shell(), arguments.number, text, now)

    return _told(_run(read(), work))


def same_as(arguments: Namespace) -> int:
    """Answer a question with an entry."""

    async def work(office: "Office", tx: "Transaction", now: int) -> int:
        return await office.desk.same_as(tx, _shell(), arguments.number, arguments.entry, now)

    return _told(_run(read(), work))


def new_entry(arguments: Namespace) -> int:
    """Make an entry of a question."""
    text = _text(arguments.text)

    async def work(office: "Office", tx: "Transaction", now: int) -> int:
        draft = office.desk.draft(await _cluster(office, tx, arguments.number))
        given = {"id": arguments.id, "question": arguments.question, "theme": arguments.entry_theme, "answer": text}
        draft = replace(draft, **{name: value for name, value in given.items() if value})
        return await office.desk.new_entry(tx, _shell(), arguments.number, draft, now)

    return _told(_run(read(), work))


def merge(arguments: Namespace) -> int:
    """Put a question with another one."""

    async def work(office: "Office", tx: "Transaction", now: int) -> int:
        return await office.desk.merge(tx, _shell(), arguments.number, arguments.into, now)

    people = _run(read(), work)
    print(f"La question nº {arguments.number} est réunie avec la nº {arguments.into}, qui reste.")
    return _told(people) if people else 0


def split(arguments: Namespace) -> int:
    """Give a wording a question of its own."""

    async def work(office: "Office", tx: "Transaction", now: int) -> int:
        return await office.desk.split(tx, _shell(), arguments.wording, now)

    print(f"C'est fait : question nº {_run(read(), work)}.")
    return 0


def ask(arguments: Namespace) -> int:
    """Ask those who want to be told something about their question."""
    from bot.content.markup import escape

    text = escape(_text(arguments.text))

    async def work(office: "Office", tx: "Transaction", now: int) -> int:
        return await office.desk.ask_back(tx, _shell(), arguments.number, text, now)

    return _told(_run(read(), work))


def block(arguments: Namespace) -> int:
    """Have the bot read no more of whoever asked a question, or again."""

    async def work(office: "Office", tx: "Transaction", now: int) -> None:
        await office.desk.block(tx, _shell(), arguments.wording, now, blocked=arguments.blocked)

    _run(read(), work)
    print("C'est fait.")
    return 0


def export(arguments: Namespace) -> int:
    """Write the list into a file."""
    from bot.reports import questions as report
    from bot.reports.tables import save

    found, _ = _run(read(), lambda office, tx, now: _found(office, tx, now, arguments, _EVERYTHING))
    save(arguments.file, report.HEADER, report.rows(found))
    print(arguments.file)
    return 0


def patches(arguments: Namespace) -> int:
    """Print what organisers decided and a read-only folder could not take."""

    async def work(office: "Office", tx: "Transaction", now: int) -> list[str]:
        return await office.store.edits.patches(tx)

    print("".join(_run(read(), work)), end="")
    return 0


def organisers(arguments: Namespace) -> int:
    """List the organisers."""
    settings = read()

    async def work(office: "Office", tx: "Transaction", now: int) -> list[Any]:
        return await office.store.organisers.all(tx)

    added = _run(settings, work)
    if arguments.json:
        fixed = [{"number": number, "name": None} for number in settings.organisers]
        print_json([*fixed, *({"number": one.number, "name": one.name} for one in added)])
        return 0
    for number in settings.organisers:
        print(f"{number}  (réglage BOT_ORGANISERS)")
    for one in added:
        print(f"{one.number}  {one.name}")
    if not settings.organisers and not added:
        print("Il n'y a pas encore d'organisateur. Ajoutez-en un : bot organisers add NUMÉRO NOM")
    return 0


def add_organiser(arguments: Namespace) -> int:
    """Make somebody an organiser."""

    async def work(office: "Office", tx: "Transaction", now: int) -> bool:
        return await office.desk.rights.add(tx, _shell(), arguments.number, arguments.name, now)

    if arguments.number <= 0:
        raise MendableError("Le numéro d'une personne est positif : demandez-lui d'écrire /id au bot.")
    _run(read(), work)
    print(f"C'est fait : {arguments.name} fait partie des organisateurs.")
    return 0


def remove_organiser(arguments: Namespace) -> int:
    """Take an organiser's rights away."""

    async def work(office: "Office", tx: "Transaction", now: int) -> bool:
        return await office.desk.rights.remove(tx, _shell(), arguments.number, now)

    if not _run(read(), work):
        raise MendableError(
            f"{arguments.number} n'est pas parmi les organisateurs ajoutés. Ceux de BOT_ORGANISERS se retirent là."
        )
    print("C'est fait.")
    return 0


def _plain(name: str) -> Callable[[Namespace], int]:
    def run(arguments: Namespace) -> int:
        async def work(office: "Office", tx: "Transaction", now: int) -> object:
            return await getattr(office.desk, name)(tx, _shell(), arguments.number, now)

        _run(read(), work)
        print("C'est fait.")
        return 0

    return run


ACTS: Final[Mapping[str, Callable[[Namespace], int]]] = {
    "claim": _plain("claim"),
    "release": _plain("release"),
    "ignore": _plain("ignore"),
    "reopen": _plain("reopen"),
    "take-back": _plain("take_back"),
}


def _run(settings: Settings, work: _Work) -> Any:
    """Work in one transaction; what cannot be done is said in one line."""
    from bot import app
    from bot.desk import DeskError

    async def run() -> Any:
        now = int(time.time())
        async with app.office(settings) as office, office.store.database.begin() as tx:
            try:
                return await work(office, tx, now)
            except DeskError as error:
                raise MendableError(_why(error)) from None

    return asyncio.run(run())


def _why(error: Exception) -> str:
    from bot.desk import Claimed, Settled, TooLate, Unfit

    match error:
        case Claimed(by=name):
            return f"{name} s'en occupe déjà. Attendez, ou demandez-lui de la laisser."
        case Settled():
            return "Cette question est déjà réglée, ou n'a qu'une formulation. Voyez : bot questions show NUMÉRO"
        case TooLate():
            return "Trop tard : la réponse est partie. « bot questions reopen » la laisse attendre de nouveau."
        case Unfit():
            return f"Ce texte ne peut pas servir : {error}"
    return "Il n'y a pas de question ou de fiche de ce nom. Voyez la liste : bot questions"


async def _found(
    office: "Office", tx: "Transaction", now: int, arguments: Namespace, per_page: int
) -> tuple[list["Cluster"], int]:
    from bot.store import Sought

    if arguments.theme is not None and arguments.theme not in (themes := office.desk.themes()):
        raise MendableError(f"--theme : il n'y a pas de thème « {arguments.theme} ». Choisissez : {', '.join(themes)}.")
    before = now - arguments.days * 86_400 if arguments.days else None
    sought = Sought(theme=arguments.theme, opened_before=before, now=now)
    page = max(0, arguments.page - 1)
    return await office.desk.views.ranked(tx, sought, page, per_page), await office.store.clusters.count(tx, sought)


async def _cluster(office: "Office", tx: "Transaction", number: int) -> "Cluster":
    from bot.desk import Gone

    cluster = await office.desk.views.one(tx, number)
    if cluster is None:
        raise Gone
    return cluster


def _shell() -> Any:
    from bot.desk import SHELL

    return SHELL


def _told(people: int) -> int:
    one = "1 personne sera prévenue" if people == 1 else f"{people} personnes seront prévenues"
    print(f"C'est fait : {one if people else 'personne ne voulait être prévenu'}. Le bot s'en charge dès qu'il tourne.")
    return 0


def _text(given: str) -> str:
    return sys.stdin.read() if given == "-" else given
