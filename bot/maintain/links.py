"""Whether the addresses of a content still answer: each asked once, a few at a time, one at a time per host."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from bot.content import ContentError, Problem
from bot.content.files import yaml_files
from bot.maintain.document import Document, texts

_HOSTS_AT_ONCE = 8
_SECONDS = 15
_PAUSE_SECONDS = 0.5
"""Between two questions to the same host."""

_MOST = 1000
_AGENT = "table-ronde (bot check --links)"
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+[^\s\"'<>.,;:!?)\]»]")

_HEAD_REFUSED = (403, 404, 405, 501)
"""What servers say that only know GET."""


def check_links(folder: Path) -> list[Problem]:
    """Ask for every address of a content folder, and give those that do not answer as they should."""
    places: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for address, path, line in _addresses(folder):
        places[address].append((path, line))
    asked = dict(list(places.items())[:_MOST])
    answers = asyncio.run(_ask(list(asked)))
    return sorted(
        Problem(path, line, f"{address} {answer}.", "Ouvrez-la, puis corrigez-la ou retirez-la.")
        for address, answer in answers.items()
        for path, line in asked[address]
    )


def _addresses(folder: Path) -> Iterator[tuple[str, str, int]]:
    for path in yaml_files(folder):
        try:
            document = Document.open(folder, path)
        except ContentError:  # told already
            continue
        for node in texts(document.root):
            for found in _ADDRESS.finditer(node.value):
                yield found[0], path, node.start_mark.line + 1


async def _ask(addresses: Sequence[str]) -> dict[str, str]:
    """Give what is wrong with each address that does not answer well."""
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for address in addresses:
        hosts[urlsplit(address).netloc].append(address)
    turn = asyncio.Semaphore(_HOSTS_AT_ONCE)
    found: dict[str, str] = {}

    async def ask_host(client: httpx.AsyncClient, mine: Sequence[str]) -> None:
        async with turn:
            for number, address in enumerate(mine):
                if number:
                    await asyncio.sleep(_PAUSE_SECONDS)
                if answer := await _one(client, address):
                    found[address] = answer

    async with httpx.AsyncClient(
        follow_redirects=True, timeout=_SECONDS, headers={"User-Agent": _AGENT}, max_redirects=10
    ) as client:
        await asyncio.gather(*(ask_host(client, mine) for mine in hosts.values()))
    return found


async def _one(client: httpx.AsyncClient, address: str) -> str:
    """Say what is wrong with an address, in the middle of a sentence; "" when all is well."""
    try:
        async with asyncio.timeout(2 * _SECONDS):
            status = (await client.head(address)).status_code
            if status in _HEAD_REFUSED:
                async with client.stream("GET", address) as response:  # the page itself is not read
                    status = response.status_code
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
        return f"ne répond pas ({type(error).__name__})"
    if status == 429 or status < 400:  # it is there, and busy
        return ""
    return "n'existe plus (404)" if status == 404 else f"répond par une erreur ({status})"
