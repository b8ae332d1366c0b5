"""Owns who is counted: a person once, however many records and charges there are of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.justice.sameness import chiefs
from onrecord.justice.stages import Event, Record, Stage, implied_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Everything on record of one person. `group` is None where the records name none, or several."""

    records: tuple[str, ...]
    group: str | None
    events: tuple[Event, ...]
    claims: tuple[str, ...] = ()

    def by(self, as_of: dt.date) -> tuple[Event, ...]:
        """Return what had happened by the end of a day; a month counts when it is over."""
        return tuple(one for one in self.events if one.on.latest <= as_of)

    def at(self, as_of: dt.date) -> Person:
        """Return the person as they stood at the end of a day."""
        return replace(self, events=known) if len(known := self.by(as_of)) < len(self.events) else self

    def recorded(self, as_of: dt.date) -> frozenset[Stage]:
        """Return the stages that a record names."""
        return frozenset(one.stage for one in self.by(as_of))

    def reached(self, as_of: dt.date) -> frozenset[Stage]:
        """Return the stages that a record names, and those that must have come before them."""
        return frozenset(stage for one in self.by(as_of) for stage in implied_by(one.stage))

    def claims_of(self, stage: Stage, as_of: dt.date) -> tuple[str, ...]:
        """Return the claims from which it is read that the person reached a stage: its own, else those implying it."""
        own = [one for one in self.by(as_of) if one.stage is stage]
        later = [one for one in self.by(as_of) if stage in implied_by(one.stage)]
        return tuple(dict.fromkeys(claim for one in own or later for claim in one.claims))

    def first(self, stage: Stage) -> Event | None:
        """Return the earliest event of a stage."""
        found = [one for one in self.events if one.stage is stage]
        return min(found, key=lambda one: (one.on.latest, one.on.earliest), default=None)


def persons_of(records: Sequence[Record]) -> tuple[Person, ...]:
    """Return the persons of these records, in the order in which they first occur.

    "The same person" holds both ways and further on: of three records, the first and the last are one person when each
    is the same as the second.
    """
    pairs = ((record.id, other) for record in records for other in record.same_person_as)
    leader = chiefs((record.id for record in records), pairs)
    together: dict[str, list[Record]] = {}
    for record in records:
        together.setdefault(leader[record.id], []).append(record)
    return tuple(_person(same) for same in together.values())


def _person(records: Iterable[Record]) -> Person:
    same = list(records)
    groups = {record.group for record in same if record.group is not None}
    return Person(
        records=tuple(record.id for record in same),
        group=groups.pop() if len(groups) == 1 else None,
        events=tuple(dict.fromkeys(event for record in same for event in record.events)),
        claims=tuple(dict.fromkeys(claim for record in same for claim in record.claims)),
    )
