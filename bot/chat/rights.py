"""What people may ask for about themselves: to see what is held, and to have it erased."""

from typing import Final

from telegram import Update

from bot.chat.turn import Turn
from bot.store import PERSON, Store
from bot.wording import Erase
from bot.wording.knowledge import Current
from bot.wording.terms import Terms

_FILE: Final = "mes-donnees.txt"


class Rights:
    """Answers /mesdonnees and /oublier, in private."""

    def __init__(self, current: Current, store: Store, terms: Terms) -> None:
        self._current = current
        self._store = store
        self._terms = terms

    async def holdings(self, update: Update, turn: Turn) -> None:
        """Give all that is held about the person, as a file."""
        held = await self._store.people.holdings(self._person(turn))
        pages = self._current.knowledge.pages
        if not any(held.values()):
            turn.send(pages.held_nothing())
        else:
            said, text = pages.holdings(held, turn.today)
            # Anything JSON can bring, a lone surrogate included, becomes a file.
            turn.document(_FILE, text.encode("utf-8", "replace"), said)

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
            turn.edit(pages.erased(self._terms))

    def _person(self, turn: Turn) -> str:
        user = turn.incoming.effective_user
        assert user is not None  # handlers run only where somebody wrote or tapped
        return self._store.database.vault.pseudonym(PERSON, user.id)
