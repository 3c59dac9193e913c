"""When a content folder has changed: told within a fraction of a second, once things have settled.

The system's own notices wake us; what counts is whether the files are other ones than before. That is looked at often
enough by itself, for the folders of which no notice comes: some mounted in containers, links that are turned over, a
folder that was away for a moment.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import awatch

from bot.content.files import unread_files, yaml_files

LOOK_SECONDS = 0.5
"""How often the folder is looked at without a notice."""

SETTLED_SECONDS = 0.1
"""For how long nothing must have changed: an editor may write a file in several goes, or several files."""

_NOTICE_MS = 20

Signature = frozenset[tuple[str, int, int, int]]
"""The files of a folder: name, time of change (ns), size, inode."""


async def changes(folder: Path) -> AsyncIterator[None]:
    """Yield at once, then each time the YAML files of a folder have changed and things have settled."""
    seen = await asyncio.to_thread(signature, folder)
    yield
    async for _ in _wakes(folder):
        now = await asyncio.to_thread(signature, folder)
        if now != seen:
            seen = await _settled(folder, now)
            yield


def signature(folder: Path) -> Signature:
    """Tell the YAML files of a folder, those that are not read included, from any others."""
    found = set()
    for path in (*yaml_files(folder), *unread_files(folder)):
        try:
            status = (folder / path).stat()
        except OSError:  # gone meanwhile, or a link to nowhere: the reading will tell
            found.add((path, 0, 0, 0))
        else:
            found.add((path, status.st_mtime_ns, status.st_size, status.st_ino))
    return frozenset(found)


async def _settled(folder: Path, seen: Signature) -> Signature:
    """Wait until nothing changes any more."""
    while True:
        await asyncio.sleep(SETTLED_SECONDS)
        now = await asyncio.to_thread(signature, folder)
        if now == seen:
            return now
        seen = now


async def _wakes(folder: Path) -> AsyncIterator[None]:
    """Yield when the system says that something changed, and every `LOOK_SECONDS`."""
    while True:
        timeout = int(LOOK_SECONDS * 1000)
        try:
            async for _ in awatch(
                folder, step=_NOTICE_MS, debounce=_NOTICE_MS, rust_timeout=timeout, yield_on_timeout=True
            ):
                yield
        except (OSError, RuntimeError):  # the folder is away, or the system has no notices left to give
            pass
        await asyncio.sleep(LOOK_SECONDS)
        yield
