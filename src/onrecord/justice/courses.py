"""Owns how claims about persons become their courses through proceedings: stages, days, courts, articles, sentences.

Nothing is picked among claims that differ: a day that sources give differently becomes the stretch that holds them all,
and counts when it is over. Every event keeps the claims that it was read from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from onrecord.justice.case_files import RefusedCourse
from onrecord.justice.errors import REASONS
from onrecord.justice.sentencing import SENTENCES, is_after, is_sentence, sentences_of, term_after
from onrecord.justice.stages import AlterationKind, Course, Event, Stage, impossible_order
from onrecord.kernel import PartialDate, Problem
from onrecord.ledger import Claim, chiefs

PERSON: Final = "person"
ETHNIC_GROUP: Final = "ethnic_group"
SAME_PERSON: Final = "same_person_as"
PART_IN_CASE: Final = "part_in_case"
LAW_VERSION: Final = "law_version_on"
_ACCUSED: Final = frozenset({"accused", "suspect"})
DATES: Final[Mapping[str, Stage]] = {
    "suspected_on": Stage.SUSPECT_NAMED,
    "detained_on": Stage.DETAINED,
    "charged_on": Stage.CHARGED,
    "sent_to_court_on": Stage.SENT_TO_COURT,
    "trial_opened_on": Stage.TRIAL_OPENED,
    "discontinued_on": Stage.DISCONTINUED,
    "appealed_on": Stage.APPEALED,
    "altered_on": Stage.ALTERED,
    "upheld_on": Stage.UPHELD,
    "in_force_on": Stage.IN_FORCE,
    "released_on": Stage.RELEASED,
    "served_on": Stage.SERVED,
    "died_in_custody_on": Stage.DIED_IN_CUSTODY,
}
# What the words of a source amount to (`legal_stage`); the others are no stage of a person's part.
STAGES_TOLD: Final[Mapping[str, tuple[Stage, AlterationKind | None]]] = {
    "suspect_named": (Stage.SUSPECT_NAMED, None),
    "charged": (Stage.CHARGED, None),
    "sent_to_court": (Stage.SENT_TO_COURT, None),
    "on_trial": (Stage.TRIAL_OPENED, None),
    "convicted": (Stage.CONVICTED, None),
    "acquitted": (Stage.ACQUITTED, None),
    "terminated": (Stage.DISCONTINUED, None),
    "upheld": (Stage.UPHELD, None),
    "altered": (Stage.ALTERED, None),
    "annulled": (Stage.ALTERED, AlterationKind.ANNULLED),
    "parole": (Stage.ALTERED, AlterationKind.PAROLE),
    "in_force": (Stage.IN_FORCE, None),
    "released": (Stage.RELEASED, None),
}
_VERDICTS: Final[Mapping[str, Stage]] = {
    "convicted": Stage.CONVICTED,
    "acquitted": Stage.ACQUITTED,
    "discontinued": Stage.DISCONTINUED,
}
_OF_VERDICTS: Final = frozenset({"verdict", "verdict_on"})
_ALTERATIONS: Final = {one.value: one for one in AlterationKind}
# What is read of a person's part in proceedings: nothing else is loaded.
PROPERTIES: Final = frozenset(
    {*DATES, *SENTENCES, "legal_stage", "verdict", "verdict_on", "charges", "reduced_term", LAW_VERSION}
    | {PART_IN_CASE, ETHNIC_GROUP, SAME_PERSON}
)
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
    of: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.subject_kind == PERSON and claim.status.is_counted and claim.property in PROPERTIES:
            of[claim.subject_id].append(claim)
    told = [claim for theirs in of.values() for claim in theirs if claim.property == SAME_PERSON]
    same = chiefs((), (_pair(one) for one in (*told, *unseen)))
    for claim in told:  # who is only named as somebody's other id: two others may be one through them
        of.setdefault(_person_named(claim), [])
    found, refused, unread = [], [], []
    for number, (person, theirs) in enumerate(of.items(), start=1):
        course, lost = _course(person, theirs)
        unread += lost
        several = course.events if len(course.events) > 1 else ()
        wrong = next((two for case in _by_case(several) if (two := impossible_order(case))), None)
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
    return tuple(one for one in found if same.get(one.id, one.id) in taking_part)


def _is_part(claim: Claim) -> bool:
    if claim.property == PART_IN_CASE:
        return claim.value in _ACCUSED
    return claim.property not in _NO_PART


def _course(person: str, claims: Sequence[Claim]) -> tuple[Course, list[Claim]]:
    groups = {str(one.value) for one in claims if one.property == ETHNIC_GROUP}
    groups |= {value for one in claims for name, value in one.about if name == "group" and value}
    groups.discard("unknown")
    events = tuple(_events(claims))
    read = {claim for event in events for claim in event.claims}
    course = Course(
        id=person,
        group=groups.pop() if len(groups) == 1 else None,
        events=events,
        same_person_as=tuple(_person_named(one) for one in claims if one.property == SAME_PERSON),
        claims=tuple(one.id for one in claims),
    )
    return course, [one for one in claims if one.property not in _TELL_NO_STAGE and one.id not in read]


def _pair(claim: Claim) -> tuple[str, str]:
    return claim.subject_id, _person_named(claim)


def _person_named(claim: Claim) -> str:
    return claim.value_text().removeprefix(f"{PERSON}:")


def _events(claims: Sequence[Claim]) -> Iterator[Event]:
    """Yield the events of one person: one for each stage, case, court and article that claims tell apart."""
    told = _Told(claims)
    for (stage, _), same in told.dated.items():
        on = together([one.value for one in same if isinstance(one.value, PartialDate)])
        yield told.event(stage, on, same)
    for claim in told.legal_stages:
        read = STAGES_TOLD.get(claim.dimension("stage") or "")
        day = _day(claim)
        if read is not None and day is not None:
            stage, kind = read
            event = told.event(stage, day, [claim], is_by=claim.as_of is None)
            yield event if event.kind is not None or kind is None else replace(event, kind=kind)
    yield from _verdicts(told)


class _Told:
    """The claims of one person by what they tell: days and words of stages, verdicts, terms, versions of laws."""

    __slots__ = ("dated", "legal_stages", "terms_after", "verdicts", "versions")

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.dated: dict[tuple[Stage, tuple[tuple[str, str], ...]], list[Claim]] = defaultdict(list)
        self.legal_stages: list[Claim] = []
        self.verdicts: list[Claim] = []
        self.terms_after: list[Claim] = []
        self.versions: list[Claim] = []
        for claim in claims:
            name = claim.property
            if (stage := DATES.get(name)) is not None:
                self.dated[stage, claim.about].append(claim)
            elif name == "legal_stage":
                self.legal_stages.append(claim)
            elif name == LAW_VERSION:
                self.versions.append(claim)
            elif name in _OF_VERDICTS or is_sentence(claim):
                self.verdicts.append(claim)
            elif is_after(claim):
                self.terms_after.append(claim)

    def event(self, stage: Stage, on: PartialDate, same: Sequence[Claim], *, is_by: bool = False) -> Event:
        """Return an event from the claims that tell it, with what others of the same case add."""
        said = _dimensions(same)
        case, kind = said.get("case"), said.get("alteration")
        named = [article for one in same if (article := one.dimension("article"))] if len(same) > 1 else None
        articles = tuple(dict.fromkeys(named)) if named is not None else _only(said.get("article"))
        versions = [one for one in self.versions if _is_version(one, case, articles)] if self.versions else ()
        sentences = sentences_of(same) if stage is Stage.CONVICTED else ()
        after = term_after(self.terms_after, case, kind) if stage is Stage.ALTERED else None
        told: list[str] = [one.id for one in same]
        if versions or sentences or after is not None:
            told += [one.id for one in versions]
            told += [claim for one in (*sentences, *([after] if after else [])) for claim in one.claims]
            told = list(dict.fromkeys(told))
        return Event(
            stage=stage,
            on=on,
            court=said.get("court"),
            instance=said.get("instance"),
            articles=articles,
            sentence=sentences[0] if len(sentences) == 1 else None,
            kind=_ALTERATIONS.get(kind or ""),
            to=after,
            case=case,
            trial=said.get("trial"),
            law_version_on=together([one.value for one in versions if isinstance(one.value, PartialDate)])
            if versions
            else None,
            sentences=sentences,
            is_by=is_by,
            claims=tuple(told),
        )


def _only(article: str | None) -> tuple[str, ...]:
    return (article,) if article is not None else ()


def _verdicts(told: _Told) -> Iterator[Event]:
    """Yield what courts decided, of each case and instance. Where verdicts differ, only that there was a trial."""
    placed = [(one, one.dimension("case"), one.dimension("instance")) for one in told.verdicts]
    instances: dict[str | None, set[str]] = defaultdict(set)
    for _, case, instance in placed:
        if instance:
            instances[case].add(instance)
    courts: dict[tuple[str | None, str | None], list[Claim]] = defaultdict(list)
    for claim, case, instance in placed:
        if instance is None and len(instances[case]) == 1:  # the only instance there was, though this one leaves it out
            (instance,) = instances[case]  # noqa: PLW2901 - read into it
        courts[case, instance].append(claim)
    for same in courts.values():
        decided = {str(one.value) for one in same if one.property == "verdict"}
        if not decided and any(one.property in SENTENCES for one in same):
            decided = {"convicted"}  # nobody is sentenced who was not found guilty
        days = [one.value for one in same if one.property == "verdict_on" and isinstance(one.value, PartialDate)]
        said = [day for one in same if (day := _day(one)) is not None]
        on = together(days) if days else _latest_known(said)
        if on is None:
            continue
        stage = _VERDICTS.get(decided.pop(), Stage.TRIAL_OPENED) if len(decided) == 1 else Stage.TRIAL_OPENED
        is_by = not days or stage is Stage.TRIAL_OPENED
        yield told.event(stage, on, same, is_by=is_by)


def _latest_known(days: Sequence[PartialDate]) -> PartialDate | None:
    """Return the day by which something had happened: the first by which anybody says so."""
    return min(days, key=lambda one: one.latest, default=None)


def _is_version(claim: Claim, case: str | None, articles: Sequence[str]) -> bool:
    return claim.dimension("article") in articles and claim.dimension("case") in (None, case)


def _dimensions(claims: Sequence[Claim]) -> dict[str, str]:
    """Return what claims say in each dimension in which they do not say different things."""
    if len(claims) == 1:
        return {name: value for name, value in claims[0].about if value}
    said: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        for name, value in claim.about:
            if value:
                said[name].add(value)
    return {name: values.pop() for name, values in said.items() if len(values) == 1}


def together(days: Sequence[PartialDate]) -> PartialDate:
    """Return the stretch that claims leave for one day: the narrowest that fits into all, or that which holds them all.

    "February" and "8 February" are one account, the second more exact; "8 February" and "12 February" are two.
    """
    if len(days) == 1:
        return days[0]
    narrowest = min(days, key=lambda one: (one.latest - one.earliest, one.earliest))
    if all(one.contains(narrowest) for one in days):
        return narrowest
    first, last = min(one.earliest for one in days), max(one.latest for one in days)
    return PartialDate(earliest=first, latest=last, wording=" / ".join(dict.fromkeys(one.wording for one in days)))


def _day(claim: Claim) -> PartialDate | None:
    return claim.as_of or claim.said_on


def _by_case(events: Iterable[Event]) -> Iterable[list[Event]]:
    of: dict[str | None, list[Event]] = defaultdict(list)
    for event in events:
        of[event.case].append(event)
    return of.values()


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
