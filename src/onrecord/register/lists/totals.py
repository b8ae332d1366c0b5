"""Owns totals of losses: by list, kind and currency. Never adds lists, currencies, or what nobody said.

Two lists may hold the same house, so each list has totals of its own. Sums of different currencies have no sum without
a dated rate (METHOD 3.6). A loss of which nobody says the value, or how many there were, is counted as unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from onrecord.kernel import Qualifier, Quantity, number_record
from onrecord.register.lists.model import ListedRow

_ONE_EACH: Final = frozenset({"house", "shop", "other_building", "vehicle"})  # a row that gives no number is of one


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What several quantities come to: no top where one of them has none. `unknown` are those that nobody gave.

    It is `about` where one of them is: a sum is no more exact than what was added.
    """

    low: Decimal | None
    high: Decimal | None
    known: int
    unknown: int
    currency: str | None = None
    is_about: bool = False

    def to_row(self) -> dict[str, Any]:
        """Return it as `onrecord losses --json` promises."""
        bounds = {"low": number_record(self.low), "high": number_record(self.high)}
        row: dict[str, Any] = {**bounds, "about": self.is_about, "known": self.known}
        return {**row, "unknown": self.unknown} if self.currency is None else {"currency": self.currency, **row}


@dataclass(frozen=True, slots=True, kw_only=True)
class LossTotal:
    """The losses of one kind on one list, or of all kinds where `kind` is none."""

    list: str | None
    kind: str | None
    rows: int
    things: Sum
    values: tuple[Sum, ...]
    without_value: int

    def to_row(self) -> dict[str, Any]:
        """Return it as `onrecord losses --json` promises."""
        return {
            "list": self.list,
            "kind": self.kind,
            "rows": self.rows,
            "things": self.things.to_row(),
            "values": [one.to_row() for one in self.values],
            "without_value": self.without_value,
        }


def totals_of(losses: Iterable[ListedRow]) -> tuple[LossTotal, ...]:
    """Return the totals of each list, by kind and of all kinds together; in the order of lists and kinds."""
    found: dict[tuple[str | None, str | None], list[ListedRow]] = defaultdict(list)
    for one in losses:
        found[one.list, one.text("loss_kind")].append(one)
        found[one.list, None].append(one)
    order = sorted(found, key=lambda one: (one[0] or "", one[1] is None, one[1] or ""))
    return tuple(_total(name, kind, found[name, kind]) for name, kind in order)


def _total(name: str | None, kind: str | None, losses: list[ListedRow]) -> LossTotal:
    by_currency: dict[str, list[Quantity]] = defaultdict(list)
    for one in losses:
        for claim in one.all("loss_value")[:1]:
            if claim.quantity is not None and claim.unit is not None:
                by_currency[claim.unit].append(claim.quantity)
    valued = sum(len(said) for said in by_currency.values())
    return LossTotal(
        list=name,
        kind=kind,
        rows=len(losses),
        things=_sum([count for one in losses if (count := _count(one)) is not None], of=len(losses)),
        values=tuple(_sum(said, of=len(said), currency=unit) for unit, said in sorted(by_currency.items())),
        without_value=len(losses) - valued,
    )


def _count(loss: ListedRow) -> Quantity | None:
    said = next((claim.quantity for claim in loss.all("loss_count")), None)
    if said is None and loss.text("loss_kind") in _ONE_EACH:
        return Quantity(low=Decimal(1), high=Decimal(1), qualifier=Qualifier.EXACT, wording="1")
    return said


def _sum(said: list[Quantity], *, of: int, currency: str | None = None) -> Sum:
    lows = [one.low for one in said if one.low is not None]
    highs = [one.high for one in said if one.high is not None]
    return Sum(
        low=sum(lows, Decimal(0)) if said else None,  # "up to 5" has no least but none
        high=sum(highs, Decimal(0)) if said and len(highs) == len(said) else None,
        known=len(said),
        unknown=of - len(said),
        currency=currency,
        is_about=any(one.qualifier in (Qualifier.ABOUT, Qualifier.VAGUE) for one in said),
    )
