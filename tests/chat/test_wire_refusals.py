"""The stand-in refuses what Telegram refuses, as python-telegram-bot shows it."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.chat.wire import Person, Telegram, WireRequest

ANNE = 11
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0"


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
    person = telegram.person(ANNE, "Anne")
    person.say("/start")
    return person


@pytest.fixture
async def bot(telegram: Telegram, anne: Person) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, request=WireRequest(telegram), get_updates_request=WireRequest(telegram)) as bot:
        yield bot


def raises(kind: type[TelegramError], words: str) -> Any:
    return pytest.raises(kind, match=f"(?i)^{words}")


def button(text: str, callback_data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=callback_data)]])


def raw(*buttons: object) -> dict[str, object]:
    """Give buttons the library itself would not make."""
    return {"reply_markup": {"inline_keyboard": [list(buttons)]}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "message text is empty"),
        (" \n\u200b", "text must be non-empty"),
        ("x" * 4097, "message is too long"),
    ],
)
async def test_texts(bot: Bot, text: str, words: str) -> None:
    with raises(BadRequest, words):
        await bot.send_message(ANNE, text)


async def test_the_limit_counts_characters_after_the_tags(bot: Bot) -> None:
    sent = await bot.send_message(ANNE, f"<b>{'😀' * 4096}</b>", parse_mode="HTML")
    assert sent.text == "😀" * 4096


async def test_html_that_does_not_parse(bot: Bot, telegram: Telegram) -> None:
    with raises(BadRequest, "Can't parse entities: unsupported start tag"):
        await bot.send_message(ANNE, "<h1>x</h1>", parse_mode="HTML")
    [(call, refusal)] = telegram.refusals
    assert call.method == "sendMessage"
    assert "byte offset 0" in refusal.description


async def test_unknown_parse_mode(bot: Bot) -> None:
    with raises(BadRequest, "Unsupported parse_mode"):
        await bot.send_message(ANNE, "x", parse_mode="BBCode")


async def test_text_that_is_not_utf8(bot: Bot) -> None:
    with raises(BadRequest, "Strings must be encoded in utf-8"):
        await bot.send_message(ANNE, "\ud83d")


async def test_unknown_parameter(bot: Bot) -> None:
    with raises(BadRequest, "Stand-in: unknown parameter 'colour'"):
        await bot.send_message(ANNE, "x", api_kwargs={"colour": "red"})


async def test_unknown_chat(bot: Bot) -> None:
    with raises(BadRequest, "Chat not found"):
        await bot.send_message(999, "x")


async def test_person_the_bot_has_never_heard_of(bot: Bot, telegram: Telegram) -> None:
    telegram.person(12, "Bruno")
    with raises(BadRequest, "Chat not found"):
        await bot.send_message(12, "x")


async def test_person_who_never_started_the_bot(bot: Bot, telegram: Telegram) -> None:
    bruno = telegram.person(12, "Bruno")
    bruno.say("salut", telegram.group(-1001, "Atelier", [bruno]))
    with raises(Forbidden, "Forbidden: bot can't initiate conversation with a user"):
        await bot.send_message(12, "x")


async def test_person_who_blocked_the_bot(bot: Bot, anne: Person) -> None:
    anne.blocks_bot()
    with raises(Forbidden, "Forbidden: bot was blocked by the user"):
        await bot.send_message(ANNE, "x")
    anne.say("me revoilà")
    await bot.send_message(ANNE, "x")


async def test_deleted_account(bot: Bot, anne: Person) -> None:
    anne.deletes_account()
    with raises(Forbidden, "Forbidden: user is deactivated"):
        await bot.send_message(ANNE, "x")


async def test_group_that_put_the_bot_out(bot: Bot, telegram: Telegram, anne: Person) -> None:
    group = telegram.group(-1001, "Atelier", [anne])
    telegram.kick_bot(group, anne)
    with raises(Forbidden, "Forbidden: bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "x")


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ({"text": "x", "callback_data": "é" * 33}, "Button_data_invalid"),
        ({"text": "x", "callback_data": ""}, "Can't parse inline keyboard button: text buttons are unallowed"),
        ({"text": "x"}, "Can't parse inline keyboard button: text buttons are unallowed"),
        ({"text": "", "callback_data": "a"}, "Inline keyboard button text must be non-empty"),
        ({"callback_data": "a"}, "Can't parse inline keyboard button: can't find field"),
        ({"text": "x", "callback_data": "a", "url": "https://a.fr"}, "Stand-in: .* does several things"),
        (
            {"text": "x", "url": "pas une adresse"},
            "Inline keyboard button url 'pas une adresse' is invalid: wrong http",
        ),
        ({"text": "x", "url": "http://localhost"}, "Inline keyboard button url .* wrong http url"),
        ({"text": "x", "url": "ftp://a.fr"}, "Inline keyboard button url .* unsupported url protocol"),
        ({"text": "x", "colour": "red", "callback_data": "a"}, "Stand-in: unknown field 'colour'"),
        ({"text": "x", "copy_text": {"text": ""}}, "Button_copy_text_invalid"),
    ],
)
async def test_buttons(bot: Bot, made: dict[str, object], words: str) -> None:
    with raises(BadRequest, words):
        await bot.send_message(ANNE, "x", api_kwargs=raw(made))


async def test_callback_data_of_64_bytes_passes(bot: Bot) -> None:
    await bot.send_message(ANNE, "x", reply_markup=button("x", "é" * 32))


async def test_more_than_100_buttons(bot: Bot) -> None:
    with raises(BadRequest, "Reply_markup_too_long"):
        await bot.send_message(ANNE, "x", api_kwargs=raw(*[{"text": "x", "callback_data": "a"}] * 101))


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("{", "Can't parse reply keyboard markup json object"),
        ("[]", "Object expected as reply markup"),
        ({"inline_keyboard": "x"}, 'Field "inline_keyboard" must be of type array'),
        ({"inline_keyboard": [{}]}, 'Field "inline_keyboard" must be an array of arrays'),
        ({"force_reply": "yes"}, 'Field "force_reply" must be of type boolean'),
        ({"clavier": []}, "Stand-in: not a reply markup"),
    ],
)
async def test_reply_markup(bot: Bot, markup: object, words: str) -> None:
    with raises(BadRequest, words):
        await bot.send_message(ANNE, "x", api_kwargs={"reply_markup": markup})


async def test_reply_to_a_message_that_is_gone(bot: Bot) -> None:
    with raises(BadRequest, "Message to be replied not found"):
        await bot.send_message(ANNE, "x", reply_parameters=ReplyParameters(99))
    sent = await bot.send_message(ANNE, "x", reply_parameters=ReplyParameters(99, allow_sending_without_reply=True))
    assert sent.reply_to_message is None


async def test_edit_that_changes_nothing(bot: Bot) -> None:
    sent = await bot.send_message(ANNE, "<b>x</b>", parse_mode="HTML")
    with raises(BadRequest, "Message is not modified"):
        await bot.edit_message_text("<strong>x</strong>", ANNE, sent.message_id, parse_mode="HTML")
    with raises(BadRequest, "Message is not modified"):
        await bot.edit_message_reply_markup(ANNE, sent.message_id)


async def test_edit_of_a_message_that_is_not_there(bot: Bot) -> None:
    with raises(BadRequest, "Message to edit not found"):
        await bot.edit_message_text("x", ANNE, 99)


async def test_edit_of_what_a_person_wrote(bot: Bot, anne: Person) -> None:
    with raises(BadRequest, "Message can't be edited"):
        await bot.edit_message_text("x", ANNE, anne.chat.last.id)


async def test_edit_of_a_message_that_asks_for_a_reply(bot: Bot) -> None:
    sent = await bot.send_message(ANNE, "Votre réponse ?", reply_markup=ForceReply())
    with raises(BadRequest, "Message can't be edited"):
        await bot.edit_message_text("x", ANNE, sent.message_id)


async def test_edit_with_something_else_than_buttons_under_the_text(bot: Bot) -> None:
    sent = await bot.send_message(ANNE, "x")
    with raises(BadRequest, "Inline keyboard expected"):
        await bot.edit_message_text("y", ANNE, sent.message_id, reply_markup=ForceReply())  # type: ignore[arg-type]  # on purpose


async def test_edit_of_the_text_of_a_picture(bot: Bot) -> None:
    sent = await bot.send_photo(ANNE, PNG, caption="x")
    with raises(BadRequest, "There is no text in the message to edit"):
        await bot.edit_message_text("y", ANNE, sent.message_id)


async def test_deletion_of_what_is_gone_or_too_old(bot: Bot, clock: Clock) -> None:
    sent = await bot.send_message(ANNE, "x")
    old = await bot.send_message(ANNE, "y")
    await bot.delete_message(ANNE, sent.message_id)
    with raises(BadRequest, "Message to delete not found"):
        await bot.delete_message(ANNE, sent.message_id)
    clock.now += 49 * 3600
    with raises(BadRequest, "Message can't be deleted for everyone"):
        await bot.delete_message(ANNE, old.message_id)


async def test_deletion_of_what_others_wrote_takes_an_administrator(bot: Bot, telegram: Telegram, anne: Person) -> None:
    group = telegram.group(-1001, "Atelier", [anne], bot_admin=False)
    anne.say("salut", group)
    with raises(BadRequest, "Message can't be deleted"):
        await bot.delete_message(group.id, group.last.id)


async def test_taps_answered_late_twice_or_at_length(bot: Bot, anne: Person, clock: Clock) -> None:
    sent = await bot.send_message(ANNE, "x", reply_markup=button("Oui", "o"))

    async def tap() -> str:
        anne.tap(sent.message_id, "Oui")
        query = (await bot.get_updates(-1))[0].callback_query
        assert query is not None
        return query.id

    query = await tap()
    with raises(BadRequest, "Message_too_long"):
        await bot.answer_callback_query(query, "x" * 201)
    await bot.answer_callback_query(query, "x" * 200)
    with raises(BadRequest, "Query is too old and response timeout expired or query id is invalid"):
        await bot.answer_callback_query(query)
    query = await tap()
    clock.now += 16
    with raises(BadRequest, "Query is too old"):
        await bot.answer_callback_query(query)


async def test_pictures_and_files(bot: Bot) -> None:
    with raises(BadRequest, "Message caption is too long"):
        await bot.send_photo(ANNE, PNG, caption="x" * 1025)
    with raises(BadRequest, "Image_process_failed"):
        await bot.send_photo(ANNE, b"not a picture")
    with raises(BadRequest, "File must be non-empty"):
        await bot.send_document(ANNE, b"", filename="vide.csv")
    with raises(BadRequest, "There is no document in the request"):
        await bot.send_document(ANNE, b"x", api_kwargs={"document": None})
    with raises(BadRequest, "Wrong remote file identifier"):
        await bot.send_document(ANNE, "BQAC-unknown")
    with raises(NetworkError, "Request Entity Too Large"):
        await bot.send_document(ANNE, b"x" * (50 * 2**20 + 1))


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([("Aide", "x")], "Bot_command_invalid"),
        ([("thème", "x")], "Bot_command_invalid"),
        ([("a" * 33, "x")], "Bot_command_invalid"),
        ([("aide", "")], "Bot_command_description_invalid"),
        ([("aide", "x" * 257)], "Bot_command_description_invalid"),
        ([("aide", "x")] * 101, "Bot_commands_too_much"),
    ],
)
async def test_commands(bot: Bot, commands: Sequence[tuple[str, str]], words: str) -> None:
    with raises(BadRequest, words):
        await bot.set_my_commands(commands)


def article(id: str, text: str = "x") -> InlineQueryResultArticle:
    return InlineQueryResultArticle(id, "titre", InputTextMessageContent(text, parse_mode="HTML"))


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([article(str(number)) for number in range(51)], "Results_too_much"),
        ([article("a"), article("a")], "Result_id_duplicate"),
        ([article("é" * 33)], "Result_id_invalid"),
        ([article("a", "<b>x")], "Can't parse entities"),
        ([article("a", "")], "Message text is empty"),
    ],
)
async def test_inline_results(bot: Bot, anne: Person, results: list[InlineQueryResultArticle], words: str) -> None:
    anne.look_up("tiktok")
    query = (await bot.get_updates(-1))[0].inline_query
    assert query is not None
    with raises(BadRequest, words):
        await bot.answer_inline_query(query.id, results)


async def test_unknown_chat_action(bot: Bot) -> None:
    with raises(BadRequest, "Wrong parameter action in request"):
        await bot.send_chat_action(ANNE, "dancing")


async def test_webhook_without_tls(bot: Bot) -> None:
    with raises(BadRequest, "Bad webhook: an https url must be provided"):
        await bot.set_webhook("http://example.org/x")


async def test_unknown_method(telegram: Telegram) -> None:
    status, body = await telegram.handle(telegram.token, "sendCoffee", {})
    assert (status, body) == (404, b'{"ok": false, "error_code": 404, "description": "Not Found"}')


async def test_wrong_token(telegram: Telegram) -> None:
    with pytest.raises(InvalidToken):
        await Bot("1:wrong", request=WireRequest(telegram)).get_me()
