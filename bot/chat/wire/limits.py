"""The pace Telegram allows. Source: https://core.telegram.org/bots/faq ("My bot is hitting limits")."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

PER_SECOND = 30
PER_MINUTE_IN_GROUP = 20
# One message a second in a chat; Telegram tolerates short bursts.
BURST = 3


@dataclass(slots=True)
class _Window:
    """So many messages in any `seconds`."""

    most: int
    seconds: float
    sent: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        while self.sent and self.sent[0] <= now - self.seconds:
            self.sent.popleft()
        return self.sent[0] + self.seconds - now if len(self.sent) >= self.most else 0.0


@dataclass(slots=True)
class Limits:
    """Counts what was sent and says how long to wait; `clock` gives seconds."""

    clock: Callable[[], float]
    _everywhere: _Window = field(default_factory=lambda: _Window(PER_SECOND, 1))
    _chats: dict[int, _Window] = field(default_factory=dict)

    def retry_after(self, chat_id: int, *, group: bool) -> int | None:
        """Count one message to a chat, or give the whole seconds to wait, not counting it."""
        now = self.clock()
        window = _Window(PER_MINUTE_IN_GROUP, 60) if group else _Window(BURST, BURST)
        windows = (self._everywhere, self._chats.setdefault(chat_id, window))
        wait = max(window.wait(now) for window in windows)
        if wait > 0:
            return max(1, math.ceil(wait))
        for window in windows:
            window.sent.append(now)
        return None
