"""The same conversation in a terminal: the real handlers behind the stand-in for Telegram."""

import asyncio
import shutil
import sys
import textwrap
import time
from contextlib import suppress
from io import TextIOWrapper
from itertools import count
from threading import Thread
from typing import TextIO

from bot.chat import application
from bot.chat.pace import UNPACED
from bot.chat.service import Service
from bot.chat.wire import Button, Message, Telegram, WireRequest
from bot.maintain.reload import Reloader
from bot.reports.coach import Coach
from bot.store import Store
from bot.wording.knowledge import Current

_PERSON = 1
_WIDEST = 88


class Terminal:
    """One person, one chat. A number taps that button of the latest message with buttons; Ctrl-D ends."""

    def __init__(
        self,
        current: Current,
        store: Store,
        said: TextIO = sys.stdin,
        shown: TextIO = sys.stdout,
        reloader: Reloader | None = None,
    ) -> None:
        """Follow the content with `reloader` (None: it stays as it is)."""
        self._said, self._shown = said, shown
        if isinstance(said, TextIOWrapper):  # a list of questions that Windows saved, say
            said.reconfigure(errors="replace")
        # Ids that no conversation before had on the same data, nor Telegram will give (its updates' have 32 bits).
        begun = time.time()
        title = current.knowledge.content.pack.title
        self._telegram = Telegram(first_name=title, first_update=int(1000 * begun), first_message=int(begun))
        self._person = self._telegram.person(_PERSON, "Vous")
        request = WireRequest(self._telegram), WireRequest(self._telegram)
        conversation = application.build(
            self._telegram.token, current, store, flood=0, request=request[0], polling=request[1]
        )
        self._service = Service(conversation, store, current, pace=UNPACED, reloader=reloader, on_live=self._tell_live)
        self._seen: dict[int, Message] = {}
        self._coach = Coach(current)
        self._lines: asyncio.Queue[str] = asyncio.Queue()

    async def run(self) -> None:
        """Converse until the input ends."""
        # A thread of its own, that nobody waits for: Ctrl-C must not have to wait for a last line.
        Thread(target=self._listen, args=(asyncio.get_running_loop(),), daemon=True).start()
        stop = asyncio.Event()
        serving = asyncio.create_task(self._service.run(stop))
        try:
            self._person.say("/start")
            await self._settle(serving)
            self._show_news()
            while line := await self._read():
                if text := line.strip():
                    self._act(text)
                    await self._settle(serving)
                    self._show_news()
        finally:
            stop.set()
            await serving

    def _tell_live(self) -> None:
        self._shown.write("\n(La FAQ a été relue.)\n> ")
        self._shown.flush()

    async def _read(self) -> str:
        self._shown.write("> ")
        self._shown.flush()
        line = await self._lines.get()
        if not self._said.isatty():
            self._shown.write(f"{line.rstrip()}\n")
        return line

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        """Read lines for as long as there are some, and an empty one at the end."""
        line = "first"
        while line:
            line = self._said.readline()
            with suppress(RuntimeError):  # the loop has ended: nobody listens
                loop.call_soon_threadsafe(self._lines.put_nowait, line)

    def _act(self, text: str) -> None:
        if text.startswith(":"):
            self._write(self._coach.say(text))
            return
        latest = next((one for one in reversed(self._person.chat.messages) if one.from_bot and _choices(one)), None)
        choices = _choices(latest) if latest else []
        if latest is None or not text.isdecimal() or not 1 <= int(text) <= len(choices):
            self._coach.hears(text)
            self._person.say(text[:4096])
            return
        button = choices[int(text) - 1]
        if button.url:
            self._write(f"{button.text} : {button.url}")
        else:
            self._person.tap(latest.id, button.callback_data or "")

    async def _settle(self, serving: asyncio.Task[None]) -> None:
        """Wait until all that was said is handled and answered."""

        async def settled() -> None:
            while self._telegram.updates.waiting:  # noqa: ASYNC110  # the stand-in tells nobody
                await asyncio.sleep(0.001)
            await self._service.worker.idle()
            await self._service.sender.idle()

        settling = asyncio.create_task(settled())
        await asyncio.wait((settling, serving), return_when=asyncio.FIRST_COMPLETED)
        if not settling.done():
            settling.cancel()
            await serving

    def _show_news(self) -> None:
        for notice in self._person.notices:
            if notice.text:
                self._write(f"({notice.text})")
        self._person.notices.clear()
        numbered = next((one for one in reversed(self._person.chat.messages) if _choices(one)), None)
        for message in self._person.chat.messages:
            old = self._seen.get(message.id)
            if message.from_bot and (old is None or old.text != message.text or old.buttons != message.buttons):
                if old is None or old.text != message.text:
                    self._write(_plain(message))
                self._show_buttons(message, message is numbered)
            self._seen[message.id] = message

    def _show_buttons(self, message: Message, numbered: bool) -> None:
        numbers = count(1)
        for row in message.buttons:
            labels = [f"[{next(numbers)}] {_label(one)}" if numbered else f"[ ] {_label(one)}" for one in row]
            self._shown.write(f"  {'   '.join(labels)}\n")
        self._shown.write("\n")

    def _write(self, text: str) -> None:
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        for line in text.split("\n"):
            indent = "  " if line.startswith("• ") else ""
            self._shown.write("\n".join(textwrap.wrap(line, width, subsequent_indent=indent)) + "\n")
        self._shown.write("\n" if not text.endswith("\n") else "")


def _choices(message: Message | None) -> list[Button]:
    return [button for row in message.buttons for button in row] if message else []


def _label(button: Button) -> str:
    # An address to share with others is long, and of no use here.
    shown = button.url if button.url and not button.url.startswith("https://t.me/share/") else None
    return f"{button.text} ({shown})" if shown else button.text


def _plain(message: Message) -> str:
    """Give what is read of a message, each link followed by its address."""
    encoded = message.text.encode("utf-16-le")
    for entity in sorted(message.entities, key=lambda one: -one["offset"]):
        if entity["type"] == "text_link":
            end = 2 * (entity["offset"] + entity["length"])
            encoded = encoded[:end] + f" ({entity['url']})".encode("utf-16-le") + encoded[end:]
    return encoded.decode("utf-16-le")
