"""Looking around: themes and their questions, offers, meetings."""

from telegram import Message, Update

from bot.chat.turn import Turn
from bot.content.departements import find_departement
from bot.wording import Message as Page
from bot.wording import ShowEntry, ShowOffers, ShowTheme, ShowThemes
from bot.wording.knowledge import Current
from bot.wording.offers import EVERYWHERE

ASKED_SECONDS = 600
"""For how long a typed number answers our question about the département."""


class Browser:
    """Shows the pages of the content; a page turned to from another takes its place."""

    def __init__(self, current: Current) -> None:
        self._current = current
        self._asked: dict[int, tuple[int, str | None]] = {}
        """By chat, of the last ten minutes: when a département was asked for, and for which theme of offers."""

    async def themes(self, update: Update, turn: Turn) -> None:
        """Answer /themes."""
        turn.send(self._current.knowledge.pages.themes())

    async def offers(self, update: Update, turn: Turn) -> None:
        """Answer /formations, with or without a département after it."""
        typed = " ".join(turn.args or ())
        turn.send(self._near(turn, None, typed) if typed else self._offers(turn, ShowOffers()))

    async def departement(self, update: Update, turn: Turn) -> None:
        """Take the département that was asked for."""
        message = update.effective_message
        if message is not None:
            turn.send(self._near(turn, self._asked[message.chat_id][1], message.text or ""))

    def awaits(self, message: Message) -> bool:
        """Say whether a message answers our question about the département, put within the last ten minutes."""
        asked_at, _ = self._asked.get(message.chat_id, (0, None))
        if message.date.timestamp() - asked_at >= ASKED_SECONDS:
            return False
        text = message.text or ""
        return text.strip().isdecimal() or find_departement(text) is not None

    async def meetings(self, update: Update, turn: Turn) -> None:
        """Answer /rencontres."""
        turn.send(self._current.knowledge.pages.meetings(turn.today))

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
        turn.show(self._offers(turn, show), show.in_place)

    def _near(self, turn: Turn, theme: str | None, typed: str) -> Page:
        departement = find_departement(typed)
        if departement is None:
            return self._ask(turn, theme, typed)
        return self._offers(turn, ShowOffers(theme, departement=departement))

    def _offers(self, turn: Turn, show: ShowOffers) -> Page:
        offers = self._current.knowledge.offers
        departement = show.departement  # where None, a choice that the person wanted kept comes in here
        if departement is None and offers.depend_on_place(show.theme, turn.today):
            return self._ask(turn, show.theme)
        if show.theme is None:
            return offers.themes(turn.today, departement or EVERYWHERE)
        return offers.of_theme(show.theme, turn.today, departement or EVERYWHERE)

    def _ask(self, turn: Turn, theme: str | None, typed: str = "") -> Page:
        chat = turn.incoming.effective_chat
        if chat is not None:
            old = [id for id, (asked_at, _) in self._asked.items() if turn.now - asked_at >= ASKED_SECONDS]
            for id in old:
                del self._asked[id]
            self._asked[chat.id] = turn.now, theme
        return self._current.knowledge.offers.which_departement(theme, turn.today, typed)
