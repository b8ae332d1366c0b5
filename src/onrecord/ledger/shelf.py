"""Owns where the claims of a book stand: which claims a question needs, and the shelf that holds them in memory.

A shelf answers one kind of question, `ClaimQuery`. A book asks it for what a figure needs and for no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final, Protocol, TypeVar

from onrecord.kernel import ClaimId, SourceId
from onrecord.ledger.judgements import Judgement
from onrecord.ledger.model import Claim, ClaimStatus, Source
from onrecord.ledger.origins import SOURCE, sources_from
from onrecord.ledger.reviews import Review

SAME_PERSON: Final = "same_person_as"
Bounds = tuple[Decimal | None, Decimal | None]
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuery:
    """Which claims are asked for. What is not named may be anything; claims that were withdrawn are among them.

    `subjects` are `kind:id`, or an id whatever its kind; `about` names dimensions, and `unit`; `bounds` are the lowest
    and the highest number of a quantity, both exactly.
    """

    ids: frozenset[str] | None = None
    properties: frozenset[str] | None = None
    subject_kind: str | None = None
    subjects: frozenset[str] | None = None
    about: tuple[tuple[str, str], ...] = ()
    bounds: Bounds | None = None
    status: ClaimStatus | None = None

    @property
    def names_one_thing(self) -> bool:
        """Whether it names ids, properties, subjects or bounds, one of these alone, and nothing else."""
        named = (self.ids, self.properties, self.subjects, self.bounds)
        others = (self.subject_kind, self.status)
        return sum(one is not None for one in named) == 1 and others == (None, None) and not self.about

    def takes(self, claim: Claim) -> bool:
        """Say whether a claim is asked for."""
        return (
            (self.ids is None or claim.id in self.ids)
            and (self.properties is None or claim.property in self.properties)
            and self.subject_kind in (None, claim.subject_kind)
            and (self.subjects is None or claim.subject in self.subjects or claim.subject_id in self.subjects)
            and self.status in (None, claim.status)
            and self.bounds in (None, bounds_of(claim))
            and all(_about(claim, name) == value for name, value in self.about)
        )


EVERYTHING = ClaimQuery()


class Shelf(Protocol):
    """Where the claims of one moment stand."""

    def claims(self, query: ClaimQuery) -> tuple[Claim, ...]:
        """Return the claims that are asked for, in the order they were recorded."""

    def by_subject(self, property: str | None) -> Iterator[tuple[Claim, ...]]:  # noqa: A002 - the ledger's own word
        """Yield every claim about every subject of which a property is claimed; of one subject all claims at once."""

    def judgements(self) -> tuple[Judgement, ...]:
        """Return what persons have judged of contradictions among these claims, the oldest first."""

    def reviews(self) -> tuple[Review, ...]:
        """Return the sign-offs of claims among these, the oldest first."""

    def sources(self) -> Mapping[SourceId, Source]:
        """Return the sources that the claims describe."""

    def sources_of(self, claims: Iterable[Claim]) -> Mapping[SourceId, Source]:
        """Return sources among which are those of these claims, and what they trace to."""

    def joined_persons(self) -> tuple[Claim, ...]:
        """Return what says that two records are one person, whoever may see it: nobody may count that person twice."""

    def unseen_beside_signed(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """Return what may not be seen, of the same subjects and properties as those of these that were signed off.

        A sign-off may have lapsed by it: that is known by it, and nothing of it is shown.
        """


def bounds_of(claim: Claim) -> Bounds | None:
    """Return the bounds of a claim's number; None where it claims no number."""
    quantity = claim.quantity
    return None if quantity is None else (quantity.low, quantity.high)


class MemoryShelf:
    """Claims in memory, found by id, property, subject and bounds. An index is made when it is first asked for."""

    def __init__(
        self, claims: Iterable[Claim], judgements: Iterable[Judgement] = (), reviews: Iterable[Review] = ()
    ) -> None:
        """Keep these claims, in the order in which they come."""
        self._all = tuple(claims)
        self._judgements = tuple(judgements)
        self._reviews = tuple(reviews)

    def claims(self, query: ClaimQuery) -> tuple[Claim, ...]:
        """Return the claims that are asked for."""
        if query == EVERYTHING:
            return self._all
        places = min(self._found(query), key=len, default=range(len(self._all)))
        if query.names_one_thing:  # the one index that there is of it has the whole answer
            return tuple([self._all[place] for place in places])
        return tuple(claim for place in places if query.takes(claim := self._all[place]))

    def by_subject(self, property: str | None) -> Iterator[tuple[Claim, ...]]:  # noqa: A002 - the ledger's own word
        """Yield them all at once: they are here already."""
        asked: Iterable[Claim] = self._all
        if property is not None:
            subjects = frozenset(self._all[place].subject for place in self._by_property.get(property, ()))
            asked = self.claims(ClaimQuery(subjects=subjects))
        yield tuple(claim for claim in asked if claim.subject_kind != SOURCE)

    def judgements(self) -> tuple[Judgement, ...]:
        """Return the judgements."""
        return self._judgements

    def reviews(self) -> tuple[Review, ...]:
        """Return the sign-offs."""
        return self._reviews

    def sources(self) -> Mapping[SourceId, Source]:
        """Return the sources."""
        return self._sources

    def sources_of(self, claims: Iterable[Claim]) -> Mapping[SourceId, Source]:
        """Return the sources."""
        return self._sources

    def joined_persons(self) -> tuple[Claim, ...]:
        """Return the claims that join records of persons."""
        return self.claims(ClaimQuery(properties=frozenset({SAME_PERSON})))

    def unseen_beside_signed(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """Return nothing: what is not seen is not here."""
        return ()

    def _found(self, query: ClaimQuery) -> Iterator[Sequence[int]]:
        """Yield, for each index that can answer, the places of the claims it names, in order."""
        if query.ids is not None:
            yield sorted(place for one in query.ids if (place := self._by_id.get(ClaimId(one))) is not None)
        if query.subjects is not None:
            yield _together(self._by_subject, query.subjects)
        if query.bounds is not None:
            yield self._by_bounds.get(query.bounds, ())
        if query.properties is not None:
            yield _together(self._by_property, query.properties)

    @cached_property
    def _sources(self) -> Mapping[SourceId, Source]:
        return sources_from(self._all)

    @cached_property
    def _by_id(self) -> Mapping[ClaimId, int]:
        return {claim.id: place for place, claim in enumerate(self._all)}

    @cached_property
    def _by_property(self) -> Mapping[str, Sequence[int]]:
        return self._places(lambda claim: (claim.property,))

    @cached_property
    def _by_subject(self) -> Mapping[str, Sequence[int]]:
        return self._places(lambda claim: (claim.subject, claim.subject_id))

    @cached_property
    def _by_bounds(self) -> Mapping[Bounds, Sequence[int]]:
        return self._places(lambda claim: () if (bounds := bounds_of(claim)) is None else (bounds,))

    def _places(self, keys: Callable[[Claim], Iterable[_Key]]) -> Mapping[_Key, Sequence[int]]:
        found: dict[_Key, list[int]] = defaultdict(list)
        for place, claim in enumerate(self._all):
            for key in keys(claim):
                found[key].append(place)
        return dict(found)


def _together(index: Mapping[str, Sequence[int]], names: Iterable[str]) -> Sequence[int]:
    found = [index[name] for name in names if name in index]
    return found[0] if len(found) == 1 else sorted(set().union(*found))


def _about(claim: Claim, name: str) -> str | None:
    return claim.unit if name == "unit" else claim.dimension(name)
