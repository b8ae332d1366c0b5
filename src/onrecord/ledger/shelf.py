"""Owns where the claims of a book stand: which claims a question needs, and the shelf that holds them in memory.

A shelf answers one kind of question, `ClaimQuery`. A book asks it for what a figure needs and for no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Protocol, TypeVar

from onrecord.kernel import ClaimId, SourceId
from onrecord.ledger.judgements import Judgement
from onrecord.ledger.model import Claim, ClaimStatus, Source
from onrecord.ledger.origins import sources_from

Bounds = tuple[Decimal | None, Decimal | None]
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuery:
    """Which claims are asked for. What is not named may be anything; claims that were withdrawn are among them.

    `subjects` are `kind:id`, or an id whatever its kind; `about` names dimensions, and `unit`; `bounds` are the lowest
    and the highest number of a quantity, both exactly; `beside` asks for all claims about every subject of which this
    property is claimed.
    """

    ids: frozenset[str] | None = None
    property: str | None = None
    subjects: frozenset[str] | None = None
    about: tuple[tuple[str, str], ...] = ()
    bounds: Bounds | None = None
    status: ClaimStatus | None = None
    beside: str | None = None

    def takes(self, claim: Claim) -> bool:
        """Say whether a claim is asked for, as far as the claim alone can tell: all but `beside`."""
        return (
            (self.ids is None or claim.id in self.ids)
            and self.property in (None, claim.property)
            and (self.subjects is None or claim.subject in self.subjects or claim.subject_id in self.subjects)
            and self.status in (None, claim.status)
            and self.bounds in (None, bounds_of(claim))
            and all(_about(claim, name) == value for name, value in self.about)
        )


class Shelf(Protocol):
    """Where claims stand."""

    def claims(self, query: ClaimQuery) -> tuple[Claim, ...]:
        """Return the claims that are asked for, in the order they were recorded."""

    def judgements(self) -> tuple[Judgement, ...]:
        """Return what persons have judged of contradictions among these claims, the oldest first."""

    def sources(self) -> Mapping[SourceId, Source]:
        """Return the sources that the claims describe."""


def bounds_of(claim: Claim) -> Bounds | None:
    """Return the bounds of a claim's number; None where it claims no number."""
    quantity = claim.quantity
    return None if quantity is None else (quantity.low, quantity.high)


class MemoryShelf:
    """Claims in memory, found by id, property, subject and bounds. An index is made when it is first asked for."""

    def __init__(self, claims: Iterable[Claim], judgements: Iterable[Judgement] = ()) -> None:
        """Keep these claims, in the order in which they come."""
        self._all = tuple(claims)
        self._judgements = tuple(judgements)

    def claims(self, query: ClaimQuery) -> tuple[Claim, ...]:
        """Return the claims that are asked for."""
        if query.beside is not None:
            query = self._beside(query, query.beside)
        places = min(self._found(query), key=len, default=None)
        if places is None:
            return self._all if query == ClaimQuery() else tuple(filter(query.takes, self._all))
        return tuple(claim for place in places if query.takes(claim := self._all[place]))

    def judgements(self) -> tuple[Judgement, ...]:
        """Return the judgements."""
        return self._judgements

    def sources(self) -> Mapping[SourceId, Source]:
        """Return the sources."""
        return self._sources

    def _beside(self, query: ClaimQuery, name: str) -> ClaimQuery:
        subjects = frozenset(self._all[place].subject for place in self._by_property.get(name, ()))
        if query.subjects is not None:
            subjects &= {claim.subject for one in query.subjects for claim in self._of_subject(one)}
        return replace(query, subjects=subjects, beside=None)

    def _of_subject(self, subject: str) -> Iterable[Claim]:
        return (self._all[place] for place in self._by_subject.get(subject, ()))

    def _found(self, query: ClaimQuery) -> Iterable[Sequence[int]]:
        """Yield, for each index that can answer, the places of the claims it names, in order."""
        if query.ids is not None:
            yield sorted(place for one in query.ids if (place := self._by_id.get(ClaimId(one))) is not None)
        if query.subjects is not None:
            yield sorted({place for one in query.subjects for place in self._by_subject.get(one, ())})
        if query.bounds is not None:
            yield self._by_bounds.get(query.bounds, ())
        if query.property is not None:
            yield self._by_property.get(query.property, ())

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


def _about(claim: Claim, name: str) -> str | None:
    return claim.unit if name == "unit" else claim.dimension(name)
