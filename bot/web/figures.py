"""The figures on the page: charts, the tables that say the same, files of them, and the board's monthly view."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.reports.charts import Chart
from bot.reports.tables import save
from bot.reports.usage import Usage, usage
from bot.web.pages import Pages, Visit

_DAY = 86_400
_PERIODS = (7, 30, 90, 365)
_TYPES = {"svg": "image/svg+xml", "csv": "text/csv; charset=utf-8"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FigurePages:
    """Draws what the numbers say; aggregates only."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._site = pages.site

    def routes(self) -> Sequence[BaseRoute]:
        """Give the addresses."""
        guarded = self._pages.guarded
        return [
            Route("/chiffres", guarded(self._page)),
            Route("/chiffres/mois", guarded(self._month)),
            Route("/chiffres/{name}.{ending}", guarded(self._file)),
        ]

    async def _page(self, visit: Visit) -> Response:
        days = _days(visit)
        return self._pages.draw(
            "figures.html", visit=visit, usage=await self._usage(visit, days), days=days, periods=_PERIODS
        )

    async def _month(self, visit: Visit) -> Response:
        since, until, name = _month(visit)
        shown = await usage(self._site.store, self._site.current.knowledge.content, since, until)
        return self._pages.draw("month.html", visit=visit, usage=shown, month=name, since=since)

    async def _file(self, visit: Visit) -> Response:
        params = visit.request.path_params
        chart = (await self._usage(visit, _days(visit))).chart(params["name"])
        if "mois" in visit.request.query_params:
            since, until, _ = _month(visit)
            chart = (await usage(self._site.store, self._site.current.knowledge.content, since, until)).chart(
                params["name"]
            )
        if chart is None or params["ending"] not in (*_TYPES, "xlsx"):
            return self._pages.draw("gone.html", visit=visit, status=404)
        if params["ending"] == "svg":
            return Response(chart.svg, media_type=_TYPES["svg"])
        data = await run_in_threadpool(_table, chart, params["ending"])
        name = f"{chart.name}.{params['ending']}"
        return Response(
            data,
            media_type=_TYPES.get(params["ending"], _XLSX),
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    async def _usage(self, visit: Visit, days: int) -> Usage:
        content = self._site.current.knowledge.content
        return await usage(self._site.store, content, visit.now - days * _DAY, visit.now + 1)


def _days(visit: Visit) -> int:
    days = visit.number("jours")
    return days if days in _PERIODS else 30


def _month(visit: Visit) -> tuple[int, int, str]:
    """Give the beginning and end of a month (AAAA-MM in the address; else the one before now), and its name."""
    asked = visit.request.query_params.get("mois", "")
    try:
        begin = datetime.strptime(asked, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        now = datetime.fromtimestamp(visit.now, UTC)
        begin = _before(now.replace(day=1, hour=0, minute=0, second=0, microsecond=0))
    return int(begin.timestamp()), int(_after(begin).timestamp()), f"{begin:%Y-%m}"


def _before(first: datetime) -> datetime:
    return first.replace(year=first.year - (first.month == 1), month=(first.month - 2) % 12 + 1)


def _after(first: datetime) -> datetime:
    return first.replace(year=first.year + (first.month == 12), month=first.month % 12 + 1)


def _table(chart: Chart, ending: str) -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"table.{ending}"
        save(file, chart.header, chart.rows)
        return io.BytesIO(file.read_bytes()).getvalue()
