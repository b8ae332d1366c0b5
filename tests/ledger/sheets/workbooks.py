"""Workbooks for tests, made by another library than the one that reads them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]], finish: Callable[[Any, Any], None] | None = None) -> bytes:
    """Return a workbook of these sheets; days are written as a spreadsheet does, by a number with a format."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for name, rows in sheets:
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, dt.date):
                        page.write_datetime(at, column, dt.datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
                    elif cell is not None:
                        page.write(at, column, cell)
        if finish is not None:
            finish(book, page)
    return out.getvalue()
