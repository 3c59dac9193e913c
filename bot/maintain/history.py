"""What became of a file of the content folder, as git remembers it."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MOST: Final = 10
_SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One commit: its short name, its day (AAAA-MM-JJ), who made it, and what for."""

    name: str
    day: str
    author: str
    subject: str


def history(folder: Path, path: str, most: int = _MOST) -> list[Change]:
    """Give the last changes of a file, newest first; none where the folder is in no git work tree."""
    words = ["git", "log", f"-{most}", "--format=%h%x00%as%x00%an%x00%s", "--", path]
    try:
        ran = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603  # no word comes from a person
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [Change(*line.split("\0", 3)) for line in ran.stdout.splitlines() if line.count("\0") == 3]
