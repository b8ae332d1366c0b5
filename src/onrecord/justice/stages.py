"""Owns the stages that a person's part in a proceeding can reach, and what each follows from (METHOD 3.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from onrecord.kernel import PartialDate


class Stage(StrEnum):
    """What was done to a person by investigators and courts, or happened to them in their hands."""

    DETAINED = "detained"
    SUSPECT_NAMED = "suspect_named"
    CHARGED = "charged"
    SENT_TO_COURT = "sent_to_court"
    TRIAL_OPENED = "trial_opened"
    CONVICTED = "convicted"
    ACQUITTED = "acquitted"
    DISCONTINUED = "discontinued"
    APPEALED = "appealed"
    ALTERED = "altered"
    UPHELD = "upheld"
    IN_FORCE = "in_force"
    SERVED = "served"
    DIED_IN_CUSTODY = "died_in_custody"
    RELEASED = "released"


class AlterationKind(StrEnum):
    """What became of a sentence after it was passed."""

    REDUCED = "reduced"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    REPLACED_BY_RESTRICTION = "replaced_by_restriction"
    PAROLE = "parole"
    AMNESTY = "amnesty"
    PARDON = "pardon"
    ANNULLED = "annulled"
    RETRIAL = "retrial"


class SentenceKind(StrEnum):
    """What a sentence takes from a person."""

    PRISON = "prison"
    SUSPENDED = "suspended"
    RESTRICTION = "restriction"
    FINE = "fine"
    COMMUNITY_SERVICE = "community_service"
    OTHER = "other"


# The stage whose persons a later one is a part of; None: of all on record.
OF: Final[Mapping[Stage, Stage | None]] = {
    Stage.DETAINED: None,
    Stage.SUSPECT_NAMED: None,
    Stage.CHARGED: None,
    Stage.SENT_TO_COURT: Stage.CHARGED,
    Stage.TRIAL_OPENED: Stage.SENT_TO_COURT,
    Stage.CONVICTED: Stage.TRIAL_OPENED,
    Stage.ACQUITTED: Stage.TRIAL_OPENED,
    Stage.DISCONTINUED: Stage.CHARGED,
    Stage.APPEALED: Stage.TRIAL_OPENED,
    Stage.ALTERED: Stage.CONVICTED,
    Stage.UPHELD: Stage.CONVICTED,
    Stage.IN_FORCE: Stage.TRIAL_OPENED,
    Stage.SERVED: Stage.CONVICTED,
    Stage.DIED_IN_CUSTODY: Stage.DETAINED,
    Stage.RELEASED: Stage.DETAINED,
}
# What must have come before, though no record says when: nobody is convicted who was not tried.
IMPLIES: Final[Mapping[Stage, Stage]] = {
    Stage.ALTERED: Stage.CONVICTED,
    Stage.UPHELD: Stage.CONVICTED,
    Stage.SERVED: Stage.CONVICTED,
    Stage.APPEALED: Stage.TRIAL_OPENED,
    Stage.IN_FORCE: Stage.TRIAL_OPENED,
    Stage.CONVICTED: Stage.TRIAL_OPENED,
    Stage.ACQUITTED: Stage.TRIAL_OPENED,
    Stage.TRIAL_OPENED: Stage.SENT_TO_COURT,
    Stage.SENT_TO_COURT: Stage.CHARGED,
    Stage.DISCONTINUED: Stage.CHARGED,
    Stage.DIED_IN_CUSTODY: Stage.DETAINED,
    Stage.RELEASED: Stage.DETAINED,
}
# What settles that a stage will not be reached, or was not: of whom one of these is on record, we know.
SETTLED_BY: Final[Mapping[Stage, frozenset[Stage]]] = {
    Stage.DETAINED: frozenset(),
    Stage.SUSPECT_NAMED: frozenset(),
    Stage.CHARGED: frozenset(),
    Stage.SENT_TO_COURT: frozenset({Stage.DISCONTINUED, Stage.DIED_IN_CUSTODY}),
    Stage.TRIAL_OPENED: frozenset({Stage.DISCONTINUED, Stage.DIED_IN_CUSTODY}),
    Stage.CONVICTED: frozenset({Stage.ACQUITTED, Stage.DISCONTINUED, Stage.DIED_IN_CUSTODY}),
    Stage.ACQUITTED: frozenset({Stage.CONVICTED, Stage.DISCONTINUED, Stage.DIED_IN_CUSTODY}),
    Stage.DISCONTINUED: frozenset({Stage.CONVICTED, Stage.ACQUITTED, Stage.DIED_IN_CUSTODY}),
    Stage.APPEALED: frozenset({Stage.DISCONTINUED, Stage.DIED_IN_CUSTODY}),
    Stage.ALTERED: frozenset({Stage.UPHELD}),
    Stage.UPHELD: frozenset({Stage.ALTERED}),
    Stage.IN_FORCE: frozenset({Stage.DISCONTINUED, Stage.DIED_IN_CUSTODY}),
    Stage.SERVED: frozenset({Stage.DIED_IN_CUSTODY}),
    Stage.DIED_IN_CUSTODY: frozenset({Stage.RELEASED}),
    Stage.RELEASED: frozenset({Stage.DIED_IN_CUSTODY}),
}
# Told only where somebody is on record with them: the files of proceedings that came first had eleven stages.
SHOWN_WHEN_REACHED: Final = frozenset({Stage.SUSPECT_NAMED, Stage.APPEALED, Stage.IN_FORCE, Stage.SERVED})
# Where a proceeding ends without going on.
ENDINGS: Final = frozenset({Stage.ACQUITTED, Stage.DISCONTINUED, Stage.DIED_IN_CUSTODY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a kind, and how long it is where it has a length. Years are twelve months each.

    `most` is the longer end where sources leave a range; `months` is then the shorter one.
    """

    kind: SentenceKind
    months: Decimal | None = None
    most: Decimal | None = None
    claims: tuple[str, ...] = ()


