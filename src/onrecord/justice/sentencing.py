"""Owns how claims about terms become sentences. Years are twelve months; a range stays a range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from onrecord.justice.stages import Sentence, SentenceKind
from onrecord.ledger import Claim

SENTENCES: Final[Mapping[str, SentenceKind]] = {
    "prison_term": SentenceKind.PRISON,
    "suspended_term": SentenceKind.SUSPENDED,
    "restriction_term": SentenceKind.RESTRICTION,
    "fine_imposed": SentenceKind.FINE,
}
# Of what kind a term is after an alteration, where the alteration itself says so.
_AFTER: Final[Mapping[str, SentenceKind]] = {
    "reduced": SentenceKind.PRISON,
    "suspended": SentenceKind.SUSPENDED,
    "replaced_by_restriction": SentenceKind.RESTRICTION,
}
_TERMS_AFTER: Final = frozenset({"reduced_term", "suspended_term", "restriction_term", "prison_term"})
TERMS: Final = _TERMS_AFTER | SENTENCES.keys()
_A_YEAR: Final = Decimal(12)


def is_sentence(claim: Claim) -> bool:
    """Say whether a claim tells what a court imposed, before any alteration."""
    return claim.property in SENTENCES and claim.dimension("alteration") is None


def is_after(claim: Claim) -> bool:
    """Say whether a claim tells what a sentence became by an alteration."""
    return claim.property in _TERMS_AFTER and claim.dimension("alteration") is not None


def sentences_of(claims: Sequence[Claim]) -> tuple[Sentence, ...]:
    """Return what one court imposed, one of each kind that is claimed."""
    imposed: dict[str, list[Claim]] = {}
    for one in claims:
        if is_sentence(one):
            imposed.setdefault(one.property, []).append(one)
    return tuple([_sentence(kind, imposed[name]) for name, kind in SENTENCES.items() if name in imposed])


def term_after(claims: Sequence[Claim], case: str | None, alteration: str | None) -> Sentence | None:
    """Return what a sentence became by an alteration, from claims of terms after one; None where none tells it."""
    if alteration is None:
        return None
    same = [one for one in claims if (one.dimension("case"), one.dimension("alteration")) == (case, alteration)]
    kinds = {SENTENCES.get(one.property, _AFTER.get(alteration)) for one in same}
    if len(kinds) != 1 or (kind := kinds.pop()) is None:
        kind = _AFTER.get(alteration)
        same = [one for one in same if SENTENCES.get(one.property, kind) is kind]
    return _sentence(kind, same) if kind is not None else None


def _sentence(kind: SentenceKind, claims: Sequence[Claim]) -> Sentence:
    """Return a sentence whose length is what all these claims leave: one number, or from the least to the most."""
    lengths = [number for one in claims for number in _months(one)] if kind is not SentenceKind.FINE else []
    told = tuple([one.id for one in claims])
    if len(lengths) < 2:
        return Sentence(kind=kind, months=lengths[0] if lengths else None, claims=told)
    low, high = min(lengths), max(lengths)
    return Sentence(kind=kind, months=low, most=high if high != low else None, claims=told)


def _months(claim: Claim) -> list[Decimal]:
    quantity = claim.quantity
    if quantity is None or quantity.low is None or quantity.high is None:  # "more than five years" is no length
        return []
    times = _A_YEAR if claim.unit == "years" else Decimal(1)
    if quantity.low == quantity.high:
        return [quantity.low * times]
    return [quantity.low * times, quantity.high * times]
