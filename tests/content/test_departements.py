import pytest

from bot.content.departements import DEPARTEMENTS, find_departement


def test_the_101_departements_are_there() -> None:
    assert len(DEPARTEMENTS) == 101
    assert (DEPARTEMENTS["34"], DEPARTEMENTS["2A"], DEPARTEMENTS["974"]) == ("Hérault", "Corse-du-Sud", "La Réunion")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("34", "34"),
        (" 2a ", "2A"),
        ("9", "09"),
        ("herault", "34"),
        ("La Réunion", "974"),
        ("34000", "34"),
        ("97410", "974"),
        ("cote d’or", "21"),
    ],
)
def test_a_departement_is_found_as_people_type_it(typed: str, code: str) -> None:
    assert find_departement(typed) == code


@pytest.mark.parametrize("typed", ["", "0", "99", "20000", "zut", "34 et 30", "²"])
def test_what_is_no_departement_is_none(typed: str) -> None:
    assert find_departement(typed) is None
