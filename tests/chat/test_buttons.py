from dataclasses import replace
from datetime import date

import pytest

from bot.chat.buttons import decode, encode, keyboard
from bot.content import Content, Meeting
from bot.wording import (
    Action,
    AskPlace,
    Button,
    KeepPlace,
    NoneOfThese,
    Pick,
    Rate,
    Remind,
    Revoke,
    Share,
    ShowEntry,
    ShowOffers,
    ShowTheme,
    ShowThemes,
    Why,
)

ACTIONS: list[Action] = [
    ShowThemes(),
    ShowThemes(True, 2),
    ShowTheme("facebook", page=3),
    ShowTheme("facebook", True),
    ShowEntry("nombre-de-fans"),
    ShowEntry("nombre-de-fans", True),
    ShowOffers(),
    ShowOffers("financement", True),
    ShowOffers(departement=""),
    ShowOffers("financement", True, "2A"),
    ShowOffers("financement", departement="974"),
    ShowOffers(None, True, "01"),
    Pick(123456789, "nombre-de-fans"),
    NoneOfThese(5),
    Rate(5, True),
    Rate(5, False),
    Why(5, "not_my_question"),
    Why(5, "unclear"),
    Why(5, "outdated"),
    AskPlace(),
    AskPlace("financement"),
    KeepPlace("2A", True),
    KeepPlace("", False),
    Revoke("meeting", "0123456789"),
    Revoke("interest", "abcdefghi-"),
]


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_an_action_comes_back_from_its_data(action: Action, content: Content) -> None:
    data = encode(action)
    assert decode(data, content) == action and len(data.encode()) <= 64


def test_the_longest_id_fits() -> None:
    assert len(encode(Pick(999_999_999, "x" * 64)).encode()) <= 64


def test_what_the_content_no_longer_has_is_no_action(content: Content) -> None:
    assert decode(encode(ShowEntry("gone")), content) is None


@pytest.mark.parametrize("data", ["o:32", "o:999999999", "o:52:aaaaaaaaaa", "m", "m:aaaaaaaaaa"])
def test_a_departement_an_offer_or_a_meeting_that_is_none_is_no_action(data: str, content: Content) -> None:
    assert decode(data, content) is None


def test_a_reminder_names_its_meeting(content: Content) -> None:
    meeting = Meeting(date(2027, 1, 21), "18 h 30", "Lunel", "Sujet", "")
    action = Remind(meeting.id)
    assert decode(encode(action), replace(content, meetings=(meeting,))) == action


def test_a_shared_entry_opens_telegrams_list_of_chats() -> None:
    [[button]] = keyboard([[Button("Partager", Share("page", "Quoi ?"))]], "b_bot")
    assert button["url"].startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fb_bot%3Fstart%3Dfiche-page")


def test_without_a_name_of_the_bot_nothing_is_shared() -> None:
    assert keyboard([[Button("Partager", Share("page", "Quoi ?"))]], "") == []
