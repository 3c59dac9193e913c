"""The pace Telegram allows, and what goes wrong with a network."""

import asyncio
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.chat.wire import Call, Person, Telegram, WireRequest
from bot.chat.wire.limits import Limits


class Clock:
    """A clock that moves when told to."""

    now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def telegram(clock: Clock) -> Telegram:
    return Telegram(clock=clock)


@pytest.fixture
def anne(telegram: Telegram) -> Person:
    person = telegram.person(11, "Anne")
    person.say("/start")
    return person


@pytest.fixture
def bot(telegram: Telegram, anne: Person, monkeypatch: pytest.MonkeyPatch) -> Bot:
    # Otherwise the library warns of the day when it gives retry_after as a timedelta.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    return Bot(telegram.token, request=WireRequest(telegram, read_timeout=0.05))


def test_a_chat_takes_a_short_burst_then_one_a_second(clock: Clock) -> None:
    limits = Limits(clock)
    waits = []
    for _ in range(8):
        waits.append(limits.retry_after(1, group=False))
        clock.now += 0.5
    assert waits == [None, None, None, 2, 1, 1, None, None]


def test_thirty_a_second_in_all(clock: Clock) -> None:
    limits = Limits(clock)
    assert [limits.retry_after(chat, group=False) for chat in range(31)] == [None] * 30 + [1]
    clock.now += 1
    assert limits.retry_after(30, group=False) is None


def test_twenty_a_minute_in_a_group(clock: Clock) -> None:
    limits = Limits(clock)
    assert [limits.retry_after(-1, group=True) for _ in range(21)] == [None] * 20 + [60]


async def test_limits_answer_with_retry_after(bot: Bot, telegram: Telegram, anne: Person) -> None:
    telegram.enforce_limits = True
    for _ in range(3):
        await bot.send_message(anne.id, "x")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(anne.id, "x")
    assert refused.value.retry_after == timedelta(seconds=3)
    assert len(anne.chat.messages) == 4


async def test_a_failure_before_executing_leaves_no_message(bot: Bot, telegram: Telegram, anne: Person) -> None:
    telegram.fail_next("sendMessage", 502, "Bad Gateway")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(anne.id, "x")
    assert not anne.chat.last.from_bot
    await bot.send_message(anne.id, "y")
    assert anne.chat.last.text == "y"


async def test_a_failure_after_executing_leaves_the_message(bot: Bot, telegram: Telegram, anne: Person) -> None:
    telegram.fail_next("sendMessage", None, after_executing=True)
    with pytest.raises(NetworkError):
        await bot.send_message(anne.id, "x")
    assert anne.chat.last.text == "x"


async def test_an_answer_that_is_not_json(bot: Bot, telegram: Telegram, anne: Person) -> None:
    telegram.fail_next("sendMessage", 502, body=b"<html>Bad Gateway</html>")
    with pytest.raises(NetworkError, match="Parsing the server response"):
        await bot.send_message(anne.id, "x")


async def test_a_fault_with_retry_after(bot: Bot, telegram: Telegram, anne: Person) -> None:
    telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(anne.id, "x")
    assert refused.value.retry_after == timedelta(seconds=7)


async def test_no_connection_while_down(bot: Bot, telegram: Telegram) -> None:
    telegram.down = True
    with pytest.raises(NetworkError, match="ClientConnectorError"):
        await bot.get_me()
    telegram.down = False
    await bot.get_me()


async def test_going_down_cuts_the_poll_under_way(bot: Bot, telegram: Telegram) -> None:
    polling = Bot(telegram.token, get_updates_request=WireRequest(telegram))
    [first] = await polling.get_updates()
    poll = asyncio.create_task(polling.get_updates(first.update_id + 1, timeout=50))
    await telegram.until(lambda: len(telegram.calls("getUpdates")) == 1)
    await asyncio.sleep(0)
    telegram.down = True
    with pytest.raises(NetworkError, match="down"):
        await poll


async def test_a_slow_answer_times_out(bot: Bot, telegram: Telegram, anne: Person) -> None:
    async def sleep(call: Call) -> None:
        await asyncio.sleep(1)

    telegram.on_call.append(sleep)
    with pytest.raises(TimedOut):
        await bot.send_message(anne.id, "x")
