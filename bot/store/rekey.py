"""Encrypting everything anew with the first key of the file, while the bot works, so that an older one can go."""

import asyncio
from collections.abc import Callable
from typing import Final

from sqlalchemy import Column, LargeBinary, Table, or_, select, tuple_, update

from bot.store.database import Database
from bot.store.tables import metadata

_BATCH: Final = 500
_PAUSE: Final = 0.1
"""Seconds: a process that waits for SQLite's lock asks for it again after as long."""


async def rekey(database: Database, progress: Callable[[int], None]) -> int:
    """Encrypt anew what an older key encrypted, and count the values; `progress` is told how many so far.

    In short transactions; what is done stays done, so an interrupted run is simply started again. Ends after a pass
    that found nothing: meanwhile another process may have written with the key that was first when it began.
    """
    total = 0
    while (after := await _pass(database, total, progress)) > total:
        total = after
    return total


async def _pass(database: Database, count: int, progress: Callable[[int], None]) -> int:
    for table in metadata.sorted_tables:
        # All that is encrypted is binary, and nothing else is.
        encrypted = [column for column in table.columns if isinstance(column.type, LargeBinary)]
        after: tuple[object, ...] | None = ()
        while encrypted and after is not None:
            renewed, after = await _renew(database, table, encrypted, after)
            count += renewed
            progress(count)
    return count


async def _renew(
    database: Database, table: Table, encrypted: list[Column[bytes]], after: tuple[object, ...]
) -> tuple[int, tuple[object, ...] | None]:
    """Renew one batch of rows; give how many values changed, and the key of the last row (None: no more rows)."""
    key = list(table.primary_key.columns)
    query = select(*key, *encrypted).where(or_(*(column.is_not(None) for column in encrypted)))
    if after:
        query = query.where(tuple_(*key) > after)
    async with database.read() as tx:
        rows = (await tx.execute(query.order_by(*key).limit(_BATCH))).all()
    changes = [
        # Only what is still as it was read: somebody may have written there meanwhile.
        update(table).where(*(each == row._mapping[each] for each in key), column == old).values({column.name: new})
        for row in rows
        for column in encrypted
        if (old := row._mapping[column]) is not None and (new := database.vault.renewed(old))
    ]
    count = 0
    if changes:
        async with database.begin() as tx:
            for change in changes:
                count += (await tx.execute(change)).rowcount
        await asyncio.sleep(_PAUSE)
    return count, tuple(rows[-1][: len(key)]) if len(rows) == _BATCH else None
