"""Looking around: themes and their questions, offers, meetings."""

from dataclasses import replace

from telegram import Message, Update

from bot.chat.turn import Turn
from bot.content.departements import find_departement, says_where
from bot.store import Store
from bot.wording import AskPlace, KeepPlace, ShowEntry, ShowOffers, ShowTheme, ShowThemes
from bot.wording import Message as Page
from bot.wording.knowledge import Current
from bot.wording.offers import EVERYWHERE

ASKED_SECONDS = 600
"""For how long a typed number answers our question about the département."""


class Browser:
    """Shows the pages of the content; a page turned to from another takes its place."""

    def __init__(self, current: Current, store: Store) -> None:
        self._current = current
        self._store = store
        self._asked: dict[int, tuple[int, str | None]] = {}
        """By chat, of the last ten minutes: when a département was asked for, and for which theme of offers."""

    async def themes(self, update: Update, turn: Turn) -> None:
        """Answer /themes."""
        turn.send(self._current.knowledge.pages.themes())

    async def offers(self, update: Update, turn: Turn) -> None:
        """Answer /formations, with or without a département after it."""
        typed = " ".join(turn.args or ())
        turn.send(await (self._near(turn, None, typed) if typed else self._offers(turn, ShowOffers())))

    async def departement(self, update: Update, turn: Turn) -> None:
        """Take the département that was asked for."""
        message = update.effective_message
        if message is not None:
            turn.send(await self._near(turn, self._asked[message.chat_id][1], message.text or ""))

    def awaits(self, message: Message) -> bool:
        """Say whether a message answers our question about the département, put within the last ten minutes."""
        asked_at, _ = self._asked.get(message.chat_id, (0, None))
        if message.date.timestamp() - asked_at >= ASKED_SECONDS:
            return False
        text = message.text or ""
        return text.strip().isdecimal() or find_departement(text) is not None or says_where(text)

    async def meetings(self, update: Update, turn: Turn) -> None:
        """Answer /rencontres."""
        wishes = await self._store.subscriptions.of_person(turn.tx, turn.person) if turn.tx else []
        reminded = {wish.subject.partition("|")[0] for wish in wishes if wish.kind == "meeting"}
        can_be_written_to = turn.tx is not None and not turn.in_group
        turn.send(self._current.knowledge.pages.meetings(turn.today, reminded, reminding=can_be_written_to))

    async def show_themes(self, update: Update, turn: Turn, show: ShowThemes) -> None:
        """Show the themes."""
        turn.show(self._current.knowledge.pages.themes(show.page), show.in_place)

    async def show_theme(self, update: Update, turn: Turn, show: ShowTheme) -> None:
        """Show the questions of a theme."""
        knowledge = self._current.knowledge
        theme = next(theme for theme in knowledge.content.themes if theme.slug == show.slug)
        turn.show(knowledge.pages.theme(theme, show.page), show.in_place)

    async def show_entry(self, update: Update, turn: Turn, show: ShowEntry) -> None:
        """Show an answer."""
        knowledge = self._current.knowledge
        entry = knowledge.content.entries[show.id]
        if show.in_place:
            turn.edit(knowledge.pages.entry(entry, turn.today))
        else:
            turn.send(knowledge.replies.answer(entry, turn.today))

    async def show_offers(self, update: Update, turn: Turn, show: ShowOffers) -> None:
        """Show the themes of the offers, or the offers of one."""
        turn.show(await self._offers(turn, show), show.in_place)

    async def ask_place(self, update: Update, turn: Turn, ask: AskPlace) -> None:
        """Ask for the département again."""
        turn.edit(self._ask(turn, ask.theme))

    async def keep_place(self, update: Update, turn: Turn, keep: KeepPlace) -> None:
        """Keep a département for the next time, or forget it."""
        messages, replies = self._current.knowledge.messages, self._current.knowledge.replies
        if turn.tx is None:
            return turn.toast(replies.toast(messages.not_stored))
        kept = await self._store.preferences.get(turn.tx, turn.person)
        departement = keep.departement if keep.wanted else None
        await self._store.preferences.set(turn.tx, turn.person, replace(kept, departement=departement))
        turn.toast(replies.toast(messages.place_kept if keep.wanted else messages.place_forgotten))
        turn.swap(keep, self._current.knowledge.offers.place_button(keep.departement, kept=keep.wanted))

    async def _near(self, turn: Turn, theme: str | None, typed: str) -> Page:
        departement = find_departement(typed)
        if departement is None:
            return self._ask(turn, theme, typed)
        return await self._offers(turn, ShowOffers(theme, departement=departement))

    async def _offers(self, turn: Turn, show: ShowOffers) -> Page:
        offers = self._current.knowledge.offers
        kept = (await self._store.preferences.get(turn.tx, turn.person)).departement if turn.tx else None
        departement = kept if show.departement is None else show.departement
        if departement is None and offers.depend_on_place(show.theme, turn.today):
            return self._ask(turn, show.theme)
        if show.theme is None:
            return offers.themes(turn.today, departement or EVERYWHERE, kept)
        return offers.of_theme(show.theme, turn.today, departement or EVERYWHERE)

    def _ask(self, turn: Turn, theme: str | None, typed: str = "") -> Page:
        chat = turn.incoming.effective_chat
        if chat is not None:
            old = [id for id, (asked_at, _) in self._asked.items() if turn.now - asked_at >= ASKED_SECONDS]
            for id in old:
                del self._asked[id]
            self._asked[chat.id] = turn.now, theme
        return self._current.knowledge.offers.which_departement(theme, turn.today, typed)
