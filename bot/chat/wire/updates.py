"""The queue of updates, confirmed by offset as Telegram does. Source: https://core.telegram.org/bots/api#getupdates."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.chat.wire.refusal import Json, Refusal

KEPT_SECONDS = 24 * 3600
MAX_POLL_SECONDS = 50
MAX_BATCH = 100
# Sent only to bots that ask for them.
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class Updates:
    """What the bot has not confirmed yet, oldest first; `clock` gives Unix seconds.

    `changed` is set when there is something for whoever delivers to the webhook to look at.
    """

    clock: Callable[[], float]
    next_id: int
    webhook: Json = field(default_factory=lambda: {"url": ""})
    allowed: tuple[str, ...] = ()
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: deque[tuple[float, Json]] = field(default_factory=deque)
    _poll: asyncio.Future[None] | None = None

    @property
    def waiting(self) -> list[Json]:
        """The updates nobody has confirmed."""
        return [update for _, update in self._waiting]

    def push(self, update: Json) -> int:
        """Queue an update, give it the next id unless it has one, and wake whoever polls; give that id.

        What the bot did not ask for (`allowed_updates`) is dropped.
        """
        update_id = int(update.setdefault("update_id", self.next_id))
        self.next_id = max(self.next_id, update_id + 1)
        if self._wanted(update):
            self._waiting.append((self.clock(), update))
            self._wake()
            self.changed.set()
        return update_id

    def confirm(self, before: int) -> None:
        """Forget the updates with a smaller id."""
        self._waiting = deque(entry for entry in self._waiting if entry[1]["update_id"] >= before)

    def delivered(self, update_id: int) -> None:
        """Forget an update that the webhook has accepted."""
        self._waiting = deque(entry for entry in self._waiting if entry[1]["update_id"] != update_id)

    def forget_all(self) -> None:
        """Drop everything that waits (`drop_pending_updates`)."""
        self._waiting.clear()

    def end_poll(self, error: Exception) -> None:
        """End the poll under way, if there is one, with an error."""
        self._wake(error)

    async def get(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """Answer getUpdates: confirm by offset, then wait up to `timeout` seconds for something to give.

        Raises Refusal (409) while a webhook is set, and in the older of two polls at once.
        """
        if self.webhook["url"]:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
                "webhook first",
            )
        self._wake(
            Refusal(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        )
        self._expire()
        if offset < 0:
            offset = next((update["update_id"] for update in self.waiting[offset:]), 0)
        self.confirm(offset)
        if not self._waiting and timeout > 0:
            await self._something(min(timeout, MAX_POLL_SECONDS))
        return self.waiting[: limit if 1 <= limit <= MAX_BATCH else MAX_BATCH]

    def _wanted(self, update: Json) -> bool:
        kind = next((key for key in update if key != "update_id"), "")
        return kind in self.allowed if self.allowed else kind not in _ON_REQUEST

    def _expire(self) -> None:
        while self._waiting and self._waiting[0][0] < self.clock() - KEPT_SECONDS:
            self._waiting.popleft()

    def _wake(self, error: Exception | None = None) -> None:
        if self._poll is None or self._poll.done():
            return
        if error is None:
            self._poll.set_result(None)
        else:
            self._poll.set_exception(error)

    async def _something(self, timeout: float) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            async with asyncio.timeout(timeout):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None
