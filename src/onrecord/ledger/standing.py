"""Owns what still carries a claim: the first sources it traces to, less those that took back what it repeats.

Ten outlets repeat one agency. When the agency's own claim is withdrawn, replaced or refuted, the ten go on being read,
and not one of them is an origin any more: nobody stands behind what they repeat (METHOD R0.8, 1.4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onrecord.kernel import Quantity, SourceId, Value
from onrecord.ledger.model import Claim, Source
from onrecord.ledger.origins import roots_of


class Origins:
    """Where claims trace to; each source is looked up once."""

    def __init__(self, sources: Mapping[SourceId, Source]) -> None:
        """Trace claims through these sources."""
        self._sources = sources
        self._known: dict[SourceId, tuple[str, ...]] = {}

    def __call__(self, claim: Claim) -> tuple[str, ...]:
        """Return the first sources a claim traces to; the claim itself where it has no source."""
        if not claim.source:
            return (f"claim:{claim.id}",)
        if claim.source not in self._known:
            self._known[claim.source] = roots_of(claim.source, self._sources)
        return self._known[claim.source]

    def fallen(self, claims: Sequence[Claim]) -> Mapping[str, tuple[str, ...]]:
        """Return, of the claims of one quantity or fact, the origins of each that stand behind it no longer."""
        if all(claim.status.is_counted for claim in claims):
            return {}
        said: dict[SourceId, list[Claim]] = defaultdict(list)
        for claim in claims:
            if claim.source:
                said[claim.source].append(claim)
        found: dict[str, tuple[str, ...]] = {}
        for claim in claims:
            if claim.status.is_counted and claim.source:
                carry = self._carrying(claim.source, claim.value, said)
                lost = tuple(one for one in self(claim) if one not in carry)
                if lost:
                    found[claim.id] = lost
        return found

    def _carrying(self, source: SourceId, value: Value, said: Mapping[SourceId, Sequence[Claim]]) -> frozenset[str]:
        """Return the roots of a source on whose way nobody took back this value without its being held further up."""
        carry: set[str] = set()
        seen: set[tuple[SourceId, bool]] = set()
        waiting = [(source, False)]
        while waiting:
            one, is_cut = waiting.pop()
            if (one, is_cut) in seen:
                continue
            seen.add((one, is_cut))
            above = self._sources[one].derived_from if one in self._sources else ()
            if not above and not is_cut:
                carry.add(one)
            waiting += [(parent, _is_cut(said.get(parent, ()), value, is_cut=is_cut)) for parent in above]
        return frozenset(carry)


def _is_cut(claims: Iterable[Claim], value: Value, *, is_cut: bool) -> bool:
    """Say whether a source, by its own claims of the same thing, no longer stands behind a value.

    A source that says nothing of it itself, or says other things that stand, leaves it as it was below.
    """
    same = [claim for claim in claims if _is_same(claim.value, value)]
    decisive = same or list(claims)
    if not decisive:
        return is_cut
    if any(claim.status.is_counted for claim in decisive):
        return is_cut and not same
    return True


def _is_same(one: Value, other: Value) -> bool:
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.same_numbers(other)
    return one == other
