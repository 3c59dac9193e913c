"""Tests of the organisers' page: who gets in, what each form does, and what everybody else sees."""

import re
import time
from pathlib import Path

import pytest

from tests.web.conftest import Browser

PAGES = ["/questions", "/questions/1", "/questions/etat", "/faq", "/faq/nombre-de-fans", "/chiffres", "/chiffres/mois"]
FILES = ["/chiffres/jours.svg", "/chiffres/fiches.csv", "/chiffres/attente.xlsx"]
NASTY = '<script>alert(1)</script> & "guillemets" \' {{ 70000*7 }} \u202egauche'


@pytest.fixture
async def asked(browser: Browser) -> int:
    """Have one thing asked by two people; give the cluster's number."""
    browser.office.now = int(time.time())
    id = await browser.office.ask(1, "peut-on faire un podcast pour mon cabinet")
    await browser.office.ask(2, "faire un podcast pour un cabinet, peut-on")
    return (await browser.office.cluster_of(id)).id


async def test_the_button_uses_a_door_up_and_looking_does_not(browser: Browser) -> None:
    door = f"/porte/{browser.doors.make(browser.office.zoe)}"
    for _ in range(3):
        assert "Entrer" in (await browser.client.get(door)).text
    assert (await browser.client.post(door)).status_code == 303
    assert (await browser.client.get("/questions")).status_code == 200
    browser.client.cookies.clear()
    assert (await browser.client.post(door)).status_code == 404
    assert "/tableau" in (await browser.client.get(door)).text


async def test_the_session_is_kept_where_only_the_browser_reads_it(browser: Browser) -> None:
    answer = await browser.client.post(f"/porte/{browser.doors.make(browser.office.zoe)}")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "secure" in cookie and "samesite=lax" in cookie


@pytest.mark.parametrize("path", [*PAGES, *FILES])
@pytest.mark.parametrize("cookie", ["", "forged", "WyJ4IiwieSIsInoiXQ.aaaa.bbbb"])
async def test_without_a_session_there_is_only_the_door(browser: Browser, path: str, cookie: str) -> None:
    browser.client.cookies.set("table-ronde", cookie)
    answer = await browser.client.get(path)
    assert answer.status_code == 403 and "/tableau" in answer.text


async def test_too_many_knocks_are_answered_no_more(browser: Browser) -> None:
    answers = [(await browser.client.get(f"/porte/{number}")).status_code for number in range(25)]
    assert answers[:20] == [404] * 20 and answers[20:] == [429] * 5


async def test_who_is_no_organiser_any_more_is_out_at_once(browser: Browser) -> None:
    office = browser.office
    async with office.store.database.begin() as tx:
        await office.desk.rights.add(tx, office.zoe, 900, "Nino", office.now)
    from bot.desk import Actor

    await browser.client.post(f"/porte/{browser.doors.make(Actor(office.person(900), 'Nino'))}")
    assert (await browser.client.get("/questions")).status_code == 200
    async with office.store.database.begin() as tx:
        await office.desk.rights.remove(tx, office.zoe, 900, office.now)
    assert (await browser.client.get("/questions")).status_code == 403


@pytest.mark.parametrize("path", [*PAGES, *FILES])
async def test_each_page_is_drawn_with_strict_headers(browser: Browser, asked: int, path: str) -> None:
    await browser.enter()
    answer = await browser.client.get(path)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store" and answer.headers["x-frame-options"] == "DENY"
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", answer.text) or path == "/faq/nombre-de-fans"
    assert not re.search(r"<[^>]+ (?:style|on\w+)=", answer.text)


