"""People who ask a bot in another process as fast as it replies, or at a steady pace; what that takes."""

import asyncio
import sys
import tempfile
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import monotonic

from bot.chat.wire import Call, Person, Telegram
from bot.chat.wire.http import HttpServer

DISK = "/var/tmp"  # noqa: S108 - a disk, where /tmp may be memory; the folder in it is ours alone
PEOPLE = 100
_MOST, _LEAST = 3000, 1000
"""Questions without a reply when people ask as fast as they can: the most, and with how many more come."""

_SAMPLES = 20
_START_SECONDS, _REPLY_SECONDS = 120, 60


@dataclass(slots=True)
class Measured:
    """Updates a second, seconds of each reply, memory in MB as time goes by, and replies out of their order."""

    updates: int
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    out_of_order: int = 0
    refused: int = 0

    @property
    def rate(self) -> float:
        return self.updates / self.seconds

    def latency(self, percent: int) -> float:
        """Give a percentile of the latencies, in milliseconds."""
        return quantiles(self.latencies, n=100, method="inclusive")[percent - 1] * 1000

    @property
    def growth(self) -> float:
        """Compare the memory at the end with that at half the way: 1 is flat."""
        return max(self.memory[-3:]) / max(self.memory[len(self.memory) // 2 - 1 : len(self.memory) // 2 + 2])


class Crowd:
    """People who ask `texts` in turn, each in a chat of their own; a reply says which of them it is for.

    `texts` gives what a text is recognised by in its reply.
    """

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        self.telegram = Telegram()
        self.telegram.on_call.append(self._receive)
        self._texts = texts
        self._people: list[Person] = [self.telegram.person(1000 + number, "Anne") for number in range(PEOPLE)]
        self._waiting: defaultdict[int, deque[tuple[str, float]]] = defaultdict(deque)
        self._progress = asyncio.Event()
        self._started = asyncio.Event()
        self._asked = self._replied = 0
        self._measured = Measured(0)

    async def hurry(self, updates: int, process: asyncio.subprocess.Process) -> Measured:
        """Ask as fast as replies come."""
        await self._wait_for_start()
        measured = self._measured = Measured(updates)
        began = monotonic()
        goal = self._replied + updates
        while self._replied < goal:
            if self._asked - self._replied < _LEAST:
                while self._asked < goal and self._asked - self._replied < _MOST:
                    self._ask()
            before = self._replied
            self._progress.clear()
            async with asyncio.timeout(_REPLY_SECONDS):
                await self._progress.wait()
            step = max(1, updates // _SAMPLES)
            if (goal - before) // step != (goal - self._replied) // step:
                measured.memory.append(_memory(process.pid))
        measured.seconds = monotonic() - began
        measured.refused = len(self.telegram.refusals)
        return measured

    async def stroll(self, updates: int, a_second: float) -> Measured:
        """Ask so many a second, whatever the replies do."""
        await self._wait_for_start()
        measured = self._measured = Measured(updates)
        began = monotonic()
        goal = self._replied + updates
        for number in range(updates):
            await asyncio.sleep(max(0.0, began + number / a_second - monotonic()))
            self._ask()
        while self._replied < goal:
            self._progress.clear()
            async with asyncio.timeout(_REPLY_SECONDS):
                await self._progress.wait()
        measured.seconds = monotonic() - began
        return measured

    async def _wait_for_start(self) -> None:
        """Let one question be answered: what a start costs is not what is measured."""
        if not self._started.is_set():
            self._ask()
            async with asyncio.timeout(_START_SECONDS):
                await self._started.wait()

    def _ask(self) -> None:
        person = self._people[self._asked % PEOPLE]
        text, sign = self._texts[self._asked // PEOPLE % len(self._texts)]
        self._waiting[person.id].append((sign, monotonic()))
        person.say(text)
        self._asked += 1

    async def _receive(self, call: Call) -> None:
        if call.method != "sendMessage":
            return
        chat_id = int(call.params["chat_id"])
        sign, asked = self._waiting[chat_id].popleft()
        self._measured.out_of_order += sign not in call.params["text"]
        self._measured.latencies.append(monotonic() - asked)
        self._replied += 1
        # What the stand-in remembers would fill its own memory, and time.
        self.telegram.transcript.clear()
        for message in self.telegram.chats[chat_id].messages[:-2]:
            self.telegram.chats[chat_id].remove(message.id)
        self._started.set()
        self._progress.set()


@asynccontextmanager
async def running(name: str, crowd: Crowd) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a bot of `tests.load.bots` on an empty folder beside the crowd's Telegram."""
    with tempfile.TemporaryDirectory(dir=DISK) as folder:
        async with HttpServer(crowd.telegram) as server:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.load.bots", name, server.url, crowd.telegram.token, folder),
                cwd=Path(__file__).parents[2],
            )
            try:
                yield process
            finally:
                process.terminate()
                await process.wait()


def _memory(pid: int) -> float:
    """Give the memory that a process really uses, in MB (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20
