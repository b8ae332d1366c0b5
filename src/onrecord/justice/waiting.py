"""Owns how long persons wait for a stage, those who still wait among them (Kaplan and Meier, 1958)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
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
class Step:
    """A day on which some arrived: how many were waiting until then, and what share is estimated to wait on."""

    day: int
    at_risk: int
    arrived: int
    still: Fraction

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord funnel --json` prints."""
        return {"day": self.day, "at_risk": self.at_risk, "arrived": self.arrived, "still": float(self.still)}


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
    curve: tuple[Step, ...] = ()
    claims: tuple[str, ...] = ()

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord funnel --json` prints."""
        return {
            "from": self.start.value,
            "to": [one.value for one in self.end],
            "days": self.days,
            "n": self.arrived,
            "censored": self.waiting,
            "undated": self.undated,
            "curve": [one.to_row() for one in self.curve],
            "claims": list(self.claims),
        }


def waits(persons: Sequence[Person], as_of: dt.date) -> tuple[Wait, ...]:
    """Return the waits that any person began by the day."""
    then = [one.at(as_of) for one in persons]
    found = (_wait(then, start, end, as_of) for start, end in _WAYS)
    return tuple(one for one in found if one.arrived or one.waiting or one.undated)


def _wait(persons: Sequence[Person], start: Stage, end: tuple[Stage, ...], as_of: dt.date) -> Wait:
    arrived: list[int] = []
    waiting: list[int] = []
    claims: list[str] = []
    undated = 0
    for person in persons:
        began = person.first(start)
        if began is None:
            continue
        ends = [one for one in person.events if one.stage in end]
        later = [one for one in ends if not one.on.is_certainly_before(began.on)]
        if ends and not later:  # charged, and detained later: who had what is waited for did not wait
            continue
        ended = min(later, key=lambda one: one.on.latest, default=None)
        claims += [*began.claims, *(ended.claims if ended is not None else ())]
        if not began.is_exact_day or (ended is not None and not ended.is_exact_day):
            undated += 1
        elif ended is not None:
            arrived.append((ended.on.latest - began.on.latest).days)
        else:
            waiting.append((_seen_until(person, began, as_of) - began.on.latest).days)
    return Wait(
        start=start,
        end=end,
        days=median(arrived, waiting),
        arrived=len(arrived),
        waiting=len(waiting),
        undated=undated,
        curve=curve(arrived, waiting),
        claims=tuple(dict.fromkeys(claims)),
    )


def curve(arrived: Sequence[int], waiting: Sequence[int]) -> tuple[Step, ...]:
    """Return the product-limit estimate of E. L. Kaplan and P. Meier (1958) in exact fractions, day by day.

    Who stopped waiting on the day of an arrival was still waiting then.
    """
    still = Fraction(1)
    steps: list[Step] = []
    everybody = sorted([*arrived, *waiting])
    for day, count in sorted(Counter(arrived).items()):
        at_risk = len(everybody) - bisect_left(everybody, day)
        still *= 1 - Fraction(count, at_risk)
        steps.append(Step(day=day, at_risk=at_risk, arrived=count, still=still))
    return tuple(steps)


def median(arrived: Sequence[int], waiting: Sequence[int]) -> int | None:
    """Return the first day by which half are estimated to have arrived, or None where it is not reached."""
    return next((one.day for one in curve(arrived, waiting) if one.still <= _HALF), None)


def _seen_until(person: Person, began: Event, as_of: dt.date) -> dt.date:
    """Return the last day on which a person was waiting: a proceeding that ended otherwise keeps nobody waiting."""
    ended = [one.on.latest for one in person.events if one.stage in ENDINGS and one.on.latest >= began.on.latest]
    return min(ended, default=as_of)
