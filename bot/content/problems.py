"""What is wrong with a content folder, in words a maintainer can act on."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.problem import MendableError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in one file: where (path below the content folder, line from 1), what, and what to do."""

    path: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what} {self.remedy}".rstrip()


class ContentError(MendableError):
    """The content folder cannot be used; `problems` holds every mistake of every file, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))
