"""A message to a person: HTML, and rows of buttons that say what a tap asks for."""

from dataclasses import dataclass
from typing import Literal

Reason = Literal["not_my_question", "unclear", "outdated"]
"""Why an answer did not help."""


@dataclass(frozen=True, slots=True)
class ShowThemes:
    """List the themes; `in_place`: the page replaces the one that holds the button. Pages count from 0."""

    in_place: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowTheme:
    """List the questions of a theme."""

    slug: str
    in_place: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowEntry:
    """Show an entry's answer; in place, with a way back to its theme."""

    id: str
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class ShowOffers:
    """Show the offers of one of their themes, or the list of these themes, near a département.

    `departement`: its code; "" for the whole of France; None when the person has not said: they are asked.
    """

    theme: str | None = None
    in_place: bool = False
    departement: str | None = None


@dataclass(frozen=True, slots=True)
class AskPlace:
    """Ask for the département again, also of somebody whose own is kept."""

    theme: str | None = None


@dataclass(frozen=True, slots=True)
class KeepPlace:
    """Keep somebody's département ("": the whole of France) for the next time, or forget it."""

    departement: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Revoke:
    """Take back something asked for: the digest of what it is about."""

    what: Literal["meeting", "interest"]
    digest: str


@dataclass(frozen=True, slots=True)
class Share:
    """Open Telegram's own list of chats, to send an entry's question and address to one of them."""

    entry_id: str
    question: str


Step = Literal["ask", "agree", "refuse", "withdraw"]


@dataclass(frozen=True, slots=True)
class Wish:
    """Have the organisers know that somebody would like an offer: asked for, agreed to, refused, withdrawn."""

    offer_id: str
    step: Step = "ask"


@dataclass(frozen=True, slots=True)
class Remind:
    """Ask for a message the day before a meeting."""

    meeting_id: str


@dataclass(frozen=True, slots=True)
class Pick:
    """Choose one of the entries suggested for a question."""

    question_id: int
    entry_id: str


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """Refuse all entries suggested for a question."""

    question_id: int


@dataclass(frozen=True, slots=True)
class Rate:
    """Say whether the answer to a question helped."""

    question_id: int
    helpful: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Say why the answer to a question did not help."""

    question_id: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Tell:
    """Ask to be written to when a question has its answer, or no more; `listed`: in the list of one's questions."""

    question_id: int
    wanted: bool
    listed: bool = False


@dataclass(frozen=True, slots=True)
class ShowMine:
    """List the questions of whoever taps; pages count from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Erase:
    """Erase all that is held about the person who taps, or leave it."""

    confirmed: bool


Verb = Literal[
    "show",
    "answer",
    "ask",
    "claim",
    "release",
    "ignore",
    "reopen",
    "same",
    "search",
    "entry",
    "split",
    "take_back",
    "drop",
]
"""What an organiser may begin with a question."""

Field = Literal["question", "answer", "phrasings", "theme"]
"""What may be rewritten of a draft of an entry."""

Listed = Literal["all", "mine", "old"]
"""Which open questions are listed."""


@dataclass(frozen=True, slots=True)
class Review:
    """Begin something with a question that waits for a person."""

    cluster_id: int
    verb: Verb


@dataclass(frozen=True, slots=True)
class Tie:
    """Answer a question with an entry."""

    cluster_id: int
    entry_id: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Put a question with another one."""

    cluster_id: int
    into: int


@dataclass(frozen=True, slots=True)
class Split:
    """Give one wording a question of its own."""

    question_id: int


@dataclass(frozen=True, slots=True)
class Block:
    """Listen no more to whoever asked a question, or again."""

    question_id: int
    blocked: bool


@dataclass(frozen=True, slots=True)
class Confirm:
    """Send or publish what an organiser wrote, or drop it; `version`: how often what is shown was rewritten."""

    draft_id: int
    agreed: bool
    version: int = 0


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Change a part of the draft of an entry."""

    draft_id: int
    field: Field


@dataclass(frozen=True, slots=True)
class SetTheme:
    """Choose the theme of the draft of an entry."""

    draft_id: int
    slug: str


@dataclass(frozen=True, slots=True)
class ShowOpen:
    """List the questions that wait for a person, of a theme or of all; pages count from 0."""

    listed: Listed = "all"
    page: int = 0
    theme: str | None = None


OrganiserAction = Review | Tie | Merge | Split | Block | Confirm | Rewrite | SetTheme | ShowOpen
"""What only organisers may do; whether somebody is one is checked when they do it."""

Action = (
    ShowThemes
    | ShowTheme
    | ShowEntry
    | ShowOffers
    | AskPlace
    | KeepPlace
    | Revoke
    | Share
    | Wish
    | Remind
    | Pick
    | NoneOfThese
    | Rate
    | Why
    | Tell
    | ShowMine
    | Erase
    | OrganiserAction
)


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its label, and what it does (a str is an address to open)."""

    label: str
    action: str | Action


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What a person reads (Telegram's HTML, at most 4,096 code points once read) and may tap; the entry it gives."""

    html: str
    rows: Rows = ()
    entry: str | None = None
    asks: bool = False
    """Whether a reply to it is expected (Telegram's ForceReply); it then has no buttons."""


@dataclass(frozen=True, slots=True)
class Result:
    """An answer to put into another chat: a line to choose it by, a line below, and the HTML that is then sent."""

    id: str
    title: str
    description: str
    html: str
