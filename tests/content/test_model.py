from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from bot.content import Content, Entry, Offer, Pack, Theme

DAY = date(2026, 11, 23)
ENTRY = Entry("a", "t", "Quoi ?", (), "Cela.", offers=("cours", "video"))


def offer(name: str, until: date | None = None, *themes: str) -> Offer:
    """Make an offer of which only these matter."""
    return Offer(name, name, "CCI", "ici", "atelier", "tous", "gratuit", "https://x.fr", until, themes)


def content(*offers: Offer) -> Content:
    """Make a content with one entry."""
    return Content(Pack(), (Theme("t", "T", (ENTRY,)),), offers)


@pytest.mark.parametrize(
    ("until", "current"), [(None, True), (DAY, True), (date(2026, 11, 22), False), (date(2026, 11, 24), True)]
)
def test_an_offer_is_current_up_to_its_last_day(until: date | None, current: bool) -> None:
    assert offer("cours", until).is_current(DAY) is current


def test_an_entry_names_offers_by_their_id_or_by_a_theme() -> None:
    by_id, by_theme, other = offer("cours"), offer("x", None, "photo", "video"), offer("y", None, "photo")
    assert content(by_id, by_theme, other).offers_for(ENTRY, DAY) == (by_id, by_theme)


def test_an_offer_that_is_over_is_not_given() -> None:
    assert content(offer("cours", date(2026, 1, 1))).offers_for(ENTRY, DAY) == ()


def test_content_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        ENTRY.answer = "Autre chose."  # type: ignore[misc]
