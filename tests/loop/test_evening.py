"""The whole loop, as processes: asked, noted, answered to everyone who asked, learnt."""

import asyncio
import itertools
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.chat.sender import IN_FLIGHT
from bot.chat.wire import Message, Person, Telegram
from bot.chat.wire.chats import Chat
from bot.chat.wire.http import HttpServer
from tests.chat.conftest import labels
from tests.conftest import FAQ
from tests.loop.evening import SUBJECTS
from tests.test_run import running

ZOE = 501
"""The organiser, whose private chat is the organisers' chat: a group takes twenty messages a minute only."""
PEOPLE = 40
ASKS = {"force_reply": True, "selective": True}
ENTRIES = {
    "pinterest": "Pinterest sert-il à une petite entreprise ?",
    "sous-titres": "Faut-il sous-titrer ses vidéos ?",
}
SECONDS = 180
TAKE_BACK = "2"


@dataclass
class Evening:
    """Forty people, an organiser and their chat, around a bot that runs as a process."""

    telegram: Telegram
    people: list[Person]
    zoe: Person
    room: Chat
    asked: dict[str, Person] = field(default_factory=dict)

    async def ask_everything(self) -> None:
        """Have each wording asked by somebody, who wants to be told; all of them at once."""
        turn: Iterator[Person] = itertools.cycle(self.people)
        for words in zip(*SUBJECTS.values(), strict=True):
            for text in words:
                self.asked[text] = next(turn)
        await asyncio.gather(*(self.ask(person) for person in self.people))

    async def ask(self, person: Person) -> None:
        for text in [text for text, one in self.asked.items() if one is person]:
            person.say(text)
            await self.until(lambda: "Prévenez-moi" in labels(person.chat.last))
            person.tap(person.chat.last.id, "Prévenez-moi")
            await self.until(lambda: "Ne plus me prévenir" in labels(person.chat.last))

    async def until(self, condition: object) -> None:
        await self.telegram.until(condition, seconds=SECONDS)  # type: ignore[arg-type]  # a function

    def cards(self) -> list[Message]:
        """Give the cards that wait, those with most people first."""
        found = [one for one in self.room.messages if one.from_bot and "Répondre" in labels(one)]
        return sorted(found, key=lambda one: -int(one.text.split("·")[1].split()[0]))

    def card(self, subject: str) -> Message:
        """Give the card of a subject that most of its wordings are on."""
        return max(self.cards(), key=lambda one: sum(text in shown(one) for text in SUBJECTS[subject]))

    async def new(self, label: str, after: int) -> Message:
        """Wait for a message with a button, or one that asks for words (""), newer than another."""

        def found() -> list[Message]:
            newer = [one for one in self.room.messages if one.from_bot and one.id > after]
            return [one for one in newer if (label in labels(one) if label else one.reply_markup == ASKS)]

        await self.until(lambda: bool(found()))
        return found()[-1]

    async def tap(self, message: Message, label: str, then: str) -> Message:
        """Tap, and give the message with a button that comes of it."""
        last = self.room.last.id
        self.zoe.tap(message.id, label, self.room)
        return await self.new(then, last)

    async def write(self, text: str, to: Message, then: str) -> Message:
        """Reply, and give the message with a button that comes of it."""
        said = self.zoe.say(text, self.room, reply_to=to.id)
        assert said
        return await self.new(then, self.room.last.id)

    async def confirm(self, message: Message, label: str) -> None:
        """Tap, and wait until the message offers to take it back."""
        self.zoe.tap(message.id, label, self.room)
        await self.until(lambda: "Reprendre" in labels(self.now(message)))

    def now(self, message: Message) -> Message:
        """Give a message as it is now."""
        found = self.room.find(message.id)
        assert found
        return found

    async def answer(self, card: Message, text: str) -> None:
        await self.confirm(await self.write(text, card, "Envoyer"), "Envoyer")

    def told(self, text: str) -> Counter[int]:
        """Count by person the messages that hold a text."""
        return Counter(
            person.id for person in self.people for one in person.chat.messages if one.from_bot and text in shown(one)
        )


def shown(message: Message) -> str:
    return message.text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


def askers(evening: Evening, card_text: str) -> set[int]:
    """Give who asked what is on a card."""
    return {person.id for text, person in evening.asked.items() if text in card_text}


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FAQ, tmp_path / "faq"))


@pytest.fixture
def evening() -> Evening:
    telegram = Telegram()
    zoe = telegram.person(ZOE, "Zoé")
    zoe.say("/start")  # a bot writes first to nobody
    people = [telegram.person(1000 + number, f"P{number}") for number in range(PEOPLE)]
    return Evening(telegram, people, zoe, zoe.chat)


