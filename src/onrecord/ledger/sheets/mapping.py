"""Owns the mapping file: which column of somebody's table is which field of ours, declared in TOML.

A mapping says nothing about one row. What it cannot mean is refused when it is read, not row by row.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import file_problem
from onrecord.ledger.errors import MappingRefused

NUMBER: Final = "number"  # the field that a cell with a count is mapped to: bounds, qualifier and wording at once
SOURCE_PREFIX: Final = "source."
SOURCE_FIELDS: Final = (
    "id",
    "publisher",
    "title",
    "published_on",
    "address",
    "language",
    "source_kind",
    "derived_from",
    "remark",
)
ROW: Final = "row"  # `quote = "row"`: the words of the row itself, where the table is the item
ROW_WORDS: Final = "onrecord: words of the row"  # a column of refused rows: what a corrected row is quoted by
PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")  # in the form of an id
_PARTS: Final = ("file", "reading", "constants", "columns", "claims")
_FILE: Final = ("sheet", "header", "encoding")
_READING: Final = ("language", "decimal", "dates", "empty", "quote", "id", "ignore", "others")
_DATE_LETTERS: Final = frozenset("DMY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Into:
    """What a column is: a field, the words of a value table, and whether other words pass as they are."""

    field: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    keeps_others: bool = False
    several: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)  # words that fill several fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One claim that a row makes: the column of its number or word, what is fixed, and what stands in other columns."""

    column: str
    fixed: Mapping[str, str]
    columns: Mapping[str, str]
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMapping:
    """How a table becomes rows. Without `measures` a row is one claim."""

    columns: Mapping[str, Into]
    constants: Mapping[str, str]
    measures: tuple[Measure, ...] = ()
    sheet: str | None = None
    head: tuple[int, ...] = ()
    encoding: str = "utf-8-sig"
    language: str = "en"
    decimal: str = "."
    dates: tuple[str, ...] = ()
    empty: frozenset[str] = frozenset()
    quote: str | None = None
    id: str | None = None
    ignore: frozenset[str] = frozenset()

    def named(self) -> set[str]:
        """Return every column that the mapping speaks of."""
        names = {ROW_WORDS} | set(self.columns) | set(self.ignore) | set(PLACEHOLDER.findall(self.id or ""))
        for one in self.measures:
            names |= {one.column, *one.columns.values()}
        return names


