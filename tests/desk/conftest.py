from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.content import Content
from bot.desk import Actor, Cluster, Desk, Rights
from bot.matching.answering import Answerer
from bot.matching.replies import Candidate
from bot.store import PERSON, Call, NewQuestion, Settlement, Store, StoredQuestion, Vault
from bot.store.questions import questions
from bot.wording import Message
from bot.wording.knowledge import Current, Knowledge
from tests.conftest import FAR

ENTRY = "nombre-de-fans"
TAKE_BACK = 60
ZOE, MAX = 501, 502
"""Telegram ids of two organisers."""


def post(chat_id: int, message: Message, reply_to: int | None) -> Call:
    return Call("sendMessage", chat_id, {"text": message.html, "reply_to": reply_to})


@dataclass
class Office:
    """A desk on a real database, people who ask, and a Telegram that takes what is due."""

    store: Store
    desk: Desk
    now: int = 1_000_000
    zoe: Actor = field(init=False)
    max: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.zoe = Actor(self.person(ZOE), "Zoé")
        self.max = Actor(self.person(MAX), "Max")

    def person(self, number: int) -> str:
        return self.store.database.vault.pseudonym(PERSON, number)

    async def ask(self, number: int, text: str, *, wants: bool = True) -> int:
        """Have somebody ask what nothing answers; give the question's id."""
        async with self.store.database.begin() as tx:
            new = NewQuestion(
                asked_at=self.now,
                person=self.person(number),
                text=text,
                outcome="none",
                confidence=0.2,
                content_version="1",
                candidates=(Candidate(ENTRY, 0.2),),
                state="open",
            )
            id = await self.store.questions.record(tx, new)
            await self.desk.admit(tx, id, self.now)
            if wants:
                await self.store.questions.want_answer(tx, id, number, 10 * id)
        return id

    async def cluster_of(self, question_id: int) -> Cluster:
        async with self.store.database.read() as tx:
            question = await self.store.questions.get(tx, question_id)
            assert question and question.cluster_id is not None
            cluster = await self.desk.views.one(tx, question.cluster_id)
        assert cluster
        return cluster

    async def version(self, id: int) -> int:
        """Give the version of a cluster, by which whoever shows it knows that it has changed."""
        async with self.store.database.read() as tx:
            kept = await self.store.clusters.get(tx, id)
        assert kept
        return kept.version

    async def question(self, id: int) -> StoredQuestion:
        async with self.store.database.read() as tx:
            row = (await tx.execute(select(questions).where(questions.c.id == id))).one()
        return self.store.questions.stored(row)

    async def send(self, refused: dict[int, str] | None = None) -> list[tuple[int, str]]:
        """Send what is due now, as Telegram would take it; give chat and text of what arrived.

        `refused`: by chat, "blocked" or the error with which Telegram refuses.
        """
        arrived, settlements = [], []
        for one in await self.store.outbox.due(self.now):
            chat = one.call.chat_id or 0
            error = (refused or {}).get(chat)
            if error:
                outcome = "blocked" if error == "blocked" else "failed"
                settlements.append(Settlement(one.id, outcome, error=error))  # type: ignore[arg-type]  # one of both
            else:
                arrived.append((chat, str(one.call.params["text"])))
                settlements.append(Settlement(one.id, "sent", 100 + one.id))
        await self.store.outbox.settled(settlements, self.now)
        await self.desk.tend(self.now)
        return arrived

    async def waiting(self) -> int:
        return len(await self.store.outbox.due(FAR))


@pytest.fixture
async def office(tmp_path: Path, shipped: Content, answerer: Answerer) -> AsyncIterator[Office]:
    store = await Store.open(f"sqlite:///{tmp_path / 'bot.db'}", Vault.open(tmp_path / "key"))
    current = Current(Knowledge(shipped, answerer))
    yield Office(store, Desk(store, current, Rights(store, (ZOE, MAX)), post, TAKE_BACK))
    await store.close()
