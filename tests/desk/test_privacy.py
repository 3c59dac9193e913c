import pytest

from bot.desk.privacy import mask


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("jean.dupont+x@mon-mail.fr svp", "[e-mail] svp"),
        ("jean @ orange.fr", "[e-mail]"),
        ("06 12 34 56 78, 06.12.34.56.78 ou 0612345678", "[téléphone], [téléphone] ou [téléphone]"),
        ("+33 (0)6 12 34 56 78 ou 0033612345678", "[téléphone] ou [téléphone]"),
        ("+32 470 12 34 56", "[téléphone]"),
        ("FR76 3000 6000 0112 3456 7890 189", "[IBAN]"),
        ("DE89370400440532013000", "[IBAN]"),
        ("siret 732 829 320 00074, siren 732829320", "siret [SIRET], siren [SIRET]"),
    ],
)
def test_personal_details_are_masked(written: str, kept: str) -> None:
    assert mask(written) == kept


@pytest.mark.parametrize(
    "text", ["en 2026 j'ai 1500 fans et 12 000 000 de vues", "le 12/11/2026 à 18:30", "@ma_page sur insta", "10 000 €"]
)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == text
