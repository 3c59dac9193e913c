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
        ("06 12 34\n56 78", "[téléphone]"),
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


@pytest.mark.parametrize("part", ["Mon 06 12.", "34 56 78 le soir"])
def test_a_number_that_is_cut_is_masked_in_each_part(part: str) -> None:
    masked = mask("Mon 06 12. 34 56 78 le soir", part)
    assert "[téléphone]" in masked and not any(character.isdecimal() for character in masked)


def test_a_part_that_the_text_does_not_hold_is_masked_by_itself() -> None:
    assert mask("et à Lyon ?", "au 0612345678 et à Lyon ?") == "au [téléphone] et à Lyon ?"


@pytest.mark.parametrize("letters", ["a", "a.", "a@", "a-", "0 ", "06", "a.b@", "+", "FR76 ", "a@b.", "@"])
def test_a_word_without_end_costs_no_more_than_its_length(letters: str) -> None:
    # A hundred messages long: by the square of its length this would take minutes.
    assert mask(letters * (400_000 // len(letters)))
