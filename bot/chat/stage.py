"""The demo's stage: the real handlers behind the stand-in for Telegram, one who asks and one who answers."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from bot.chat import application
from bot.chat.board import Board
from bot.chat.organiser import Door
from bot.chat.pace import UNPACED
from bot.chat.service import Chore, Service
from bot.chat.wire import Button, Chat, Message, Person, Telegram, WireRequest, stretches
from bot.desk import Desk
from bot.maintain.reload import Reloader
from bot.store import Store
from bot.wording.knowledge import Current

ASKER, ORGANISER, TEAM = 1, 2, -1_000_000_000_001
"""Who asks, who answers, and the organisers' chat, by their ids; the chat of who asks has their own."""

_LOOK_SECONDS: Final = 1.0
_TEAM: Final = "Organisateurs"


class Unplayable(Exception):
    """What cannot be done on the stage as it is now."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A chat that is shown, and whoever writes and taps in it."""

    person: Person
    chat: Chat
    title: str


class Stage:
    """Two chats with one bot: what people do in them, and all that they show, as JSON."""

    def __init__(
        self,
        current: Current,
        store: Store,
        reloader: Reloader,
        *,
        take_back: int,
        door: Door | None = None,
        chores: tuple[Chore, ...] = (),
    ) -> None:
        """Build the bot inside the event loop; `take_back` and `door` as for `application.build`."""
        self._current = current
        title = current.knowledge.content.pack.title
        self._telegram = telegram = Telegram(first_name=title)
        asker, organiser = telegram.person(ASKER, "Camille"), telegram.person(ORGANISER, "Alix")
        team = telegram.group(TEAM, _TEAM, [], admins=[organiser])
        self._parts = {"personne": _Part(asker, asker.chat, title), "equipe": _Part(organiser, team, _TEAM)}
        conversation = application.build(
            telegram.token,
            current,
            store,
            flood=0,
            organisers=(ORGANISER,),
            organisers_chat=TEAM,
            take_back=take_back,
            door=door,
            request=WireRequest(telegram),
            polling=WireRequest(telegram),
        )
        self.desk: Desk = conversation.desk
        board = Board(store, current, self.desk, TEAM)
        self._service = Service(
            conversation,
            store,
            current,
            pace=UNPACED,
            organisers_chat=TEAM,
            reloader=reloader,
            chores=(*chores, board.show),
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; the curtain rises on a chat that has just been started."""
        self._parts["personne"].person.say("/start")
        await self._service.run(stop)

    async def is_ready(self) -> bool:
        """Say whether the bot is at work."""
        return await self._service.is_ready()

    def view(self) -> dict[str, Any]:
        """Give what both chats show now, and how many entries the content has."""
        content = self._current.knowledge.content
        return {
            "entries": len(content.entries),
            "chats": {name: self._chat(part) for name, part in self._parts.items()},
        }

    async def changed(self, since: dict[str, Any]) -> dict[str, Any]:
        """Wait for a view that is another than `since`, a second at the most, and give the one there is then."""
        with suppress(TimeoutError):
            await self._telegram.until(lambda: self.view() != since, _LOOK_SECONDS)
        return self.view()

    def say(self, chat: str, text: str, reply_to: int | None) -> None:
        """Write in a chat; raises Unplayable for what no app would send."""
        part = self._part(chat)
        try:
            part.person.say(text, part.chat, reply_to)
        except ValueError as error:
            raise Unplayable(str(error)) from None

    def tap(self, chat: str, message_id: int, choice: str) -> None:
        """Tap a button; raises Unplayable when it is not there any more."""
        part = self._part(chat)
        try:
            part.person.tap(message_id, choice, part.chat)
        except LookupError as error:
            raise Unplayable(str(error)) from None

    def file(self, id: str) -> tuple[bytes, str] | None:
        """Give a file that the bot sent: content and kind."""
        upload = self._telegram.files.get(id)
        return (upload.content, upload.mime) if upload else None

    def _part(self, name: str) -> _Part:
        part = self._parts.get(name)
        if part is None:
            raise Unplayable(f"no chat {name!r}")
        return part

    def _chat(self, part: _Part) -> dict[str, Any]:
        return {
            "title": part.title,
            "messages": [self._message(one, part) for one in part.chat.messages],
            "notices": [one.text for one in part.person.notices],
        }

    def _message(self, message: Message, part: _Part) -> dict[str, Any]:
        photo = message.content.get("photo")
        document = message.content.get("document")
        return {
            "id": message.id,
            "mine": message.sender["id"] == part.person.id,
            "name": message.sender["first_name"],
            "time": f"{datetime.fromtimestamp(message.date):%H:%M}",
            "edited": message.edited,
            "text": [
                {"text": one.text, "kinds": one.kinds, **_leads(self._link(one.url))} for one in stretches(message)
            ],
            "answered": _start(message.reply_to) if message.reply_to else None,
            "asks": bool((message.reply_markup or {}).get("force_reply")),
            "photo": photo[-1]["file_id"] if photo else None,
            "document": {"id": document["file_id"], "name": document.get("file_name", "")} if document else None,
            "buttons": [[self._button(one) for one in row] for row in message.buttons],
        }

    def _button(self, button: Button) -> dict[str, Any]:
        if button.callback_data is not None:
            return {"label": button.text, "tap": button.callback_data}
        return {"label": button.text, **_leads(self._link(button.url))}

    def _link(self, url: str | None) -> dict[str, str]:
        """Say where an address leads: into the chat with this bot, out of the demo, or to what only Telegram has."""
        if url is None:
            return {}
        parts = urlsplit(url)
        if parts.netloc != "t.me":
            return {"url": url}
        if parts.path.strip("/") == self._telegram.bot_user["username"]:
            return {"start": "".join(parse_qs(parts.query).get("start", [""]))}
        return {"elsewhere": url}


def _leads(link: dict[str, str]) -> dict[str, Any]:
    return {"link": link} if link else {}


def _start(message: Message) -> str:
    line = message.text.partition("\n")[0]
    return line if len(line) <= 80 else f"{line[:79]}…"
