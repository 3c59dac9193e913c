"""What is done every day, by a running bot on a real disk."""

import asyncio
from datetime import date
from pathlib import Path

from bot.chat.wire import Person
from bot.store import Store
from bot.store.backup import Daily, restore
from tests.chat.conftest import Bot


async def test_a_running_bot_makes_the_backup_of_the_day(silent: Bot, person: Person, tmp_path: Path) -> None:
    silent.backups = Daily(f"sqlite:///{tmp_path / 'bot.db'}", tmp_path / "backups", keep=3)
    await silent.start()
    await silent.says(person, "/aide")
    copy = tmp_path / f"backups/bot-{date.today().isoformat()}.db"
    async with asyncio.timeout(10):
        while not copy.exists():  # noqa: ASYNC110  # nothing tells when the daily job has run
            await asyncio.sleep(0.01)
    vault = silent.store.database.vault
    restore(copy, f"sqlite:///{tmp_path / 'back.db'}", vault)
    again = await Store.open(f"sqlite:///{tmp_path / 'back.db'}", vault)
    assert (await again.inbox.counts()).keys() == (await silent.store.inbox.counts()).keys()
    await again.close()
    assert silent.announced == []


async def test_a_backup_that_fails_is_told_once_and_the_bot_goes_on(
    silent: Bot, person: Person, tmp_path: Path
) -> None:
    (tmp_path / "backups").write_text("no folder")
    silent.backups = Daily(f"sqlite:///{tmp_path / 'bot.db'}", tmp_path / "backups", keep=3)
    await silent.start()
    assert "cherche la réponse" in (await silent.says(person, "/aide")).text
    async with asyncio.timeout(10):
        while not silent.announced:  # noqa: ASYNC110  # the same
            await asyncio.sleep(0.01)
    [told] = silent.announced
    assert "sauvegarde" in told and (tmp_path / "backups").read_text() == "no folder"
