"""Writing into the content folder: an entry, a phrasing, a text; checked as a whole before anything is replaced.

The files belong to people, who edit them at the same time: each change starts from the file as it is on disk now,
touches only the lines it is about, and is put in place in one move. Where the folder cannot be written, it is a patch.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from pathlib import Path

import yaml

from bot.content import ContentError, Problem, load
from bot.content.draft import EntryDraft, Written
from bot.content.files import QUESTIONS, theme_files
from bot.maintain.document import Document, Splice, block, quoted
from bot.maintain.lock import locked

_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)

_TRIES = 5
"""How often a change is made anew because somebody saved the same file meanwhile."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What to change in a file (nothing: it is there already), and the text whose line is to be told."""

    document: Document
    splices: Sequence[Splice]
    at: int


Record = Callable[[Written, str], None]
"""What keeps a change that was just written, and what it was made for, in a few words."""


class FolderEditor:
    """Writes into one content folder. Every method blocks: it reads and checks the whole folder.

    `record` is told of each change that was written into a file.
    """

    def __init__(self, folder: Path, record: Record | None = None) -> None:
        self._folder = folder
        self.record = record

    def add_entry(self, draft: EntryDraft) -> Written:
        """Add an entry at the end of its theme's file; one that is there already, the same, is left as it is.

        Raises ContentError, with nothing changed, when the folder would not be valid with it.
        """
        return self._write(lambda: self._added_entry(draft), f"Ajoute la fiche {draft.id}")

    def add_phrasing(self, entry_id: str, text: str) -> Written:
        """Add a phrasing at the end of an entry's; one that it has already is left as it is.

        Raises ContentError, with nothing changed, when there is no such entry, or the folder is not valid.
        """
        return self._write(
            lambda: self._added_phrasing(entry_id, text.strip()), f"Ajoute une formulation à la fiche {entry_id}"
        )

    def set_entry(
        self,
        entry_id: str,
        *,
        question: str | None = None,
        phrasings: Sequence[str] | None = None,
        answer: str | None = None,
        verified_on: date | None = None,
    ) -> Written:
        """Change what is given of an entry, and leave the rest as it is written.

        Raises ContentError, with nothing changed, when there is no such entry, or the folder would not be valid.
        """
        texts = {
            "question": question,
            "reponse": answer,
            "verifie_le": verified_on.isoformat() if verified_on else None,
        }
        return self._write(lambda: self._changed_entry(entry_id, texts, phrasings), f"Change la fiche {entry_id}")

    def _added_entry(self, draft: EntryDraft) -> _Change:
        path = f"{QUESTIONS}/{draft.theme}.yaml"
        if problems := draft.problems():
            raise ContentError([Problem(path, 1, problem, "") for problem in problems])
        if not (self._folder / path).is_file():
            raise _refusal(path, f"il n'y a pas de thème « {draft.theme} ».", "Choisissez-en un qui existe.")
        document = Document.open(self._folder, path)
        entries = document.get(document.root, "questions")
        if entries is None or not isinstance(entries[1], yaml.SequenceNode):
            raise _refusal(path, "il manque la liste « questions ».", "Ajoutez-la.")
        for entry in entries[1].value:
            if _text(document, entry, "id") == draft.id and _same(document, entry, draft):
                return _Change(document, (), entry.start_mark.index)
        if entries[1].value and entries[1].flow_style:
            raise _refusal(path, "les fiches sont entre crochets.", "Écrivez-les l'une sous l'autre, avec des tirets.")
        [splice] = document.add_item(document.root, "questions", _entry_lines(draft))
        return _Change(document, [splice], splice.start)

    def _added_phrasing(self, entry_id: str, text: str) -> _Change:
        document, entry = self._find(entry_id)
        known = document.items(entry, "formulations")
        for one in known:
            if str(one.value).casefold() == text.casefold():
                return _Change(document, (), one.start_mark.index)
        texts = [*(str(one.value) for one in known), text]
        splices = document.set_list(entry, "formulations", texts, after="question")
        return _Change(document, splices, splices[0].start)

    def _changed_entry(self, entry_id: str, texts: dict[str, str | None], phrasings: Sequence[str] | None) -> _Change:
        document, entry = self._find(entry_id)
        splices: list[Splice] = []
        for name, text in texts.items():
            text = text and _tidy(text)
            if text is not None and text != _text(document, entry, name):
                splices += document.set_text(entry, name, text)
        if phrasings is not None:
            new = [one for one in map(str.strip, phrasings) if one]
            splices += document.set_list(entry, "formulations", new, after="question")
        return _Change(document, splices, entry.start_mark.index)

    def _find(self, entry_id: str) -> tuple[Document, yaml.Node]:
        """Give the file that holds an entry, and the entry."""
        problems: list[Problem] = []
        for path in theme_files(self._folder):
            try:
                document = Document.open(self._folder, path)
            except ContentError as error:
                problems += error.problems
                continue
            for entry in document.items(document.root, "questions"):
                if _text(document, entry, "id") == entry_id:
                    return document, entry
        if problems:
            raise ContentError(problems)
        raise _refusal(QUESTIONS, f"il n'y a pas de fiche « {entry_id} ».", "Elle a peut-être été retirée.")

    def _write(self, change: Callable[[], _Change], subject: str) -> Written:
        written = self._written(change)
        if self.record and written.patch is None:
            self.record(written, subject)
        return written

    def _written(self, change: Callable[[], _Change]) -> Written:
        try:
            with locked(self._folder):
                for _ in range(_TRIES):
                    if written := self._once(change()):
                        return written
        except OSError as error:
            raise _refusal(".", f"impossible d'y écrire ({error.strerror}).", "Vérifiez le disque.") from None
        raise _refusal(".", "le fichier change sans cesse.", "Réessayez quand plus personne n'y écrit.")

    def _once(self, change: _Change) -> Written | None:
        """Check and put a change in place; None when the file has become another meanwhile."""
        document = change.document
        raw = document.splice(change.splices)
        self._check(document.path, raw)
        line = 1 + document.text.count("\n", 0, change.at) + _lines_before(change)
        if raw == document.raw:
            return Written(document.path, line)
        where = (self._folder / document.path).resolve()
        try:
            fresh = put(where, raw, document.raw)
        except OSError as error:
            if error.errno not in _FORBIDDEN:
                raise
            return Written(document.path, line, _patch(document, raw))
        return Written(document.path, line) if fresh else None

    def _check(self, path: str, raw: bytes) -> None:
        """Load a copy of the folder in which one file is another; raises ContentError."""
        with tempfile.TemporaryDirectory() as place:
            copy = Path(place) / "faq"
            shutil.copytree(self._folder, copy, ignore=shutil.ignore_patterns(".*"), copy_function=shutil.copyfile)
            (copy / path).write_bytes(raw)
            load(copy)


