"""The content folder as a clone of a git repository: maintainers edit on a forge, organisers through the bot.

What comes from the forge is checked beside the folder, and only then put into it. What organisers write is a commit of
its own, put on top of what the forge has and pushed; where both changed the same thing, it is offered as a branch of
the forge, and the folder follows the forge. Nothing leaves the folder before the forge has it.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.content import load
from bot.content.draft import Written
from bot.maintain.git import GitError, git, line
from bot.maintain.lock import locked
from bot.problem import MendableError

_BRANCH: Final = "table-ronde"
"""What the bot's own branches on the forge begin with."""

_AUTHOR: Final = ("-c", "user.name=table-ronde", "-c", "user.email=table-ronde@localhost", "-c", "commit.gpgsign=false")


@dataclass(frozen=True, slots=True)
class Synced:
    """How things stand after a look at the forge.

    `refused`: why what the forge has cannot be used ("": it can). `offered`: the branch that holds what organisers
    wrote and that could not be put on top of it ("": none).
    """

    refused: str = ""
    offered: str = ""


class Forge:
    """One clone and the branch it follows. Every method blocks; `sync` talks with the forge."""

    def __init__(self, folder: Path, branch: str) -> None:
        """Take a content folder inside a clone whose `origin` is the forge."""
        self._folder = folder
        self._top = Path(line(folder, "rev-parse", "--show-toplevel"))
        self._branch = branch

    @classmethod
    def open(cls, folder: Path, remote: str) -> "Forge":
        """Take the clone that a content folder is in, or make it where there is none; raises MendableError.

        `remote`: the address of the repository, with `#branch` at its end unless its default branch is meant.
        """
        address, _, branch = remote.partition("#")
        if not folder.exists() or not any(folder.iterdir()):
            folder.mkdir(parents=True, exist_ok=True)
            words = ("--branch", branch) if branch else ()
            git(folder, "clone", "--quiet", *words, "--", address, ".")
        try:
            known = line(folder, "config", "--get", "remote.origin.url")
        except GitError:
            known = ""
        if known != address:
            what = f"BOT_FAQ_REMOTE : le dossier {folder} n'est pas un clone de ce dépôt."
            raise MendableError(f"{what} Videz-le, ou clonez le dépôt et indiquez dans BOT_FAQ où y est la FAQ.")
        git(folder, "worktree", "prune")  # of a bot that was killed
        return cls(folder, branch or line(folder, "symbolic-ref", "--short", "HEAD"))

    def record(self, written: Written, subject: str) -> None:
        """Make a commit of its own of what was just written into one file; the next look at the forge pushes it."""
        path = str((self._folder / written.path).resolve().relative_to(self._top.resolve()))
        with self._alone():
            git(self._top, "add", "--", path)
            if line(self._top, "diff", "--cached", "--name-only", "--", path):
                git(self._top, *_AUTHOR, "commit", "--quiet", "--message", subject, "--only", "--", path)

    def sync(self) -> Synced:
        """Bring the folder and the forge together; raises GitError where the forge cannot be reached.

        What was changed by hand in the clone and is in no commit stays as it is, and is nobody's business.
        """
        with self._alone():
            git(self._top, "fetch", "--quiet", "origin", self._branch)
            ours, theirs = line(self._top, "rev-parse", "HEAD"), line(self._top, "rev-parse", "FETCH_HEAD")
            common = line(self._top, "merge-base", ours, theirs)
            if common == theirs:
                return Synced(offered=self._push(ours)) if ours != theirs else Synced()
            return self._follow(ours, theirs)

    def _follow(self, ours: str, theirs: str) -> Synced:
        """Put in place what the forge has, with what organisers wrote on top of it."""
        with self._beside(theirs) as place:
            if why := self._mistakes(place):
                return Synced(refused=why)
            try:
                git(place, "checkout", "--quiet", "--detach", ours)
                git(place, *_AUTHOR, "rebase", "--quiet", theirs)
                both = "" if self._mistakes(place) else line(place, "rev-parse", "HEAD")
            except GitError as error:
                if not error.words:
                    raise
                both = ""
        if both:
            self._put_in_place(both)
            return Synced(offered=self._push(both)) if both != theirs else Synced()
        offered = f"{_BRANCH}/{ours[:12]}"
        git(self._top, "push", "--quiet", "origin", f"{ours}:refs/heads/{offered}")
        self._put_in_place(theirs)
        return Synced(offered=offered)

    def _put_in_place(self, commit: str) -> None:
        with locked(self._folder):  # nobody writes meanwhile
            git(self._top, "reset", "--quiet", "--keep", commit)  # refuses where it would touch what is in no commit

    def _push(self, commit: str) -> str:
        """Push to the branch followed; where that is not allowed, offer it, and give the name of that branch."""
        try:
            git(self._top, "push", "--quiet", "origin", f"{commit}:refs/heads/{self._branch}")
        except GitError as error:
            if "rejected" not in error.words or "fetch first" in error.words:  # away, or somebody was faster
                raise
            git(self._top, "push", "--quiet", "--force", "origin", f"{commit}:refs/heads/{_BRANCH}/attente")
            return f"{_BRANCH}/attente"
        return ""

    def _mistakes(self, place: Path) -> str:
        """Say why the content in a copy of the repository cannot be used; "" when it can."""
        try:
            load(place / self._folder.resolve().relative_to(self._top.resolve())).required_messages()
        except MendableError as error:
            return str(error)
        return ""

    @contextmanager
    def _beside(self, commit: str) -> Iterator[Path]:
        """Give a copy of the repository at a commit, in a folder of its own."""
        with tempfile.TemporaryDirectory() as name:
            place = Path(name) / "beside"
            git(self._top, "worktree", "add", "--quiet", "--detach", str(place), commit)
            try:
                yield place
            finally:
                git(self._top, "worktree", "remove", "--force", str(place))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes of the bot from the repository meanwhile."""
        with locked(self._top / ".git"):
            yield
