"""The version of the tables, and the way to it."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, column, inspect, select, table

from bot.problem import MendableError

HEAD: Final = "0005"
"""The revision that the code is written for: the last one in `migrations/versions/`."""

MIGRATIONS: Final = Path(__file__).with_name("migrations")


def upgrade(connection: Connection) -> None:
    """Bring the tables to HEAD, inside the transaction under way.

    Raises MendableError when the database comes from a later version of the bot.
    """
    if _revision(connection) == HEAD:
        return
    # Alembic takes as long to import as the rest of the start: only when there is something to migrate.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        what = "BOT_DATABASE_URL : cette base vient d'une version plus récente du bot."
        raise MendableError(f"{what} Mettez le bot à jour, ou indiquez une autre base.") from error


def _revision(connection: Connection) -> str | None:
    versions = table("alembic_version", column("version_num"))
    if not inspect(connection).has_table(versions.name):
        return None
    return connection.scalar(select(versions.c.version_num))
