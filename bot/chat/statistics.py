"""What organisers ask about use: charts as pictures, wishes for training, and once a week how it went."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from telegram import Update

from bot.chat.copies import wishes_of
from bot.chat.turn import Turn, post
from bot.content.departements import DEPARTEMENTS
from bot.desk.cards import Cards
from bot.reports.charts import as_png
from bot.reports.usage import Summary, usage
from bot.store import JOB, Interest, Sought, Store, Trace
from bot.store.figures import Satisfaction
from bot.wording import Message
from bot.wording.knowledge import Current

_DAY: Final = 86_400
_DAYS: Final = 30
_POOREST: Final = 3
_RATED_ENOUGH: Final = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """What a summary tells: the numbers of a time, how many questions wait, the entries that disappoint most."""

    summary: Summary
    waiting: int
    poor: Sequence[Satisfaction]


class Statistics:
    """Answers /stats and /interets, and sends the weekly digest.

    `chat`: the organisers' chat (None: no digest); `digest`: its weekday (0 is Monday) and hour, where the bot runs.
    """

    def __init__(
        self, current: Current, store: Store, chat: int | None = None, digest: tuple[int, int] | None = None
    ) -> None:
        self._current = current
        self._store = store
        self._chat = chat
        self._digest = digest

    async def charts(self, update: Update, turn: Turn) -> None:
        """Answer /stats: the last thirty days, as pictures."""
        content = self._current.knowledge.content
        shown = await usage(self._store, content, turn.now - _DAYS * _DAY, turn.now + 1)
        for chart in shown.charts:
            if chart.rows and any(cell for row in chart.rows for cell in row[1:]):
                turn.photo(f"{chart.name}.png", await asyncio.to_thread(as_png, chart.svg), chart.title)
        turn.post(self._summary(await self._figures(turn.now, _DAYS)))

    async def wishes(self, update: Update, turn: Turn) -> None:
        """Answer /interets: who would like which training, and where."""
        words, cards = self._cards.words, self._cards
        async with self._store.database.read() as tx:
            found = await self._store.interests.all(tx)
        if not found:
            return turn.post(cards.said(words.interests_none))
        titles = {offer.id: offer.title for offer in self._current.knowledge.content.offers}
        counts = Counter((one.offer, one.departement) for one in found)
        lines = [
            cards.say(
                words.interests_line,
                offer=titles.get(offer, offer),
                people=cards.people(count),
                place=DEPARTEMENTS.get(place or "", words.anywhere),
            )
            for (offer, place), count in counts.most_common(40)
        ]
        who = [
            cards.say(words.interest_line, offer=titles.get(one.offer, one.offer), name=_who(one))
            for one in found[-20:]
        ]
        parts = [cards.say(words.interests, count=str(len(found))), "\n".join(lines), "\n".join(who)]
        turn.post(cards.message(parts), wishes_of(turn, [one.id for one in found[-20:]]))

    async def weekly(self, now: int) -> None:
        """Send the digest in its hour, once."""
        if self._chat is None or self._digest is None:
            return
        moment = datetime.fromtimestamp(now)
        if (moment.weekday(), moment.hour) != self._digest:
            return
        week = f"{moment:%G-%V}"
        if await self._store.journal.last("digest") == week:
            return
        message = self._summary(await self._figures(now, 7))
        async with self._store.database.begin() as tx:
            await self._store.outbox.add(tx, [post(self._chat, message)], now)
            await self._store.journal.write(tx, Trace(now, JOB, "digest", week))

    async def _figures(self, now: int, days: int) -> Figures:
        shown = await usage(self._store, self._current.knowledge.content, now - days * _DAY, now + 1)
        satisfied = await self._store.figures.satisfaction(now - days * _DAY, now + 1)
        poor = [one for one in satisfied if one.unhelpful >= one.helpful and one.unhelpful >= _RATED_ENOUGH]
        async with self._store.database.read() as tx:
            waiting = await self._store.clusters.count(tx, Sought())
        return Figures(shown.summary, waiting, sorted(poor, key=lambda one: -one.unhelpful)[:_POOREST])

    def _summary(self, figures: Figures) -> Message:
        """Write what matters of a time: how much was asked and answered, what waits, which entries disappoint."""
        cards, words, entries = self._cards, self._cards.words, self._current.knowledge.content.entries
        share = figures.summary.straight_away
        parts = [
            cards.say(
                words.digest,
                asked=str(figures.summary.questions),
                answered="-" if share is None else f"{100 * share:.0f} %",
                open=str(figures.waiting),
            )
        ]
        lines = [
            cards.say(
                words.poorly_rated_line,
                question=entries[one.entry].question,
                unhelpful=str(one.unhelpful),
                total=str(one.helpful + one.unhelpful),
            )
            for one in figures.poor
            if one.entry in entries
        ]
        return cards.message([*parts, *(["\n".join([cards.say(words.poorly_rated), *lines])] if lines else [])])

    @property
    def _cards(self) -> Cards:
        knowledge = self._current.knowledge
        return Cards(knowledge.content, knowledge.messages)


def _who(wish: Interest) -> str:
    return f"{wish.name} (@{wish.username})" if wish.username else f"{wish.name} ({wish.number})"
