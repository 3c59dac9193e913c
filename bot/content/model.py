"""The content as the program sees it: frozen and typed, loaded once, the same until the next edit."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from bot.content.messages import Messages
from bot.problem import MendableError

READ_OVER_EVERY = timedelta(days=365)
"""How long an answer is taken to hold."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address people are sent to: its title as shown, and its URL (http or https)."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One curated answer: the question it answers, the ways people ask it, and what the bot says, word for word."""

    id: str
    theme: str
    question: str
    phrasings: tuple[str, ...]
    answer: str
    links: tuple[Link, ...] = ()
    see_also: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    verified_on: date | None = None
    source: str = ""
    page: str = ""
    """The page that comes with the answer: "rencontres", or none."""

    def is_old(self, today: date) -> bool:
        """Say whether the answer was last read over more than a year ago."""
        return self.verified_on is not None and today - self.verified_on > READ_OVER_EVERY


@dataclass(frozen=True, slots=True)
class Theme:
    """One file of `questions/`: `slug` is the file's name without its ending."""

    slug: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """One date of an offer: the day, the hour as written ("9 h"), where, and the page to register ("": none)."""

    day: date
    hour: str
    place: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A training or support offer, shown up to and including the day `until`; no départements: everywhere."""

    id: str
    title: str
    body: str
    place: str
    format: str
    audience: str
    price: str
    link: str
    until: date | None
    themes: tuple[str, ...]
    departements: tuple[str, ...] = ()
    sessions: tuple[Session, ...] = ()

    def is_current(self, today: date) -> bool:
        """Say whether the offer may still be shown on that day."""
        return self.until is None or today <= self.until

    def is_near(self, departement: str) -> bool:
        """Say whether the offer serves a département; "" stands for the whole of France."""
        return not departement or not self.departements or departement in self.departements

    def coming(self, today: date) -> tuple[Session, ...]:
        """Give the sessions that are not past, soonest first."""
        return tuple(sorted((one for one in self.sessions if one.day >= today), key=lambda one: one.day))


@dataclass(frozen=True, slots=True)
class Meeting:
    """A planned round table: the day, the hour as written ("18 h 30"), and where."""

    day: date
    hour: str
    place: str
    subject: str
    link: str

    @property
    def id(self) -> str:
        """Its day and hour: two meetings never share both."""
        return f"{self.day.isoformat()} {self.hour}"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A piece of small talk: how people say it, the replies to choose from, the page they lead to (or none)."""

    id: str
    examples: tuple[str, ...]
    replies: tuple[str, ...]
    page: str = ""


@dataclass(frozen=True, slots=True)
class OffTopic:
    """A neighbouring topic the FAQ leaves to others: how people ask, a kind sentence, and where to go."""

    id: str
    title: str
    examples: tuple[str, ...]
    answer: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that people ask about and no entry answers: how they ask, so that one question is known for another."""

    id: str
    title: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words people use: shortened → in full, word → misspellings, concept → its words and expressions."""

    abbreviations: Mapping[str, str] = field(default_factory=dict)
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    families: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pack:
    """The folder as a whole: title, language (ISO 639-1), the body that answers, order of themes, first entries."""

    title: str = "FAQ"
    language: str = "fr"
    body: str = ""
    contact: str = ""
    themes: tuple[str, ...] = ()
    welcome: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """Everything a content folder says. A class whose file is missing is empty; `messages` is then None."""

    pack: Pack
    themes: tuple[Theme, ...]
    offers: tuple[Offer, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    off_topics: tuple[OffTopic, ...] = ()
    subjects: tuple[Subject, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    messages: Messages | None = None

    def required_messages(self) -> Messages:
        """Give the bot's own sentences; raises MendableError where their file is missing."""
        if self.messages is None:
            raise MendableError("messages.yaml : ce fichier manque. Recopiez celui du dossier faq/ d'origine.")
        return self.messages

    @cached_property
    def version(self) -> str:
        """A short name, which no other content has."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:12]

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every entry by its id, in the order of the files."""
        return {entry.id: entry for theme in self.themes for entry in theme.entries}

    def coming_meetings(self, today: date) -> tuple[Meeting, ...]:
        """Give the meetings that are not past, soonest first."""
        return tuple(sorted((one for one in self.meetings if one.day >= today), key=lambda one: one.day))

    def offers_for(self, entry: Entry, today: date) -> tuple[Offer, ...]:
        """Give the current offers that suit an entry, which names offers by their id or by a theme of theirs."""
        return tuple(
            offer
            for offer in self.offers
            if offer.is_current(today) and not {offer.id, *offer.themes}.isdisjoint(entry.offers)
        )
