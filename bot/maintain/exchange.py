"""Entries as the rows of a table, and a table's rows back into the files of a content folder, without loss.

One row is one entry, one column one key of it. What a table does not say stays as it is in the files: entries it does
not have, columns it does not have, comments, order.
"""

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from bot.content import Content, ContentError, Entry, Problem, load
from bot.content.draft import Written
from bot.content.files import QUESTIONS, theme_files
from bot.content.schema import ID_PATTERN
from bot.maintain import schema
from bot.maintain.document import Document, block, quoted
from bot.maintain.edit import Record, put
from bot.maintain.lock import locked

TEXTS: Final = ("question", "reponse", "verifie_le", "source", "page")
LISTS: Final = ("formulations", "voir_aussi", "formations")
COLUMNS: Final = (
    *("theme", "titre_du_theme", "id", "question", "formulations", "reponse", "liens"),
    *("voir_aussi", "formations", "verifie_le", "source", "page"),
)
"""`theme`: the name of the file in `questions/`, without its ending. Lists have one item a line; a link is its title,
` | `, and its address. In an item a backslash is written twice, and the end of a line as backslash and n."""

REQUIRED: Final = ("theme", "id", "question", "reponse")

Row = Mapping[str, str]


def rows(content: Content) -> list[list[str]]:
    """Give the entries as rows under COLUMNS, in the order of the files."""
    return [
        [row[name] for name in COLUMNS]
        for theme in content.themes
        for row in (_row(entry, theme.title) for entry in theme.entries)
    ]


def _row(entry: Entry, title: str) -> dict[str, str]:
    return {
        "theme": entry.theme,
        "titre_du_theme": title,
        "id": entry.id,
        "question": entry.question,
        "formulations": _joined(entry.phrasings),
        "reponse": entry.answer,
        "liens": _joined([f"{link.title} | {link.url}" for link in entry.links]),
        "voir_aussi": _joined(entry.see_also),
        "formations": _joined(entry.offers),
        "verifie_le": entry.verified_on.isoformat() if entry.verified_on else "",
        "source": entry.source,
        "page": entry.page,
    }


def bring_in(folder: Path, table: Sequence[Row], record: Record | None = None) -> list[Written]:
    """Write the entries of a table into a content folder, and give the files that changed, all of them or none.

    Raises ContentError, with nothing changed, where the folder would not be valid with it; its lines are those of the
    table for what is wrong with a row, and of the files for the rest.
    """
    with locked(folder), tempfile.TemporaryDirectory() as place:
        copy = Path(shutil.copytree(folder, Path(place) / "faq", ignore=shutil.ignore_patterns(".*")))
        before = {path: (copy / path).read_bytes() for path in theme_files(copy)}
        table = [{**row, "verifie_le": _day(row["verifie_le"])} if row.get("verifie_le") else row for row in table]
        _Import(copy, load(folder)).write(table)
        try:
            load(copy)
        except ContentError as error:
            raise ContentError([_of_table(copy, one, table) for one in error.problems]) from None
        changed = [path for path in theme_files(copy) if (copy / path).read_bytes() != before.get(path)]
        for path in changed:
            _put_in_place(folder / path, (copy / path).read_bytes(), before.get(path))
    written = [Written(path, 1) for path in changed]
    for one in written:
        if record:
            record(one, "Importe des fiches d'un tableau")
    return written


def _day(text: str) -> str:
    """Give a day as the files have it, where a table has it as the French write it: 23/11/2026."""
    found = _FRENCH_DAY.fullmatch(text.strip())
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else text


def _of_table(folder: Path, problem: Problem, table: Sequence[Row]) -> Problem:
    """Place a problem of an entry at its row of the table, where it is one of the table's."""
    if not problem.path.startswith(f"{QUESTIONS}/"):
        return problem
    above = (folder / problem.path).read_text(encoding="utf-8").split("\n")[: problem.line]
    id = next((found[1] for line in reversed(above) if (found := _ID_LINE.match(line))), None)
    row = next((number for number, row in enumerate(table, 2) if row["id"] == id), None)
    return Problem("tableau", row, f"fiche « {id} » : {problem.what}", problem.remedy) if row else problem


def _put_in_place(where: Path, raw: bytes, before: bytes | None) -> None:
    if before is None:
        where.write_bytes(raw)
    elif not put(where.resolve(), raw, before):
        what = "ce fichier vient de changer. Les fichiers d'avant lui dans l'alphabet sont importés."
        raise ContentError([Problem(f"{QUESTIONS}/{where.name}", 1, what, "Recommencez l'import.")])


