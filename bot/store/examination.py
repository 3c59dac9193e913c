"""Whether a database is well, looked at without changing it: nothing is made, migrated or locked."""

import shutil
from pathlib import Path
from typing import Final

from sqlalchemy import URL, func, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.problem import Finding
from bot.store.database import address, sqlite_file
from bot.store.inbox import DEAD, inbox
from bot.store.outbox import FAILED, outbox
from bot.store.schema import HEAD
from bot.store.tables import meta

_LOW, _VERY_LOW = 500 * 2**20, 50 * 2**20
"""Free bytes on the disk."""

_RESTORE: Final = "Arrêtez le bot, puis remettez la dernière sauvegarde : bot restore FICHIER --replace"

_MEGA: Final = 2**20


async def examine(url: str, key_id: str | None) -> list[Finding]:
    """Examine a database; `key_id`: of the key in use (None: there is none). Raises MendableError for no address."""
    file = sqlite_file(url)
    if file and not file.exists():
        return [Finding("fine", f"La base {file} n'existe pas encore : le premier démarrage la crée."), *_space(file)]
    shown = str(file) if file else make_url(url).render_as_string(hide_password=True)
    try:
        engine = create_async_engine(_read_only(file) if file else address(url), hide_parameters=True)
    except ModuleNotFoundError:
        return [Finding("wrong", "Il manque le pilote de PostgreSQL.", "Installez-le : uv sync --extra postgresql")]
    try:
        async with engine.connect() as connection:
            found = [*await _whole(connection, file is not None), *await _ours(connection, shown, key_id)]
    except (SQLAlchemyError, OSError) as error:
        why = getattr(error, "orig", None) or error
        remedy = "Vérifiez BOT_DATABASE_URL et BOT_DATA, que la base est en route, et les droits d'accès."
        if "malformed" in str(why):
            remedy = _RESTORE
        found = [Finding("wrong", f"La base {shown} ne se lit pas ({why}).", remedy)]
    finally:
        await engine.dispose()
    return [*found, *(_space(file) if file else [])]


def _read_only(file: Path) -> URL:
    query = {"mode": "ro", "uri": "true"}
    return URL.create("sqlite+aiosqlite", database=file.absolute().as_uri(), query=query)


async def _whole(connection: AsyncConnection, is_file: bool) -> list[Finding]:
    if not is_file:
        return []
    said = list(await connection.scalars(text("PRAGMA integrity_check(1)")))
    if said == ["ok"]:
        return [Finding("fine", "La base est intacte.")]
    return [Finding("wrong", f"La base est abîmée ({said[0]}).", _RESTORE)]


async def _ours(connection: AsyncConnection, shown: str, key_id: str | None) -> list[Finding]:
    version = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    if version is None or version > HEAD:
        return [Finding("wrong", f"La base {shown} vient d'une version plus récente du bot.", "Mettez le bot à jour.")]
    found = [Finding("fine", f"La base {shown} s'ouvre.")]
    if version < HEAD:
        found = [Finding("fine", f"La base {shown} s'ouvre ; le prochain démarrage la mettra à jour.")]
    theirs = await connection.scalar(select(meta.c.value).where(meta.c.name == "key_id"))
    if theirs != key_id:
        remedy = "Remettez à BOT_KEY_FILE le fichier de clé d'origine, que vous avez gardé en lieu sûr."
        found.append(Finding("wrong", f"La base a été chiffrée avec une autre clé ({theirs}).", remedy))
    dead = await connection.scalar(select(func.count()).where(inbox.c.state == DEAD)) or 0
    failed = await connection.scalar(select(func.count()).where(outbox.c.state == FAILED)) or 0
    if dead or failed:
        what = f"Mis de côté après plusieurs essais : messages reçus {dead}, envois {failed}."
        found.append(Finding("doubtful", what, "Le journal du bot dit pourquoi ; ils s'effacent avec le temps."))
    return found


def _space(file: Path) -> list[Finding]:
    folder = next(one for one in file.absolute().parents if one.exists())
    free = shutil.disk_usage(folder).free
    what = f"Place libre pour la base : {free // _MEGA} Mo."
    if free >= _LOW:
        return [Finding("fine", what)]
    remedy = f"Faites de la place sur le disque de {folder}."
    return [Finding("wrong" if free < _VERY_LOW else "doubtful", what, remedy)]
