"""Owns what a list's mapping makes of its table: for each row who or what it speaks of, and what it says. Pure.

A row is taken whole or not at all: were half of it stated, the corrected row would be a second person.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, Final

from onrecord import ledger
from onrecord.kernel import Problem, ValueType, Vocabulary
from onrecord.register.errors import ROW_PROBLEMS
from onrecord.register.lists.mapping import NAME_PARTS, ListMap, ListOf, base_of
from onrecord.register.lists.words_of_rows import WORDS_OF_THE_ROW, cells_in

_PERSON: Final = "person"
_LOSS: Final = "loss"
_OWNER: Final = "owner"
_DIMENSIONS: Final = ("group", "place", "cause", "unit")
_SEXES: Final = {
    "м": "man", "муж": "man", "муж.": "man", "мужской": "man", "мужчина": "man", "m": "man", "male": "man", "е": "man",
    "ер": "man", "еркек": "man", "ж": "woman", "жен": "woman", "жен.": "woman", "женский": "woman", "женщина": "woman",
    "f": "woman", "female": "woman", "ә": "woman", "әйел": "woman", "қыз": "woman",
}  # fmt: skip
_MONEY_WORDS: Final[Mapping[str, str]] = {
    r"\$|\busd\b|доллар|dollar": "USD", r"€|\beur\b|евро|euro": "EUR", r"₸|\bkzt\b|тенге|теңге|tenge|\bтг\b": "KZT",
    r"₽|\brub\b|рубл|\bруб\b|roubl|rubl": "RUB", r"\bkgs\b|\bсом(?:ов|а|ом)?\b|\bsoms?\b": "KGS",
    r"\bcny\b|¥|юан|yuan": "CNY",
}  # fmt: skip
# A line that sums up others begins with a word that no name has, or with one that is some name's, and nothing behind it
# that could be the rest of a name.
_TOTAL: Final = re.compile(
    r"(?:итого|всего|в\s+итоге|в\s+общем|барлығы|жиынтығы|қорытынды|жыйынтыгы|sub-?total|grand\s+total)(?!\w)"
    r"|(?:жиыны|баары|total)(?!\w)(?:\s*$|\s*[:=—–-]"
    r"|\s+(?:по|за|в|на|for|of|in|by|бойынша|боюнча|адам|киши|persons|people|rows|injured|killed|dead)(?:\s|$)|.*\d)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that a row says, in fields of a row of the ledger. `slot` names it among all that one row may say."""

    slot: str
    subject: str  # person or loss
    fields: Mapping[str, Any]
    cell: tuple[int, int] | None = None  # where its cell stands in the row's words; the whole row where that is missing


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeRow:
    """One row as a list has it: `key` is what it is known by, where the list has such; `original` the row as it came.

    `words` are the row as its item has it: of a row that was corrected in another file, not the same.
    """

    number: int
    key: str | None
    original: str
    words: str
    said: tuple[Said, ...]

    def value(self, slot: str) -> Any:
        """Return what it says in one slot; None where it says nothing."""
        return next((one.fields.get("value") for one in self.said if one.slot == slot), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of every row of a table; no row is in none of the three."""

    prepared: ledger.Prepared
    rows: tuple[MadeRow, ...]
    refused: tuple[ledger.RefusedRow, ...]
    silent: tuple[int, ...]


def make(path: Path, mapping: ListMap, vocabulary: Vocabulary, *, sheet: str | None = None) -> Made:
    """Return what a list's table says, row by row.

    Raises:
        FileNotRows, SheetNotChosen: it cannot be read as a table.
    """
    prepared = ledger.prepare(path, vocabulary, mapping=_sheet_mapping(mapping), sheet=sheet)
    assert prepared.table is not None  # noqa: S101 - with a mapping there is one
    work = _Making(mapping, prepared, vocabulary)
    rows = tuple(work.rows())
    unmapped = tuple(one for one in prepared.unmapped if one not in mapping.named())
    return Made(
        prepared=replace(prepared, unmapped=unmapped),
        rows=rows,
        refused=tuple(sorted(chain(prepared.refused, work.refused), key=lambda one: one.row)),
        silent=prepared.silent,
    )


def _sheet_mapping(mapping: ListMap) -> ledger.SheetMapping:
    """Return the ledger's mapping of the same table: each column that says something is a claim of its own."""
    common: dict[str, ledger.Into] = {}
    measures: list[ledger.Measure] = []
    for column, into in mapping.sheet.columns.items():
        name = mapping.fields.get(base_of(into.field))
        if name is None and into.field != _OWNER:
            unit_or_dimension = "unit" if into.field == "currency" else into.field
            common[column] = replace(into, field=unit_or_dimension)
        if into.field == "currency":
            continue
        named = name or {"owner": "name", "group": "ethnic_group"}.get(into.field)
        if named == "ethnic_group" and mapping.of is ListOf.LOSSES:
            continue
        if named is not None:
            values = {**_SEXES, **into.values} if named == "sex" else into.values
            fixed = {"property": named, "slot": into.field}  # the slot stays until the claim has an id
            measures.append(ledger.Measure(column=column, fixed=fixed, columns={}, values=values))
    return replace(mapping.sheet, columns=common, measures=tuple(measures), quote="row", constants={})


@dataclass
class _Making:
    mapping: ListMap
    prepared: ledger.Prepared
    vocabulary: Vocabulary
    refused: list[ledger.RefusedRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._columns = {into.field: column for column, into in self.mapping.sheet.columns.items()}

    def rows(self) -> Iterator[MadeRow]:
        """Yield the rows that are right; note the others."""
        table = self.prepared.table
        assert table is not None  # noqa: S101 - with a mapping there is one
        broken = {one.row for one in self.prepared.refused}
        found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        for made in self.prepared.rows:
            found[made.number].append(made.fields or {})
        keys = Counter(self._key(row) for row in table.rows)
        for row in table.rows:
            if row.number in broken or row.number not in found:
                continue
            key = self._key(row)
            problem = self._wrong(row, key, keys, found[row.number])
            if problem is None:
                yield self._row(row, key, found[row.number])
            else:
                self.refused.append(ledger.RefusedRow(row=row.number, problem=problem, original=row.original))

    def _key(self, row: Any) -> str | None:
        cell = row.cells.get(self.mapping.key) if self.mapping.key else None
        return " ".join(cell.text.split()) if cell is not None else None

    def _wrong(
        self, row: Any, key: str | None, keys: Mapping[str | None, int], found: Sequence[Mapping[str, Any]]
    ) -> Problem | None:
        if self.mapping.key is not None and key is None:
            return _problem("register.row-without-key", row.number, column=self.mapping.key)
        if key is not None and keys[key] > 1:
            return _problem("register.key-twice", row.number, column=self.mapping.key, key=key)
        nobody = next(
            (one for one in found if one["property"] == "name" and _names_nobody(_words(one), row, self.mapping.key)),
            None,
        )
        if nobody is not None:
            return _problem("register.row-is-nobody", row.number, name=_words(nobody))
        if self.mapping.of is ListOf.LOSSES and not any(one["property"] == "loss_kind" for one in found):
            return _problem("register.loss-without-kind", row.number)
        for one in found:
            if one["property"] == "loss_value":
                said = _currency_in(str(one.get("wording", "")))
                unit = one.get("unit") or self.mapping.currency
                if said is not None and said != unit:
                    facts = {"cell": one["wording"], "found": said, "expected": unit}
                    return _problem("register.currency-differs", row.number, **facts)
        return None

    def _row(self, row: Any, key: str | None, found: Sequence[Mapping[str, Any]]) -> MadeRow:
        own = row.cells.get(WORDS_OF_THE_ROW)
        words = row.original if own is None else own.shown
        table = self.prepared.table
        spans = {} if own is not None or table is None else cells_in(row, table)
        said = _with_whole_name(
            [self._said(fields, spans.get(self._columns[str(fields["slot"])])) for fields in found], words
        )
        common = {name: found[0][name] for name in _DIMENSIONS if name in found[0]} if found else {}
        said += self._constant(said, common)
        return MadeRow(number=row.number, key=key, original=row.original, words=words, said=tuple(said))

    def _said(self, fields: Mapping[str, Any], cell: tuple[int, int] | None) -> Said:
        slot = str(fields["slot"])
        is_of_person = self.mapping.of is ListOf.PEOPLE or slot == _OWNER
        kept = {name: value for name, value in fields.items() if name not in ("slot", "quote", "id", *_DIMENSIONS)}
        return Said(
            slot="owner.name" if slot == _OWNER else slot,
            subject=_PERSON if is_of_person else _LOSS,
            fields=kept | self._about(kept["property"], fields),
            cell=cell,
        )

    def _about(self, name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return what of the row's dimensions a property takes, and the incident where it takes that."""
        declared = self.vocabulary.property(name)
        taken = declared.dimensions if declared is not None else ()
        about: dict[str, Any] = {one: fields[one] for one in _DIMENSIONS if one in taken and one in fields}
        if "incident" in taken:
            about["incident"] = self.mapping.incident
        if "place" in taken and "place" not in about and self.mapping.place and name in ("outcome", "loss_kind"):
            about["place"] = self.mapping.place
        if declared is not None and declared.value_type is ValueType.MONEY:
            about["unit"] = fields.get("unit") or self.mapping.currency
        return about

    def _constant(self, said: Iterable[Said], common: Mapping[str, Any]) -> list[Said]:
        """Return what the list says of everybody on it, where the row itself does not."""
        slots = {one.slot for one in said}
        made = []
        if self.mapping.outcome is not None and "outcome" not in slots:
            fields = {"property": "outcome", "value": self.mapping.outcome, "level": "interpretation"}
            made.append(Said(slot="outcome", subject=_PERSON, fields=fields | self._about("outcome", common)))
        return made


def _with_whole_name(said: list[Said], words: str) -> list[Said]:
    """Return what a row says with its name as one, where the list has it in parts: a person has one name.

    It quotes its cells where nothing else stands between them, else the whole row.
    """
    parts = sorted((one for one in said if one.slot in NAME_PARTS), key=lambda one: NAME_PARTS.index(one.slot))
    if not parts:
        return said
    cells = sorted(one.cell for one in parts if one.cell is not None)
    between = [words[one[1] : other[0]] for one, other in pairwise(cells)]
    is_together = len(cells) == len(parts) and not any(any(map(str.isalnum, gap)) for gap in between)
    whole = Said(
        slot="name",
        subject=_PERSON,
        fields={**parts[0].fields, "value": " ".join(str(one.fields["value"]) for one in parts)},
        cell=(cells[0][0], cells[-1][1]) if is_together else None,
    )
    at = min(said.index(one) for one in parts)
    rest = [one for one in said if one.slot not in NAME_PARTS]
    return [*rest[:at], whole, *rest[at:]]


def _words(fields: Mapping[str, Any]) -> str:
    return str(fields.get("value") or fields.get("wording") or "")


def _names_nobody(name: str, row: Any, key: str | None) -> bool:
    """Return whether what stands for a name is a number, the line that sums up, or a heading across the whole table.

    Such a line taken for a person would be one dead, or one injured, too many.
    """
    folded = name.casefold().strip()
    if not any(map(str.isalpha, folded)) or _TOTAL.match(folded):
        return True
    cells = [cell.text.strip() for column, cell in row.cells.items() if column not in (WORDS_OF_THE_ROW, key)]
    return len(cells) > 2 and set(cells) == {name.strip()}


def _currency_in(words: str) -> str | None:
    """Return the one currency that a cell names beside its number; None where it names none, or several."""
    found = {code for pattern, code in _MONEY_WORDS.items() if re.search(pattern, words.casefold())}
    return found.pop() if len(found) == 1 else None


def _problem(code: str, row: int, **facts: object) -> Problem:
    return Problem(code=code, row=row, says=ROW_PROBLEMS[code], facts=facts)
