"""Owns what comes from Uwazi: the CSV of entities that it takes in and hands out, a column for each property.

Several values of a property stand in one cell with `|` between, a place is `latitude|longitude`, a title is required.
Which column is which property of ours is told by its name, or by a mapping file.
"""

from __future__ import annotations

import re
from typing import Any, Final

from onrecord.kernel import Property, ValueType
from onrecord.ledger.exchange.shape import Incoming, Read, Taking, slug
from onrecord.ledger.sheets.cells import CellRefused, date_of, quantity_of
from onrecord.ledger.sheets.mapping import SheetMapping
from onrecord.ledger.sheets.tables import Table, TableRow
from onrecord.reading import Cell, CellKind

_POINT: Final = re.compile(r"-?\d{1,3}(?:\.\d+)?\|-?\d{1,3}(?:\.\d+)?")
_PROSE: Final = ("description", "summary", "rich_text", "text", "описание", "сипаттама")
_DATES: Final = ("date", "as_of", "date_of_event", "incident_date", "дата", "күні")
_SOURCES: Final = {
    "url": "address",
    "link": "address",
    "source_link": "address",
    "publisher": "publisher",
    "language": "language",
}
_PASSED: Final = frozenset({"title", "id", "sharedid", "template", "date added", "creation date", *_DATES, *_SOURCES})
_LONG: Final = 300


def read(table: Table, incoming: Incoming) -> Read:
    """Return what a table of entities comes to: a claim for each column of numbers or words that names a property.

    Raises:
        ValueError: it has no titles.
    """
    title = next((name for name in table.columns if name.casefold().split("__")[0] == "title"), None)
    if title is None:
        msg = "a column “title” was expected"
        raise ValueError(msg)
    declared = {name: one for name in table.columns if (one := _property(name, incoming)) is not None}
    taking = Taking()
    for row in table.rows:
        taking.records += 1
        if row.problem or title not in row.cells:
            taking.losses.add("row", str(row.number), "not-understood")
            continue
        _take(row, title, declared, incoming, taking)
    return taking.done()


def _take(row: TableRow, title: str, declared: dict[str, Property], incoming: Incoming, taking: Taking) -> None:
    name = row.cells[title].text.strip()
    identity = next((row.cells[one].text for one in row.cells if one.casefold() in ("id", "sharedid")), name)
    record = f"uwazi-{slug(identity)}"
    named = {one.casefold(): cell.text.strip() for one, cell in row.cells.items()}
    about = {field: named[column] for column, field in _SOURCES.items() if column in named}
    taking.row(incoming.source_row(record, title=name, **about), number=row.number, original=row.original)
    reading = SheetMapping(columns={}, constants={}, language=incoming.language)
    as_of = _as_of(row, reading, taking)
    subject = incoming.subject or f"incident:{slug(name)}"
    for column, cell in row.cells.items():
        if column.casefold() in _PASSED or column == title:
            continue
        if column not in declared:
            taking.losses.add(column, record, _why(column, cell))
            continue
        one = declared[column]
        values = list(_values(one, cell, column, reading, record, taking))
        for at, said in enumerate(values, start=1):
            claim_id = f"{record}.{one.name}" + (f".{at}" if len(values) > 1 else "")
            fields = {"subject": subject, "property": one.name, **said, "as_of": as_of}
            taking.row(
                incoming.claim_row(claim_id, record, row.original, **fields), number=row.number, original=row.original
            )


def _property(column: str, incoming: Incoming) -> Property | None:
    """Return the property of incidents whose name or label a column has; Uwazi writes blanks as `_`."""
    folded = " ".join(column.casefold().split("__")[0].replace("_", " ").split())
    found = [
        one
        for one in incoming.vocabulary.properties.values()
        if one.subject == "incident"
        and folded in {one.name.replace("_", " "), *(word.casefold() for word in one.label.to_record().values())}
    ]
    return found[0] if len(found) == 1 else None


def _values(
    one: Property, cell: Cell, column: str, reading: SheetMapping, record: str, taking: Taking
) -> list[dict[str, Any]]:
    """Return the values of a cell, each as the fields of a claim."""
    made: list[dict[str, Any]] = []
    for part in cell.text.split("|"):
        each = Cell(kind=cell.kind if "|" not in cell.text else CellKind.TEXT, text=part.strip(), shown=part.strip())
        if not each.text:
            continue
        try:
            made.append(_value(one, each, column, reading))
        except CellRefused:
            taking.losses.add(column, record, "not-understood")
    if one.value_type is ValueType.MONEY and made:
        taking.losses.add(column, record, "no-property")  # a sum without its currency
        return []
    return made


def _value(one: Property, cell: Cell, column: str, reading: SheetMapping) -> dict[str, Any]:
    match one.value_type:
        case ValueType.QUANTITY:
            return quantity_of(cell, column, reading).to_record()
        case ValueType.DATE:
            return {"value": date_of(cell, column, reading).text()}
    return {"value": cell.text}


def _as_of(row: TableRow, reading: SheetMapping, taking: Taking) -> str | None:
    for column, cell in row.cells.items():
        if column.casefold() in _DATES:
            try:
                return date_of(cell, column, reading).text()
            except CellRefused:
                taking.losses.add(column, str(row.number), "not-understood")
    return None


def _why(column: str, cell: Cell) -> str:
    if column.casefold() in _PROSE or len(cell.text) > _LONG:
        return "prose"
    return "no-property" if not _POINT.fullmatch(cell.text.strip()) else "no-field"
