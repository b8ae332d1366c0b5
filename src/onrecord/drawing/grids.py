"""Owns how a matrix is laid out: rows of words, columns of who, and a sign where the two meet.

What a sign stands for is written in its row as well; a row of which nothing may be said is hatched over all columns.
The heads of columns are words where there is room and numbers with a key where there is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.drawing.marks import Sign
from onrecord.drawing.measuring import LINE, lines_of, width_of
from onrecord.drawing.sheet import Draw, Sheet

_LEAST_PITCH: Final = 14.0
_MOST_PITCH: Final = 130.0
_SIGN: Final = 12.0
_CELL: Final = 22.0
_MOST_LINES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A row: what it is of, what is told of it, and the signs by the number of their column.

    `is_unknown` where it is not known whether anything belongs into it; `is_none` where somebody looked and found
    nothing.
    """

    label: str
    details: tuple[str, ...]
    signs: Mapping[int, tuple[Sign, ...]]
    is_unknown: bool = False
    is_none: bool = False


def matrix(sheet: Sheet, columns: Sequence[str], rows: Sequence[MatrixRow]) -> None:
    """Draw the rows with their signs below the heads of the columns; signs of one cell stand beside each other.

    Of more columns than the sheet is wide for, those that are left follow below, with the rows that have signs there.
    """
    room = sheet.right - sheet.left
    together = max(1, int(room / _LEAST_PITCH))
    are_words = _fit(columns, min(room / max(1, len(columns)), _MOST_PITCH))
    if not are_words:
        for place, name in enumerate(columns, start=1):
            sheet.line(f"{place}: {name}")
    else:
        sheet.said("; ".join(columns))
    for first in range(0, max(1, len(columns)), together):
        part = range(first, min(first + together, len(columns)))
        grid = _Grid(sheet, part, min(room / max(1, len(part)), _MOST_PITCH))
        grid.heads([columns[place] if are_words else str(place + 1) for place in part])
        for row in rows:
            if not first:
                sheet.row(row.label, row.details, grid.drawing(row), height=_CELL)
            elif any(place in row.signs for place in part):
                sheet.row(row.label, (), grid.drawing(row), height=_CELL)


def _fit(columns: Sequence[str], pitch: float) -> bool:
    """Say whether the heads can be words: no more than three lines of each, and no word broken."""
    return all(
        len(lines_of(name, pitch - 8, is_bold=True)) <= _MOST_LINES
        and all(width_of(word, is_bold=True) <= pitch - 8 for word in name.split())
        for name in columns
    )


@dataclass(frozen=True, slots=True)
class _Grid:
    """Some columns of a matrix, side by side."""

    sheet: Sheet
    columns: range
    pitch: float

    def heads(self, names: Sequence[str]) -> None:
        """Write the heads; numbers that would touch stand on two lines in turn."""
        sheet = self.sheet
        broken = [lines_of(name, self.pitch - 8, is_bold=True) if self.pitch > 40 else [name] for name in names]
        is_tight = any(width_of(line, is_bold=True) > self.pitch - 2 for lines in broken for line in lines)
        sheet.y += 6
        for place, lines in enumerate(broken):
            for number, words in enumerate(lines):
                down = LINE * (place % 2 if is_tight else number)
                x = sheet.left + self.pitch * (place + 0.5)
                sheet.canvas.text(x, sheet.y + 12 + down, words, "strong", "middle")
        sheet.y += (2 if is_tight else max((len(lines) for lines in broken), default=0)) * LINE + 4

    def drawing(self, row: MatrixRow) -> Draw:
        """Return what draws the cells of a row."""

        def draw(left: float, y: float, _room: float) -> None:
            right = left + self.pitch * max(1, len(self.columns))
            if row.is_unknown or row.is_none:
                self.sheet.canvas.box(left, y, right - left, _CELL - 4, "hatched" if row.is_unknown else "empty")
                return
            self._cells(row, left, right, y)

        return draw

    def _cells(self, row: MatrixRow, left: float, right: float, y: float) -> None:
        canvas, most = self.sheet.canvas, max(1, int(self.pitch / _SIGN))
        canvas.line(left, y + _CELL - 2, right, y + _CELL - 2, "grid")
        for place in range(len(self.columns) + 1):
            canvas.line(left + self.pitch * place, y - 2, left + self.pitch * place, y + _CELL - 2, "grid")
        for place, column in enumerate(self.columns):
            shown = row.signs.get(column, ())[:most]
            first = left + self.pitch * (place + 0.5) - _SIGN / 2 * (len(shown) - 1)
            for at, sign in enumerate(shown):
                canvas.sign(sign, first + _SIGN * at, y + 8)
