"""Owns tables that are written for people: workbooks and CSV of rows, and refused rows as they came.

No cell of ours is a formula: what somebody wrote must not run in a spreadsheet (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from onrecord.ledger.rows import LISTS, escaped
from onrecord.ledger.sheets.tables import Table

_LONGEST_CELL: Final = 32_767  # of a workbook (ECMA-376 leaves it open; every program stops there)
_MOST_ROWS: Final = 1_048_575
_WIDEST: Final = 60


class TooMuchForASheet(ValueError):
    """More rows, or a longer text, than a sheet of a workbook can hold."""


def csv_of(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV with a mark of UTF-8 for spreadsheets. What begins like a formula gets an apostrophe.

    An apostrophe before a formula's sign, and before another apostrophe in front of one, is doubled on the way out, so
    that `unescaped` gives back exactly what was there.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([escaped(cell_text(name, row.get(name))) for name in columns])
    return ("\ufeff" + out.getvalue()).encode()


def cell_text(name: str, value: Any) -> str:
    """Return one value as a cell's text: lists joined by "; ", truth as yes and no."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return "; ".join(str(one) for one in value) if name in LISTS else ", ".join(str(one) for one in value)
    return str(value)


def workbook_of(sheets: Mapping[str, tuple[Sequence[str], Iterable[Mapping[str, Any]]]]) -> bytes:
    """Return a workbook with these sheets; every cell is text, but for whole numbers, so that no program alters one.

    Raises:
        TooMuchForASheet: a sheet cannot hold it.
    """
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **_PLAIN}) as book:
        head, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        for name, (columns, rows) in sheets.items():
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            page.write_row(0, 0, list(columns), head)
            widths = [len(column) for column in columns]
            for at, row in enumerate(rows, start=1):
                _write_row(page, at, [_cell(column, row.get(column)) for column in columns], text, widths)
            for at, width in enumerate(widths):
                page.set_column(at, at, min(_WIDEST, width) + 2)
    return out.getvalue()


def refused_workbook(table: Table, refused: Mapping[int, Sequence[str]], *, words: str | None = None) -> bytes:
    """Return a workbook of the rows that were refused under their own head; the reasons are notes at the first cell.

    It can be corrected and stated again with the same mapping: the head stands in the same row. With `words`, a column
    of that name holds the words that each row is quoted by.
    """
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **_PLAIN}) as book:
        text = book.add_format({"num_format": "@"})
        page = book.add_worksheet(table.sheet)
        for at, cells in enumerate(table.lead):
            is_head = at == len(table.lead) - 1
            _write_row(page, at, [*cells, words] if words and is_head else list(cells), text, [])
        at = len(table.lead)
        for row in table.rows:
            if row.number in refused:
                _write_row(page, at, [*row.raw, row.original] if words else list(row.raw), text, [])
                page.write_comment(at, 0, "\n".join(refused[row.number])[:_LONGEST_CELL])
                at += 1
    return out.getvalue()


_PLAIN: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def _cell(column: str, value: Any) -> str | int:
    is_count = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15
    return int(value) if is_count else cell_text(column, value)


def _write_row(page: Any, at: int, cells: Sequence[str | int], text: Any, widths: list[int]) -> None:
    if at > _MOST_ROWS:
        msg = f"more than {_MOST_ROWS} rows"
        raise TooMuchForASheet(msg)
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            page.write_number(at, column, cell)
        elif len(cell) > _LONGEST_CELL:
            msg = f"a text of {len(cell)} letters in row {at + 1}"
            raise TooMuchForASheet(msg)
        elif cell:
            page.write_string(at, column, cell, text)
        if widths:
            widths[column] = max(widths[column], len(str(cell)))
