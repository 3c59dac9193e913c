"""Calls of the Bot API as they stand in the outbox, made as they are."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from telegram import InputFile
from telegram.error import EndPointNotFound, InvalidToken, RetryAfter
from telegram.ext import ExtBot

_FILE = "file name"

_LONGEST_ERROR = 120

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0

ALLOWED_UPDATES = (
    *("message", "edited_message", "callback_query"),
    *("inline_query", "chosen_inline_result", "my_chat_member"),
)
"""What Telegram is asked for; said each time, for it remembers what was last said to it, by whatever program."""


async def call(bot: ExtBot[None], method: str, params: Mapping[str, object], read_timeout: float = 10) -> Any:
    """Make a call and give its result as JSON; raises telegram.error.TelegramError."""
    params = {name: _upload(value) for name, value in params.items()}
    try:
        # The underscore, which the library drops on its way out, keeps it from warning that `bot.send_message` exists.
        return await bot.do_api_request(f"{method}_", api_kwargs=params, read_timeout=read_timeout)
    except EndPointNotFound as error:  # so the library calls a token that was revoked: our methods exist
        raise InvalidToken from error


def file(name: str, data: bytes) -> Mapping[str, str]:
    """Give a file as a parameter of a call, as the outbox can keep it."""
    return {_FILE: name, "data": b64encode(data).decode()}


def _upload(value: object) -> object:
    """Give a parameter as the library sends it."""
    if isinstance(value, Mapping) and _FILE in value:
        return InputFile(b64decode(value["data"]), filename=value[_FILE], attach=False)
    return value


def in_short(error: object) -> str:
    """Say an error in one short line: some hold the whole page that a server in between answered with."""
    said = " ".join(str(error).split())
    return said if len(said) <= _LONGEST_ERROR else f"{said[:_LONGEST_ERROR]}…"


def backoff(tries: int) -> float:
    """Give the seconds to wait after so many failed tries (from 1): 1, 2, 4 … 30."""
    return float(min(FIRST_PAUSE * 2 ** min(tries - 1, 10), LONGEST_PAUSE))


def seconds_to_wait(error: RetryAfter) -> float:
    """Give what Telegram asks for; the library says it as a number or, by its PTB_TIMEDELTA, as a duration."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
