"""A folder's changes are told once things have settled, however they are made."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.maintain import watch
from bot.maintain.watch import changes
from tests.conftest import SMALL, Write

PATH = "questions/facebook.yaml"


@asynccontextmanager
async def watching(folder: Path) -> AsyncIterator[asyncio.Queue[None]]:
    """Watch a folder; what is told is put into the queue, but for the first time."""
    told: asyncio.Queue[None] = asyncio.Queue()

    async def watch() -> None:
        async for _ in changes(folder):
            await told.put(None)

    watching = asyncio.create_task(watch())
    try:
        await asyncio.wait_for(told.get(), 10)
        yield told
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def quiet(told: asyncio.Queue[None]) -> bool:
    """Wait until a change would long have been told, and say whether none was."""
    await asyncio.sleep(2 * (watch.LOOK_SECONDS + watch.SETTLED_SECONDS))
    return told.empty()


def save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def save_by_rename(path: Path, text: str) -> None:
    (path.parent / ".x.swp").write_text(text, encoding="utf-8")
    (path.parent / ".x.swp").replace(path)


def save_by_backup(path: Path, text: str) -> None:
    path.rename(path.with_suffix(".yaml~"))
    path.write_text(text, encoding="utf-8")


def add_a_file(path: Path, text: str) -> None:
    (path.parent / "autre.yaml").write_text(text, encoding="utf-8")


def remove_it(path: Path, text: str) -> None:
    path.unlink()


def replace_the_folder(path: Path, text: str) -> None:
    folder = path.parents[1]
    shutil.copytree(folder, folder.with_name("new"))
    (folder.with_name("new") / PATH).write_text(text, encoding="utf-8")
    folder.rename(folder.with_name("old"))
    folder.with_name("new").rename(folder)


WAYS = [save, save_by_rename, save_by_backup, add_a_file, remove_it, replace_the_folder]


@pytest.mark.parametrize("way", WAYS)
async def test_a_change_is_told_once(way: Callable[[Path, str], None], write: Write) -> None:
    folder = write(SMALL)
    async with watching(folder) as told:
        way(folder / PATH, "theme: Autre\n")
        await asyncio.wait_for(told.get(), 10)
        assert await quiet(told)


async def test_many_saves_at_once_are_one_change(write: Write) -> None:
    folder = write(SMALL)
    async with watching(folder) as told:
        for number in range(20):
            save(folder / PATH, f"theme: {number}\n")
            await asyncio.sleep(0.02)
        await asyncio.wait_for(told.get(), 10)
        assert await quiet(told)


async def test_what_is_not_content_is_no_change(write: Write) -> None:
    folder = write({**SMALL, ".git/config.yaml": "a: 1\n"})
    async with watching(folder) as told:
        save(folder / "LISEZMOI.md", "autre")
        save(folder / ".git/config.yaml", "a: 2\n")
        save(folder / "questions/.facebook.yaml.swp", "x")
        assert await quiet(told)


async def test_a_folder_that_comes_later_is_seen(tmp_path: Path, write: Write) -> None:
    async with watching(tmp_path / "later") as told:
        assert await quiet(told)
        write(SMALL).rename(tmp_path / "later")
        await asyncio.wait_for(told.get(), 10)
        save(tmp_path / "later" / PATH, "theme: Autre\n")
        await asyncio.wait_for(told.get(), 10)
        assert await quiet(told)
