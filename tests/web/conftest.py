import re
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser as Chromium
from starlette.applications import Starlette

from bot.content import Content
from bot.desk import Desk, Rights
from bot.maintain.edit import FolderEditor
from bot.matching.answering import Answerer
from bot.store import Store, Vault
from bot.web import site
from bot.web.door import Doors
from bot.web.server import application
from bot.wording.knowledge import Current, Knowledge
from tests.conftest import FAQ
from tests.desk.conftest import MAX, ZOE, Office, post
from tests.web.screen import CHROMIUM, launched

ADDRESS = "https://page.test"


@dataclass
class Browser:
    """Somebody's browser: cookies, and the token of the page it is on."""

    client: httpx.AsyncClient
    doors: Doors
    office: Office

    async def enter(self, who: str = "zoe") -> None:
        """Go in by a door of their own."""
        answer = await self.client.post(f"/porte/{self.doors.make(getattr(self.office, who))}")
        assert answer.status_code == 303

    async def send(self, path: str, **fields: str) -> httpx.Response:
        """Fill in a form of the page and send it."""
        page = await self.client.get("/faq")
        found = re.search(r'name="jeton" value="(\w+)"', page.text)
        return await self.client.post(path, data={"jeton": found[1] if found else "", **fields})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FAQ, tmp_path / "faq"))


@pytest.fixture
async def office(tmp_path: Path, shipped: Content, answerer: Answerer) -> AsyncIterator[Office]:
    store = await Store.open(f"sqlite:///{tmp_path / 'bot.db'}", Vault.open(tmp_path / "key"))
    current = Current(Knowledge(shipped, answerer))
    yield Office(store, Desk(store, current, Rights(store, (ZOE, MAX)), post, 60))
    await store.close()


@pytest.fixture
def doors() -> Doors:
    return Doors()


@pytest.fixture
def served(office: Office, doors: Doors, folder: Path, shipped: Content, answerer: Answerer) -> Starlette:
    async def ready() -> bool:
        return True

    current = Current(Knowledge(shipped, answerer))
    pages = site.routes(site.Site(office.store, office.desk, current, FolderEditor(folder), folder, doors, ADDRESS))
    return application(ready, pages, site.MIDDLEWARE)


@pytest.fixture
async def browser(served: Starlette, doors: Doors, office: Office) -> AsyncIterator[Browser]:
    transport = httpx.ASGITransport(app=served)
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        yield Browser(client, doors, office)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """A headless Chromium, once a file: a test opens contexts of its own."""
    if not CHROMIUM:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    with launched() as browser:
        yield browser
