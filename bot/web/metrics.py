"""/metrics, for Prometheus. Source: https://prometheus.io/docs/instrumenting/exposition_formats/."""

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from itertools import accumulate
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.reports.tally import BUCKETS, Tally
from bot.store import StorageError, Store
from bot.store.figures import DAY

_PREFIX: Final = "table_ronde"
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""What a proxy adds to a request that it passes on."""


class Metrics:
    """Gives the numbers to whoever asks from this side of the proxy; to the public the page does not exist."""

    def __init__(self, tally: Tally, store: Store, is_ready: Callable[[], Awaitable[bool]]) -> None:
        self._tally, self._store, self._is_ready = tally, store, is_ready
        self.route = Route("/metrics", self._give)

    async def _give(self, request: Request) -> Response:
        if any(name in request.headers for name in _FORWARDED):
            return Response(status_code=404)
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Given([*self._counted(), *await self._stored()]))
        return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _counted(self) -> Iterable[Metric]:
        tally = self._tally
        yield _counter("updates", "Updates handled, by what became of them", "result", tally.updates)
        yield _counter("calls", "Calls to Telegram, by outcome", "outcome", tally.calls)
        yield _counter("reloads", "Readings of an edited content, by result", "result", tally.reloads)
        yield _counter("log_records", "Lines of the log, by level", "level", tally.records)
        ends = [*map(str, BUCKETS), "+Inf"]
        buckets = list(zip(ends, map(float, accumulate(tally.times)), strict=True))
        yield HistogramMetricFamily(
            f"{_PREFIX}_update_seconds", "Time to handle an update", buckets=buckets, sum_value=tally.seconds
        )

    async def _stored(self) -> Iterable[Metric]:
        """Count what the database holds; without one there is only the word that the bot is not ready."""
        ready = _gauge("ready", "Whether Telegram and the database answer", {"": float(await self._is_ready())})
        now = int(time.time())
        try:
            inbox = await self._store.inbox.counts()
            outbox = await self._store.outbox.count_due(now)
            waiting = sum(count for _, count in await self._store.figures.open_by_theme())
            today = await self._store.figures.by_day(now - now % DAY, now + 1)
        except StorageError:
            return [ready]
        queues = {"inbox": inbox["new"], "inbox_set_aside": inbox["dead"], "outbox": outbox, "questions": waiting}
        return [
            ready,
            _gauge("queue_length", "What waits", queues, "queue"),
            _gauge(
                "questions_today",
                "Questions since midnight (UTC)",
                {one.outcome: one.count for one in today},
                "outcome",
            ),
        ]


class _Given(Collector):
    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        """Give them."""
        return self._metrics


def _counter(name: str, what: str, label: str, counts: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(f"{_PREFIX}_{name}", what, labels=[label])
    for value, count in sorted(counts.items()):
        family.add_metric([value], count)
    return family


def _gauge(name: str, what: str, values: Mapping[str, float], label: str = "") -> Metric:
    family = GaugeMetricFamily(f"{_PREFIX}_{name}", what, labels=[label] if label else [])
    for value, number in sorted(values.items()):
        family.add_metric([value] if label else [], number)
    return family
