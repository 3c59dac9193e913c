import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.chat import api, ledger
from bot.chat.pace import Pace
from bot.chat.sender import IN_FLIGHT
from bot.chat.wire import Person, Refusal
from bot.chat.wire.calls import Call as WireCall
from bot.store import Call
from bot.store.database import BUSY_SECONDS
from bot.store.outbox import outbox
from tests.chat.conftest import Bot, last
from tests.conftest import FAR


async def test_a_chat_that_must_wait_does_not_hold_up_another(bot: Bot, person: Person) -> None:
    other = bot.telegram.person(8, "Max")
    bot.telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    person.say("sûr un")
    await bot.telegram.until(lambda: bot.telegram.calls("sendMessage"))
    other.say("sûr deux")
    await bot.telegram.until(lambda: other.chat.messages[-1].from_bot, 0.8)
    assert not person.chat.messages[-1].from_bot
    await bot.settle()
    assert last(person).from_bot


async def test_a_reply_to_somebody_who_blocked_the_bot_is_dropped(bot: Bot, person: Person) -> None:
    person.say("sûr un")
    person.blocking = True
    await bot.settle()
    assert await bot.store.outbox.due(FAR) == []


async def test_a_message_that_is_not_modified_is_no_failure(bot: Bot, person: Person) -> None:
    themes = await bot.says(person, "/themes")
    bot.telegram.fail_next("editMessageText", 400, "Bad Request: message is not modified: …")
    await bot.taps(person, themes, "Facebook")
    assert await bot.store.outbox.due(FAR) == []


async def test_a_tap_answered_too_late_is_no_failure(bot: Bot, person: Person) -> None:
    themes = await bot.says(person, "/themes")
    bot.telegram.fail_next("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired")
    assert "Touchez" in (await bot.taps(person, themes, "Facebook")).text


async def test_a_text_whose_formatting_is_refused_goes_out_plain(bot: Bot, person: Person) -> None:
    bot.telegram.fail_next("sendMessage", 400, "Bad Request: can't parse entities: …")
    message = await bot.says(person, "sûr un")
    assert "Facebook est-il" in message.text and message.entities == ()


async def test_what_telegram_refuses_for_good_is_set_aside_and_the_next_goes_out(bot: Bot, person: Person) -> None:
    bot.telegram.fail_next("sendMessage", 400, "Bad Request: whatever")
    person.say("sûr un")
    person.say("tva ?")
    await bot.settle()
    assert last(person).buttons[0][0].url
    assert await bot.store.outbox.due(FAR) == []


async def test_a_network_failure_is_tried_again_in_order(bot: Bot, person: Person) -> None:
    bot.telegram.fail_next("sendMessage", 502, "Bad Gateway")
    person.say("sûr un")
    person.say("tva ?")
    await bot.settle()
    texts = [message.text for message in person.chat.messages if message.from_bot]
    assert len(texts) == 2 and "profession libérale" in texts[0]


async def test_telegrams_pace_is_kept(silent: Bot, person: Person) -> None:
    silent.pace = Pace()
    silent.telegram.enforce_limits = True
    await silent.start()
    for number in range(5):
        person.say(f"sûr {number}")
    await silent.settle()
    assert len(silent.telegram.calls("sendMessage")) == 5  # none was refused


async def test_what_is_committed_but_not_sent_goes_out_with_the_next_process(silent: Bot, person: Person) -> None:
    person.met = person.started = True
    call = Call("sendMessage", person.id, {"chat_id": person.id, "text": "dû"})
    async with silent.store.database.begin() as tx:
        await silent.store.outbox.add(tx, [call], 1)
    await silent.start()
    await silent.settle()
    assert last(person).text == "dû"
    assert await silent.store.outbox.due(FAR) == []


async def test_what_is_stored_but_not_handled_is_handled_by_the_next_process(silent: Bot, person: Person) -> None:
    person.say("sûr un")
    await silent.store.inbox.add(silent.telegram.updates.waiting, 1)
    await silent.start()
    await silent.settle()
    assert len([message for message in person.chat.messages if message.from_bot]) == 1


async def test_a_stop_leaves_in_the_outbox_what_could_not_be_sent(bot: Bot, person: Person) -> None:
    for _ in range(3):
        bot.telegram.fail_next("sendMessage", 502, "Bad Gateway")
    person.say("sûr un")
    await bot.telegram.until(lambda: bot.telegram.calls("sendMessage"))
    async with asyncio.timeout(5):
        await bot.end()
    assert len(await bot.store.outbox.due(FAR)) == 1
    await bot.start()
    await bot.settle()
    assert "profession libérale" in last(person).text


def to(person: Person, text: str) -> Call:
    person.met = person.started = True
    return Call("sendMessage", person.id, {"chat_id": person.id, "text": text})


