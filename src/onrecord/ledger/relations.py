"""Owns what two readings of one quantity are to each other: compatible, drifted in time, stale, in conflict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

from onrecord.kernel import Counts, PartialDate, Qualifier, Quantity
from onrecord.ledger.model import Claim, Reading
from onrecord.ledger.sweep import Reach, Span, mirrored, reaches

ALWAYS: Final = 4_000_000  # a day after all days: an undated reading may be of any time
_TOP: Final = Decimal("Infinity")
_BOTTOM: Final = Decimal("-Infinity")
_VAGUE_SHARE: Final = Decimal("0.75")  # a half step below two of a kind: 150 rounds to "hundreds"
_TWO: Final = Decimal(2)
_VAGUE, _ABOUT = Qualifier.VAGUE, Qualifier.ABOUT


class Relation(StrEnum):
    """How two readings stand to each other."""

    COMPATIBLE = "compatible"
    TIME_DRIFT = "time_drift"
    STALE = "stale_repetition"
    CONFLICT = "conflict"


_NO_RELATIONS: Final[Mapping[Relation, frozenset[int]]] = {
    kind: frozenset() for kind in (Relation.CONFLICT, Relation.STALE, Relation.TIME_DRIFT)
}


def relation(one: Reading, other: Reading) -> Relation:
    """Return how two readings of one figure stand to each other; the order they are given in does not matter."""
    if can_both_hold(one.quantity, other.quantity):
        return Relation.COMPATIBLE
    first, second = moment(one.claim), moment(other.claim)
    if first is None or second is None or _is_one_day(first, second):
        return Relation.CONFLICT
    lower, higher = (one, other) if _is_below(one, other) else (other, one)
    if one.counts is Counts.STOCK or _may_precede(lower, higher):
        return Relation.TIME_DRIFT
    return Relation.CONFLICT if first.overlaps(second) else Relation.STALE


def relations_of(readings: Sequence[Reading]) -> Mapping[Relation, frozenset[int]]:
    """Return which readings stand in which relation to any other of one figure, as places in `readings`.

    The same as `relation` of each pair, in a time that grows with the readings and not with their pairs.
    """
    if len(readings) < 2:
        return _NO_RELATIONS
    bounds = [heard(reading.quantity) for reading in readings]
    keys = [_key(reading) for reading in readings]
    is_stock = bool(readings) and readings[0].counts is Counts.STOCK
    as_lower = _meets(keys, bounds, is_stock=is_stock, is_mirrored=False)
    as_higher = _meets(keys, [(-high, -low) for low, high in bounds], is_stock=is_stock, is_mirrored=True)
    return {kind: as_lower[kind] | as_higher[kind] for kind in as_lower}


def can_both_hold(one: Quantity, other: Quantity) -> bool:
    """Say whether one number could satisfy both speakers, with the slack that a hedge of theirs leaves."""
    low, high = heard(one)
    other_low, other_high = heard(other)
    return low <= other_high and other_low <= high


def heard(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return the bounds that a listener allows: "about 200" is what rounds to 200, "hundreds" 150 and more.

    Only for telling a disagreement from a manner of speaking. The quantity's own bounds are not widened by it (METHOD
    6.1: no invented margin), and no figure is computed from these.
    """
    low = _BOTTOM if quantity.low is None else quantity.low
    high = _TOP if quantity.high is None else quantity.high
    if quantity.qualifier is _VAGUE and quantity.low is not None:
        return quantity.low * _VAGUE_SHARE, high
    if quantity.qualifier is _ABOUT and quantity.low is not None:
        step = _step(quantity.low)
        return (low - step / 2, high + step / 2 - 1) if step > 1 else (low, high)
    return low, high


def said_number(quantity: Quantity) -> Decimal:
    """Return the number that was said, whatever the hedge: 120 for "more than 120"."""
    if quantity.qualifier is Qualifier.EXACT and quantity.low is not None:
        return quantity.low
    if quantity.qualifier in (Qualifier.UP_TO, Qualifier.LESS_THAN) or quantity.low is None:
        return quantity.high if quantity.high is not None else _BOTTOM
    is_whole = quantity.low == quantity.low.to_integral_value()
    return quantity.low - 1 if quantity.qualifier is Qualifier.MORE_THAN and is_whole else quantity.low


