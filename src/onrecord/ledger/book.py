"""Owns the book: the claims and sources of one moment, read together. It asks its shelf for what a question needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.kernel import ClaimId, PartialDate, SourceId, Vocabulary
from onrecord.ledger.confirmation import confirmed
from onrecord.ledger.contradictions import contradictions_of, in_order
from onrecord.ledger.errors import NoSuchIncident
from onrecord.ledger.figures import answers_of, figures_of, gathered, newest_first
from onrecord.ledger.floors import OUTCOME
from onrecord.ledger.incidents import INCIDENT, Ties, tying
from onrecord.ledger.judgements import Judgement
from onrecord.ledger.levels import Confirmed
from onrecord.ledger.model import Claim, ClaimStatus, Figure, FigureQuery, Reading, Source
from onrecord.ledger.reviews import Review
from onrecord.ledger.shelf import EVERYTHING, Bounds, ClaimQuery, MemoryShelf, Shelf
from onrecord.ledger.standing import Origins
from onrecord.ledger.telling import Contradiction, judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Claims in the order they were recorded, the sources they describe, and the words they use.

    Ask for what is needed: `claims_of` and `figures` cost as much as what they return, `claims` loads the whole ledger.
    `is_public_only`: it shows what anybody may see of an archive, so that what is not in it may well be on record.
    `lacks_restricted`: the actor may not see restricted claims, whatever the book shows of the others.
    """

    shelf: Shelf
    vocabulary: Vocabulary
    is_public_only: bool = False
    lacks_restricted: bool = False

    @classmethod
    def of(
        cls,
        claims: Iterable[Claim],
        vocabulary: Vocabulary,
        judgements: Iterable[Judgement] = (),
        reviews: Iterable[Review] = (),
    ) -> Book:
        """Return the book of these claims, with what persons have judged of them and signed off."""
        return cls(shelf=MemoryShelf(claims, judgements, reviews), vocabulary=vocabulary)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, in the order they were recorded."""
        return self.shelf.claims(EVERYTHING)

    @property
    def sources(self) -> Mapping[SourceId, Source]:
        """The sources that claims describe."""
        return self.shelf.sources()

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """What persons have judged of contradictions, the oldest first."""
        return self.shelf.judgements()

    def claim(self, claim_id: str) -> Claim | None:
        """Return one claim, standing or not; None where there is none."""
        return next(iter(self.shelf.claims(ClaimQuery(ids=frozenset({claim_id})))), None)

    def claims_of(
        self,
        property: str | None = None,  # noqa: A002 - the ledger's own word
        *,
        subject: str | None = None,
        about: Mapping[str, str] | None = None,
        status: ClaimStatus | None = None,
        bounds: Bounds | None = None,
    ) -> tuple[Claim, ...]:
        """Return claims in the order they were recorded, withdrawn ones among them unless `status` says which.

        `subject` is `kind:id`, or an id whatever its kind; `about` names dimensions, and `unit`; `bounds` are the
        lowest and the highest number that a claim says.
        """
        return self.shelf.claims(
            ClaimQuery(
                properties=_one(property), subjects=_one(subject), about=_about(about), status=status, bounds=bounds
            )
        )

    def claims_among(
        self, properties: Iterable[str] | None = None, *, subjects: Iterable[str] | None = None
    ) -> tuple[Claim, ...]:
        """Return the claims of any of these properties about any of these subjects, in the order they were recorded."""
        wanted = [None if names is None else frozenset(names) for names in (properties, subjects)]
        return self.shelf.claims(ClaimQuery(properties=wanted[0], subjects=wanted[1]))

    def same_persons(self) -> tuple[Claim, ...]:
        """Return what counts of "two ids are one person", whoever may see it: to count by, and never to show."""
        return tuple(one for one in self.shelf.joined_persons() if one.status.is_counted)

    def ties(self, incident: str | None = None) -> Ties:
        """Return what ties cases, utterances and persons to incidents.

        Raises:
            NoSuchIncident: nothing that may be seen is said of this incident, or tied to it.
        """
        found = Ties(self.claims_among(tying(self.vocabulary)), self.same_persons())
        is_known = incident is None or incident in found.incidents()
        if not is_known and not self.claims_among(subjects=[f"{INCIDENT}:{incident}"]):
            raise NoSuchIncident(incident=incident)
        return found

    def figures(
        self,
        property: str | None = None,  # noqa: A002 - the ledger's own word
        *,
        about: Mapping[str, str] | None = None,
        by: str | None = None,
        as_of: PartialDate | None = None,
        subject: str | None = None,
        bounds: Bounds | None = None,
    ) -> tuple[Figure, ...]:
        """Return figures, each with its readings side by side; see `FigureQuery` for what narrows them.

        With `bounds` only the readings that say exactly this lowest and this highest number.
        """
        query = FigureQuery(property=property, about=about or {}, by=by, as_of=as_of, subject=subject)
        needed = ClaimQuery(properties=_one(property), subjects=_one(subject), about=_about(about), bounds=bounds)
        claims = self.shelf.claims(needed)
        return figures_of(
            claims, self.shelf.sources_of(claims), query, vocabulary=self.vocabulary, reviews=self.shelf.reviews(),
            unseen=self.shelf.unseen_beside_signed(claims), persons=self._persons(property),
        )  # fmt: skip

    def contradictions(
        self,
        property: str | None = None,  # noqa: A002 - the ledger's own word
        *,
        subjects: Iterable[str] | None = None,
    ) -> tuple[Contradiction, ...]:
        """Return what does not agree, of one quantity or of all, about any subject or about these (`kind:id`).

        A quantity is held against everything claimed about the subjects that it is claimed of; claims about different
        subjects never disagree.
        """
        found = in_order(
            one for claims in self._subjects(property, subjects) for one in self._disagreeing(claims, property)
        )
        all_found = judged(found, self.judgements, self._standing_judged())
        return tuple(one for one in all_found if property is None or property in one.properties)

    def judgements_alone(self, found: Iterable[Contradiction]) -> tuple[Judgement, ...]:
        """Return the judgements whose claims no longer disagree, so that none is lost from sight."""
        shown = {judgement for one in found for judgement in one.judgements}
        return tuple(one for one in self.judgements if one not in shown)

    def origins(self, claim: Claim) -> tuple[str, ...]:
        """Return the first sources a claim traces to."""
        return Origins(self.sources).traced((claim,)).origins[claim.id]

    def level(self, claims: Iterable[Claim]) -> Confirmed:
        """Return how far a fact is confirmed, from all claims of it, whatever became of them."""
        every = tuple(claims)
        sources = self.shelf.sources_of(every)
        traced = Origins(sources).traced(every)
        read = [
            Reading(claim=claim, origins=traced.origins[claim.id], fallen=traced.fallen.get(claim.id, ()))
            for claim in newest_first(every)
        ]
        counted = [one for one in read if one.claim.status.is_counted]
        refuted = [one for one in read if one.claim.status is ClaimStatus.REFUTED]
        kinds = {(one.property, one.subject, one.about) for one in every}
        beside = self.shelf.unseen_beside_signed(every)
        unseen = [one for one in beside if (one.property, one.subject, one.about) in kinds]
        return confirmed(counted, refuted, sources, self.vocabulary, self.shelf.reviews(), unseen)

    def _persons(self, name: str | None) -> tuple[Claim, ...]:
        """Return the claims about persons of which the floor of a quantity is made; none where it has no floor."""
        declared = self.vocabulary.property(name) if name is not None else None
        if name is not None and (declared is None or not declared.floor):
            return ()
        return self.shelf.claims(ClaimQuery(properties=frozenset({OUTCOME}))) + self.shelf.joined_persons()

    def _subjects(self, name: str | None, subjects: Iterable[str] | None) -> Iterable[tuple[Claim, ...]]:
        """Return claims in portions that hold of each subject all or nothing."""
        if subjects is None:
            return self.shelf.by_subject(name)
        return [self.shelf.claims(ClaimQuery(subjects=frozenset(subjects)))]

    def _disagreeing(self, claims: Sequence[Claim], name: str | None) -> tuple[Contradiction, ...]:
        sources = self.shelf.sources_of(claims)
        numbers = gathered(claims, sources, self.vocabulary)
        words = answers_of(claims, sources, vocabulary=self.vocabulary)
        return contradictions_of(numbers, sources, self.vocabulary, words, of=name, judged=self._judged_claims)

    @property
    def _judged_claims(self) -> frozenset[ClaimId]:
        return frozenset(claim for one in self.judgements for claim in one.claims)

    def _standing_judged(self) -> frozenset[ClaimId]:
        """Return the claims that were judged and still count."""
        known = self.shelf.claims(ClaimQuery(ids=frozenset[str](self._judged_claims)))
        return frozenset(claim.id for claim in known if claim.status.is_counted)


def _one(name: str | None) -> frozenset[str] | None:
    return None if name is None else frozenset({name})


def _about(about: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((about or {}).items()))
