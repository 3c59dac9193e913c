"""The desk: the questions that wait for a person, and all that organisers do with them."""

from bot.desk.clerk import Clerk
from bot.desk.desk import Desk
from bot.desk.model import (
    SHELL,
    Actor,
    Claimed,
    Cluster,
    DeskError,
    Editor,
    Gone,
    NotAllowed,
    Outdated,
    Settled,
    Tally,
    TooLate,
    Unfit,
    Wording,
)
from bot.desk.rights import Rights
from bot.desk.settling import CLAIM_SECONDS

__all__ = [
    "CLAIM_SECONDS",
    "SHELL",
    "Actor",
    "Claimed",
    "Clerk",
    "Cluster",
    "Desk",
    "DeskError",
    "Editor",
    "Gone",
    "NotAllowed",
    "Outdated",
    "Rights",
    "Settled",
    "Tally",
    "TooLate",
    "Unfit",
    "Wording",
]