async def test_an_evening_is_asked_noted_answered_to_everyone_and_learnt(
    evening: Evening, faq: Path, tmp_path: Path
) -> None:
    settings = {
        "BOT_FAQ": str(faq),
        "BOT_ORGANISERS": str(ZOE),
        "BOT_ORGANISERS_CHAT": str(ZOE),
        "BOT_TAKE_BACK": TAKE_BACK,
        "BOT_FLOOD": "0",
    }
    async with HttpServer(evening.telegram) as server:
        async with running(evening.telegram, server, tmp_path, **settings) as process:
            await evening.ask_everything()
            wordings = {text for words in SUBJECTS.values() for text in words}
            await evening.until(lambda: all(any(one in shown(card) for card in evening.cards()) for one in wordings))
            assert len(evening.cards()) <= 30  # sixty questions

            # Five are answered; three people have blocked the bot, and Telegram is slow down now and then.
            answered = {}
            for subject in ("podcast", "fanfare", "mascotte", "livre-d-or", "carillon"):
                card = evening.card(subject)
                answered[subject] = askers(evening, shown(card))
                await evening.answer(card, f"Notre réponse sur : {subject}.")
                if subject == "podcast":
                    for number in sorted(answered[subject])[:3]:
                        evening.telegram.people[number].blocks_bot()
                    evening.telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
                if subject == "fanfare":
                    # Killed between the confirmation and the delivery.
                    process.kill()
                    await process.wait()
                    break
        blocked = set(sorted(answered["podcast"])[:3])
        async with running(evening.telegram, server, tmp_path, **settings) as process:
            await evening.until(lambda: answered["fanfare"] <= set(evening.told("Notre réponse sur : fanfare")))
            for subject in ("mascotte", "livre-d-or", "carillon"):
                card = evening.card(subject)
                answered[subject] = askers(evening, shown(card))
                await evening.answer(card, f"Notre réponse sur : {subject}.")
            for subject, people in answered.items():
                due = people - (blocked if subject == "podcast" else set())
                text = f"Notre réponse sur : {subject}"
                await evening.until(lambda due=due, text=text: due <= set(evening.told(text)) | blocked)
                times = evening.told(text)
                assert set(times) <= people
                assert sum(count - 1 for count in times.values()) <= (
                    IN_FLIGHT if subject in ("podcast", "fanfare") else 0
                )

            # Three are tied to entries, two are ignored.
            for subject in ("hashtags", "sondage", "emoji"):
                choice = await evening.tap(evening.card(subject), "C’est la même que…", "Une autre…")
                entry = next(row[0].text for row in choice.buttons if "nº" not in row[0].text)
                await evening.confirm(choice, entry)
            for subject in ("calendrier", "parrainage"):
                card = evening.card(subject)
                evening.zoe.tap(card.id, "Ignorer", evening.room)
                await evening.until(lambda card=card: "Ignorée" in evening.now(card).text)

            # Two become entries, which answer from then on.
            learnt = {}
            for subject, question in ENTRIES.items():
                card = evening.card(subject)
                learnt[subject] = next(text for text in SUBJECTS[subject] if text in shown(card))
                draft = await evening.tap(card, "Nouvelle fiche", "Réponse")
                asks = await evening.tap(draft, "Réponse", "")
                draft = await evening.write(f"La fiche sur : {subject}.", asks, "Publier")
                asks = await evening.tap(draft, "Question", "")
                draft = await evening.write(question, asks, "Publier")
                await evening.confirm(draft, "Publier")
            await evening.until(lambda: sum("La FAQ est à jour" in shown(one) for one in evening.room.messages) >= 2)
            stranger = evening.telegram.person(77, "Nina")
            async with asyncio.timeout(60):
                while not any("La fiche sur : pinterest" in shown(one) for one in stranger.chat.messages):
                    stranger.say(learnt["pinterest"])
                    await asyncio.sleep(2)
            process.send_signal(signal.SIGTERM)
            _, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    assert "La fiche sur : pinterest." in "".join(one.read_text() for one in (faq / "questions").iterdir())
    # Those who blocked the bot refuse; an edit that was under way at the kill is made once more, and changes nothing.
    expected = ("blocked", "not modified")
    reasons = [refusal.description for _, refusal in evening.telegram.refusals]
    assert [reason for reason in reasons if not any(word in reason for word in expected)] == []
