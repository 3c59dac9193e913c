"""What can be mended without asking: signs that cannot be meant, and nothing that would change what is said.

Only the lines concerned change; a file is replaced in one move, and only where it reads at least as well as before.
"""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.content import ContentError, Problem, load
from bot.content.files import unread_files, yaml_files
from bot.maintain.document import Document, quoted
from bot.maintain.edit import put
from bot.maintain.lock import locked

_BLANKS = "\t\u00a0\u2007\u202f\u3000"
_INDENT = re.compile(rf"^[ {_BLANKS}]+(?=\S)")
_BEFORE_COLON = re.compile(r"^([ -]*[a-z_]+)[ \u00a0\u2007\u202f\u3000\u200b\u200c\u200d\u2060\ufeff]+(?=:(?:\s|$))")
_AFTER_KEY = re.compile(r"^([ -]*\w+:)[\u00a0\u2007\u202f]+(?=\S)")
_CURVED = re.compile(r"^(?P<before>[ ]*(?:- )?(?:\w+: )?)[“„](?P<text>[^“”„]*)[”“]$")

_HEADER = re.compile(r"^( *(?:- )?)\w+: *[|>][-+0-9]*\s*(?:#.*)?$")

Line = Callable[[str], str]


_KEY = re.compile(r"^( *(?:- )?)[a-z_]+:")


def _indent(line: str, before: Sequence[str]) -> str:
    """Write the indent of a line in ordinary spaces: with a tab in it, as that of its neighbours `before`."""
    found = _INDENT.match(line)
    if found is None or "\t" not in found[0]:
        return _INDENT.sub(lambda found: found[0].translate({ord(sign): " " for sign in _BLANKS}), line)
    rest = line[found.end() :]
    above = [other for other in before if other.strip()]
    last = above[-1] if above else ""
    width = len(last) - len(last.lstrip(" "))
    if header := _HEADER.match(last):  # the first line of a text of several
        return " " * (len(header[1]) + 2) + rest
    if rest.startswith("- "):  # below another item, or below the key of the list
        return " " * (width if last.lstrip().startswith("- ") else width + 2) + rest
    if not _KEY.match(rest):
        return " " * width + rest
    key = next(filter(None, map(_KEY.match, reversed(above))), None)
    return " " * (len(key[1]) if key else 0) + rest


_LINES: tuple[tuple[str, Line, bool], ...] = (
    ("espaces retirées à la fin de la ligne.", lambda line: line.rstrip(" \t"), True),
    ("espace retirée entre la clé et les deux-points.", lambda line: _BEFORE_COLON.sub(r"\1", line), False),
    ("espace ordinaire mise après les deux-points.", lambda line: _AFTER_KEY.sub(r"\1 ", line), False),
    (
        "guillemets courbes remplacés par des guillemets droits.",
        lambda line: _CURVED.sub(lambda found: f"{found['before']}{quoted(found['text'])}", line),
        False,
    ),
)
"""What is said of a change, the change, and whether it is made inside texts of several lines too."""


def mend(folder: Path) -> list[Problem]:
    """Mend a content folder, and say what was done where; raises ContentError where it cannot be written."""
    done: list[Problem] = []
    try:
        with locked(folder):
            for path, right in unread_files(folder).items():
                done += _rename(folder, folder / path, right)
            for path in yaml_files(folder):
                if path.endswith(".yaml"):
                    done += _file(folder, path)
    except OSError as error:
        what = f"impossible d'y écrire ({error.strerror})."
        raise ContentError([Problem(str(folder), 1, what, "Vérifiez les droits du dossier.")]) from None
    return sorted(done)


def _rename(folder: Path, path: Path, name: str | None) -> Iterator[Problem]:
    if name is None:
        return
    right = path.with_name(name)
    if not right.exists() or right.samefile(path):  # the same but for its capitals, on a system that knows none
        path.rename(right)
        yield Problem(right.relative_to(folder).as_posix(), 1, "fichier renommé en .yaml.", "")


def _file(folder: Path, path: str) -> list[Problem]:
    raw = (folder / path).read_bytes()
    mended, done = _signs(path, raw)
    mended, more = _phrasings(path, mended)
    if mended == raw or not _no_worse(folder, path, raw, mended):
        return []
    put((folder / path).resolve(), mended, raw)
    return [*done, *more]


def _signs(path: str, raw: bytes) -> tuple[bytes, list[Problem]]:
    """Mend the signs of a file, line by line."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw, []
    done = []
    if text.startswith("\ufeff"):
        text = text.removeprefix("\ufeff")
        done.append(Problem(path, 1, "marque d'ordre des octets retirée.", ""))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        done.append(Problem(path, 1, "fins de ligne de Windows remplacées.", ""))
    lines = text.split("\n")
    blocks = _blocks(lines)
    for number, line in enumerate(lines):
        if number not in blocks and (indented := _indent(line, lines[:number])) != line:
            what = "tabulations et espaces insécables du début remplacées par des espaces."
            done.append(Problem(path, number + 1, what, ""))
            line = indented
        for what, change, in_blocks in _LINES:
            mended = change(line) if in_blocks or number not in blocks else line
            if mended != line:
                done.append(Problem(path, number + 1, what, ""))
                line = mended
        lines[number] = line
    return "\n".join(lines).encode(), done


def _blocks(lines: Sequence[str]) -> set[int]:
    """Give the lines (from 0) inside texts of several lines; a tab at the very beginning is in none."""
    inside: set[int] = set()
    column: int | None = None
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if column is not None and line.strip() and (indent <= column or line[0] in _BLANKS):
            column = None if line[0] not in _BLANKS else column
        elif column is not None:
            inside.add(number)
            continue
        if header := _HEADER.match(line):
            column = len(header[1])
    return inside


def _phrasings(path: str, raw: bytes) -> tuple[bytes, list[Problem]]:
    """Take out the phrasings that stand twice in an entry."""
    try:
        document = Document.of(path, raw)
    except ContentError:
        return raw, []
    splices, done = [], []
    for entry in document.items(document.root, "questions"):
        items = document.items(entry, "formulations")
        kept: dict[str, str] = {}
        for item in items:
            text = str(item.value)
            if text.strip().casefold() in kept:
                what = f"« {text} » figurait deux fois, retirée."
                done.append(Problem(path, item.start_mark.line + 1, what, ""))
            kept.setdefault(text.strip().casefold(), text)
        if len(kept) < len(items):
            splices += document.set_list(entry, "formulations", list(kept.values()), after="question")
    return (document.splice(splices) if splices else raw), done


def _no_worse(folder: Path, path: str, raw: bytes, mended: bytes) -> bool:
    """Say whether a folder has no more mistakes with a file mended."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "faq"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*"), copy_function=shutil.copyfile)
        counts = []
        for version in (raw, mended):
            (copy / path).write_bytes(version)
            counts.append(_mistakes(copy))
    return counts[1] <= counts[0]


def _mistakes(folder: Path) -> int:
    try:
        load(folder)
    except ContentError as error:
        return len(error.problems)
    return 0
