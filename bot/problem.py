"""The one base exception for what a person can mend, and what an examination finds."""

from dataclasses import dataclass
from typing import Literal


class MendableError(Exception):
    """A mistake of a person's, or of their installation's, with its remedy.

    The message is in French, names the file and line, entry, or setting, and says what to do. `main`
    prints it as it is, without a traceback, and exits with `exit_code`.
    """

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was looked at: "fine", "doubtful" (it works, but) or "wrong"; what it is, and what mends it."""

    state: Literal["fine", "doubtful", "wrong"]
    what: str
    remedy: str = ""
