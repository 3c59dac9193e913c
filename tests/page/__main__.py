"""Open the organisers' page on many questions while people ask, and measure: `python -m tests.page [--questions N]`.

The real bot with its store on the disk, the page over HTTP from the same process, and the stand-in for Telegram. Who
opens the pages is in this process too, which counts its time as the page's. The exit code is 1 when the list of the
questions, or a reply meanwhile, took longer than was promised.
"""

import argparse
import asyncio
import random
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

import httpx
from rich.console import Console
from rich.table import Table

from bot.chat import application
from bot.chat.pace import UNPACED
from bot.chat.service import Service
from bot.chat.wire import Person, Telegram, WireRequest
from bot.content import load
from bot.maintain.edit import FolderEditor
from bot.matching.answering import Answerer
from bot.store import Sought, Store, Vault
from bot.web import site
from bot.web.door import Doors
from bot.web.server import application as pages
from bot.web.server import serving
from bot.wording.knowledge import Current, Knowledge
from tests.conftest import FAQ
from tests.desk.conftest import ZOE, Office

DISK = "/var/tmp"  # noqa: S108 - a disk, where /tmp may be memory; the folder in it is ours alone
LIST_MS, REPLY_MS = 200.0, 100.0
"""What is promised, of 95 in 100: the list of the questions, and the bot's own replies meanwhile."""

VIEWS = {
    "the list": "/questions",
    "the list, page 20": "/questions?page=20",
    "the list, by age": "/questions?voir=anciennes",
    "one question": "/questions/1",
    "figures": "/chiffres",
}
ASKED = ("à quoi servent les fans d'une page", "je suis en profession libérale, facebook est fait pour moi ?", "merci")


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.page", description="Open the page on many questions.")
    parser.add_argument("--questions", type=int, default=5000, help="open questions (5,000)")
    parser.add_argument("--clusters", type=int, default=800, help="different ones (800)")
    parser.add_argument("--views", type=int, default=100, help="how often each page is opened (100)")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(dir=DISK) as place:
        measuring = measure(Path(place), options.questions, options.clusters, options.views)
        clusters, views, replies = asyncio.run(measuring)
    table = Table(title=f"{options.questions} open questions in {clusters} clusters, while somebody asks")
    for heading in ("", "median", "p95", "slowest"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, times in {**views, "a reply meanwhile": replies}.items():
        table.add_row(name, *(f"{value:.0f} ms" for value in (median(times), _p95(times), max(times))))
    Console().print(table)
    lists = [_p95(times) for name, times in views.items() if name.startswith("the list")]
    return 0 if max(lists) <= LIST_MS and _p95(replies) <= REPLY_MS else 1


async def measure(
    place: Path, questions: int, clusters: int, opened: int
) -> tuple[int, dict[str, list[float]], list[float]]:
    """Give how many clusters there are, and the milliseconds of each page and of each reply meanwhile."""
    content = load(FAQ)
    current = Current(Knowledge(content, Answerer.build(content)))
    telegram = Telegram()
    store = await Store.open(f"sqlite:///{place / 'bot.db'}", Vault.open(place / "key"))
    requests = WireRequest(telegram), WireRequest(telegram)
    conversation = application.build(
        telegram.token, current, store, flood=0, organisers=(ZOE,), request=requests[0], polling=requests[1]
    )
    office = Office(store, conversation.desk, int(time.time()) - 14 * 86_400)
    await _fill(office, questions, clusters)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, doors, stop = f"http://127.0.0.1:{port}", Doors(), asyncio.Event()
    served = site.Site(store, conversation.desk, current, FolderEditor(FAQ), FAQ, doors, address)
    service = Service(conversation, store, current, pace=UNPACED)
    try:
        async with serving(pages(_ready, site.routes(served), site.MIDDLEWARE), ("127.0.0.1", port), stop):
            running = asyncio.create_task(service.run(stop))
            async with httpx.AsyncClient(base_url=address, timeout=60) as client:
                await client.post(f"/porte/{doors.make(office.zoe)}")
                replies: list[float] = []
                asking = asyncio.create_task(_ask(telegram.person(1, "Anne"), replies))
                views = {name: await _open(client, path, opened) for name, path in VIEWS.items()}
                asking.cancel()
                async with store.database.read() as tx:
                    count = await store.clusters.count(tx, Sought(now=int(time.time())))
            stop.set()
            await running
    finally:
        await store.close()
    return count, views, replies


async def _ready() -> bool:
    return True


async def _fill(office: Office, questions: int, clusters: int) -> None:
    """Have people ask things of words that nothing else has, so that each is a cluster of its own."""
    chance = random.Random(8)  # noqa: S311 - examples, not secrets

    def word() -> str:
        return "".join(chance.choice("bcdfglmnprstv") + chance.choice("aeiou") for _ in range(4))

    texts = [" ".join(word() for _ in range(5)) for _ in range(clusters)]
    for number in range(questions):
        await office.ask(10_000 + number, texts[number % clusters])


async def _open(client: httpx.AsyncClient, path: str, times: int) -> list[float]:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        answer = await client.get(path)
        taken.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, answer.status_code
        await asyncio.sleep(0.02)
    return taken


async def _ask(person: Person, times: list[float]) -> None:
    """Ask one thing after the other, without end."""
    while True:
        for text in ASKED:
            before = len(person.chat.messages)
            begun = time.perf_counter()
            person.say(text)
            while len(person.chat.messages) < before + 2:  # noqa: ASYNC110  # the stand-in tells nobody
                await asyncio.sleep(0.001)
            times.append((time.perf_counter() - begun) * 1000)
            await asyncio.sleep(0.1)


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
