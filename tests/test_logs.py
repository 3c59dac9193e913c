import json
import logging
from collections.abc import Iterator

import pytest
from telegram.request import _baserequest

from bot import logs
from bot.logs import Redaction

TOKEN = "123456789:AAbbccddeeffgghhiijjkkllmmnnooppqqr"  # pragma: allowlist secret


def formatted(message: str, *args: object, error: BaseException | None = None) -> str:
    """Log a record through the filter and give the line."""
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("x", logging.ERROR, "f", 1, message, args, exc_info)
    Redaction("1:short").filter(record)
    return logging.Formatter().format(record)


def test_a_token_is_taken_out_of_a_message_and_its_arguments() -> None:
    assert TOKEN not in formatted("POST %s", f"https://api.telegram.org/bot{TOKEN}/getMe")


def test_our_own_token_is_taken_out_whatever_its_form() -> None:
    assert "1:short" not in formatted("bot1:short")


def test_a_token_is_taken_out_of_a_traceback() -> None:
    assert TOKEN not in formatted("failed", error=ValueError(TOKEN))


@pytest.fixture
def restored() -> Iterator[None]:
    """Put the log back as pytest set it up."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    yield
    root.handlers = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("restored")
def test_what_the_library_logs_of_a_page_that_is_no_answer_is_left_out() -> None:
    logs.set_up("INFO")
    assert not _baserequest._LOGGER.isEnabledFor(logging.ERROR)


def test_as_json_each_line_is_an_object_without_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO", "1:short", as_json=True)
    logging.getLogger("bot.x").info("déjà %s\nlu", "1:short")
    try:
        raise ValueError("1:short")
    except ValueError:
        logging.getLogger("bot.x").exception("raté")
    said, failed = map(json.loads, capsys.readouterr().err.splitlines())
    assert (said["level"], said["logger"], said["message"]) == ("INFO", "bot.x", "déjà [jeton]\nlu")
    assert said["time"].endswith("+00:00")
    assert "ValueError: [jeton]" in failed["exc_info"] and "1:short" not in str(failed)
