"""`bot doctor`: what is wrong with an installation and how to mend it; nothing is changed, made or sent."""

import asyncio
import os
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from bot.cli.commands import print_json
from bot.config import Settings, read
from bot.problem import Finding, MendableError

_LABELS: Final = {"fine": "bien", "doubtful": "à voir", "wrong": "À RÉPARER"}
_WIDTH: Final = max(map(len, _LABELS.values()))
_BACKUP_DAYS: Final = 2


def doctor(arguments: Namespace) -> int:
    """Examine the installation."""
    found = [finding for examine in _EXAMINATIONS for finding in examine(read())]
    wrong = sum(one.state == "wrong" for one in found)
    if arguments.json:
        print_json([{"state": one.state, "what": one.what, "remedy": one.remedy} for one in found])
    else:
        for one in found:
            print(f"{_LABELS[one.state]:{_WIDTH}}  {one.what}")
            if one.remedy:
                print(f"{'':{_WIDTH}}  → {one.remedy}")
        print(f"\nÀ réparer : {wrong}." if wrong else "\nRien à réparer.")
    return 1 if wrong else 0


def _content(settings: Settings) -> Iterator[Finding]:
    from bot.content import load

    try:
        content = load(settings.faq)
        content.required_messages()
    except MendableError as error:
        first, *others = str(error).splitlines()
        more = f" (et {len(others)} autres)" if others else ""
        yield Finding("wrong", f"La FAQ ne se lit pas : {first}{more}", "Voyez tout : bot check")
        return
    yield Finding("fine", f"La FAQ se lit : {len(content.entries)} fiches dans {settings.faq}.")
    if not (settings.contact or content.pack.contact):
        remedy = "Remplissez « contact » dans faq.yaml, ou BOT_CONTACT."
        yield Finding("doubtful", "/confidentialite ne dit pas où écrire au sujet de ses données.", remedy)


def _key(settings: Settings) -> Iterator[Finding]:
    from bot import app
    from bot.store import Vault

    file = settings.key_file
    if missing := app.missing_key(settings):
        yield Finding("wrong", *missing)
        return
    if not file.exists():
        yield Finding("fine", f"Il n'y a pas encore de clé {file} : le premier démarrage la crée.")
        return
    key_id = Vault.fingerprint(file)
    if key_id is None:
        remedy = "Remettez celui que vous avez gardé en lieu sûr."
        yield Finding("wrong", f"BOT_KEY_FILE : {file} ne se lit pas, ou n'est pas un fichier de clé.", remedy)
    elif os.name == "posix" and file.stat().st_mode & 0o077:
        yield Finding("wrong", f"D'autres comptes peuvent lire la clé {file}.", f"chmod 600 {file}")
    else:
        yield Finding("fine", f"La clé {file} est à vous seul (empreinte {key_id}).")


def _database(settings: Settings) -> Iterator[Finding]:
    from bot.store import Vault
    from bot.store.examination import examine

    try:
        yield from asyncio.run(examine(settings.required_database_url(), Vault.fingerprint(settings.key_file)))
    except MendableError as error:
        yield Finding("wrong", str(error))


def _data(settings: Settings) -> Iterator[Finding]:
    folder = next(one for one in (settings.data, *settings.data.absolute().parents) if one.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        remedy = f"Donnez ce dossier au compte qui fait tourner le bot : chown -R COMPTE {folder}"
        yield Finding("wrong", f"BOT_DATA : ce compte ne peut pas écrire dans {folder}.", remedy)


def _backups(settings: Settings) -> Iterator[Finding]:
    from bot.store.database import sqlite_file

    try:
        if sqlite_file(settings.required_database_url()) is None:
            return
    except MendableError:  # told already
        return
    if not settings.backups:
        remedy = "Réglez BOT_BACKUPS=7, ou copiez la base autrement."
        yield Finding("doubtful", "Le bot ne fait pas de sauvegarde quotidienne.", remedy)
        return
    oldest = date.today() - timedelta(days=_BACKUP_DAYS)
    recent = [file for file in (settings.data / "backups").glob("bot-*.db") if file.name >= f"bot-{oldest}.db"]
    if recent:
        yield Finding("fine", f"La dernière sauvegarde est {max(recent)}.")
    else:
        remedy = "Elle se fait au démarrage du bot ; s'il tourne, son journal dit pourquoi elle manque."
        yield Finding("doubtful", f"Aucune sauvegarde n'a moins de {_BACKUP_DAYS} jours.", remedy)


def _alive(settings: Settings) -> Iterator[Finding]:
    from bot.app import HEALTHY_SECONDS, heartbeat

    try:
        age = time.time() - heartbeat(settings).stat().st_mtime
    except FileNotFoundError:
        yield Finding("doubtful", "Le bot n'a encore jamais tourné sur ces données.", "Démarrez-le : bot run")
        return
    if abs(age) < HEALTHY_SECONDS:
        yield Finding("fine", f"Le bot tourne : dernier signe de vie il y a {age:.0f} s.")
    else:
        what = f"Le bot ne tourne pas, ou ne va pas bien : dernier signe de vie il y a {timedelta(seconds=int(age))}."
        yield Finding("doubtful", what, "Démarrez-le (bot run) ; s'il tourne, voyez son journal.")


def _organisers(settings: Settings) -> Iterator[Finding]:
    if not settings.organisers:
        remedy = "Mettez dans BOT_ORGANISERS le numéro que /id donne à la personne, ou : bot organisers add"
        yield Finding("doubtful", "Aucun organisateur n'est réglé.", remedy)
    if settings.organisers_chat is None:
        remedy = "Créez un groupe, ajoutez-y le bot, écrivez-y /id, et mettez ce numéro dans BOT_ORGANISERS_CHAT."
        yield Finding("doubtful", "Les organisateurs n'ont pas de chat.", remedy)


def _telegram(settings: Settings) -> Iterator[Finding]:
    from bot import logs
    from bot.chat.examination import examine

    try:
        token = settings.required_token()
    except MendableError as error:
        yield Finding("wrong", str(error))
        return
    logs.set_up("ERROR", token)
    examined = examine(token, settings.api_url, webhook=settings.webhook, organisers_chat=settings.organisers_chat)
    yield from asyncio.run(examined)


_EXAMINATIONS: Final[tuple[Callable[[Settings], Iterator[Finding]], ...]] = (
    _content,
    _key,
    _data,
    _database,
    _backups,
    _alive,
    _organisers,
    _telegram,
)
