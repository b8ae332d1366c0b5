"""Owns stating a whole file of any form: with a mapping or in our own columns, in earnest or as a dry run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.kernel import Vocabulary
from onrecord.ledger.commands import RefusedRow, StateReport, state_rows
from onrecord.ledger.rows import Row, rows_from
from onrecord.ledger.sheets.applying import apply, plain_rows
from onrecord.ledger.sheets.mapping import ROW, ROW_WORDS, SheetMapping
from onrecord.ledger.sheets.tables import Table, Told, is_workbook, table_from
from onrecord.ledger.sheets.writing import refused_workbook
from onrecord.ledger.words import vocabulary_of
from onrecord.store import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A file's rows, ready to be stated, and what could not be made a row."""

    path: Path
    rows: tuple[Row, ...]
    refused: tuple[RefusedRow, ...] = ()
    silent: tuple[int, ...] = ()
    unmapped: tuple[str, ...] = ()
    table: Table | None = None
    encoding: str = "utf-8"
    quotes_rows: bool = False
    told: Told = field(default_factory=Told)


def prepare(
    path: Path, vocabulary: Vocabulary, *, mapping: SheetMapping | None = None, sheet: str | None = None
) -> Prepared:
    """Return what a file would state. A sheet that is named goes before the one of the mapping.

    Raises:
        FileNotRows, SheetNotChosen: it cannot be read as a table.
    """
    if mapping is None:
        if not is_workbook(path):
            return Prepared(path=path, rows=tuple(rows_from(path)))
        table = table_from(path, sheet=sheet)
        return Prepared(path=path, rows=tuple(plain_rows(table)), table=table, told=table.told)
    table = table_from(path, sheet=sheet or mapping.sheet, head=mapping.head, encoding=mapping.encoding)
    made = apply(table, mapping, vocabulary)
    return Prepared(
        path=path,
        rows=made.rows,
        refused=made.refused,
        silent=made.silent,
        unmapped=made.unmapped,
        table=table,
        encoding=mapping.encoding,
        quotes_rows=mapping.quote == ROW and ROW_WORDS not in table.columns,
        told=table.told,
    )


def state_file(
    desk: Desk, path: Path, *, mapping: SheetMapping | None = None, sheet: str | None = None, dry_run: bool = False
) -> tuple[Prepared, StateReport]:
    """State what a file holds and report every row that is refused; a dry run tells the same and records nothing.

    Raises:
        NotAllowed: the actor may only read.
        FileNotRows, SheetNotChosen: the file cannot be read as a table.
    """
    prepared = prepare(path, vocabulary_of(desk.info.folder), mapping=mapping, sheet=sheet)
    report = state_rows(desk, prepared.rows, dry_run=dry_run)
    refused = sorted((*prepared.refused, *report.refused), key=lambda one: one.row)
    return prepared, StateReport(
        stated=report.stated, known=report.known, refused=tuple(refused), claims=report.claims, made=report.made
    )


def keep_refused(prepared: Prepared, refused: Sequence[RefusedRow], target: Path, *, language: str) -> None:
    """Write the refused rows as they came, under their own head, so that they can be corrected and stated again."""
    if prepared.table is not None and is_workbook(prepared.path):
        words = ROW_WORDS if prepared.quotes_rows else None
        target.write_bytes(refused_workbook(prepared.table, _reasons(refused, language), words=words))
        return
    lines = list(dict.fromkeys(one.original for one in refused))
    if prepared.path.suffix.lower() not in (".jsonl", ".ndjson"):
        lines = [*_head_of(prepared), *(_with_words(prepared, line) for line in lines)]
    target.write_text("\n".join(lines) + "\n", encoding=prepared.encoding)


def _head_of(prepared: Prepared) -> list[str]:
    """Return the lines of a CSV file down to its head, as they stand in it."""
    encoding = "utf-8-sig" if prepared.encoding == "utf-8" else prepared.encoding
    text = prepared.path.read_text(encoding=encoding)
    count = len(prepared.table.lead) if prepared.table is not None else 1
    lines = [line.rstrip("\r") for line in text.split("\n")[:count]]
    return [*lines[:-1], _with_words(prepared, lines[-1], words=ROW_WORDS)]


def _with_words(prepared: Prepared, line: str, words: str | None = None) -> str:
    """Return a line with one more cell: the words that its row is quoted by, however it is corrected."""
    if not prepared.quotes_rows or prepared.table is None:
        return line
    quoted = (line if words is None else words).replace('"', '""')
    return f'{line}{prepared.table.delimiter}"{quoted}"'


def _reasons(refused: Sequence[RefusedRow], language: str) -> Mapping[int, Sequence[str]]:
    reasons: dict[int, list[str]] = defaultdict(list)
    for one in refused:
        reasons[one.row].append(f"{one.code}: {one.problem.message(language)}")
    return reasons
