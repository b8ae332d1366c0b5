"""Owns the way from a table of people to records: which column is what, and which rows cannot be taken. Never links.

A saved map (TOML) says which column is what; without one the usual heads in English, Russian and Kazakh are known. A
cell that cannot be read counts as unknown, and is told.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from onrecord.kernel import PartialDate, Problem, delimiter_of
from onrecord.register.errors import LINK_REASONS, MapInvalid, PeopleUnreadable
from onrecord.register.linking import garbage
from onrecord.register.records import Record

# Heads of columns in small letters, marks as blanks. Of parts of a name, the order is that in which they are joined.
_HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "row": ("id", "row", "no", "n", "№", "unique id", "rec id", "record id", "nr", "номер", "п п", "реттік нөмір"),
    "name": (
        "name", "full name", "person", "фио", "ф и о", "имя", "аты жөні", "тегі аты", "аты тегі", "т а ә",
    ),
    "surname": ("surname", "last name", "family name", "lastname", "фамилия", "тегі"),
    "given": ("given name", "first name", "forename", "firstname", "имя", "аты", "есімі"),
    "patronymic": ("patronymic", "middle name", "отчество", "әкесінің аты"),
    "father": ("father", "father name", "father s name", "отец", "имя отца", "әкесі"),
    "born": ("born", "dob", "date of birth", "birth date", "birthdate", "year of birth", "birth year", "дата рождения",
             "год рождения", "г р", "родился", "туған күні", "туған жылы", "born on"),
    "died": ("died", "date of death", "death date", "дата смерти", "умер", "қайтыс болған күні"),
    "alive": ("alive", "seen alive", "alive on", "admitted", "жив на", "дата поступления", "тірі"),
    "sex": ("sex", "gender", "пол", "жынысы"),
}  # fmt: skip
_FACTS: Final = re.compile(
    r"^(?:village|place|home|address|street|suburb|city|town|state|region|district|postcode|post code|zip|birth place|"
    r"place of birth|occupation|trade|work|email|phone|село|деревня|адрес|улица|город|район|область|место|телефон|"
    r"профессия|работа|ауыл|мекенжай|көше|қала|аудан|облыс|жұмысы|кәсібі|туған жері)\b"
)
_NUMBERS: Final = re.compile(
    r"^(?:passport|document|identity|id (?:number|card|no)|national id|iin|ssn|soc sec|tax|паспорт|иин|документ|"
    r"удостоверение|снилс|инн|жсн|құжат|жеке куәлік)"
)
_PARTS: Final = ("surname", "given", "patronymic")
_ONE: Final = ("row", "father", "born", "died", "alive", "sex")
_SEXES: Final = {
    "m": "male",
    "f": "female",
    "м": "male",
    "ж": "female",
    "е": "male",
    "ә": "female",
    "1": "male",
    "2": "female",
}
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_EIGHT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_WORDS: Final = re.compile(r"\s*(?:г\.?\s?р\.?|года?|г\.|ж\.?|жылы)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Which column is what. `once` says that the list names nobody twice."""

    name: tuple[str, ...]
    row: str | None = None
    father: str | None = None
    born: str | None = None
    died: str | None = None
    alive: str | None = None
    sex: str | None = None
    facts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    once: bool = False

    @classmethod
    def parse(cls, text: str, *, path: str) -> Map:
        """Return a saved map.

        Raises:
            MapInvalid: it is no TOML, or names no column of the name, or a thing that no list has.
        """
        try:
            told = tomllib.loads(text)
        except tomllib.TOMLDecodeError as err:
            raise MapInvalid(path=path, problem=str(err)) from err
        columns = told.get("columns", {})
        known = {"name", "facts", "numbers", *_ONE}
        if not isinstance(columns, dict) or set(columns) - known or set(told) - {"columns", "once"}:
            raise MapInvalid(path=path, problem=", ".join(sorted(set(columns) - known)) or "columns")
        if not columns.get("name"):
            raise MapInvalid(path=path, problem="name")
        many = {key: _texts(columns.get(key, ())) for key in ("name", "facts", "numbers")}
        one = {key: str(columns[key]) for key in _ONE if key in columns}
        return cls(**many, **one, once=bool(told.get("once")))  # type: ignore[arg-type]

    @classmethod
    def of_heads(cls, heads: Sequence[str]) -> Map:
        """Return the map that usual heads tell; its name is empty where no column is one of names."""
        plain = {_plain(head): head for head in reversed(heads) if head.strip()}

        def column(kind: str) -> str | None:
            return next((plain[name] for name in _HEADS[kind] if name in plain), None)

        parts = tuple(found for kind in _PARTS if (found := column(kind)) is not None)
        whole = column("name")
        is_whole = whole is not None and (whole not in parts or len(parts) < 2)  # «Имя» beside «Фамилия» is a part
        name = (whole,) if is_whole and whole is not None else parts
        one = {kind: column(kind) for kind in _ONE}
        taken = {*name, *one.values()}
        free = [head for head in heads if head.strip() and head not in taken]
        numbers = tuple(head for head in free if _NUMBERS.match(_plain(head)))
        facts = tuple(head for head in free if head not in numbers and _FACTS.match(_plain(head)))
        return cls(name=name, facts=facts, numbers=numbers, **one)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The records of one list, how its columns were understood, and what could not be taken or read, row by row."""

    list: str
    map: Map
    records: tuple[Record, ...]
    refused: tuple[Problem, ...] = field(default=())
    unread: tuple[Problem, ...] = field(default=())


def records_from(text: str, *, name: str, map_of: Map | None = None) -> Rows:
    """Return the records of a table; the head is row 1.

    Raises:
        PeopleUnreadable: it is no table, or no column holds names, or a column of the map is not there.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter_of(text))
    try:
        heads = [head.strip() for head in next(reader, [])]
        chosen = map_of or Map.of_heads(heads)
        missing = [one for one in _columns(chosen) if one not in heads]
        if missing or not chosen.name:
            raise PeopleUnreadable(list=name, missing=", ".join(missing) or "name", heads=", ".join(heads) or "—")
        with garbage.not_looked_for():
            return _Taking(name, heads, chosen).rows(reader)
    except csv.Error as err:
        raise PeopleUnreadable(list=name, missing=str(err), heads="—") from err


