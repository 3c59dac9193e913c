"""Tests of the demo in a real browser: both sides of the loop, from the first question to a new entry."""

from collections.abc import Iterator
from typing import Literal

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import FAQ
from tests.web.screen import PATIENCE_MS, demo, fits, tab_to, violations

KNOWN = "slt fb c bien pr un kiné"
UNKNOWN = "un podcast, c’est utile pour un artisan"
ANSWER = "Oui, si vous avez une heure par semaine : commencez par un seul épisode."


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("demo")
    with demo(folder) as address:
        yield address
    assert list(folder.iterdir()) == []


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(address)
    expect(page.get_by_text("Pour commencer")).to_be_visible()
    yield page
    context.close()
    assert errors == []


def chat(page: Page, name: str) -> Locator:
    return page.locator(f"#{name}")


def say(page: Page, name: str, text: str) -> None:
    field = chat(page, name).get_by_role("textbox")
    field.fill(text)
    field.press("Enter")


def newest(page: Page, name: str, text: str) -> Locator:
    return chat(page, name).locator("article.theirs").filter(has_text=text).last


def tap(page: Page, name: str, label: str) -> None:
    chat(page, name).locator(".keys").get_by_role("button", name=label, exact=True).last.click()


def test_from_the_first_question_to_a_new_entry(page: Page) -> None:
    page.get_by_role("button", name=KNOWN).click()
    expect(newest(page, "personne", "libérale")).to_be_visible()
    page.get_by_role("button", name=UNKNOWN).click()
    expect(newest(page, "personne", "Je n’ai pas encore la réponse")).to_be_visible()
    tap(page, "personne", "Prévenez-moi")
    expect(newest(page, "personne", "Je n’ai pas encore la réponse")).to_contain_text("Ne plus me prévenir")
    expect(newest(page, "equipe", UNKNOWN[:20])).to_contain_text("1 personne")
    tap(page, "equipe", "Nouvelle fiche")
    tap(page, "equipe", "Réponse")
    expect(chat(page, "equipe").locator(".replying")).to_be_visible()
    say(page, "equipe", ANSWER)
    expect(newest(page, "equipe", "Nouvelle fiche")).to_contain_text(ANSWER)
    tap(page, "equipe", "Publier")
    expect(newest(page, "personne", ANSWER)).to_be_visible()
    expect(page.locator("#etat")).to_contain_text("une nouvelle vient d’y entrer")
    say(page, "personne", "je suis artisan, un podcast me serait utile ?")
    expect(newest(page, "personne", ANSWER)).to_contain_text("👍")
    assert not any("podcast" in file.read_text(encoding="utf-8") for file in (FAQ / "questions").iterdir())


def test_a_button_that_opens_the_bot_elsewhere_stays_here(page: Page) -> None:
    say(page, "personne", KNOWN)
    tap(page, "personne", "Partager")
    expect(chat(page, "personne").get_by_role("status")).to_contain_text("Dans Telegram")


def test_one_talks_by_the_keyboard_alone(page: Page) -> None:
    tab_to(page, "Voir les thèmes")
    page.keyboard.press("Enter")
    tab_to(page, "Votre question")
    page.keyboard.type("bonsoir")
    page.keyboard.press("Enter")
    expect(newest(page, "personne", "Bon")).to_be_visible()
    tab_to(page, "Répondre au message", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(chat(page, "personne").locator(".replying")).to_be_visible()
    page.keyboard.press("Escape")
    expect(chat(page, "personne").locator(".replying")).to_be_hidden()


def test_light_and_dark_are_kept(page: Page) -> None:
    dark = page.get_by_role("button", name="Sombre")
    dark.click()
    page.reload()
    expect(dark).to_have_attribute("aria-pressed", "true")


def test_what_is_typed_is_shown_and_never_run(page: Page) -> None:
    say(page, "personne", "<img src=x onerror=alert(1)> <b>")
    expect(chat(page, "personne").locator("article.mine").last).to_contain_text("<img src=x onerror=alert(1)> <b>")
    assert page.locator("article img").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, theme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=theme)
    page.reload()
    expect(page.get_by_text("Pour commencer").last).to_be_visible()
    say(page, "personne", "un carillon à la porte du magasin")
    expect(newest(page, "equipe", "carillon")).to_be_visible()
    assert violations(page) == []


def test_nothing_is_scrolled_sideways_on_a_small_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    say(page, "personne", "x" * 300)
    expect(chat(page, "personne").locator("article.mine").last).to_contain_text("xxx")
    assert fits(page)


def test_the_organisers_page_opens_from_the_demo(page: Page, address: str) -> None:
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="La page des organisateurs").click()
    opened.value.get_by_role("button", name="Entrer").click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Questions")


def test_only_its_own_page_can_act_and_only_by_a_local_name(page: Page, address: str) -> None:
    said = {"chat": "personne", "text": "de loin"}
    for headers in ({}, {"Origin": "https://evil.test"}):
        assert httpx.post(f"{address}/demo/dire", json=said, headers=headers).status_code == 409
    own = {"Origin": address}
    assert httpx.post(f"{address}/demo/dire", data=said, headers=own).status_code == 409
    assert httpx.post(f"{address}/demo/dire", json={**said, "chat": "ailleurs"}, headers=own).status_code == 409
    assert httpx.post(f"{address}/demo/dire", json={**said, "text": " "}, headers=own).status_code == 409
    assert httpx.post(f"{address}/demo/toucher", json={"message": 9999}, headers=own).status_code == 409
    assert httpx.get(address, headers={"Host": "evil.test"}).status_code == 400
    assert httpx.get(f"{address}/demo/fichier/rien").status_code == 404
    expect(chat(page, "personne").get_by_text("de loin")).to_have_count(0)
