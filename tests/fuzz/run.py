"""Updates brought to the bot in process, and what went wrong."""

import logging
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from bot.chat.wire import Telegram
from bot.chat.wire.answers import Query
from bot.store import Store, Vault
from bot.wording.knowledge import Current
from tests.chat.conftest import Bot
from tests.fuzz.updates import GROUPS, PEOPLE, Json, updates

_EVERYDAY = ("message to edit not found", "message can't be edited", "message is not modified")
"""What a tap under a message that is not there, or no longer the bot's, or tapped twice brings about."""

_AT_ONCE = 10
"""Updates that come together."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many updates were handled; those that a handler raised for; the calls that Telegram refused."""

    handled: int
    raised: Sequence[str]
    refused: Sequence[tuple[str, Any]]

    @property
    def holds(self) -> bool:
        """Say whether all went well."""
        return not self.raised and not self.refused


# The library makes its own objects with durations, and warns whoever reads them as numbers.
os.environ.setdefault("PTB_TIMEDELTA", "1")


def generated(current: Current, count: int, number: int) -> list[Json]:
    """Generate updates: the same for the same number."""
    found: list[Json] = []

    @seed(number)
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(updates(current.knowledge.content))
    def collect(update: Json) -> None:
        found.append(update)

    collect()
    return found


async def run(current: Current, brought: Sequence[Json]) -> Outcome:
    """Bring updates to a bot on a database of its own; a tap goes to a message that is there, where there is one."""
    telegram = Telegram()
    people = [telegram.person(id, f"Personne {id}") for id in PEOPLE]
    for one in people:
        one.met = one.started = True
    for id in GROUPS:
        telegram.group(id, f"Groupe {id}", people)
    heard = _Heard()
    log = logging.getLogger("bot")
    log.addHandler(heard)
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite:///{folder}/bot.db", Vault.open(Path(folder, "key")))
        bot = Bot(telegram, store, current)
        await bot.start()
        try:
            for start in range(0, len(brought), _AT_ONCE):
                for update in brought[start : start + _AT_ONCE]:
                    telegram.push(_placed(telegram, update))
                await bot.settle()
            counts = await store.inbox.counts()
        finally:
            await bot.end()
            await store.close()
            log.removeHandler(heard)
    refused = [
        (call.method, (why.description, call.params))
        for call, why in telegram.refusals
        if not any(one in why.description for one in _EVERYDAY)
    ]
    return Outcome(counts["done"], heard.errors + ["dead"] * counts["dead"], refused)


class _Heard(logging.Handler):
    """Keeps what the bot says went wrong."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(record.getMessage())


def _placed(telegram: Telegram, update: Json) -> Json:
    """Give an update the queries that Telegram waits for an answer to, and a tap a button that is there."""
    update = {kind: {**body} if isinstance(body, dict) else body for kind, body in update.items()}
    for kind, waiting in (("callback_query", telegram.taps), ("inline_query", telegram.inline_queries)):
        if kind in update:
            query = update[kind]
            query["id"] = telegram.ask(waiting, Query(telegram.people[query["from"]["id"]], telegram.clock()))
    tap = update.get("callback_query", {})
    chat = telegram.chats.get(tap.get("message", {}).get("chat", {}).get("id", 0))
    own = [one for one in chat.messages if one.from_bot] if chat else []
    if own and tap["message"]["message_id"] % 10:
        message = own[-1 - tap["message"]["message_id"] % len(own)]
        tap["message"] = message.to_json()
        there = [one.callback_data for row in message.buttons for one in row if one.callback_data]
        if there and re.fullmatch(r"#\d+", tap.get("data", ""), re.ASCII):
            tap["data"] = there[int(tap["data"][1:]) % len(there)]
    return update
