"""Owns the search for readings that cannot both hold, over any number of them, without holding each against each.

Readings of one stretch of time are folded into one span with their extreme bounds; what a span can meet among all
others then follows from sorted lists. Pure arithmetic: what a relation means is `relations`' business.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_NONE: Final = Decimal("-Infinity")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, as ordinals, and the highest lower bound that was told for it."""

    first: int
    last: int
    peak: Decimal


@dataclass(frozen=True, slots=True)
class Reach:
    """The highest lower bound that a lower reading of a span meets: later or equal, surely before, at one time."""

    later: Decimal
    before: Decimal
    at_once: Decimal


def reaches(spans: Sequence[Span]) -> list[Reach]:
    """Return what a lower reading of each span can meet among the higher ones, in the order the spans came in."""
    by_first, by_last = (
        _Ordered((one.first, one.peak) for one in spans),
        _Ordered((one.last, one.peak) for one in spans),
    )
    inside = _within(spans)
    return [
        Reach(
            later=max(
                by_first.highest_after(one.first),
                by_last.highest_after(one.last),
                one.peak if one.first != one.last else _NONE,
            ),
            before=by_last.highest_before(one.first),
            at_once=max(held, one.peak if one.first == one.last else _NONE),
        )
        for one, held in zip(spans, inside, strict=True)
    ]


def mirrored(span: Span) -> Span:
    """Return the span seen from the other side: time runs backwards, and low is high."""
    return Span(-span.last, -span.first, span.peak)


def _within(spans: Sequence[Span]) -> list[Decimal]:
    """Return, for each span, the highest peak of another that begins no later and ends within it."""
    ends = sorted({one.last for one in spans})
    tree = _Peaks(len(ends))
    found = [_NONE] * len(spans)
    for place in sorted(range(len(spans)), key=lambda at: (spans[at].first, spans[at].last)):
        one = spans[place]
        start, stop = bisect.bisect_left(ends, one.first), bisect.bisect_right(ends, one.last)
        found[place] = tree.highest(start, stop)
        tree.put(bisect.bisect_left(ends, one.last), one.peak)
    return found


class _Ordered:
    """Peaks by a day, with the highest on either side of any day."""

    def __init__(self, pairs: Iterable[tuple[int, Decimal]]) -> None:
        ordered = sorted(pairs)
        self._days = [day for day, _ in ordered]
        peaks = [peak for _, peak in ordered]
        self._up_to = list(itertools.accumulate(peaks, max))
        self._from = list(itertools.accumulate(reversed(peaks), max))[::-1]

    def highest_before(self, day: int) -> Decimal:
        place = bisect.bisect_left(self._days, day)
        return self._up_to[place - 1] if place else _NONE

    def highest_after(self, day: int) -> Decimal:
        place = bisect.bisect_right(self._days, day)
        return self._from[place] if place < len(self._from) else _NONE


class _Peaks:
    """The highest value within any run of places: a tree of maxima."""

    def __init__(self, size: int) -> None:
        self._size = max(size, 1)
        self._tree = [_NONE] * (2 * self._size)

    def put(self, place: int, value: Decimal) -> None:
        at = place + self._size
        while at and self._tree[at] < value:
            self._tree[at] = value
            at //= 2

    def highest(self, start: int, stop: int) -> Decimal:
        found, left, right = _NONE, start + self._size, stop + self._size
        while left < right:
            if left % 2:
                found = max(found, self._tree[left])
                left += 1
            if right % 2:
                right -= 1
                found = max(found, self._tree[right])
            left, right = left // 2, right // 2
        return found
