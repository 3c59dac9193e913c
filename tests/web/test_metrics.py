"""Tests of /metrics, read as Prometheus reads it."""

import logging
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.reports.tally import LogCount, Tally
from bot.web.metrics import Metrics
from bot.web.server import application
from tests.desk.conftest import Office


@pytest.fixture
def tally() -> Tally:
    return Tally()


@pytest.fixture
async def client(office: Office, tally: Tally) -> AsyncIterator[httpx.AsyncClient]:
    async def ready() -> bool:
        return True

    served = application(ready, [Metrics(tally, office.store, ready).route])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=served), base_url="http://bot.test") as client:
        yield client


async def read(client: httpx.AsyncClient) -> dict[str, float]:
    """Give each sample under its name and labels."""
    answer = await client.get("/metrics")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain")
    samples = [sample for family in text_string_to_metric_families(answer.text) for sample in family.samples]
    return {" ".join([one.name, *one.labels.values()]): one.value for one in samples}


async def test_what_was_counted_is_given(client: httpx.AsyncClient, tally: Tally) -> None:
    tally.updates["handled"] += 2
    tally.calls["sent"] += 3
    tally.reloads["refused"] += 1
    tally.took(0.007)
    tally.took(60)
    found = await read(client)
    assert found["table_ronde_updates_total handled"] == 2
    assert found["table_ronde_calls_total sent"] == 3
    assert found["table_ronde_reloads_total refused"] == 1
    assert found["table_ronde_update_seconds_bucket 0.005"] == 0
    assert found["table_ronde_update_seconds_bucket 0.01"] == 1
    assert found["table_ronde_update_seconds_count"] == 2
    assert found["table_ronde_update_seconds_sum"] == pytest.approx(60.007)


async def test_what_waits_is_counted_and_nobody_s_words_are_given(client: httpx.AsyncClient, office: Office) -> None:
    office.now = int(time.time())
    await office.ask(987654321, "faut-il un podcast")
    found = await read(client)
    assert found["table_ronde_queue_length questions"] == 1
    assert found["table_ronde_questions_today none"] == 1
    assert found["table_ronde_queue_length inbox"] == found["table_ronde_queue_length outbox"] == 0
    text = (await client.get("/metrics")).text
    assert "podcast" not in text and "987654321" not in text


async def test_lines_of_the_log_are_counted_by_level(client: httpx.AsyncClient, tally: Tally) -> None:
    logger = logging.Logger("apart")
    logger.addHandler(LogCount(tally))
    logger.error("secret")
    assert (await read(client))["table_ronde_log_records_total error"] == 1


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via"])
async def test_what_a_proxy_passes_on_finds_nothing(client: httpx.AsyncClient, header: str) -> None:
    assert (await client.get("/metrics", headers={header: "203.0.113.9"})).status_code == 404
