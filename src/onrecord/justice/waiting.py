"""Owns how long persons wait for a stage, those who still wait among them (Kaplan and Meier, 1958)."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from typing import Any, Final, NamedTuple

from onrecord.justice.persons import Person, Standing, standings
from onrecord.justice.stages import ENDINGS, Event, Stage

_HALF: Final = 0.5
_Z: Final = 1.959963984540054  # of 95 %
INTERVAL: Final = "Greenwood, log(-log) transformed; median by Brookmeyer and Crowley 1982, 95 %"
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
    """A day on which some arrived: how many were waiting until then, and what share is estimated to wait on.

    `low` and `high` are the limits of that share, 95 %; None where nobody waits on, and nothing is left to estimate.
    """

    day: int
    at_risk: int
    arrived: int
    still: Fraction
    low: float | None = None
    high: float | None = None

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord funnel --json` prints."""
        share = {"still": float(self.still), "low": self.low, "high": self.high}
        return {"day": self.day, "at_risk": self.at_risk, "arrived": self.arrived, **share}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How many days from one stage to another: the median, over those who got there and those who still wait.

    `days` is None while fewer than half are known to have got there; `least` and `most` are its limits, 95 %, each
    None where it is not reached. `undated` persons are left out: one of their two
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
    least: int | None = None
    most: int | None = None
    arrivals: tuple[int, ...] = field(default=(), repr=False)  # the days of each, in order
    censored: tuple[int, ...] = field(default=(), repr=False)

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord funnel --json` prints."""
        return {
            "from": self.start.value,
            "to": [one.value for one in self.end],
            "days": self.days,
            "interval": {"low": self.least, "high": self.most, "method": INTERVAL},
            "n": self.arrived,
            "censored": self.waiting,
            "undated": self.undated,
            "curve": [one.to_row() for one in self.curve],
            "claims": list(self.claims),
        }


def waits(persons: Sequence[Person], as_of: dt.date) -> tuple[Wait, ...]:
    """Return the waits that any person began by the day."""
    return waits_of(standings(persons, as_of), as_of)


def waits_of(then: Sequence[Standing], as_of: dt.date) -> tuple[Wait, ...]:
    """Return the waits that any of these began, as they stood at the end of the day."""
    of: list[list[_Spell]] = [[] for _ in _WAYS]
    for one in then:
        if one.spells is None:
            one.spells = _spells(one)
        for way, spell in one.spells:
            of[way].append(spell)
    return tuple([_wait(*_WAYS[way], spells, as_of) for way, spells in enumerate(of) if spells])


class _Spell(NamedTuple):
    """One person on one way: how many days, or since when and until when nothing came; neither where undated."""

    claims: tuple[str, ...]
    days: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None


def _spells(one: Standing) -> tuple[tuple[int, _Spell], ...]:
    """Return how long a person was on each way that they began, by the number of the way."""
    found = []
    for way, (start, end) in enumerate(_WAYS):
        begun = one.own.get(start)
        if begun and (spell := _spell(one, begun, end)) is not None:
            found.append((way, spell))
    return tuple(found)


def _spell(one: Standing, begun: Sequence[Event], end: Sequence[Stage]) -> _Spell | None:
    """Return a wait; None of whom was charged, and detained later: who had what is waited for did not wait."""
    began = begun[0] if len(begun) == 1 else min(begun, key=_last_first)
    first, last, case = began.on.earliest, began.on.latest, began.case
    ended, came, had_before = None, last, False
    for event in one.own.get(end[0], ()) if len(end) == 1 else _of_stages(one, end):
        if event.case != case and case is not None and event.case is not None:
            continue  # who is charged in one case does not wait for the trial of another
        latest = event.on.latest
        if latest < first:
            had_before = True
        elif ended is None or latest < came:
            ended, came = event, latest
    if ended is None:
        if had_before:
            return None
        is_dated = first == last
        return _Spell(began.claims, None, last, _seen_until(one, began)) if is_dated else _Spell(began.claims)
    claims = _claims_of(began, ended)
    is_dated = first == last and ended.on.earliest == came
    return _Spell(claims, (came - last).days) if is_dated else _Spell(claims)


def _of_stages(one: Standing, stages: Iterable[Stage]) -> list[Event]:
    return [event for stage in stages if stage in one.own for event in one.own[stage]]


def _claims_of(began: Event, ended: Event) -> tuple[str, ...]:
    """Return the claims of two events, each once: they can share only those that tell the version of a law."""
    claims = began.claims + ended.claims
    return tuple(dict.fromkeys(claims)) if began.law_version_on and ended.law_version_on else claims


def _last_first(event: Event) -> tuple[dt.date, dt.date]:
    return event.on.latest, event.on.earliest


def _wait(start: Stage, end: tuple[Stage, ...], spells: Sequence[_Spell], as_of: dt.date) -> Wait:
    arrived = tuple(sorted([one.days for one in spells if one.days is not None]))
    waiting = tuple(sorted([((one.until or as_of) - one.since).days for one in spells if one.since is not None]))
    steps = curve(arrived, waiting)
    least, most = median_limits(steps)
    return Wait(
        start=start,
        end=end,
        days=_half_way(steps),
        least=least,
        most=most,
        arrived=len(arrived),
        waiting=len(waiting),
        undated=len(spells) - len(arrived) - len(waiting),
        curve=steps,
        claims=tuple(chain.from_iterable([one.claims for one in spells])),
        arrivals=arrived,
        censored=waiting,
    )


def curve(arrived: Sequence[int], waiting: Sequence[int]) -> tuple[Step, ...]:
    """Return the product-limit estimate of E. L. Kaplan and P. Meier (1958) in exact fractions, day by day.

    Who stopped waiting on the day of an arrival was still waiting then. The limits of each share are pointwise, by the
    variance of M. Greenwood (1926) on the scale of log(-log), where they cannot leave 0 and 1: J. D. Kalbfleisch and
    R. L. Prentice (2002), section 1.4; J. P. Klein and M. L. Moeschberger (2003), formula 4.3.2.
    """
    still, spread = Fraction(1), 0.0
    steps: list[Step] = []
    everybody = sorted([*arrived, *waiting])
    for day, count in sorted(Counter(arrived).items()):
        at_risk = len(everybody) - bisect_left(everybody, day)
        still *= Fraction(at_risk - count, at_risk)
        low = high = None
        if still:
            spread += count / (at_risk * (at_risk - count))
            low, high = _limits(float(still), spread)
        steps.append(Step(day=day, at_risk=at_risk, arrived=count, still=still, low=low, high=high))
    return tuple(steps)


def _limits(still: float, spread: float) -> tuple[float, float]:
    """Return the limits of a share between 0 and 1, from Greenwood's sum."""
    reach = math.exp(_Z * math.sqrt(spread) / abs(math.log(still)))
    return still**reach, still ** (1 / reach)


def median(arrived: Sequence[int], waiting: Sequence[int]) -> int | None:
    """Return the first day by which half are estimated to have arrived, or None where it is not reached."""
    return _half_way(curve(arrived, waiting))


def median_limits(steps: Sequence[Step]) -> tuple[int | None, int | None]:
    """Return between which days the median lies, 95 %: where the limits of the share pass one half, if they do.

    By R. Brookmeyer and J. Crowley (1982), with the same limits as the curve; None where a limit is not reached.
    """
    low = next((one.day for one in steps if one.low is not None and one.low <= _HALF), None)
    return low, next((one.day for one in steps if one.high is not None and one.high <= _HALF), None)


def _half_way(steps: Sequence[Step]) -> int | None:
    return next((one.day for one in steps if 2 * one.still.numerator <= one.still.denominator), None)


def _seen_until(one: Standing, began: Event) -> dt.date | None:
    """Return the last day on which a person was waiting: a proceeding that ended otherwise keeps nobody waiting."""
    if ENDINGS.isdisjoint(one.own):
        return None
    known = [event for event in _of_stages(one, ENDINGS) if began.case in (None, event.case) or event.case is None]
    ended = [event.on.latest for event in known if event.on.latest >= began.on.latest]
    return min(ended, default=None)
