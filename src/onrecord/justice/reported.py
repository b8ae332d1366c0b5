"""Owns the aggregates of an archive: what is reported of many, beside the persons and cases on record one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from onrecord.justice.cases import CASES, Case, CaseStage
from onrecord.justice.counts import Beside, Count, not_joined
from onrecord.justice.funnel import PERSONS
from onrecord.justice.persons import Person, Standing, standings
from onrecord.justice.stages import AlterationKind, Event, SentenceKind, Stage
from onrecord.kernel import INTERFACE_LANGUAGES, Label, Qualifier, Vocabulary
from onrecord.ledger import Claim, shipped_vocabulary

INCIDENT: Final = "incident"
PROPERTIES: Final = (
    "criminal_cases",
    "detained",
    "suspects",
    "charged",
    "defendants",
    "convicted",
    "imprisoned",
    "suspended",
    "acquitted",
    "sentences_altered",
    "sentences_upheld",
    "released_on_parole",
    "released",
    "death_in_custody",
)
COUNTS_OF: Final = {"altered": "sentences_altered"}
_GROUP: Final = "group"
_TOLD_APART: Final = frozenset({"trial", "court", "instance", "article", "alteration"})
_SENTENCED: Final = {"imprisoned": SentenceKind.PRISON, "suspended": SentenceKind.SUSPENDED}


def counts_from(claims: Iterable[Claim], names: Sequence[str] = PROPERTIES) -> tuple[Count, ...]:
    """Return the counts of persons and cases that are claimed of incidents, standing or disputed, with their days.

    A claim without a day is as of the day it was said; one without either is of no day, and is left out.
    """
    return tuple(
        count
        for claim in claims
        if claim.subject_kind == INCIDENT and claim.property in names and claim.status.is_counted
        if (count := _count(claim)) is not None
    )


def _count(claim: Claim) -> Count | None:
    number, day = claim.quantity, claim.as_of or claim.said_on
    if number is None or day is None or (number.low is None and number.high is None):
        return None
    low = int(number.low) if number.low is not None else 0
    return Count(
        id=claim.id,
        what=claim.property,
        unit=claim.unit or PERSONS,
        value=low,
        most=int(number.high) if number.high is not None and number.high != number.low else None,
        is_at_least=number.high is None,
        is_about=number.qualifier is Qualifier.ABOUT,
        about=claim.about,
        as_of=day,
        source=claim.source or claim.speaker,
        speaker=claim.speaker,
        incident=claim.subject_id,
    )


def beside_records(
    counts: Iterable[Count], persons: Sequence[Person], cases: Sequence[Case], words: Vocabulary | None = None
) -> tuple[Beside, ...]:
    """Return each count beside the persons, or cases, on record as of its day, of the same group and trial.

    `words` are an archive's own, in which a refusal is told; without them those that ship.
    """
    days: dict[dt.date, tuple[Standing, ...]] = {}
    found = []
    for one in counts:
        day = one.as_of.latest
        if day not in days:
            days[day] = standings(persons, day)
        found.append(_beside_records(one, days[day], cases, words))
    return tuple(found)


def _beside_records(count: Count, then: Sequence[Standing], cases: Sequence[Case], words: Vocabulary | None) -> Beside:
    about = dict(count.about)
    group = about.pop(_GROUP, None)
    if not set(about) <= _TOLD_APART or (count.unit == CASES and (about or group)):
        refusal = not_joined("justice.records-do-not-tell", {"part": count.id, "what": _narrowed(count, words)})
        return Beside(count=count, recorded=None, gap=None, refusal=refusal)
    day = count.as_of.latest
    if count.unit == CASES:
        reached = [one for one in cases if CaseStage.REGISTERED in one.reached(day)]
        claims = [claim for one in reached for claim in one.claims_of(CaseStage.REGISTERED, day)]
        return _beside(count, len(reached), claims)
    if count.unit != PERSONS or (count.stage or count.within) is None:
        refusal = not_joined("justice.no-such-stage", {"part": count.id, "what": count.what})
        return Beside(count=count, recorded=None, gap=None, refusal=refusal)
    events_of = _telling(count, about)
    found = [events for one in then if group in (None, one.person.group) if (events := events_of(one))]
    return _beside(count, len(found), [claim for events in found for one in events for claim in one.claims])


def _beside(count: Count, recorded: int, claims: Iterable[str]) -> Beside:
    told = tuple(dict.fromkeys(claims))
    return Beside(count=count, recorded=recorded, gap=count.gap(recorded), refusal=None, claims=told)


def _telling(count: Count, about: dict[str, str]) -> Callable[[Standing], Sequence[Event]]:
    """Return what finds the events by which a person on record is one of those that are counted."""
    kind, stage = _SENTENCED.get(count.what), count.stage

    def found(one: Standing) -> Sequence[Event]:
        if kind is not None:
            return [e for e in one.own.get(Stage.CONVICTED, ()) if any(s.kind is kind for s in e.sentences)]
        if count.what == "released_on_parole":
            return [e for e in one.own.get(Stage.ALTERED, ()) if e.kind is AlterationKind.PAROLE]
        return one.implying(stage) if stage is not None else ()

    return (lambda one: [event for event in found(one) if _is_about(event, about)]) if about else found


def _is_about(event: Event, about: dict[str, str]) -> bool:
    own = {"trial": event.trial, "court": event.court, "instance": event.instance}
    own["alteration"] = event.kind.value if event.kind is not None else None
    return all(value in event.articles if name == "article" else own[name] == value for name, value in about.items())


def _narrowed(count: Count, words: Vocabulary | None) -> Label:
    """Return of whom or what alone it is counted, in words."""
    known = words or shipped_vocabulary()
    told = {one: ", ".join(known.term_called(*each, one) for each in count.about) for one in INTERFACE_LANGUAGES}
    return Label(**told)


def called(count: Count, language: str, words: Vocabulary | None = None) -> str:
    """Return what a count counts, for a person: "defendants (Dungans, main trial)".

    `words` are an archive's own; without them those that ship.
    """
    known = words if words is not None else shipped_vocabulary()
    label = known.property_called(count.what, language)
    told = ", ".join(known.term_called(name, value, language) for name, value in count.about)
    return f"{label} ({told})" if told else label


def compared_as(what: str, language: str, words: Vocabulary | None = None) -> str:
    """Return what is compared, for a person: a stage of proceedings or what a property of the ledger counts.

    `words` are an archive's own; without them those that ship.
    """
    return (words or shipped_vocabulary()).property_called(COUNTS_OF.get(what, what), language)
