"""Owns tables of reply clocks: rows of CSV to clocks with the day they are read for. Never computes a clock."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from onrecord.duties.clocks import Clock, Reply, Rule, RuleKind
from onrecord.duties.errors import REASONS, ClocksUnreadable
from onrecord.kernel import PartialDate, Problem, delimiter_of

GENEVA: Final = "Europe/Zurich"
_COLUMNS: Final = frozenset({"id", "sent", "rule", "due", "replies", "superseded_on", "search_log", "as_of"})
_COUNT: Final = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """A clock of a table, and the day it is read for."""

    id: str
    clock: Clock
    as_of: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedVector:
    """A row that is no clock: its id, its number in the file, and why."""

    id: str
    row: int
    problem: Problem

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return `{id, row, code, problem}`."""
        return {"id": self.id, **self.problem.to_record(language)}


class _NoClock(Exception):
    """A row cannot be read as a clock."""

    def __init__(self, *, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def vectors_from(text: str, *, path: str, as_of: dt.date | None = None) -> Iterator[Vector | RefusedVector]:
    """Yield the clocks of a table in its order, each row that is none as such. `as_of` is for rows that name no day.

    Raises:
        ClocksUnreadable: there is no head, or it lacks a column.
    """
    table = text.lstrip("\ufeff")
    reader = csv.reader(io.StringIO(table, newline=""), delimiter=delimiter_of(table), strict=True)
    try:
        head = [name.strip().lower() for name in next(reader, [])]
        _check_head(head, path, needs_day=as_of is None)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _vector(head, cells, reader.line_num, as_of)
    except csv.Error as err:
        raise ClocksUnreadable(path=path, problem=f"line {reader.line_num}: {err}") from err


def _check_head(head: list[str], path: str, *, needs_day: bool) -> None:
    missing = [name for name in ("id", *(["as_of"] if needs_day else [])) if name not in head]
    twice = sorted({name for name in head if head.count(name) > 1 and name in _COLUMNS})
    if missing or twice:
        problem = f"no column {', '.join(missing)}" if missing else f"twice: {', '.join(twice)}"
        raise ClocksUnreadable(path=path, problem=problem)


def _vector(head: list[str], cells: list[str], row: int, as_of: dt.date | None) -> Vector | RefusedVector:
    fields = {name: cell.strip() for name, cell in zip(head, cells, strict=False)}
    try:
        if len(cells) > len(head):
            raise _NoClock(code="duties.row-too-long", cells=len(cells), columns=len(head))
        day = _day(fields, "as_of") or as_of
        if day is None:
            raise _NoClock(code="duties.as-of-missing")
        return Vector(id=fields.get("id", ""), clock=_clock(fields), as_of=day)
    except _NoClock as err:
        problem = Problem(code=err.code, row=row, says=REASONS[err.code], facts=err.facts)
        return RefusedVector(id=fields.get("id", ""), row=row, problem=problem)


def _clock(fields: Mapping[str, str]) -> Clock:
    clock = Clock(
        sent=_sent(fields.get("sent", "")),
        rule=_rule(fields.get("rule", "")),
        due=_day(fields, "due"),
        replies=tuple(_reply(one.strip()) for one in fields.get("replies", "").split(";") if one.strip()),
        superseded_on=_day(fields, "superseded_on"),
        searched_on=_day(fields, "search_log"),
    )
    _check_order(clock)
    return clock


def _check_order(clock: Clock) -> None:
    """Refuse what lies before the letter itself: a slip of the hand would become a State's promptness."""
    due = clock.due_on()
    if clock.sent is None:
        return
    if due is not None and due.latest < clock.sent.earliest:
        raise _NoClock(code="duties.due-before-the-letter", due=due, sent=clock.sent)
    for reply in clock.replies:
        if reply.on < clock.sent.earliest:
            raise _NoClock(code="duties.reply-before-the-letter", reply=reply.on, sent=clock.sent)


def _sent(text: str) -> PartialDate | None:
    """Return the day of the letter, which may be known to the month or the year only."""
    if not text:
        return None
    try:
        return PartialDate.on(_geneva(text)) if "T" in text else PartialDate.parse(text)
    except ValueError as err:
        raise _NoClock(code="duties.not-a-day", field="sent", value=text) from err


def _rule(text: str) -> Rule | None:
    if not text:
        return None
    name, _, value = text.partition(":")
    if name == RuleKind.FIXED:
        return Rule(kind=RuleKind.FIXED, day=_day({"rule": value}, "rule"))
    if name in (RuleKind.MONTHS, RuleKind.DAYS) and _COUNT.fullmatch(value.strip()):
        return Rule(kind=RuleKind(name), count=int(value))
    raise _NoClock(code="duties.unknown-rule", value=text)


def _reply(text: str) -> Reply:
    day, _, kind = text.rpartition(":")
    if kind not in ("full", "partial"):
        raise _NoClock(code="duties.unknown-reply", value=text)
    on = _day({"replies": day}, "replies")
    if on is None:
        raise _NoClock(code="duties.unknown-reply", value=text)
    return Reply(on=on, is_full=kind == "full")


def _day(fields: Mapping[str, str], field: str) -> dt.date | None:
    text = fields.get(field, "").strip()
    if not text:
        return None
    try:
        return _geneva(text)
    except ValueError as err:
        raise _NoClock(code="duties.not-a-day", field=field, value=text) from err


def _geneva(text: str) -> dt.date:
    """Return the day in Geneva of a day or of an instant with its zone (METHOD 4.5)."""
    if "T" not in text and " " not in text:
        return dt.date.fromisoformat(text)
    instant = dt.datetime.fromisoformat(text)
    if instant.tzinfo is None:
        msg = "an instant without its zone may lie on either of two days"
        raise ValueError(msg)
    return instant.astimezone(ZoneInfo(GENEVA)).date()
