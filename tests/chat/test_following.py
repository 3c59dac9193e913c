"""The forge is looked at while the bot runs; what a person has to know is told once."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.chat.following import Following
from bot.content import load
from bot.content.sentences import fill
from bot.maintain.edit import FolderEditor
from bot.maintain.forge import Forge
from bot.wording.knowledge import Current, Knowledge
from tests.chat.conftest import ByTheWord
from tests.forge import Maintainer, founded, git


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    return founded(tmp_path)


@pytest.fixture
def maintainer(bare: Path, tmp_path: Path) -> Maintainer:
    return Maintainer(bare, tmp_path / "maintainer")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "faq"


@pytest.fixture
def forge(folder: Path, bare: Path) -> Forge:
    return Forge.open(folder, str(bare))


@pytest.fixture
def current(folder: Path, forge: Forge) -> Current:
    return Current(Knowledge(load(folder), ByTheWord()))


@pytest.fixture
async def told(forge: Forge, current: Current) -> AsyncIterator[list[str]]:
    """Follow the forge at a lively pace; give what the organisers are told."""
    announced: list[str] = []
    running = asyncio.create_task(Following(forge, current, announced.append, every=0.05).run())
    yield announced
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not is_so():  # noqa: ASYNC110  # another thread works on files
            await asyncio.sleep(0.01)


async def test_an_edit_on_the_forge_arrives_and_a_broken_one_is_told_once(
    told: list[str], folder: Path, current: Current, maintainer: Maintainer
) -> None:
    maintainer.edits("reponse: Remerciez", "reponce: Remerciez")
    await until(lambda: bool(told))
    await asyncio.sleep(0.3)
    maintainer.edits("reponce: Remerciez", "reponse: Dites merci")
    await until(lambda: len(told) > 1)
    assert "reponce" in told[0] and told[1:] == [current.knowledge.messages.content_good]
    await until(lambda: load(folder).entries["avis"].answer.startswith("Dites merci"))


async def test_what_cannot_join_the_forge_is_told_with_its_branch(
    folder: Path, forge: Forge, current: Current, maintainer: Maintainer, bare: Path
) -> None:
    FolderEditor(folder, forge.record).set_entry("avis", answer="Des organisateurs.")
    maintainer.edits("Remerciez, expliquez, proposez d'en parler.", "De la forge.")
    announced: list[str] = []
    following = Following(forge, current, announced.append, every=1000)
    running = asyncio.create_task(following.run())
    await until(lambda: bool(announced))
    [branch] = [name for name in git(bare, "branch", "--format=%(refname:short)").split() if name != "main"]
    assert announced == [fill(current.knowledge.messages.content_offered, branch=branch)]
    maintainer.edits("De la forge.", "Encore de la forge.")
    following.hurry()
    await until(lambda: load(folder).entries["avis"].answer == "Encore de la forge.")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert len(announced) == 1


async def test_a_forge_that_is_away_is_logged_once(
    told: list[str], bare: Path, caplog: pytest.LogCaptureFixture
) -> None:
    away = bare.rename(bare.with_name("away.git"))
    await until(lambda: "n'ont pas pu être réunis" in caplog.text)
    await asyncio.sleep(0.3)
    assert len([one for one in caplog.records if one.levelno == logging.WARNING]) == 1
    assert told == []
    away.rename(bare)
