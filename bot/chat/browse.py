"""Looking around: themes and their questions, offers, meetings."""

from telegram import Update

from bot.chat.knowledge import Current
from bot.chat.turn import Turn
from bot.wording import ShowEntry, ShowOffers, ShowTheme, ShowThemes


class Browser:
    """Shows the pages of the content; a page turned to from another takes its place."""

    def __init__(self, current: Current) -> None:
        self._current = current

    async def themes(self, update: Update, turn: Turn) -> None:
        """Answer /themes."""
        turn.send(self._current.knowledge.pages.themes())

    async def offers(self, update: Update, turn: Turn) -> None:
        """Answer /formations."""
        turn.send(self._current.knowledge.pages.offers(turn.today))

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
        pages = self._current.knowledge.pages
        page = pages.offers(turn.today) if show.theme is None else pages.offers_of(show.theme, turn.today)
        turn.show(page, show.in_place)