def moment(claim: Claim) -> PartialDate | None:
    """Return the time a claim speaks of: as of when, else when it was said."""
    return claim.as_of or claim.said_on


def days_of(reading: Reading) -> tuple[int, int]:
    """Return the first and last day a reading may speak of, as ordinals; all of time where it has no date."""
    date = moment(reading.claim)
    return (date.earliest.toordinal(), date.latest.toordinal()) if date is not None else (0, ALWAYS)


def _step(number: Decimal) -> Decimal:
    """Return to what a round number is round: 100 for 4,500; never more than half of it."""
    if number < 1 or number != number.to_integral_value():
        return Decimal(0)
    digits = format(number, "f").split(".")[0]
    return min(Decimal(10) ** (len(digits) - len(digits.rstrip("0"))), (number / _TWO).to_integral_value())


def _meets(
    keys: Sequence[tuple[int, int] | None],
    bounds: Sequence[tuple[Decimal, Decimal]],
    *,
    is_stock: bool,
    is_mirrored: bool,
) -> dict[Relation, frozenset[int]]:
    """Return the readings that are the lower one of a pair, by relation; mirrored, those that are the higher one."""
    peaks: dict[tuple[int, int] | None, Decimal] = defaultdict(lambda: _BOTTOM)
    for key, (low, _) in zip(keys, bounds, strict=True):
        peaks[key] = max(peaks[key], low)
    peak = max(peaks.values(), default=_BOTTOM)
    undated = peaks.pop(None, _BOTTOM)
    spans = [Span(*key, highest) for key, highest in peaks.items() if key is not None]
    seen = [mirrored(one) for one in spans] if is_mirrored else spans
    found = _stock_reaches(seen) if is_stock else reaches(seen)
    at: dict[tuple[int, int] | None, Reach] = {
        (span.first, span.last): Reach(reach.later, reach.before, max(reach.at_once, undated))
        for span, reach in zip(spans, found, strict=True)
    }
    at[None] = Reach(_BOTTOM, _BOTTOM, peak)
    met = [(place, at[key], bounds[place][1]) for place, key in enumerate(keys)]
    return {
        Relation.CONFLICT: frozenset(place for place, reach, high in met if reach.at_once > high),
        Relation.STALE: frozenset(place for place, reach, high in met if reach.before > high),
        Relation.TIME_DRIFT: frozenset(place for place, reach, high in met if reach.later > high),
    }


def _stock_reaches(spans: Sequence[Span]) -> list[Reach]:
    """Return the same for what rises and falls: every other time is a change, only one day is a conflict."""
    first, second = _BOTTOM, _BOTTOM
    for one in spans:
        first, second = max(first, one.peak), max(second, min(first, one.peak))
    return [
        Reach(second if one.first == one.last and one.peak == first else first, _BOTTOM, one.peak)
        if one.first == one.last
        else Reach(first, _BOTTOM, _BOTTOM)
        for one in spans
    ]


def _key(reading: Reading) -> tuple[int, int] | None:
    date = moment(reading.claim)
    return (date.earliest.toordinal(), date.latest.toordinal()) if date is not None else None


def _is_one_day(first: PartialDate, second: PartialDate) -> bool:
    return first.is_exact_day and (first.earliest, first.latest) == (second.earliest, second.latest)


def _is_below(one: Reading, other: Reading) -> bool:
    """Say whether every number the one allows lies below every number the other allows."""
    return heard(one.quantity)[1] < heard(other.quantity)[0]


def _may_precede(lower: Reading, higher: Reading) -> bool:
    """Say whether the lower count may be the earlier: a month named for one leaves room for the day of the other."""
    first, second = moment(lower.claim), moment(higher.claim)
    assert first is not None  # noqa: S101 - the caller looked
    assert second is not None  # noqa: S101 - likewise
    same = (first.earliest, first.latest) == (second.earliest, second.latest)
    return same or first.earliest < second.earliest or first.latest < second.latest
