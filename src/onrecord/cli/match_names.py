"""Owns the command `match-names`: pairs of names to decisions with reasons, without an archive."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, file_problem

_DELIMITERS: Final = (";", ",", "\t")
_UNREAD = Label(
    en="Row {row}: “{part}” was not understood and counts as unknown. Write born=1958, born=1970-03-02, "
    "age=9@2020-02-07, died=DATE, alive=DATE, village=NAME, father=NAME or hospital=PLACE@DATE.",
    ru="Строка {row}: «{part}» не понято и считается неизвестным. Пишите born=1958, born=1970-03-02, age=9@2020-02-07, "
    "died=ДАТА, alive=ДАТА, village=СЕЛО, father=ИМЯ или hospital=МЕСТО@ДАТА.",
    kk="{row}-жол: «{part}» түсініксіз, белгісіз деп саналады. born=1958, born=1970-03-02, age=9@2020-02-07, "
    "died=КҮНІ, alive=КҮНІ, village=АУЫЛ, father=ЕСІМ не hospital=ЖЕР@КҮНІ деп жазыңыз.",
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """One row: two names and what the lists say beside them."""

    id: str
    row: int
    a: str
    b: str
    context_a: str
    context_b: str


@command(
    "match-names", example="onrecord match-names pairs.csv\ncat pairs.csv | onrecord match-names - --json --language ru"
)
@click.argument("pairs", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
def match_names(shell: Shell, pairs: Path) -> None:
    """Say of pairs of names whether they are one person: LINK, REVIEW or NO, with reasons.

    PAIRS is a CSV with the columns id, a, b and, where known, context_a and context_b. Nothing is merged.
    """
    from onrecord import names

    rows: list[dict[str, Any]] = []
    for pair in _pairs(pairs):
        about = [names.Context.parse(text) for text in (pair.context_a, pair.context_b)]
        for part in (part for one in about for part in one.unread):
            shell.note(_UNREAD, row=pair.row, part=part)
        found = names.compare(pair.a, pair.b, *about)
        rows.append(
            {
                "id": pair.id,
                "decision": found.decision.value,
                "score": found.score,
                "reasons": [one.text(shell.language) for one in found.reasons],
                "codes": [one.code for one in found.reasons],
            }
        )
    shell.emit({"pairs": rows})
    columns = ("id", "decision", "score", "reasons")
    shell.table(columns, [[row["id"], row["decision"], row["score"], " ".join(row["reasons"])] for row in rows])


def _pairs(path: Path) -> Iterator[_Pair]:
    """Yield the pairs of a file.

    Raises:
        FileNotRows: it cannot be read, is not UTF-8, or lacks a column.
    """
    from onrecord import ledger

    text = _text(path)
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [column.strip().lower() for column in reader.fieldnames or ()]
    missing = [column for column in ("a", "b") if column not in columns]
    if missing:
        problem = f"there is no column {', '.join(missing)}; the header has to be id,a,b,context_a,context_b"
        raise ledger.FileNotRows(path=str(path), problem=problem)
    reader.fieldnames = columns
    try:
        for number, fields in enumerate(reader, start=2):
            yield _pair(number, fields)
    except csv.Error as err:
        raise ledger.FileNotRows(path=str(path), problem=f"line {reader.line_num}: {err}") from err


def _pair(number: int, fields: Mapping[str, str | None]) -> _Pair:
    def said(*columns: str) -> str:
        return next((value for column in columns if (value := fields.get(column))), "")

    return _Pair(
        id=said("id") or str(number - 1),
        row=number,
        a=said("a"),
        b=said("b"),
        context_a=said("context_a", "ctx_a"),
        context_b=said("context_b", "ctx_b"),
    )


def _text(path: Path) -> str:
    from onrecord import ledger

    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as err:
        raise ledger.FileNotRows(path=str(path), problem=file_problem(err)) from err
    except UnicodeDecodeError as err:
        raise ledger.FileNotRows(path=str(path), problem=file_problem(err)) from err


COMMANDS: Final = (match_names,)
