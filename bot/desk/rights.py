"""Who is an organiser: those of the settings, and those added while the bot runs."""

from collections.abc import Collection

from bot.desk.model import Actor, NotAllowed
from bot.store import PERSON, TERMINAL, Organiser, Store, Trace, Transaction


class Rights:
    """Asked at the time of each action, of the id that Telegram gives."""

    def __init__(self, store: Store, fixed: Collection[int] = ()) -> None:
        """Take the Telegram ids of the settings."""
        self._store = store
        self.fixed = tuple(fixed)
        self._pseudonyms = {store.database.vault.pseudonym(PERSON, number) for number in fixed}

    async def has(self, tx: Transaction, person: str) -> bool:
        """Say whether somebody, by their pseudonym, is an organiser now."""
        return person == TERMINAL or person in self._pseudonyms or await self._store.organisers.knows(tx, person)

    async def check(self, tx: Transaction, actor: Actor, action: str, subject: str, now: int) -> None:
        """Write a stranger's attempt to the journal, and raise NotAllowed."""
        if not await self.has(tx, actor.person):
            await self._store.journal.write(tx, Trace(now, actor.person, "refused", subject, {"action": action}))
            raise NotAllowed

    async def add(self, tx: Transaction, actor: Actor, number: int, name: str, now: int) -> bool:
        """Make somebody an organiser, at once; False when they were one already, and got this name."""
        await self.check(tx, actor, "add organiser", "organisers", now)
        is_new = await self._store.organisers.add(tx, Organiser(number, name), now)
        await self._store.journal.write(tx, Trace(now, actor.person, "add organiser", self._subject(number)))
        return is_new

    async def remove(self, tx: Transaction, actor: Actor, number: int, now: int) -> bool:
        """Take an organiser's rights away, at once; False when nobody of that number was added."""
        await self.check(tx, actor, "remove organiser", "organisers", now)
        removed = await self._store.organisers.remove(tx, number)
        if removed:
            await self._store.clusters.free(tx, self._store.database.vault.pseudonym(PERSON, number))
        await self._store.journal.write(tx, Trace(now, actor.person, "remove organiser", self._subject(number)))
        return removed

    def _subject(self, number: int) -> str:
        return f"person:{self._store.database.vault.pseudonym(PERSON, number)}"
