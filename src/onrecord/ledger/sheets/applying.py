"""Owns what a mapping makes of a table: rows of ours, and every row that it could not make, with the reason. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from onrecord.kernel import PartialDate, Problem, ValueType, Vocabulary, canonical_bytes
from onrecord.ledger.commands import RefusedRow
from onrecord.ledger.errors import REASONS
from onrecord.ledger.rows import LISTS, Row
from onrecord.ledger.sheets.cells import (
    CellRefused,
    date_of,
    is_empty,
    quantity_of,
    refuse_broken,
    word_of,
    yes_no_of,
)
from onrecord.ledger.sheets.mapping import (
    NUMBER,
    PLACEHOLDER,
    ROW,
    ROW_WORDS,
    SOURCE_PREFIX,
    Into,
    Measure,
    SheetMapping,
)
from onrecord.ledger.sheets.tables import Table, TableRow
from onrecord.ledger.sheets.writing import cell_text
from onrecord.reading import Cell, CellKind

_DATES: Final = ("as_of", "said_on", "source.published_on")
_NOT_ID: Final = re.compile(r"[^\w.\-]+")
_LONGEST_ID: Final = 80
_AS_IT_IS: Final = Into(field="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What became of every row of a table. `silent` are rows that make no claim, since their measures are empty.

    `unmapped` are columns that hold something and that the mapping does not speak of.
    """

    rows: tuple[Row, ...]
    refused: tuple[RefusedRow, ...]
    silent: tuple[int, ...]
    unmapped: tuple[str, ...]


def apply(table: Table, mapping: SheetMapping, vocabulary: Vocabulary) -> Applied:
    """Return the rows that the mapping makes of a table; a source that several rows name is described once."""
    work = _Applying(mapping, vocabulary)
    for row in table.rows:
        work.take(row)
    used = {name for row in table.rows for name in row.cells}
    return Applied(
        rows=tuple(work.rows),
        refused=tuple(work.refused),
        silent=tuple(work.silent),
        unmapped=tuple(name for name in table.columns if name in used - mapping.named()),
    )


