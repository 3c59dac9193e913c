import pytest

from bot.content.departements import DEPARTEMENTS, find_departement, says_where


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
        ("le 34", "34"),
        ("je suis dans l'Hérault", "34"),
        ("c'est de l’Aude", "11"),
        ("Deux-Sèvres", "79"),
        ("l'Ain", "01"),
        ("je suis à nîmes", "30"),
        ("à la rochelle", "17"),
        ("mon département est le 2B", "2B"),
    ],
)
def test_a_departement_is_found_as_people_type_it(typed: str, code: str) -> None:
    assert find_departement(typed) == code


@pytest.mark.parametrize("typed", ["", "0", "99", "20000", "zut", "34 et 30", "²", "je suis à", "le", "dans"])
def test_what_is_no_departement_is_none(typed: str) -> None:
    assert find_departement(typed) is None


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("je suis à Sète", True),
        ("J’habite Lunel", True),
        ("je suis perdu", False),
        ("à quelle heure poster", False),
        ("je suis à combien de fans ?", False),
        ("je suis en train de refaire toute ma page", False),
    ],
)
def test_who_says_where_they_are_is_told_from_who_asks(typed: str, where: bool) -> None:
    assert says_where(typed) == where
