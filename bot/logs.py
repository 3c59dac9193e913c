"""The log: lines on standard error, for people or for programs, never with a token in them."""

import logging
import re
import sys

from pythonjsonlogger.json import JsonFormatter

_TOKEN = re.compile(r"\d{6,}:[\w-]{30,}")


class Redaction(logging.Filter):
    """Takes bot tokens out of whatever is logged: those that look like one, and ours."""

    def __init__(self, token: str = "") -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record, traceback included; nothing is held back."""
        record.msg, record.args = self._clean(record.getMessage()), None
        if record.exc_info:
            record.exc_text = record.exc_text or logging.Formatter().formatException(record.exc_info)
            record.exc_info = None  # a formatter that makes its own text of it would make it anew, unclean
        record.exc_text = record.exc_text and self._clean(record.exc_text)
        return True

    def _clean(self, text: str) -> str:
        text = text.replace(self._token, "[jeton]") if self._token else text
        return _TOKEN.sub("[jeton]", text)


def plainly(level: str) -> None:
    """Log to standard error for somebody who sits at the terminal: what happened, and nothing about the log."""
    set_up(level)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(logging.Formatter("%(message)s"))


def set_up(level: str, token: str = "", *, as_json: bool = False) -> None:
    """Log to standard error, without tokens, and without httpx's addresses, which hold one.

    As JSON, each line is an object: `time` (ISO 8601, UTC), `level`, `logger`, `message`, and `exc_info` of an error.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_json() if as_json else logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    handler.addFilter(Redaction(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "telegram", "aiosqlite", "alembic", "uvicorn", "watchfiles"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It logs, with a traceback, what it raises besides: a page that is no JSON. What is raised is told by us.
    logging.getLogger("telegram.request.BaseRequest").setLevel(logging.CRITICAL)
    logging.getLogger("dotenv.main").setLevel(logging.ERROR)  # a line that is none is refused by us


def _json() -> logging.Formatter:
    return JsonFormatter(
        ["levelname", "name", "message"],
        rename_fields={"levelname": "level", "name": "logger", "timestamp": "time"},
        timestamp="time",
        json_ensure_ascii=False,
    )
