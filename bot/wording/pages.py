"""The pages people turn to by themselves: welcome, help, privacy, themes, meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from bot.content import Entry, Theme
from bot.wording.composer import Composer, long_date
from bot.wording.limits import MAX_TEXT, shorten
from bot.wording.message import (
    Action,
    Button,
    Erase,
    Message,
    Remind,
    ShowEntry,
    ShowMine,
    ShowTheme,
    ShowThemes,
    Tell,
)

_Item = TypeVar("_Item")

WELCOMED_WITH = 4
PER_PAGE = 12
"""How many buttons a page lists: about a phone's screen; Telegram takes 100."""

MINE_PER_PAGE = 5
"""How many of their own questions somebody sees at a time."""

QUESTION_MONTHS = 12
"""How long a question is kept, as the privacy notice says."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A question that was noted: its number, its words, and what has become of it."""

    id: int
    text: str | None
    state: Literal["open", "open_told", "answered", "ignored"]


class Pages(Composer):
    """Words the pages; in the content's order."""

    def welcome(self, *, lost: bool = False) -> Message:
        """Say who is speaking and offer four questions to tap; `lost`: the link that led here names nothing."""
        text = self.say(self.messages.welcome, title=self.content.pack.title, body=self.body)
        rows = [[self._entry_button(entry)] for entry in self._welcoming()]
        parts = [self.say(self.messages.unknown_link), text] if lost else [text]
        return self.message(parts, [*rows, [self.themes_button()]])

    def help(self) -> Message:
        """Say how to ask."""
        return self.message([self.say(self.messages.help, body=self.body)], [[self.themes_button()]])

    def privacy(self) -> Message:
        """Say who keeps what, why, how long, and what people may ask for."""
        months = str(QUESTION_MONTHS)
        text = self.say(self.messages.privacy, body=self.body, contact=self.contact, question_months=months)
        return self.message([text])

    def holdings(self, questions: Sequence[tuple[int, str | None]], ratings: int) -> list[Message]:
        """Show what is held about a person: questions with their time (Unix seconds), and how often they rated."""
        if not questions and not ratings:
            return [self.message([self.say(self.messages.held_nothing)])]
        parts = [self.say(self.messages.holdings)]
        for at, text in questions:
            day = long_date(date.fromtimestamp(at))
            wordless = self.say(self.messages.held_without_words, day=day)
            parts.append(self.say(self.messages.held_question, day=day, question=text) if text else wordless)
        if ratings:
            parts.append(self.say(self.messages.held_ratings, count=str(ratings)))
        pages: list[list[str]] = [[]]
        for part in parts:
            if pages[-1] and sum(map(len, pages[-1])) + len(part) > MAX_TEXT - 2 * PER_PAGE:
                pages.append([])
            pages[-1].append(part)
            if len(pages[-1]) == PER_PAGE:
                pages.append([])
        return [self.message(page) for page in pages if page]

    def mine(self, found: Sequence[Noted], page: int) -> Message:
        """List somebody's noted questions, with a way to be told or not; one more than a page holds says so."""
        shown, more = found[:MINE_PER_PAGE], len(found) > MINE_PER_PAGE
        if not shown:
            return self.message([self.say(self.messages.mine_none)])
        parts = [self.say(self.messages.mine)]
        rows: list[list[Button]] = []
        for one in shown:
            state = getattr(self.messages, f"state_{one.state}")
            text = shorten(one.text or "…", 200)
            parts.append(self.say(self.messages.mine_question, number=str(one.id), state=state, question=text))
            if one.state.startswith("open"):
                waits = one.state == "open_told"
                label = self.messages.button_tell_me_not if waits else self.messages.button_tell_me
                rows.append([self.button(f"{label} (nº {one.id})", Tell(one.id, not waits))])
        back = ShowMine(page - 1) if page else None
        return self.message(parts, [*rows, self._turn(back, more, ShowMine(page + 1))])

    def erase(self) -> Message:
        """Ask whether all that is held about a person is to be erased."""
        rows = [
            [self.button(self.messages.button_erase, Erase(True))],
            [self.button(self.messages.button_not_erase, Erase(False))],
        ]
        return self.message([self.say(self.messages.erase)], rows)

    def erased(self) -> Message:
        """Confirm that all is erased."""
        return self.message([self.say(self.messages.erased)])

    def not_erased(self) -> Message:
        """Confirm that nothing is erased."""
        return self.message([self.say(self.messages.not_erased)])

    def erase_failed(self) -> Message:
        """Admit that nothing can be erased now."""
        return self.message([self.say(self.messages.erase_failed)])

    def unknown_command(self) -> Message:
        """Say that a command does not exist."""
        return self.message([self.say(self.messages.unknown_command)], [[self.themes_button()]])

    def number_of_person(self, number: int) -> Message:
        """Say a person's Telegram number."""
        return self.message([self.say(self.messages.number_of_person, number=str(number))])

    def number_of_group(self, number: int) -> Message:
        """Say a group's Telegram number."""
        return self.message([self.say(self.messages.number_of_group, number=str(number))])

    def themes(self, page: int = 0) -> Message:
        """List the themes."""
        shown, more = _paged(self.content.themes, page)
        rows = [[self.button(theme.title, ShowTheme(theme.slug, in_place=True))] for theme in shown]
        back = ShowThemes(True, page - 1) if page else None
        return self.message(
            [self.say(self.messages.themes)], [*rows, self._turn(back, more, ShowThemes(True, page + 1))]
        )

    def theme(self, theme: Theme, page: int = 0) -> Message:
        """List the questions of a theme."""
        shown, more = _paged(theme.entries, page)
        rows = [[self._entry_button(entry, in_place=True)] for entry in shown]
        back = ShowTheme(theme.slug, True, page - 1) if page else ShowThemes(True)
        turn = self._turn(back, more, ShowTheme(theme.slug, True, page + 1))
        return self.message([self.say(self.messages.theme, theme=theme.title)], [*rows, turn])

    def entry(self, entry: Entry, today: date) -> Message:
        """Show an answer as a page, with a way back to its theme."""
        theme = next(theme for theme in self.content.themes if theme.slug == entry.theme)
        page = theme.entries.index(entry) // PER_PAGE
        back = self.button(self.messages.button_back, ShowTheme(entry.theme, True, page))
        rows = [*self.next_steps(entry, today), [back, self.share_button(entry)]]
        return self.message(self.answer_parts(entry, today), rows)

    def meetings(self, today: date, *, reminding: bool = False) -> Message:
        """Announce the meetings to come, with a button to be reminded of each where somebody does that."""
        rows: list[list[Button]] = []
        for one in self.content.coming_meetings(today)[:PER_PAGE]:
            rows.append([self.button(one.subject, one.link)] if one.link else [])
            rows.append([self.button(self.messages.button_remind, Remind(one.id))] if reminding else [])
        return self.message(self.meeting_parts(today), rows)

    def introduction(self, name: str) -> Message:
        """Say in a group who is speaking and how to ask (`name`: the bot's, without @)."""
        return self.message([self.say(self.messages.introduction, title=self.content.pack.title, name=name)])

    def hint(self, hint: str) -> Message:
        """Ask for words with one of the bot's hints, in place of a message that holds none."""
        return self.message([self.say(hint)], [[self.themes_button()]])

    def other_language(self, code: str) -> list[Message]:
        """Say in a person's own language which one the bot answers in; nothing where no sentence is given for it."""
        text = self.messages.other_languages.get(code)
        return [Message(self.say(text))] if text else []  # not set as French is

    def passed_on(self) -> Message:
        """Confirm that what somebody wrote back was passed on."""
        return self.message([self.say(self.messages.passed_on)])

    def our_error(self) -> Message:
        """Admit a fault of ours."""
        return self.message([self.say(self.messages.our_error)])

    def too_fast(self) -> Message:
        """Ask somebody who writes without end for a minute's patience."""
        return self.message([self.say(self.messages.too_fast)])

    def _welcoming(self) -> Sequence[Entry]:
        entries = self.content.entries
        chosen = [entries[id] for id in self.content.pack.welcome if id in entries]
        firsts = [theme.entries[0] for theme in self.content.themes if theme.entries]
        return (chosen or firsts)[:WELCOMED_WITH]

    def _entry_button(self, entry: Entry, in_place: bool = False) -> Button:
        return self.button(entry.question, ShowEntry(entry.id, in_place))

    def _turn(self, back: Action | None, more: bool, following: Action) -> list[Button]:
        row = [self.button(self.messages.button_back, back)] if back else []
        return [*row, self.button(self.messages.button_more, following)] if more else row


def _paged(items: Sequence[_Item], page: int) -> tuple[Sequence[_Item], bool]:
    """Give the items of a page, and whether others follow."""
    return items[page * PER_PAGE : (page + 1) * PER_PAGE], len(items) > (page + 1) * PER_PAGE
