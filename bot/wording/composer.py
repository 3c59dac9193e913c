"""What all messages share: the sentences of `messages.yaml` filled in, typography, limits."""

import html
from collections.abc import Iterable
from datetime import date

from bot.content import Content, Entry, Meeting
from bot.content.departements import DEPARTEMENTS
from bot.content.markup import escape, to_html
from bot.content.messages import Messages
from bot.content.sentences import fill
from bot.wording.limits import MAX_TOAST, fit, shorten
from bot.wording.message import Action, Button, Message, Rows, Share, ShowEntry, ShowOffers, ShowThemes
from bot.wording.typography import french

MOST_STEPS = 4
"""How many buttons stand under an answer at the most, beside those that rate and share it: more would be a wall."""

_MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


class Composer:
    """Writes messages from one content."""

    def __init__(self, content: Content, messages: Messages) -> None:
        self.content = content
        self.messages = messages
        self.body = content.pack.body or messages.somebody
        contact = content.pack.contact
        self.contact = fill(messages.contact, contact=contact) if contact else fill(messages.no_contact, body=self.body)

    def message(self, parts: Iterable[str], rows: Iterable[Iterable[Button]] = ()) -> Message:
        """Set paragraphs of HTML and buttons as people see them; an empty row disappears."""
        text = fit(self._set("\n\n".join(parts)))
        return Message(text, tuple(tuple(row) for row in rows if row))

    def button(self, label: str, action: str | Action) -> Button:
        """Label a button so that it can be read on a phone."""
        return Button(shorten(self._set(label)), action)

    def toast(self, text: str, **values: str) -> str:
        """Fill in a sentence that is shown for a moment: plain text, 200 characters at the most."""
        return shorten(self._set(fill(text, **values)), MAX_TOAST)

    def fill_html(self, template: str, **values: str) -> str:
        """Fill in one of the bot's own sentences; `values` are HTML."""
        return fill(to_html(template), **values)

    def say(self, template: str, **values: str) -> str:
        """Fill in one of the bot's own sentences; `values` are plain text."""
        return self.fill_html(template, **{name: escape(value) for name, value in values.items()})

    def answer_parts(self, entry: Entry, today: date) -> list[str]:
        """Write an entry out: its question, its page if it has one, its answer, when it was last read over."""
        page = self.meeting_parts(today) if entry.page == "rencontres" else []
        parts = [bold(entry.question), *page, to_html(entry.answer)]
        if entry.verified_on:
            verified = self.messages.verified_long_ago if entry.is_old(today) else self.messages.verified
            parts.append(italic(self.say(verified, day=self.long_date(entry.verified_on))))
        return parts

    def meeting_parts(self, today: date) -> list[str]:
        """Announce the meetings to come, soonest first, or say that none is planned."""
        coming = self.content.coming_meetings(today)
        title = self.say(self.messages.meetings if coming else self.messages.no_meetings)
        return [title, *map(self.meeting_line, coming)]

    def meeting_line(self, one: Meeting) -> str:
        """Announce one meeting."""
        day = self.long_date(one.day)
        return self.say(self.messages.meeting, subject=one.subject, day=day, hour=one.hour, place=one.place)

    def next_steps(self, entry: Entry, today: date) -> Rows:
        """Give the buttons of an entry: its links, the offers that suit, and related questions where there is room."""
        links = [(self.button(link.title, link.url),) for link in entry.links]
        offers = self.content.offers_for(entry, today)
        theme = next((name for name in entry.offers if any(name in offer.themes for offer in offers)), None)
        referral = [(self.offers_button(theme),)] if offers else []
        room = max(0, MOST_STEPS - len(links) - len(referral))
        related = [self.content.entries[id] for id in entry.see_also if id in self.content.entries][:room]
        also = [(self.button(f"→ {other.question}", ShowEntry(other.id)),) for other in related]
        return (*links, *also, *referral)

    def share_button(self, entry: Entry) -> Button:
        """Pass an entry on to somebody else."""
        return self.button(self.messages.button_share, Share(entry.id, entry.question))

    def offers_button(self, theme: str | None = None) -> Button:
        """Lead to the offers, of one of their themes or of all."""
        return self.button(self.messages.button_offers, ShowOffers(theme))

    def themes_button(self) -> Button:
        """Lead to the themes."""
        return self.button(self.messages.button_themes, ShowThemes())

    def long_date(self, day: date) -> str:
        """Write a date in the content's language."""
        return long_date(day, self.content.pack.language)

    def short_date(self, day: date) -> str:
        """Write a date without its year in the content's language."""
        return short_date(day, self.content.pack.language)

    def _set(self, text: str) -> str:
        return french(text) if self.content.pack.language == "fr" else text


def bold(text: str) -> str:
    """Put a plain text in bold."""
    return f"<b>{escape(text)}</b>"


def italic(fragment: str) -> str:
    """Put HTML in italics."""
    return f"<i>{fragment}</i>"


def link(text: str, url: str) -> str:
    """Make a plain text open an address."""
    return f'<a href="{html.escape(url)}">{escape(text)}</a>'


def long_date(day: date, language: str = "fr") -> str:
    """Write a date as a language does: "1er décembre 2026", "1 December 2026"."""
    return f"{short_date(day, language)} {day.year}"


def short_date(day: date, language: str = "fr") -> str:
    """Write a date without its year: "1er décembre", "1 December"."""
    number = "1er" if day.day == 1 and language == "fr" else str(day.day)
    return f"{number} {_MONTHS[language][day.month - 1]}"


def place(departement: str) -> str:
    """Name a département, with its code; nothing for the whole of France ("")."""
    return f"{DEPARTEMENTS[departement]} ({departement})" if departement else ""
