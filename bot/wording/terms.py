"""What an installation promises about the data it keeps."""

from dataclasses import dataclass
from typing import Final

QUESTION_MONTHS: Final = 12
"""How long a question is kept."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Who answers for the data and where they are reached (None: as the content says), and how long it is kept.

    `retention_days`: chats kept for an answer, and leftovers. `backups`: the days that daily copies outlive the rest.
    """

    controller: str | None = None
    contact: str | None = None
    retention_days: int = 90
    backups: int = 0
    question_months: int = QUESTION_MONTHS