_FRENCH_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ID_LINE: Final = re.compile(r"^ *(?:- )?id: *[\"']?([\w-]+)")


class _Import:
    """Writes rows into a folder, file by file."""

    def __init__(self, folder: Path, content: Content) -> None:
        self._folder = folder
        self._content = content
        self._titles = {theme.slug: theme.title for theme in content.themes}

    def write(self, table: Sequence[Row]) -> None:
        self._check(table)
        for row in table:
            path = f"{QUESTIONS}/{row['theme']}.yaml"
            known = self._content.entries.get(row["id"])
            if not (self._folder / path).exists():
                title = row.get("titre_du_theme") or row["theme"]
                head = f"{schema.named_in(path)}\ntheme: {quoted(title)}\nquestions: []\n"
                (self._folder / path).write_text(head, encoding="utf-8")
            if known is None:
                self._add(path, row)
            else:
                self._change(path, row, _row(known, self._titles[known.theme]))

    def _check(self, table: Sequence[Row]) -> None:
        """Refuse rows that cannot be placed; what is wrong inside an entry is seen when it is loaded."""
        problems = []
        seen: set[str] = set()
        for line, row in enumerate(table, 2):
            for name in REQUIRED:
                if not row.get(name):
                    what = f"la colonne « {name} » est vide."
                    problems.append(Problem("tableau", line, what, "Remplissez-la."))
            id, theme = row.get("id", ""), row.get("theme", "")
            known = self._content.entries.get(id)
            if id in seen:
                what = f"l'id « {id} » y figure deux fois."
                problems.append(Problem("tableau", line, what, "Gardez une seule ligne."))
            if known and theme and theme != known.theme:
                what = f"la fiche « {id} » est dans le thème « {known.theme} »."
                problems.append(Problem("tableau", line, what, "Laissez-la-lui : on la déplace dans les fichiers."))
            if theme and not re.fullmatch(ID_PATTERN, theme):
                what = f"« {theme} » ne convient pas comme nom de thème."
                problems.append(Problem("tableau", line, what, "Minuscules sans accent, chiffres, - et _."))
            seen.add(id)
        if problems:
            raise ContentError(problems)

    def _add(self, path: str, row: Row) -> None:
        document = Document.open(self._folder, path)
        splices = document.add_item(document.root, "questions", _lines(row))
        (self._folder / path).write_bytes(document.splice(splices))

    def _change(self, path: str, row: Row, old: Row) -> None:
        """Write the columns that are other ones than before, one after the other."""
        for name, text in row.items():
            if text == old[name] or name in ("theme", "id", "titre_du_theme"):
                continue
            document = Document.open(self._folder, path)
            entry = next(
                one
                for one in document.items(document.root, "questions")
                if (id := document.get(one, "id")) and str(id[1].value).strip() == row["id"]
            )
            if name in TEXTS:
                splices = document.set_text(entry, name, text)
            elif name in LISTS:
                splices = document.set_list(entry, name, _items(text), after="question")
            else:
                splices = document.set_block(entry, name, _link_lines(text))
            (self._folder / path).write_bytes(document.splice(splices))


def _lines(row: Row) -> list[str]:
    """Write an entry as the files do, at no indent."""
    lines = [f"id: {row['id']}", f"question: {quoted(row['question'])}"]
    if phrasings := _items(row.get("formulations", "")):
        lines += ["formulations:", *(f"  - {quoted(one)}" for one in phrasings)]
    lines += block("reponse", row["reponse"])
    if links := _link_lines(row.get("liens", "")):
        lines += ["liens:", *(f"  {line}" for line in links)]
    for name in ("voir_aussi", "formations"):
        if ids := _items(row.get(name, "")):
            lines += [f"{name}:", *(f"  - {quoted(one)}" for one in ids)]
    return lines + [f"{name}: {quoted(row[name])}" for name in ("verifie_le", "source", "page") if row.get(name)]


def _link_lines(cell: str) -> list[str]:
    found = []
    for item in _items(cell):
        title, _, url = item.rpartition(" | ")
        found += [f"- titre: {quoted(title)}", f"  url: {quoted(url)}"]
    return found


def _joined(items: Sequence[str]) -> str:
    return "\n".join(item.replace("\\", "\\\\").replace("\n", "\\n") for item in items)


def _items(cell: str) -> list[str]:
    lines = (line.strip() for line in cell.split("\n"))
    return [line.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\") for line in lines if line]
