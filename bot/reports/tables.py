"""Rows into files that a spreadsheet opens: CSV and XLSX, by the name's ending."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

from bot.problem import MendableError

Cell = str | int | float | None

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet takes for the beginning of a formula, and what `_defused` made of one, which is made so again.

Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

_MOST_CHARACTERS: Final = 32_767
"""What a cell of XLSX can hold."""


def save(file: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table; raises MendableError for another ending, or where the file cannot be written."""
    ending = file.suffix.lower()
    if ending not in (".csv", ".xlsx"):
        raise MendableError(f"{file} : donnez un nom qui finit par .csv ou .xlsx.")
    safe = [[_defused(cell) for cell in row] for row in rows]
    try:
        if ending == ".csv":
            with file.open("w", encoding="utf-8-sig", newline="") as out:  # the mark tells Excel that it is UTF-8
                csv.writer(out).writerows([header, *safe])
        else:
            _save_xlsx(file, header, safe)
    except OSError as error:
        raise MendableError(f"{file} : impossible d'y écrire ({error.strerror}).") from None


def _save_xlsx(file: Path, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(header))
    for row in rows:
        if any(isinstance(cell, str) and len(cell) > _MOST_CHARACTERS for cell in row):
            raise MendableError(f"{file} : une case dépasse {_MOST_CHARACTERS} signes. Écrivez plutôt un .csv.")
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in row])
    book.save(file)


def _defused(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _armed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def read(file: Path) -> list[dict[str, str]]:
    """Read a table as `save` writes it, or as a spreadsheet saves that again: a row is its cells by their column.

    Empty rows are left out. Raises MendableError where it cannot be read.
    """
    try:
        lines = _xlsx(file) if file.suffix.lower() == ".xlsx" else _csv(file)
    except OSError as error:
        raise MendableError(f"{file} : impossible de le lire ({error.strerror or 'fichier abîmé'}).") from None
    except (ValueError, KeyError, BadZipFile, csv.Error):
        what = f"{file} : ce n'est pas un tableau."
        raise MendableError(f"{what} Enregistrez-le en .xlsx, ou en .csv (UTF-8).") from None
    header = [name.strip() for name in lines[0]] if lines else []
    rows = [[_armed(cell).replace("\r\n", "\n") for cell in line] for line in lines[1:]]
    return [dict(zip(header, [*row, *[""] * len(header)], strict=False)) for row in rows if any(map(str.strip, row))]


def _csv(file: Path) -> list[list[str]]:
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:  # Excel's own choice, in Western Europe
        text = raw.decode("cp1252")
    head = text.split("\n", 1)[0]
    return list(csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=head.count)))


def _xlsx(file: Path) -> list[list[str]]:
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True, data_only=True)
    try:
        return [[_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell)
