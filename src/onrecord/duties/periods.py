"""Owns the periods within which something is due, by procedure and body, as data with its source (METHOD 4.5).

A period that a body sets anew each time, or has changed over the years, is only usual: it is told, and nobody is called
late by it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from onrecord.duties.clocks import Rule, RuleKind
from onrecord.kernel import Label, PartialDate, add_months

_NAMED: Final = "named"


class Who(StrEnum):
    """Who has to act within a period."""

    STATE = "state"
    PETITIONER = "petitioner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """By when something is due under one procedure: who has to act, from which day on, and where that is written.

    `rule` is None where the letter or document names the day. `is_practice` where no treaty or rule fixes the length:
    the body writes it, each time anew. `starts` and `stops` are the days claimed it runs from and those that answer it.
    """

    id: str
    procedure: str
    body: str | None
    step: str | None
    who: Who
    starts: str
    stops: str
    rule: Rule | None
    is_usual: bool
    is_voluntary: bool
    is_practice: bool
    source: Label

    def says(self) -> Label:
        """Return how long it is, in words."""
        if self.rule is None:
            return _NAMES_IT
        return (_MONTHS if self.rule.kind is RuleKind.MONTHS else _DAYS).filled(count=self.rule.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """When a State reports under a treaty: so many months after it is bound, then each so many."""

    treaty: str
    first: int
    then: int | None
    source: Label

    def first_due(self, bound: PartialDate) -> PartialDate:
        """Return the last day for the first report of a State that is bound since a day."""
        earliest, latest = add_months(bound.earliest, self.first), add_months(bound.latest, self.first)
        return PartialDate(earliest=earliest, latest=latest, wording="")


def periods() -> Mapping[str, Period]:
    """Return every period by its id."""
    return _periods()


def period_of(procedure: str, body: str | None, step: str | None = None) -> Period | None:
    """Return the period of a body under a procedure, else the one that the procedure has whichever the body is."""
    same = [one for one in _periods().values() if one.procedure == procedure and one.step == step]
    own = next((one for one in same if one.body is not None and one.body == body), None)
    return own or next((one for one in same if one.body is None), None)


def periods_before(body: str) -> tuple[Period, ...]:
    """Return the periods of one body, in the order of its procedures."""
    return tuple(one for one in _periods().values() if one.body == body)


def reporting(treaty: str) -> Reporting | None:
    """Return when a State reports under a treaty; None where it does not."""
    return _reporting().get(treaty)


@cache
def _periods() -> Mapping[str, Period]:
    found = {name: _period(name, one) for name, one in _tables().items() if "procedure" in one}
    return MappingProxyType(found)


@cache
def _reporting() -> Mapping[str, Reporting]:
    rows = (one for one in _tables().values() if "treaty" in one)
    return MappingProxyType(
        {
            one["treaty"]: Reporting(
                treaty=one["treaty"], first=one["first"], then=one.get("then"), source=Label(**one["source"])
            )
            for one in rows
        }
    )


def _tables() -> Mapping[str, Mapping[str, Any]]:
    text = resources.files(__package__).joinpath("data", "periods.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _period(name: str, row: Mapping[str, Any]) -> Period:
    return Period(
        id=name,
        procedure=row["procedure"],
        body=row.get("body"),
        step=row.get("step"),
        who=Who(row["who"]),
        starts=row["starts"],
        stops=row["stops"],
        rule=None if row["kind"] == _NAMED else Rule(kind=RuleKind(row["kind"]), count=row["count"]),
        is_usual=row.get("usual", False),
        is_voluntary=row.get("voluntary", False),
        is_practice=row.get("practice", False),
        source=Label(**row["source"]),
    )


_NAMES_IT: Final = Label(
    en="the day that the letter or document names",
    ru="день, названный в письме или документе",
    kk="хат не құжат атаған күн",
)
_MONTHS: Final = Label(en="{count} months", ru="месяцев: {count}", kk="{count} ай")
_DAYS: Final = Label(en="{count} days", ru="дней: {count}", kk="{count} күн")
