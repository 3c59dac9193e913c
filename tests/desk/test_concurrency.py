"""Tests of two processes at one desk: one action wins, the other is told, and nobody is forgotten or told twice."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.content import Content
from bot.desk import Claimed, Desk, DeskError, Rights, Settled
from bot.matching.answering import Answerer
from bot.store import Store, Transaction, Vault
from bot.wording.knowledge import Current, Knowledge
from tests.desk.conftest import MAX, TAKE_BACK, ZOE, Office, post

SERVER = os.environ.get("BOT_TEST_POSTGRESQL_URL", "")
NAME = f"bot_desk_{os.getpid()}"
ASKED = "peut-on faire un podcast"
LETTER = "faut-il envoyer une newsletter à mes clients"

Work = Callable[[Office, Transaction], Awaitable[object]]


@asynccontextmanager
async def database(kind: str, folder: Path) -> AsyncIterator[str]:
    """Give the address of an empty database, on a server for as long as it is used."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'bot.db'}"
        return
    if not SERVER:
        pytest.skip("set BOT_TEST_POSTGRESQL_URL (postgresql://user:password@host/database, allowed to make databases)")
    server = make_url(SERVER).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f"create database {NAME}"))
        yield server.set(drivername="postgresql", database=NAME).render_as_string(hide_password=False)
        await connection.execute(text(f"drop database {NAME} with (force)"))
    await engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
async def offices(
    request: pytest.FixtureRequest, tmp_path: Path, shipped: Content, answerer: Answerer
) -> AsyncIterator[list[Office]]:
    """Give the same desk twice, as two processes have it: nothing is shared but the database."""
    async with database(request.param, tmp_path) as url:
        stores = [await Store.open(url, Vault.open(tmp_path / "key")) for _ in range(2)]
        current = Current(Knowledge(shipped, answerer))
        yield [Office(one, Desk(one, current, Rights(one, (ZOE, MAX)), post, TAKE_BACK)) for one in stores]
        for one in stores:
            await one.close()


async def at_once(offices: list[Office], *works: Work) -> list[object]:
    """Do one thing in each process, both transactions open at a time where the database allows it; give what came."""

    async def do(office: Office, work: Work) -> object:
        async with office.store.database.begin() as tx:
            try:
                return await work(office, tx)
            except DeskError as error:
                return type(error)

    return list(await asyncio.gather(*(do(office, work) for office, work in zip(offices, works, strict=True))))


@pytest.mark.parametrize("_", range(5))
async def test_of_two_answers_at_once_one_is_given(offices: list[Office], _: int) -> None:
    one, other = offices
    id = await one.ask(1, ASKED)
    cluster = (await one.cluster_of(id)).id
    results = await at_once(
        offices,
        lambda office, tx: office.desk.answer(tx, office.zoe, cluster, "Oui.", office.now),
        lambda office, tx: office.desk.answer(tx, office.max, cluster, "Non.", office.now),
    )
    assert sorted(map(str, results)) == sorted(map(str, [1, Settled]))
    other.now += TAKE_BACK
    assert len(await other.send()) == 1


async def test_of_two_claims_at_once_one_is_made(offices: list[Office]) -> None:
    cluster = (await offices[0].cluster_of(await offices[0].ask(1, ASKED))).id
    results = await at_once(
        offices,
        lambda office, tx: office.desk.claim(tx, office.zoe, cluster, office.now),
        lambda office, tx: office.desk.claim(tx, office.max, cluster, office.now),
    )
    assert sorted(map(str, results)) == sorted(map(str, [None, Claimed]))


@pytest.mark.parametrize("_", range(5))
async def test_who_consents_while_it_is_answered_is_told(offices: list[Office], _: int) -> None:
    one, other = offices
    id = await one.ask(1, ASKED, wants=False)
    cluster = (await one.cluster_of(id)).id
    await at_once(
        offices,
        lambda office, tx: office.desk.answer(tx, office.zoe, cluster, "Oui.", office.now),
        lambda office, tx: office.desk.want(tx, id, 1, 7, office.now),
    )
    other.now += TAKE_BACK
    assert [chat for chat, _ in await other.send()] == [1]


@pytest.mark.parametrize("_", range(5))
async def test_two_merges_of_two_questions_into_each_other_leave_one(offices: list[Office], _: int) -> None:
    first, second = await offices[0].ask(1, ASKED), await offices[0].ask(2, LETTER)
    a, b = [(await offices[0].cluster_of(id)).id for id in (first, second)]
    await at_once(
        offices,
        lambda office, tx: office.desk.merge(tx, office.zoe, a, b, office.now),
        lambda office, tx: office.desk.merge(tx, office.max, b, a, office.now),
    )
    assert (await offices[0].cluster_of(first)).id == (await offices[1].cluster_of(second)).id
    assert (await offices[0].cluster_of(first)).state == "open"


@pytest.mark.parametrize("_", range(5))
async def test_who_asks_the_same_while_it_is_answered_waits_or_is_told(offices: list[Office], _: int) -> None:
    one, other = offices
    cluster = (await one.cluster_of(await one.ask(1, ASKED))).id
    await other.desk.admission.refresh(other.now)

    async def answer() -> None:
        async with one.store.database.begin() as tx:
            await one.desk.answer(tx, one.zoe, cluster, "Oui.", one.now)

    late, _ignored = await asyncio.gather(other.ask(2, ASKED), answer())
    state = (await other.cluster_of(late)).state
    other.now += TAKE_BACK
    told = {chat for chat, _ in await other.send()}
    assert told == ({1} if state == "open" else {1, 2})


async def test_what_another_process_admitted_is_joined(offices: list[Office]) -> None:
    one, other = offices
    await one.desk.admission.refresh(one.now)
    first = await other.ask(1, ASKED)
    await one.desk.admission.refresh(one.now)
    second = await one.ask(2, ASKED)
    assert (await one.cluster_of(second)).id == (await one.cluster_of(first)).id
