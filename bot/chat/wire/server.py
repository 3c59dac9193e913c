"""Telegram's server: its state, and the answer to each request."""

import inspect
import itertools
import json
import time
from asyncio import Event, timeout
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.chat.wire import answers, messages, settings
from bot.chat.wire.calls import METHODS, Call, Params, Upload, decode
from bot.chat.wire.chats import Chat
from bot.chat.wire.limits import Limits
from bot.chat.wire.people import Person, membership
from bot.chat.wire.refusal import ConnectionCut, Json, Refusal, bad_request
from bot.chat.wire.updates import Updates

# Imported for the methods they register.
__all__ = ["Fault", "Telegram", "answers", "messages", "settings"]

_REACHED = ("creator", "administrator", "member")


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one call: an error answer, a raw `body` instead of JSON, or (status None) no answer."""

    method: str
    status: int | None
    description: str = ""
    retry_after: int | None = None
    after_executing: bool = False
    body: bytes | None = None

    def answer(self) -> tuple[int, bytes]:
        """Give the answer in place of the true one; raise ConnectionCut where there is none."""
        if self.status is None:
            raise ConnectionCut(self.description)
        refusal = Refusal(self.status, self.description, self.retry_after)
        return self.status, _body(refusal.to_json()) if self.body is None else self.body


class Telegram:
    """Telegram's side of one bot: people, groups, messages, updates; `clock` gives Unix seconds.

    `transcript` holds every call in order, `refusals` those that were refused by Telegram's rules, with the reason.
    `on_call` functions are awaited before a call is executed. Groups give the bot every message, as they give an
    administrator.
    """

    def __init__(
        self,
        token: str = "1234567890:stand-in-for-telegram-0000000000000",  # noqa: S107  # pragma: allowlist secret
        *,
        first_name: str = "Table ronde",
        username: str = "table_ronde_bot",
        clock: Callable[[], float] = time.time,
        enforce_limits: bool = False,
        first_update: int = 700_000_001,
        first_message: int = 1,
    ) -> None:
        """Take the bot's name and token, and the ids to count updates and messages from."""
        self.token = token
        self.bot_user: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": first_name,
            "username": username,
        }
        self.clock = clock
        self.enforce_limits = enforce_limits
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.updates = Updates(clock, first_update)
        self.taps: dict[str, answers.Query] = {}
        self.inline_queries: dict[str, answers.Query] = {}
        self.files: dict[str, Upload] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.transcript: list[Call] = []
        self.refusals: list[tuple[Call, Refusal]] = []
        self.on_call: list[Callable[[Call], Awaitable[None]]] = []
        self._faults: list[Fault] = []
        self._limits = Limits(clock)
        self._message_ids: Iterator[int] = itertools.count(first_message)
        self._query_ids = itertools.count(4_000_000_000_000_000_001)
        self._progress = Event()
        self._down = False

    def person(self, id: int, first_name: str, username: str | None = None, language_code: str = "fr") -> Person:
        """Add somebody, whom the bot knows nothing of until they write, tap or look something up."""
        known = {"first_name": first_name, **({"username": username} if username else {})}
        user = {"id": id, "is_bot": False, **known, "language_code": language_code}
        chat = self.chats[id] = Chat(id, "private", {"id": id, "type": "private", **known}, self._message_ids)
        person = self.people[id] = Person(self, user, chat)
        return person

    def group(
        self, id: int, title: str, members: Sequence[Person], *, admins: Sequence[Person] = (), bot_admin: bool = True
    ) -> Chat:
        """Add a supergroup (its id is negative) that the bot is in; message ids are its own."""
        header = {"id": id, "type": "supergroup", "title": title}
        chat = self.chats[id] = Chat(id, "supergroup", header, itertools.count(1))
        chat.members = {person.id: "member" for person in members} | {person.id: "administrator" for person in admins}
        chat.members[self.bot_user["id"]] = "administrator" if bot_admin else "member"
        return chat

    def kick_bot(self, chat: Chat, by: Person) -> int:
        """Take the bot out of a group; give the update's id."""
        old, chat.members[self.bot_user["id"]] = chat.members[self.bot_user["id"]], "kicked"
        return self.membership(chat, by.user, old, "kicked")

    def membership(self, chat: Chat, by: Json, old: str, new: str) -> int:
        """Tell the bot what it has become in a chat; give the update's id."""
        return self.push(membership(chat, by, self.bot_user, int(self.clock()), (old, new)))

    def chat(self, id: int) -> Chat:
        """Give a chat by its id."""
        return self.chats[id]

    def push(self, update: Json) -> int:
        """Queue any update, with the next update_id unless it has one; give that id."""
        return self.updates.push(update)

    def ask(self, queries: dict[str, answers.Query], query: answers.Query) -> str:
        """Keep a query that waits for the bot; give its id."""
        query_id = str(next(self._query_ids))
        queries[query_id] = query
        return query_id

    @property
    def down(self) -> bool:
        """Whether no connection gets through; setting it cuts the poll under way."""
        return self._down

    @down.setter
    def down(self, down: bool) -> None:
        self._down = down
        self.updates.changed.set()
        if down:
            self.updates.end_poll(ConnectionCut("Telegram is down"))

    def fail_next(
        self,
        method: str,
        status: int | None,
        description: str = "",
        retry_after: int | None = None,
        after_executing: bool = False,
        body: bytes | None = None,
    ) -> None:
        """Make the next call of a method fail: see Fault. Called n times, it fails n calls."""
        self._faults.append(Fault(method, status, description, retry_after, after_executing, body))

    def calls(self, method: str) -> list[Params]:
        """Give the parameters of each call of a method so far."""
        return [call.params for call in self.transcript if call.method == method]

    async def until(self, holds: Callable[[], object], seconds: float = 5) -> None:
        """Wait until something holds, looking after each call; raise TimeoutError when it does not."""
        async with timeout(seconds):
            while not holds():
                self._progress.clear()
                await self._progress.wait()

    def chat_known(self, params: Params) -> Chat:
        """Give the chat a call names; raise Refusal (400) for one the bot has never heard of."""
        name = params.get("chat_id", "")
        if not name:
            raise bad_request("chat_id is empty")
        chat = self.chats.get(int(name)) if name.removeprefix("-").isdecimal() else None
        if chat is None or (chat.type == "private" and not self.people[chat.id].met):
            raise bad_request("chat not found")
        return chat

    def chat_to_write(self, params: Params) -> Chat:
        """Give the chat a call writes to; raise Refusal (400, 403) where the bot may not."""
        chat = self.chat_known(params)
        if chat.type != "private":
            if chat.members.get(self.bot_user["id"]) not in _REACHED:
                raise Refusal(403, "Forbidden: bot was kicked from the supergroup chat")
            return chat
        person = self.people[chat.id]
        if person.gone:
            raise Refusal(403, "Forbidden: user is deactivated")
        if person.blocking:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if not person.started:
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
        return chat

    def pace(self, chat: Chat) -> None:
        """Count a message; raise Refusal (429) when it comes too soon and limits are enforced."""
        if not self.enforce_limits:
            return
        seconds = self._limits.retry_after(chat.id, group=chat.type != "private")
        if seconds is not None:
            raise Refusal(429, f"Too Many Requests: retry after {seconds}", seconds)

    async def handle(
        self, token: str, method: str, raw: Mapping[str, str], files: Mapping[str, Upload] | None = None
    ) -> tuple[int, bytes]:
        """Answer one request: HTTP status and body; raise ConnectionCut where there is no answer."""
        if self._down:
            raise ConnectionCut("Telegram is down")
        if token != self.token:
            return 401, _body(Refusal(401, "Unauthorized").to_json())
        try:
            return await self._answer(method, raw, files or {})
        finally:
            self._progress.set()

    async def _answer(self, method: str, raw: Mapping[str, str], files: Mapping[str, Upload]) -> tuple[int, bytes]:
        call = Call(method, dict(raw))
        try:
            if method not in METHODS:
                self.transcript.append(call)
                raise Refusal(404, "Not Found")
            try:
                call = Call(method, decode(method, raw, files))
            finally:
                self.transcript.append(call)
            for hook in self.on_call:
                await hook(call)
            fault = self._fault(method)
            if fault and not fault.after_executing:
                return fault.answer()
            result = METHODS[method].run(self, call.params)
            if inspect.isawaitable(result):
                result = await result
        except Refusal as refusal:
            if refusal.status in (400, 404, 413):
                self.refusals.append((call, refusal))
            return refusal.status, _body(refusal.to_json())
        return fault.answer() if fault else (200, _body({"ok": True, "result": result}))

    def _fault(self, method: str) -> Fault | None:
        fault = next((fault for fault in self._faults if fault.method == method), None)
        if fault:
            self._faults.remove(fault)
        return fault


def _body(answer: Json) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()
