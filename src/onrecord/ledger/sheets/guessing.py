"""Owns the first draft of a mapping: what the names of columns and a look at the cells suggest. A person corrects it.

It never states anything: what it cannot tell stands in the draft as a comment that says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Final

from onrecord.kernel import Property, Term, ValueType, Vocabulary
from onrecord.ledger.sheets.mapping import NUMBER, SOURCE_PREFIX
from onrecord.ledger.sheets.tables import Table
from onrecord.reading import CellKind

_WORDS: Final = re.compile(r"[^\W_]+")
_NUMBERED: Final = re.compile(r"\s*[~≈≥>≤<]?\s*\d[\d\s\u00a0.,]*\+?\s*")
_ID: Final = re.compile(r"[\w.\-]{1,80}")
_SLASHED: Final = re.compile(r"(\d{1,2})([./])(\d{1,2})[./](\d{4}|\d{2})")
_NOTHING: Final = frozenset({"-", "–", "—", "н/д", "нет данных", "n/a", "na", "no data", "?", "белгісіз", "дерек жоқ"})
_MOST_VALUES: Final = 60
_LOOKED_AT: Final = 500
_TABLED: Final = ("property", "group", "place", "speaker_kind")


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    texts: tuple[str, ...]
    numbers: int
    days: int

    @property
    def is_counted(self) -> bool:
        """Whether most of its cells are numbers."""
        return bool(self.texts) and self.numbers * 2 >= len(self.texts)


def guess(table: Table, vocabulary: Vocabulary, *, name: str) -> str:
    """Return the TOML text of a mapping for a table, to be corrected by a person before it is used."""
    columns = [_column(table, one) for one in table.columns]
    fields = _fields(columns)
    measures = {
        one.name: found
        for one in columns
        if one.name not in fields and one.is_counted and (found := _measure(one.name, vocabulary)) is not None
    }
    if measures:
        fields = {column: field for column, field in fields.items() if field not in (NUMBER, "property")}
    lines = [*_head(table, name), *_reading(columns, fields, measures), *_constants(fields, measures)]
    lines += ["", "[columns]"]
    shown = [one for one in columns if one.name not in measures and fields.get(one.name) != "id"]
    tabled = [one for one in shown if fields.get(one.name) in _TABLED]
    lines += [_column_line(one, fields) for one in shown if one not in tabled]
    for column in tabled:
        lines += _value_table(column, fields[column.name], vocabulary)
    for column_name, about in measures.items():
        lines += ["", "[[claims]]", f"column = {_quoted(column_name)}"]
        lines += [f"{field} = {_quoted(value)}" for field, value in about.items()]
    return "\n".join(lines) + "\n"


def _column(table: Table, name: str) -> _Column:
    cells = [row.cells[name] for row in table.rows[:_LOOKED_AT] if name in row.cells]
    texts = tuple(" ".join(cell.text.split()) for cell in cells)
    numbers = sum(cell.kind is CellKind.NUMBER or _is_number(text) for cell, text in zip(cells, texts, strict=True))
    return _Column(name, texts, numbers, sum(cell.kind is CellKind.DAY for cell in cells))


def _is_number(text: str) -> bool:
    return bool(_NUMBERED.fullmatch(text)) or text.casefold() in _NOTHING


def _aliases() -> Mapping[str, Sequence[str]]:
    import tomllib

    text = (resources.files(__package__) / "columns.toml").read_text(encoding="utf-8")
    aliases: Mapping[str, Sequence[str]] = tomllib.loads(text)["field"]
    return aliases


def _fields(columns: Iterable[_Column]) -> dict[str, str]:
    """Return which column is which field, each field once: an exact name first, one that begins so after it."""
    aliases = {_folded(alias): field for field, names in _aliases().items() for alias in (field, *names)}
    found: dict[str, str] = {}
    for is_whole in (True, False):
        for column in columns:
            folded = _folded(column.name)
            field = aliases.get(folded) if is_whole else _beginning(folded, aliases)
            if field is None or column.name in found or (field in found.values() and field != "note"):
                continue
            found[column.name] = _settled(field, column)
    return found


def _settled(field: str, column: _Column) -> str:
    """Return the field, for a column of sources what its cells look like: ids, addresses or names of publishers."""
    if field == "source":
        if all(text.startswith(("http://", "https://")) for text in column.texts) and column.texts:
            return SOURCE_PREFIX + "address"
        return "source" if all(_ID.fullmatch(text) for text in column.texts) else SOURCE_PREFIX + "publisher"
    return field


def _beginning(folded: str, aliases: Mapping[str, str]) -> str | None:
    fitting = [alias for alias in aliases if len(alias) > 3 and folded.startswith(alias + " ")]
    return aliases[max(fitting, key=len)] if fitting else None


def _measure(header: str, vocabulary: Vocabulary) -> dict[str, str] | None:
    """Return what a column of numbers counts: the property whose label or stem stands in its name, and the group."""
    words = _folded(header)
    name = _best(words, _named(vocabulary.properties.values()))
    if name is None:
        return None
    declared = vocabulary.properties[name]
    about = {"property": name}
    if declared.value_type is ValueType.MONEY:
        about["unit"] = "KZT"
    for dimension in declared.dimensions:
        term = _best(words, _named(vocabulary.terms_of(dimension)))
        if term is not None and dimension in ("group", "place"):
            about[dimension] = term
    return about


def _named(declared: Iterable[Property | Term]) -> list[tuple[str, Sequence[str], Mapping[str, Sequence[str]]]]:
    return [(one.name, [*one.label.to_record().values()], one.prose) for one in declared]


def _best(words: str, named: Iterable[tuple[str, Sequence[str], Mapping[str, Sequence[str]]]]) -> str | None:
    """Return the name whose label or longest stem stands in the words; None where two stand there equally."""
    weights: dict[str, int] = {}
    for name, labels, prose in named:
        whole = [len(label) + 100 for label in map(_folded, labels) if f" {label} " in f" {words} "]
        stems = [stem.casefold() for one in prose.values() for stem in one]
        parts = [len(stem) for stem in stems if len(stem) > 3 and re.search(rf"\b{re.escape(stem)}", words)]
        weight = max([*whole, *parts], default=0)
        if weight:
            weights[name] = weight
    top = [name for name, weight in weights.items() if weight == max(weights.values())]
    return top[0] if len(top) == 1 else None


def _head(table: Table, name: str) -> Iterator[str]:
    yield f"# A first draft for {' '.join(name.split())}: correct it, then `onrecord state FILE --map THIS --dry-run`."
    yield "# docs/formats/mapping.md describes each line."
    if table.sheet is not None or table.lead:
        yield ""
        yield "[file]"
        if table.sheet is not None:
            yield f"sheet = {_quoted(table.sheet)}"
        yield f"header = {len(table.lead) or 1}"


def _reading(columns: Sequence[_Column], fields: Mapping[str, str], measures: Mapping[str, object]) -> Iterator[str]:
    counted = [text for one in columns if one.name in measures or fields.get(one.name) == NUMBER for text in one.texts]
    dated = [text for one in columns if fields.get(one.name) in ("as_of", "said_on") for text in one.texts]
    yield ""
    yield "[reading]"
    yield f"language = {_quoted(_language(columns))}  # of numbers and dates in words: en, ru, kk"
    yield f"decimal = {_quoted(',' if any(re.search(r'[0-9],[0-9]{1,2}$', text) for text in counted) else '.')}"
    yield from _dates(dated)
    nothing = sorted({text for text in counted if text.casefold() in _NOTHING})
    yield f"empty = [{', '.join(map(_quoted, nothing))}]  # words that mean: nothing was said"
    numbered = next((column for column, field in fields.items() if field == "id"), None)
    if numbered is not None:
        yield f"id = {_quoted('row-{' + numbered + '}')}"
    if "quote" not in fields.values():
        yield 'quote = "row"  # the table itself is the item: add it with `onrecord add`, read it, and name it below'


def _dates(texts: Iterable[str]) -> Iterator[str]:
    found = [match for text in texts if (match := _SLASHED.fullmatch(text))]
    forms: dict[str, None] = {}
    for match in found:
        sign, year = match[2], "Y" * len(match[4])
        is_day_first = sign == "." or any(int(one[1]) > 12 for one in found if one[2] == sign)
        is_month_first = any(int(one[3]) > 12 for one in found if one[2] == sign)
        if is_day_first and not is_month_first:
            forms[f"DD{sign}MM{sign}{year}"] = None
        elif is_month_first and not is_day_first:
            forms[f"MM{sign}DD{sign}{year}"] = None
        else:
            yield f"# {match[0]} may begin with the day or the month; declare one: DD/MM/YYYY or MM/DD/YYYY"
            return
    if forms:
        yield f"dates = [{', '.join(map(_quoted, forms))}]"


def _constants(fields: Mapping[str, str], measures: Mapping[str, object]) -> Iterator[str]:
    yield ""
    yield "[constants]"
    given = set(fields.values())
    if "subject" not in given:
        yield 'subject = "incident:NAME"  # correct this'
    if "speaker" not in given:
        yield 'speaker = "who says so"  # correct this, or map a column to it'
    if "speaker_kind" not in given:
        yield 'speaker_kind = "unknown"  # official court un_body ngo media witness community company'
    if not given & {"source"} and not any(one.startswith(SOURCE_PREFIX) for one in given):
        yield 'source = "SOURCE"  # the id of a source on record'
    yield 'item = "FILE"  # the name of this table among the items: the words stand in it'
    if not measures and "property" not in given:
        yield 'property = "NAME"  # onrecord vocabulary'


def _column_line(column: _Column, fields: Mapping[str, str]) -> str:
    field = fields.get(column.name)
    if field is None:
        return f'# {_quoted(column.name)} = "note"  # not told; left out as it is'
    return f"{_quoted(column.name)} = {_quoted(field)}"


def _value_table(column: _Column, field: str, vocabulary: Vocabulary) -> Iterator[str]:
    yield ""
    yield f"[columns.{_quoted(column.name)}]"
    yield f"field = {_quoted(field)}"
    yield ""
    yield f"[columns.{_quoted(column.name)}.values]"
    yield from _values(field, column, vocabulary)


def _values(field: str, column: _Column, vocabulary: Vocabulary) -> Iterator[str]:
    named = _named(vocabulary.properties.values() if field == "property" else vocabulary.terms_of(field))
    for text in list(dict.fromkeys(column.texts))[:_MOST_VALUES]:
        found = _best(_folded(text), named)
        yield f"{_quoted(text)} = {_quoted(found)}" if found else f'# {_quoted(text)} = ""  # not told'


def _language(columns: Iterable[_Column]) -> str:
    text = " ".join(one.name for one in columns).casefold()
    if re.search("[әғқңөұүһі]", text):
        return "kk"
    return "ru" if re.search("[а-яё]", text) else "en"


def _folded(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold().replace("№", "no")))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
