"""Rows into files that a spreadsheet opens: CSV and XLSX, by the name's ending."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from bot.problem import MendableError

Cell = str | int | float | None

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula. Source: https://owasp.org/www-community/attacks/CSV_Injection"""


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
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in row])
    book.save(file)


def _defused(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
