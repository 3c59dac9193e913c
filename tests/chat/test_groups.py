import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.chat.wire import Message, Person
from bot.chat.wire.chats import Chat
from bot.store import PERSON, Call, Settlement
from bot.store.inbox import inbox
from bot.store.outbox import outbox
from tests.chat.conftest import ENTRY, Bot, labels
from tests.conftest import FAR

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


@pytest.fixture
def group(silent: Bot, person: Person) -> Chat:
    return silent.telegram.group(-100, "Le groupe", [person])


def heard(group: Chat) -> list[Message]:
    return [message for message in group.messages if message.from_bot]


async def say(bot: Bot, person: Person, group: Chat, text: str, change: Callable[[Any], None] | None = None) -> None:
    """Write in a group, the update changed on its way."""
    person.say(text, group)
    if change:
        change(bot.telegram.updates.waiting[-1]["message"])
    await bot.settle()


async def bodies(bot: Bot) -> int:
    """Count the updates of which more than the number is kept."""
    async with bot.store.database.read() as tx:
        return await tx.scalar(select(func.count()).where(inbox.c.body.is_not(None))) or 0


@pytest.mark.parametrize(
    "text",
    [
        "sûr fb",
        "sûr https://t.me/@table_ronde_bot",
        "sûr @table_ronde_bot_2",
        "sûr zoe@table_ronde_bot.fr",
        "sûr @autre_bot",
        "/aide@autre_bot",
        "/inconnue",
    ],
)
async def test_what_is_not_said_to_the_bot_gets_nothing_and_leaves_nothing(
    bot: Bot, person: Person, group: Chat, text: str
) -> None:
    await say(bot, person, group, text)
    assert heard(group) == [] and await bot.log() == [] and await bodies(bot) == 0


async def test_a_sticker_in_reply_to_the_bot_gets_nothing(bot: Bot, person: Person, group: Chat) -> None:
    await say(bot, person, group, "@table_ronde_bot sûr fb")
    answer = group.last.to_json()
    person.send("sticker", group)
    bot.telegram.updates.waiting[-1]["message"]["reply_to_message"] = answer
    await bot.settle()
    assert len(heard(group)) == 1


async def test_a_mention_is_answered_in_short_as_a_reply(bot: Bot, person: Person, group: Chat) -> None:
    await say(bot, person, group, "sûr fb @Table_ronde_bot ?")
    (answer,) = heard(group)
    assert answer.reply_to and "profession libérale" in answer.text
    assert labels(answer) == ["👍", "👎", "Continuer en privé"]
    assert answer.buttons[-1][0].url == f"https://t.me/table_ronde_bot?start=fiche-{ENTRY}"
    assert [question.text for question in await bot.log()] == ["sûr fb   ?"]


async def test_a_mention_by_a_name_in_the_text_is_one(bot: Bot, person: Person, group: Chat) -> None:
    def mention(message: Any) -> None:
        message["entities"] = [{"type": "text_mention", "offset": 0, "length": 14, "user": bot.telegram.bot_user}]

    await say(bot, person, group, "Table ronde 🙂 sûr fb", mention)
    assert "profession libérale" in group.last.text
    assert [question.text for question in await bot.log()] == ["sûr fb"]


async def test_a_mention_of_somebody_else_by_name_is_none(bot: Bot, person: Person, group: Chat) -> None:
    def mention(message: Any) -> None:
        message["entities"] = [{"type": "text_mention", "offset": 0, "length": 3, "user": person.user}]

    await say(bot, person, group, "sûr fb", mention)
    assert heard(group) == []


async def test_an_entity_that_begins_within_an_emoji_stops_nothing(bot: Bot, person: Person) -> None:
    person.say("😀 sûr fb")
    [update] = bot.telegram.updates.waiting
    update["message"]["entities"] = [{"type": "mention", "offset": 1, "length": 2}]
    await bot.settle()
    assert [one.outcome for one in await bot.log()] == ["none"] and bot.telegram.refusals == []


