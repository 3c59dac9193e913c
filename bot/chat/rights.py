"""What people may ask for about themselves: to see what is held, and to have it erased."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from telegram import Update

from bot.chat.copies import blanked, unwished
from bot.chat.turn import Turn
from bot.desk.cards import Cards
from bot.desk.promises import day_of, entry_of
from bot.store import Store
from bot.wording import Erase
from bot.wording.deep_links import digest
from bot.wording.knowledge import Current
from bot.wording.requests import Asked, PassedOn, Reminder
from bot.wording.terms import Terms

_FILE: Final = "mes-donnees.txt"


class Rights:
    """Answers /mesdonnees and /oublier, in private."""

    def __init__(self, current: Current, store: Store, terms: Terms) -> None:
        self._current = current
        self._store = store
        self._terms = terms

    async def holdings(self, update: Update, turn: Turn) -> None:
        """Give all that is held about the person, as a file, and what they asked for, to be taken back."""
        held = await self._store.people.holdings(turn.person)
        pages = self._current.knowledge.pages
        if not any(held.values()):
            turn.send(pages.held_nothing())
        else:
            said, text = pages.holdings(held, turn.today)
            # Anything JSON can bring, a lone surrogate included, becomes a file.
            turn.document(_FILE, text.encode("utf-8", "replace"), said)
        if asked := self._current.knowledge.requests.shown(self._asked(held)):
            turn.send(asked)

    async def confirm(self, update: Update, turn: Turn) -> None:
        """Ask whether all of it is to be erased."""
        turn.send(self._current.knowledge.pages.erase())

    async def erase(self, update: Update, turn: Turn, erase: Erase) -> None:
        """Erase all of it at once, or leave it."""
        pages = self._current.knowledge.pages
        if not erase.confirmed:
            turn.edit(pages.not_erased())
        elif turn.tx is None:
            turn.send(pages.erase_failed())
        else:
            knowledge = self._current.knowledge
            asked = await self._store.people.clusters_of(turn.tx, turn.person)
            cards = Cards(knowledge.content, knowledge.messages)
            turn.scope.calls += await blanked(self._store, turn.tx, asked, cards)
            wished = await self._store.interests.of_person(turn.tx, turn.person)
            turn.scope.calls += await unwished(self._store, turn.tx, [one.id for one in wished], cards)
            await self._store.people.erase(turn.tx, turn.person)
            turn.edit(pages.erased(self._terms))

    def _asked(self, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Asked:
        content = self._current.knowledge.content
        offers = {offer.id: offer.title for offer in content.offers}
        wishes = [(one["kind"], one["subject"]) for one in rows["subscriptions"]]
        corrected = [entry_of(subject) for kind, subject in wishes if kind == "entry"]
        return Asked(
            departement=next((one["departement"] for one in rows["preferences"]), None),
            reminders=[Reminder(day_of(one), digest(one)) for kind, one in wishes if kind == "meeting"],
            corrections=[content.entries[id].question if id in content.entries else id for id in corrected],
            interests=[
                PassedOn(offers.get(one["offer"], one["offer"]), json.loads(one["contact"])[0], digest(one["offer"]))
                for one in rows["interests"]
            ],
        )
