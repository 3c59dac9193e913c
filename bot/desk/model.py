"""What the desk speaks of: who acts, what stands in the way, and a cluster as people see it."""

from dataclasses import dataclass
from typing import Final, Protocol

from bot.content.draft import EntryDraft, Written
from bot.matching.replies import Candidate
from bot.store import TERMINAL, ClusterState, Note, StoredCluster, StoredEdit


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: their pseudonym (or TERMINAL), and the name that other organisers see."""

    person: str
    name: str


SHELL: Final = Actor(TERMINAL, "le terminal")
"""Whoever has a shell on the machine, and with it the database and its key."""


class DeskError(Exception):
    """An action that was not carried out; nothing changed but the journal.

    Catch it inside the transaction: a refusal is written to the journal, which letting it out would roll back.
    """


class NotAllowed(DeskError):
    """Whoever acts is no organiser (any more); the journal says so."""


class Gone(DeskError):
    """There is no such cluster, question or entry (any more)."""


class Settled(DeskError):
    """Somebody has settled it already."""


class TooLate(DeskError):
    """What was to be taken back has left."""


class Outdated(DeskError):
    """A draft that was rewritten since, was used, dropped or erased, or is another organiser's."""


class Claimed(DeskError):
    """Another organiser, `by` name, is at it."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class Unfit(DeskError):
    """What was written cannot be used; the text says in French why, and what to do."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One question of a cluster: its words (None: erased), when it was asked, and whether its person is to be told."""

    question_id: int
    text: str | None
    asked_at: int
    wants_answer: bool
    told_at: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the answers: how many wait, were delivered, were blocked or failed, and why; 👍 and 👎."""

    waiting: int = 0
    delivered: int = 0
    blocked: int = 0
    failed: int = 0
    errors: tuple[str, ...] = ()
    helpful: int = 0
    unhelpful: int = 0


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster: `kept` is the row of the store, the rest is drawn from its questions; times are Unix seconds.

    `people`: distinct people who ask; `wanting`: distinct people who want to be told and were not yet. `nearest`: the
    entries nearest to its best wording, `neighbours`: open clusters that may ask the same. `blocked`: a question of it
    whose person is blocked (neither is looked up for lists).
    """

    kept: StoredCluster
    title: str | None
    wordings: tuple[Wording, ...]
    people: int
    wanting: int
    first_asked_at: int
    last_asked_at: int
    nearest: tuple[Candidate, ...]
    tally: Tally = Tally()
    notes: tuple[Note, ...] = ()
    edits: tuple[StoredEdit, ...] = ()
    neighbours: tuple[int, ...] = ()
    blocked: int | None = None

    @property
    def id(self) -> int:
        """Its number."""
        return self.kept.id

    @property
    def state(self) -> ClusterState:
        """Whether it waits, or how it was settled."""
        return self.kept.state

    def claimant(self, now: int) -> str | None:
        """Give the name of the organiser who is at it, unless their claim has lapsed."""
        return self.kept.claimed_name if self.kept.claimed_until and self.kept.claimed_until > now else None

    def can_take_back(self, now: int) -> bool:
        """Say whether what settles it has not left yet."""
        return self.state != "open" and self.kept.due_at is not None and self.kept.due_at > now


class Editor(Protocol):
    """Writes into the content folder, blocking; raises ContentError with the folder unchanged."""

    def add_entry(self, draft: EntryDraft) -> Written:
        """Add an entry."""

    def add_phrasing(self, entry_id: str, text: str) -> Written:
        """Add a phrasing to an entry."""
