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
    if first is None or second is None or first.overlaps(second):
        return Relation.CONFLICT
    earlier, later = (one, other) if first.is_certainly_before(second) else (other, one)
    if one.claim.property in _STOCKS or _is_below(earlier, later):
        return Relation.TIME_DRIFT
    return Relation.STALE


def moment(claim: Claim) -> PartialDate | None:
    """Return the time a claim speaks of: as of when, else when it was said."""
    return claim.as_of or claim.said_on


def _is_below(earlier: Reading, later: Reading) -> bool:
    return earlier.quantity.high is not None and (
        later.quantity.low is not None and earlier.quantity.high < later.quantity.low
    )
