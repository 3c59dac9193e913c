import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.chat.api import ALLOWED_UPDATES
from bot.chat.wire import Person
from bot.problem import MendableError
from bot.store import NewQuestion, StorageError, Transaction
from tests.chat.conftest import Bot, labels, last
from tests.conftest import FAR


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


async def refuse_writes(bot: Bot) -> None:
    """Have the database read as before and refuse what a full disk refuses."""
    async with bot.store.database.begin() as tx:
        await tx.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )


async def accept_writes(bot: Bot) -> None:
    async with bot.store.database.begin() as tx:
        await tx.exec_driver_sql("DROP TRIGGER full")


async def answered(bot: Bot, person: Person) -> None:
    await bot.telegram.until(lambda: person.chat.messages[-1].from_bot)


async def test_fetching_stops_until_the_database_takes_writes_again(bot: Bot, person: Person) -> None:
    await refuse_writes(bot)
    person.say("sûr un")
    await answered(bot, person)
    person.say("combien coûte un camion")
    with pytest.raises(StorageError):
        await bot.service._ledger.flush()  # what it does by itself, now
    assert [update["message"]["text"] for update in bot.telegram.updates.waiting] == [
        "sûr un",  # never confirmed
        "combien coûte un camion",
    ]
    await accept_writes(bot)
    await bot.settle()
    assert "Elle est notée" in last(person).text


async def test_what_was_answered_from_memory_is_not_answered_again_after_a_restart(
    bot: Bot, person: Person, tmp_path: Path
) -> None:
    lose(bot, tmp_path)
    person.say("sûr un")
    update = dict(bot.telegram.updates.waiting[0])
    await answered(bot, person)
    (tmp_path / "away").rename(tmp_path / "bot.db")
    await bot.settle()
    await bot.end()
    bot.telegram.push(update)
    await bot.start()
    await bot.settle()
    assert len([message for message in person.chat.messages if message.from_bot]) == 1
    assert await bot.store.inbox.counts() == {"new": 0, "done": 1, "dead": 0}


async def test_an_answer_from_memory_that_waits_is_stored_once_the_database_is_back(
    bot: Bot, person: Person, tmp_path: Path
) -> None:
    lose(bot, tmp_path)
    bot.telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 30", retry_after=30)
    person.say("sûr un")
    await bot.telegram.until(lambda: bot.telegram.calls("sendMessage"))
    (tmp_path / "away").rename(tmp_path / "bot.db")
    await bot.service._ledger.flush()
    assert len(await bot.store.outbox.due(FAR)) == 1
    await bot.end()
    await bot.start()
    await bot.settle()
    assert "profession libérale" in last(person).text
    assert await bot.store.outbox.due(FAR) == []


