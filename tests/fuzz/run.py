"""Updates brought to the bot in process, and what went wrong."""

import json
import logging
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from bot.chat.board import Board
from bot.chat.wire import Call, Telegram, Upload
from bot.chat.wire.answers import Query
from bot.chat.wire.markup import parse_html
from bot.content import Content, Meeting
from bot.store import Store, Vault
from bot.wording.knowledge import Current
from tests.chat.conftest import Bot
from tests.fuzz.texts import CANARY, SECRET
from tests.fuzz.updates import GROUPS, PEOPLE, Json, updates

ORGANISER, ROOM = PEOPLE[-1], GROUPS[-1]

_EVERYDAY = ("message to edit not found", "message can't be edited", "message is not modified")
"""What a tap under a message that is not there, or no longer the bot's, or tapped twice brings about."""

_PATIENCE_SECONDS = 3600
"""A tap waits for its answer so much longer than in the apps: a machine that stands still is no fault of the bot."""

_AT_ONCE = 10
"""Updates that come together."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many updates were handled; those that a handler raised for; the calls that Telegram refused; what was told
    to somebody whom it does not concern; where people's words were taken for markup."""

    handled: int
    raised: Sequence[str]
    refused: Sequence[tuple[str, Any]]
    told: Sequence[str] = ()
    injected: Sequence[str] = ()

    @property
    def wrong(self) -> Sequence[object]:
        """Give all that went wrong."""
        return (*self.raised, *self.refused, *self.told, *self.injected)

    @property
    def holds(self) -> bool:
        """Say whether all went well."""
        return not self.wrong


# The library makes its own objects with durations, and warns whoever reads them as numbers.
os.environ.setdefault("PTB_TIMEDELTA", "1")


def furnished(content: Content) -> Content:
    """Give a content something of all that updates can be about: a meeting, too."""
    day = date.today() + timedelta(days=20)
    return replace(content, meetings=(Meeting(day, "18 h 30", "Lunel", "Sujet", "https://exemple.fr"),))


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
    reading = _Reading()
    telegram.on_call.append(reading.hear)
    log = logging.getLogger("bot")
    log.addHandler(heard)
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite:///{folder}/bot.db", Vault.open(Path(folder, "key")))
        bot = Bot(telegram, store, current, organisers=(ORGANISER,), organisers_chat=ROOM, take_back=0, patience=120)
        bot.chores = [lambda now: Board(store, current, bot.conversation.desk, ROOM).show(now)]
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
    raised = heard.errors + ["dead"] * counts["dead"]
    return Outcome(counts["done"], raised, refused, reading.told, reading.injected)


class _Reading:
    """Reads every message as people do, and the files they are sent."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.injected: list[str] = []

    async def hear(self, call: Call) -> None:
        """Look at a call of the bot."""
        chat_id, params = int(call.params.get("chat_id", 0)), call.params
        source = str(params.get("text", params.get("caption", "")))
        shown = parse_html(source).text if params.get("parse_mode") == "HTML" else source
        file = params.get("document")
        words = [shown, *re.findall(r'"text": "(.+?)"', json.dumps(params.get("reply_markup"), ensure_ascii=False))]
        if isinstance(file, Upload):
            words.append(file.content.decode())
        for text in words:
            if re.search(rf"(?<!>){CANARY}", text):
                self.injected.append(text)
            # An organiser reads what everybody asks and writes to everybody; a group reads what its people write there.
            theirs = set(re.findall(rf"{SECRET}(\d)", text)) - {str(chat_id), str(ORGANISER)}
            if chat_id in PEOPLE and chat_id != ORGANISER and theirs:
                self.told.append(f"{chat_id}: {text}")


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
            person = telegram.people[query["from"]["id"]]
            query["id"] = telegram.ask(waiting, Query(person, telegram.clock() + _PATIENCE_SECONDS))
    for kind in ("message", "edited_message"):
        if kind in update and "from" in update[kind]:
            writer = str(update[kind]["from"]["id"])
            _sign(update[kind], writer)
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


def _sign(message: Json, writer: str) -> None:
    """Make a secret its writer's."""
    for field in ("text", "caption"):
        if field in message:
            message[field] = message[field].replace(SECRET, SECRET + writer)
