"""The YAML files of a content folder.

The folder is alive while it is read: a maintainer saves, git works in its `.git`. What is gone by the time it is looked
at is left out, and hidden files and folders never count.
"""

import os
from collections.abc import Iterator
from pathlib import Path

QUESTIONS = "questions"
"""The folder of the themes, below the content folder."""

_ENDS = (".yaml", ".yml")


def yaml_files(folder: Path) -> list[str]:
    """Give the paths below `folder` of all files named .yaml or .yml, sorted.

    Links to folders are not followed, but for that of the themes, which some systems mount so.
    """
    found = {path for place, folders, names in os.walk(folder) for path in _in(folder, place, folders, names)}
    return sorted(found | {f"{QUESTIONS}/{name}" for name in _names(folder / QUESTIONS, _ENDS)})


def theme_files(folder: Path) -> list[str]:
    """Give the paths below `folder` of the files of its themes, sorted."""
    return [f"{QUESTIONS}/{name}" for name in sorted(_names(folder / QUESTIONS, ".yaml"))]


def _in(folder: Path, place: str, folders: list[str], names: list[str]) -> Iterator[str]:
    folders[:] = [name for name in folders if not name.startswith(".")]
    for name in names:
        if name.endswith(_ENDS) and not name.startswith("."):
            yield Path(place, name).relative_to(folder).as_posix()


def _names(folder: Path, ends: str | tuple[str, ...]) -> list[str]:
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return []
    return [name for name in names if name.endswith(ends) and not name.startswith(".")]
