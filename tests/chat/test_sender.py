import asyncio

from bot.chat.pace import Pace
from bot.chat.wire import Person
from bot.store import Call
from tests.chat.conftest import Bot, last


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
    assert await bot.store.outbox.waiting() == []


async def test_a_message_that_is_not_modified_is_no_failure(bot: Bot, person: Person) -> None:
    themes = await bot.says(person, "/themes")
    bot.telegram.fail_next("editMessageText", 400, "Bad Request: message is not modified: …")
    await bot.taps(person, themes, "Facebook")
    assert await bot.store.outbox.waiting() == []


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
    assert await bot.store.outbox.waiting() == []


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
    assert await silent.store.outbox.waiting() == []


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
    assert len(await bot.store.outbox.waiting()) == 1
    await bot.start()
    await bot.settle()
    assert "profession libérale" in last(person).text
