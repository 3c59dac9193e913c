"""The composition root: builds the parts from the settings, and runs them."""

import asyncio
import logging
import shutil
import signal
import tempfile
import time
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot import logs
from bot.config import Settings
from bot.problem import MendableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.chat.service import Chore
    from bot.chat.turn import Conversation
    from bot.desk import Clerk, Desk
    from bot.maintain.edit import FolderEditor
    from bot.maintain.forge import Forge
    from bot.maintain.reload import Reloader
    from bot.store import Store, Vault
    from bot.store.backup import Daily
    from bot.web.door import Doors
    from bot.wording.knowledge import Current
    from bot.wording.terms import Terms

HEALTHY_SECONDS = 60
_DEMO_TAKE_BACK = 5


@dataclass(frozen=True, slots=True)
class Office:
    """What a command needs to act as an organiser does."""

    store: "Store"
    desk: "Desk"
    clerk: "Clerk"


def run(settings: Settings) -> int:
    """Run the bot on Telegram until SIGTERM or SIGINT; raises MendableError for what a person can mend."""
    token = settings.required_token()
    logs.set_up(settings.log_level, token, as_json=settings.log_format == "json")
    asyncio.run(_run(settings, token))
    return 0


def chat(settings: Settings) -> int:
    """Hold the same conversation in the terminal: no token, no network, nothing kept unless BOT_DATA is given."""
    logs.plainly("WARNING" if settings.log_level == "INFO" else settings.log_level)
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):
        asyncio.run(_chat(settings, Path(folder)))
    return 0


def demo(settings: Settings, port: int) -> int:
    """Show the bot and its organisers' chat in a browser of this machine, on a copy of the content, until SIGINT."""
    logs.plainly("WARNING" if settings.log_level == "INFO" else settings.log_level)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_demo(settings, Path(folder), port))
    return 0


def health(settings: Settings) -> int:
    """Tell whether the bot that runs on this data is well: 0 when it said so within the last minute, else 1."""
    try:
        age = time.time() - heartbeat(settings).stat().st_mtime
    except FileNotFoundError:
        print("Le bot n'a pas encore donné signe de vie.")
        return 1
    print(f"Dernier signe de vie il y a {age:.0f} s.")
    return 0 if abs(age) < HEALTHY_SECONDS else 1  # a clock that was set back tells nothing


@asynccontextmanager
async def office(settings: Settings) -> "AsyncIterator[Office]":
    """Open the desk beside the bot that may be running on the same data; what it owes, that bot sends."""
    from bot.chat.turn import post
    from bot.desk import Clerk, Desk, Rights

    async with opened(settings) as store:
        desk = Desk(
            store, _current(settings, ready=False), Rights(store, settings.organisers), post, settings.take_back
        )
        yield Office(store, desk, Clerk(store, editor(settings)))


@asynccontextmanager
async def opened(settings: Settings) -> "AsyncIterator[Store]":
    """Open the database beside the bot that may be running on it."""
    from bot.store import Store

    store = await Store.open(settings.required_database_url(), key(settings))
    try:
        yield store
    finally:
        await store.close()


def editor(settings: Settings) -> "FolderEditor":
    """Give what writes into the content folder; where that is a clone, each change is a commit."""
    from bot.maintain.edit import FolderEditor

    forge = _forge(settings)
    return FolderEditor(settings.faq, forge.record if forge else None)


def key(settings: Settings) -> "Vault":
    """Read the key file, or make it, but for a database that is there already: a new key would not be that one's."""
    from bot.store import Vault

    if missing := missing_key(settings):
        raise MendableError(" ".join(missing))
    return Vault.open(settings.key_file)


def missing_key(settings: Settings) -> tuple[str, str] | None:
    """Say that there is a database and not its key, and what to do; None where all is well, or nobody can tell."""
    from bot.store.database import sqlite_file

    file = sqlite_file(settings.required_database_url())
    if file is None or not file.exists() or not file.stat().st_size or settings.key_file.exists():
        return None
    what = f"BOT_KEY_FILE : il n'y a pas de fichier de clé {settings.key_file}, et la base {file} en a une."
    return what, "Remettez-le, vous l'avez gardé en lieu sûr, ou indiquez où il est."


