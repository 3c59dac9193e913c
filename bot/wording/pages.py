"""The pages people turn to by themselves: welcome, help, privacy, themes, meetings."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from bot.content import Entry, Meeting, Theme
from bot.content.sentences import fill
from bot.wording.composer import Composer
from bot.wording.holdings import as_text
from bot.wording.limits import shorten
from bot.wording.message import (
    Action,
    Button,
    Erase,
    Message,
    Remind,
    Revoke,
    ShowEntry,
    ShowMine,
    ShowTheme,
    ShowThemes,
    Tell,
)
from bot.wording.terms import Terms

_Item = TypeVar("_Item")

WELCOMED_WITH = 4
PER_PAGE = 12
"""How many buttons a page lists: about a phone's screen; Telegram takes 100."""

MINE_PER_PAGE = 5
"""How many of their own questions somebody sees at a time."""

_AGAIN = ("", *"bcdefgh")


@dataclass(frozen=True, slots=True)
class Noted:
    """A question that was noted: its id, the number that organisers know it by, its words, what has become of it."""

    id: int
    number: int | None
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

    def privacy(self, terms: Terms) -> Message:
        """Say who keeps what, why, how long, and what people may ask for."""
        contact = self.contact if terms.contact is None else fill(self.messages.contact, contact=terms.contact)
        text = self.say(
            self.messages.privacy,
            body=self.body,
            controller=terms.controller or self.body,
            contact=contact,
            question_months=str(terms.question_months),
            days=str(terms.retention_days),
        )
        return self.message([text, *self._copies(self.messages.privacy_backups, terms)])

    def held_nothing(self) -> Message:
        """Say that nothing is held about a person."""
        return self.message([self.say(self.messages.held_nothing)])

    def holdings(self, held: Mapping[str, Sequence[Mapping[str, object]]], today: date) -> tuple[str, str]:
        """Say what is held about a person, as a plain text, and write it out as the text of a file."""
        title = fill(self.messages.held_title, day=self.long_date(today))
        questions, ratings = len(held.get("questions", ())), len(held.get("feedback", ()))
        said = self.toast(self.messages.holdings, questions=str(questions), ratings=str(ratings))
        return said, as_text(title, held, self.messages.held_names)

    def mine(self, found: Sequence[Noted], page: int) -> Message:
        """List somebody's noted questions, with a way to be told or not; one more than a page holds says so."""
        shown, more = found[:MINE_PER_PAGE], len(found) > MINE_PER_PAGE
        if not shown:
            return self.message([self.say(self.messages.mine_none)])
        parts = [self.say(self.messages.mine)]
        rows: list[list[Button]] = []
        numbers = _told_apart([one.number for one in shown])
        for one, number in zip(shown, numbers, strict=True):
            state = getattr(self.messages, f"state_{one.state}")
            text = shorten(one.text or "…", 200)
            parts.append(self.say(self.messages.mine_question, number=number, state=state, question=text))
            if one.state.startswith("open"):
                waits = one.state == "open_told"
                label = self.messages.button_tell_me_not if waits else self.messages.button_tell_me
                rows.append([self.button(f"{label} (nº {number})", Tell(one.id, not waits, True))])
        back = ShowMine(page - 1) if page else None
        return self.message(parts, [*rows, self._turn(back, more, ShowMine(page + 1))])

    def erase(self) -> Message:
        """Ask whether all that is held about a person is to be erased."""
        rows = [
            [self.button(self.messages.button_erase, Erase(True))],
            [self.button(self.messages.button_not_erase, Erase(False))],
        ]
        return self.message([self.say(self.messages.erase)], rows)

    def erased(self, terms: Terms) -> Message:
        """Confirm that all is erased, and say what copies still hold."""
        return self.message([self.say(self.messages.erased), *self._copies(self.messages.erased_backups, terms)])

    def not_erased(self) -> Message:
        """Confirm that nothing is erased."""
        return self.message([self.say(self.messages.not_erased)])

    def erase_failed(self) -> Message:
        """Admit that nothing can be erased now."""
        return self.message([self.say(self.messages.erase_failed)])

    def unknown_command(self, meant: str | None) -> Message:
        """Say that a command does not exist, and name the one that may be meant."""
        if meant is not None:
            return self.message([self.say(self.messages.command_meant, command=f"/{meant}")])
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

    def meetings(self, today: date, reminded: Collection[str] = (), *, reminding: bool = False) -> Message:
        """Announce the meetings to come, with a button to be reminded of each whose eve is still to come.

        `reminding`: whether whoever looks can be written to; `reminded`: the meetings that they already wait for.
        """
        rows: list[list[Button]] = []
        coming = self.content.coming_meetings(today)[:PER_PAGE]
        for one in coming:
            rows.append([self.button(one.subject, one.link)] if one.link else [])
            if reminding and (one.day - today).days > 1 and one.id not in reminded:
                which = f" ({self.short_date(one.day)})" if len(coming) > 1 else ""
                rows.append([self.button(self.messages.button_remind + which, Remind(one.id))])
        return self.message(self.meeting_parts(today), rows)

    def remind_not_button(self, digest: str) -> Button:
        """Let somebody be reminded no more."""
        return self.button(self.messages.button_remind_not, Revoke("meeting", digest))

    def reminder(self, meeting: Meeting, today: date) -> Message:
        """Recall a meeting that somebody wanted to be reminded of."""
        text = self.messages.reminder_today if meeting.day == today else self.messages.reminder_tomorrow
        return self._about_meeting(self.say(text), meeting)

    def reminder_changed(self, day: date, now: Meeting | None) -> Message:
        """Say that the meeting of a day is no longer announced as it was (None: nor on another day, or elsewhere)."""
        if now is None:
            return self.message([self.say(self.messages.reminder_cancelled, day=self.long_date(day))])
        return self._about_meeting(self.say(self.messages.reminder_changed, day=self.long_date(day)), now)

    def _about_meeting(self, text: str, meeting: Meeting) -> Message:
        rows = [[self.button(meeting.subject, meeting.link)]] if meeting.link else []
        return self.message([text, self.meeting_line(meeting)], rows)

    def introduction(self, name: str) -> Message:
        """Say in a group who is speaking and how to ask (`name`: the bot's, without @)."""
        return self.message([self.say(self.messages.introduction, title=self.content.pack.title, name=name)])

    def in_private(self) -> Message:
        """Say in a group that what was asked for is between the person and the bot."""
        return self.message([self.say(self.messages.in_private)])

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

    def _copies(self, template: str, terms: Terms) -> list[str]:
        return [self.say(template, days=str(terms.backups))] if terms.backups else []

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


def _told_apart(numbers: Sequence[int | None]) -> list[str]:
    """Give numbers as people read them: several wordings of one question are nº 3, 3b, 3c."""
    seen: Counter[int | None] = Counter()
    told = []
    for number in numbers:
        told.append(f"{number or '–'}{_AGAIN[min(seen[number], len(_AGAIN) - 1)]}")
        seen[number] += 1
    return told
