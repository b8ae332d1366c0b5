"""Owns what two readings of one quantity are to each other: compatible, drifted in time, stale, in conflict."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from onrecord.kernel import PartialDate
from onrecord.ledger.model import Claim, Reading

# Counts of who is there at a moment; all others only grow while the facts become known.
_STOCKS: Final = frozenset({"hospitalised", "intensive_care", "in_custody", "detained", "missing", "homeless"})


class Relation(StrEnum):
    """How two readings stand to each other."""

    COMPATIBLE = "compatible"
    TIME_DRIFT = "time_drift"
    STALE = "stale_repetition"
    CONFLICT = "conflict"


def relation(one: Reading, other: Reading) -> Relation:
    """Return how two readings of one figure stand to each other; the order they are given in does not matter."""
    if one.quantity.overlaps(other.quantity):
        return Relation.COMPATIBLE
    first, second = moment(one.claim), moment(other.claim)
    if first is None or second is None or _is_one_day(first, second):
        return Relation.CONFLICT
    lower, higher = (one, other) if _is_below(one, other) else (other, one)
    if one.claim.property in _STOCKS or _may_precede(lower, higher):
        return Relation.TIME_DRIFT
    return Relation.CONFLICT if first.overlaps(second) else Relation.STALE


def _is_one_day(first: PartialDate, second: PartialDate) -> bool:
    return first.is_exact_day and (first.earliest, first.latest) == (second.earliest, second.latest)


def moment(claim: Claim) -> PartialDate | None:
    """Return the time a claim speaks of: as of when, else when it was said."""
    return claim.as_of or claim.said_on


def _is_below(one: Reading, other: Reading) -> bool:
    """Say whether every number the one allows lies below every number the other allows."""
    high, low = one.quantity.high, other.quantity.low
    return high is not None and low is not None and high < low


def _may_precede(lower: Reading, higher: Reading) -> bool:
    """Say whether the lower count may be the earlier: a month named for one leaves room for the day of the other."""
    first, second = moment(lower.claim), moment(higher.claim)
    assert first is not None  # noqa: S101 - the caller looked
    assert second is not None  # noqa: S101 - likewise
    same = (first.earliest, first.latest) == (second.earliest, second.latest)
    return same or first.earliest < second.earliest or first.latest < second.latest
