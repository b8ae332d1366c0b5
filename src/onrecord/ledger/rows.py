"""Owns files of rows: JSONL and CSV to plain rows, each with the number a person would count. Never judges content."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import NotCanonical, parse_json
from onrecord.ledger.errors import FileNotRows

_LISTS: Final = ("basis", "derived_from", "status_basis")


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
        text = path.read_text(encoding="utf-8-sig")
    except OSError as err:
        raise FileNotRows(path=str(path), problem=err.strerror or str(err)) from err
    except UnicodeDecodeError as err:
        raise FileNotRows(path=str(path), problem=f"byte {err.start} is no UTF-8") from err
    if path.suffix.lower() == ".csv":
        yield from _csv_rows(text, path)
    else:
        yield from jsonl_rows(text.split("\n"))


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
            yield Row(number=number, fields={k: v for k, v in fields.items() if v is not None}, original=line)
        else:
            yield Row(number=number, fields=None, original=line, problem="an object was expected")


def _csv_rows(text: str, path: Path) -> Iterator[Row]:
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header = [name.strip() for name in next(reader, [])]
    twice = sorted({name for name in header if header.count(name) > 1})
    if not header or "" in header or twice:
        raise FileNotRows(path=str(path), problem=f"the header is not usable ({', '.join(twice) or 'empty names'})")
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _csv_row(header, cells, reader.line_num, delimiter)
    except csv.Error as err:
        raise FileNotRows(path=str(path), problem=f"line {reader.line_num}: {err}") from err


def _csv_row(header: list[str], cells: list[str], number: int, delimiter: str) -> Row:
    original = delimiter.join(cells)
    if len(cells) > len(header):
        problem = f"{len(cells)} cells under {len(header)} columns"
        return Row(number=number, fields=None, original=original, problem=problem)
    fields = {name: _cell(name, cell) for name, cell in zip(header, cells, strict=False) if cell.strip()}
    return Row(number=number, fields=fields, original=original)


def _cell(name: str, cell: str) -> object:
    if name in _LISTS:
        return [part.strip() for part in cell.split(";") if part.strip()]
    return cell if name == "quote" else cell.strip()
