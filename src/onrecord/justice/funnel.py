"""Owns the funnel: how many persons reached each stage by a day, of how many, and of how many nothing is on record."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any, Final

from onrecord.justice.outcomes import Overturned, overturned
from onrecord.justice.persons import Person, Standing, standings
from onrecord.justice.stages import OF, SETTLED_BY, SHOWN_WHEN_REACHED, AlterationKind, Sentence, Stage
from onrecord.justice.waiting import Wait, waits_of

PERSONS: Final = "persons"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCount:
    """How many persons reached a stage, of how many.

    `implied` of them are counted because a later stage is on record and this one is not. `unknown` are those of the
    denominator of whom neither this stage nor what settles it is on record: that is no finding that nothing happened.
    """

    stage: StrEnum
    n: int
    of: int
    implied: int
    unknown: int
    claims: tuple[str, ...] = ()  # what `n` is counted from

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord funnel --json` prints."""
        return {
            "stage": self.stage.value,
            "n": self.n,
            "of": self.of,
            "implied": self.implied,
            "unknown": self.unknown,
            "claims": list(self.claims),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """How many of the convicted had their sentence altered in one way, and to what."""

    kind: AlterationKind | None
    n: int
    of: int
    to: tuple[tuple[str, int], ...]
    claims: tuple[str, ...] = ()

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord funnel --json` prints."""
        return {
            "kind": self.kind.value if self.kind else None,
            "n": self.n,
            "of": self.of,
            "to": dict(self.to),
            "claims": list(self.claims),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """The persons of one group as of a day. The unit is persons: cases are another, and are never joined to it."""

    group: str | None
    as_of: dt.date
    persons: int
    stages: tuple[StageCount, ...]
    alterations: tuple[Alteration, ...]
    waits: tuple[Wait, ...]
    overturned: tuple[Overturned, ...] = ()  # of the convicted, who is not convicted any more
    unit: str = PERSONS

    @property
    def shown(self) -> tuple[StageCount, ...]:
        """The stages that are told: the eleven of every proceeding, and those others that somebody reached."""
        return tuple(one for one in self.stages if one.n or one.stage not in SHOWN_WHEN_REACHED)

    def count(self, stage: Stage) -> StageCount:
        """Return one stage."""
        return next(one for one in self.stages if one.stage is stage)


def funnels(persons: Sequence[Person], groups: Iterable[str], as_of: dt.date) -> tuple[Funnel, ...]:
    """Return the funnel of each group in this order, of those whose group is not known if there are any, and of all."""
    of: dict[str | None, list[Standing]] = {group: [] for group in groups}
    then = standings(persons, as_of)
    for one in then:
        of.setdefault(one.person.group, []).append(one)
    unknown = of.pop(None, [])
    found = [_funnel(of[group], group, as_of) for group in dict.fromkeys(groups)]
    if unknown:
        found.append(_funnel(unknown, "unknown", as_of))
    return (*found, _funnel(then, None, as_of))


def funnel(persons: Sequence[Person], group: str | None, as_of: dt.date) -> Funnel:
    """Return how far these persons had come by the end of a day."""
    return _funnel(standings(persons, as_of), group, as_of)


def _funnel(then: Sequence[Standing], group: str | None, as_of: dt.date) -> Funnel:
    came = Counter([one.reached for one in then])
    told: dict[Stage, list[tuple[str, ...]]] = {stage: [] for stage in Stage}
    implied: Counter[Stage] = Counter()
    for one in then:
        for stage, is_told, claims in one.told:
            told[stage].append(claims)
            if not is_told:
                implied[stage] += 1
    return Funnel(
        group=group,
        as_of=as_of,
        persons=len(then),
        stages=tuple([_stage(stage, told[stage], implied[stage], came) for stage in Stage]),
        alterations=_alterations(then, len(told[Stage.CONVICTED])),
        waits=waits_of(then, as_of),
        overturned=overturned(then),
    )


def _stage(
    stage: Stage, told: Sequence[tuple[str, ...]], implied: int, came: Mapping[frozenset[Stage], int]
) -> StageCount:
    """Return the count of a stage from the claims of each who reached it: no two persons share a claim."""
    before, settled = OF[stage], SETTLED_BY[stage]
    ways = {has: n for has, n in came.items() if before is None or before in has or stage in has}
    return StageCount(
        stage=stage,
        n=len(told),
        of=sum(ways.values()),
        implied=implied,
        unknown=sum(n for has, n in ways.items() if stage not in has and settled.isdisjoint(has)),
        claims=tuple(chain.from_iterable(told)),
    )


def _alterations(then: Sequence[Standing], convicted: int) -> tuple[Alteration, ...]:
    """Return each way in which sentences were altered; a person counts once for each way."""
    kinds: dict[AlterationKind | None, set[int]] = {}
    told: dict[AlterationKind | None, set[int]] = {}  # of whom it is told what their sentence became
    became: dict[AlterationKind | None, Counter[str]] = {}
    claims: dict[AlterationKind | None, list[str]] = {}
    for number, one in enumerate(then):
        if Stage.ALTERED not in one.own:
            continue
        for event in one.own[Stage.ALTERED]:
            claims.setdefault(event.kind, []).extend(event.claims)
            kinds.setdefault(event.kind, set()).add(number)
            if event.to is not None and number not in told.setdefault(event.kind, set()):
                told[event.kind].add(number)
                became.setdefault(event.kind, Counter())[_kind(event.to)] += 1
    order = [*AlterationKind, None]
    return tuple(
        Alteration(
            kind=kind,
            n=len(kinds[kind]),
            of=convicted,
            to=tuple(sorted(became.get(kind, Counter()).items())),
            claims=tuple(dict.fromkeys(claims[kind])),
        )
        for kind in sorted(kinds, key=order.index)
    )


def _kind(sentence: Sentence) -> str:
    return sentence.kind.value
