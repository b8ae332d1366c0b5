"""Owns files of proceedings: JSON to courses and counts, each that is none told and left out. Never counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from onrecord.justice.counts import Count
from onrecord.justice.errors import REASONS, CaseFileUnreadable
from onrecord.justice.stages import AlterationKind, Course, Event, Sentence, SentenceKind, Stage, impossible_order
from onrecord.kernel import PartialDate, Problem

_Value = TypeVar("_Value", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedCourse:
    """A course or count that is none: its id, its number in the list, and why."""

    id: str
    row: int
    problem: Problem

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return `{id, row, code, problem}`."""
        return {"id": self.id, **self.problem.to_record(language)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """The courses and counts of a file, and what of it was left out."""

    groups: tuple[str, ...]
    courses: tuple[Course, ...]
    counts: tuple[Count, ...]
    refused: tuple[RefusedCourse, ...]


class _NoCourse(Exception):
    def __init__(self, *, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def case_file_from(content: bytes, *, path: str) -> CaseFile:
    """Return what a file holds: `{"groups", "records", "counts"}`.

    A course with a stage before one that must come first is left out whole and told: which of its days is wrong only a
    person can say. So is one that is named the same person as nobody.

    Raises:
        CaseFileUnreadable: no JSON object, or no list where one has to be.
    """
    try:
        whole = json.loads(content.decode("utf-8-sig"), parse_float=Decimal, object_pairs_hook=_once)
    except (ValueError, RecursionError) as err:  # halves of letters and broken JSON are both ValueError
        raise CaseFileUnreadable(path=path, problem=str(err)) from err
    if not isinstance(whole, dict):
        raise CaseFileUnreadable(path=path, problem="an object was expected")
    rows = {name: _list(whole, name, path) for name in ("groups", "records", "counts")}
    groups = tuple(str(one) for one in rows["groups"])
    refused: list[RefusedCourse] = []
    courses = list(_courses(rows["records"], groups, refused))
    counts = list(_counts(rows["counts"], refused))
    known = tuple(_with_known_persons(courses, refused))
    found = groups or tuple(dict.fromkeys(one.group for one in known if one.group))
    return CaseFile(groups=found, courses=known, counts=tuple(counts), refused=tuple(refused))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object in which no name stands twice: which of the two is meant nobody could tell."""
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = sorted({name for name, _ in pairs if sum(name == other for other, _ in pairs) > 1})
        msg = f"a name stands twice in one object: {', '.join(twice)}"
        raise ValueError(msg)
    return found


def _list(whole: Mapping[str, Any], name: str, path: str) -> list[Any]:
    found = whole.get(name, [])
    if not isinstance(found, list):
        raise CaseFileUnreadable(path=path, problem=f"“{name}” is no list")
    return found


def _courses(rows: Sequence[Any], groups: Sequence[str], refused: list[RefusedCourse]) -> Iterator[Course]:
    taken: set[str] = set()
    for number, row in enumerate(rows, start=1):
        name = _name(row, number)
        try:
            if name in taken:
                raise _NoCourse(code="justice.record-twice")
            taken.add(name)
            yield _course(row, name, groups)
        except _NoCourse as err:
            refused.append(_refusal(err, name, number))
        except (KeyError, TypeError, ValueError, AttributeError) as err:
            missing = f"no {err}" if isinstance(err, KeyError) else str(err)
            refused.append(_refusal(_NoCourse(code="justice.not-a-record", problem=missing), name, number))


def _with_known_persons(courses: Sequence[Course], refused: list[RefusedCourse]) -> Iterator[Course]:
    """Yield the courses whose other courses are there; one that leads nowhere would be counted as a person more."""
    known = {one.id for one in courses}
    for number, one in enumerate(courses, start=1):
        lost = [other for other in one.same_person_as if other not in known]
        if lost:
            refused.append(_refusal(_NoCourse(code="justice.unknown-person", value=lost[0]), one.id, number))
        else:
            yield one


def _course(row: Any, name: str, groups: Sequence[str]) -> Course:
    group = row.get("group")
    if group is not None and groups and group not in groups:
        raise _NoCourse(code="justice.unknown-group", value=group, known=", ".join(groups))
    same = row.get("same_person_as") or ()
    events = tuple(_event(one) for one in row.get("events", ()))
    _check_order(events)
    return Course(
        id=name,
        group=str(group) if group is not None else None,
        events=events,
        same_person_as=(same,) if isinstance(same, str) else tuple(str(one) for one in same),
    )


def _event(row: Mapping[str, Any]) -> Event:
    return Event(
        stage=_one_of(Stage, row["stage"]),
        on=PartialDate.parse(str(row["date"])),
        court=_text(row, "court"),
        instance=_text(row, "instance"),
        articles=tuple(str(one) for one in row.get("articles") or ()),
        sentence=_sentence(row.get("sentence")),
        kind=AlterationKind(row["kind"]) if row.get("kind") is not None else None,
        to=_sentence(row.get("to")),
    )


def _one_of(kind: type[_Value], value: Any) -> _Value:
    try:
        return kind(value)
    except ValueError as err:
        raise _NoCourse(code="justice.unknown-stage", value=value, known=", ".join(kind)) from err


def _sentence(row: Any) -> Sentence | None:
    if row is None:
        return None
    months, years = row.get("months"), row.get("years")
    if months is not None and years is not None:
        msg = "a sentence has months or years, not both"
        raise ValueError(msg)
    length = Decimal(str(years)) * 12 if years is not None else Decimal(str(months)) if months is not None else None
    return Sentence(kind=SentenceKind(row["kind"]), months=length)


def _check_order(events: Iterable[Event]) -> None:
    """Refuse a stage that surely lies before one that it follows from."""
    found = impossible_order(events)
    if found is not None:
        later, earlier = found
        raise _NoCourse(
            code="justice.impossible-order",
            later=later.stage.value,
            later_on=later.on.text(),
            earlier=earlier.stage.value,
            earlier_on=earlier.on.text(),
        )


def _counts(rows: Sequence[Any], refused: list[RefusedCourse]) -> Iterator[Count]:
    for number, row in enumerate(rows, start=1):
        name = _name(row, number)
        try:
            yield _count(row, name)
        except (KeyError, TypeError, ValueError, AttributeError) as err:
            missing = f"no {err}" if isinstance(err, KeyError) else str(err)
            refused.append(_refusal(_NoCourse(code="justice.not-a-count", problem=missing), name, number))


def _count(row: Mapping[str, Any], name: str) -> Count:
    value = row["value"]
    if type(value) is not int or value < 0:  # a bool is an int
        msg = f"“{value}” is no number of things"
        raise ValueError(msg)
    return Count(
        id=name,
        what=str(row["what"]),
        unit=str(row["unit"]),
        value=value,
        as_of=PartialDate.parse(str(row["as_of"])),
        source=str(row["source"]),
    )


def _name(row: Any, number: int) -> str:
    return str(row["id"]) if isinstance(row, dict) and row.get("id") is not None else f"#{number}"


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    return str(value) if value is not None else None


def _refusal(err: _NoCourse, name: str, number: int) -> RefusedCourse:
    facts = {"record": name, **err.facts}
    return RefusedCourse(
        id=name, row=number, problem=Problem(code=err.code, row=number, says=REASONS[err.code], facts=facts)
    )
