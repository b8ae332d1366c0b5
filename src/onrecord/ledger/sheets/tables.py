"""Owns tables as they come: CSV, workbooks and JSON Lines, each cell with what it holds, each row with its number."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from onrecord import reading
from onrecord.kernel import NotCanonical, file_problem, parse_json
from onrecord.ledger.errors import FileNotRows, SheetNotChosen
from onrecord.ledger.rows import RawLines
from onrecord.reading import Cell, CellKind

WORKBOOKS: Final = (".xlsx", ".xlsm")
_LINES: Final = (".jsonl", ".ndjson")
_LARGEST: Final = 256 << 20
_DELIMITERS: Final = ",;\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row: its cells by column, only those that hold something, and its words as they came.

    `problem` says why it is none; `cells` is empty then.
    """

    number: int
    cells: Mapping[str, Cell]
    original: str
    raw: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person has to know of a table that was read: how far its cells are what they seem."""

    formulas: int = 0
    merged: int = 0
    hidden: tuple[str, ...] = ()

    def to_row(self) -> dict[str, Any]:
        """Return it as reports print it."""
        return {"formulas": self.formulas, "merged": self.merged, "hidden": list(self.hidden)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file's rows under their columns. `lead` are the rows down to the head, as they came."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    lead: tuple[tuple[str, ...], ...] = ()
    sheet: str | None = None
    delimiter: str = ","
    told: Told = field(default_factory=Told)


def is_workbook(path: Path) -> bool:
    """Say whether a file's name is a workbook's."""
    return path.suffix.lower() in WORKBOOKS


def table_from(path: Path, *, sheet: str | None = None, head: Sequence[int] = (), encoding: str = "utf-8-sig") -> Table:
    """Return the table that a file holds. `head` are the rows of the column names; by default the first that has any.

    Raises:
        FileNotRows: it cannot be read, or its head is one that nobody could follow.
        SheetNotChosen: it has several sheets and none was named, or none of that name.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise FileNotRows(path=str(path), problem=f"more than {_LARGEST >> 20} MiB")
        content = path.read_bytes()
    except OSError as err:
        raise FileNotRows(path=str(path), problem=file_problem(err)) from err
    if is_workbook(path):
        return _workbook(path, content, sheet, head)
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as err:
        raise FileNotRows(path=str(path), problem=str(err)) from err
    return _lines(text) if path.suffix.lower() in _LINES else _csv(path, text, head)


def _workbook(path: Path, content: bytes, wanted: str | None, head: Sequence[int]) -> Table:
    try:
        found = reading.sheet_in(content, wanted)
    except ValueError as err:
        raise FileNotRows(path=str(path), problem=str(err)) from err
    if found.name is None:
        raise SheetNotChosen(path=str(path), sheets=", ".join(f"“{name}”" for name in found.names))
    names = head or ([found.rows[0].number] if found.rows else [])
    last = max(names, default=0)
    width = max((max(row.cells) for row in found.rows if row.cells), default=0)
    raw = {row.number: tuple(_shown(row.cells.get(one)) for one in range(1, width + 1)) for row in found.rows}
    columns = _columns(path, [raw.get(number, ("",) * width) for number in names])
    rows = [
        TableRow(
            number=row.number,
            cells={columns[at - 1]: cell for at, cell in sorted(row.cells.items())},
            original=row.line(),
            raw=raw[row.number],
        )
        for row in found.rows
        if row.number > last
    ]
    told = Told(formulas=found.formulas, merged=found.filled, hidden=found.hidden)
    lead = tuple(raw.get(number, ()) for number in range(1, last + 1))
    return Table(columns=columns, rows=tuple(rows), lead=lead, sheet=found.name, told=told)


def _shown(cell: Cell | None) -> str:
    """Return a cell as it can be written again: a day and a number plainly, whatever their format."""
    if cell is None:
        return ""
    return cell.text if cell.kind in (CellKind.NUMBER, CellKind.DAY, CellKind.TRUTH) else cell.shown


def _csv(path: Path, text: str, head: Sequence[int]) -> Table:
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    lines = RawLines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    read: list[tuple[int, list[str], str]] = []
    try:
        for cells in reader:
            original = lines.taken()
            if any(cell.strip() for cell in cells):
                read.append((reader.line_num, cells, original))
    except csv.Error as err:
        raise FileNotRows(path=str(path), problem=f"line {reader.line_num}: {err}") from err
    names = head or ([read[0][0]] if read else [])
    last = max(names, default=0)
    by_number = {number: tuple(cells) for number, cells, _ in read}
    columns = _columns(path, [by_number.get(number, ()) for number in names])
    rows = [_csv_row(number, cells, columns, original) for number, cells, original in read if number > last]
    lead = tuple(by_number.get(number, ()) for number in range(1, last + 1))
    return Table(columns=columns, rows=tuple(rows), lead=lead, delimiter=delimiter)


def _csv_row(number: int, cells: Sequence[str], columns: Sequence[str], original: str) -> TableRow:
    raw = tuple(cells)
    if len(cells) > len(columns):
        problem = f"{len(cells)} cells under {len(columns)} columns"
        return TableRow(number=number, cells={}, original=original, raw=raw, problem=problem)
    found = {name: _text(cell) for name, cell in zip(columns, cells, strict=False) if cell.strip()}
    return TableRow(number=number, cells=found, original=original, raw=raw)


def _columns(path: Path, heads: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the names of columns, those of several rows joined by " / "; one without a name goes by its number."""
    names = []
    for at in range(max((len(cells) for cells in heads), default=0)):
        parts = [" ".join(head[at].split()) for head in heads if at < len(head)]
        names.append(" / ".join(dict.fromkeys(part for part in parts if part)))
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if not any(names) or twice:
        raise FileNotRows(path=str(path), problem=f"the header is not usable ({', '.join(twice) or 'empty names'})")
    return tuple(name or f"#{at}" for at, name in enumerate(names, start=1))


def _lines(text: str) -> Table:
    rows: list[TableRow] = []
    columns: dict[str, None] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fields = parse_json(line)
        except NotCanonical as err:
            rows.append(TableRow(number=number, cells={}, original=line, problem=str(err)))
            continue
        if not isinstance(fields, dict):
            rows.append(TableRow(number=number, cells={}, original=line, problem="an object was expected"))
            continue
        cells = dict(_json_cells(fields))
        columns |= dict.fromkeys(cells)
        rows.append(TableRow(number=number, cells=cells, original=line))
    return Table(columns=tuple(columns), rows=tuple(rows))


def _json_cells(fields: Mapping[str, Any]) -> Iterable[tuple[str, Cell]]:
    for name, value in fields.items():
        match value:
            case None | "":
                continue
            case bool():
                yield name, Cell(kind=CellKind.TRUTH, text="yes" if value else "no", shown=str(value).lower())
            case int():
                yield name, Cell(kind=CellKind.NUMBER, text=str(value), shown=str(value))
            case list():
                yield name, _text("; ".join(str(one) for one in value))
            case _:
                yield name, _text(str(value))


def _text(words: str) -> Cell:
    return Cell(kind=CellKind.TEXT, text=words, shown=words)
