"""Owns what is searched of a claim, a source, a person: one text of each, the same at indexing and at delivery."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from onrecord import ledger
from onrecord.kernel import Label, Vocabulary

_SUBJECTS: Final = frozenset({"source", "person"})
_NO_WORDS: Final = frozenset({"item"})  # ids that nobody looks for by heart
_OURSELVES: Final = "ourselves"


def claim_text(claim: ledger.Claim, vocabulary: Vocabulary) -> str:
    """Return what a claim says, a line each: what of whom, the value, the words of the source, who speaks, notes."""
    declared = vocabulary.property(claim.property)
    about = [vocabulary.term(dimension, value) for dimension, value in claim.about]
    lines = [
        claim.quote.text if claim.quote else None,
        claim.value_text(),
        claim.speaker,
        claim.note,
        _said(declared.label if declared else None) or claim.property,
        " · ".join(_said(term.label) or "" for term in about if term is not None),
        " · ".join(value for (_, value), term in zip(claim.about, about, strict=True) if term is None),
        claim.subject_id,
        claim.source,
    ]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def thing_text(claims: Iterable[ledger.Claim]) -> str:
    """Return what claims say of a source or a person, a line each."""
    standing = [
        claim
        for claim in claims
        if claim.status is not ledger.ClaimStatus.WITHDRAWN and claim.property not in _NO_WORDS
    ]
    if not standing:
        return ""
    return "\n".join(dict.fromkeys([*(claim.value_text() for claim in standing), standing[0].subject_id]))


def speaker_of(claim: ledger.Claim) -> str | None:
    """Return who is named as the one who speaks: not ourselves, and nobody for a claim that was taken back."""
    is_told = claim.status is not ledger.ClaimStatus.WITHDRAWN and claim.speaker_kind.value != _OURSELVES
    return claim.speaker if is_told and claim.speaker.strip() else None


def is_of_subject(claim: ledger.Claim) -> bool:
    """Say whether a claim is found as a part of what is told of a source or a person."""
    return claim.subject_kind in _SUBJECTS


def _said(label: Label | None) -> str | None:
    return None if label is None else " · ".join(dict.fromkeys((label.en, label.ru, label.kk)))
