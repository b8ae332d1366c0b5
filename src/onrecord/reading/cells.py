"""Owns the cells of a workbook's sheet with their kinds: for who takes a table over, not for who reads a text.

Numbers and days come as they are saved, beside what the sheet shows. Formulas are not computed: the value that was
saved stands for them, and it is told where. This is done in the confined child; `sheet_from` believes nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

from onrecord.reading.markup import Package
from onrecord.reading.numbers_shown import day_of, shown
from onrecord.reading.unread import Garbage, is_whole
from onrecord.reading.xlsx import Book, Words, column_of, opened

MOST_CELLS: Final = 2_000_000
_MOST_COLUMNS: Final = 16_384  # of any sheet (ECMA-376, 18.3.1.13)
_MOST_ROWS: Final = 1_048_576
_MOST_MERGED: Final = 50_000
_DIGITS: Final = Context(prec=15)  # what a sheet holds of a number; the rest is the machine's
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_FIELDS: Final = frozenset({"sheets", "chosen", "rows", "merged", "hidden"})


class CellKind(StrEnum):
    """What a cell holds. A `lost` one has a formula whose value was never saved."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    TRUTH = "truth"
    ERROR = "error"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: `text` is its value in plain form (24000.5, 2021-03-09, yes), `shown` what a person sees."""

    kind: CellKind
    text: str
    shown: str
    is_formula: bool = False
    is_filled: bool = False  # it stands here by a merged cell alone


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row with its number in the sheet and the cells that hold something, by column from 1."""

    number: int
    cells: Mapping[int, Cell]

    def line(self) -> str:
        """Return the row as one line of text, cells apart by tabs, as a text layer has it."""
        own = {column: _on_one_line(cell.shown) for column, cell in self.cells.items() if not cell.is_filled}
        return "\t".join(own.get(one, "") for one in range(1, max(own, default=0) + 1)).strip("\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet as a table. What is merged stands in each cell that it covers, where one of the row's own cells is.

    `name` is None where nobody said which one and there are several to choose from: `names` has them.
    """

    name: str | None
    names: tuple[str, ...]
    rows: tuple[SheetRow, ...] = ()
    filled: int = 0
    hidden: tuple[str, ...] = ()

    @property
    def formulas(self) -> int:
        """How many cells stand by a value that was saved for a formula."""
        return sum(cell.is_formula for row in self.rows for cell in row.cells.values())


def _on_one_line(words: str) -> str:
    return " ".join(words.split()) if "\n" in words or "\t" in words or "\r" in words else words


def cells_of(content: bytes, sheet: str | None) -> dict[str, Any]:
    """Return the cells of one sheet as plain JSON: the one that is named, else the only one that is not hidden.

    Raises:
        ValueError: no workbook, damaged, encrypted, made to hurt, or beyond the limits.
    """
    package = Package(content)
    book = opened(package, keeps_lines=True)
    answer: dict[str, Any] = {"sheets": [[name, is_hidden] for name, _, is_hidden in book.sheets], "chosen": None}
    seen = [one for one in book.sheets if not one[2]]
    wanted = [one for one in book.sheets if one[0] == sheet] if sheet is not None else seen
    listener = _Cells(book)
    if len(wanted) == 1 and wanted[0][1] in package.names:
        answer["chosen"] = wanted[0][0]
        package.parse(wanted[0][1], listener)
    return answer | {"rows": listener.rows, "merged": listener.merged, "hidden": sorted(listener.hidden)}


class _Cells(Words):
    """Takes rows of cells, the ranges that are merged, and what is hidden."""

    def __init__(self, book: Book) -> None:
        super().__init__(keeps_lines=True)
        self._book = book
        self.rows: list[list[Any]] = []
        self.merged: list[str] = []
        self.hidden: set[str] = set()
        self._cells: list[list[Any]] = []
        self._kind = self._style = ""
        self._value: list[str] = []
        self._is_value = self._is_formula = False
        self._row = self._column = self._count = 0

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Begin a row, a cell, a value."""
        super().start(name, attributes)
        if name in ("row", "col") and attributes.get("hidden") in ("1", "true"):
            self.hidden.add("rows" if name == "row" else "columns")
        if name == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
            self._cells, self._column = [], 0
        elif name == "c":
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._column = column_of(attributes.get("r", "")) or self._column + 1
            self._value, self._is_formula = [], False
        elif name == "f":
            self._is_formula = True
        elif name == "v":
            self._is_value, self._value = True, []
        elif name == "mergeCell" and len(self.merged) < _MOST_MERGED:
            self.merged.append(attributes.get("ref", ""))

    def end(self, name: str, /) -> None:
        """Take a cell, a row."""
        super().end(name)
        if name == "v":
            self._is_value = False
        elif name == "c":
            self._take(self.taken())
        elif name == "row" and self._cells:
            self.rows.append([self._row, self._cells])

    def data(self, text: str, /) -> None:
        """Take letters of a value, or of a string in the cell itself."""
        super().data(text)
        if self._is_value:
            self._value.append(text)

    def _take(self, words: str) -> None:
        kind, text, as_shown = self._cell(words, "".join(self._value))
        if not as_shown.strip() and kind is not CellKind.LOST:
            return
        self._count += 1
        if self._count > MOST_CELLS:
            msg = f"more than {MOST_CELLS} cells in one sheet"
            raise ValueError(msg)
        cell: list[Any] = [self._column, kind.value, text, as_shown]
        self._cells.append([*cell, True] if self._is_formula else cell)

    def _cell(self, words: str, value: str) -> tuple[CellKind, str, str]:
        if self._is_formula and not value:
            return CellKind.LOST, "", ""
        match self._kind:
            case "s":
                words = self._book.string(value)
            case "str":
                words = value
            case "b":
                return CellKind.TRUTH, "yes" if value == "1" else "no", "TRUE" if value == "1" else "FALSE"
            case "e":
                return CellKind.ERROR, value, value
            case "d":
                return CellKind.DAY, value[:10], value
            case "n" if value:
                return self._number(value)
        return CellKind.TEXT, words, words

    def _number(self, value: str) -> tuple[CellKind, str, str]:
        code, since_1904 = self._book.code(self._style), self._book.since_1904
        as_shown = shown(value, code, since_1904=since_1904)
        day = day_of(value, code, since_1904=since_1904)
        if day is not None:
            return CellKind.DAY, day, as_shown
        try:
            number = _DIGITS.plus(Decimal(value))
        except InvalidOperation:
            return CellKind.TEXT, value, value
        is_plain = number.is_finite() and abs(number.adjusted()) < 100
        return (CellKind.NUMBER, f"{number.normalize():f}" if is_plain else value, as_shown)


def sheet_from(value: Mapping[str, Any]) -> Sheet:
    """Return an answer of the child as a sheet: right types, whole letters, rows and columns that a sheet can have.

    Raises:
        Garbage: it is anything else.
    """
    if set(value) != _FIELDS or not all(isinstance(value[one], list) for one in _FIELDS - {"chosen"}):
        msg = "other fields than a sheet has"
        raise Garbage(msg)
    names = [_word(_pair(one)[0]) for one in value["sheets"]]
    seen = tuple(name for name, one in zip(names, value["sheets"], strict=True) if one[1] is not True)
    if value["chosen"] is None:
        return Sheet(name=None, names=tuple(dict.fromkeys((*seen, *names))))
    filling = _Filling(dict(_rows(value["rows"])))
    for reference in value["merged"]:
        filling.fill(_word(reference))
    return Sheet(
        name=_word(value["chosen"]),
        names=tuple(names),
        rows=tuple(SheetRow(number=number, cells=cells) for number, cells in sorted(filling.rows.items())),
        filled=filling.count,
        hidden=tuple(_word(one) for one in value["hidden"]),
    )


@dataclass(slots=True)
class _Filling:
    """Puts what is merged into the cells it covers, in rows that hold something and columns that are used."""

    rows: dict[int, dict[int, Cell]]
    count: int = 0
    _last: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._last = max((max(cells) for cells in self.rows.values() if cells), default=0)

    def fill(self, reference: str) -> None:
        """Fill one range; what is no range is passed over, as sheets do."""
        first, _, last = reference.partition(":")
        corners = [_REFERENCE.fullmatch(one) for one in (first, last)]
        if corners[0] is None or corners[1] is None:
            return
        (left, top), (right, bottom) = ((column_of(one[1]), int(one[2])) for one in corners if one is not None)
        cell = self.rows.get(top, {}).get(left)
        if cell is None:
            return
        for number in self._covered(top, bottom):
            cells = self.rows[number]
            for column in range(left, min(right, self._last) + 1):
                if column not in cells and self.count < MOST_CELLS:
                    cells[column] = replace(cell, is_formula=False, is_filled=True)
                    self.count += 1

    def _covered(self, top: int, bottom: int) -> Iterable[int]:
        if bottom - top < len(self.rows):
            return [number for number in range(top, bottom + 1) if number in self.rows]
        return [number for number in self.rows if top <= number <= bottom]


def _rows(value: Iterable[Any]) -> Iterator[tuple[int, dict[int, Cell]]]:
    count = 0
    for one in value:
        number, cells = _pair(one)
        if type(number) is not int or not 1 <= number <= _MOST_ROWS or not isinstance(cells, list):
            msg = "a row that no sheet has"
            raise Garbage(msg)
        count += len(cells)
        if count > MOST_CELLS:
            msg = "too many cells"
            raise Garbage(msg)
        yield number, dict(_cell(cell) for cell in cells)


def _cell(value: Any) -> tuple[int, Cell]:
    if not isinstance(value, list) or len(value) not in (4, 5):
        msg = "a cell with other fields"
        raise Garbage(msg)
    column, kind, text, as_shown, *is_formula = value
    is_place = type(column) is int and 1 <= column <= _MOST_COLUMNS
    if not is_place or kind not in list(CellKind) or is_formula not in ([], [True]):
        msg = "a cell that no sheet has"
        raise Garbage(msg)
    return column, Cell(kind=CellKind(kind), text=_word(text), shown=_word(as_shown), is_formula=bool(is_formula))


def _pair(value: Any) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != 2:
        msg = "no pair where one has to be"
        raise Garbage(msg)
    return value[0], value[1]


def _word(value: Any) -> str:
    if not isinstance(value, str) or not is_whole(value):
        msg = "no text where one has to be"
        raise Garbage(msg)
    return value
