"""How fast Telegram may be written to. Source: https://core.telegram.org/bots/faq ("My bot is hitting limits")."""

from collections import deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class Window:
    """At most `most` in any `seconds`."""

    most: int
    seconds: float
    taken: deque[float] = field(default_factory=deque)

    def free_at(self, now: float) -> float:
        """Give when the next one may go (at once: `now`)."""
        # The same sum as below: rounded otherwise, one that is free by it would not be taken out here.
        while self.taken and self.taken[0] + self.seconds <= now:
            self.taken.popleft()
        return now if len(self.taken) < self.most else self.taken[0] + self.seconds


@dataclass(frozen=True, slots=True)
class Pace:
    """Messages in all, to one person, to one group: so many in so many seconds.

    A little slower than Telegram allows, which counts when it receives and not when we send.
    """

    overall: tuple[int, float] = (30, 1.05)
    person: tuple[int, float] = (3, 3.2)  # one a second, with the small bursts that Telegram lets pass
    group: tuple[int, float] = (20, 61.0)

    def window(self, chat_id: int) -> Window:
        """Make the window of a chat; groups have negative ids."""
        return Window(*(self.group if chat_id < 0 else self.person))


UNPACED = Pace((10**6, 0.001), (10**6, 0.001), (10**6, 0.001))
"""For the terminal, where nobody counts."""