async def test_a_form_from_elsewhere_does_nothing(browser: Browser, asked: int) -> None:
    await browser.enter()
    path = f"/questions/{asked}/ignorer"
    assert (await browser.client.post(path, data={})).status_code == 403
    assert (await browser.client.post(path, data={"jeton": "x" * 64})).status_code == 403
    page = await browser.client.get("/faq")
    found = re.search(r'name="jeton" value="(\w+)"', page.text)
    assert found
    for headers in ({"Origin": "https://evil.test"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = await browser.client.post(path, data={"jeton": found[1]}, headers=headers)
        assert answer.status_code == 403
    assert (await browser.office.cluster_of(1)).state == "open"


async def test_another_session_s_token_opens_nothing(browser: Browser, asked: int) -> None:
    await browser.enter("max")
    page = await browser.client.get("/faq")
    found = re.search(r'name="jeton" value="(\w+)"', page.text)
    browser.client.cookies.clear()
    await browser.enter("zoe")
    answer = await browser.client.post(f"/questions/{asked}/ignorer", data={"jeton": found[1] if found else ""})
    assert answer.status_code == 403 and (await browser.office.cluster_of(1)).state == "open"


async def test_a_question_is_claimed_previewed_and_answered(browser: Browser, asked: int) -> None:
    await browser.enter()
    assert "podcast" in (await browser.client.get("/questions")).text
    assert (await browser.send(f"/questions/{asked}/prendre")).status_code == 303
    assert "<strong>Zoé</strong> s’en occupe" in (await browser.client.get(f"/questions/{asked}")).text
    shown = await browser.send(f"/questions/{asked}/apercu", texte="Oui, <b>si</b> vous avez le temps.")
    assert "Sera envoyé à 2 personnes" in shown.text and "<b>si</b>" in shown.text
    assert (
        await browser.send(f"/questions/{asked}/repondre", texte="Oui, <b>si</b> vous avez le temps.")
    ).status_code == 303
    page = (await browser.client.get(f"/questions/{asked}")).text
    assert "Réglée par Zoé" in page and "Reprendre" in page
    assert (await browser.send(f"/questions/{asked}/reprendre")).status_code == 303
    assert "Je m’en occupe" in (await browser.client.get(f"/questions/{asked}")).text


@pytest.mark.parametrize(
    ("action", "fields", "state"),
    [
        ("ignorer", {}, "ignored"),
        ("meme", {"fiche": "nombre-de-fans"}, "tied"),
        (
            "fiche",
            {
                "nom": "podcast",
                "question": "Un podcast ?",
                "theme": "facebook",
                "reponse": "Oui.",
                "formulations": "- faire un podcast\npodcast ?",
            },
            "written",
        ),
    ],
)
async def test_each_way_to_settle_a_question(
    browser: Browser, asked: int, action: str, fields: dict[str, str], state: str
) -> None:
    await browser.enter()
    assert (await browser.send(f"/questions/{asked}/{action}", **fields)).status_code == 303
    assert (await browser.office.cluster_of(1)).state == state
    again = await browser.send(f"/questions/{asked}/ignorer")
    assert again.status_code == 409 and "déjà réglée" in again.text


async def test_what_another_organiser_claimed_is_said_and_what_was_typed_stays(browser: Browser, asked: int) -> None:
    await browser.enter("max")
    await browser.send(f"/questions/{asked}/prendre")
    browser.client.cookies.clear()
    await browser.enter("zoe")
    answer = await browser.send(f"/questions/{asked}/repondre", texte="Mon long texte.")
    assert answer.status_code == 409 and "Max s’en occupe" in answer.text and "Mon long texte." in answer.text


async def test_a_draft_that_is_not_right_is_shown_again_with_what_to_do(browser: Browser, asked: int) -> None:
    await browser.enter()
    fields = {
        "nom": "nombre-de-fans",
        "question": "Un podcast ?",
        "theme": "facebook",
        "reponse": "Oui.",
        "formulations": "",
    }
    answer = await browser.send(f"/questions/{asked}/fiche", **fields)
    assert answer.status_code == 409 and "déjà pris" in answer.text and "Un podcast ?" in answer.text


async def test_questions_are_split_and_put_together(browser: Browser, asked: int) -> None:
    await browser.enter()
    moved = await browser.send(f"/questions/{asked}/separer", formulation="2")
    new = int(moved.headers["location"].rpartition("/")[2])
    assert new != asked
    assert (await browser.send(f"/questions/{new}/reunir", autre=str(asked))).status_code == 303
    assert (await browser.office.cluster_of(2)).id == asked


async def test_the_stamp_changes_with_any_change(browser: Browser, asked: int) -> None:
    await browser.enter()
    before = (await browser.client.get("/questions/etat")).json()
    assert (await browser.client.get("/questions/etat")).json() == before
    await browser.send(f"/questions/{asked}/prendre")
    assert (await browser.client.get("/questions/etat")).json() != before


async def test_what_people_wrote_is_shown_as_they_wrote_it_and_never_run(browser: Browser) -> None:
    await browser.enter()
    id = await browser.office.ask(1, NASTY)
    number = (await browser.office.cluster_of(id)).id
    for path in ("/questions", f"/questions/{number}"):
        page = (await browser.client.get(path)).text
        assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "490000" not in page


async def test_a_question_is_tried_and_explained(browser: Browser) -> None:
    await browser.enter()
    page = await browser.send("/faq", question="à quoi servent les fans d'une page")
    assert "/faq/nombre-de-fans" in page.text and "Décision" in page.text


async def test_what_holds_no_word_is_tried_as_the_chat_would_take_it(browser: Browser) -> None:
    await browser.enter()
    page = await browser.send("/faq", question="\U0001f600")
    assert "aucun mot" in page.text and "il note la question" not in page.text and "<summary>" not in page.text


async def test_an_entry_is_edited_in_its_file_or_refused_with_the_reason(browser: Browser, folder: Path) -> None:
    await browser.enter()
    fields = {
        "question": "À quoi servent les fans ?",
        "reponse": "À peu de chose.",
        "formulations": "fans utiles\nles fans",
    }
    before = (folder / "questions/facebook.yaml").read_text()
    page = (await browser.client.get("/faq/nombre-de-fans")).text
    version = re.search(r'name="version" value="(\w+)"', page)
    fields["version"] = version[1] if version else ""
    refused = await browser.send("/faq/nombre-de-fans", **{**fields, "reponse": "<b>jamais fermé"})
    assert refused.status_code == 409 and "Rien n’a été changé" in refused.text
    assert (folder / "questions/facebook.yaml").read_text() == before
    saved = await browser.send("/faq/nombre-de-fans", **fields)
    assert saved.status_code == 303
    assert "À peu de chose." in (folder / "questions/facebook.yaml").read_text()
    assert "À peu de chose." in (await browser.client.get("/faq/nombre-de-fans")).text
    late = await browser.send("/faq/nombre-de-fans", **{**fields, "reponse": "Autre chose."})
    assert late.status_code == 409 and "entre-temps" in late.text and "Autre chose." in late.text
    assert "Autre chose." not in (folder / "questions/facebook.yaml").read_text()


async def test_a_file_of_figures_is_what_it_says(browser: Browser, asked: int) -> None:
    await browser.enter()
    svg = await browser.client.get("/chiffres/jours.svg")
    assert svg.headers["content-type"] == "image/svg+xml" and svg.text.startswith("<svg")
    table = await browser.client.get("/chiffres/jours.csv?jours=7")
    assert table.text.lstrip("\ufeff").startswith("jour,") and "noté" in table.text
    assert (await browser.client.get("/chiffres/rien.csv")).status_code == 404


@pytest.mark.parametrize("path", ["/questions/999", "/faq/rien", "/questions/x"])
async def test_what_is_not_there_is_said(browser: Browser, path: str) -> None:
    await browser.enter()
    assert (await browser.client.get(path)).status_code == 404
