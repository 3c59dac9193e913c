"""People whom the organisers have blocked: what they write is not read; what is theirs by right, they keep."""

from telegram import Update

from bot.chat.turn import Turn
from bot.store import PERSON, Store


class Blocked:
    """Takes what blocked people write, and does nothing with it: no reply tells them how far they get."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def takes(self, update: Update, turn: Turn) -> bool:
        """Say whether a message is from somebody who is blocked; without a database nobody is."""
        user = update.effective_user
        if user is None or turn.tx is None:
            return False
        person = self._store.database.vault.pseudonym(PERSON, user.id)
        return (await self._store.preferences.get(turn.tx, person)).blocked
