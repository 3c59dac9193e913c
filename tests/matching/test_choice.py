import pytest

from bot.matching.choice import Choice, choice

REFUSAL = "Aucune de celles-ci"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1", 0),
        ("2.", 1),
        ("n°3", 2),
        ("la première", 0),
        ("oui, la deuxième !", 1),
        ("Non", "none"),
        ("non, aucune", "none"),
        ("aucune de celles ci", "none"),
        ("oui", "which"),
        ("OUI c'est ça", "which"),
    ],
)
def test_what_stands_for_a_tap_is_read(text: str, read: Choice) -> None:
    assert choice(text, 3, REFUSAL) == read


@pytest.mark.parametrize(
    "text", ["4", "0", "12", "", "😀", "non mais combien ça coûte ?", "oui mais sur insta", "merci", "une page"]
)
def test_anything_else_is_a_message_like_another(text: str) -> None:
    assert choice(text, 3, REFUSAL) is None


def test_a_yes_to_a_single_suggestion_picks_it() -> None:
    assert choice("oui", 1, REFUSAL) == 0


def test_only_what_was_offered_can_be_chosen() -> None:
    assert choice("3", 2, REFUSAL) is None