def unused(settings: Settings) -> bool:
    """Say whether there is no database yet: SQLite would make an empty one."""
    from bot.store.database import sqlite_file

    file = sqlite_file(settings.required_database_url())
    return file is not None and not file.exists()


def terms(settings: Settings) -> "Terms":
    """Give what the settings in force promise about the data."""
    from bot.wording.terms import Terms

    return Terms(settings.controller, settings.contact, settings.retention_days, settings.backups)


def heartbeat(settings: Settings) -> Path:
    """Name the file that a bot which is well touches."""
    return settings.data / "heartbeat"


# What follows imports the rest when it runs: `health` answers every half minute, and needs none of it.


async def _run(settings: Settings, token: str) -> None:
    from bot.chat import application
    from bot.store import Store

    stop = _stopped_by_signals()
    forge = await asyncio.to_thread(_forge, settings)
    current = _current(settings)
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"BOT_DATA : impossible de créer le dossier {settings.data} ({error.strerror})."
        raise MendableError(f"{what} Indiquez-en un où le bot peut écrire.") from None
    store = await Store.open(settings.required_database_url(), key(settings))
    doors = None
    if settings.listen:
        from bot.web.door import Doors

        doors = Doors()
    try:
        conversation = application.build(
            token,
            current,
            store,
            api_url=settings.api_url,
            flood=settings.flood,
            organisers=settings.organisers,
            organisers_chat=settings.organisers_chat,
            take_back=settings.take_back,
            terms=terms(settings),
            door=(lambda actor: f"{settings.page_address()}/porte/{doors.make(actor)}") if doors else None,
        )
        await _work(settings, conversation, store, current, stop, doors, forge)
    finally:
        await store.close()


async def _work(
    settings: Settings,
    conversation: "Conversation",
    store: "Store",
    current: "Current",
    stop: asyncio.Event,
    doors: "Doors | None",
    forge: "Forge | None",
) -> None:
    from bot.chat.registration import Webhook
    from bot.chat.service import Service

    def service(webhook: Webhook | None = None) -> Service:
        made = Service(
            conversation,
            store,
            current,
            heartbeat=heartbeat(settings),
            webhook=webhook,
            retention_days=settings.retention_days,
            backups=_backups(settings),
            organisers=settings.organisers,
            organisers_chat=settings.organisers_chat,
            reloader=_reloader(settings, current),
            forge=forge,
            chores=_chores(settings, conversation, store, current),
        )
        if made.following:
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, made.following.hurry)
        return made

    if settings.listen is None or doors is None:
        await service().run(stop)
        return
    from bot.reports.tally import LogCount
    from bot.web import site
    from bot.web.metrics import Metrics
    from bot.web.server import application, serving
    from bot.web.webhook import WebhookReceiver

    receiver = WebhookReceiver(lambda update: serving_bot.intake.take([update]))
    webhook = Webhook(settings.webhook.rstrip("/") + receiver.path, receiver.secret) if settings.webhook else None
    serving_bot = service(webhook)
    pages = site.routes(
        site.Site(
            store,
            conversation.desk,
            current,
            editor(settings),
            settings.faq,
            doors,
            settings.page_address(),
        )
    )
    logging.getLogger().addHandler(LogCount(serving_bot.tally))
    metrics = Metrics(serving_bot.tally, store, serving_bot.is_ready)
    routes = [metrics.route, *([receiver.route] if webhook else []), *pages]
    served = application(serving_bot.is_ready, routes, site.MIDDLEWARE)
    async with serving(served, settings.listen, stop):
        await serving_bot.run(stop)


async def _chat(settings: Settings, folder: Path) -> None:
    from bot.chat.terminal import Terminal
    from bot.store import Store, Vault

    kept = "data" in settings.model_fields_set
    url = settings.required_database_url() if kept else f"sqlite:///{folder / 'bot.db'}"
    vault = key(settings) if kept else Vault.open(folder / "key")
    current = _current(settings)
    store = await Store.open(url, vault)
    if not kept:
        print("(Essai dans le terminal : rien n'est gardé ni transmis. Pour garder, donnez BOT_DATA.)\n")
    try:
        await Terminal(current, store, reloader=_reloader(settings, current)).run()
    finally:
        await store.close()


