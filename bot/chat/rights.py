"""What people may ask for about themselves: to see what is held, and to have it erased."""

from typing import Any

from telegram import Update

from bot.chat.turn import Turn
from bot.store import PERSON, Store
from bot.wording import Erase
from bot.wording.knowledge import Current


class Rights:
    """Answers /mesdonnees and /oublier, in private."""

    def __init__(self, current: Current, store: Store) -> None:
        self._current = current
        self._store = store

    async def holdings(self, update: Update, turn: Turn) -> None:
        """Show all that is held about the person."""
        held: dict[str, list[dict[str, Any]]] = await self._store.people.holdings(self._person(turn))
        questions = [(one["asked_at"], one["text"]) for one in held["questions"]]
        for message in self._current.knowledge.pages.holdings(questions, len(held["feedback"])):
            turn.send(message)

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
            await self._store.people.erase(turn.tx, self._person(turn))
            turn.edit(pages.erased())

    def _person(self, turn: Turn) -> str:
        user = turn.incoming.effective_user
        assert user is not None  # handlers run only where somebody wrote or tapped
        return self._store.database.vault.pseudonym(PERSON, user.id)
