"""Owns who is counted: a person once, however many records and charges there are of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Final

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
        return self.standing(as_of).events

    def standing(self, as_of: dt.date) -> Standing:
        """Return how the person stood at the end of a day."""
        whole: Standing | None = self.__dict__.get("_whole")
        if whole is None:  # kept as `cached_property` would, without its lock for each of ten thousand
            whole = self.__dict__["_whole"] = Standing(self, self.events)
        if whole.last <= as_of:
            return whole
        return Standing(self, tuple([one for one in self.events if one.on.latest <= as_of]))


Reached = tuple[Stage, bool, tuple[str, ...]]  # a stage, whether an event tells it or only a later one, their claims
_NEVER: Final = dt.date.min
_ACQUITTING: Final = frozenset({Stage.ACQUITTED, Stage.DISCONTINUED})
_IMPLYING: Final[Mapping[Stage, frozenset[Stage]]] = {
    stage: frozenset(later for later in Stage if stage in implied_by(later)) for stage in Stage
}


class Standing:
    """One person as they stood at the end of a day: the events by stage, and every stage that they imply.

    That an acquittal was upheld is among the events and of no stage: it would make a convict of who was acquitted.
    """

    __slots__ = ("_told", "events", "last", "own", "person", "reached", "spells", "word")

    def __init__(self, person: Person, events: tuple[Event, ...]) -> None:
        """Look at what had happened by then."""
        self.person = person
        self.events = events
        own: dict[Stage, list[Event]] = {}
        for event in events:
            own.setdefault(event.stage, []).append(event)
        if Stage.UPHELD in own and not _ACQUITTING.isdisjoint(own):
            _leave_out_upheld_acquittals(own)
        self.own = own
        self.last = max([one.on.latest for one in events], default=_NEVER)
        self.reached = _reached(tuple(own))
        self.spells: Any = None  # how long they waited, kept once it is asked for
        self.word: Any = None  # what ended their conviction, likewise
        self._told: tuple[Reached, ...] | None = None

    def telling(self, stage: Stage) -> Sequence[Event]:
        """Return the events from which it is read that the person reached a stage: its own, else those implying it."""
        return self.own.get(stage) or self.implying(stage)

    def implying(self, stage: Stage) -> Sequence[Event]:
        """Return the events from which it follows that the person reached a stage."""
        if stage not in self.reached:
            return ()
        telling = _IMPLYING[stage]
        upheld = self.own.get(Stage.UPHELD, ())
        return [
            event for event in self.events
            if event.stage in telling and (event.stage is not Stage.UPHELD or event in upheld)
        ]  # fmt: skip

    @property
    def told(self) -> tuple[Reached, ...]:
        """Every stage reached, with the claims that it is read from."""
        if self._told is None:
            self._told = tuple([(one, one in self.own, _claims_of(self.telling(one))) for one in self.reached])
        return self._told

    @property
    def articles(self) -> frozenset[str]:
        """The articles that any event names."""
        return frozenset([article for event in self.events for article in event.articles])


def _leave_out_upheld_acquittals(own: dict[Stage, list[Event]]) -> None:
    """Leave out where a higher court upheld an acquittal, by the last decision before it in the same case."""
    decided = [one for stage in (Stage.CONVICTED, *_ACQUITTING) for one in own.get(stage, ())]
    kept = [one for one in own[Stage.UPHELD] if not _is_of_an_acquittal(one, decided)]
    if kept:
        own[Stage.UPHELD] = kept
    else:
        del own[Stage.UPHELD]


def _is_of_an_acquittal(upheld: Event, decided: Iterable[Event]) -> bool:
    before = [
        one
        for one in decided
        if one.on.latest <= upheld.on.latest and (None in (one.case, upheld.case) or one.case == upheld.case)
    ]
    last = max(before, key=lambda one: (one.on.latest, one.stage is Stage.CONVICTED), default=None)
    return last is not None and last.stage in _ACQUITTING


def _claims_of(events: Sequence[Event]) -> tuple[str, ...]:
    """Return what these events were read from, each claim once."""
    if len(events) == 1:
        return events[0].claims
    return tuple(dict.fromkeys(chain.from_iterable([one.claims for one in events])))


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
    return tuple([_person(theirs) for theirs in together.values()])


def _person(same: Sequence[Course]) -> Person:
    if len(same) == 1 and same[0].claims:  # events that are read from claims are no two alike
        return Person(ids=(same[0].id,), group=same[0].group, events=same[0].events, claims=same[0].claims)
    groups = {course.group for course in same if course.group is not None}
    return Person(
        ids=tuple(course.id for course in same),
        group=groups.pop() if len(groups) == 1 else None,
        events=tuple(dict.fromkeys(event for course in same for event in course.events)),
        claims=tuple(dict.fromkeys(claim for course in same for claim in course.claims)),
    )
