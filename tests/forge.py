"""A forge for the tests: a bare repository with the small content, and somebody who edits there; the real git."""

import subprocess
from pathlib import Path

from tests.conftest import FAQ, SMALL

PATH = "questions/facebook.yaml"


def git(folder: Path, *words: str) -> str:
    """Run git as somebody with a name, and give what it prints."""
    name = ("-c", "user.name=Anne", "-c", "user.email=anne@exemple.fr", "-c", "init.defaultBranch=main")
    command = ["git", "-C", str(folder), *name, *words]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


class Maintainer:
    """Somebody with a clone of their own, who edits and pushes."""

    def __init__(self, forge: Path, place: Path) -> None:
        git(forge, "clone", "--quiet", str(forge), str(place))
        self.place = place

    def edits(self, old: str, new: str, path: str = PATH) -> None:
        """Change a text of a file, on top of what the forge has, and push it."""
        git(self.place, "pull", "--quiet", "--rebase")
        text = (self.place / path).read_text(encoding="utf-8")
        assert old in text
        (self.place / path).write_text(text.replace(old, new), encoding="utf-8")
        self.pushes()

    def pushes(self) -> None:
        """Push all that has changed, as one commit."""
        git(self.place, "add", ".")
        git(self.place, "commit", "--quiet", "--message", "Une édition")
        git(self.place, "push", "--quiet", "origin", "main")


def founded(place: Path) -> Path:
    """Make a forge that holds the small content, with the shipped messages."""
    forge = place / "forge.git"
    git(place, "init", "--quiet", "--bare", str(forge))
    maintainer = Maintainer(forge, place / "founder")
    for path, text in {**SMALL, "messages.yaml": (FAQ / "messages.yaml").read_text(encoding="utf-8")}.items():
        (maintainer.place / path).parent.mkdir(exist_ok=True)
        (maintainer.place / path).write_text(text, encoding="utf-8")
    git(maintainer.place, "checkout", "--quiet", "-B", "main")
    maintainer.pushes()
    return forge
