"""Owns the history of one person in proceedings: each step with its claims, and as what they may be spoken of.

METHOD 7.5: a conviction at first instance is not final and an acquittal is told as plainly as the charge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.justice.outcomes import by_case, in_order, undoes
from onrecord.justice.persons import Person
from onrecord.justice.proceedings import Proceedings, proceedings_of
from onrecord.justice.stages import Event, Sentence, Stage
from onrecord.kernel import Label, number_record
from onrecord.ledger import Book

_DECIDED: Final = frozenset({Stage.CONVICTED, Stage.ACQUITTED, Stage.DISCONTINUED})


class Status(StrEnum):
    """As what a person may be spoken of on a day (METHOD 7.5)."""

    NO_PART = "no_part"
    SUSPECT = "suspect"
    CHARGED = "charged"
    CONVICTED_NOT_FINAL = "convicted_not_final"
    CONVICTED = "convicted"
    ACQUITTED = "acquitted"
    DISCONTINUED = "discontinued"
    DECEASED = "deceased"


STATUSES: Final[Mapping[Status, Label]] = {
    Status.NO_PART: Label(
        en="no part in proceedings is on record", ru="участие в деле не записано", kk="іске қатысы жазылмаған"
    ),
    Status.SUSPECT: Label(
        en="suspected, not charged: presumed innocent",
        ru="подозревается, обвинение не предъявлено: считается невиновным",
        kk="күдікті, айып тағылмаған: кінәсіз деп саналады",
    ),
    Status.CHARGED: Label(
        en="charged, no verdict on record: presumed innocent",
        ru="обвиняется, приговор не записан: считается невиновным",
        kk="айып тағылған, үкім жазылмаған: кінәсіз деп саналады",
    ),
    Status.CONVICTED_NOT_FINAL: Label(
        en="convicted; that the verdict is in force is not on record: not final",
        ru="осуждён; вступление приговора в силу не записано: не окончательно",
        kk="сотталған; үкімнің күшіне енгені жазылмаған: түпкілікті емес",
    ),
    Status.CONVICTED: Label(
        en="convicted, in force", ru="осуждён, приговор вступил в силу", kk="сотталған, үкім күшінде"
    ),
    Status.ACQUITTED: Label(en="acquitted", ru="оправдан", kk="ақталған"),
    Status.DISCONTINUED: Label(en="proceedings discontinued", ru="преследование прекращено", kk="қудалау тоқтатылған"),
    Status.DECEASED: Label(en="died in custody", ru="умер под стражей", kk="қамауда қайтыс болған"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is on record of one person as of a day, in the order of time."""

    person: Person
    as_of: dt.date
    events: tuple[Event, ...]
    status: Status

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord person --json` prints."""
        return {
            "person": self.person.ids[0],
            "records": list(self.person.ids),
            "group": self.person.group,
            "as_of": self.as_of.isoformat(),
            "status": {"code": self.status.value, "says": STATUSES[self.status].text(language)},
            "events": [event_row(one) for one in self.events],
        }


def status_of(book: Book, person: str, as_of: dt.date) -> Status | None:
    """Return as what a person may be spoken of on a day; None where nothing is on record of them in proceedings."""
    found = history(proceedings_of(book, person), person.removeprefix("person:"), as_of)
    return found.status if found is not None else None


def history(held: Proceedings, person: str, as_of: dt.date) -> History | None:
    """Return the history of the person under an id, whichever of their records it names; None where there is none."""
    found = next((one for one in held.persons if person in one.ids), None)
    if found is None:
        return None
    events = in_order(found.by(as_of))
    return History(person=found, as_of=as_of, events=events, status=_status(events))


def _status(events: tuple[Event, ...]) -> Status:
    """Return as what a person may be spoken of: by the last verdict of each case, the gravest case of several.

    What names no case belongs to the only one there is: who was acquitted is not told as charged.
    """
    found = [_status_of_case(case) for case in by_case(events).values()] or [Status.NO_PART]
    order = (Status.DECEASED, Status.CONVICTED, Status.CONVICTED_NOT_FINAL, Status.CHARGED, Status.SUSPECT)
    return next((one for one in order if one in found), found[-1])


def _status_of_case(events: list[Event]) -> Status:
    stages = [one.stage for one in events]
    if Stage.DIED_IN_CUSTODY in stages:
        return Status.DECEASED
    verdict = max((at for at, stage in enumerate(stages) if stage in _DECIDED), default=None)
    if verdict is not None and not any(undoes(one) for one in events[verdict + 1 :]):
        if stages[verdict] is not Stage.CONVICTED:
            return Status.ACQUITTED if stages[verdict] is Stage.ACQUITTED else Status.DISCONTINUED
        is_final = any(e.stage is Stage.IN_FORCE and e.on.latest >= events[verdict].on.earliest for e in events)
        return Status.CONVICTED if is_final else Status.CONVICTED_NOT_FINAL
    if verdict is not None or {Stage.CHARGED, Stage.SENT_TO_COURT, Stage.TRIAL_OPENED}.intersection(stages):
        return Status.CHARGED
    return Status.SUSPECT if {Stage.SUSPECT_NAMED, Stage.DETAINED}.intersection(stages) else Status.NO_PART


def event_row(one: Event) -> dict[str, Any]:
    """Return one step as `onrecord person --json` prints it."""
    return {
        "stage": one.stage.value,
        "on": one.on.text(),
        "not_later": one.is_by,
        "case": one.case,
        "court": one.court,
        "instance": one.instance,
        "trial": one.trial,
        "articles": list(one.articles),
        "law_version_on": one.law_version_on.text() if one.law_version_on else None,
        "sentences": [_sentence_row(s) for s in one.sentences],
        "alteration": one.kind.value if one.kind else None,
        "to": _sentence_row(one.to) if one.to else None,
        "claims": list(one.claims),
    }


def _sentence_row(one: Sentence) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "months": number_record(one.months),
        "most": number_record(one.most),
        "claims": list(one.claims),
    }
