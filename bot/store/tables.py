"""What all tables share. Each group's `Table` stands in its own file; times are Unix seconds, UTC."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import Column, MetaData, String, Table

# With named constraints a later migration can change them, on SQLite too.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite would give the id of an erased question to the next one, and an old button would act on a stranger's.
IDS_USED_ONCE: Final[dict[str, Any]] = {"sqlite_autoincrement": True}

meta = Table("meta", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False))

BATCH: Final = 500
"""How many values one query names: databases take some ten thousand at most."""

_T = TypeVar("_T")


def batches(values: Collection[_T]) -> Iterator[Sequence[_T]]:
    """Give values in parts that a query can name."""
    every = list(values)
    return (every[start : start + BATCH] for start in range(0, len(every), BATCH))
