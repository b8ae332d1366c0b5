"""Owns who is counted: a person once, however many records and charges there are of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from onrecord.justice.stages import Course, Event, Stage, implied_by
from onrecord.ledger import chiefs


@dataclass(frozen=True, kw_only=True)  # without slots: what all readings look up is looked up once
class Person:
    """Everything on record of one person. `group` is None where the records name none, or several."""

    ids: tuple[str, ...]
    group: str | None
    events: tuple[Event, ...]
    claims: tuple[str, ...] = ()

    def by(self, as_of: dt.date) -> tuple[Event, ...]:
        """Return what had happened by the end of a day; a month counts when it is over."""
        return self.events if self._last <= as_of else tuple(one for one in self.events if one.on.latest <= as_of)

    def standing(self, as_of: dt.date) -> Standing:
        """Return how the person stood at the end of a day."""
        return self._whole if self._last <= as_of else Standing(self, self.by(as_of))

    @cached_property
    def _last(self) -> dt.date:
        return max([one.on.latest for one in self.events], default=dt.date.min)

    @cached_property
    def _whole(self) -> Standing:
        return Standing(self, self.events)


class Standing:
    """One person as they stood at the end of a day: the events by stage, and every stage that they imply."""

    __slots__ = ("events", "own", "person", "reached", "spells")

    def __init__(self, person: Person, events: tuple[Event, ...]) -> None:
        """Look at what had happened by then."""
        self.person = person
        self.events = events
        self.own: dict[Stage, list[Event]] = {}
        for event in events:
            self.own.setdefault(event.stage, []).append(event)
        self.reached = _reached(tuple(self.own))
        self.spells: Any = None  # how long they waited, kept once it is asked for

    def telling(self, stage: Stage) -> list[Event]:
        """Return the events from which it is read that the person reached a stage: its own, else those implying it."""
        return self.own.get(stage) or self.implying(stage)

    def implying(self, stage: Stage) -> list[Event]:
        """Return the events from which it follows that the person reached a stage."""
        return [one for one in self.events if stage in implied_by(one.stage)] if stage in self.reached else []

    @property
    def articles(self) -> frozenset[str]:
        """The articles that any event names."""
        return frozenset(article for event in self.events for article in event.articles)


@lru_cache(maxsize=4096)
def _reached(stages: tuple[Stage, ...]) -> frozenset[Stage]:
    """Return stages and those that must have come before them; a thousand persons came the same few ways."""
    return frozenset(before for stage in stages for before in implied_by(stage))


def standings(persons: Iterable[Person], as_of: dt.date) -> tuple[Standing, ...]:
    """Return these persons as they stood at the end of a day."""
    return tuple([one.standing(as_of) for one in persons])


def persons_of(courses: Sequence[Course], same: Mapping[str, str] | None = None) -> tuple[Person, ...]:
    """Return the persons of these courses, in the order in which they first occur.

    `same` says which id stands for all of a person; without it the courses do. "The same person" holds both ways and
    further on: of three courses, the first and the last are one person when each is the same as the second.
    """
    pairs = ((course.id, other) for course in courses for other in course.same_person_as)
    leader = chiefs((), pairs) if same is None else same
    together: dict[str, list[Course]] = {}
    for course in courses:
        together.setdefault(leader.get(course.id, course.id), []).append(course)
    return tuple(_person(theirs) for theirs in together.values())


def _person(courses: Iterable[Course]) -> Person:
    same = list(courses)
    if len(same) == 1 and same[0].claims:  # events that are read from claims are no two alike
        return Person(ids=(same[0].id,), group=same[0].group, events=same[0].events, claims=same[0].claims)
    groups = {course.group for course in same if course.group is not None}
    return Person(
        ids=tuple(course.id for course in same),
        group=groups.pop() if len(groups) == 1 else None,
        events=tuple(dict.fromkeys(event for course in same for event in course.events)),
        claims=tuple(dict.fromkeys(claim for course in same for claim in course.claims)),
    )
