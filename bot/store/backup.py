"""Copies of a SQLite database, made while the bot works, checked, and put back."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from bot.problem import MendableError
from bot.store.database import sqlite_file
from bot.store.schema import HEAD
from bot.store.vault import Vault

_PAGES: Final = 256
_DAILY: Final = re.compile(r"bot-\d{4}-\d{2}-\d{2}\.db")


def backup(url: str, file: Path) -> str:
    """Copy the database into a new file, in one state, while others write to it; give the fingerprint of its key.

    The key is not inside: without it the copy is worth nothing. Raises MendableError when the file exists, the
    database does not, the copy cannot be written or is not sound (nothing is left of it then), or it is PostgreSQL.
    """
    source = _sqlite(url, "pg_dump")
    if file.exists():
        raise MendableError(f"{file} existe déjà. Donnez un autre nom : une sauvegarde n'en écrase pas une autre.")
    with _told_plainly(file), _copy(source, file) as copy:
        key_id, _ = _origin(copy)
        copy.replace(file)
        _sync(file.parent)
    return key_id


def restore(file: Path, url: str, vault: Vault, *, replace: bool = False) -> None:
    """Put a backup in the place of the database; the one that was there is kept beside, as `.before-restore`.

    Raises MendableError, and changes nothing, when the file is no sound backup of the bot, belongs to another key or
    a later version, or when the database is in use, or exists and `replace` was not said.
    """
    target = _sqlite(url, "pg_restore", must_exist=False)
    with _told_plainly(file):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _copy(file, target) as copy:
            key_id, version = _origin(copy)
            if key_id != vault.key_id:
                what = f"BOT_KEY_FILE : {file} a été chiffré avec une autre clé ({key_id})"
                raise MendableError(
                    f"{what} que celle du fichier ({vault.key_id}). Remettez le fichier de clé d'origine."
                )
            if version > HEAD:
                raise MendableError(f"{file} vient d'une version plus récente du bot. Mettez d'abord le bot à jour.")
            if target.exists():
                if not replace:
                    raise MendableError(f"La base {target} existe déjà. Dites --replace pour la remplacer.")
                _set_aside(target)
            for left in ("-wal", "-shm"):  # SQLite would play another database's into this one
                target.with_name(target.name + left).unlink(missing_ok=True)
            copy.replace(target)
            _sync(target.parent)


@dataclass(frozen=True, slots=True)
class Daily:
    """One backup a day in a folder, of which the last ones are kept."""

    url: str
    folder: Path
    keep: int

    def make(self, today: date) -> Path | None:
        """Make today's backup unless it is there, and delete the oldest; raises MendableError as `backup` does."""
        file = self.folder / f"bot-{today.isoformat()}.db"
        made = None
        if not file.exists():
            with _told_plainly(file):
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            backup(self.url, file)
            made = file
        with _told_plainly(self.folder):
            rotate(self.folder, self.keep)
        return made


def rotate(folder: Path, keep: int) -> list[Path]:
    """Delete the oldest daily backups (`bot-YYYY-MM-DD.db`) beyond `keep`, and give them; other files stay."""
    daily = sorted(file for file in folder.iterdir() if _DAILY.fullmatch(file.name))
    gone = daily[: max(0, len(daily) - keep)]
    for file in gone:
        file.unlink()
    return gone


def _sqlite(url: str, tool: str, *, must_exist: bool = True) -> Path:
    file = sqlite_file(url)
    if file is None:
        what = "BOT_DATABASE_URL : cette commande ne copie que les bases SQLite."
        raise MendableError(f"{what} Pour PostgreSQL, utilisez {tool}.")
    if must_exist and not file.is_file():
        raise MendableError(f"BOT_DATABASE_URL : il n'y a pas de base {file}. Vérifiez le chemin.")
    return file


@contextmanager
def _told_plainly(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        what = f"{file} : la copie a échoué ({getattr(error, 'strerror', None) or error})."
        raise MendableError(f"{what} Vérifiez le fichier, les droits d'accès et la place sur le disque.") from error


@contextmanager
def _copy(source: Path, target: Path) -> Iterator[Path]:
    """Give a sound copy of a database, on disk, beside its place to be: it is there under that name, or not at all."""
    copy = target.with_name(f"{target.name}.part")
    copy.unlink(missing_ok=True)
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(_connect(source, "ro")) as reading, closing(_connect(copy, "rw")) as writing:
            # In a transaction of its own it reads one state; without it, each write of the bot would start it over.
            reading.execute("BEGIN")
            reading.execute("SELECT 1 FROM sqlite_master").fetchone()
            reading.backup(writing, pages=_PAGES)
            writing.execute("PRAGMA journal_mode=DELETE")
            if writing.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise MendableError(f"{source} est abîmé : rien n'a été écrit. Prenez une autre sauvegarde.")
        _sync(copy)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def _connect(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)


def _origin(copy: Path) -> tuple[str, str]:
    """Give the fingerprint of a database's key and its version; raises MendableError when it is not the bot's."""
    with closing(_connect(copy, "ro")) as connection:
        try:
            [key_id] = connection.execute("SELECT value FROM meta WHERE name = 'key_id'").fetchone()
            [version] = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except (sqlite3.OperationalError, TypeError):
            raise MendableError("Ce fichier n'est pas une base du bot. Indiquez-en une que le bot a faite.") from None
    return key_id, version


def _set_aside(target: Path) -> None:
    kept = target.with_name(f"{target.name}.before-restore")
    if kept.exists():
        raise MendableError(f"{kept} existe déjà, d'une restauration d'avant. Rangez-le ailleurs, puis recommencez.")
    try:
        with closing(_connect(target, "rw")) as connection:
            # Needs the file for itself: refused as long as another process has it open.
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise MendableError(f"La base {target} est en service ({error}). Arrêtez le bot, puis recommencez.") from None
    # A second name first: at no moment is there no database, of which the bot would make an empty one.
    os.link(target, kept)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
