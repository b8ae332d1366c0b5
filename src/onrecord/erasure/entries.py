"""Owns the entries of erasure. They say who decided what and why, in numbers: never a name, a word or a digest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from onrecord.store import Draft

EXPUNGING_APPROVED: Final = "expunging-approved@1"
EXPUNGING_REPLAYED: Final = "expunging-replayed@1"
HOLD_PLACED: Final = "hold-placed@1"
HOLD_LIFTED: Final = "hold-lifted@1"


def expunging_approved(
    expunging: str, *, reason: str, approved_by: Sequence[str], entries: int, kept: int, despite: str | None
) -> Draft:
    """Return the entry on whose word payloads and salts are destroyed (METHOD EV-09: two people and a reason)."""
    payload = {
        "expunging": expunging,
        "reason": reason,
        "approved_by": list(approved_by),
        "entries": entries,
        "kept": kept,
        "despite": despite,
    }
    return Draft(kind=EXPUNGING_APPROVED, payload=payload)


def expunging_replayed(*, entries: int, outdated: int, decided_by_size: int) -> Draft:
    """Return the entry on whose word an archive restored from an older copy loses again what had been expunged.

    The decision itself stands on the log of `decided_by_size` entries, which this archive does not have any more.
    """
    payload = {"entries": entries, "outdated": outdated, "decided_by_size": decided_by_size}
    return Draft(kind=EXPUNGING_REPLAYED, payload=payload)


def hold_placed(subject: str, *, ground: str, approved_by: Sequence[str], review_on: str) -> Draft:
    """Return the entry that keeps something from being expunged, until a day on which that is looked at again."""
    payload = {"subject": subject, "ground": ground, "approved_by": list(approved_by), "review_on": review_on}
    return Draft(kind=HOLD_PLACED, payload=payload)


def hold_lifted(subject: str, *, why: str, approved_by: Sequence[str]) -> Draft:
    """Return the entry that ends a hold."""
    return Draft(kind=HOLD_LIFTED, payload={"subject": subject, "why": why, "approved_by": list(approved_by)})
