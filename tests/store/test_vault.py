"""Tests of the key file, of encryption and of pseudonyms."""

import logging
from pathlib import Path

import pytest

from bot.problem import MendableError
from bot.store import PERSON, Vault


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "bot" / "key"


def test_first_run_makes_a_key_file_for_its_owner_only(key_file: Path) -> None:
    Vault.open(key_file)
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_what_was_encrypted_is_read_after_a_restart(key_file: Path) -> None:
    token = Vault.open(key_file).encrypt("C'est combien ? 💶")
    assert Vault.open(key_file).decrypt(token) == "C'est combien ? 💶"


def test_the_same_text_is_never_encrypted_to_the_same_bytes(key_file: Path) -> None:
    vault = Vault.open(key_file)
    assert vault.encrypt("oui") != vault.encrypt("oui")


def test_half_a_surrogate_pair_survives(key_file: Path) -> None:
    vault = Vault.open(key_file)
    assert vault.decrypt(vault.encrypt("\ud83d")) == "\ud83d"


def test_a_pseudonym_is_22_characters_and_outlives_a_restart(key_file: Path) -> None:
    pseudonym = Vault.open(key_file).pseudonym(PERSON, 42)
    assert len(pseudonym) == 22
    assert Vault.open(key_file).pseudonym(PERSON, 42) == pseudonym


def test_pseudonyms_differ_by_number_by_kind_and_by_key_file(key_file: Path) -> None:
    vault, other = Vault.open(key_file), Vault.open(key_file.with_name("other"))
    given = [vault.pseudonym(PERSON, 1), vault.pseudonym(PERSON, 11), vault.pseudonym("x", 1), other.pseudonym("x", 1)]
    assert len(set(given)) == 4


def test_a_new_encryption_key_reads_what_the_old_one_wrote_and_keeps_pseudonyms(key_file: Path) -> None:
    before = Vault.open(key_file)
    token = before.encrypt("avant")
    new_line, hash_line, old_line = _new_key(key_file)
    key_file.write_text(f"{hash_line}\n{new_line}\n{old_line}\n")
    rotated = Vault.open(key_file)
    assert rotated.decrypt(token) == "avant"
    assert (rotated.key_id, rotated.pseudonym(PERSON, 1)) == (before.key_id, before.pseudonym(PERSON, 1))


def test_a_key_that_comes_into_the_file_is_used_without_a_restart(key_file: Path) -> None:
    running = Vault.open(key_file)
    before = running.encrypt("avant")
    new_line, hash_line, old_line = _new_key(key_file)
    key_file.write_text(f"{hash_line}\n{new_line}\n{old_line}\n")
    token = running.encrypt("après")
    key_file.write_text(f"{hash_line}\n{new_line}\n")
    assert Vault.open(key_file).decrypt(token) == "après"
    assert running.decrypt(before) == "avant"


def test_what_another_process_wrote_with_a_new_key_is_read_without_a_restart(key_file: Path) -> None:
    running = Vault.open(key_file)
    new_line, hash_line, old_line = _new_key(key_file)
    key_file.write_text(f"{hash_line}\n{new_line}\n{old_line}\n")
    assert running.decrypt(Vault.open(key_file).encrypt("après")) == "après"


@pytest.mark.parametrize("damage", ["", "hash = AAAA", "other hash"])
def test_a_key_file_that_is_damaged_while_the_bot_works_is_complained_of_once_and_the_keys_stay(
    key_file: Path, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    running = Vault.open(key_file)
    pseudonym, key = running.pseudonym(PERSON, 1), key_file.read_text()
    Vault.open(key_file.with_name("other"))
    key_file.write_text(key_file.with_name("other").read_text() + "\n" if damage == "other hash" else damage)
    tokens = [running.encrypt("un"), running.encrypt("deux")]
    assert [record.getMessage()[:12] for record in caplog.records] == ["BOT_KEY_FILE"]
    with pytest.raises(MendableError, match="BOT_KEY_FILE"):
        running.reload()
    key_file.write_text(key)
    assert [Vault.open(key_file).decrypt(token) for token in tokens] == ["un", "deux"]
    assert running.pseudonym(PERSON, 1) == pseudonym


def test_a_token_is_renewed_only_when_an_older_key_made_it(key_file: Path) -> None:
    vault = Vault.open(key_file)
    old = vault.encrypt("texte")
    assert vault.renewed(old) is None
    new_line, hash_line, old_line = _new_key(key_file)
    key_file.write_text(f"{hash_line}\n{new_line}\n{old_line}\n")
    new = vault.renewed(old)
    key_file.write_text(f"{hash_line}\n{new_line}\n")
    assert new and Vault.open(key_file).decrypt(new) == "texte"


def test_the_hash_of_a_message_is_its_chats_alone(key_file: Path) -> None:
    vault = Vault.open(key_file)
    assert len({vault.message(1, 23), vault.message(12, 3), vault.message(1, 24)}) == 3


def test_no_key_shows_in_its_repr(key_file: Path) -> None:
    vault = Vault.open(key_file)
    assert repr(vault) == f"Vault({vault.key_id})"
    assert vault.key_id not in key_file.read_text()


@pytest.mark.parametrize(
    "text", ["", "bonjour", "hash = AAAA\nencryption = AAAA", "SQLite format 3\x00", "hash = secret-é", "token: 1"]
)
def test_a_file_that_is_no_key_file_is_refused_and_left_as_it_is(tmp_path: Path, text: str) -> None:
    other = tmp_path / "notes.txt"
    other.write_text(text)
    with pytest.raises(MendableError, match=r"BOT_KEY_FILE : .*notes\.txt n'est pas un fichier de clé"):
        Vault.open(other)
    assert other.read_text() == text


def test_a_cut_key_is_not_quoted_in_the_error(key_file: Path) -> None:
    Vault.open(key_file)
    hash_line, encryption_line = _keys(key_file)
    key_file.write_text(f"{hash_line}\n{encryption_line[:-5]}\n")
    with pytest.raises(MendableError) as refused:
        Vault.open(key_file)
    assert encryption_line[13:30] not in str(refused.value)


def test_a_place_that_cannot_be_read_is_refused_with_its_variable(tmp_path: Path) -> None:
    with pytest.raises(MendableError, match="BOT_KEY_FILE"):
        Vault.open(tmp_path)


def test_a_key_that_others_can_read_is_warned_of(key_file: Path, caplog: pytest.LogCaptureFixture) -> None:
    Vault.open(key_file)
    key_file.chmod(0o644)
    with caplog.at_level(logging.WARNING):
        Vault.open(key_file)
    assert "chmod 600" in caplog.text


def _keys(key_file: Path) -> list[str]:
    """Give the lines of a key file, made if need be, without its comments."""
    Vault.open(key_file)
    return [line for line in key_file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def _new_key(key_file: Path) -> tuple[str, str, str]:
    """Give a line with a new encryption key, and the two lines of the file."""
    new_line = next(line for line in _keys(key_file.with_name("new")) if line.startswith("encryption"))
    hash_line, old_line = _keys(key_file)
    return new_line, hash_line, old_line
