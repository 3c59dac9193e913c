"""Numbers about use, for charts: counts and times only, nobody's words."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Integer, case, cast, func, select

from bot.matching.replies import Outcome
from bot.store.clusters import clusters
from bot.store.database import Database
from bot.store.feedback import feedback
from bot.store.interests import interests
from bot.store.questions import questions

DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many questions had an outcome on a day (Unix seconds of its beginning, UTC)."""

    day: int
    outcome: Outcome
    count: int


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """How often an entry answered, was picked among suggestions, and was found helpful or not."""

    entry: str
    answered: int
    picked: int
    helpful: int
    unhelpful: int


class Figures:
    """Read-only; `since` and `until` are Unix seconds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_day(self, since: int, until: int) -> list[DayCount]:
        """Count the questions of each day by outcome, small talk left out."""
        day = cast(questions.c.asked_at / DAY, Integer)
        query = (
            select(day.label("day"), questions.c.outcome, func.count().label("count"))
            .where(*_between(questions.c.asked_at, since, until), questions.c.outcome != "smalltalk")
            .group_by(day, questions.c.outcome)
            .order_by(day)
        )
        return [DayCount(int(row.day) * DAY, row.outcome, row.count) for row in await self._rows(query)]

    async def satisfaction(self, since: int, until: int) -> list[Satisfaction]:
        """Count by entry how often it answered, was picked, and was rated; the most used first."""
        answered = select(questions.c.entry, func.count().label("count")).where(
            *_between(questions.c.asked_at, since, until), questions.c.outcome == "answer"
        )
        given = select(
            feedback.c.entry,
            *(func.sum(case((feedback.c.kind == kind, 1), else_=0)).label(kind) for kind in _KINDS),
        ).where(*_between(feedback.c.at, since, until), feedback.c.entry.is_not(None))
        found: dict[str, dict[str, int]] = {}
        for row in await self._rows(answered.group_by(questions.c.entry)):
            found.setdefault(row.entry, {})["answered"] = row.count
        for row in await self._rows(given.group_by(feedback.c.entry)):
            found.setdefault(row.entry, {}).update({kind: int(row._mapping[kind] or 0) for kind in _KINDS})
        all_of_it = [
            Satisfaction(entry, counts.get("answered", 0), *(counts.get(kind, 0) for kind in _KINDS))
            for entry, counts in found.items()
        ]
        return sorted(all_of_it, key=lambda one: (-one.answered - one.picked, one.entry))

    async def hours_to_answer(self, since: int, until: int) -> list[float]:
        """Give how many hours each question of the time waited until a person settled it, shortest first."""
        query = (
            select(questions.c.asked_at, clusters.c.settled_at)
            .join(clusters, clusters.c.id == questions.c.cluster_id)
            .where(*_between(questions.c.asked_at, since, until), clusters.c.state.in_(("answered", "tied", "written")))
        )
        waits = (max(0, row.settled_at - row.asked_at) / 3600 for row in await self._rows(query))
        return sorted(round(hours, 2) for hours in waits)

    async def open_by_theme(self) -> list[tuple[str | None, int]]:
        """Count the people who wait by the theme of what is nearest to their question, most first."""
        people = func.count(questions.c.id)
        query = (
            select(clusters.c.theme, people.label("count"))
            .join(questions, questions.c.cluster_id == clusters.c.id)
            .where(clusters.c.state == "open")
            .group_by(clusters.c.theme)
            .order_by(people.desc())
        )
        return [(row.theme, row.count) for row in await self._rows(query)]

    async def wishes(self, since: int, until: int) -> list[tuple[str, str | None, int]]:
        """Count the wishes for training by offer and département, most first."""
        query = (
            select(interests.c.offer, interests.c.departement, func.count().label("count"))
            .where(*_between(interests.c.at, since, until))
            .group_by(interests.c.offer, interests.c.departement)
            .order_by(func.count().desc(), interests.c.offer)
        )
        return [(row.offer, row.departement, row.count) for row in await self._rows(query)]

    async def _rows(self, query: Any) -> list[Any]:
        async with self._database.read() as tx:
            return list(await tx.execute(query))


_KINDS: Final = ("picked", "helpful", "unhelpful")


def _between(column: Any, since: int, until: int) -> tuple[Any, Any]:
    return column >= since, column < until