async def _demo(settings: Settings, folder: Path, port: int) -> None:
    from bot.chat.stage import ORGANISER, Stage, Unplayable
    from bot.desk import Actor, Clerk
    from bot.maintain.edit import FolderEditor
    from bot.store import PERSON, Store, Vault
    from bot.web import demo, site
    from bot.web.door import Doors
    from bot.web.server import application, serving

    stop = _stopped_by_signals()
    address = f"http://127.0.0.1:{port}"
    shown = settings.model_copy(update={"faq": folder / "faq"})
    current = _current(settings)
    await asyncio.to_thread(shutil.copytree, settings.faq, shown.faq)
    store = await Store.open(f"sqlite:///{folder / 'bot.db'}", Vault.open(folder / "key"))
    doors, editor = Doors(), FolderEditor(shown.faq)

    def door(actor: Actor) -> str:
        return f"{address}/porte/{doors.make(actor)}"

    try:
        stage = Stage(
            current,
            store,
            _reloader(shown, current),
            take_back=_DEMO_TAKE_BACK,
            door=door,
            chores=(Clerk(store, editor).write,),
        )
        organiser = Actor(store.database.vault.pseudonym(PERSON, ORGANISER), "Alix")
        title = current.knowledge.content.pack.title
        played = demo.Demo(stage, title, Unplayable, lambda: door(organiser), stop.is_set)
        pages = site.routes(site.Site(store, stage.desk, current, editor, shown.faq, doors, address))
        served = application(stage.is_ready, [*played.routes(), *pages], demo.MIDDLEWARE)
        async with serving(served, ("127.0.0.1", port), stop, "--port"):
            print(f"La démonstration est à l'adresse {address} (Ctrl+C l'arrête).", flush=True)
            await stage.run(stop)
    finally:
        await store.close()


def _stopped_by_signals() -> asyncio.Event:
    """Give what SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def _chores(settings: Settings, conversation: "Conversation", store: "Store", current: "Current") -> "Sequence[Chore]":
    from bot.chat.board import Board
    from bot.chat.statistics import Statistics
    from bot.desk import Clerk

    clerk = Clerk(store, editor(settings))
    if settings.organisers_chat is None:
        return [clerk.write]
    board = Board(store, current, conversation.desk, settings.organisers_chat)
    return [clerk.write, board.show, Statistics(current, store, settings.organisers_chat, settings.digest).weekly]


def _backups(settings: Settings) -> "Daily | None":
    from bot.store.backup import Daily
    from bot.store.database import sqlite_file

    url = settings.required_database_url()
    if not settings.backups:
        return None
    if sqlite_file(url) is None:
        what = "BOT_BACKUPS ne copie que les bases SQLite."
        raise MendableError(f"{what} Pour PostgreSQL, utilisez pg_dump et retirez ce réglage.")
    return Daily(url, settings.data / "backups", settings.backups)


def _forge(settings: Settings) -> "Forge | None":
    if settings.faq_remote is None:
        return None
    from bot.maintain.forge import Forge

    return Forge.open(settings.faq, settings.faq_remote.get_secret_value())


def _reloader(settings: Settings, current: "Current") -> "Reloader":
    from bot.maintain.reload import Reloader

    return Reloader(settings.faq, current, settings.precision)


def _current(settings: Settings, *, ready: bool = True) -> "Current":
    """Learn the content; `ready`: all of it now, for whoever is about to be asked."""
    from bot.content import load
    from bot.maintain.reload import out_of_the_way
    from bot.matching.answering import Answerer
    from bot.wording.knowledge import Current, Knowledge

    with out_of_the_way():
        content = load(settings.faq)
        answerer = Answerer.build(content, settings.precision)
        if ready:
            answerer.get_ready()
        return Current(Knowledge(content, answerer))