def mapping_from(path: Path) -> SheetMapping:
    """Return the mapping that a file declares.

    Raises:
        MappingRefused: it cannot be read, is no TOML, or says what no mapping can mean.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as err:
        raise MappingRefused(path=str(path), problem=file_problem(err)) from err
    except UnicodeDecodeError as err:
        raise MappingRefused(path=str(path), problem=str(err)) from err
    return mapping_of(text, where=str(path))


def mapping_of(text: str, *, where: str) -> SheetMapping:
    """Return the mapping that a TOML text declares.

    Raises:
        MappingRefused: it is no TOML, or says what no mapping can mean.
    """
    try:
        declared = tomllib.loads(text)
        return _mapping(declared)
    except (tomllib.TOMLDecodeError, ValueError, TypeError, KeyError, AttributeError) as err:
        words = f"{err.args[0]!r} is missing" if isinstance(err, KeyError) else str(err)
        raise MappingRefused(path=where, problem=words) from err


def _mapping(declared: Mapping[str, Any]) -> SheetMapping:
    _only(declared, _PARTS, "the mapping")
    file, reading = declared.get("file", {}), declared.get("reading", {})
    _only(file, _FILE, "[file]")
    _only(reading, _READING, "[reading]")
    head = file.get("header", [])
    made = SheetMapping(
        columns={name: _into(name, body) for name, body in declared.get("columns", {}).items()},
        constants={name: _plain(name, value) for name, value in declared.get("constants", {}).items()},
        measures=tuple(_measure(body) for body in declared.get("claims", [])),
        sheet=file.get("sheet"),
        head=tuple(head) if isinstance(head, list) else (head,),
        encoding=str(file.get("encoding", "utf-8-sig")),
        language=str(reading.get("language", "en")),
        decimal=_one_of(str(reading.get("decimal", ".")), ".,", "decimal"),
        dates=tuple(_date_form(one) for one in _texts(reading.get("dates", []), "dates")),
        empty=frozenset(word.casefold() for word in _texts(reading.get("empty", []), "empty")),
        quote=_quote(reading.get("quote")),
        id=reading.get("id"),
        ignore=frozenset(_texts(reading.get("ignore", []), "ignore")),
    )
    _refuse_nonsense(made)
    return made


def _refuse_nonsense(made: SheetMapping) -> None:
    fields = [into.field for into in made.columns.values() if into.field != "note"]
    twice = sorted({name for name in fields if fields.count(name) > 1} | (set(fields) & set(made.constants)))
    if twice:
        msg = f"given twice: {', '.join(twice)}"
        raise ValueError(msg)
    if not made.columns and not made.measures:
        msg = "no column is named in [columns] or [[claims]]"
        raise ValueError(msg)
    if any(type(number) is not int or number < 1 for number in made.head):
        msg = "header is the number of a row, or a list of such"
        raise ValueError(msg)
    for name in (*fields, *made.constants):
        if name.startswith(SOURCE_PREFIX) and name.removeprefix(SOURCE_PREFIX) not in SOURCE_FIELDS:
            msg = f"{name} is no field of a source; there are {', '.join(SOURCE_FIELDS)}"
            raise ValueError(msg)


def _into(name: str, body: Any) -> Into:
    if isinstance(body, str):
        return Into(field=body)
    _only(body, ("field", "values", "others"), f"column {name!r}")
    meant = body.get("values", {})
    return Into(
        field=str(body["field"]),
        values=_values({word: one for word, one in meant.items() if not isinstance(one, Mapping)}),
        several={_word(word): _fields(one) for word, one in meant.items() if isinstance(one, Mapping)},
        keeps_others=_one_of(str(body.get("others", "refuse")), ("keep", "refuse"), "others") == "keep",
    )


def _measure(body: Mapping[str, Any]) -> Measure:
    fixed: dict[str, str] = {}
    columns: dict[str, str] = {}
    for name, value in body.items():
        if name in ("column", "values"):
            continue
        if isinstance(value, Mapping):
            _only(value, ("column",), f"{name} in [[claims]]")
            columns[name] = str(value["column"])
        else:
            fixed[name] = _plain(name, value)
    return Measure(column=str(body["column"]), fixed=fixed, columns=columns, values=_values(body.get("values", {})))


def _values(body: Mapping[str, Any]) -> dict[str, str]:
    return {_word(word): _plain(word, meaning) for word, meaning in body.items()}


def _word(word: str) -> str:
    return " ".join(word.casefold().split())


def _fields(body: Mapping[str, Any]) -> dict[str, str]:
    return {name: _plain(name, value) for name, value in body.items()}


def _plain(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return str(value)
    msg = f"{name} must be text or a whole number"
    raise ValueError(msg)


def _quote(value: Any) -> str | None:
    if value not in (None, ROW):
        msg = 'quote in [reading] can only be "row"; a column of quotes is named in [columns]'
        raise ValueError(msg)
    return None if value is None else ROW


def _date_form(form: str) -> str:
    """Return a form such as DD.MM.YYYY, checked: each part at most once, the year among them."""
    letters = [letter for letter in form.upper() if letter.isalpha()]
    parts = {part: form.upper().count(part) for part in ("DD", "MM", "YY")}
    if set(letters) - _DATE_LETTERS or "YY" not in form.upper() or parts["DD"] > 1 or parts["MM"] > 1:
        msg = f"{form!r} is no form of a date; write it as DD.MM.YYYY, MM/DD/YYYY or MM.YYYY"
        raise ValueError(msg)
    return form.upper()


def _texts(value: Any, name: str) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    msg = f"{name} must be a list of words"
    raise ValueError(msg)


def _one_of(value: str, allowed: Iterable[str], name: str) -> str:
    if value not in allowed:
        msg = f"{name} can be {' or '.join(allowed)}, not {value!r}"
        raise ValueError(msg)
    return value


def _only(body: Any, known: Iterable[str], where: str) -> None:
    if not isinstance(body, Mapping):
        msg = f"{where} must be a table"
        raise TypeError(msg)
    unknown = sorted(set(body) - set(known))
    if unknown:
        msg = f"{where} has no {', '.join(unknown)}; it has {', '.join(known)}"
        raise ValueError(msg)
