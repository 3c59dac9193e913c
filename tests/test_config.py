import os
from pathlib import Path

import pytest

from bot.config import read
from bot.problem import MendableError

TOKEN = "123456789:AAbbccddeeffgghhiijjkkllmmnnooppqqr"  # pragma: allowlist secret


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Start from no setting at all."""
    for name in [name for name in os.environ if name.startswith("BOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_everything_but_the_token_has_a_default() -> None:
    settings = read()
    assert (settings.faq, settings.precision) == (Path("faq"), 0.95)
    assert settings.required_database_url() == "sqlite:///data/bot.db"
    with pytest.raises(MendableError, match=r"BOT_TOKEN manque.*BotFather"):
        settings.required_token()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "abc"),
        ("BOT_API_URL", "api.telegram.org"),
        ("BOT_LISTEN", "8080"),
        ("BOT_LISTEN", "127.0.0.1:abc"),
        ("BOT_LISTEN", "127.0.0.1:70000"),
        ("BOT_WEBHOOK", "http://bot.example.org"),
        ("BOT_WEBHOOK", "https://bot.example.org:8080"),
        ("BOT_ORGANISERS", "1,deux"),
        ("BOT_ORGANISERS_CHAT", "ici"),
        ("BOT_PRECISION", "1"),
        ("BOT_LOG_LEVEL", "LOUD"),
        ("BOT_LOG_FORMAT", "xml"),
    ],
)
def test_a_bad_setting_is_named_with_its_remedy(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(MendableError, match=f"^{name} n'est pas utilisable : .+$") as refused:
        read()
    assert refused.value.exit_code == 2 and "abc" not in str(refused.value)


@pytest.mark.parametrize(("written", "read_as"), [("127.0.0.1:8080", ("127.0.0.1", 8080)), ("[::1]:443", ("::1", 443))])
def test_a_place_to_listen_is_a_host_and_a_port(
    written: str, read_as: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_LISTEN", written)
    assert read().listen == read_as


def test_a_webhook_needs_a_place_to_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_WEBHOOK", "https://bot.example.org")
    with pytest.raises(MendableError, match=r"^BOT_WEBHOOK demande BOT_LISTEN"):
        read()
    monkeypatch.setenv("BOT_LISTEN", "127.0.0.1:8080")
    assert read().webhook == "https://bot.example.org"


def test_a_token_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN_FILE", "nowhere")
    with pytest.raises(MendableError, match="BOT_TOKEN_FILE"):
        read().required_token()


def test_the_token_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("token").write_text(f"{TOKEN}\n")
    monkeypatch.setenv("BOT_TOKEN_FILE", "token")
    assert read().required_token() == TOKEN


def test_secrets_are_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("BOT_DATABASE_URL", "postgresql://u:motdepasse@h/b")
    shown = repr(read())
    assert TOKEN not in shown and "motdepasse" not in shown


def test_settings_are_read_from_a_file_too() -> None:
    Path(".env").write_text("BOT_ORGANISERS=12, 34\n")
    assert read().organisers == (12, 34)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"BOT_FLOOD=3\nsalut\n", r"\.env, ligne 2 : ce n'est pas un réglage"),
        ("BOT_CONTROLLER=Société\n".encode("cp1252"), r"\.env n'est pas en UTF-8"),
    ],
)
def test_a_file_of_settings_that_is_none_is_refused(content: bytes, told: str) -> None:
    Path(".env").write_bytes(content)
    with pytest.raises(MendableError, match=told):
        read()


def test_an_empty_setting_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_ORGANISERS_CHAT", "")
    assert read().organisers_chat is None
