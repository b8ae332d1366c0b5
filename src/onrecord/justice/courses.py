"""Owns how claims about persons become their courses through proceedings, one for each id, and which are refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.justice.case_files import RefusedCourse
from onrecord.justice.errors import REASONS
from onrecord.justice.events import LAW_VERSION, events_of
from onrecord.justice.events import PROPERTIES as OF_EVENTS
from onrecord.justice.stages import Course, Event, impossible_order
from onrecord.kernel import Problem
from onrecord.ledger import Claim, chiefs

PERSON: Final = "person"
ETHNIC_GROUP: Final = "ethnic_group"
SAME_PERSON: Final = "same_person_as"
PART_IN_CASE: Final = "part_in_case"
_ACCUSED: Final = frozenset({"accused", "suspect"})
# What is read of a person's part in proceedings: nothing else is loaded.
PROPERTIES: Final = OF_EVENTS | {PART_IN_CASE, ETHNIC_GROUP, SAME_PERSON, "charges"}
_NO_PART: Final = frozenset({ETHNIC_GROUP, SAME_PERSON})
_TELL_NO_STAGE: Final = frozenset({ETHNIC_GROUP, SAME_PERSON, PART_IN_CASE, LAW_VERSION, "charges"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Courses:
    """The courses that claims make, and those that stand in an impossible order, which are left out and told."""

    courses: tuple[Course, ...]
    refused: tuple[RefusedCourse, ...]
    same: Mapping[str, str]  # of each id that is not the only one of its person, the one that stands for all
    unread: tuple[Claim, ...]  # claims of a stage or a term that went into no event: without a day, or an alteration


def courses(claims: Iterable[Claim], unseen: Iterable[Claim] = ()) -> Courses:
    """Return a course for each id of a person of whom a part in proceedings is claimed, in the order they first occur.

    Claims that were withdrawn, replaced or refuted are not read. A person of whom nothing but a group or a sameness is
    on record has no part in proceedings and is no course, unless two that have one are the same through them. Two ids
    are one person also by what `unseen` says: it is counted by, and is among the claims of nobody.
    """
    of: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.subject_kind == PERSON and claim.property in PROPERTIES and claim.status.is_counted:
            of.setdefault(claim.subject_id, []).append(claim)
    told = [claim for theirs in of.values() for claim in theirs if claim.property == SAME_PERSON]
    same = chiefs((), (_pair(one) for one in (*told, *unseen)))
    for claim in told:  # who is only named as somebody's other id: two others may be one through them
        of.setdefault(_person_named(claim), [])
    found, refused, unread = [], [], []
    for number, (person, theirs) in enumerate(of.items(), start=1):
        course, lost = _course(person, theirs)
        unread += lost
        wrong = _wrong_order(course.events)
        if wrong is None:
            found.append(course)
        else:
            refused.append(_refusal(person, number, *wrong))
    kept = _with_a_part(found, of, same)
    return Courses(courses=kept, refused=tuple(refused), same=same, unread=tuple(unread))


def _with_a_part(
    found: Sequence[Course], of: Mapping[str, Sequence[Claim]], same: Mapping[str, str]
) -> tuple[Course, ...]:
    """Return the courses of persons who, under any of their ids, have a part in proceedings."""
    taking_part = {
        same.get(one.id, one.id) for one in found if one.events or any(_is_part(claim) for claim in of[one.id])
    }
    return tuple([one for one in found if same.get(one.id, one.id) in taking_part])


def _is_part(claim: Claim) -> bool:
    if claim.property == PART_IN_CASE:
        return claim.value in _ACCUSED
    return claim.property not in _NO_PART


def _course(person: str, claims: Sequence[Claim]) -> tuple[Course, list[Claim]]:
    """Return the course of one id, and the claims of a stage or a term that are in none of its events."""
    groups: set[str] = set()
    others: list[str] = []
    for one in claims:
        if one.property == ETHNIC_GROUP:
            groups.add(str(one.value))
        elif one.property == SAME_PERSON:
            others.append(_person_named(one))
        for name, value in one.about:
            if name == "group" and value:
                groups.add(value)
    groups.discard("unknown")
    events = tuple(events_of(claims))
    read = {claim for event in events for claim in event.claims}
    course = Course(
        id=person,
        group=groups.pop() if len(groups) == 1 else None,
        events=events,
        same_person_as=tuple(others),
        claims=tuple([one.id for one in claims]),
    )
    return course, [one for one in claims if one.id not in read and one.property not in _TELL_NO_STAGE]


def _pair(claim: Claim) -> tuple[str, str]:
    return claim.subject_id, _person_named(claim)


def _person_named(claim: Claim) -> str:
    return claim.value_text().removeprefix(f"{PERSON}:")


def _wrong_order(events: Sequence[Event]) -> tuple[Event, Event] | None:
    """Return two events of one case that cannot be in the order they are told in."""
    if len(events) < 2:
        return None
    if len({event.case for event in events}) == 1:
        return impossible_order(events)
    cases: dict[str | None, list[Event]] = {}
    for event in events:
        cases.setdefault(event.case, []).append(event)
    several = [case for case in cases.values() if len(case) > 1]
    return next((wrong for case in several if (wrong := impossible_order(case))), None)


def _refusal(person: str, number: int, later: Event, earlier: Event) -> RefusedCourse:
    code = "justice.impossible-order"
    facts = {
        "record": person,
        "later": later.stage.value,
        "later_on": later.on.text(),
        "earlier": earlier.stage.value,
        "earlier_on": earlier.on.text(),
    }
    return RefusedCourse(id=person, row=number, problem=Problem(code=code, row=number, says=REASONS[code], facts=facts))