async def owe(bot: Bot, *calls: Call) -> None:
    async with bot.store.database.begin() as tx:
        await bot.store.outbox.add(tx, calls, 1)


async def states(bot: Bot) -> list[str]:
    async with bot.store.database.read() as tx:
        return list(await tx.scalars(select(outbox.c.state)))


async def test_sends_wait_for_a_locked_database_until_it_is_known_to_be(silent: Bot, tmp_path: Path) -> None:
    people = [silent.telegram.person(id, "Max") for id in range(20, 32)]
    await owe(silent, *(to(person, "dû") for person in people))
    with closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await silent.start()
        await silent.telegram.until(lambda: len(silent.telegram.calls("sendMessage")) == IN_FLIGHT)
        await asyncio.sleep(BUSY_SECONDS / 2)
        assert len(silent.telegram.calls("sendMessage")) == IN_FLIGHT
        await silent.telegram.until(lambda: len(silent.telegram.calls("sendMessage")) == len(people), BUSY_SECONDS)
        assert await states(silent) == ["waiting"] * len(people)
        other.execute("ROLLBACK")
    await silent.settle()
    assert await states(silent) == []
    assert len(silent.telegram.calls("sendMessage")) == len(people)


async def test_sends_do_not_wait_for_ever_for_a_database_that_hangs(
    silent: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_PATIENCE_SECONDS", 0.5)
    people = [silent.telegram.person(id, "Max") for id in range(20, 32)]
    await owe(silent, *(to(person, "dû") for person in people))
    hangs, real = asyncio.Event(), silent.store.outbox.settled

    async def hanging(*settled: Any) -> None:
        await hangs.wait()
        await real(*settled)

    monkeypatch.setattr(silent.store.outbox, "settled", hanging)
    await silent.start()
    await silent.telegram.until(lambda: len(silent.telegram.calls("sendMessage")) == len(people))
    hangs.set()
    await silent.settle()
    assert await states(silent) == []


async def test_a_call_that_fails_while_others_are_sent_is_set_aside_in_the_end(
    bot: Bot, person: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.chat.sender.backoff", lambda _tries: 0.0)
    other = bot.telegram.person(8, "Max")

    async def fail(call: WireCall) -> None:
        if call.method == "sendMessage" and call.params["chat_id"] == "8":
            raise Refusal(502, "Bad Gateway")

    bot.telegram.on_call.append(fail)
    await owe(bot, to(other, "dû"))
    await bot.service.sender.collect(FAR)
    while "failed" not in await states(bot):
        bot.service.sender.put([to(person, "vite")])
        sent = len(bot.telegram.calls("sendMessage"))
        await bot.telegram.until(lambda sent=sent: len(bot.telegram.calls("sendMessage")) > sent)  # type: ignore[misc]
    assert "mis de côté" in caplog.text
    assert last(person).text == "vite"


async def test_an_outage_sets_nothing_aside(bot: Bot, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.chat.sender.backoff", lambda _tries: 0.0)
    for _ in range(50):
        bot.telegram.fail_next("sendMessage", 502, "Bad Gateway")
    assert "profession libérale" in (await bot.says(person, "sûr un")).text


async def test_what_nobody_foresaw_sets_its_call_aside_and_the_next_goes_out(
    bot: Bot, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    async def broken(bot: Any, method: str, params: Any) -> Any:
        if params.get("text") == "boum":
            tries.append(method)
            raise ValueError("boum")
        return await api.call(bot, method, params)

    monkeypatch.setattr("bot.chat.sender.call", broken)
    monkeypatch.setattr("bot.chat.sender.backoff", lambda _tries: 0.0)
    await owe(bot, to(person, "boum"), to(person, "suite"))
    await bot.service.sender.collect(FAR)
    await bot.settle()
    assert len(tries) == 5
    assert [message.text for message in person.chat.messages] == ["suite"]
    assert await states(bot) == ["failed"]


async def test_taking_up_the_outbox_again_doubles_nothing(bot: Bot, person: Person) -> None:
    await owe(bot, to(person, "dû"))
    for _ in range(3):
        await bot.service.sender.collect(FAR)
    await bot.settle()
    assert [message.text for message in person.chat.messages] == ["dû"]


async def test_all_wait_when_telegram_refuses_several_chats_at_once(
    bot: Bot, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    people = [person, bot.telegram.person(8, "Max"), bot.telegram.person(9, "Ali")]
    for _ in range(2):
        bot.telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    bot.service.sender.put([to(one, "dû") for one in people[:2]])
    await bot.telegram.until(lambda: len(bot.telegram.calls("sendMessage")) == 2)
    await bot.telegram.until(lambda: "pour tous" in caplog.text)
    bot.service.sender.put([to(people[2], "dû")])
    await bot.settle()
    assert [last(one).text for one in people] == ["dû"] * 3
