import pytest

from bot.chat.buttons import decode, encode
from bot.content import Content
from bot.wording import Action, NoneOfThese, Pick, Rate, ShowEntry, ShowOffers, ShowTheme, ShowThemes, Why

ACTIONS: list[Action] = [
    ShowThemes(),
    ShowThemes(True, 2),
    ShowTheme("facebook", page=3),
    ShowTheme("facebook", True),
    ShowEntry("nombre-de-fans"),
    ShowEntry("nombre-de-fans", True),
    ShowOffers(),
    ShowOffers("financement", True),
    Pick(123456789, "nombre-de-fans"),
    NoneOfThese(5),
    Rate(5, True),
    Rate(5, False),
    Why(5, "not_my_question"),
    Why(5, "unclear"),
    Why(5, "outdated"),
]


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_an_action_comes_back_from_its_data(action: Action, content: Content) -> None:
    data = encode(action)
    assert decode(data, content) == action and len(data.encode()) <= 64


def test_the_longest_id_fits() -> None:
    assert len(encode(Pick(999_999_999, "x" * 64)).encode()) <= 64


def test_what_the_content_no_longer_has_is_no_action(content: Content) -> None:
    assert decode(encode(ShowEntry("gone")), content) is None
