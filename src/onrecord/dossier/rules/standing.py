"""OR115, OR116, OR121: whether the claims that words rest on stand, and may be shown to whoever reads this edition."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.dossier.rules.examination import PUBLIC, Examination
from onrecord.dossier.rules.finding import Finding, at
from onrecord.ledger import ClaimStatus


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each link whose claims were withdrawn or disputed, or are not for this edition's readers."""
    for binding in asked.bindings:
        claims = binding.named_claims()
        if asked.edition == PUBLIC:
            hidden = tuple(claim.id for claim in claims if claim.visibility.value != PUBLIC)
            if hidden:
                yield at(binding, "OR115", named=hidden, claims=", ".join(hidden))
        for status, code in ((ClaimStatus.WITHDRAWN, "OR116"), (ClaimStatus.DISPUTED, "OR121")):
            named = tuple(claim.id for claim in claims if claim.status is status)
            if named:
                yield at(binding, code, named=named, claims=", ".join(named))