async def test_a_lost_database_is_told_once_when_it_goes_and_once_when_it_is_back(
    bot: Bot, person: Person, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lose(bot, tmp_path)
    person.say("sûr un")
    person.say("tva ?")
    await bot.telegram.until(lambda: len(bot.telegram.calls("sendMessage")) == 2)
    for _ in range(3):
        with pytest.raises(StorageError):
            await bot.service._ledger.flush()
    (tmp_path / "away").rename(tmp_path / "bot.db")
    await bot.settle()
    messages = bot.current.knowledge.messages
    assert bot.announced == [messages.storage_lost, messages.storage_back]
    assert sum(messages.storage_lost in record.getMessage() for record in caplog.records) == 1


async def test_a_stop_marks_what_was_answered_from_memory(bot: Bot, person: Person, tmp_path: Path) -> None:
    lose(bot, tmp_path)
    person.say("sûr un")
    await answered(bot, person)
    (tmp_path / "away").rename(tmp_path / "bot.db")
    await bot.end()
    assert (await bot.store.inbox.counts())["done"] == 1


async def test_a_clock_set_back_delays_nothing(bot: Bot, person: Person, tmp_path: Path) -> None:
    lose(bot, tmp_path)
    person.say("sûr un")
    await answered(bot, person)
    (tmp_path / "away").rename(tmp_path / "bot.db")
    bot.clock = lambda: time.time() - 7200
    assert "Elle est notée" in (await bot.says(person, "combien coûte un camion")).text


async def test_health_does_not_go_by_the_clock_of_the_machine(bot: Bot, person: Person) -> None:
    await bot.says(person, "sûr un")
    bot.clock = lambda: time.time() - 7200
    assert await bot.service._is_well()
    bot.monotonic = lambda: time.monotonic() + 61
    assert not await bot.service._is_well()


async def test_a_transaction_that_fails_is_answered_from_memory_once(
    bot: Bot, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, record = bot.store.database.begin, bot.store.questions.record
    recorded: list[Transaction] = []

    async def recording(tx: Transaction, question: NewQuestion) -> int:
        recorded.append(tx)
        return await record(tx, question)

    @asynccontextmanager
    async def failing() -> AsyncIterator[Transaction]:
        async with begin() as tx:
            yield tx
            if recorded == [tx]:
                recorded.append(tx)
                raise OSError("disk full")

    monkeypatch.setattr(bot.store.questions, "record", recording)
    monkeypatch.setattr(bot.store.database, "begin", failing)
    message = await bot.says(person, "combien coûte un camion")
    assert "je n’arrive pas à la noter" in message.text
    assert await bot.store.questions.open() == []
    assert (await bot.store.inbox.counts())["done"] == 1


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


async def test_a_token_revoked_while_sending_ends_the_bot_with_the_remedy(bot: Bot, person: Person) -> None:
    bot.telegram.fail_next("sendMessage", 401, "Unauthorized")
    person.say("sûr un")
    with pytest.raises(MendableError, match=r"BOT_TOKEN.*BotFather"):
        await bot.running
    assert len(await bot.store.outbox.due(FAR)) == 1


async def test_telegram_is_asked_for_all_the_kinds_of_update_that_are_handled(bot: Bot) -> None:
    assert bot.telegram.calls("getUpdates")[0]["allowed_updates"] == list(ALLOWED_UPDATES)


@pytest.mark.parametrize(("status", "retry_after"), [(400, None), (429, 600), (502, None)])
async def test_a_list_of_commands_that_is_refused_stops_nothing(
    silent: Bot, person: Person, status: int, retry_after: int | None
) -> None:
    silent.telegram.fail_next("setMyCommands", status, "whatever", retry_after)
    await silent.start()
    assert "profession libérale" in (await silent.says(person, "sûr un")).text


async def test_two_programs_on_one_token_are_told_once_and_when_it_is_over(silent: Bot, person: Person) -> None:
    for _ in range(2):
        silent.telegram.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    await silent.start()
    await silent.says(person, "sûr un")
    messages = silent.current.knowledge.messages
    assert silent.announced == [messages.two_programs]
    silent.monotonic = lambda: time.monotonic() + 61
    await silent.says(person, "sûr deux")
    assert silent.announced == [messages.two_programs, messages.one_program]


@pytest.mark.parametrize(("hours", "told"), [(23, 0), (25, 1)])
async def test_an_absence_longer_than_telegram_keeps_messages_is_told(
    silent: Bot, tmp_path: Path, hours: int, told: int
) -> None:
    silent.heartbeat = tmp_path / "heartbeat"
    silent.heartbeat.touch()
    seen = time.time() - hours * 3600
    os.utime(silent.heartbeat, (seen, seen))
    await silent.start()
    assert sum("Telegram ne garde" in one for one in silent.announced) == told


async def test_a_first_start_is_no_absence(silent: Bot, tmp_path: Path) -> None:
    silent.heartbeat = tmp_path / "heartbeat"
    await silent.start()
    assert silent.announced == []


async def test_a_page_in_the_place_of_an_answer_is_told_in_one_short_line(
    silent: Bot, person: Person, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.reach.backoff", lambda _tries: 0.0)
    silent.telegram.fail_next("getUpdates", 502, "<!DOCTYPE html>\n<html lang=en>" + "<p>Bad Gateway</p>\n" * 50)
    await silent.start()
    await silent.says(person, "sûr un")
    [said] = [one.getMessage() for one in caplog.records if "ne répond pas" in one.getMessage()]
    assert "\n" not in said and len(said) < 200


async def test_an_outage_of_telegram_is_said_once(
    silent: Bot, person: Person, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.reach.backoff", lambda _tries: 0.0)
    for _ in range(20):
        silent.telegram.fail_next("getUpdates", 502, "Bad Gateway")
    await silent.start()
    await silent.says(person, "sûr un")
    said = [record.getMessage() for record in caplog.records if "répond" in record.getMessage()]
    assert said == [
        "Telegram ne répond pas : les messages attendent. (Bad Gateway)",
        "Telegram répond de nouveau.",
    ]
