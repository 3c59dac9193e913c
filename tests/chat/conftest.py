"""A whole bot in process: the real handlers, store and sender, behind the stand-in for Telegram."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat import application
from bot.chat.pace import UNPACED, Pace
from bot.chat.service import Chore, Service
from bot.chat.wire import Message, Person, Telegram, WireRequest
from bot.content import Content, Entry, load
from bot.maintain.reload import Reloader
from bot.matching.answering import Answerer
from bot.matching.model import Model
from bot.matching.replies import Answer, Candidate, NoAnswer, OutOfScope, Reply, SmallTalk, Suggestions
from bot.store import Store, StoredQuestion, Vault
from bot.store.backup import Daily
from bot.store.questions import questions
from bot.wording.knowledge import Current, Knowledge
from bot.wording.terms import Terms

FAQ = Path(__file__).parents[2] / "faq"

ENTRY, OTHER, THIRD = "facebook-profession-liberale", "nombre-de-fans", "profil-ou-page"
CANDIDATES = (Candidate(ENTRY, 0.9), Candidate(OTHER, 0.05), Candidate(THIRD, 0.01))


class ByTheWord(Answerer):
    """Decides by the first word, so that each test says which outcome it is about."""

    def __init__(self, unused: Model | None = None) -> None:
        """Learn nothing."""

    def reply_to(self, text: str) -> list[Reply]:
        """Give one reply a line."""
        return [self._one(line) for line in text.splitlines()[:3]]

    def follow_up(self, text: str, alone: Reply, asked: str, entry: Entry) -> Answer | Suggestions | None:  # noqa: ARG002
        """Take "et …" for a follow-up, answered by another entry."""
        together = f"{asked} {text}"
        return Answer(together, (CANDIDATES[1], CANDIDATES[0])) if text.startswith("et ") else None

    def get_ready(self) -> None:
        """Have nothing to learn."""

    def described(self, text: str) -> tuple[Mapping[Hashable, float], ...]:
        """Compare questions by their words."""
        return (dict.fromkeys(text.split(), 1.0), {}, {}, {}, {}, {})

    subjects = 0

    def coordinates(self, text: str) -> Mapping[int, float]:  # noqa: ARG002
        """Know no subjects."""
        return {}

    def _one(self, line: str) -> Reply:
        match line.split(maxsplit=1)[0].lower():
            case "sûr":
                return Answer(line, CANDIDATES)
            case "peut-être":
                return Suggestions(line, CANDIDATES, (ENTRY, OTHER, THIRD))
            case "tva":
                return OutOfScope(line, CANDIDATES, "fiscalite", 0.8)
            case "slt":
                return SmallTalk(line, CANDIDATES, "salutation", 0.9)
            case "boum":
                raise ValueError(f"poisoned by {line}")
        return NoAnswer(line, CANDIDATES)


@dataclass
class Bot:
    """A running bot, and what happened around it."""

    telegram: Telegram
    store: Store
    current: Current
    pace: Pace = UNPACED
    flood: int = 0
    organisers: tuple[int, ...] = ()
    organisers_chat: int | None = None
    take_back: int = 60
    chores: Sequence[Chore] = ()
    backups: Daily | None = None
    greets: bool = False
    terms: Terms = field(default_factory=Terms)
    heartbeat: Path | None = None
    reloader: Reloader | None = None
    clock: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    patience: float = 10
    announced: list[str] = field(default_factory=list)
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    def build(self) -> Service:
        """Build a process's worth of bot on the same database and Telegram."""
        request, polling = WireRequest(self.telegram), WireRequest(self.telegram)
        self.conversation = conversation = application.build(
            self.telegram.token,
            self.current,
            self.store,
            flood=self.flood,
            organisers=self.organisers,
            organisers_chat=self.organisers_chat,
            take_back=self.take_back,
            terms=self.terms,
            request=request,
            polling=polling,
        )
        self.service = Service(
            conversation,
            self.store,
            self.current,
            heartbeat=self.heartbeat,
            pace=self.pace,
            backups=self.backups,
            announce=self.announced.append,
            organisers_chat=self.organisers_chat if self.greets else None,
            organisers=self.organisers if self.greets else (),
            chores=self.chores,
            reloader=self.reloader,
            clock=lambda: self.clock(),  # noqa: PLW0108  # a test may set it while the bot runs
            monotonic=lambda: self.monotonic(),  # noqa: PLW0108  # the same
        )
        return self.service

    async def start(self) -> None:
        """Run until the test ends."""
        polls = len(self.telegram.calls("getUpdates"))
        self.running = asyncio.create_task(self.build().run(self.stop))
        async with asyncio.timeout(10):
            while len(self.telegram.calls("getUpdates")) == polls:  # noqa: ASYNC110  # a poll under way tells nobody
                await asyncio.sleep(0.001)

    async def end(self) -> None:
        """Stop as SIGTERM does."""
        self.stop.set()
        await self.running
        self.stop.clear()

    async def settle(self) -> None:
        """Wait until all that people did is handled and answered."""
        async with asyncio.timeout(self.patience):
            while self.telegram.updates.waiting:  # noqa: ASYNC110  # the same
                await asyncio.sleep(0.001)
            await self.service.worker.idle()
            await self.service.sender.idle()

    async def says(self, person: Person, text: str) -> Message:
        """Let somebody write, and give the bot's last message to them."""
        person.say(text)
        await self.settle()
        return last(person)

    async def taps(self, person: Person, message: Message, label: str) -> Message:
        """Let somebody tap, and give the last message they then see."""
        person.tap(message.id, label)
        await self.settle()
        return last(person)

    async def log(self) -> list[StoredQuestion]:
        """Give all questions of the log, oldest first."""
        async with self.store.database.read() as tx:
            rows = (await tx.execute(select(questions).order_by(questions.c.id))).all()
        return [self.store.questions.stored(row) for row in rows]


def last(person: Person) -> Message:
    """Give the bot's newest message to somebody."""
    return [message for message in person.chat.messages if message.from_bot][-1]


def labels(message: Message) -> list[str]:
    """Give what the buttons say."""
    return [button.text for row in message.buttons for button in row]


async def tap_forged(bot: Bot, person: Person, data: str) -> None:
    """Tap with data that no button has."""
    message = last(person)
    forged = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    person.chat.keep(replace(message, reply_markup=forged))
    person.tap(message.id, data)
    await bot.settle()


@pytest.fixture(autouse=True)
def durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the library make its own exception (RetryAfter) without a warning about it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture(scope="session")
def content() -> Content:
    return load(FAQ)


@pytest.fixture
def current(content: Content) -> Current:
    return Current(Knowledge(content, ByTheWord()))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite:///{tmp_path / 'bot.db'}", Vault.open(tmp_path / "key"))
    yield store
    await store.close()


@pytest.fixture
async def silent(store: Store, current: Current) -> AsyncIterator[Bot]:
    """A bot that is not started; whatever runs at the end is stopped, and no call may have broken Telegram's rules."""
    bot = Bot(Telegram(), store, current)
    yield bot
    if hasattr(bot, "running") and not bot.running.done():
        await bot.end()


@pytest.fixture
async def bot(silent: Bot) -> AsyncIterator[Bot]:
    """A running bot."""
    await silent.start()
    yield silent
    assert silent.telegram.refusals == []


@pytest.fixture
def person(silent: Bot) -> Person:
    return silent.telegram.person(7, "Zoé <b>&")
