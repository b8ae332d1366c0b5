"""Owns the book: all claims and sources of one moment, read together without an archive. Pure and frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from onrecord.kernel import ClaimId, PartialDate, SourceId, Vocabulary
from onrecord.ledger.contradictions import Contradiction, contradictions_of
from onrecord.ledger.figures import figures_of
from onrecord.ledger.model import Claim, Figure, FigureQuery, Source
from onrecord.ledger.origins import roots_of, sources_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Claims in the order they were recorded, the sources they describe, and the words they use."""

    claims: tuple[Claim, ...]
    sources: Mapping[SourceId, Source]
    vocabulary: Vocabulary
    _by_id: Mapping[ClaimId, Claim] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, claims: Iterable[Claim], vocabulary: Vocabulary) -> Book:
        """Return the book of these claims."""
        ordered = tuple(claims)
        return cls(
            claims=ordered,
            sources=sources_from(ordered),
            vocabulary=vocabulary,
            _by_id={claim.id: claim for claim in ordered},
        )

    def claim(self, claim_id: str) -> Claim | None:
        """Return one claim, standing or not; None where there is none."""
        return self._by_id.get(ClaimId(claim_id))

    def figures(
        self,
        property: str | None = None,  # noqa: A002 - the ledger's own word
        *,
        about: Mapping[str, str] | None = None,
        by: str | None = None,
        as_of: PartialDate | None = None,
        subject: str | None = None,
    ) -> tuple[Figure, ...]:
        """Return figures, each with its readings side by side; see `FigureQuery` for what narrows them."""
        query = FigureQuery(property=property, about=about or {}, by=by, as_of=as_of, subject=subject)
        return figures_of(self.claims, self.sources, query)

    def contradictions(self, property: str | None = None) -> tuple[Contradiction, ...]:  # noqa: A002
        """Return what does not agree, of one quantity or of all."""
        return contradictions_of(self.figures(property))

    def origins(self, claim: Claim) -> tuple[str, ...]:
        """Return the first sources a claim traces to."""
        return roots_of(claim.source, self.sources) if claim.source else (f"claim:{claim.id}",)
