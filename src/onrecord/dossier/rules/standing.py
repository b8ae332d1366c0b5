"""OR115, OR116, OR121: whether the claims that words rest on stand, and may be shown to whoever reads this edition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from onrecord.dossier.rules.examination import PUBLIC, Examination
from onrecord.dossier.rules.finding import Finding, at
from onrecord.ledger import Claim, ClaimStatus

_CODES: Final = (
    (frozenset({ClaimStatus.WITHDRAWN, ClaimStatus.SUPERSEDED}), "OR116"),
    (frozenset({ClaimStatus.DISPUTED}), "OR121"),
)


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each link whose claims were withdrawn, replaced or disputed, or are not for this edition's readers."""
    for binding in asked.bindings:
        claims = binding.named_claims()
        if asked.edition == PUBLIC:
            hidden = tuple(claim.id for claim in claims if claim.visibility.value != PUBLIC)
            if hidden:
                yield at(binding, "OR115", named=hidden, claims=", ".join(hidden))
        for statuses, code in _CODES:
            found = [claim for claim in claims if claim.status in statuses]
            if found:
                named = tuple(claim.id for claim in found)
                yield at(binding, code, named=named, claims=", ".join(map(named_with_successor, found)))


def named_with_successor(claim: Claim) -> str:
    """Return a claim's id, with an arrow to the one that took its place."""
    return claim.id if claim.superseded_by is None else f"{claim.id} → {claim.superseded_by}"
