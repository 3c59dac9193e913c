"""Tests of the loop on Telegram: a question becomes a card, an organiser settles it, and who asked hears of it."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from bot.chat.board import Board
from bot.chat.wire import Message, Person
from bot.chat.wire.chats import Chat
from bot.content.draft import EntryDraft, Written
from bot.desk import Clerk
from bot.store import Store
from bot.wording.knowledge import Current
from tests.chat.conftest import ENTRY, Bot, labels, tap_forged

ROOM = -1009
ZOE, MAX = 501, 502
GONE = "Ce bouton ne sert plus. Écrivez-moi votre question, je vous réponds tout de suite."


class Notebook:
    """An editor that writes down what it is given."""

    def __init__(self) -> None:
        self.entries: list[EntryDraft] = []
        self.phrasings: list[tuple[str, str]] = []

    def add_entry(self, draft: EntryDraft) -> Written:
        self.entries.append(draft)
        return Written(f"questions/{draft.theme}.yaml", 12)

    def add_phrasing(self, entry_id: str, text: str) -> Written:
        self.phrasings.append((entry_id, text))
        return Written("questions/facebook.yaml", 7)


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
async def loop(store: Store, current: Current, silent: Bot, notebook: Notebook) -> AsyncIterator[Bot]:
    """A running bot with two organisers and their room."""
    silent.organisers, silent.organisers_chat, silent.take_back = (ZOE, MAX), ROOM, 0
    silent.chores = [
        Clerk(store, notebook).write,
        lambda now: Board(store, current, silent.conversation.desk, ROOM).show(now),
    ]
    await silent.start()
    yield silent
    assert silent.telegram.refusals == []


@pytest.fixture
def zoe(silent: Bot) -> Person:
    return silent.telegram.person(ZOE, "Zoé")


@pytest.fixture
def room(silent: Bot, zoe: Person) -> Chat:
    return silent.telegram.group(ROOM, "L'équipe", [zoe, silent.telegram.person(MAX, "Max")])


async def until(bot: Bot, found: Callable[[], object]) -> None:
    """Let the bot work until something is so."""
    async with asyncio.timeout(10):
        while not found():
            await asyncio.sleep(0.02)
            await bot.settle()


def card(room: Chat) -> Message:
    return next(one for one in room.messages if one.from_bot)


async def asked(bot: Bot, room: Chat, number: int, text: str) -> Person:
    """Have somebody ask, and want to be told; wait for the card."""
    person = bot.telegram.person(number, "Ada")
    await bot.says(person, text)
    [question] = [one for one in await bot.log() if one.text == text]
    async with bot.store.database.begin() as tx:
        await bot.store.questions.want_answer(tx, question.id, number, 2)
        assert question.cluster_id
        await bot.store.clusters.change(tx, question.cluster_id)
    await until(bot, lambda: any(text in one.text and "prévenir" in one.text for one in room.messages))
    return person


def theirs(person: Person) -> list[str]:
    return [message.text for message in person.chat.messages if message.from_bot]


async def test_an_open_question_is_a_card_and_those_who_ask_the_same_change_it(loop: Bot, room: Chat) -> None:
    await asked(loop, room, 11, "combien coûte un camion")
    shown = card(room)
    assert "1 personne," in shown.text and "«\u202fcombien coûte un camion\u202f»" in shown.text
    assert "Ada" not in shown.text
    assert labels(shown) == [
        "Répondre",
        "C’est la même que…",
        "Nouvelle fiche",
        "Je m’en occupe",
        "Ignorer",
        "Demander une précision",
    ]
    await loop.says(loop.telegram.person(12, "Bea"), "combien coûte un camion")
    await until(loop, lambda: "2 personnes" in card(room).text)
    assert len([one for one in room.messages if one.from_bot]) == 1


async def test_an_answer_is_written_once_seen_confirmed_and_delivered(loop: Bot, room: Chat, zoe: Person) -> None:
    ada = await asked(loop, room, 11, "combien coûte un camion")
    zoe.tap(card(room).id, "Répondre", room)
    await loop.settle()
    ask = room.last
    assert "écrivez votre réponse" in ask.text and ask.reply_markup == {"force_reply": True, "selective": True}
    await until(loop, lambda: "Zoé s’en occupe" in card(room).text)
    zoe.say("Entre deux et trois ans de salaire.", room, reply_to=ask.id)
    await loop.settle()
    preview = room.last
    assert "Vous aviez demandé : « combien coûte un camion »" in preview.text.replace("\u00a0", " ").replace(
        "\u202f", " "
    )
    assert labels(preview) == ["Envoyer", "Annuler"] and "1 personne" in preview.text
    assert len(theirs(ada)) == 1
    zoe.tap(preview.id, "Envoyer", room)
    await until(loop, lambda: len(theirs(ada)) == 2)
    assert "Entre deux et trois ans" in theirs(ada)[1]
    assert labels(ada.chat.last) == ["👍", "👎"]
    await until(loop, lambda: "Message remis" in card(room).text)
    assert "Répondue par Zoé" in card(room).text


async def test_the_preview_shows_all_that_is_answered_with_it(loop: Bot, room: Chat, zoe: Person) -> None:
    await asked(loop, room, 11, "combien coûte un camion")
    await loop.says(loop.telegram.person(12, "Bea"), "combien coûte un camion rouge")
    await until(loop, lambda: "rouge" in card(room).text)
    zoe.say("Cher.", room, reply_to=card(room).id)
    await loop.settle()
    assert "Posée aussi ainsi" in room.last.text and "camion rouge" in room.last.text


async def test_what_is_missing_in_an_organisers_answer_reaches_the_card(loop: Bot, room: Chat, zoe: Person) -> None:
    ada = await asked(loop, room, 11, "combien coûte un camion")
    zoe.say("Cher.", room, reply_to=card(room).id)
    await loop.settle()
    zoe.tap(room.last.id, "Envoyer", room)
    await until(loop, lambda: len(theirs(ada)) == 2)
    ada.tap(ada.chat.last.id, "👎")
    await loop.settle()
    asks = ada.chat.last
    assert "Qu’est-ce qui vous manque" in asks.text and asks.reply_markup == {"force_reply": True, "selective": True}
    ada.say("Je voulais un prix.", reply_to=asks.id)
    await until(loop, lambda: "Je voulais un prix." in card(room).text)


async def test_a_reply_to_the_card_itself_is_an_answer_and_can_be_dropped(loop: Bot, room: Chat, zoe: Person) -> None:
    ada = await asked(loop, room, 11, "combien coûte un camion")
    zoe.say("Cher.", room, reply_to=card(room).id)
    await loop.settle()
    zoe.tap(room.last.id, "Annuler", room)
    await loop.settle()
    assert "rien n’est parti" in room.last.text and len(theirs(ada)) == 1
    await until(loop, lambda: "Je laisse" in labels(card(room)))


async def test_what_leaves_later_can_be_taken_back(loop: Bot, room: Chat, zoe: Person) -> None:
    loop.conversation.desk._take_back = 60
    ada = await asked(loop, room, 11, "combien coûte un camion")
    zoe.say("Cher.", room, reply_to=card(room).id)
    await loop.settle()
    zoe.tap(room.last.id, "Envoyer", room)
    await loop.settle()
    assert labels(room.last) == ["Reprendre"]
    await until(loop, lambda: labels(card(room)) == ["Reprendre"])
    zoe.tap(card(room).id, "Reprendre", room)
    await loop.settle()
    assert "Répondre" in labels(card(room)) and len(theirs(ada)) == 1


async def test_the_same_as_an_entry_answers_with_it_and_teaches_it(
    loop: Bot, room: Chat, zoe: Person, notebook: Notebook
) -> None:
    ada = await asked(loop, room, 11, "combien coûte un camion")
    zoe.tap(card(room).id, "C’est la même que…", room)
    await loop.settle()
    choice = room.last
    zoe.tap(choice.id, choice.buttons[0][0].text, room)
    await until(loop, lambda: len(theirs(ada)) == 2)
    assert "profession libérale" in theirs(ada)[1]
    await until(loop, lambda: notebook.phrasings)
    assert notebook.phrasings == [(ENTRY, "combien coûte un camion")]
    await until(loop, lambda: "La FAQ est à jour" in card(room).text)


async def test_a_question_becomes_an_entry(loop: Bot, room: Chat, zoe: Person, notebook: Notebook) -> None:
    ada = await asked(loop, room, 11, "combien coûte un camion")
    zoe.tap(card(room).id, "Nouvelle fiche", room)
    await loop.settle()
    draft = room.last
    assert "Publier" not in labels(draft) and "Il reste à corriger" in draft.text
    zoe.tap(draft.id, "Réponse", room)
    await loop.settle()
    zoe.say("Cela dépend du camion.", room, reply_to=room.last.id)
    await loop.settle()
    assert "Publier" in labels(room.last)
    zoe.tap(room.last.id, "Question", room)
    await loop.settle()
    zoe.say("Combien coûte un camion ?", room, reply_to=room.last.id)
    await loop.settle()
    zoe.tap(room.last.id, "Thème", room)
    await loop.settle()
    theme = room.last.buttons[1][0].text
    zoe.tap(room.last.id, theme, room)
    await loop.settle()
    zoe.tap(room.last.id, "Publier", room)
    await until(loop, lambda: notebook.entries)
    [entry] = notebook.entries
    assert (entry.question, entry.answer) == ("Combien coûte un camion ?", "Cela dépend du camion.")
    assert entry.phrasings == ("combien coûte un camion",)
    await until(loop, lambda: len(theirs(ada)) == 2)
    assert "Cela dépend du camion." in theirs(ada)[1]


async def test_only_the_draft_that_is_shown_last_is_published(
    loop: Bot, room: Chat, zoe: Person, notebook: Notebook
) -> None:
    await asked(loop, room, 11, "combien coûte un camion")
    zoe.tap(card(room).id, "Nouvelle fiche", room)
    await loop.settle()
    for answer in ("Cela dépend du camion.", "Cela dépend du jour."):
        zoe.tap(room.last.id, "Réponse", room)
        await loop.settle()
        zoe.say(answer, room, reply_to=room.last.id)
        await loop.settle()
    older, newer = [one for one in room.messages if "Publier" in labels(one)]
    for label in ("Publier", "Annuler"):
        zoe.tap(older.id, label, room)
        await loop.settle()
        assert "Ce brouillon ne sert plus" in zoe.notices[-1].text and not notebook.entries
    loop.telegram.people[MAX].tap(newer.id, "Publier", room)
    await loop.settle()
    assert "à quelqu’un d’autre" in loop.telegram.people[MAX].notices[-1].text and not notebook.entries
    zoe.tap(newer.id, "Publier", room)
    await until(loop, lambda: notebook.entries)
    assert [entry.answer for entry in notebook.entries] == ["Cela dépend du jour."]


async def test_what_is_written_in_reply_to_an_entrys_draft_is_its_answer(
    loop: Bot, room: Chat, zoe: Person, notebook: Notebook
) -> None:
    await asked(loop, room, 11, "combien coûte un camion")
    zoe.tap(card(room).id, "Nouvelle fiche", room)
    await loop.settle()
    first = room.last
    assert "répondez à ce message" in first.text
    loop.telegram.people[MAX].say("Pas à moi.", room, reply_to=first.id)
    await loop.settle()
    assert "à quelqu’un d’autre" in room.last.text
    for answer in ("Cela dépend du camion.", "Cela dépend du jour."):  # the older draft stands for the newest
        zoe.say(answer, room, reply_to=first.id)
        await loop.settle()
        assert answer in room.last.text and "Pas à moi." not in room.last.text
    zoe.tap(room.last.id, "Publier", room)
    await until(loop, lambda: notebook.entries)
    assert [entry.answer for entry in notebook.entries] == ["Cela dépend du jour."]
    assert len(await loop.log()) == 1


async def test_an_answer_is_put_right_in_reply_to_its_preview(loop: Bot, room: Chat, zoe: Person) -> None:
    ada = await asked(loop, room, 11, "combien coûte un camion")
    zoe.say("Cela dépand.", room, reply_to=card(room).id)
    await loop.settle()
    older = room.last
    zoe.say("Cela dépend.", room, reply_to=older.id)
    await loop.settle()
    zoe.tap(older.id, "Envoyer", room)
    await loop.settle()
    assert "Ce brouillon ne sert plus" in zoe.notices[-1].text and len(theirs(ada)) == 1
    zoe.tap(room.last.id, "Envoyer", room)
    await until(loop, lambda: len(theirs(ada)) == 2)
    assert "Cela dépend." in theirs(ada)[1]


async def test_a_question_back_is_put_right_in_reply_to_its_preview(loop: Bot, room: Chat, zoe: Person) -> None:
    ada = await asked(loop, room, 11, "combien coûte un camion")
    zoe.tap(card(room).id, "Demander une précision", room)
    await loop.settle()
    zoe.say("Quel camon ?", room, reply_to=room.last.id)
    await loop.settle()
    zoe.say("Quel camion ?", room, reply_to=room.last.id)
    await loop.settle()
    zoe.tap(room.last.id, "Envoyer", room)
    await until(loop, lambda: len(theirs(ada)) == 2)
    assert "Quel camion" in theirs(ada)[1]


async def test_what_is_ignored_is_said_kindly(loop: Bot, room: Chat, zoe: Person) -> None:
    ada = await asked(loop, room, 11, "combien coûte un camion")
    zoe.tap(card(room).id, "Ignorer", room)
    await until(loop, lambda: len(theirs(ada)) == 2)
    assert "n’aura pas de réponse" in theirs(ada)[1] and labels(card(room)) == ["Rouvrir", "Bloquer la personne"]
    said = await loop.says(loop.telegram.person(12, "Bea"), "combien coûte un camion")
    assert "ressemble à une autre" in said.text and "Prévenez-moi" not in labels(said)


async def test_a_question_that_was_answered_before_is_proposed_on_the_card_of_the_new_one(
    loop: Bot, room: Chat, zoe: Person
) -> None:
    ada = await asked(loop, room, 11, "combien coûte un camion")
    zoe.say("Cher.", room, reply_to=card(room).id)
    await loop.settle()
    zoe.tap(room.last.id, "Envoyer", room)
    await until(loop, lambda: len(theirs(ada)) == 2)
    await loop.says(loop.telegram.person(12, "Bea"), "combien coûte un camion")
    await until(loop, lambda: "Peut-être la même que : nº 1" in room.last.text.replace("\u00a0", " "))
    zoe.tap(room.last.id, "C’est la même que…", room)
    await loop.settle()
    assert labels(room.last)[0].startswith("✓ nº 1, répondue")


async def test_who_asked_what_was_ignored_can_be_blocked_and_let_in_again(loop: Bot, room: Chat, zoe: Person) -> None:
    ada = await asked(loop, room, 11, "combien coûte un camion")
    zoe.tap(card(room).id, "Ignorer", room)
    await until(loop, lambda: "Bloquer la personne" in labels(card(room)))
    zoe.tap(card(room).id, "Bloquer la personne", room)
    await until(loop, lambda: "est bloquée" in card(room).text)
    assert labels(card(room)) == ["Rouvrir", "Débloquer la personne"]
    told = len(theirs(ada))
    ada.say("combien coûte un train")
    await loop.settle()
    assert len(theirs(ada)) == told and len(await loop.log()) == 1
    zoe.tap(card(room).id, "Débloquer la personne", room)
    await until(loop, lambda: "est bloquée" not in card(room).text)
    ada.say("combien coûte un train")
    await until(loop, lambda: len(theirs(ada)) == told + 1)


async def test_where_several_people_asked_nobody_can_be_blocked_and_who_is_can_be_let_in(
    loop: Bot, room: Chat, zoe: Person
) -> None:
    await asked(loop, room, 11, "combien coûte un camion")
    zoe.tap(card(room).id, "Ignorer", room)
    await until(loop, lambda: "Bloquer la personne" in labels(card(room)))
    zoe.tap(card(room).id, "Bloquer la personne", room)
    await until(loop, lambda: "est bloquée" in card(room).text)
    await loop.says(loop.telegram.person(12, "Bob"), "combien coûte un camion")
    await until(loop, lambda: "2 personnes" in card(room).text)
    assert labels(card(room)) == ["Rouvrir", "Débloquer la personne"]
    zoe.tap(card(room).id, "Rouvrir", room)
    await until(loop, lambda: "Répondre" in labels(card(room)))
    assert "est bloquée" in card(room).text
    zoe.tap(card(room).id, "Débloquer la personne", room)
    await until(loop, lambda: "est bloquée" not in card(room).text)
    zoe.tap(card(room).id, "Ignorer", room)
    await until(loop, lambda: "Rouvrir" in labels(card(room)))
    assert labels(card(room)) == ["Rouvrir"]


async def test_every_card_of_a_person_says_that_they_are_blocked(loop: Bot, room: Chat, zoe: Person) -> None:
    ada = await asked(loop, room, 11, "combien coûte un camion")
    await loop.says(ada, "qui dresse les dauphins")
    await until(loop, lambda: len([one for one in room.messages if one.from_bot]) == 2)
    first, second = [one for one in room.messages if one.from_bot]
    zoe.tap(first.id, "Ignorer", room)
    await until(loop, lambda: "Bloquer la personne" in labels(card(room)))
    zoe.tap(first.id, "Bloquer la personne", room)
    await until(loop, lambda: sum("est bloquée" in one.text for one in room.messages) == 2)
    zoe.tap(second.id, "Débloquer la personne", room)
    await until(loop, lambda: not any("est bloquée" in one.text for one in room.messages))


async def test_what_another_organiser_is_at_is_said_by_name(loop: Bot, room: Chat, zoe: Person) -> None:
    await asked(loop, room, 11, "combien coûte un camion")
    zoe.tap(card(room).id, "Je m’en occupe", room)
    await loop.settle()
    assert "Zoé s’en occupe" in card(room).text
    other = loop.telegram.people[MAX]
    other.tap(card(room).id, "Ignorer", room)
    await loop.settle()
    assert other.notices[-1].text == "Zoé s’en occupe déjà."


@pytest.mark.parametrize("command", ["/ouvertes", "/organisateur", "/organisateur ajouter 66 Mallory"])
async def test_for_a_stranger_the_commands_do_not_exist(loop: Bot, room: Chat, command: str) -> None:
    stranger = loop.telegram.person(66, "Mallory")
    shown = await loop.says(stranger, command)
    unknown = await loop.says(stranger, "/nimportequoi")
    assert shown.text == unknown.text
    async with loop.store.database.read() as tx:
        assert await loop.store.organisers.all(tx) == []


async def test_a_stranger_s_forged_tap_and_reply_do_nothing_and_are_recorded(loop: Bot, room: Chat) -> None:
    ada = await asked(loop, room, 11, "combien coûte un camion")
    [question] = await loop.log()
    own = [*(f"q{verb}:{question.cluster_id}" for verb in "iv"), *(f"q{verb}:{question.id}" for verb in "xfu")]
    for data in ["qL:0", "qy:1", *own]:
        await tap_forged(loop, ada, data)
        assert ada.notices[-1].text == GONE
    assert len(theirs(ada)) == 1
    async with loop.store.database.read() as tx:
        cluster = await loop.conversation.desk.views.one(tx, question.cluster_id or 0)
    assert cluster and cluster.state == "open"
    assert [trace.action for trace in await loop.store.journal.latest(3)] == ["refused"] * 3


async def test_an_organiser_is_added_and_removed_at_once(loop: Bot, room: Chat, zoe: Person) -> None:
    nino = loop.telegram.person(900, "Nino")
    await loop.says(zoe, "/organisateur ajouter 900 Nino")
    assert "Aucune question n’attend" in (await loop.says(nino, "/ouvertes")).text
    assert "Nino" in (await loop.says(zoe, "/organisateur")).text
    assert "ouvertes" in {one["command"] for one in loop.telegram.commands["chat 900", ""]}
    await loop.says(zoe, "/organisateur retirer 900 Nino")
    assert ("chat 900", "") not in loop.telegram.commands
    assert "Je ne connais pas cette commande" in (await loop.says(nino, "/ouvertes")).text


async def test_what_organisateur_cannot_read_is_said(loop: Bot, zoe: Person) -> None:
    for words in ("ajouter abc", "ajouter 900", "retirer Nino", "foo"):
        told = (await loop.says(zoe, f"/organisateur {words}")).text
        assert "Je n’ai pas compris" in told and "/organisateur ajouter" in told
    async with loop.store.database.read() as tx:
        assert await loop.store.organisers.all(tx) == []


async def test_organisers_are_told_their_commands_and_nobody_else(loop: Bot, zoe: Person) -> None:
    assert "/ouvertes" in (await loop.says(zoe, "/aide")).text
    assert "/ouvertes" not in (await loop.says(loop.telegram.person(66, "Mallory"), "/aide")).text


async def test_the_list_leads_to_each_question(loop: Bot, room: Chat, zoe: Person) -> None:
    await asked(loop, room, 11, "combien coûte un camion")
    await loop.says(zoe, "/ouvertes")
    listed = zoe.chat.last
    assert "combien coûte un camion" in listed.text
    zoe.tap(listed.id, listed.buttons[0][0].text)
    await loop.settle()
    assert "Répondre" in labels(zoe.chat.last)
    zoe.tap(zoe.chat.last.id, "Répondre")
    await loop.settle()
    await loop.says(zoe, "Très cher.")  # in private, the next message is the answer
    assert labels(zoe.chat.last) == ["Envoyer", "Annuler"]


async def test_what_a_person_has_erased_goes_from_every_message_that_showed_it(
    loop: Bot, room: Chat, zoe: Person
) -> None:
    asker = await asked(loop, room, 11, "combien coûte un camion")
    await loop.says(zoe, "/ouvertes")
    listed = zoe.chat.last
    zoe.tap(listed.id, listed.buttons[0][0].text)
    await loop.settle()
    view = zoe.chat.last.id
    for label in ("C’est la même que…", "Nouvelle fiche", "Répondre"):
        zoe.tap(view, label)
        await loop.settle()
    preview = await loop.says(zoe, "Très cher.")
    assert sum("camion" in one.text for one in zoe.chat.messages if one.from_bot) >= 4
    await loop.says(asker, "/oublier")
    asker.tap(asker.chat.last.id, "Tout effacer")
    await loop.settle()
    await until(loop, lambda: "camion" not in card(room).text)
    assert not any("camion" in one.text for one in zoe.chat.messages if one.from_bot)
    assert labels(zoe.chat.messages[-1]) == [] and preview.id == zoe.chat.messages[-1].id
    await loop.says(zoe, "/ouvertes")
    assert "camion" not in zoe.chat.last.text


async def test_the_card_that_taking_back_leaves_below_goes_too(loop: Bot, room: Chat, zoe: Person) -> None:
    loop.conversation.desk._take_back = 60
    asker = await asked(loop, room, 11, "combien coûte un camion")
    zoe.say("Cher.", room, reply_to=card(room).id)
    await loop.settle()
    zoe.tap(room.last.id, "Envoyer", room)
    await loop.settle()
    zoe.tap(room.last.id, "Reprendre", room)
    await loop.settle()
    assert "camion" in room.last.text and room.last.id != card(room).id
    await loop.says(asker, "/oublier")
    asker.tap(asker.chat.last.id, "Tout effacer")
    await until(loop, lambda: "camion" not in card(room).text)
    assert not any("camion" in one.text for one in room.messages if one.from_bot)


async def test_who_writes_in_the_name_of_the_group_is_asked_to_use_their_own(
    loop: Bot, room: Chat, zoe: Person
) -> None:
    zoe.say("/ouvertes", room)
    message = loop.telegram.updates.waiting[-1]["message"]
    message["sender_chat"] = room.header
    await loop.settle()
    assert "sous votre propre nom" in room.last.text


async def test_both_write_back_and_forth(loop: Bot, room: Chat, zoe: Person) -> None:
    ada = await asked(loop, room, 11, "combien coûte un camion")
    zoe.tap(card(room).id, "Demander une précision", room)
    await loop.settle()
    zoe.say("Neuf ou d'occasion ?", room, reply_to=room.last.id)
    await loop.settle()
    zoe.tap(room.last.id, "Envoyer", room)
    await until(loop, lambda: len(theirs(ada)) == 2)
    assert "Neuf ou d’occasion" in theirs(ada)[1]
    await until(loop, lambda: "Précision demandée" in card(room).text)


async def test_who_answers_a_question_back_without_a_reply_is_heard_and_may_still_ask(
    loop: Bot, room: Chat, zoe: Person
) -> None:
    ada = await asked(loop, room, 11, "combien coûte un camion")
    zoe.tap(card(room).id, "Demander une précision", room)
    await loop.settle()
    zoe.say("Neuf ou d'occasion ?", room, reply_to=room.last.id)
    await loop.settle()
    zoe.tap(room.last.id, "Envoyer", room)
    await until(loop, lambda: len(theirs(ada)) == 2)
    assert "profession libérale" in (await loop.says(ada, "sûr fb")).text
    assert "transmis" in (await loop.says(ada, "plutôt d'occasion")).text
    await until(loop, lambda: "plutôt d’occasion" in card(room).text)
    assert "Elle est notée" in (await loop.says(ada, "combien coûte un bateau")).text
