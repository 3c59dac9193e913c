"""One person who asks without end, one editor who saves: how long until the new text is served, and replies take."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Literal

from bot.chat import application
from bot.chat.pace import UNPACED
from bot.chat.service import Service
from bot.chat.wire import Person, Telegram, WireRequest
from bot.content import load
from bot.maintain.document import quoted
from bot.maintain.reload import Reloader, out_of_the_way
from bot.maintain.scaling import synthetic
from bot.matching.answering import Answerer
from bot.store import Store, Vault
from bot.wording.knowledge import Current, Knowledge

Kind = Literal["answer", "phrasings", "vocabulary"]

PATH = "questions/mesurer.yaml"
_ANSWER, _PHRASINGS = "    reponse: |\n", "    formulations:\n"
_VOCABULARY, _SHORT = "vocabulaire.yaml", "abreviations:\n"
_PAUSE = 0.02


@dataclass(slots=True)
class Measured:
    """Seconds from each save to the new text, and milliseconds of each reply, meanwhile and at rest."""

    edits: list[float] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)
    at_rest: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return median(self.edits)

    @property
    def p95(self) -> float:
        return quantiles(self.edits, n=20, method="inclusive")[-1] if len(self.edits) > 1 else self.edits[0]

    @property
    def reply(self) -> float:
        return median([*self.meanwhile, *self.at_rest])

    @property
    def slowest_meanwhile(self) -> float:
        return max(self.meanwhile)

    @property
    def p99_meanwhile(self) -> float:
        return quantiles(self.meanwhile, n=100, method="inclusive")[-1]

    @property
    def slowest_at_rest(self) -> float:
        return max(self.at_rest, default=0.0)


async def measure(place: Path, folder: Path, kind: Kind, edits: int) -> Measured:
    """Run the bot on a folder and edit it; the first entry of `PATH` is the one that changes."""
    with out_of_the_way():
        content = load(folder)
        answerer = Answerer.build(content)
        answerer.get_ready()
        current = Current(Knowledge(content, answerer))
    telegram = Telegram()
    store = await Store.open(f"sqlite:///{place / f'{kind}.db'}", Vault.open(place / "key"))
    requests = WireRequest(telegram), WireRequest(telegram)
    conversation = application.build(telegram.token, current, store, flood=0, request=requests[0], polling=requests[1])
    service = Service(conversation, store, current, pace=UNPACED, reloader=Reloader(folder, current))
    stop = asyncio.Event()
    running = asyncio.create_task(service.run(stop))
    try:
        return await _Measuring(folder, kind, telegram.person(1, "Anne"), content.entries[_first(folder)].question).run(
            edits
        )
    finally:
        stop.set()
        await running
        await store.close()


def enlarge(folder: Path, entries: int) -> None:
    """Fill a folder up to so many entries, of ten phrasings each out of the words of its own."""
    content = load(folder)
    wanted = entries - len(content.entries)
    if wanted > 0:
        made = synthetic(content, wanted * 10).entries.values()
        blocks = [
            f"  - id: {one.id}\n    question: {quoted(one.question)}\n    formulations:\n"
            + "".join(f"      - {quoted(text)}\n" for text in one.phrasings)
            + "    reponse: Oui.\n"
            for one in made
        ]
        (folder / "questions/autres.yaml").write_text("theme: Autres\nquestions:\n" + "".join(blocks), encoding="utf-8")


def _first(folder: Path) -> str:
    text = (folder / PATH).read_text(encoding="utf-8")
    return text.split("- id: ", 1)[1].split("\n", 1)[0]


def _word(number: int, part: int) -> str:
    """Make a word that nothing in the content is near to, of its own for each edit."""
    digits = f"{number * 7919 + part * 104_729 + 15_485_863:09d}"
    return "".join("kwzxjqyvhg"[int(digit)] + "oa"[int(digit) % 2] for digit in digits[-6:])


class _Measuring:
    def __init__(self, folder: Path, kind: Kind, person: Person, question: str) -> None:
        self._file = folder / (_VOCABULARY if kind == "vocabulary" else PATH)
        self._kind = kind
        self._person = person
        self._question = question
        self._original = self._file.read_text(encoding="utf-8")
        self._measured = Measured()

    async def run(self, edits: int) -> Measured:
        for _ in range(5):  # the start, and what is loaded with the first reply
            await self._ask(self._question, [])
        for _ in range(20):
            await self._ask(self._question, self._measured.at_rest)
        for number in range(edits):
            await self._edit(number)
            for _ in range(10):
                await self._ask(self._question, self._measured.at_rest)
        return self._measured

    async def _edit(self, number: int) -> None:
        mark = " ".join(_word(number, part) for part in range(4))
        if self._kind == "answer":
            text = self._original.replace(_ANSWER, f"{_ANSWER}      {mark}\n", 1)
            ask = self._question
            served: Callable[[str], bool] = lambda said: mark in said  # noqa: E731  # the kinds side by side
        elif self._kind == "vocabulary":
            ask = _word(number, 0)
            text = self._original.replace(_SHORT, f"{_SHORT}  {ask}: {quoted(self._question)}\n", 1)
            served = lambda said: "Vérifié" in said  # noqa: E731  # the same
        else:
            text = self._original.replace(_PHRASINGS, f"{_PHRASINGS}      - {mark}\n", 1)
            ask = mark
            served = lambda said: "Vérifié" in said  # noqa: E731  # the same
        self._file.write_text(text, encoding="utf-8")
        saved = time.perf_counter()
        while not served(await self._ask(ask, self._measured.meanwhile)):
            if time.perf_counter() - saved > 120:
                raise TimeoutError(f"edit {number} was not served")
        self._measured.edits.append(time.perf_counter() - saved)

    async def _ask(self, text: str, times: list[float]) -> str:
        chat = self._person.chat
        before = len(chat.messages)
        begun = time.perf_counter()
        self._person.say(text)
        while len(chat.messages) < before + 2:  # noqa: ASYNC110  # the stand-in tells nobody
            await asyncio.sleep(0.001)
        times.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(_PAUSE)
        return chat.messages[-1].text