def put(where: Path, raw: bytes, before: bytes) -> bool:
    """Replace a file in one move, unless it is no more as it was before (False)."""
    handle, name = tempfile.mkstemp(prefix=f".{where.name}.", suffix=".tmp", dir=where.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(handle)
        shutil.copymode(where, name)
        if where.read_bytes() != before:
            return False
        Path(name).replace(where)
        return True
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def _entry_lines(draft: EntryDraft) -> list[str]:
    """Write an entry as the files do, at no indent."""
    lines = [f"id: {draft.id}", f"question: {quoted(draft.question.strip())}"]
    if draft.phrasings:
        lines += ["formulations:", *(f"  - {quoted(one.strip())}" for one in draft.phrasings)]
    lines += block("reponse", _tidy(draft.answer))
    lines += [f"verifie_le: {draft.verified_on.isoformat()}"] if draft.verified_on else []
    return lines + ([f"source: {quoted(draft.source.strip())}"] if draft.source.strip() else [])


def _tidy(text: str) -> str:
    """Give a text with one kind of line ending and no spaces at the ends of its lines."""
    return "\n".join(line.rstrip(" \t") for line in text.strip().splitlines())


def _text(document: Document, mapping: yaml.Node, name: str) -> str | None:
    found = document.get(mapping, name)
    return str(found[1].value).strip() if found and isinstance(found[1], yaml.ScalarNode) else None


def _same(document: Document, entry: yaml.Node, draft: EntryDraft) -> bool:
    asked, said = _text(document, entry, "question"), _text(document, entry, "reponse")
    return asked == draft.question.strip() and said == _tidy(draft.answer)


def _lines_before(change: _Change) -> int:
    """Count the lines to go down from the place of an insertion to what it inserts."""
    inserted = next((one.text for one in change.splices if one.start == change.at), "")
    return len(inserted) - len(inserted.lstrip("\n"))


def _patch(document: Document, raw: bytes) -> str:
    """Give a change as a unified diff, as `git apply` and `patch -p1` take it in the content folder."""
    old, new = _split(document.raw.decode()), _split(raw.decode())
    lines = unified_diff(old, new, f"a/{document.path}", f"b/{document.path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _split(text: str) -> list[str]:
    """Give the lines of a text with their ends; only a line feed ends one."""
    return [line for line in text.replace("\n", "\n\0").split("\0") if line]


def _refusal(path: str, what: str, remedy: str) -> ContentError:
    return ContentError([Problem(path, 1, what, remedy)])
