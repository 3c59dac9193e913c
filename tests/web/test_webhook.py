"""The webhook as Telegram, and others, may call it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.store import StorageError
from bot.web.server import application
from bot.web.webhook import MAX_BODY, WebhookReceiver

UPDATE = {"update_id": 7, "message": {"text": "été"}}


class Taken:
    """Where updates go; `full`: nothing can be stored."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.full = False

    async def take(self, update: dict[str, Any]) -> None:
        if self.full:
            raise StorageError("disk full")
        self.updates.append(update)


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def receiver(taken: Taken) -> WebhookReceiver:
    return WebhookReceiver(taken.take)


async def ready() -> bool:
    return True


@pytest.fixture
async def client(receiver: WebhookReceiver) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(application(ready, [receiver.route]))
    headers = {"X-Telegram-Bot-Api-Secret-Token": receiver.secret}
    async with httpx.AsyncClient(transport=transport, base_url="http://bot", headers=headers) as client:
        yield client


async def test_an_update_is_accepted_once_it_is_stored(
    client: httpx.AsyncClient, receiver: WebhookReceiver, taken: Taken
) -> None:
    answer = await client.post(receiver.path, json=UPDATE)
    assert (answer.status_code, answer.content, taken.updates) == (200, b"", [UPDATE])


async def test_the_answer_waits_for_the_store() -> None:
    stored = asyncio.Event()

    async def take(update: dict[str, Any]) -> None:
        await stored.wait()

    receiver = WebhookReceiver(take)
    headers = {"X-Telegram-Bot-Api-Secret-Token": receiver.secret}
    transport = httpx.ASGITransport(application(ready, [receiver.route]))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot", headers=headers) as client:
        answer = asyncio.create_task(client.post(receiver.path, json=UPDATE))
        for _ in range(20):
            await asyncio.sleep(0)
        assert not answer.done()
        stored.set()
        assert (await answer).status_code == 200


@pytest.mark.parametrize("secret", ["", "wrong", "é"])
async def test_who_does_not_know_the_secret_is_refused(
    client: httpx.AsyncClient, receiver: WebhookReceiver, taken: Taken, secret: str
) -> None:
    headers = {b"X-Telegram-Bot-Api-Secret-Token": secret.encode()}
    answer = await client.post(receiver.path, json=UPDATE, headers=headers)
    assert (answer.status_code, taken.updates) == (403, [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"\xff",
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": 7.0}',
        b'{"update_id": -1}',
        b'{"update_id": 9223372036854775808}',
        b"[" * 100_000,
    ],
    ids=lambda body: body[:20].decode(errors="replace"),
)
async def test_what_is_no_update_is_refused(
    client: httpx.AsyncClient, receiver: WebhookReceiver, taken: Taken, body: bytes
) -> None:
    answer = await client.post(receiver.path, content=body)
    assert (answer.status_code, taken.updates) == (400, [])


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 413)])
async def test_a_body_is_limited(
    client: httpx.AsyncClient, receiver: WebhookReceiver, taken: Taken, extra: int, status: int
) -> None:
    body = json.dumps(UPDATE).encode()
    answer = await client.post(receiver.path, content=body + b" " * (MAX_BODY - len(body) + extra))
    assert (answer.status_code, len(taken.updates)) == (status, 1 - extra)


async def test_an_update_that_cannot_be_stored_is_to_be_brought_again(
    client: httpx.AsyncClient, receiver: WebhookReceiver, taken: Taken
) -> None:
    taken.full = True
    assert [(await client.post(receiver.path, json=UPDATE)).status_code for _ in range(3)] == [503, 503, 503]
    taken.full = False
    assert (await client.post(receiver.path, json=UPDATE)).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
async def test_only_post_is_taken(
    client: httpx.AsyncClient, receiver: WebhookReceiver, taken: Taken, method: str
) -> None:
    answer = await client.request(method, receiver.path, json=UPDATE)
    assert (answer.status_code, taken.updates) == (405, [])


def test_path_and_secret_are_new_each_time(taken: Taken) -> None:
    one, other = WebhookReceiver(taken.take), WebhookReceiver(taken.take)
    assert one.path != other.path and one.secret != other.secret
