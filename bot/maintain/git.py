"""Git, as the command that is installed: it asks nothing, and what it refuses is said in one line."""

import re
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

from bot.problem import MendableError

_PASSWORD = re.compile(r"://[^/\s@]+@")

_SECONDS = 60
"""How long a remote may take."""


class GitError(MendableError):
    """What git refused, in its own words; `words` holds them alone."""

    def __init__(self, what: str, words: str = "") -> None:
        super().__init__(f"{what} {words}".strip())
        self.words = words


def git(folder: Path, *words: str) -> bytes:
    """Run git in a folder and give what it prints; raises GitError."""
    try:
        # Without a terminal of its own it cannot stop to ask for a password.
        done = subprocess.run(  # noqa: S603 - a list of words, never a shell; revisions come after --end-of-options
            ["git", "-C", str(folder), *words],  # noqa: S607 - whichever git the person uses
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            start_new_session=True,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("git n'est pas installé sur cette machine. Installez-le : apt-get install git") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git {words[0]} : pas de réponse en {_SECONDS} secondes.") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip() or done.stdout.decode(errors="replace").strip()
        raise GitError(f"git {words[0]} a échoué :", _PASSWORD.sub("://", said))
    return done.stdout


def line(folder: Path, *words: str) -> str:
    """Run git in a folder and give the one line it prints; raises GitError."""
    return git(folder, *words).decode().strip()


def extract(folder: Path, revision: str, into: Path) -> Path:
    """Write a folder of a repository into another one as it was at a revision, and give where; raises MendableError."""
    try:
        top = Path(line(folder, "rev-parse", "--show-toplevel"))
    except GitError as error:
        if not error.words:
            raise
        raise GitError(f"{folder} n'est pas dans un dépôt git. Comparez avec un dossier : --against") from None
    path = folder.resolve().relative_to(top.resolve()).as_posix()
    try:
        commit = line(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitError:
        what = f"« {revision} » n'est pas une révision de ce dépôt."
        raise GitError(f"{what} Donnez un commit, une branche ou une étiquette (git fetch ?).") from None
    try:
        archive = git(top, "archive", commit, "--", path)
    except GitError:
        raise GitError(f"À la révision « {revision} », il n'y a pas de dossier {path}.") from None
    with tarfile.open(fileobj=BytesIO(archive)) as files:
        files.extractall(into, filter="data")
    return into / path
