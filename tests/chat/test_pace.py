"""The sender's pace against the limits of the stand-in, which counts as Telegram does."""

import pytest

from bot.chat.pace import Pace, Window
from bot.chat.wire.limits import Limits


def send(chats: list[int], messages: int) -> float:
    """Send to chats in turn as soon as the pace allows; give the seconds it took. The stand-in must refuse none."""
    now = 0.0
    limits, pace = Limits(lambda: now), Pace()
    overall, windows = Window(*pace.overall), {chat: pace.window(chat) for chat in chats}
    for number in range(messages):
        chat = chats[number % len(chats)]
        window = windows[chat]
        now = max(overall.free_at(now), window.free_at(now))
        overall.taken.append(now)
        window.taken.append(now)
        assert limits.retry_after(chat, group=chat < 0) is None, f"message {number} at {now} s"
    return now


@pytest.mark.parametrize(("chats", "at_most"), [([-100], 310), ([7], 110), (list(range(1, 200)), 4)])
def test_no_limit_of_telegrams_is_passed_nor_much_time_lost(chats: list[int], at_most: float) -> None:
    assert send(chats, 101) <= at_most