class Event(NamedTuple):  # of which an archive has more than of anything else: made in a quarter of the time
    """A stage that was reached, on a day as exact as the source has it.

    With `is_by` the day is the last by which it had happened, as of a source that gives no day of it. `claims` are what
    it was read from; `sentence` is None where several are claimed, and `sentences` has them all.
    """

    stage: Stage
    on: PartialDate
    claims: tuple[str, ...] = ()
    is_by: bool = False
    case: str | None = None
    court: str | None = None
    instance: str | None = None
    trial: str | None = None
    articles: tuple[str, ...] = ()
    kind: AlterationKind | None = None
    sentence: Sentence | None = None
    sentences: tuple[Sentence, ...] = ()
    to: Sentence | None = None
    law_version_on: PartialDate | None = None

    @property
    def is_exact_day(self) -> bool:
        """Whether it is known to have happened on one day."""
        return not self.is_by and self.on.earliest == self.on.latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What one source or one case has of a person. `same_person_as` names another course of the same person."""

    id: str
    group: str | None
    events: tuple[Event, ...]
    same_person_as: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


def implied_by(stage: Stage) -> tuple[Stage, ...]:
    """Return a stage and every one that must have come before it, the nearest first."""
    return _CHAINS[stage]


def _chain(stage: Stage) -> tuple[Stage, ...]:
    found = [stage]
    while (before := IMPLIES.get(found[-1])) is not None:
        found.append(before)
    return tuple(found)


_CHAINS: Final[Mapping[Stage, tuple[Stage, ...]]] = {stage: _chain(stage) for stage in Stage}
_BEFORE: Final[Mapping[Stage, tuple[Stage, ...]]] = {stage: chain[1:] for stage, chain in _CHAINS.items()}


def impossible_order(events: Iterable[Event]) -> tuple[Event, Event] | None:
    """Return an event and one that it surely lies before though it follows from it: a verdict before the charge."""
    listed = list(events)
    first: dict[Stage, Event] = {}
    for one in listed:
        known = first.get(one.stage)
        if known is None or one.on.earliest < known.on.earliest:
            first[one.stage] = one
    for later in listed:
        for at in _BEFORE[later.stage]:
            earliest = first.get(at)
            if earliest is not None and not earliest.is_by and later.on.latest < earliest.on.earliest:
                return later, earliest
    return None
