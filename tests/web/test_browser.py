"""Tests of the organisers' page in a real browser: as somebody sees it who only has that browser."""

import asyncio
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Locator, Page, expect

from bot.content import Content
from bot.desk import Actor, Desk, Rights
from bot.maintain.edit import FolderEditor
from bot.matching.answering import Answerer
from bot.store import Store, Vault
from bot.web import site
from bot.web.door import DOOR_SECONDS, Doors
from bot.web.server import application, serving
from bot.wording.knowledge import Current, Knowledge
from tests.conftest import FAQ
from tests.desk.conftest import MAX, ZOE, Office, post
from tests.web.screen import PATIENCE_MS, Background, fits, tab_to, violations

LIVE_MS = 10_000
"""How soon what one organiser does is seen by another."""

MAIN = ["/questions", "/questions/{open}", "/questions/{settled}", "/questions?voir=reglees", "/faq"]
MAIN += ["/faq/nombre-de-fans", "/chiffres", "/chiffres/mois"]


@dataclass
class House:
    """The page, served from a thread, with the desk behind it; `now` moves the doors' clock."""

    office: Office
    folder: Path
    address: str
    background: Background
    now: list[float] = field(default_factory=lambda: [0.0])
    doors: Doors = field(init=False)

    def __post_init__(self) -> None:
        self.doors = Doors(lambda: self.now[0])

    def door(self, who: Actor) -> str:
        """Make a door, a minute after the last: only so many may be tried at once."""
        self.now[0] += 60
        return f"{self.address}/porte/{self.doors.make(who)}"

    def ask(self, number: int, text: str) -> int:
        """Have somebody ask who wants to be told; give the cluster's number."""

        async def asked() -> int:
            self.office.now = int(time.time())
            return (await self.office.cluster_of(await self.office.ask(number, text))).id

        return self.background.do(asked())

    def state(self, id: int) -> str:
        async def state() -> str:
            async with self.office.store.database.read() as tx:
                kept = await self.office.store.clusters.get(tx, id)
            assert kept
            return kept.state

        return self.background.do(state())

    def arrived(self) -> list[str]:
        """Give the texts that reach people once nothing can be taken back any more."""

        async def sent() -> list[str]:
            self.office.now = int(time.time()) + 120
            return [text for _, text in await self.office.send()]

        return self.background.do(sent())


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, shipped: Content, answerer: Answerer) -> Iterator[House]:
    place, background, open_until_the_end = tmp_path_factory.mktemp("house"), Background(), AsyncExitStack()
    folder = Path(shutil.copytree(FAQ, place / "faq"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    async def built() -> House:
        store = await Store.open(f"sqlite:///{place / 'bot.db'}", Vault.open(place / "key"))
        open_until_the_end.push_async_callback(store.close)
        current = Current(Knowledge(shipped, answerer))
        desk = Desk(store, current, Rights(store, (ZOE, MAX)), post, 60)
        house = House(Office(store, desk), folder, f"http://127.0.0.1:{port}", background)
        pages = site.routes(site.Site(store, desk, current, FolderEditor(folder), folder, house.doors, house.address))

        async def ready() -> bool:
            return True

        served = application(ready, pages, site.MIDDLEWARE)
        await open_until_the_end.enter_async_context(serving(served, ("127.0.0.1", port), asyncio.Event()))
        return house

    try:
        yield background.do(built())
    finally:
        background.do(open_until_the_end.aclose())
        background.end()


Enter = Callable[[str], Page]


@pytest.fixture
def enter(chromium: Chromium, house: House) -> Iterator[Enter]:
    """Let an organiser in, with a browser of their own; no page may have a script that fails or is forbidden."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []
    expect.set_options(timeout=PATIENCE_MS)

    def entered(who: str) -> Page:
        context = chromium.new_context(locale="fr-FR", reduced_motion="reduce")
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
        page.goto(house.door(getattr(house.office, who)))
        page.get_by_role("button", name="Entrer").click()
        expect(heading(page)).to_contain_text("Questions")
        return page

    yield entered
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def zoe(enter: Enter) -> Page:
    return enter("zoe")


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def opened(page: Page, house: House, text: str, number: int = 1) -> int:
    """Have something asked, and open it from the list."""
    id = house.ask(number, text)
    page.goto(f"{house.address}/questions")
    page.get_by_role("link", name=text).click()
    expect(heading(page)).to_have_text(text)
    return id


def test_a_link_lets_in_once(zoe: Page, chromium: Chromium, house: House) -> None:
    door = house.door(house.office.max)
    zoe.goto(door)
    zoe.goto(door)  # looking uses nothing up
    zoe.get_by_role("button", name="Entrer").click()
    expect(zoe.get_by_text("Max", exact=True)).to_be_visible()
    zoe.goto(door)
    expect(heading(zoe)).to_have_text("Cette page est fermée")


def test_a_link_that_is_too_old_lets_nobody_in(zoe: Page, house: House) -> None:
    zoe.context.clear_cookies()
    zoe.goto(house.door(house.office.zoe))
    house.now[0] += DOOR_SECONDS + 1
    zoe.get_by_role("button", name="Entrer").click()
    expect(heading(zoe)).to_have_text("Cette page est fermée")
    zoe.goto(f"{house.address}/questions")
    expect(zoe.get_by_text("/tableau")).to_be_visible()


def test_who_leaves_is_out(zoe: Page, house: House) -> None:
    zoe.get_by_role("button", name="Sortir").click()
    zoe.goto(f"{house.address}/questions")
    expect(heading(zoe)).to_have_text("Cette page est fermée")


def test_a_question_is_claimed_answered_and_taken_back(zoe: Page, house: House) -> None:
    id = opened(zoe, house, "faut-il un podcast pour mon cabinet")
    zoe.get_by_role("button", name="Je m’en occupe").click()
    expect(zoe.locator(".claimed")).to_contain_text("Zoé")
    zoe.get_by_role("button", name="Je laisse").click()
    answer = "Oui, <b>si</b> vous en avez le temps."
    for again in (True, False):
        zoe.get_by_label("Votre réponse").fill(answer)
        zoe.get_by_role("button", name="Voir avant d’envoyer").click()
        expect(zoe.locator(".preview b").filter(has_text="si")).to_be_visible()
        zoe.get_by_role("button", name="Envoyer", exact=True).click()
        expect(zoe.get_by_text("Réglée par Zoé")).to_be_visible()
        assert house.state(id) == "answered"
        if again:
            zoe.get_by_role("button", name="Reprendre").click()
            expect(zoe.get_by_role("button", name="Je m’en occupe")).to_be_visible()
            assert house.state(id) == "open"
    assert any("<b>si</b> vous en avez le temps" in text for text in house.arrived())
    zoe.reload()
    expect(zoe.get_by_text("Remise : 1")).to_be_visible()


def test_an_entry_answers_and_a_question_is_opened_again_and_ignored(zoe: Page, house: House) -> None:
    id = opened(zoe, house, "combien de hashtags faut-il mettre")
    zoe.get_by_label("Une autre fiche").select_option("nombre-de-fans")
    zoe.get_by_role("button", name="Répondre par cette fiche").last.click()
    expect(zoe.get_by_text("Réglée par Zoé")).to_be_visible()
    assert house.state(id) == "tied"
    zoe.get_by_role("button", name="Reprendre").click()
    zoe.get_by_role("button", name="Ignorer").click()
    expect(zoe.get_by_text("Ignorée.")).to_be_visible()
    assert house.state(id) == "ignored"


def test_a_new_entry_is_checked_beside_its_fields(zoe: Page, house: House) -> None:
    id = opened(zoe, house, "une mascotte pour mon garage")
    zoe.get_by_label("Réponse", exact=True).fill("Oui : <b>dessinée")
    zoe.get_by_role("button", name="Publier").click()
    expect(zoe.get_by_role("alert").first).to_be_visible()
    expect(zoe.get_by_label("Réponse", exact=True)).to_have_value("Oui : <b>dessinée")
    assert house.state(id) == "open"
    zoe.get_by_label("Réponse", exact=True).fill("Oui : <b>dessinée</b> par quelqu’un du métier.")
    zoe.get_by_role("button", name="Publier").click()
    expect(zoe.get_by_text("Réglée par Zoé")).to_be_visible()
    assert house.state(id) == "written"


def test_wordings_are_parted_and_put_together_and_a_person_is_asked_back(zoe: Page, house: House) -> None:
    id = house.ask(5, "monter un système de parrainage entre clients")
    assert house.ask(6, "parrainage entre clients, monter un système") == id
    zoe.goto(f"{house.address}/questions/{id}")
    zoe.get_by_role("button", name="Séparer").last.click()
    expect(zoe.get_by_role("button", name="Séparer")).to_have_count(0)
    alone = int(zoe.url.rpartition("/")[2])
    assert alone != id
    zoe.get_by_role("listitem").filter(has_text=f"nº {id} ").get_by_role("button", name="Réunir").click()
    expect(zoe.get_by_text("Réunie avec la question")).to_be_visible()
    assert (house.state(alone), house.state(id)) == ("merged", "open")
    zoe.get_by_role("link", name=f"question nº {id}").click()
    zoe.get_by_label("Votre question à la personne").fill("Pour quel commerce ?")
    zoe.get_by_role("button", name="Demander").click()
    expect(zoe.get_by_text("Pour quel commerce ?").first).to_be_visible()
    assert any("Pour quel commerce" in text for text in house.arrived())


def test_two_organisers_see_each_other_and_lose_nothing(enter: Enter, house: House) -> None:
    id = house.ask(7, "un livre d'or à l'accueil du gîte")
    zoe, max = enter("zoe"), enter("max")
    zoe.goto(f"{house.address}/questions/{id}")
    zoe.get_by_label("Votre réponse").fill("Je commence une longue réponse")
    max.goto(f"{house.address}/questions/{id}")
    expect(max.get_by_role("button", name="Je m’en occupe")).to_be_visible()
    other = enter("max")
    other.goto(f"{house.address}/questions/{id}")
    other.get_by_role("button", name="Je m’en occupe").click()
    expect(max.locator(".claimed")).to_contain_text("Max", timeout=LIVE_MS)
    expect(zoe.get_by_text("Il y a du nouveau")).to_be_visible(timeout=LIVE_MS)
    expect(zoe.get_by_label("Votre réponse")).to_have_value("Je commence une longue réponse")
    zoe.get_by_role("button", name="Voir avant d’envoyer").click()
    zoe.get_by_role("button", name="Envoyer", exact=True).click()
    expect(zoe.get_by_role("alert")).to_contain_text("Max s’en occupe")
    expect(zoe.get_by_label("Votre réponse")).to_have_value("Je commence une longue réponse")
    assert house.state(id) == "open"


def test_the_keyboard_is_enough(zoe: Page, house: House) -> None:
    id = house.ask(8, "images de drone au-dessus des vignes")
    zoe.goto(f"{house.address}/questions")
    zoe.keyboard.press("Tab")
    zoe.keyboard.press("Enter")  # to the content, past the navigation
    tab_to(zoe, "images de drone")
    zoe.keyboard.press("Enter")
    expect(heading(zoe)).to_contain_text("drone")
    tab_to(zoe, "Votre réponse")
    zoe.keyboard.type("Demandez à la mairie.")
    tab_to(zoe, "Voir avant")
    zoe.keyboard.press("Enter")
    expect(zoe.locator(".preview")).to_contain_text("Demandez à la mairie.")
    tab_to(zoe, "Envoyer")
    zoe.keyboard.press("Enter")
    expect(zoe.get_by_text("Réglée par Zoé")).to_be_visible()
    assert house.state(id) == "answered"


def test_a_question_is_tried_and_an_entry_edited(zoe: Page, house: House) -> None:
    zoe.get_by_role("link", name="FAQ").click()
    zoe.get_by_role("textbox").first.fill("à quoi servent les fans d'une page")
    zoe.keyboard.press("Enter")
    zoe.get_by_role("status").get_by_role("link").click()
    zoe.get_by_label("Réponse").fill("À peu de chose.")
    zoe.get_by_role("button", name="Enregistrer").click()
    expect(zoe.get_by_text("C’est enregistré")).to_be_visible()
    assert "À peu de chose." in (house.folder / "questions/facebook.yaml").read_text(encoding="utf-8")


def test_what_people_wrote_is_shown_and_never_run(zoe: Page, house: House) -> None:
    nasty = "<img src=x onerror=alert(1)> ponton"
    opened(zoe, house, nasty, 9)
    assert zoe.locator("main img").count() == 0


@pytest.fixture(scope="module")
def places(house: House) -> dict[str, int]:
    """Give an open question asked in two ways, and one that is settled."""
    open, settled = house.ask(20, "un sondage pour choisir mes horaires"), house.ask(22, "remplacer un vieux carillon")
    house.ask(21, "sondage pour choisir mes horaires, un " + "très" * 60)

    async def ignored() -> None:
        async with house.office.store.database.begin() as tx:
            await house.office.desk.ignore(tx, house.office.zoe, settled, int(time.time()))

    house.background.do(ignored())
    return {"open": open, "settled": settled}


def test_nothing_is_scrolled_sideways_on_a_small_phone(zoe: Page, house: House, places: dict[str, int]) -> None:
    zoe.set_viewport_size({"width": 360, "height": 640})
    wide = []
    for path in MAIN:
        zoe.goto(house.address + path.format(**places))
        wide += [] if fits(zoe) else [path]
    assert wide == []


def test_axe_finds_nothing(zoe: Page, house: House, places: dict[str, int]) -> None:
    found = {}
    for path in MAIN:
        zoe.goto(house.address + path.format(**places))
        found[path] = violations(zoe)
    zoe.goto(house.door(house.office.max))
    found["/porte"] = violations(zoe)
    zoe.goto(f"{house.address}/porte/nulle")
    found["closed"] = violations(zoe)
    assert {path: what for path, what in found.items() if what} == {}
