"""The two ways in: what is fetched, and what is brought to the webhook."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from telegram.error import InvalidToken
from telegram.ext import ExtBot

from bot.chat.alarm import Alarm
from bot.chat.reach import Reach
from bot.chat.registration import Registration, Webhook
from bot.chat.wire import Person, Telegram, WireRequest
from bot.store import StorageError
from tests.chat.conftest import Bot, last

WEBHOOK = Webhook("https://bot.test/telegram/path", "s3cret")


class Rounds:
    """A sleep that ends when told to."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._go_on = asyncio.Semaphore(0)
        self._asleep = asyncio.Semaphore(0)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._asleep.release()
        await self._go_on.acquire()

    async def one(self) -> None:
        """Wait for the next sleep."""
        async with asyncio.timeout(10):
            await self._asleep.acquire()

    async def another(self) -> None:
        self._go_on.release()
        await self.one()


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


Register = Callable[[], Awaitable[tuple[Reach, Rounds]]]


def reach() -> Reach:
    return Reach(Alarm(lambda: "Un autre programme", lambda: "seul"), lambda: 99.0)


@pytest.fixture
async def register(telegram: Telegram) -> AsyncIterator[Register]:
    """Start a registration, and wait for its first look."""
    running: list[asyncio.Task[None]] = []
    async with ExtBot(telegram.token, request=WireRequest(telegram)) as bot:

        async def started() -> tuple[Reach, Rounds]:
            rounds = Rounds()
            reached = reach()
            registration = Registration(bot, WEBHOOK, reached, lambda: 1_790_000_000.0, rounds.sleep)
            running.append(asyncio.create_task(registration.run()))
            await rounds.one()
            return reached, rounds

        yield started
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def test_a_webhook_is_registered_with_its_secret_and_what_waits_is_kept(
    telegram: Telegram, register: Register
) -> None:
    telegram.person(7, "Zoé").say("salut")
    reached, _ = await register()
    [params] = telegram.calls("setWebhook")
    assert (params["url"], params["secret_token"]) == (WEBHOOK.url, WEBHOOK.secret)
    assert len(telegram.updates.waiting) == 1 and reached.answered_at == 99


async def test_a_webhook_that_stays_is_left_alone(telegram: Telegram, register: Register) -> None:
    _, rounds = await register()
    await rounds.another()
    assert len(telegram.calls("setWebhook")) == 1 and len(telegram.calls("getWebhookInfo")) == 1


async def test_a_webhook_that_another_program_took_is_taken_back(
    telegram: Telegram, register: Register, caplog: pytest.LogCaptureFixture
) -> None:
    _, rounds = await register()
    telegram.updates.webhook = {"url": ""}
    await rounds.another()
    assert telegram.updates.webhook["url"] == WEBHOOK.url
    assert "Un autre programme" in caplog.text


async def test_what_telegram_cannot_deliver_is_said_once(
    telegram: Telegram, register: Register, caplog: pytest.LogCaptureFixture
) -> None:
    _, rounds = await register()
    telegram.updates.webhook |= {"last_error_date": 1_790_000_005, "last_error_message": "Connection refused"}
    await rounds.another()
    await rounds.another()
    assert sum("Connection refused" in record.getMessage() for record in caplog.records) == 1


@pytest.mark.parametrize(
    ("status", "description", "said"),
    [(400, "Bad Request: bad webhook: Failed to resolve host", "BOT_WEBHOOK"), (502, "Bad Gateway", "ne répond pas")],
)
async def test_a_registration_that_fails_is_said_and_tried_again(
    telegram: Telegram, register: Register, caplog: pytest.LogCaptureFixture, status: int, description: str, said: str
) -> None:
    telegram.fail_next("setWebhook", status, description)
    reached, rounds = await register()
    assert said in caplog.text and WEBHOOK.secret not in caplog.text
    assert (reached.answered_at, telegram.updates.webhook["url"]) == (None, "")
    await rounds.another()
    assert telegram.updates.webhook["url"] == WEBHOOK.url


async def test_a_token_that_is_revoked_ends_it(telegram: Telegram) -> None:
    telegram.fail_next("setWebhook", 401, "Unauthorized")
    async with ExtBot(telegram.token, request=WireRequest(telegram)) as bot:
        with pytest.raises(InvalidToken):
            await Registration(bot, WEBHOOK, reach(), lambda: 0.0).run()


async def test_an_update_that_is_brought_is_answered_as_one_that_is_fetched(bot: Bot, person: Person) -> None:
    person.say("sûr un")
    update = dict(bot.telegram.updates.waiting[0])
    bot.telegram.updates.forget_all()
    await bot.service.intake.take([update])
    await bot.settle()
    assert "profession libérale" in last(person).text


async def test_an_update_that_is_brought_twice_is_handled_once(bot: Bot, person: Person) -> None:
    person.say("sûr un")
    update = dict(bot.telegram.updates.waiting[0])
    bot.telegram.updates.forget_all()
    await bot.service.intake.take([update])
    await bot.service.intake.take([update])
    await bot.settle()
    assert len(await bot.log()) == 1


async def test_an_update_that_cannot_be_stored_is_not_handled(
    bot: Bot, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> list[int]:
        raise StorageError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(bot.store.inbox, "add", full)
        with pytest.raises(StorageError):
            await bot.service.intake.take([{"update_id": 1}])
    await bot.settle()
    assert await bot.log() == [] and (await bot.store.inbox.counts())["new"] == 0


async def test_a_database_that_is_back_is_known_by_the_next_update(
    bot: Bot, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> list[int]:
        raise StorageError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(bot.store.inbox, "add", full)
        with pytest.raises(StorageError):
            await bot.service.intake.take([{"update_id": 1}])
    assert "notée" in (await bot.says(person, "combien coûte un camion")).text
    assert [one.text for one in await bot.log()] == ["combien coûte un camion"]


def test_the_secret_of_a_webhook_is_not_shown() -> None:
    assert "s3cret" not in repr(WEBHOOK)


async def crowd(bot: Bot, *texts: str) -> list[Person]:
    """Let several people write before the bot polls."""
    people = [bot.telegram.person(100 + number, "Anne") for number in range(len(texts))]
    for one, text in zip(people, texts, strict=True):
        one.say(text)
    await bot.start()
    await bot.settle()
    return people


async def test_people_who_write_at_once_each_get_their_own_reply(silent: Bot) -> None:
    people = await crowd(silent, *(f"combien {number}" for number in range(40)))
    assert [one.text for one in await silent.log()] == [f"combien {number}" for number in range(40)]
    assert all(sum(message.from_bot for message in one.chat.messages) == 1 for one in people)


async def test_one_message_that_raises_costs_the_others_nothing(silent: Bot) -> None:
    people = await crowd(silent, "sûr un", "boum", "sûr deux")
    assert [one.text for one in await silent.log()] == ["sûr un", "sûr deux"]
    assert (await silent.store.inbox.counts())["dead"] == 1
    assert "erreur" in last(people[1]).text and all(last(one).from_bot for one in people)
    assert all(sum(message.from_bot for message in one.chat.messages) == 1 for one in people)


async def test_who_writes_twice_at_once_has_the_first_stored_before_the_second(silent: Bot, person: Person) -> None:
    person.say("combien coûte un camion")
    other = silent.telegram.person(8, "Max")
    other.say("sûr")
    person.say("/mesdonnees")
    await silent.start()
    await silent.settle()
    file = last(person).content["document"]["file_id"]
    assert "camion" in silent.telegram.files[file].content.decode()
