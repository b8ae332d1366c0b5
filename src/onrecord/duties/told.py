"""Owns what is told: one value with all claims that say it, other values beside it, nothing picked.

A happening counts from the day it may have happened on; what else is told counts from the day of which it is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from onrecord.duties.states import state_label
from onrecord.kernel import INTERFACE_LANGUAGES, Label, PartialDate
from onrecord.ledger import Claim, ClaimStatus

# Days on which something happened; every other day that is claimed (a due day) may lie ahead.
HAPPENINGS: Final = frozenset(
    {
        "sent_on", "adopted_on", "issued_on", "replied_on", "no_reply_as_of", "national_decision_on", "submitted_on",
        "transmitted_on", "views_adopted_on", "views_sent_on", "report_submitted_on", "bound_since",
        "no_longer_bound_since", "procedure_accepted_since",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One value and every claim that says it. `on` is the value where it is a day."""

    value: str
    on: PartialDate | None
    claims: tuple[str, ...]
    is_disputed: bool = False

    def written(self, language: str) -> str:
        """Return it for a person: a day as people of the language write it, anything else word for word."""
        return self.value if self.on is None else self.on.written(language)

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord duties --json` prints of it."""
        return {"value": self.value, "disputed": self.is_disputed, "claims": list(self.claims)}


def is_known(claim: Claim, as_of: dt.date) -> bool:
    """Say whether a claim counts on a day: it stands, and what it tells may have been so by then."""
    if not claim.status.is_counted:
        return False
    if claim.property in HAPPENINGS and isinstance(claim.value, PartialDate):
        return claim.value.earliest <= as_of
    day = claim.as_of or claim.said_on
    return day is None or day.earliest <= as_of


def told(claims: Iterable[Claim]) -> tuple[Told, ...]:
    """Return each value that is claimed, in the order they were recorded, with the claims that say it."""
    values: dict[str, list[Claim]] = {}
    for claim in claims:
        values.setdefault(_text(claim), []).append(claim)
    return tuple([_told(value, same) for value, same in values.items()]) if values else ()


def hull(found: Iterable[Told]) -> PartialDate | None:
    """Return all days that are told of one thing as one stretch; None where none is told."""
    days = [one.on for one in found if one.on is not None]
    if len(days) < 2:
        return days[0] if days else None
    return PartialDate(
        earliest=min(day.earliest for day in days), latest=max(day.latest for day in days), wording=days[0].wording
    )


def claims_of(found: Iterable[Told]) -> tuple[str, ...]:
    """Return the claims behind values, each once."""
    return tuple(dict.fromkeys([claim for one in found for claim in one.claims]))


def rows(found: Iterable[Told]) -> list[dict[str, Any]]:
    """Return values as JSON tells them."""
    return [one.to_row() for one in found]


def each_called(states: Iterable[Told]) -> Label:
    """Return States in each language, one behind another where several are told; a dash where none is."""
    return _each_called(tuple([one.value for one in states]))


@lru_cache(maxsize=1_024)
def _each_called(states: tuple[str, ...]) -> Label:
    """Return it once for all duties of the same States."""
    labels = [state_label(one) for one in states]
    if not labels:
        return Label(en="—", ru="—", kk="—")
    return Label(**{each: " | ".join(dict.fromkeys(one.text(each) for one in labels)) for each in INTERFACE_LANGUAGES})


def day_text(day: PartialDate | None) -> str | None:
    """Return a day as JSON tells it."""
    return day.text() if day is not None else None


def _told(value: str, same: Sequence[Claim]) -> Told:
    first = same[0].value
    return Told(
        value=value,
        on=first if isinstance(first, PartialDate) else None,
        claims=(same[0].id,) if len(same) == 1 else tuple([one.id for one in same]),
        is_disputed=ClaimStatus.DISPUTED in [one.status for one in same],
    )


def _text(claim: Claim) -> str:
    value = claim.value
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.text() if isinstance(value, PartialDate) else claim.value_text()
