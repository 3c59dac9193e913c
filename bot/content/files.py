"""The YAML files of a content folder.

The folder is alive while it is read: a maintainer saves, git works in its `.git`. What is gone by the time it is looked
at is left out, and hidden files and folders never count.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

QUESTIONS = "questions"
"""The folder of the themes, below the content folder; each file there has a key of this name too."""

SUBJECTS = "sujets"
"""The folder of the subjects that no entry is about, and the key of its files."""

FOLDERS = (QUESTIONS, SUBJECTS)
"""The folders all of whose files are read."""

_ENDS = (".yaml", ".yml")

_LIKE_YAML = re.compile(r"(.+)\.ya?ml(?:\.txt)?", re.IGNORECASE)
"""What some editors and systems make of a name: "photos.yaml.txt", "photos.YAML"."""


def yaml_files(folder: Path) -> list[str]:
    """Give the paths below `folder` of all files named .yaml or .yml, sorted.

    Links to folders are not followed, but for those that are read, which some systems mount so.
    """
    found = {path for place, folders, names in os.walk(folder) for path in _in(folder, place, folders, names)}
    return sorted(found | {f"{where}/{name}" for where in FOLDERS for name in _names(folder / where, _ENDS)})


def theme_files(folder: Path) -> list[str]:
    """Give the paths below `folder` of the files of its themes, sorted."""
    return files_in(folder, QUESTIONS)


def files_in(folder: Path, where: str) -> list[str]:
    """Give the paths below `folder` of the files that are read in one of its FOLDERS, sorted."""
    return [f"{where}/{name}" for name in sorted(_names(folder / where, ".yaml"))]


def unread_files(folder: Path) -> dict[str, str | None]:
    """Give the paths below `folder` of files that are not read though they were meant to be, with the names they need.

    None: no other name would do, for a file in a folder of its own.
    """
    found: dict[str, str | None] = {}
    for place in (folder, *(folder / where for where in FOLDERS)):
        for name in _names(place, ""):
            like = _LIKE_YAML.fullmatch(name)
            stem = like[1] if like else name
            if name.endswith(".yaml") or not (place / name).is_file():
                continue
            if like or (place != folder and "." not in name and _is_meant(place / name)):
                found[(place / name).relative_to(folder).as_posix()] = f"{stem}.yaml"
    deeper = (path for path in yaml_files(folder) if path.count("/") > 1 and path.split("/")[0] in FOLDERS)
    return dict(sorted({**found, **dict.fromkeys(deeper)}.items()))


def _is_meant(file: Path) -> bool:
    """Say whether a file without an end to its name has its folder's key, and is no note that somebody keeps there."""
    return file.parent.name in folders_of(file)


def folders_of(file: Path) -> list[str]:
    """Give the FOLDERS whose key a file has."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace").replace("\r", "\n")
    except OSError:
        return []
    return [where for where in FOLDERS if re.search(rf"^{where}:", text, re.MULTILINE)]


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
