"""Owns the shelf of rows that were judged but not read: each becomes a claim when a question may ask for it.

What a question is narrowed by is known of every row: id, subject, property and numbers. Whether the claim is truly
asked for is told by the claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from sys import intern
from typing import Any, NamedTuple

from onrecord.kernel import SourceId
from onrecord.ledger.judgements import Judgement
from onrecord.ledger.model import Claim, ClaimStatus, Source
from onrecord.ledger.origins import SOURCE, sources_from
from onrecord.ledger.reviews import Review
from onrecord.ledger.row_forms import Look
from onrecord.ledger.shelf import SAME_PERSON, ClaimQuery, bounds_of

Kept = str | Mapping[str, Any]  # what a row can be read from again
_Bounds = tuple[object, object]  # whole numbers stand for decimals here: they are equal, and are found as such


class _Seen(NamedTuple):
    """What is known of each row."""

    claim_id: str
    subject: str
    property: str
    bounds: _Bounds | None


class RowShelf:
    """Claims in the order of their rows, made when they are asked for and then kept."""

    def __init__(self, read: Callable[[int, Kept], Claim]) -> None:
        """Have `read` make the claim of a row from its number and what was kept of it."""
        self._read = read
        self._held: list[Claim | tuple[int, Kept]] = []
        self._seen: list[_Seen] = []
        self._sorted: dict[str, Mapping[str, Sequence[int]]] = {}  # of a subject, by property

    def put(self, claim: Claim) -> None:
        """Take a claim in."""
        self._held.append(claim)
        self._seen.append(_Seen(claim.id, claim.subject, claim.property, bounds_of(claim)))

    def put_row(self, number: int, look: Look, kept: Kept) -> None:
        """Take in a row that states one standing claim, about no source."""
        self._held.append((number, kept))
        name = intern(look.property)
        self._seen.append(_Seen(look.claim_id or f"row-{number}", look.subject, name, look.bounds))

    def claims(self, query: ClaimQuery) -> tuple[Claim, ...]:
        """Return the claims that are asked for, in the order of their rows."""
        places = min(self._found(query), key=len, default=range(len(self._held)))
        return tuple(claim for place in places if (claim := self._asked(place, query)) is not None)

    def by_subject(self, property: str | None) -> Iterator[tuple[Claim, ...]]:  # noqa: A002 - the ledger's own word
        """Yield them all at once."""
        asked = ClaimQuery()
        if property is not None:
            places = self._by_property.get(property, ())
            asked = ClaimQuery(subjects=frozenset(self._seen[place].subject for place in places))
        yield tuple(claim for claim in self.claims(asked) if claim.subject_kind != SOURCE)

    def judgements(self) -> tuple[Judgement, ...]:
        """Return none: a file holds claims alone."""
        return ()

    def reviews(self) -> tuple[Review, ...]:
        """Return none: a file holds claims alone."""
        return ()

    def sources(self) -> Mapping[SourceId, Source]:
        """Return the sources that the claims describe."""
        return self._sources

    def sources_of(self, claims: Iterable[Claim]) -> Mapping[SourceId, Source]:
        """Return the sources."""
        return self._sources

    def joined_persons(self) -> tuple[Claim, ...]:
        """Return the claims that join records of persons."""
        return self.claims(ClaimQuery(properties=frozenset({SAME_PERSON})))

    def _asked(self, place: int, query: ClaimQuery) -> Claim | None:
        """Return the claim at a place if it is asked for; it is made if it may be, and not before."""
        found = self._held[place]
        if isinstance(found, tuple):
            if not self._may_be_asked(place, query):
                return None
            found = self._held[place] = self._read(*found)
        return found if query.takes(found) else None

    def _may_be_asked(self, place: int, query: ClaimQuery) -> bool:
        """Say whether the claim at a place may be asked for, without making it."""
        claim_id, subject, property_name, bounds = self._seen[place]
        kind, _, name = subject.partition(":")
        return (
            (query.ids is None or claim_id in query.ids)
            and (query.properties is None or property_name in query.properties)
            and query.subject_kind in (None, kind)
            and (query.subjects is None or subject in query.subjects or name in query.subjects)
            and query.bounds in (None, bounds)
            and query.status in (None, ClaimStatus.STANDS)
        )

    def unseen_beside_signed(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """Return nothing: a file is seen whole."""
        return ()

    def _found(self, query: ClaimQuery) -> Iterator[Sequence[int]]:
        """Yield, for each index that can answer, the places of the rows it names, in order."""
        if query.ids is not None:
            yield sorted({place for one in query.ids if (place := self._by_id.get(one)) is not None})
        if query.subjects is not None and query.properties is not None:
            yield self._of_subjects(query.subjects, query.properties)
        elif query.subjects is not None:
            yield _together(self._by_subject, query.subjects)
        if query.bounds is not None:
            yield self._by_bounds.get(query.bounds, ())
        if query.properties is not None:
            yield _together(self._by_property, query.properties)

    def _of_subjects(self, subjects: Iterable[str], properties: Iterable[str]) -> Sequence[int]:
        """Return the places of the rows about subjects that are of these properties; each subject is sorted once."""
        found: set[int] = set()
        for subject in subjects:
            if subject not in self._sorted:
                self._sorted[subject] = self._places(self._by_subject.get(subject, ()), attrgetter("property"))
            found.update(place for name in properties for place in self._sorted[subject].get(name, ()))
        return sorted(found)

    def _places(self, places: Iterable[int], by: Callable[[_Seen], Hashable]) -> dict[Any, Sequence[int]]:
        """Return these places by one of the things that are known of each."""
        found: dict[Hashable, list[int]] = defaultdict(list)
        for place in places:
            found[by(self._seen[place])].append(place)
        return dict(found)

    @cached_property
    def _sources(self) -> Mapping[SourceId, Source]:
        return sources_from(self.claims(ClaimQuery(subject_kind=SOURCE)))

    @cached_property
    def _by_id(self) -> Mapping[str, int]:
        """Of two rows of one id the later one is found by it."""
        return {seen.claim_id: place for place, seen in enumerate(self._seen)}

    @cached_property
    def _by_property(self) -> Mapping[str, Sequence[int]]:
        return self._places(range(len(self._seen)), attrgetter("property"))

    @cached_property
    def _by_bounds(self) -> Mapping[_Bounds | None, Sequence[int]]:
        return self._places(range(len(self._seen)), attrgetter("bounds"))

    @cached_property
    def _by_subject(self) -> Mapping[str, Sequence[int]]:
        """Found by `kind:id`, and by id alone."""
        found = self._places(range(len(self._seen)), attrgetter("subject"))
        kinds: dict[str, list[str]] = defaultdict(list)
        for subject in found:
            kinds[subject.partition(":")[2]].append(subject)
        return {name: _together(found, subjects) for name, subjects in kinds.items()} | found


def _together(index: Mapping[str, Sequence[int]], names: Iterable[str]) -> Sequence[int]:
    found = [index[name] for name in names if name in index]
    return found[0] if len(found) == 1 else sorted({place for places in found for place in places})