async def test_a_caption_that_mentions_the_bot_is_answered(bot: Bot, person: Person, group: Chat) -> None:
    person.send("photo", group, caption="@table_ronde_bot sûr fb")
    await bot.settle()
    assert "profession libérale" in group.last.text


async def test_a_reply_to_the_bot_is_answered_and_one_to_somebody_else_is_not(
    bot: Bot, person: Person, group: Chat
) -> None:
    await say(bot, person, group, "@table_ronde_bot slt")
    answer = group.last
    person.say("sûr fb", group, reply_to=answer.reply_to.id if answer.reply_to else None)
    await bot.settle()
    assert len(heard(group)) == 1
    person.say("sûr fb", group, reply_to=answer.id)
    await bot.settle()
    assert "profession libérale" in group.last.text


@pytest.mark.parametrize("command", ["/aide", "/aide@table_ronde_bot", "/confidentialite", "/rencontres"])
async def test_a_command_is_answered_without_a_wall_of_buttons(
    bot: Bot, person: Person, group: Chat, command: str
) -> None:
    await say(bot, person, group, command)
    assert labels(group.last) == ["Continuer en privé"] and group.last.reply_to


async def test_a_start_in_a_group_says_who_the_bot_is(bot: Bot, person: Person, group: Chat) -> None:
    await say(bot, person, group, "/start")
    assert "commencez votre message par @table_ronde_bot" in group.last.text
    assert labels(group.last) == ["Continuer en privé"]


@pytest.mark.parametrize(
    ("command", "page"),
    [
        ("/themes", "Quel thème"),
        ("/formations@table_ronde_bot", "département"),
        ("/mesquestions", "question"),
        ("/mesdonnees@table_ronde_bot", "Je ne garde rien"),
        ("/oublier", "j’efface tout"),
    ],
)
async def test_what_is_one_persons_is_led_to_in_private(
    bot: Bot, person: Person, group: Chat, command: str, page: str
) -> None:
    await say(bot, person, group, command)
    assert "entre vous et moi" in group.last.text and labels(group.last) == ["Continuer en privé"]
    payload = (group.last.buttons[0][0].url or "").partition("?start=")[2]
    assert page in (await bot.says(person, f"/start {payload}")).text


async def test_a_refusal_announces_no_themes_that_cannot_be_tapped(bot: Bot, person: Person, group: Chat) -> None:
    await say(bot, person, group, "@table_ronde_bot combien coûte un camion")
    assert "Elle est notée" in group.last.text and "thèmes" not in group.last.text
    assert labels(group.last) == ["Prévenez-moi", "Continuer en privé"]


async def test_suggestions_are_for_the_asker(bot: Bot, person: Person, group: Chat) -> None:
    other = bot.telegram.person(8, "Max")
    group.members[8] = "member"
    await say(bot, person, group, "@table_ronde_bot peut-être fb")
    asked = group.last
    assert labels(asked)[-2:] == ["Aucune de celles-ci", "Continuer en privé"]
    other.tap(asked.id, labels(asked)[0], group)
    await bot.settle()
    assert other.notices[-1].text.startswith("Ce bouton est pour la personne") and group.last == asked
    person.tap(asked.id, labels(asked)[0], group)
    await bot.settle()
    assert "profession libérale" in group.last.text and labels(group.last)[-1] == "Continuer en privé"


@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_the_bot_says_who_it_is_where_it_is_added(bot: Bot, person: Person, group: Chat, status: str) -> None:
    bot.telegram.membership(group, person.user, status, "member")
    await bot.settle()
    assert "Je réponds aux questions sur" in group.last.text and "@table_ronde_bot" in group.last.text


async def test_a_new_role_is_no_arrival(bot: Bot, person: Person, group: Chat) -> None:
    bot.telegram.membership(group, person.user, "member", "administrator")
    await bot.settle()
    assert heard(group) == []


