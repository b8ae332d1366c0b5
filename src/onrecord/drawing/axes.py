"""Owns the axes of charts: where a day or a number lies, and which ticks fit without touching. Pure geometry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from onrecord.drawing.measuring import width_of
from onrecord.kernel import PartialDate, day_words

_PANEL_GAP: Final = 26.0
_CROWD_SHARE: Final = 0.33  # this share of the readings ...
_CROWD_SPAN: Final = 0.15  # ... within this share of the time makes a panel of its own
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A stretch of days drawn to one scale."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    def x(self, day: dt.date) -> float:
        """Return where the middle of a day lies; days outside lie at the edge."""
        days = (self.last - self.first).days + 1
        share = ((day - self.first).days + 0.5) / days
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAxis:
    """One panel, or two with a gap: the crowded first weeks to a scale of their own, then the years after."""

    panels: tuple[Panel, ...]

    @classmethod
    def of(cls, dates: Sequence[PartialDate], *, left: float, right: float, may_split: bool = True) -> TimeAxis:
        """Return the axis that shows these dates between two edges."""
        first = min(date.earliest for date in dates)
        last = max(date.latest for date in dates)
        crowd = _end_of_crowd(dates, first, last) if may_split else None
        if crowd is None:
            return cls(panels=(Panel(first=first, last=last, left=left, right=right),))
        middle = left + (right - left - _PANEL_GAP) * 0.52
        return cls(
            panels=(
                Panel(first=first, last=crowd, left=left, right=middle),
                Panel(first=crowd + _DAY, last=last, left=middle + _PANEL_GAP, right=right),
            )
        )

    def x(self, day: dt.date) -> float:
        """Return where a day lies."""
        panel = next((one for one in self.panels if day <= one.last), self.panels[-1])
        return panel.x(day)

    def ticks(self, name: Callable[[dt.date, str], str], size: float) -> Iterator[tuple[float, str]]:
        """Yield places and labels: as many as stand apart."""
        for panel in self.panels:
            yield from _ticks(panel, name, size)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberAxis:
    """A linear scale of numbers; open readings run to its end."""

    low: Decimal
    high: Decimal
    left: float
    right: float

    @classmethod
    def of(cls, numbers: Iterable[Decimal], *, left: float, right: float) -> NumberAxis:
        """Return the axis for these numbers: from nought where the numbers themselves come near it."""
        found = sorted(numbers)
        low, high = found[0], found[-1]
        if low <= (high - low) / 2:
            low = Decimal(0)
        room = (high - low) / 12 or Decimal(1)
        bottom = max(Decimal(0), low - (room if low else 0)) if low >= 0 else low - room
        return cls(low=bottom, high=high + room, left=left, right=right)

    def x(self, number: Decimal) -> float:
        """Return where a number lies."""
        return self.left + (self.right - self.left) * float((number - self.low) / (self.high - self.low))

    def ticks(self, name: Callable[[Decimal], str], size: float) -> Iterator[tuple[float, str]]:
        """Yield round numbers that stand apart."""
        span = self.high - self.low
        for step in _round_steps(span):
            first = -(-self.low // step) * step
            numbers = [first + step * place for place in range(int((self.high - first) // step) + 1)]
            placed = [(self.x(one), name(one)) for one in numbers]
            if _stand_apart(placed, size):
                yield from placed
                return


def span_of(days: Iterable[dt.date], language: str = "en") -> str:
    """Return the days of which something is told: one, or the first and the last; a dash where there are none."""
    found = sorted(set(days))
    if not found:
        return "—"
    ends = found if len(found) == 1 else (found[0], found[-1])
    return " – ".join(day_words(one, language) for one in ends)


def _end_of_crowd(dates: Sequence[PartialDate], first: dt.date, last: dt.date) -> dt.date | None:
    """Return the last day of a crowded beginning, or None where the dates lie evenly enough."""
    days = sorted(date.latest for date in dates if (date.latest - date.earliest).days <= 2)
    needed = max(3, int(len(dates) * _CROWD_SHARE))
    total = (last - first).days
    if len(days) < needed or total < 60:
        return None
    end = days[needed - 1]
    if (end - first).days > total * _CROWD_SPAN:
        return None
    # Take in what follows closely, so that the break falls into a real pause.
    for day in days[needed:]:
        if (day - end).days <= max(2, (end - first).days // 2) and (day - first).days <= total * _CROWD_SPAN:
            end = day
    return end if end < last else None


def _ticks(panel: Panel, name: Callable[[dt.date, str], str], size: float) -> Iterator[tuple[float, str]]:
    candidates = (_days(panel, 1), _days(panel, 2), _days(panel, 5), _days(panel, 10), *_months(panel))
    for step, days in candidates:
        labelled = ((panel.x(day), name(day, step)) for day in days)
        placed = [one for one in labelled if _has_room(one, panel, size)]
        if placed and _stand_apart(placed, size):
            yield from placed
            return


def _has_room(tick: tuple[float, str], panel: Panel, size: float) -> bool:
    """Say whether a label stays on the drawing."""
    half = width_of(tick[1], size) / 2
    return panel.left - 14 <= tick[0] - half and tick[0] + half <= panel.right + 30


def _days(panel: Panel, every: int) -> tuple[str, list[dt.date]]:
    count = (panel.last - panel.first).days + 1
    return "day", [panel.first + _DAY * place for place in range(0, count, every)] if count <= 90 else []


def _months(panel: Panel) -> Iterator[tuple[str, list[dt.date]]]:
    firsts = []
    day = panel.first if panel.first.day == 1 else _next_month(panel.first)
    while day <= panel.last:
        firsts.append(day)
        day = _next_month(day)
    for every in (1, 2, 3, 6):
        yield "month", [one for one in firsts if (one.month - 1) % every == 0]
    for every in (1, 2, 5, 10):
        yield "year", [one for one in firsts if one.month == 1 and one.year % every == 0]


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + _DAY * 32).replace(day=1)


def _round_steps(span: Decimal) -> Iterator[Decimal]:
    """Yield 1, 2, 5 times powers of ten, from a tenth of the span up; never less than one."""
    power = Decimal(10) ** max(0, (span / 10).adjusted() if span else 0)
    while power <= span * 10 or power <= 10:
        for factor in (1, 2, 5):
            yield power * factor
        power *= 10


def _stand_apart(placed: Sequence[tuple[float, str]], size: float) -> bool:
    edges = [(x - width_of(text, size) / 2, x + width_of(text, size) / 2) for x, text in placed]
    return all(one[1] + size * 0.6 <= other[0] for one, other in pairwise(edges))