@dataclass
class _Applying:
    mapping: SheetMapping
    vocabulary: Vocabulary
    rows: list[Row] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    silent: list[int] = field(default_factory=list)
    _described: set[bytes] = field(default_factory=set)

    def take(self, row: TableRow) -> None:
        """Make claims of one row; a cell that is wrong refuses the claims it belongs to and no others."""
        if row.problem:
            self._refuse(row, CellRefused(code="ledger.not-a-row", problem=row.problem))
            return
        common = self._common(row)
        if common is None:
            return
        source = self._source(common)
        if source is not None:
            self._describe(row, source)
        for found in self._claims(row, common):
            fields = {name: value for name, value in found.items() if value is not None}
            self.rows.append(Row(number=row.number, fields=fields, original=row.original))

    def _common(self, row: TableRow) -> dict[str, Any] | None:
        """Return what every claim of the row has; None where a cell of it could not be read."""
        fields: dict[str, Any] = dict(self.mapping.constants)
        is_right = True
        for column, into in self.mapping.columns.items():
            cell = row.cells.get(column)
            if cell is None or is_empty(cell, self.mapping):
                continue
            try:
                fields |= self._field(cell, column, into)
            except CellRefused as refusal:
                self._refuse(row, refusal)
                is_right = False
        if self.mapping.quote == ROW:
            words = row.cells.get(ROW_WORDS)
            fields.setdefault("quote", row.original if words is None else words.shown)
        return fields if is_right else None

    def _claims(self, row: TableRow, common: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        own = {name: value for name, value in common.items() if not name.startswith(SOURCE_PREFIX)}
        if not self.mapping.measures:
            yield from self._claim(row, own, None)
            return
        count, before = 0, len(self.refused)
        for measure in self.mapping.measures:
            cell = row.cells.get(measure.column)
            if cell is None or is_empty(cell, self.mapping):
                continue
            for fields in self._claim(row, own, measure):
                count += 1
                yield fields
        if not count and len(self.refused) == before:
            self.silent.append(row.number)

    def _claim(self, row: TableRow, own: Mapping[str, Any], measure: Measure | None) -> Iterator[dict[str, Any]]:
        fields = dict(own)
        try:
            if measure is not None:
                fields |= measure.fixed
                for name, column in measure.columns.items():
                    cell = row.cells.get(column)
                    if cell is not None and not is_empty(cell, self.mapping):
                        fields |= self._field(cell, column, Into(field=name))
                into = Into(field=NUMBER, values=measure.values)
                fields |= self._measured(row.cells[measure.column], measure.column, into, fields)
            elif isinstance(fields.get("value"), Cell):
                cell = fields.pop("value")
                fields |= self._measured(cell, "value", _AS_IT_IS, fields)
            fields["id"] = self._id(row, fields, measure)
        except CellRefused as refusal:
            self._refuse(row, refusal)
            return
        yield fields

    def _field(self, cell: Cell, column: str, into: Into) -> dict[str, Any]:
        """Return what one cell says in one field; a `value` waits for what its property takes."""
        refuse_broken(cell, column)
        name, word = into.field, " ".join(cell.text.casefold().split())
        if (into.values or into.several) and name not in (NUMBER, "value"):
            return dict(into.several[word]) if word in into.several else {name: self._word(cell, column, into)}
        if name == NUMBER:
            return quantity_of(cell, column, self.mapping).to_record()
        if name in _DATES:
            return _dated(name, date_of(cell, column, self.mapping))
        if name in LISTS or name == "source.derived_from":
            return {name: [part.strip() for part in cell.text.split(";") if part.strip()]}
        if name in ("value", "quote"):
            return {name: cell if name == "value" else cell.shown}
        return {name: self._word(cell, column, into)}

    def _word(self, cell: Cell, column: str, into: Into) -> str:
        kept, known = into.keeps_others, {**dict.fromkeys(into.several, ""), **into.values}
        return word_of(cell, column, into.field, known, self.vocabulary, keeps_others=kept)

    def _measured(self, cell: Cell, column: str, into: Into, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return the value of a claim as its property takes it."""
        refuse_broken(cell, column)
        declared = self.vocabulary.property(str(fields.get("property", "")))
        kind = declared.value_type if declared is not None else ValueType.TEXT
        match kind:
            case ValueType.QUANTITY | ValueType.MONEY:
                return quantity_of(cell, column, self.mapping).to_record()
            case ValueType.DATE:
                date = date_of(cell, column, self.mapping)
                return {"value": date.text(), "wording": date.wording}
            case ValueType.YES_NO if not into.values:
                return {"value": yes_no_of(cell)}
        named = (declared.values if declared is not None else None) or "value"
        return {"value": word_of(cell, column, named, into.values, self.vocabulary, keeps_others=not into.values)}

    def _source(self, common: dict[str, Any]) -> dict[str, Any] | None:
        """Return the row of the source that this row describes, and name it in what the claims share."""
        about = {n.removeprefix(SOURCE_PREFIX): v for n, v in common.items() if n.startswith(SOURCE_PREFIX)}
        if not about:
            return None
        known = about.pop("id", None) or common.get("source")
        common["source"] = str(known) if known else "src-" + _digest(about)[:12]
        seen = {"visibility": common["visibility"]} if "visibility" in common else {}
        return {"source": common["source"], **about, **seen}

    def _describe(self, row: TableRow, source: dict[str, Any]) -> None:
        written = canonical_bytes(source)
        if written not in self._described:
            self._described.add(written)
            self.rows.append(Row(number=row.number, fields=source, original=row.original))

    def _id(self, row: TableRow, fields: Mapping[str, Any], measure: Measure | None) -> str:
        """Return an id that the same row has every time, so that stating a file twice is stating it once."""
        if "id" in fields and measure is None:
            return str(fields["id"])
        if self.mapping.id is None and "id" not in fields:
            return "m-" + _digest({name: value for name, value in fields.items() if name != "note"})[:20]
        form = self.mapping.id or str(fields["id"])
        is_one_of_many = measure is not None and len(self.mapping.measures) > 1
        if is_one_of_many and "{property}" not in form and "{measure}" not in form:
            form += "-{measure}"
        return _NOT_ID.sub("-", PLACEHOLDER.sub(lambda found: self._named(found[1], row, fields, measure), form)).strip(
            "-._"
        )[:_LONGEST_ID]

    def _named(self, name: str, row: TableRow, fields: Mapping[str, Any], measure: Measure | None) -> str:
        if name == "measure" and measure is not None:
            return measure.column
        if name in row.cells:
            return row.cells[name].text.strip()
        if isinstance(fields.get(name), str):
            return str(fields[name])
        raise CellRefused(code="ledger.field-missing", field=f"id: {name}")

    def _refuse(self, row: TableRow, refusal: CellRefused) -> None:
        says = REASONS[refusal.code]
        problem = Problem(code=refusal.code, row=row.number, says=says, facts=refusal.facts)
        self.refused.append(RefusedRow(row=row.number, problem=problem, original=row.original))


def renamed(table: Table, mapping: SheetMapping, vocabulary: Vocabulary) -> Table:
    """Return the table with columns of ours, for an update: each mapped cell in its field.

    What a form of writing adds (the words of a plain number, of a day) is left out: it is no correction.
    """
    made = apply(table, mapping, vocabulary)
    fields = {row.number: _written(row.fields or {}) for row in made.rows if "property" in (row.fields or {})}
    problems = {one.row: one.problem.message("en") for one in made.refused}
    rows = [
        TableRow(
            number=row.number,
            cells=fields.get(row.number, {}),
            original=row.original,
            raw=row.raw,
            problem=problems.get(row.number, "" if row.number in fields else row.problem or "no claim"),
        )
        for row in table.rows
    ]
    columns = tuple(dict.fromkeys(name for cells in fields.values() for name in cells))
    return replace(table, columns=columns, rows=tuple(rows))


def _written(fields: Mapping[str, Any]) -> dict[str, Cell]:
    left_out = {"as_of_wording", "said_on_wording"}
    if str(fields.get("wording", "")).replace(" ", "").replace(",", ".").replace(".", "").isdecimal():
        left_out.add("wording")
    texts = {name: cell_text(name, value) for name, value in fields.items() if name not in left_out}
    return {name: Cell(kind=CellKind.TEXT, text=text, shown=text) for name, text in texts.items() if text}


def plain_rows(table: Table) -> Iterator[Row]:
    """Yield the rows of a table whose columns are already named as ours."""
    for row in table.rows:
        problem, fields = row.problem, dict[str, Any]()
        for name, cell in row.cells.items():
            try:
                refuse_broken(cell, name)
            except CellRefused as refusal:
                problem = REASONS[refusal.code].fill("en", **refusal.facts)
                break
            parts = [part.strip() for part in cell.text.split(";") if part.strip()]
            fields[name] = parts if name in LISTS else cell.text if name == "quote" else cell.text.strip()
        kept = None if problem else {name: value for name, value in fields.items() if value != ""}
        yield Row(number=row.number, fields=kept, original=row.original, problem=problem)


def _dated(name: str, date: PartialDate) -> dict[str, str]:
    return {name: date.text()} if date.wording == date.text() else {name: date.text(), f"{name}_wording": date.wording}


def _digest(fields: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> str:
    return hashlib.sha256(canonical_bytes(dict(fields))).hexdigest()
