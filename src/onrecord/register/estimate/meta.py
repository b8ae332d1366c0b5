"""Owns what people say about lists that no table shows: where they come from, what they claim, how they were linked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import FEWEST_LIVING, FEWEST_SENSITIVE, Label, file_problem
from onrecord.register.errors import AnswersInvalid, TableUnreadable

_WRONG: Final = {
    "no-json": Label(
        en="it is no JSON from line {line}, column {column} on",
        ru="это не JSON начиная со строки {line}, столбца {column}",
        kk="{line}-жол, {column}-бағаннан бастап бұл JSON емес",
    ),
    "no-list": Label(en="`{place}` is no list", ru="`{place}` — не список", kk="`{place}` тізім емес"),
    "no-object": Label(
        en="`{place}` is no JSON object", ru="`{place}` — не объект JSON", kk="`{place}` JSON нысаны емес"
    ),
    "no-text": Label(en="`{place}` is no text", ru="`{place}` — не текст", kk="`{place}` мәтін емес"),
    "no-answer": Label(
        en="`{place}` is neither true nor false",
        ru="`{place}` — не true и не false",
        kk="`{place}` true да, false те емес",
    ),
    "no-share": Label(
        en="`{place}` is no share between 0 and 1",
        ru="`{place}` — не доля от 0 до 1",
        kk="`{place}` 0 мен 1 арасындағы үлес емес",
    ),
    "twice": Label(
        en="list “{name}” is described twice",
        ru="список «{name}» описан дважды",
        kk="«{name}» тізімі екі рет сипатталған",
    ),
    "unknown": Label(
        en="no list “{name}” in the table ({lists})",
        ru="в таблице нет списка «{name}» ({lists})",
        kk="кестеде «{name}» тізімі жоқ ({lists})",
    ),
    "derived": Label(
        en="`derived_from` of “{name}” names no other list",
        ru="`derived_from` у «{name}» не называет другой список",
        kk="«{name}» тізімінің `derived_from` мәні басқа тізімді атамайды",
    ),
}


def _wrong(path: str, word: str, **facts: object) -> AnswersInvalid:
    return AnswersInvalid(path=path, problem=_WRONG[word].filled(**facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSaid:
    """What is said about one list; none where nobody said."""

    name: str
    derived_from: tuple[str, ...] | None = None
    same_scope: bool | None = None
    near_complete_enumeration: bool | None = None
    absorbing: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said about the lists, their linkage, the assumption, and the review of harm."""

    lists: tuple[ListSaid, ...] = ()
    false_match: float | None = None
    missed_match: float | None = None
    double_review: bool | None = None
    unit: str | None = None
    stratum: str | None = None
    identifying_assumption: str | None = None
    harm_reviewer: str | None = None
    harm_signed: bool | None = None
    sensitive: bool | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fewest(self) -> int:
        """Below how many people a number of the table is not told: more where it is about minors or health."""
        return FEWEST_SENSITIVE if self.sensitive else FEWEST_LIVING

    def of(self, name: str) -> ListSaid:
        """Return what is said about a list; nothing where it is not named."""
        return next((one for one in self.lists if one.name == name), ListSaid(name=name))


def read_meta(path: Path, lists: tuple[str, ...]) -> Said:
    """Return what a JSON file says about these lists.

    Raises:
        TableUnreadable: there is no such file, or it is no text.
        AnswersInvalid: it is no JSON, or says something of another kind than asked.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as err:
        raise TableUnreadable(path=str(path), problem=file_problem(err)) from err
    except UnicodeDecodeError as err:
        raise TableUnreadable(path=str(path), problem=file_problem(err)) from err
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as err:  # besides no JSON: numbers too long, and nesting without end
        at = (err.lineno, err.colno) if isinstance(err, json.JSONDecodeError) else (1, 1)
        raise _wrong(str(path), "no-json", line=at[0], column=at[1]) from err
    return said_in(found, lists, path=str(path))


def said_in(found: object, lists: tuple[str, ...], *, path: str = "-") -> Said:
    """Return what a JSON value says about these lists.

    Raises:
        AnswersInvalid: it says something of another kind than asked.
    """
    reader = _Reader(path)
    whole = reader.mapping(found, "--meta")
    linkage = reader.mapping(whole.get("linkage") or {}, "linkage")
    harm = reader.mapping(whole.get("harm_review") or {}, "harm_review")
    rows = whole.get("lists") or []
    if not isinstance(rows, list):
        raise _wrong(path, "no-list", place="lists")
    said = tuple(reader.one_list(row, lists) for row in rows)
    names = [one.name for one in said]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise _wrong(path, "twice", name=twice)
    return Said(
        lists=said,
        false_match=reader.share(linkage.get("false_match"), "false_match"),
        missed_match=reader.share(linkage.get("missed_match"), "missed_match"),
        double_review=reader.yes_or_no(linkage.get("double_review"), "double_review"),
        unit=reader.words(whole.get("unit"), "unit"),
        stratum=reader.words(whole.get("stratum"), "stratum"),
        identifying_assumption=reader.words(whole.get("identifying_assumption"), "identifying_assumption"),
        harm_reviewer=reader.words(harm.get("reviewer"), "harm_review.reviewer"),
        harm_signed=reader.yes_or_no(harm.get("signed"), "harm_review.signed"),
        sensitive=reader.yes_or_no(whole.get("sensitive"), "sensitive"),
        raw=dict(whole),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads values and refuses those of another kind, naming the place."""

    path: str

    def mapping(self, value: object, place: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise _wrong(self.path, "no-object", place=place)
        return value

    def words(self, value: object, place: str) -> str | None:
        if value is not None and not isinstance(value, str):
            raise _wrong(self.path, "no-text", place=place)
        return value

    def yes_or_no(self, value: object, place: str) -> bool | None:
        if value is not None and not isinstance(value, bool):
            raise _wrong(self.path, "no-answer", place=place)
        return value

    def share(self, value: object, place: str) -> float | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1:
            raise _wrong(self.path, "no-share", place=place)
        return float(value)

    def one_list(self, value: object, lists: tuple[str, ...]) -> ListSaid:
        row = self.mapping(value, "lists[]")
        name = row.get("name")
        if name not in lists:
            raise _wrong(self.path, "unknown", name=name, lists=", ".join(lists))
        return ListSaid(
            name=str(name),
            derived_from=self._derived(row, str(name)),
            same_scope=self.yes_or_no(row.get("same_scope"), "same_scope"),
            near_complete_enumeration=self.yes_or_no(row.get("near_complete_enumeration"), "near_complete_enumeration"),
            absorbing=self.yes_or_no(row.get("absorbing"), "absorbing"),
        )

    def _derived(self, row: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
        """Return what a list was compiled from; nobody said is one thing, from nothing another."""
        if "derived_from" not in row:
            return None
        value = row["derived_from"]
        many = [] if value in (None, "") else value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) for one in many) or name in many:
            raise _wrong(self.path, "derived", name=name)
        return tuple(many)
