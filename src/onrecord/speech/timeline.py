"""Owns what happened around the day of an utterance. That two things were near in time says nothing of a cause."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import ClaimId, PartialDate
from onrecord.ledger import Claim

WITHIN_DAYS: Final = 30
HAPPENINGS: Final = ("happened_on", "injured_on", "died_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Something that happened, and how many days after the utterance: below zero, before it.

    `earliest_days` and `latest_days` differ where one of the two days is not known to the day.
    """

    property: str
    subject: str
    phase: str | None
    on: PartialDate
    earliest_days: int
    latest_days: int
    claim: ClaimId

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord speech ID --json` prints of it."""
        return {
            "property": self.property,
            "subject": self.subject,
            "phase": self.phase,
            "on": self.on.text(),
            "days_after": [self.earliest_days, self.latest_days],
            "claim": self.claim,
        }


class Timeline:
    """Claims of days, found by their distance from another day. Many claims are of few days: each is reckoned once."""

    def __init__(self, dated: Iterable[Claim]) -> None:
        """Keep these claims; one whose value is no date is left out."""
        self._by_day: dict[tuple[dt.date, dt.date], list[tuple[PartialDate, Claim]]] = defaultdict(list)
        for claim in dated:
            if isinstance(claim.value, PartialDate):
                self._by_day[claim.value.earliest, claim.value.latest].append((claim.value, claim))

    def near(self, uttered_on: PartialDate, within_days: int) -> tuple[Near, ...]:
        """Return what may have happened within so many days before or after, in the order of days."""
        found: list[Near] = []
        for (earliest, latest), claims in self._by_day.items():
            least, most = (earliest - uttered_on.latest).days, (latest - uttered_on.earliest).days
            if least <= within_days and most >= -within_days:
                found += [_near(claim, day, least, most) for day, claim in claims]
        return tuple(sorted(found, key=lambda one: (one.on.earliest, one.on.latest, one.claim)))


def _near(claim: Claim, day: PartialDate, least: int, most: int) -> Near:
    return Near(
        property=claim.property,
        subject=claim.subject,
        phase=claim.dimension("phase"),
        on=day,
        earliest_days=least,
        latest_days=most,
        claim=claim.id,
    )
