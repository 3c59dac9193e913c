"""Whatever the content holds, messages keep to Telegram's limits; the wire checks the rest."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.content import Content, Entry, Link, Offer, Theme, load
from bot.wording import Pages, Replies, ShowTheme
from bot.wording.composer import long_date

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def content() -> Content:
    return load(Path(__file__).parents[2] / "faq")


def pages(content: Content, **changes: object) -> Pages:
    assert content.messages
    return Pages(replace(content, **changes), content.messages)  # type: ignore[arg-type]  # any field, by name


def replies(content: Content) -> Replies:
    assert content.messages
    return Replies(content, content.messages)


def test_a_theme_with_many_questions_has_pages(content: Content) -> None:
    many = Theme("t", "T", tuple(Entry(f"e{number}", "t", "?" * 200, (), "a") for number in range(30)))
    page = pages(content, themes=(many,)).theme(many, 1)
    assert len(page.rows) == 13
    assert [button.action for button in page.rows[-1]] == [ShowTheme("t", True, 0), ShowTheme("t", True, 2)]


def test_an_offer_is_not_shown_after_its_last_day(content: Content) -> None:
    offer = Offer("o", "Atelier", "CCI", "Ici", "Atelier", "Tous", "Gratuit", "https://a.fr", TODAY, ("video",))
    one = pages(content, offers=(offer,))
    assert "Atelier" in one.offers_of("video", TODAY).html
    assert "Atelier" not in one.offers_of("video", date(2026, 11, 24)).html


def test_braces_in_an_offer_stay_as_they_are(content: Content) -> None:
    offer = Offer("o", "A{lieu}", "{title}", "{x}", "f", "p", "g", "https://a.fr", None, ("video",))
    html = pages(content, offers=(offer,)).offers_of("video", TODAY).html
    assert "A{lieu}" in html and "{title}" in html and "{x}" in html


def test_html_in_a_question_is_shown_as_written(content: Content) -> None:
    html = replies(content).answer(Entry("e", "t", "a <b> & c", (), "<b>oui</b>"), TODAY).html
    assert html.startswith("<b>a &lt;b&gt; &amp; c</b>\n\n<b>oui</b>")


def test_a_contact_is_named_where_there_is_one(content: Content) -> None:
    pack = replace(content.pack, contact="rgpd@exemple.fr")
    assert "écrivez à rgpd@exemple.fr" in pages(content, pack=pack).privacy().html


def test_without_a_body_the_sentences_still_read_well(content: Content) -> None:
    assert "proposé par les organisateurs" in pages(content, pack=replace(content.pack, body="")).privacy().html


def test_a_long_link_title_is_shortened(content: Content) -> None:
    entry = Entry("e", "t", "q", (), "a", links=(Link("mot " * 40, "https://a.fr"),))
    assert len(replies(content).answer(entry, TODAY).rows[0][0].label) <= 60


def test_the_same_small_talk_gets_the_same_reply(content: Content) -> None:
    exchange = content.exchanges[0]
    assert replies(content).small_talk(exchange, "slt") == replies(content).small_talk(exchange, "slt")


def test_the_first_of_the_month_is_written_as_french_does() -> None:
    assert long_date(date(2026, 12, 1)) == "1er décembre 2026"
