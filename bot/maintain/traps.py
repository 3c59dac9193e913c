"""What YAML reads without complaint, and otherwise than it was meant."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.content import ContentError, Problem
from bot.content.files import FOLDERS, QUESTIONS, folders_of, yaml_files
from bot.content.load import READ
from bot.maintain.document import Document, texts

_SHOWN = ("conversation.yaml", "hors-sujet.yaml")
_HASHTAG = re.compile(r" +#\w")
_DASH = re.compile(r"\s-\w")
_CURVED = re.compile(r"[“„].*[”“]", re.DOTALL)


def traps(folder: Path) -> Iterator[Problem]:
    """Find the texts that lost a piece, or hold one too many; and the files that are not read."""
    for name in yaml_files(folder):
        if name.endswith(".yml"):  # refused already
            continue
        if name not in READ and str(Path(name).parent) not in FOLDERS:
            where = next(iter(folders_of(folder / name)), QUESTIONS)
            yield Problem(name, 1, "ce fichier n'est pas lu.", f"Déplacez-le dans {where}/, ou vérifiez son nom.")
        elif name in _SHOWN or name not in READ:
            try:
                yield from _of(Document.open(folder, name))
            except ContentError:  # told already
                continue


def _of(document: Document) -> Iterator[Problem]:
    for node in texts(document.root):
        line = node.start_mark.line + 1
        if not node.style and _HASHTAG.match(document.text, node.end_mark.index):
            what = "la suite de « # » est une note : elle n'est pas dans le texte."
            yield Problem(document.path, line, what, 'Mettez le texte entre guillemets droits : "…".')
        if not node.style and node.end_mark.line > node.start_mark.line and _DASH.search(node.value):
            what = "un tiret est collé à son texte : la ligne s'ajoute à celle d'avant."
            yield Problem(document.path, line, what, "Mettez une espace après le tiret.")
        if not node.style and _CURVED.fullmatch(node.value):
            what = "les guillemets courbes “…” s'affichent avec le texte."
            yield Problem(document.path, line, what, 'Tapez des guillemets droits : "…".')
