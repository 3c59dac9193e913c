"""The beginning of a FAQ on another theme: two sample entries, comments, and the bot's sentences of another FAQ."""

import re
import shutil
from pathlib import Path
from typing import Final

from bot.content import load
from bot.maintain import schema
from bot.problem import MendableError

_COPIED: Final = ("messages.yaml", "LISEZMOI.md", "images/*.png")
"""What does not depend on the theme: the bot's own sentences, the guide and its pictures, taken from a FAQ that has
them."""


_OF_THE_THEME: Final = (
    (re.compile(r", par exemple : « [^»\n]* »"), "."),
    (re.compile(r"aux questions des entreprises sur leur présence en ligne :"), "à vos questions :"),
)
"""What speaks of the theme in them all the same: questions that one may ask, and who asks them."""


def start(folder: Path, model: Path) -> list[Path]:
    """Write a new content folder and give its files; `model` is the FAQ whose sentences and guide it gets.

    Raises MendableError where the folder is there already and not empty, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise MendableError(f"{folder} existe déjà et n'est pas vide. Donnez le nom d'un nouveau dossier.")
    load(model).required_messages()
    try:
        shutil.copytree(
            Path(__file__).parent, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"), dirs_exist_ok=True
        )
        for path in [path for pattern in _COPIED for path in model.glob(pattern)]:
            copy = folder / path.relative_to(model)
            copy.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, copy)
        messages = folder / "messages.yaml"
        text = messages.read_text(encoding="utf-8")
        for pattern, instead in _OF_THE_THEME:
            text = pattern.sub(instead, text)
        messages.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MendableError(f"{folder} : impossible d'y écrire ({error.strerror}).") from None
    schema.write(folder)
    load(folder)
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.parent.name != schema.FOLDER)
