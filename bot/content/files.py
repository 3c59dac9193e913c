"""The YAML files of a content folder.

The folder is alive while it is read: a maintainer saves, git works in its `.git`. What is gone by the time it is looked
at is left out, and hidden files and folders never count.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

QUESTIONS = "questions"
"""The folder of the themes, below the content folder."""

_ENDS = (".yaml", ".yml")

_LIKE_YAML = re.compile(r"(.+)\.ya?ml(?:\.txt)?", re.IGNORECASE)
"""What some editors and systems make of a name: "photos.yaml.txt", "photos.YAML"."""


def yaml_files(folder: Path) -> list[str]:
    """Give the paths below `folder` of all files named .yaml or .yml, sorted.

    Links to folders are not followed, but for that of the themes, which some systems mount so.
    """
    found = {path for place, folders, names in os.walk(folder) for path in _in(folder, place, folders, names)}
    return sorted(found | {f"{QUESTIONS}/{name}" for name in _names(folder / QUESTIONS, _ENDS)})


def theme_files(folder: Path) -> list[str]:
    """Give the paths below `folder` of the files of its themes, sorted."""
    return [f"{QUESTIONS}/{name}" for name in sorted(_names(folder / QUESTIONS, ".yaml"))]


def unread_files(folder: Path) -> dict[str, str | None]:
    """Give the paths below `folder` of files that are not read though they were meant to be, with the names they need.

    None: no other name would do, for a theme in a folder of its own.
    """
    found: dict[str, str | None] = {}
    for place in (folder, folder / QUESTIONS):
        for name in _names(place, ""):
            like = _LIKE_YAML.fullmatch(name)
            stem = like[1] if like else name
            if name.endswith(".yaml") or not (place / name).is_file():
                continue
            if like or (place != folder and "." not in name and _is_a_theme(place / name)):
                found[(place / name).relative_to(folder).as_posix()] = f"{stem}.yaml"
    deeper = (path for path in yaml_files(folder) if path.startswith(f"{QUESTIONS}/") and path.count("/") > 1)
    return dict(sorted({**found, **dict.fromkeys(deeper)}.items()))


def _is_a_theme(file: Path) -> bool:
    """Say whether a file without an end to its name reads as a theme, and is no note that somebody keeps there."""
    try:
        return "\nquestions:" in file.read_text(encoding="utf-8", errors="replace").replace("\r", "\n")
    except OSError:
        return False


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