class _Taking:
    """Takes the rows of one table."""

    def __init__(self, name: str, heads: Sequence[str], chosen: Map) -> None:
        self._name, self._heads, self._map = name, heads, chosen
        self._refused: list[Problem] = []
        self._unread: list[Problem] = []
        self._seen: set[str] = set()
        self._dates: dict[str, PartialDate | None] = {}
        self._told: dict[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]] = {}
        at = {head: place for place, head in enumerate(heads)}
        self._names = [at[one] for one in chosen.name]
        self._numbers = [(one, at[one]) for one in chosen.numbers]
        self._facts = [(one, at[one]) for one in chosen.facts]
        taken = set(_columns(chosen))
        self._rest = [(head, place) for head, place in at.items() if head not in taken]
        # Where the list has no such column, the place of a cell that is empty in every row: one after the last.
        self._row, self._father, self._sex, self._born, self._died, self._alive = (
            len(heads) if column is None else at[column]
            for column in (chosen.row, chosen.father, chosen.sex, chosen.born, chosen.died, chosen.alive)
        )

    def rows(self, reader: Iterator[list[str]]) -> Rows:
        """Return all that was taken."""
        stripped = (list(map(str.strip, cells)) for cells in reader)
        records = [
            record
            for row, said in enumerate(stripped, start=2)
            if any(said) and (record := self._record(row, said)) is not None
        ]
        return Rows(
            list=self._name,
            map=self._map,
            records=tuple(records),
            refused=tuple(self._refused),
            unread=tuple(self._unread),
        )

    def _record(self, row: int, said: list[str]) -> Record | None:
        chosen, columns = self._map, len(self._heads)
        if len(said) > columns:
            self._refuse("register.row-too-long", row, cells=len(said), columns=columns)
            return None
        said += [""] * (columns + 1 - len(said))
        known = said[self._row] or f"row {row}"
        name = " ".join([said[at] for at in self._names if said[at]])
        numbers = _told(self._numbers, said)
        if not name and not numbers:
            self._refuse("register.row-names-nobody", row)
            return None
        if known in self._seen:
            self._refuse("register.row-twice", row, id=known)
            return None
        self._seen.add(known)
        return Record(
            list=self._name,
            row=known,
            name=name,
            father=said[self._father],
            born=self._date(row, chosen.born, said[self._born]),
            died=self._date(row, chosen.died, said[self._died]),
            seen_alive=self._date(row, chosen.alive, said[self._alive]),
            sex=_SEXES.get(said[self._sex][:1].casefold()),
            facts=self._once(_told(self._facts, said)),
            numbers=numbers,
            rest=_told(self._rest, said),
        )

    def _once(self, facts: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """Return the one tuple of these facts: people of one village share it, and a million rows have few."""
        return self._told.setdefault(facts, facts)

    def _refuse(self, code: str, row: int, **facts: object) -> None:
        self._refused.append(_problem(code, row, **facts))

    def _date(self, row: int, column: str | None, text: str) -> PartialDate | None:
        if not text:
            return None
        if text not in self._dates:
            self._dates[text] = date_of(text)
        found = self._dates[text]
        if found is None:
            self._unread.append(_problem("register.date-unread", row, text=text, column=column))
        return found


def _told(columns: Sequence[tuple[str, int]], said: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return what a row says in these columns, each a head and its place."""
    return tuple([(head, said[at]) for head, at in columns if said[at]]) if columns else ()


def _problem(code: str, row: int, **facts: object) -> Problem:
    return Problem(code=code, says=LINK_REASONS[code], row=row, facts=facts)


def date_of(text: str) -> PartialDate | None:
    """Return a date as lists write it: 1958, 02.03.1958, 19580302, 1958-03, 1958 г.р.; None of anything else."""
    plain = _YEAR_WORDS.sub("", text.strip())
    if found := _DAY_FIRST.fullmatch(plain):
        day, month, year = found.groups()
        plain = f"{year}-{int(month):02d}-{int(day):02d}"
    elif found := _EIGHT.fullmatch(plain):
        plain = "-".join(found.groups())
    try:
        return PartialDate.parse(plain)
    except ValueError:
        return None


def _columns(chosen: Map) -> tuple[str, ...]:
    single = (chosen.row, chosen.father, chosen.born, chosen.died, chosen.alive, chosen.sex)
    return tuple(one for one in (*chosen.name, *single, *chosen.facts, *chosen.numbers) if one)


def _plain(head: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", head.casefold()).split()) or head.strip().casefold()


def _texts(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value))