async def test_a_group_that_removes_the_bot_is_forgotten_and_its_people_are_not(
    bot: Bot, person: Person, group: Chat
) -> None:
    await say(bot, person, group, "@table_ronde_bot sûr fb")
    async with bot.store.database.begin() as tx:
        (owed,) = await bot.store.outbox.add(tx, [Call("sendMessage", -100, {"chat_id": -100, "text": "x"})], 0)
    await bot.store.outbox.settled([Settlement(owed, "failed", error="set aside")], at=1)
    bot.telegram.kick_bot(group, person)
    await bot.settle()
    async with bot.store.database.read() as tx:
        assert await tx.scalar(select(func.count()).select_from(outbox)) == 0
    assert len(await bot.log()) == 1


async def test_a_group_that_became_a_supergroup_is_followed(bot: Bot, person: Person, group: Chat) -> None:
    moved = bot.telegram.group(-1001, "Le groupe", [person])
    why = {"ok": False, "error_code": 400, "description": "Bad Request: group chat was upgraded to a supergroup chat"}
    body = json.dumps({**why, "parameters": {"migrate_to_chat_id": moved.id}}).encode()
    bot.telegram.fail_next("sendMessage", 400, body=body)
    await say(bot, person, group, "@table_ronde_bot sûr fb")
    assert heard(group) == [] and "profession libérale" in moved.last.text
    assert await bot.store.outbox.due(FAR) == []


async def test_a_person_who_blocks_the_bot_loses_no_question(bot: Bot, person: Person) -> None:
    await bot.says(person, "combien coûte un camion")
    person.blocks_bot()
    await bot.settle()
    pseudonym = bot.store.database.vault.pseudonym(PERSON, person.id)
    assert len((await bot.store.people.holdings(pseudonym))["questions"]) == 1


@pytest.mark.parametrize("text", ["sûr fb", "peut-être fb", "combien coûte un camion", "???"])
async def test_an_anonymous_administrator_is_answered_and_nothing_is_kept(
    bot: Bot, person: Person, group: Chat, text: str
) -> None:
    def hide(message: Any) -> None:
        message |= {"from": ANONYMOUS, "sender_chat": group.header}

    await say(bot, person, group, f"@table_ronde_bot {text}", hide)
    assert group.last.from_bot and "notée pour" not in group.last.text and "👍" not in labels(group.last)
    assert await bot.log() == [] and await bodies(bot) == 0


async def test_what_a_linked_channel_publishes_gets_nothing(bot: Bot, person: Person, group: Chat) -> None:
    def forward(message: Any) -> None:
        message["is_automatic_forward"] = True
        message["sender_chat"] = {"id": -200, "type": "channel", "title": "Le canal"}

    await say(bot, person, group, "@table_ronde_bot sûr fb", forward)
    assert heard(group) == [] and await bot.log() == []


@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post"])
@pytest.mark.parametrize("text", ["@table_ronde_bot sûr fb", "/aide"])
async def test_a_channel_gets_nothing_and_leaves_nothing(bot: Bot, kind: str, text: str) -> None:
    channel = {"id": -200, "type": "channel", "title": "Le canal"}
    entity = {
        "type": "mention" if text[0] == "@" else "bot_command",
        "offset": 0,
        "length": len(text.split(maxsplit=1)[0]),
    }
    post = {"message_id": 1, "date": 0, "chat": channel, "sender_chat": channel, "text": text, "entities": [entity]}
    bot.telegram.push({kind: post})
    await bot.settle()
    assert bot.telegram.calls("sendMessage") == [] and await bot.log() == [] and await bodies(bot) == 0


async def test_a_group_is_told_its_own_number(bot: Bot, person: Person, group: Chat) -> None:
    await say(bot, person, group, "/id")
    assert "-100" in heard(group)[-1].text and str(person.id) not in heard(group)[-1].text
