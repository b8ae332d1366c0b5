"""Owns the book: all claims and sources of one moment, read together without an archive. Pure and frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from onrecord.kernel import ClaimId, PartialDate, SourceId, Vocabulary
from onrecord.ledger.contradictions import contradictions_of
from onrecord.ledger.figures import answers_of, figures_of
from onrecord.ledger.judgements import Judgement
from onrecord.ledger.model import Claim, Figure, FigureQuery, Source
from onrecord.ledger.origins import SOURCE, roots_of, sources_from
from onrecord.ledger.telling import Contradiction, judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Claims in the order they were recorded, the sources they describe, and the words they use."""

    claims: tuple[Claim, ...]
    sources: Mapping[SourceId, Source]
    vocabulary: Vocabulary
    judgements: tuple[Judgement, ...] = ()
    _by_id: Mapping[ClaimId, Claim] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, claims: Iterable[Claim], vocabulary: Vocabulary, judgements: Iterable[Judgement] = ()) -> Book:
        """Return the book of these claims, with what persons have judged of them."""
        ordered = tuple(claims)
        return cls(
            claims=ordered,
            sources=sources_from(ordered),
            vocabulary=vocabulary,
            judgements=tuple(judgements),
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
        return figures_of(self.claims, self.sources, query, vocabulary=self.vocabulary)

    def contradictions(self, property: str | None = None) -> tuple[Contradiction, ...]:  # noqa: A002
        """Return what does not agree, of one quantity or of all."""
        asked = self.claims if property is None else self._beside(property)
        numbers = figures_of(asked, self.sources, vocabulary=self.vocabulary)
        words = answers_of(asked, self.sources, vocabulary=self.vocabulary)
        found = contradictions_of(numbers, self.sources, self.vocabulary, words)
        standing = frozenset(claim.id for claim in self.claims if claim.status.is_counted)
        all_found = judged(found, self.judgements, standing)
        return tuple(one for one in all_found if property is None or property in one.properties)

    def judgements_alone(self, found: Iterable[Contradiction]) -> tuple[Judgement, ...]:
        """Return the judgements whose claims no longer disagree, so that none is lost from sight."""
        shown = {judgement for one in found for judgement in one.judgements}
        return tuple(one for one in self.judgements if one not in shown)

    def _beside(self, name: str) -> tuple[Claim, ...]:
        """Return the claims about every subject of which the property is claimed: what it can be held against."""
        subjects = {claim.subject for claim in self.claims if claim.property == name}
        return tuple(claim for claim in self.claims if claim.subject in subjects and claim.subject_kind != SOURCE)

    def origins(self, claim: Claim) -> tuple[str, ...]:
        """Return the first sources a claim traces to."""
        return roots_of(claim.source, self.sources) if claim.source else (f"claim:{claim.id}",)
