"""Owns how far cases came. Cases are another unit than persons, and no funnel joins the two (METHOD 3.5)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.justice.events import together
from onrecord.justice.funnel import StageCount
from onrecord.kernel import Label, PartialDate
from onrecord.ledger import Claim

CASE: Final = "case"
CASES: Final = "cases"
CONCERNS: Final = "case_concerns"


class CaseStage(StrEnum):
    """What became of a case."""

    REGISTERED = "registered"
    CHARGED = "charged"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    SENT_TO_COURT = "sent_to_court"
    TRIAL_OPENED = "trial_opened"
    VERDICT = "verdict"
    IN_FORCE = "in_force"


CASE_STAGES: Final[Mapping[CaseStage, Label]] = {
    CaseStage.REGISTERED: Label(en="registered", ru="зарегистрировано", kk="тіркелген"),
    CaseStage.CHARGED: Label(en="somebody charged", ru="предъявлено обвинение", kk="айып тағылған"),
    CaseStage.SUSPENDED: Label(en="suspended", ru="приостановлено", kk="тоқтатыла тұрған"),
    CaseStage.TERMINATED: Label(en="terminated", ru="прекращено", kk="тоқтатылған"),
    CaseStage.SENT_TO_COURT: Label(en="sent to court", ru="направлено в суд", kk="сотқа жіберілген"),
    CaseStage.TRIAL_OPENED: Label(en="trial opened", ru="суд начат", kk="сот басталған"),
    CaseStage.VERDICT: Label(en="verdict given", ru="вынесен приговор", kk="үкім шыққан"),
    CaseStage.IN_FORCE: Label(en="verdict in force", ru="приговор вступил в силу", kk="үкім күшіне енген"),
}
_DATES: Final[Mapping[str, CaseStage]] = {
    "opened_on": CaseStage.REGISTERED,
    "charged_on": CaseStage.CHARGED,
    "sent_to_court_on": CaseStage.SENT_TO_COURT,
    "trial_opened_on": CaseStage.TRIAL_OPENED,
    "verdict_on": CaseStage.VERDICT,
    "in_force_on": CaseStage.IN_FORCE,
}
_CLOSED: Final[Mapping[str, CaseStage]] = {"suspended": CaseStage.SUSPENDED, "terminated": CaseStage.TERMINATED}
_TOLD: Final[Mapping[str, CaseStage]] = {
    "registered": CaseStage.REGISTERED,
    "charged": CaseStage.CHARGED,
    "sent_to_court": CaseStage.SENT_TO_COURT,
    "on_trial": CaseStage.TRIAL_OPENED,
    "verdict": CaseStage.VERDICT,
    "in_force": CaseStage.IN_FORCE,
    **_CLOSED,
}
_IMPLIES: Final[Mapping[CaseStage, CaseStage]] = {
    CaseStage.CHARGED: CaseStage.REGISTERED,
    CaseStage.SUSPENDED: CaseStage.REGISTERED,
    CaseStage.TERMINATED: CaseStage.REGISTERED,
    CaseStage.SENT_TO_COURT: CaseStage.REGISTERED,
    CaseStage.TRIAL_OPENED: CaseStage.SENT_TO_COURT,
    CaseStage.VERDICT: CaseStage.TRIAL_OPENED,
    CaseStage.IN_FORCE: CaseStage.VERDICT,
}
_ENDED: Final = frozenset({CaseStage.TERMINATED})
PROPERTIES: Final = frozenset({*_DATES, "closed_on", "legal_stage", CONCERNS})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """A stage that a case reached, by the end of which day, and the claims that say so."""

    stage: CaseStage
    on: PartialDate
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything on record of one case."""

    id: str
    events: tuple[CaseEvent, ...]
    incidents: frozenset[str]
    trial: str | None
    claims: tuple[str, ...]

    def by(self, as_of: dt.date) -> tuple[CaseEvent, ...]:
        """Return what had happened by the end of a day; a month counts when it is over."""
        return tuple(one for one in self.events if one.on.latest <= as_of)

    def reached(self, as_of: dt.date) -> frozenset[CaseStage]:
        """Return the stages on record, and those that must have come before them."""
        return frozenset(stage for one in self.by(as_of) for stage in _implied(one.stage))

    def claims_of(self, stage: CaseStage, as_of: dt.date) -> tuple[str, ...]:
        """Return the claims from which it is read that the case reached a stage."""
        own = [one for one in self.by(as_of) if one.stage is stage]
        later = [one for one in self.by(as_of) if stage in _implied(one.stage)]
        return tuple(dict.fromkeys(claim for one in own or later for claim in one.claims))


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFunnel:
    """How far cases had come as of a day. Its unit is cases; it says nothing of how many persons stand in them."""

    as_of: dt.date
    cases: int
    stages: tuple[StageCount, ...]

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord funnel --json` prints."""
        return {
            "unit": CASES,
            "group": None,
            "as_of": self.as_of.isoformat(),
            "cases": self.cases,
            "stages": [one.to_row() for one in self.stages],
        }


def cases_of(claims: Iterable[Claim]) -> tuple[Case, ...]:
    """Return the cases of which something is claimed and stands, in the order they first occur."""
    of: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.subject_kind == CASE and claim.status.is_counted and claim.property in PROPERTIES:
            of[claim.subject_id].append(claim)
    return tuple(_case(name, theirs) for name, theirs in of.items())


def case_funnel(cases: Sequence[Case], as_of: dt.date) -> CaseFunnel:
    """Return how far these cases had come by the end of a day."""
    return CaseFunnel(as_of=as_of, cases=len(cases), stages=tuple(_count(stage, cases, as_of) for stage in CaseStage))


def _case(name: str, claims: Sequence[Claim]) -> Case:
    of: dict[tuple[CaseStage, tuple[tuple[str, str], ...]], list[Claim]] = defaultdict(list)
    for claim in claims:
        stage = _stage_told(claim)
        if stage is not None and claim.day is not None:
            of[stage, claim.about].append(claim)
    events = (
        CaseEvent(
            stage=stage,
            on=together([day for one in same if (day := one.day) is not None]),
            claims=tuple(one.id for one in same),
        )
        for (stage, _), same in of.items()
    )
    concerned = [one for one in claims if one.property == CONCERNS]
    trials = {found for one in concerned if (found := one.dimension("trial"))}
    return Case(
        id=name,
        events=tuple(events),
        incidents=frozenset(one.value_text().removeprefix("incident:") for one in concerned),
        trial=trials.pop() if len(trials) == 1 else None,
        claims=tuple(one.id for one in claims),
    )


def _stage_told(claim: Claim) -> CaseStage | None:
    if claim.property == "closed_on":
        return _CLOSED.get(claim.dimension("stage") or "")
    if claim.property == "legal_stage":
        return _TOLD.get(claim.dimension("stage") or "")
    return _DATES.get(claim.property)


def _implied(stage: CaseStage) -> tuple[CaseStage, ...]:
    found = [stage]
    while (before := _IMPLIES.get(found[-1])) is not None:
        found.append(before)
    return tuple(found)


def _count(stage: CaseStage, cases: Sequence[Case], as_of: dt.date) -> StageCount:
    reached = [(one, one.reached(as_of)) for one in cases]
    before = _IMPLIES.get(stage)
    whole = [(one, has) for one, has in reached if before is None or before in has]
    arrived = [one for one, has in whole if stage in has]
    return StageCount(
        stage=stage,
        n=len(arrived),
        of=len(whole),
        implied=sum(all(event.stage is not stage for event in one.by(as_of)) for one in arrived),
        unknown=sum(stage not in has and not has.intersection(_ENDED) for _, has in whole),
        claims=tuple(dict.fromkeys(claim for one in arrived for claim in one.claims_of(stage, as_of))),
    )
