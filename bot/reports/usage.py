"""What the numbers about use say, as charts: for the page, for /stats, for the board's monthly view."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Final

from bot.content import Content
from bot.content.departements import DEPARTEMENTS
from bot.matching.replies import Outcome
from bot.reports.charts import Chart, bars, columns
from bot.reports.tables import Cell
from bot.store import Store
from bot.store.figures import DAY, DayCount, Satisfaction

_OUTCOMES: Final[dict[Outcome, str]] = {
    "answer": "répondues tout de suite",
    "suggestions": "« vouliez-vous dire »",
    "none": "notées",
    "out_of_scope": "hors sujet",
}
_MOST_ENTRIES: Final = 12
_STEPS: Final = ((1, "en moins d'une heure"), (24, "dans la journée"), (72, "en trois jours"), (168, "en une semaine"))
_LATER: Final = "plus tard"


@dataclass(frozen=True, slots=True)
class Summary:
    """A time in four numbers: questions, the share answered straight away, hours until a person answered, helpful."""

    questions: int
    straight_away: float | None
    median_hours: float | None
    helpful: float | None


@dataclass(frozen=True, slots=True)
class Usage:
    """All charts of a time, and its numbers."""

    summary: Summary
    charts: tuple[Chart, ...]

    def chart(self, name: str) -> Chart | None:
        """Give a chart by its name."""
        return next((one for one in self.charts if one.name == name), None)


async def usage(store: Store, content: Content, since: int, until: int) -> Usage:
    """Read the figures of a time (Unix seconds) and draw them."""
    days = await store.figures.by_day(since, until)
    satisfied = await store.figures.satisfaction(since, until)
    hours = await store.figures.hours_to_answer(since, until)
    themes = {theme.slug: theme.title for theme in content.themes}
    waiting = [(themes.get(slug or "", "autre"), count) for slug, count in await store.figures.open_by_theme()]
    wishes = await store.figures.wishes(since, until)
    charts = (
        _by_day(days, since, until),
        _by_entry(satisfied, content),
        _by_wait(hours),
        _plain("themes", "Questions sans réponse, par thème proche", "thème", waiting),
        _wishes(wishes, content),
    )
    return Usage(_summary(days, satisfied, hours), charts)


def _summary(days: Sequence[DayCount], satisfied: Sequence[Satisfaction], hours: Sequence[float]) -> Summary:
    total = sum(one.count for one in days)
    answered = sum(one.count for one in days if one.outcome == "answer")
    helpful, unhelpful = sum(one.helpful for one in satisfied), sum(one.unhelpful for one in satisfied)
    rated = helpful + unhelpful
    return Summary(
        total,
        answered / total if total else None,
        median(hours) if hours else None,
        helpful / rated if rated else None,
    )


def _by_day(days: Sequence[DayCount], since: int, until: int) -> Chart:
    title = "Questions par jour"
    all_days = range(since // DAY * DAY, until, DAY)
    counts = {(one.day, one.outcome): one.count for one in days}
    series = {name: [counts.get((day, outcome), 0) for day in all_days] for outcome, name in _OUTCOMES.items()}
    labels = [f"{datetime.fromtimestamp(day, UTC):%d/%m}" for day in all_days]
    rows: list[tuple[Cell, ...]] = [
        (f"{datetime.fromtimestamp(day, UTC):%Y-%m-%d}", *(values[n] for values in series.values()))
        for n, day in enumerate(all_days)
    ]
    return Chart("jours", title, columns(title, labels, series), ("jour", *series), tuple(rows))


def _by_entry(satisfied: Sequence[Satisfaction], content: Content) -> Chart:
    title = "Avis par fiche (utile / pas utile)"
    entries = content.entries
    rated = [one for one in satisfied if one.entry in entries]
    rows = tuple((entries[one.entry].question, one.answered, one.picked, one.helpful, one.unhelpful) for one in rated)
    most = sorted(rated, key=lambda one: -(one.helpful + one.unhelpful))[:_MOST_ENTRIES]
    values = [
        (entries[one.entry].question, (one.helpful, one.unhelpful)) for one in most if one.helpful + one.unhelpful
    ]
    header = ("fiche", "répondue", "choisie", "utile", "pas utile")
    return Chart("fiches", title, bars(title, values, ("utile", "pas utile")), header, rows)


def _by_wait(hours: Sequence[float]) -> Chart:
    counts = dict.fromkeys([*(name for _, name in _STEPS), _LATER], 0)
    for one in hours:
        counts[next((name for most, name in _STEPS if one <= most), _LATER)] += 1
    return _plain("attente", "Temps jusqu'à la réponse d'une personne", "délai", list(counts.items()))


def _wishes(wishes: Sequence[tuple[str, str | None, int]], content: Content) -> Chart:
    titles = {offer.id: offer.title for offer in content.offers}
    named = [
        (f"{titles.get(offer, offer)}, {DEPARTEMENTS.get(place, 'partout') if place else 'partout'}", count)
        for offer, place, count in wishes
    ]
    return _plain("souhaits", "Souhaits de formation, par offre et lieu", "offre et lieu", named)


def _plain(name: str, title: str, kind: str, counts: Sequence[tuple[str, int]]) -> Chart:
    drawn = bars(title, [(label, (count,)) for label, count in counts])
    return Chart(name, title, drawn, (kind, "nombre"), tuple(counts))
