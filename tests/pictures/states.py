"""What the demo and the organisers' page look like: the real ones, in a real browser."""

import tempfile
from collections.abc import Collection
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.web.screen import PATIENCE_MS, demo, launched

STATES = ("demo", "demo-sombre", "demo-telephone", "page-questions", "page-question", "page-faq", "page-chiffres")
"""By the name of the picture's file."""

_KNOWN = "slt fb c bien pr un kiné ?"
_OTHERS = ("une mascotte pour mon garage", "quels hashtags pour une boulangerie")
_ASKED = "un podcast, c’est utile pour un artisan ?"
_PREPARED = "Oui, si elle a <b>un rôle</b> : elle annonce les horaires, elle répond aux questions."
_ANSWER = "Oui, si vous aimez parler de votre métier : un épisode court par mois suffit pour commencer."


def photograph_states(names: Collection[str], folder: Path) -> None:
    """Play the demo up to an answer that is about to be sent, and photograph the states that are named on the way."""
    with tempfile.TemporaryDirectory() as place, demo(Path(place)) as address, launched() as browser:
        expect.set_options(timeout=PATIENCE_MS)
        context = browser.new_context(locale="fr-FR", device_scale_factor=1.5, viewport={"width": 1200, "height": 860})
        page = context.new_page()

        def shoot(name: str) -> None:
            if name in names:
                page.wait_for_timeout(300)
                page.screenshot(path=folder / f"{name}.png")

        page.goto(address)
        page.get_by_role("button", name="Sombre").wait_for()
        page.locator("summary").click()
        _say(page, "personne", _KNOWN)
        for question in (*_OTHERS, _ASKED):
            _say(page, "personne", question)
            _tap(page, "personne", "Prévenez-moi")
            expect(_newest(page, "equipe", question)).to_contain_text("1 personne")
        _tap(page, "equipe", "Répondre")
        expect(page.locator("#equipe .replying")).to_be_visible()
        _say(page, "equipe", _ANSWER)
        _tap(page, "equipe", "Envoyer")
        expect(_newest(page, "personne", "La réponse de")).to_be_visible()
        expect(page.locator(".notice:visible")).to_have_count(0)
        shoot("demo")
        page.get_by_role("button", name="Sombre").click()
        shoot("demo-sombre")
        page.set_viewport_size({"width": 360, "height": 760})
        shoot("demo-telephone")
        page.set_viewport_size({"width": 1000, "height": 860})
        page.goto(f"{address}/demo/tableau")
        page.get_by_role("button", name="Entrer").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Questions")
        shoot("page-questions")
        page.get_by_role("link", name=_OTHERS[0]).click()
        page.get_by_label("Votre réponse").fill(_PREPARED)
        page.get_by_role("button", name="Voir avant").click()
        expect(page.locator(".preview").first).to_be_visible()
        shoot("page-question")
        page.goto(f"{address}/faq")
        page.get_by_label("Écrivez-la").fill(_KNOWN)
        page.get_by_role("button", name="Essayer").click()
        shoot("page-faq")
        page.goto(f"{address}/chiffres")
        shoot("page-chiffres")


def _newest(page: Page, chat: str, text: str) -> Locator:
    return page.locator(f"#{chat} article.theirs").filter(has_text=text.rstrip(" ?")).last


def _tap(page: Page, chat: str, label: str) -> None:
    page.locator(f"#{chat} .keys").get_by_role("button", name=label, exact=True).last.click()


def _say(page: Page, chat: str, text: str) -> None:
    shown = page.locator(f"#{chat} article")
    before = shown.count()
    field = page.locator(f"#{chat} textarea")
    field.fill(text)
    field.press("Enter")
    expect(shown.nth(before + 1)).to_be_visible()
