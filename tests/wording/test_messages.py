"""Whatever the content holds, messages keep to Telegram's limits; the wire checks the rest."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.content import Content, Entry, Link, Meeting, Offer, Session, Theme, load
from bot.wording import Offers, Pages, Remind, Replies, ShowEntry, ShowOffers, ShowTheme
from bot.wording.composer import long_date
from bot.wording.message import Rows
from bot.wording.terms import Terms

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def content() -> Content:
    return load(Path(__file__).parents[2] / "faq")


def pages(content: Content, **changes: object) -> Pages:
    assert content.messages
    return Pages(replace(content, **changes), content.messages)  # type: ignore[arg-type]  # any field, by name


def offers(content: Content, *offers: Offer) -> Offers:
    assert content.messages
    return Offers(replace(content, offers=offers), content.messages)


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
    one = offers(content, offer)
    assert "Atelier" in one.of_theme("video", TODAY).html
    assert "Atelier" not in one.of_theme("video", date(2026, 11, 24)).html


def test_braces_in_an_offer_stay_as_they_are(content: Content) -> None:
    offer = Offer("o", "A{lieu}", "{title}", "{x}", "f", "p", "g", "https://a.fr", None, ("video",))
    html = offers(content, offer).of_theme("video", TODAY).html
    assert "A{lieu}" in html and "{title}" in html and "{x}" in html


def test_html_in_a_question_is_shown_as_written(content: Content) -> None:
    html = replies(content).answer(Entry("e", "t", "a <b> & c", (), "<b>oui</b>"), TODAY).html
    assert html.startswith("<b>a &lt;b&gt; &amp; c</b>\n\n<b>oui</b>")


def test_a_contact_is_named_where_there_is_one(content: Content) -> None:
    pack = replace(content.pack, contact="rgpd@exemple.fr")
    assert "écrivez à rgpd@exemple.fr" in pages(content, pack=pack).privacy(Terms()).html


def test_the_privacy_notice_is_that_of_the_settings(content: Content) -> None:
    terms = Terms("Club <Exemple>", "https://exemple.fr/rgpd", retention_days=30, backups=14)
    html = pages(content).privacy(terms).html
    for said in ("Club &lt;Exemple&gt;", "https://exemple.fr/rgpd", "30 jours", "12 mois", "14 jours"):
        assert said in html.replace("\u00a0", " ")
    assert "Sauvegardes" not in pages(content).privacy(Terms()).html


def test_without_a_body_the_sentences_still_read_well(content: Content) -> None:
    assert "proposé par les organisateurs" in pages(content, pack=replace(content.pack, body="")).privacy(Terms()).html


def test_a_long_link_title_is_shortened(content: Content) -> None:
    entry = Entry("e", "t", "q", (), "a", links=(Link("mot " * 40, "https://a.fr"),))
    assert len(replies(content).answer(entry, TODAY).rows[0][0].label) <= 60


def test_the_same_small_talk_gets_the_same_reply(content: Content) -> None:
    exchange = content.exchanges[0]
    assert replies(content).small_talk(exchange, "slt") == replies(content).small_talk(exchange, "slt")


def test_the_first_of_the_month_is_written_as_french_does() -> None:
    assert long_date(date(2026, 12, 1)) == "1er décembre 2026"


def near(name: str, *departements: str, sessions: tuple[Session, ...] = ()) -> Offer:
    """Make an offer of which only these matter."""
    return Offer(name, name, "CCI", "Ici", "f", "p", "g", "https://a.fr", None, ("video",), departements, sessions)


def session(day: date, place: str = "Lunel") -> Session:
    """Make a session on a day."""
    return Session(day, "9 h", place)


def actions(rows: Rows) -> list[object]:
    """Give what the buttons do."""
    return [button.action for row in rows for button in row]


def test_an_offer_is_shown_where_it_serves(content: Content) -> None:
    both = offers(content, near("Ici", "34"), near("Partout"))
    assert "Ici" in both.of_theme("video", TODAY, "34").html
    elsewhere = both.of_theme("video", TODAY, "75").html
    assert "Partout</a>" in elsewhere and "Ici</a>" not in elsewhere


def test_the_whole_of_france_shows_every_offer(content: Content) -> None:
    assert "Local</a>" in offers(content, near("Local", "34")).of_theme("video", TODAY).html


def test_the_next_session_comes_first_then_local_offers_and_past_ones_last(content: Content) -> None:
    yesterday, tomorrow, later = date(2026, 11, 22), date(2026, 11, 24), date(2027, 1, 5)
    page = offers(
        content,
        near("Passée", sessions=(session(yesterday),)),
        near("Partout"),
        near("Locale", "34"),
        near("Janvier", sessions=(session(later),)),
        near("Demain", sessions=(session(later), session(tomorrow), session(yesterday))),
    ).of_theme("video", TODAY, "34")
    names = ["Demain", "Janvier", "Locale", "Partout", "Passée"]
    assert sorted(names, key=lambda name: page.html.index(f"{name}</a>")) == names


def test_only_the_next_session_is_shown(content: Content) -> None:
    sessions = (session(date(2026, 11, 22), "Hier"), session(TODAY, "Ce soir"), session(date(2027, 1, 1), "Plus tard"))
    html = offers(content, near("a", sessions=sessions)).of_theme("video", TODAY).html
    assert "<b>23 novembre 2026</b>, 9 h, Ce soir" in html and "Hier" not in html and "Plus tard" not in html


def test_an_offer_whose_sessions_are_past_says_so(content: Content) -> None:
    one = offers(content, near("a", sessions=(session(date(2026, 11, 22)),)))
    assert "Les dates annoncées sont passées" in one.of_theme("video", TODAY).html


def test_a_departement_is_asked_for_where_it_changes_what_is_shown(content: Content) -> None:
    assert offers(content, near("a", "34")).depend_on_place("video", TODAY)
    assert not offers(content, near("a")).depend_on_place("video", TODAY)
    assert not offers(content, near("a", "34")).depend_on_place("rgpd", TODAY)


def test_the_departements_most_offers_name_come_first_and_all_of_france_last(content: Content) -> None:
    page = offers(content, near("a", "2A", "30"), near("b", "34", "30")).which_departement("video", TODAY)
    assert [button.label for row in page.rows for button in row] == [
        "Gard (30)",
        "Corse-du-Sud (2A)",
        "Hérault (34)",
        "Toute la France",
    ]


def test_what_is_typed_for_a_departement_is_shown_as_written(content: Content) -> None:
    assert "« &lt;b&gt; »" in offers(content).which_departement(None, TODAY, "<b>").html.replace("\u202f", " ")


def test_the_referral_is_one_button_where_an_offer_suits(content: Content) -> None:
    entry = Entry("e", "t", "q", (), "a", offers=("video",))
    with_offer, without = replace(content, offers=(near("a"),)), replace(content, offers=())
    assert [one for one in actions(replies(with_offer).answer(entry, TODAY).rows) if isinstance(one, ShowOffers)] == [
        ShowOffers("video")
    ]
    assert not any(isinstance(one, ShowOffers) for one in actions(replies(without).answer(entry, TODAY).rows))


def test_related_questions_take_the_room_that_links_and_the_referral_leave(content: Content) -> None:
    also = tuple(content.entries)[:3]
    with_offer = replies(replace(content, offers=(near("a"),)))
    for links, shown in ((0, 3), (1, 2), (2, 1), (3, 0), (5, 0)):
        urls = tuple(Link(f"l{number}", "https://a.fr") for number in range(links))
        rows = with_offer.answer(Entry("e", "t", "q", (), "a", urls, also, ("video",)), TODAY, 1).rows
        assert sum(isinstance(one, ShowEntry) for one in actions(rows)) == shown
        assert len(rows) == max(4, links + 1) + 1


def test_an_answer_read_over_more_than_a_year_ago_says_so(content: Content) -> None:
    entry = Entry("e", "t", "q", (), "a", verified_on=TODAY)
    assert "il y a plus d’un an" not in replies(content).answer(entry, date(2027, 11, 23)).html
    assert "il y a plus d’un an" in replies(content).answer(entry, date(2027, 11, 24)).html


def test_an_answer_about_meetings_shows_those_to_come_first(content: Content) -> None:
    entry = Entry("e", "t", "q", (), "La suite.", page="rencontres")
    meeting = Meeting(TODAY, "18 h 30", "Lunel", "Faire connaître son commerce", "")
    html = replies(replace(content, meetings=(meeting,))).answer(entry, TODAY).html
    assert html.index("Faire connaître son commerce") < html.index("La suite.")
    assert "Aucune rencontre n’est prévue" in replies(replace(content, meetings=())).answer(entry, TODAY).html


def test_a_reminder_is_offered_only_where_somebody_sends_it(content: Content) -> None:
    meeting = Meeting(TODAY, "18 h 30", "Lunel", "Sujet", "")
    one = pages(content, meetings=(meeting,))
    assert one.meetings(TODAY).rows == ()
    assert actions(one.meetings(TODAY - timedelta(days=2), reminding=True).rows) == [Remind("2026-11-23 18 h 30")]


def test_a_reminder_is_offered_as_long_as_the_day_before_is_to_come(content: Content) -> None:
    meeting = Meeting(TODAY, "18 h 30", "Lunel", "Sujet", "")
    one, before = pages(content, meetings=(meeting,)), TODAY - timedelta(days=2)
    assert one.meetings(TODAY - timedelta(days=1), reminding=True).rows == ()
    assert one.meetings(before, {meeting.id}, reminding=True).rows == ()


def test_of_several_meetings_each_reminder_says_which(content: Content) -> None:
    days = (TODAY, date(2026, 12, 1))
    one = pages(content, meetings=tuple(Meeting(day, "18 h", "Lunel", "Sujet", "") for day in days))
    labels = [row[0].label for row in one.meetings(TODAY - timedelta(days=9), reminding=True).rows]
    assert labels == ["Me le rappeler la veille (23 novembre)", "Me le rappeler la veille (1er décembre)"]


def test_small_talk_leads_to_its_page(content: Content) -> None:
    by_id = {exchange.id: exchange for exchange in content.exchanges}
    assert actions(replies(content).small_talk(by_id["formations"], "formations").rows) == [ShowOffers()]
    assert actions(replies(content).small_talk(by_id["remerciement"], "merci").rows) == []
