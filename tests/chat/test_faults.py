import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.chat.wire import Person
from bot.problem import MendableError
from bot.store import Transaction
from tests.chat.conftest import Bot, labels, last


def lose(bot: Bot, tmp_path: Path) -> None:
    """Take the database file away."""
    (tmp_path / "bot.db").rename(tmp_path / "away")


async def test_an_answer_goes_out_although_storing_fails(bot: Bot, person: Person, tmp_path: Path) -> None:
    lose(bot, tmp_path)
    person.say("sûr un")
    await bot.telegram.until(lambda: person.chat.messages[-1].from_bot)
    assert "profession libérale" in last(person).text
    assert "👍" not in labels(last(person))


async def test_nothing_is_promised_that_is_not_stored(bot: Bot, person: Person, tmp_path: Path) -> None:
    lose(bot, tmp_path)
    person.say("combien coûte un camion")
    await bot.telegram.until(lambda: person.chat.messages[-1].from_bot)
    assert "je n’arrive pas à la noter" in last(person).text


async def test_the_bot_stores_again_once_the_database_is_back(bot: Bot, person: Person, tmp_path: Path) -> None:
    lose(bot, tmp_path)
    person.say("sûr un")
    await bot.telegram.until(lambda: person.chat.messages[-1].from_bot)
    (tmp_path / "away").rename(tmp_path / "bot.db")
    message = await bot.says(person, "combien coûte un camion")
    assert "Elle est notée" in message.text
    assert [question.text for question in await bot.log()] == ["combien coûte un camion"]


async def test_a_transaction_that_fails_is_answered_from_memory_once(
    bot: Bot, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = bot.store.database.begin

    @asynccontextmanager
    async def failing() -> AsyncIterator[Transaction]:
        async with begin() as tx:
            yield tx
            if len(await_calls) == 1:
                await_calls.append("failed")
                raise OSError("disk full")
            await_calls.append("stored")

    await_calls: list[str] = []  # the first transaction stores the update, the second handles it
    monkeypatch.setattr(bot.store.database, "begin", failing)
    message = await bot.says(person, "combien coûte un camion")
    assert "je n’arrive pas à la noter" in message.text
    assert await bot.store.questions.open() == []


async def test_a_message_that_makes_a_handler_raise_is_set_aside_with_one_apology(
    bot: Bot, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    person.say("boum secret")
    person.say("sûr un")
    await bot.settle()
    texts = [message.text for message in person.chat.messages if message.from_bot]
    assert "erreur de notre côté" in texts[0] and "profession libérale" in texts[1] and len(texts) == 2
    assert (await bot.store.inbox.counts())["dead"] == 1
    assert "ValueError" in caplog.text
    assert "secret" not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))


async def test_an_update_that_cannot_be_parsed_is_set_aside(bot: Bot, person: Person) -> None:
    bot.telegram.push({"message": {"chat": 3}})
    await bot.says(person, "sûr un")
    assert (await bot.store.inbox.counts())["dead"] == 1


async def test_an_update_delivered_again_is_answered_once(bot: Bot, person: Person) -> None:
    person.say("sûr un")
    update = dict(bot.telegram.updates.waiting[0])
    await bot.settle()
    bot.telegram.push(update)
    await bot.settle()
    assert len(await bot.log()) == 1


async def test_an_outage_of_telegram_is_waited_out(bot: Bot, person: Person) -> None:
    bot.telegram.down = True
    person.say("sûr un")
    await asyncio.sleep(0.05)
    bot.telegram.down = False
    await bot.settle()
    assert "profession libérale" in last(person).text


@pytest.mark.parametrize(
    ("status", "description", "retry_after", "said"),
    [
        (409, "Conflict: terminated by other getUpdates request", None, "Un autre programme"),
        (429, "Too Many Requests: retry after 1", 1, "demande d'attendre"),
        (502, "Bad Gateway", None, "ne répond pas"),
    ],
)
async def test_a_poll_that_fails_is_said_once_and_goes_on(
    silent: Bot,
    person: Person,
    caplog: pytest.LogCaptureFixture,
    status: int,
    description: str,
    retry_after: int | None,
    said: str,
) -> None:
    caplog.set_level(logging.WARNING)
    silent.telegram.fail_next("getUpdates", status, description, retry_after)
    await silent.start()
    assert "profession libérale" in (await silent.says(person, "sûr un")).text
    assert sum(said in record.getMessage() for record in caplog.records) == 1


async def test_a_token_that_is_revoked_ends_the_bot_with_the_remedy(silent: Bot) -> None:
    await silent.start()
    silent.telegram.fail_next("getUpdates", 401, "Unauthorized")
    silent.telegram.person(7, "Zoé").say("sûr un")
    with pytest.raises(MendableError, match=r"BOT_TOKEN.*BotFather"):
        await silent.running


async def test_a_token_that_is_wrong_at_start_ends_the_bot_with_the_remedy(silent: Bot) -> None:
    silent.telegram.token = "1:other"
    silent.telegram.fail_next("getMe", 401, "Unauthorized")
    service = silent.build()
    with pytest.raises(MendableError, match="BOT_TOKEN"):
        await service.run(silent.stop)
