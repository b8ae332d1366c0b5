"""Owns files of rows: JSONL and CSV to plain rows, each with the number a person would count. Never judges content."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import NotCanonical, file_problem, parse_json
from onrecord.ledger.errors import FileNotRows

_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets run a cell by (OWASP, CSV injection)
LISTS: Final = ("basis", "derived_from", "status_basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a file. `number` counts from 1 as an editor shows lines; `fields` is None where it is no row."""

    number: int
    fields: Mapping[str, Any] | None
    original: str
    problem: str = ""


def rows_from(path: Path) -> Iterator[Row]:
    """Yield the rows of a JSONL or CSV file; a line that is none is yielded as such, so that it can be reported.

    Raises:
        FileNotRows: the file cannot be read, is not UTF-8, or has a CSV header nobody could follow.
    """
    try:
        if path.suffix.lower() == ".csv":
            yield from _csv_rows(path.read_text(encoding="utf-8-sig"), path)
        else:
            with path.open(encoding="utf-8-sig") as file:  # line by line: a file of a million rows is no text in memory
                yield from jsonl_rows(line.removesuffix("\n") for line in file)
    except OSError as err:
        raise FileNotRows(path=str(path), problem=file_problem(err)) from err
    except UnicodeDecodeError as err:
        raise FileNotRows(path=str(path), problem=f"byte {_first_wrong_byte(path)} is no UTF-8") from err


def _first_wrong_byte(path: Path) -> int:
    """Return where the text of a file ends to be one: the decoder of a stream only knows where in its portion."""
    try:
        path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as err:
        return err.start
    return 0


def jsonl_rows(lines: Iterable[str]) -> Iterator[Row]:
    """Yield one row per line that is not empty."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = parse_json(line)
        except NotCanonical as err:
            yield Row(number=number, fields=None, original=line, problem=str(err))
            continue
        if isinstance(fields, dict):
            if None in fields.values():
                fields = {name: value for name, value in fields.items() if value is not None}
            yield Row(number=number, fields=fields, original=line)
        else:
            yield Row(number=number, fields=None, original=line, problem="an object was expected")


def _csv_rows(text: str, path: Path) -> Iterator[Row]:
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    lines = RawLines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    header = [name.strip() for name in next(reader, [])]
    twice = sorted({name for name in header if header.count(name) > 1})
    if not header or "" in header or twice:
        raise FileNotRows(path=str(path), problem=f"the header is not usable ({', '.join(twice) or 'empty names'})")
    lines.taken()
    try:
        for cells in reader:
            original = lines.taken()
            if any(cell.strip() for cell in cells):
                yield _csv_row(header, cells, reader.line_num, original)
    except csv.Error as err:
        raise FileNotRows(path=str(path), problem=f"line {reader.line_num}: {err}") from err


def escaped(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULAS) else text


def unescaped(text: str) -> str:
    """Return what `escaped` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULAS) else text


class RawLines:
    """The lines of a CSV text, with the words of the row that was read last: as they came, quotes and line ends too."""

    def __init__(self, text: str) -> None:
        self._lines = iter(io.StringIO(text, newline=""))
        self._read: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._read.append(line)
        return line

    def taken(self) -> str:
        """Return the words since the last time, without the end of their last line."""
        words, self._read = "".join(self._read), []
        return words.rstrip("\r\n")


def _csv_row(header: list[str], cells: list[str], number: int, original: str) -> Row:
    if len(cells) > len(header):
        problem = f"{len(cells)} cells under {len(header)} columns"
        return Row(number=number, fields=None, original=original, problem=problem)
    fields = {name: _cell(name, cell) for name, cell in zip(header, cells, strict=False) if cell.strip()}
    return Row(number=number, fields=fields, original=original)


def _cell(name: str, cell: str) -> object:
    if name in LISTS:
        return [part.strip() for part in cell.split(";") if part.strip()]
    text = unescaped(cell)
    return text if name == "quote" else text.strip()
