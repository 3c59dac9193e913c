"""The one way to the database: its address, its transactions, and all that only SQLite needs."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import URL, Connection, event, func, insert, make_url, select
from sqlalchemy.exc import ArgumentError, DisconnectionError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.problem import MendableError
from bot.store import schema
from bot.store.tables import meta
from bot.store.vault import Vault

BUSY_SECONDS: Final = 5
_KEY_ID = "key_id"
_FILE = "file"
_PREPARING = asyncio.Lock()  # what Alembic is working on is global to the process
_PREPARING_ID = 0x626F74  # any number, the same in every bot
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_PRAGMAS = (
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "journal_mode=WAL",
    "synchronous=FULL",  # a commit survives a power cut, not only a kill
    "foreign_keys=ON",
    "secure_delete=ON",  # erased means overwritten
)
_EXAMPLE = "sqlite:///data/bot.db ou postgresql://utilisateur:motdepasse@serveur/base"

Transaction = AsyncConnection
"""What `begin` and `read` give, and what a method named `tx` takes."""


class StorageError(Exception):
    """The database is locked, full or gone: nothing of the transaction was stored, a later one may succeed."""


class Database:
    """A database at its latest version, known to belong to the vault's key."""

    def __init__(self, engine: AsyncEngine, vault: Vault, file: Path | None) -> None:
        self.vault = vault
        self._engine = engine
        self._writing = engine.execution_options(bot_immediate=True)
        self._file = file
        self._opened: tuple[int, int] | None = None
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, vault: Vault) -> Self:
        """Connect, making a SQLite file's folder, bring the tables up to date, and check the key.

        `url`: sqlite:///path or postgresql://…, with or without the driver. Raises MendableError when the address
        is not one, the place cannot be reached, or the database belongs to another key or a later version.
        """
        target = address(url)
        shown = target.render_as_string(hide_password=True)
        file = sqlite_file(url)
        try:
            if file:
                _make_room(file)
            # Without parameters in messages and logs: they are what people wrote.
            engine = create_async_engine(target, hide_parameters=True)
        except ModuleNotFoundError as error:
            what = "BOT_DATABASE_URL : il manque le pilote de PostgreSQL."
            raise MendableError(f"{what} Installez-le : uv sync --extra postgresql") from error
        except OSError as error:
            raise _unreachable(shown, error) from error
        if file:
            event.listen(engine.sync_engine, "do_connect", partial(_remember_file, file))
            event.listen(engine.sync_engine, "connect", _set_up_sqlite)
            event.listen(engine.sync_engine, "checkout", partial(_check_file, file))
            event.listen(engine.sync_engine, "begin", _begin_sqlite)
        database = cls(engine, vault, file)
        try:
            with _storage_errors():
                await database._prepare()
        except StorageError as error:
            await database.close()
            raise _unreachable(shown, error) from error
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        """Open the one write transaction: committed at the end, rolled back by an exception.

        Raises StorageError when it cannot be stored, after BUSY_SECONDS when others keep it locked.
        """
        with _storage_errors():
            async with self._my_turn():
                await self._follow_file()
                async with self._writing.begin() as connection:
                    yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """Open a transaction that only reads, in one state of the data; raises StorageError when it cannot."""
        with _storage_errors():
            await self._follow_file()
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def _my_turn(self) -> AsyncIterator[None]:
        if self._file is None:
            yield
            return
        # SQLite lets one writer in and makes the others poll: within a process, first come, first served is faster.
        async with asyncio.timeout(BUSY_SECONDS):
            await self._turn.acquire()
        try:
            yield
        finally:
            self._turn.release()

    async def _follow_file(self) -> None:
        """Raise OSError when SQLite's file is gone, and open the one that took its place.

        SQLite itself goes on with a file that was deleted, and what it writes there is lost.
        """
        if self._file and _identity(self._file) != self._opened:
            await self._prepare()

    async def _prepare(self) -> None:
        # Looked up first: when it is replaced meanwhile, the next transaction prepares the new one.
        opened = _identity(self._file) if self._file else None
        async with _PREPARING, self._writing.begin() as connection:
            if self._file is None:
                # On SQLite this transaction is alone; PostgreSQL would let several bots make the tables at once.
                await connection.execute(select(func.pg_advisory_xact_lock(_PREPARING_ID)))
            await connection.run_sync(schema.upgrade)
            key_id = await connection.scalar(select(meta.c.value).where(meta.c.name == _KEY_ID))
            if key_id is None:
                await connection.execute(insert(meta).values(name=_KEY_ID, value=self.vault.key_id))
            elif key_id != self.vault.key_id:
                what = f"BOT_KEY_FILE : cette base a été chiffrée avec une autre clé ({key_id})"
                remedy = "Remettez le fichier de clé d'origine, ou indiquez une autre base avec BOT_DATABASE_URL."
                raise MendableError(f"{what} que celle du fichier ({self.vault.key_id}). {remedy}")
        self._opened = opened


def sqlite_file(url: str) -> Path | None:
    """Give the file that an address names, or None when it names a server; raises MendableError when it is none."""
    target = address(url)
    return Path(target.database or "") if target.get_backend_name() == "sqlite" else None


def address(url: str) -> URL:
    """Read an address, as libpq or SQLAlchemy write it; raises MendableError when it is none."""
    try:
        target = make_url(url)
        target = target.set(drivername=_DRIVERS[target.drivername])
    except (ArgumentError, ValueError, KeyError):
        # From nothing: the address may hold a password.
        raise MendableError(f"BOT_DATABASE_URL n'est pas l'adresse d'une base. Écrivez {_EXAMPLE}") from None
    if target.get_backend_name() == "sqlite" and target.database in (None, "", ":memory:"):
        raise MendableError(f"BOT_DATABASE_URL ne nomme aucun fichier. Écrivez {_EXAMPLE}")
    # Hosts hand out addresses in libpq's words.
    return target.set(query={"ssl" if name == "sslmode" else name: value for name, value in target.query.items()})


def _make_room(file: Path) -> None:
    """Make a SQLite file and its folder where they are missing; raises OSError where it cannot be written.

    The driver would find out too, but leaves a thread behind that answers into a loop which may be closed by then.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.open("ab").close()


def _unreachable(shown: str, error: Exception) -> MendableError:
    remedy = "Vérifiez l'adresse, que la base est en route, les droits d'accès et la place sur le disque."
    return MendableError(f"BOT_DATABASE_URL : la base {shown} ne s'ouvre pas ({error}). {remedy}")


@contextmanager
def _storage_errors() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise StorageError(str(getattr(error, "orig", None) or error) or type(error).__name__) from error


def _identity(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_dev, status.st_ino


def _remember_file(file: Path, _dialect: object, record: ConnectionPoolEntry, *_arguments: object) -> None:
    # Before it is opened: when it is replaced meanwhile, the connection counts as one to the old file.
    record.info[_FILE] = _identity(file)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: `_begin_sqlite` does.
    # Source: https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
    connection.isolation_level = None
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()
    except BaseException:
        # The pool does not know it yet, and would leave it behind with its thread.
        connection.close()
        raise


def _check_file(file: Path, _connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Have a connection to a file that is not there any more closed, and another one made in its place."""
    if record.info.get(_FILE) != _identity(file):
        raise DisconnectionError


def _begin_sqlite(connection: Connection) -> None:
    # A writer asks for the lock at once: a reader that turns writer midway would be refused without waiting.
    immediate = connection.get_execution_options().get("bot_immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
