"""Owns what became of convictions by a day: who was convicted, and is not convicted any more.

A stage that was reached stays reached, so that the funnel of any past day stays what it was (METHOD 3.5). Who was
convicted and later acquitted is told beside it, as plainly as the conviction (METHOD 7.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.justice.persons import Standing
from onrecord.justice.stages import AlterationKind, Event, Stage
from onrecord.kernel import Label

_UNDONE_BY: Final = frozenset({AlterationKind.ANNULLED, AlterationKind.RETRIAL})


class Outcome(StrEnum):
    """As what a conviction ended that does not stand any more."""

    ACQUITTED = "acquitted"
    DISCONTINUED = "discontinued"
    ANNULLED = "annulled"


OUTCOMES: Final[Mapping[Outcome, Label]] = {
    Outcome.ACQUITTED: Label(
        en="convicted, later acquitted", ru="осуждены, затем оправданы", kk="сотталып, кейін ақталғандар"
    ),
    Outcome.DISCONTINUED: Label(
        en="convicted, later discontinued",
        ru="осуждены, затем дело прекращено",
        kk="сотталып, кейін ісі тоқтатылғандар",
    ),
    Outcome.ANNULLED: Label(
        en="convicted, verdict annulled, no new one on record",
        ru="осуждены, приговор отменён, нового в записях нет",
        kk="сотталған, үкім күшін жойған, жаңасы жазылмаған",
    ),
}
_DECISIONS: Final[Mapping[Stage, Outcome | None]] = {
    Stage.CONVICTED: None,
    Stage.ACQUITTED: Outcome.ACQUITTED,
    Stage.DISCONTINUED: Outcome.DISCONTINUED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overturned:
    """How many of the convicted are not convicted any more as of the day, by what became of their conviction."""

    outcome: Outcome
    n: int
    of: int
    claims: tuple[str, ...]

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord funnel --json` prints."""
        return {"outcome": self.outcome.value, "n": self.n, "of": self.of, "claims": list(self.claims)}


def overturned(then: Sequence[Standing]) -> tuple[Overturned, ...]:
    """Return how many of the convicted are not any more, by outcome; nobody of whom a conviction stands in any case."""
    found: dict[Outcome, list[Event]] = {}
    of = 0
    for one in then:
        if Stage.CONVICTED not in one.reached:
            continue
        of += 1
        if one.word is None:
            one.word = (_last_word(one),)
        if (last := one.word[0]) is not None:
            outcome, event = last
            found.setdefault(outcome, []).append(event)
    return tuple(
        Overturned(
            outcome=outcome,
            n=len(found[outcome]),
            of=of,
            claims=tuple(claim for event in found[outcome] for claim in event.claims),
        )
        for outcome in Outcome
        if outcome in found
    )


def _last_word(one: Standing) -> tuple[Outcome, Event] | None:
    """Return what ended a person's conviction; None where a conviction stands in a case, or none was undone."""
    if not any(stage in one.own for stage in (Stage.ACQUITTED, Stage.DISCONTINUED, Stage.ALTERED)):
        return None
    words = [word for case in by_case(one.events).values() if (word := _word_on(case)) is not None]
    if not words or any(outcome is None for outcome, _ in words):
        return None
    outcome, event = max(words, key=lambda word: word[1].on.latest)
    return (outcome, event) if outcome is not None else None


def _word_on(case: Sequence[Event]) -> tuple[Outcome | None, Event] | None:
    """Return the last decision in a case somebody was convicted in, and what it makes of the conviction."""
    is_convicted = False
    word: tuple[Outcome | None, Event] | None = None
    for event in in_order(case):
        if undoes(event):
            is_convicted, word = True, (Outcome.ANNULLED, event)  # nothing is annulled that was not decided
        elif event.stage in _DECISIONS:
            is_convicted = is_convicted or event.stage is Stage.CONVICTED
            word = (_DECISIONS[event.stage], event)
        elif event.stage is Stage.UPHELD and word is not None and word[0] in _DECISIONS.values():
            continue  # what a higher court upholds is what was decided last: an acquittal stays one
        elif event.stage in (Stage.ALTERED, Stage.UPHELD, Stage.SERVED):
            is_convicted, word = True, (None, event)  # a sentence that is altered, upheld or served is one that stands
    return word if is_convicted else None


def by_case(events: Iterable[Event]) -> Mapping[str | None, list[Event]]:
    """Return events by case. What names no case belongs to the only one there is."""
    listed = tuple(events)
    named = {one.case for one in listed if one.case is not None}
    only = next(iter(named)) if len(named) == 1 else None
    cases: dict[str | None, list[Event]] = {}
    for one in listed:
        cases.setdefault(one.case or only, []).append(one)
    return cases


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events in the order of time; of one day, as they are on record."""
    return tuple(sorted(events, key=lambda one: (one.on.latest, one.on.earliest)))


def undoes(event: Event) -> bool:
    """Say whether an event undoes the verdict before it, so that nobody is convicted or acquitted by it any more."""
    return event.kind in _UNDONE_BY
