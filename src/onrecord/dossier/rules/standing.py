"""OR115, OR116, OR121, OR129: whether what words rest on stands, and may be shown to whoever reads this edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from onrecord.dossier.bindings import Binding
from onrecord.dossier.rules.examination import PUBLIC, Examination
from onrecord.dossier.rules.finding import Finding, at
from onrecord.kernel import Visibility
from onrecord.ledger import Book, Claim, ClaimStatus

_CODES: Final = {
    ClaimStatus.WITHDRAWN: "OR116",
    ClaimStatus.SUPERSEDED: "OR116",
    ClaimStatus.DISPUTED: "OR121",
    ClaimStatus.REFUTED: "OR129",
}


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each link whose claims were withdrawn, refuted or disputed, or are not for this edition's readers."""
    for binding in asked.bindings:
        if asked.edition == PUBLIC:
            yield from _hidden(asked.book, binding)
        yield from _fallen(asked, binding)


def fallen_code(claims: Sequence[Claim]) -> str:
    """Return the code of words to which only such claims would have answered: refuted where one of them was."""
    codes = {_CODES[one.status] for one in claims if one.status in _CODES}
    return "OR129" if "OR129" in codes else "OR116"


def _hidden(book: Book, binding: Binding) -> Iterator[Finding]:
    hidden = tuple(claim.id for claim in binding.named_claims() if not _is_public(book, claim))
    if hidden:
        yield at(binding, "OR115", named=hidden, claims=", ".join(hidden))


def _is_public(book: Book, claim: Claim) -> bool:
    """Say whether a claim may be shown; whoever shows one of a restricted source gives the source away."""
    source = book.sources.get(claim.source) if claim.source else None
    is_of_restricted = source is not None and source.visibility is Visibility.RESTRICTED
    return claim.visibility is Visibility.PUBLIC and not is_of_restricted


def _fallen(asked: Examination, binding: Binding) -> Iterator[Finding]:
    for code in dict.fromkeys(_CODES.values()):
        if code == "OR129" and _is_told_to_be_refuted(asked, binding):
            continue
        named = tuple(claim.id for claim in binding.named_claims() if _CODES.get(claim.status) == code)
        if named:
            told = [named_with_successor(claim) for claim in binding.named_claims() if claim.id in named]
            yield at(binding, code, named=named, claims=", ".join(told))


def _is_told_to_be_refuted(asked: Examination, binding: Binding) -> bool:
    """Say whether the sentence says that what it repeats is untrue: to correct an error one has to name it."""
    sentence = asked.sentence_of(binding)
    return asked.cues.has("refuted", asked.low, sentence.begin, sentence.end)


def named_with_successor(claim: Claim) -> str:
    """Return a claim's id, with an arrow to the one that took its place."""
    return claim.id if claim.superseded_by is None else f"{claim.id} → {claim.superseded_by}"
