"""`bot run` as a process that is killed again and again while people ask, and what became of their questions."""

import asyncio
import os
import random
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Literal

from sqlalchemy import select

from bot.chat.sender import IN_FLIGHT
from bot.chat.wire import Call, Telegram
from bot.chat.wire.http import HttpServer
from bot.chat.wire.webhook import Courier
from bot.store import PERSON, Store, Vault
from bot.store.questions import questions
from tests.kill.questions import Question, Sent, Tally, answered, stream, tally, write_content

Mode = Literal["polling", "webhook"]

PUBLIC = "https://bot.test"
QUESTIONS_A_SECOND = 10
LONGEST_LIFE = 3.0
"""Seconds from the first call of a process to its end, at most."""
LONGEST_CALL = 0.05
START_SECONDS = 60
REPLY_SECONDS = 60
MOST_UNANSWERED = 200
"""Where a start takes long, people wait before they ask more: the pace of sending would never catch up."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has to show: its tally, and how the process that got SIGTERM ended."""

    mode: Mode
    rounds: int
    tally: Tally
    exit_code: int
    stop_seconds: float
    stranded: int
    log: str

    @property
    def holds(self) -> bool:
        """Whether nothing was lost, and the stop was clean."""
        return self.tally.holds and self.exit_code == 0 and self.stop_seconds < 10 and not self.stranded


class Run:
    """Telegram, the people who ask, and one process after the other."""

    def __init__(self, mode: Mode, folder: Path, seed: int) -> None:
        self._mode = mode
        self._folder = folder
        self._chance = random.Random(seed)  # noqa: S311 - it picks moments, not secrets
        self._telegram = Telegram()
        self._telegram.on_call.append(self._receive)
        self._started = asyncio.Event()
        self._asked: list[Question] = []
        self._sent: list[Sent] = []
        self._allowed: list[int] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port: int = free.getsockname()[1]

    async def play(self, rounds: int) -> Outcome:
        """Kill so many processes, end one by SIGTERM, let a last one answer what is left, and count."""
        write_content(self._folder / "faq")
        async with AsyncExitStack() as stack:
            server = await stack.enter_async_context(HttpServer(self._telegram))
            if self._mode == "webhook":
                behind = {PUBLIC: f"http://127.0.0.1:{self._port}"}
                await stack.enter_async_context(Courier(self._telegram, behind, first_pause=0.1))
            asking = asyncio.create_task(self._ask())
            for _ in range(rounds):
                async with self._process(server.url, allowed=IN_FLIGHT):
                    await self._while_it_lives()
            async with self._process(server.url, allowed=0) as process:
                await self._while_it_lives()
                asking.cancel()
                since = monotonic()
                process.send_signal(signal.SIGTERM)
                exit_code = await process.wait()
                seconds = monotonic() - since
            async with self._process(server.url, allowed=0) as process:
                await self._until_all_is_answered()
                process.send_signal(signal.SIGTERM)
                await process.wait()
        logged, stranded = await self._stored()
        counted = tally(self._asked, self._sent, logged, self._allowed)
        log = (self._folder / "log").read_text(encoding="utf-8")
        return Outcome(self._mode, rounds, counted, exit_code, seconds, stranded, log)

    @asynccontextmanager
    async def _process(self, url: str, allowed: int) -> AsyncIterator[asyncio.subprocess.Process]:
        """Start a process, wait for its first call, and kill it in the end if it still runs."""
        self._allowed.append(allowed)
        self._started.clear()
        with (self._folder / "log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.cli", "run"), env=self._environment(url), stderr=log
            )
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._started.wait()
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    def _environment(self, url: str) -> Mapping[str, str]:
        webhook = {"BOT_LISTEN": f"127.0.0.1:{self._port}", "BOT_WEBHOOK": PUBLIC} if self._mode == "webhook" else {}
        return {
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "",  # a start that compiles everything again takes longer than a round
            "BOT_TOKEN": self._telegram.token,
            "BOT_API_URL": url,
            "BOT_FAQ": str(self._folder / "faq"),
            "BOT_DATA": str(self._folder / "data"),
            "BOT_KEY_FILE": str(self._folder / "key"),
            **webhook,
        }

    async def _ask(self) -> None:
        questions_to_come = stream(self._chance)
        while True:
            if self._unanswered() < MOST_UNANSWERED:
                question = next(questions_to_come)
                person = self._telegram.people.get(question.person)
                (person or self._telegram.person(question.person, "Anne")).say(question.topic.text)
                self._asked.append(question)
            await asyncio.sleep(1 / QUESTIONS_A_SECOND)

    async def _while_it_lives(self) -> None:
        await asyncio.sleep(self._chance.uniform(0, LONGEST_LIFE))

    async def _receive(self, call: Call) -> None:
        """Take some time for a call, as a network does, so that a kill finds some under way; note replies."""
        self._started.set()
        if call.method != "sendMessage":
            return
        round = len(self._allowed) - 1
        await asyncio.sleep(self._chance.uniform(0, LONGEST_CALL))
        question = answered(int(call.params["chat_id"]), call.params["text"])
        if question:
            self._sent.append(Sent(question, round))

    async def _until_all_is_answered(self) -> None:
        """Wait until every question has its reply, or no reply has come for long: the tally will tell."""
        with suppress(TimeoutError):
            while self._unanswered():
                await self._one_reply_more(len(self._sent))

    async def _one_reply_more(self, sent: int) -> None:
        await self._telegram.until(lambda: len(self._sent) > sent, REPLY_SECONDS)

    def _unanswered(self) -> int:
        return len(self._asked) - len({one.question for one in self._sent})

    async def _stored(self) -> tuple[Mapping[Question, int], int]:
        """Give how often each question stands in the log, and how many updates were not handled."""
        vault = Vault.open(self._folder / "key")
        store = await Store.open(f"sqlite:///{self._folder / 'data' / 'bot.db'}", vault)
        try:
            async with store.database.read() as tx:
                rows = (await tx.execute(select(questions.c.person, questions.c.outcome, questions.c.entry))).all()
            counts = await store.inbox.counts()
        finally:
            await store.close()
        found = Counter(tuple(row) for row in rows)
        logged = {
            one: found[vault.pseudonym(PERSON, one.person), one.topic.outcome, one.topic.entry] for one in self._asked
        }
        return logged, counts["new"] + counts["dead"]
