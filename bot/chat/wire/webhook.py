"""Updates brought to a webhook over HTTP, as Telegram does. Source: Bot API, setWebhook, and its server's WebhookActor.

One at a time for each chat, so that order is kept; several chats at once, up to `max_connections`; again and again,
later and later, until the answer is 2xx.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx

from bot.chat.wire.refusal import Json
from bot.chat.wire.server import Telegram

MAX_CONNECTIONS = 40
LONGEST_PAUSE = 60.0


@dataclass(slots=True)
class _Trouble:
    """A chat whose update was not accepted: how often, and when to try again."""

    tries: int
    again_at: float


class Courier:
    """Delivers while the `async with` block runs.

    `behind`: what stands behind a public https address, as a proxy that speaks TLS would know it:
    https://bot.test → http://127.0.0.1:8080. `first_pause`: seconds before the second try, doubled at each further one.
    """

    def __init__(
        self, telegram: Telegram, behind: Mapping[str, str], *, first_pause: float = 1.0, timeout: float = 60.0
    ) -> None:
        self._telegram = telegram
        self._behind = behind
        self._first_pause = first_pause
        self._timeout = timeout
        self._under_way: dict[object, asyncio.Task[None]] = {}
        self._troubles: dict[object, _Trouble] = {}
        self._url = ""

    async def __aenter__(self) -> Self:
        self._client = httpx.AsyncClient(timeout=self._timeout, trust_env=False)
        self._running = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        tasks = (self._running, *self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._client.aclose()

    async def _run(self) -> None:
        changed = self._telegram.updates.changed
        while True:
            changed.clear()
            wait = self._start_what_is_due()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await changed.wait()

    def _start_what_is_due(self) -> float | None:
        """Start deliveries; give the seconds until the next is due (None: not before something changes)."""
        webhook = self._telegram.updates.webhook
        if webhook["url"] != self._url:
            self._url = webhook["url"]
            self._troubles.clear()
        if not self._url or self._telegram.down:
            return None
        now = asyncio.get_running_loop().time()
        waits, seen = [], set(self._under_way)
        for update in self._telegram.updates.waiting:
            queue = _queue(update)
            if queue in seen:
                continue
            seen.add(queue)
            trouble = self._troubles.get(queue)
            if trouble and trouble.again_at > now:
                waits.append(trouble.again_at - now)
            elif len(self._under_way) < webhook.get("max_connections", MAX_CONNECTIONS):
                self._under_way[queue] = asyncio.create_task(self._bring(queue, update, webhook))
        return min(waits, default=None)

    async def _bring(self, queue: object, update: Json, webhook: Json) -> None:
        why = await self._refused(update, webhook)
        del self._under_way[queue]
        if why is None:
            self._troubles.pop(queue, None)
            self._telegram.updates.delivered(update["update_id"])
        else:
            tries = self._troubles[queue].tries + 1 if queue in self._troubles else 1
            pause = min(self._first_pause * 2 ** (tries - 1), LONGEST_PAUSE)
            self._troubles[queue] = _Trouble(tries, asyncio.get_running_loop().time() + pause)
            webhook |= {"last_error_date": int(self._telegram.clock()), "last_error_message": why}
        self._telegram.updates.changed.set()

    async def _refused(self, update: Json, webhook: Json) -> str | None:
        """Deliver an update; give what Telegram says of one that was not accepted."""
        secret = webhook.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            answer = await self._client.post(self._place(webhook["url"]), json=update, headers=headers)
        except httpx.TimeoutException:
            return "Read timeout expired"
        except httpx.TransportError as error:
            return "Connection refused" if isinstance(error, httpx.ConnectError) else "Connection reset by peer"
        if answer.is_success:
            return None
        return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"

    def _place(self, url: str) -> str:
        public = next(public for public in self._behind if url.startswith(public))
        return self._behind[public] + url.removeprefix(public)


def _queue(update: Json) -> object:
    """Tell what an update must keep its order within: its chat, or else the person."""
    for part in update.values():
        if isinstance(part, dict):
            chat = part.get("chat") or part.get("message", {}).get("chat") or part.get("from")
            if isinstance(chat, dict) and "id" in chat:
                return chat["id"]
    return update["update_id"]
