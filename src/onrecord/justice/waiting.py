"""Owns how long persons wait for a stage: the median with those who still wait (Kaplan and Meier, 1958)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from onrecord.justice.persons import Person
from onrecord.justice.stages import ENDINGS, Event, Stage

_HALF: Final = Fraction(1, 2)
_VERDICT: Final = (Stage.CONVICTED, Stage.ACQUITTED)
_WAYS: Final[tuple[tuple[Stage, tuple[Stage, ...]], ...]] = (
    (Stage.DETAINED, (Stage.CHARGED,)),
    (Stage.CHARGED, (Stage.TRIAL_OPENED,)),
    (Stage.TRIAL_OPENED, _VERDICT),
    (Stage.DETAINED, _VERDICT),
    (Stage.CONVICTED, (Stage.ALTERED, Stage.UPHELD)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How many days from one stage to another: the median, over those who got there and those who still wait.

    `days` is None while fewer than half are known to have got there. `undated` persons are left out: one of their two
    days is not known to the day.
    """

    start: Stage
    end: tuple[Stage, ...]
    days: int | None
    arrived: int
    waiting: int
    undated: int

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord funnel --json` prints."""
        return {
            "from": self.start.value,
            "to": [one.value for one in self.end],
            "days": self.days,
            "n": self.arrived,
            "censored": self.waiting,
            "undated": self.undated,
        }


def waits(persons: Sequence[Person], as_of: dt.date) -> tuple[Wait, ...]:
    """Return the waits that any person began by the day."""
    found = (_wait(persons, start, end, as_of) for start, end in _WAYS)
    return tuple(one for one in found if one.arrived or one.waiting or one.undated)


def _wait(persons: Sequence[Person], start: Stage, end: tuple[Stage, ...], as_of: dt.date) -> Wait:
    arrived: list[int] = []
    waiting: list[int] = []
    undated = 0
    for person in persons:
        began = _first(person, (start,), as_of)
        if began is None:
            continue
        ended = _first(person, end, as_of)
        if not began.on.is_exact_day or (ended is not None and not ended.on.is_exact_day):
            undated += 1
        elif ended is not None:
            arrived.append((ended.on.latest - began.on.latest).days)
        else:
            waiting.append((_seen_until(person, as_of) - began.on.latest).days)
    days = median(arrived, waiting)
    return Wait(start=start, end=end, days=days, arrived=len(arrived), waiting=len(waiting), undated=undated)


def median(arrived: Sequence[int], waiting: Sequence[int]) -> int | None:
    """Return the first day by which half are estimated to have arrived, or None where it is not reached.

    The product-limit estimate of E. L. Kaplan and P. Meier (1958), in exact fractions. Who stopped waiting on the day
    of an arrival was still waiting then.
    """
    still = Fraction(1)
    for day in sorted(set(arrived)):
        at_risk = sum(one >= day for one in arrived) + sum(one >= day for one in waiting)
        still *= 1 - Fraction(arrived.count(day), at_risk)
        if still <= _HALF:
            return day
    return None


def _first(person: Person, stages: Sequence[Stage], as_of: dt.date) -> Event | None:
    found = [one for one in person.by(as_of) if one.stage in stages]
    return min(found, key=lambda one: one.on.latest, default=None)


def _seen_until(person: Person, as_of: dt.date) -> dt.date:
    """Return the last day on which a person was waiting: a proceeding that ended otherwise keeps nobody waiting."""
    ended = [one.on.latest for one in person.by(as_of) if one.stage in ENDINGS]
    return min(ended, default=as_of)
