import re

import pytest

from bot.content import Content, Entry, Pack, Theme
from bot.wording import Share, ShowEntry, ShowTheme
from bot.wording.deep_links import address, payload, read, sharing

LONG = "x" * 64
CONTENT = Content(Pack(), (Theme("réseaux", "R", (Entry(LONG, "réseaux", "Quoi ?", (), "a"),)), Theme("plus", "P", ())))


@pytest.mark.parametrize("target", [ShowEntry(LONG), ShowTheme("réseaux"), ShowTheme("plus")], ids=str)
def test_a_page_comes_back_from_a_payload_that_telegram_takes(target: ShowEntry | ShowTheme) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload(target))
    assert read(payload(target), CONTENT) == target


def test_a_name_that_fits_stays_readable() -> None:
    assert payload(ShowTheme("plus")) == "theme-plus"


@pytest.mark.parametrize("unknown", ["", "fiche-", "fiche-zut", "theme-zut", "zut", "plus", f"theme-{LONG}"])
def test_a_payload_that_names_nothing_leads_nowhere(unknown: str) -> None:
    assert read(unknown, CONTENT) is None


def test_without_a_page_the_address_opens_the_bot() -> None:
    assert address("b_bot") == "https://t.me/b_bot"


def test_sharing_carries_the_question_and_the_address() -> None:
    url = sharing("b_bot", Share("photo", "Où & quand ?"))
    assert url == (
        "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fb_bot%3Fstart%3Dfiche-photo&text=O%C3%B9%20%26%20quand%20%3F"
    )
