"""The commands of whoever runs the bot, on a real database beside a real key file."""

import asyncio
from pathlib import Path

import pytest

from bot.store import Call, Store, Vault
from tests.cli.conftest import Run
from tests.conftest import FAQ, FAR


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOT_KEY_FILE", str(tmp_path / "key"))
    return tmp_path / "key"


@pytest.fixture
def filled(key: Path) -> Path:
    """A database that owes two calls."""
    file = Path("data/bot.db")
    asyncio.run(_owe(file, key, "un", "deux"))
    return file


async def _owe(file: Path, key: Path, *texts: str) -> None:
    store = await Store.open(f"sqlite:///{file}", Vault.open(key))
    async with store.database.begin() as tx:
        await store.outbox.add(tx, [Call("sendMessage", 7, {"text": text}) for text in texts], at=1)
    await store.close()


async def _owed(file: Path, key: Path) -> list[object]:
    store = await Store.open(f"sqlite:///{file}", Vault.open(key))
    found = [one.call.params["text"] for one in await store.outbox.due(FAR)]
    await store.close()
    return found


def test_a_backup_is_put_back_as_it_was_and_what_was_there_is_kept(run: Run, filled: Path, key: Path) -> None:
    made = run("backup", "copie.db")
    assert (made.code, made.err) == (0, "") and "copie.db" in made.out and Vault.open(key).key_id in made.out
    asyncio.run(_owe(filled, key, "trois"))
    refused = run("restore", "copie.db")
    assert refused.code == 2 and "--replace" in refused.err
    assert asyncio.run(_owed(filled, key)) == ["un", "deux", "trois"]
    assert run("restore", "copie.db", "--replace").code == 0
    assert asyncio.run(_owed(filled, key)) == ["un", "deux"]
    assert asyncio.run(_owed(Path("data/bot.db.before-restore"), key)) == ["un", "deux", "trois"]


def test_the_key_is_not_in_a_backup(run: Run, filled: Path, key: Path) -> None:
    run("backup", "copie.db")
    secrets = [line.partition("=")[2].strip() for line in key.read_text(encoding="utf-8").splitlines() if "=" in line]
    copy = Path("copie.db").read_bytes()
    assert len(secrets) == 2 and not any(secret.encode() in copy for secret in secrets)


def test_a_backup_does_not_overwrite_another(run: Run, filled: Path) -> None:
    Path("copie.db").write_text("à moi", encoding="utf-8")
    refused = run("backup", "copie.db")
    assert refused.code == 2 and "copie.db existe déjà" in refused.err
    assert Path("copie.db").read_text(encoding="utf-8") == "à moi"


def test_nothing_is_restored_without_the_key_and_no_key_is_made(run: Run, filled: Path, key: Path) -> None:
    run("backup", "copie.db")
    key.rename("cle-rangee")
    refused = run("restore", "copie.db", "--replace")
    assert refused.code == 2 and "BOT_KEY_FILE" in refused.err and not key.exists()
    assert asyncio.run(_owed(filled, Path("cle-rangee"))) == ["un", "deux"]


def test_a_database_whose_key_is_missing_is_not_opened_and_no_key_is_made(run: Run, filled: Path, key: Path) -> None:
    key.rename("cle-rangee")
    refused = run("questions")
    assert refused.code == 2 and "il n'y a pas de fichier de clé" in refused.err and not key.exists()
    made = run("backup", "copie.db")
    assert made.code == 0 and "qui n'est pas celle de" in made.out and not key.exists()


def test_after_a_new_key_the_old_one_can_go(run: Run, filled: Path, key: Path) -> None:
    before = key.read_text(encoding="utf-8").splitlines()
    done = run("rekey", "--new")
    assert done.code == 0 and "2 valeurs" in done.out and key.stat().st_mode & 0o777 == 0o600
    after = key.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == [new := after[-2]] and new.startswith("encryption = ")
    key.write_text("\n".join(after[:-1]), encoding="utf-8")
    assert asyncio.run(_owed(filled, key)) == ["un", "deux"]


def test_without_a_new_key_nothing_is_encrypted_again(run: Run, filled: Path, key: Path) -> None:
    before = key.read_bytes()
    assert "0 valeurs" in run("rekey").out and key.read_bytes() == before


def test_the_register_says_what_is_in_force(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_FAQ", str(FAQ))
    bare = run("privacy-record")
    assert bare.code == 0 and "BOT_CONTROLLER" in bare.out and "90 jours" in bare.out and "SQLite" in bare.out
    for name, value in {
        "BOT_CONTROLLER": "Club Exemple",
        "BOT_CONTACT": "rgpd@exemple.fr",
        "BOT_RETENTION_DAYS": "30",
        "BOT_BACKUPS": "7",
        "BOT_DATABASE_URL": "postgresql://u:geheim@h/b",
        "BOT_ORGANISERS_CHAT": "-100",
    }.items():
        monkeypatch.setenv(name, value)
    full = run("privacy-record").out
    for said in ("Club Exemple", "rgpd@exemple.fr", "30 jours", "7 jours", "PostgreSQL", "dans leur chat Telegram"):
        assert said in full
    assert "BOT_" not in full and "geheim" not in full and not Path("data").exists()
