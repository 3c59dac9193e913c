"""People, groups and a real Application talk through the stand-in, in process."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes

from bot.chat.wire import Button, Call, Notice, Person, Telegram, WireRequest

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\0\x80"
KINDS = ["photo", "voice", "audio", "video", "video_note", "animation", "document", "sticker", "location", "venue"]
KINDS += ["contact", "dice", "poll"]

Context = ContextTypes.DEFAULT_TYPE


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def anne(telegram: Telegram) -> Person:
    return telegram.person(11, "Anne", username="anne_b")


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, request=WireRequest(telegram), get_updates_request=WireRequest(telegram)) as bot:
        yield bot


@pytest.fixture
async def application(telegram: Telegram) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    async def start(update: Update, context: Context) -> None:
        assert update.effective_message is not None
        button = InlineKeyboardButton("Thèmes", callback_data="themes")
        await update.effective_message.reply_html("<b>Bonjour</b> 😀", reply_markup=InlineKeyboardMarkup([[button]]))

    async def themes(update: Update, context: Context) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("Voici", show_alert=True)
        await update.callback_query.edit_message_text("Les thèmes")

    built = (
        ApplicationBuilder()
        .token(telegram.token)
        .request(WireRequest(telegram))
        .get_updates_request(WireRequest(telegram))
        .build()
    )
    built.add_handlers([CommandHandler("start", start), CallbackQueryHandler(themes, "themes")])
    async with built:
        assert built.updater is not None
        await built.start()
        await built.updater.start_polling()
        yield built
        await built.updater.stop()
        await built.stop()


async def last(bot: Bot) -> Update:
    [update] = await bot.get_updates(-1)
    return update


async def test_an_application_answers_and_edits(
    telegram: Telegram, anne: Person, application: Application[Any, Any, Any, Any, Any, Any]
) -> None:
    anne.say("/start")
    await telegram.until(lambda: anne.chat.last.from_bot)
    shown = anne.chat.last
    assert (shown.text, shown.html) == ("Bonjour 😀", "<b>Bonjour</b> 😀")
    assert shown.entities == ({"type": "bold", "offset": 0, "length": 7},)
    assert shown.buttons == ((Button("Thèmes", callback_data="themes"),),)
    anne.tap(shown.id, "Thèmes")
    await telegram.until(lambda: anne.chat.last.edited)
    assert anne.chat.last.text == "Les thèmes"
    assert anne.chat.last.buttons == ()
    assert anne.notices == [Notice("Voici", alert=True)]
    assert telegram.refusals == []


async def test_the_transcript_holds_the_calls_in_order(bot: Bot, telegram: Telegram, anne: Person) -> None:
    anne.say("salut")
    heard = []

    async def hear(call: Call) -> None:
        heard.append(call.method)

    telegram.on_call.append(hear)
    await bot.send_chat_action(anne.id, "typing")
    await bot.send_message(anne.id, "oui", disable_notification=True)
    assert heard == ["sendChatAction", "sendMessage"]
    assert telegram.transcript[-1] == ("sendMessage", {"chat_id": "11", "text": "oui", "disable_notification": True})
    assert anne.chat.actions == ["typing"]


async def test_what_a_person_says_arrives_with_its_entities(bot: Bot, anne: Person) -> None:
    anne.say("😀 voir @table_ronde_bot")
    message = (await last(bot)).effective_message
    assert message is not None and message.from_user is not None
    assert (message.from_user.first_name, message.from_user.language_code, message.chat.type) == (
        "Anne",
        "fr",
        "private",
    )
    assert message.parse_entities() == {message.entities[0]: "@table_ronde_bot"}


async def test_a_person_edits_and_replies(bot: Bot, anne: Person) -> None:
    anne.say("slt")
    said = anne.chat.last.id
    anne.edit(said, "Bonjour")
    edited = (await last(bot)).edited_message
    assert edited is not None and edited.edit_date is not None
    assert (edited.message_id, edited.text) == (said, "Bonjour")
    anne.say("et ?", reply_to=said)
    message = (await last(bot)).message
    assert message is not None and message.reply_to_message is not None
    assert message.reply_to_message.text == "Bonjour"


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_of_message_is_valid(bot: Bot, anne: Person, kind: str) -> None:
    anne.send(kind, caption="c'est quoi ?" if kind in ("photo", "document") else "")
    message = (await last(bot)).effective_message
    assert message is not None
    assert getattr(message, kind)
    assert message.text is None


async def test_fields_of_a_message_can_be_replaced(bot: Bot, anne: Person) -> None:
    anne.send("document", file_name="faq.yaml")
    message = (await last(bot)).effective_message
    assert message is not None and message.document is not None
    assert message.document.file_name == "faq.yaml"


def test_the_apps_send_no_empty_and_no_over_long_message(anne: Person) -> None:
    for text in (" ", "x" * 4097):
        with pytest.raises(ValueError, match="1 to 4096"):
            anne.say(text)


def test_nobody_taps_a_button_that_is_not_there(anne: Person) -> None:
    anne.say("salut")
    with pytest.raises(LookupError, match="no button"):
        anne.tap(anne.chat.last.id, "Oui")


async def test_a_group_has_its_own_message_ids_and_members(bot: Bot, telegram: Telegram, anne: Person) -> None:
    bruno = telegram.person(12, "Bruno")
    group = telegram.group(-1001, "Atelier", [anne], admins=[bruno])
    anne.say("privé")
    anne.say("/aide@table_ronde_bot", chat=group)
    assert group.last.id == 1
    message = (await last(bot)).effective_message
    assert message is not None
    assert (message.chat.title, message.chat.type) == ("Atelier", "supergroup")
    statuses = [(await bot.get_chat_member(-1001, user)).status for user in (11, 12, bot.id)]
    assert statuses == ["member", "administrator", "administrator"]
    assert (await bot.get_chat(-1001)).title == "Atelier"
    with pytest.raises(LookupError, match="not in the group"):
        telegram.person(13, "Chloé").say("coucou", chat=group)


async def test_blocking_tells_the_bot(bot: Bot, anne: Person) -> None:
    anne.say("salut")
    anne.blocks_bot()
    change = (await last(bot)).my_chat_member
    assert change is not None
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")


async def test_files_arrive_whole_and_can_be_sent_again_by_id(bot: Bot, telegram: Telegram, anne: Person) -> None:
    anne.say("/mesdonnees")
    sent = await bot.send_document(
        anne.id, b"\0\r\n--x", filename="donn\u00e9es.json", caption="<i>tout</i>", parse_mode="HTML"
    )
    assert sent.document is not None
    assert (sent.document.file_name, sent.caption) == ("données.json", "tout")
    assert telegram.files[sent.document.file_id].content == b"\0\r\n--x"
    again = await bot.send_document(anne.id, sent.document.file_id)
    assert again.document == sent.document
    picture = await bot.send_photo(anne.id, PNG)
    assert (picture.photo[0].width, picture.photo[0].height) == (256, 128)


async def test_inline_queries_are_answered(bot: Bot, anne: Person) -> None:
    anne.look_up("tiktok")
    query = (await last(bot)).inline_query
    assert query is not None and query.query == "tiktok"
    await query.answer(
        [InlineQueryResultArticle("a", "TikTok", InputTextMessageContent("<b>x</b>", parse_mode="HTML"))]
    )
    assert [result["title"] for result in anne.inline_results] == ["TikTok"]


async def test_the_bot_describes_itself(bot: Bot, telegram: Telegram) -> None:
    await bot.set_my_commands([("aide", "De l'aide")], language_code="fr")
    await bot.set_my_description("Je réponds")
    await bot.set_my_short_description("FAQ")
    await bot.set_chat_menu_button()
    assert [command.command for command in await bot.get_my_commands(language_code="fr")] == ["aide"]
    assert telegram.descriptions == {("description", ""): "Je réponds", ("short_description", ""): "FAQ"}
    await bot.delete_my_commands(language_code="fr")
    assert telegram.commands == {}


async def test_a_webhook_is_registered_and_removed(bot: Bot, telegram: Telegram, anne: Person) -> None:
    anne.say("salut")
    await bot.set_webhook("https://example.org/x", secret_token="s3cret", max_connections=1)
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == ("https://example.org/x", 1, 1)
    assert telegram.updates.webhook["secret_token"] == "s3cret"
    await bot.delete_webhook(drop_pending_updates=True)
    assert telegram.updates.waiting == []
