"""Owns the order of things in time: what cannot have come before what. Pure; refuses only what surely cannot be.

A date that is known by its month alone may be any day of it, and sources err: a row is refused where its day lies
before every day that anything on record gives for what has to come first. Two courses of one person or incident are
told apart by a dimension, as `case` or `trial`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from onrecord.kernel import PartialDate, Problem, Quantity, Vocabulary
from onrecord.ledger.errors import REASONS
from onrecord.ledger.model import Claim

HAPPENED: Final = "happened_on"
_INCIDENT: Final = "incident"
_CODE: Final = "ledger.impossible-order"


def order_problems(claim: Claim, beside: Iterable[Claim], vocabulary: Vocabulary, row: int | None) -> Iterator[Problem]:
    """Yield each pair of a claim and what is on record of its subject that stand in an impossible order.

    A reply before its letter, a verdict before the charge; and a number of an incident that was reached before it.
    """
    dated = [
        one
        for one in beside
        if isinstance(one.value, PartialDate)
        and one.subject == claim.subject
        and one.status.is_counted
        and one.id != claim.id
    ]
    if isinstance(claim.value, PartialDate):
        yield from _of_days(claim, claim.value, dated, vocabulary, row)
    elif isinstance(claim.value, Quantity):
        yield from _of_numbers(claim, claim.value, dated, row)


def _of_days(
    claim: Claim, day: PartialDate, dated: Sequence[Claim], vocabulary: Vocabulary, row: int | None
) -> Iterator[Problem]:
    known: dict[str, list[Claim]] = defaultdict(list)
    for one in dated:
        known[one.property].append(one)
    for name in sorted(vocabulary.earlier(claim.property)):
        before = [one for one in known.get(name, ()) if _is_one_course(one, claim)]
        if before and all(day.is_certainly_before(_day(one)) for one in before):
            first = min(before, key=lambda one: _day(one).earliest)
            yield _problem(claim.property, day, first.property, _day(first), row)
    for name in sorted(known):
        if claim.property not in vocabulary.earlier(name):
            continue
        own = [*known.get(claim.property, ()), claim]
        for later in known[name]:
            before = [one for one in own if _is_one_course(one, later)]
            if claim in before and all(_day(later).is_certainly_before(_day(one)) for one in before):
                yield _problem(name, _day(later), claim.property, day, row)
                break


def _of_numbers(claim: Claim, number: Quantity, dated: Sequence[Claim], row: int | None) -> Iterator[Problem]:
    """Yield where something is counted as of a day on which the incident that it is counted of lay ahead."""
    days = [_day(one) for one in dated if one.property == HAPPENED]
    is_nothing = number.high is not None and number.high == 0
    if claim.subject_kind != _INCIDENT or claim.as_of is None or not days or is_nothing:
        return
    if all(claim.as_of.is_certainly_before(day) for day in days):
        first = min(days, key=lambda day: day.earliest)
        yield _problem(f"{claim.property} (as_of)", claim.as_of, HAPPENED, first, row)


def _is_one_course(earlier: Claim, later: Claim) -> bool:
    """Say whether two days belong to one course of events.

    Of a person, a case or a letter the later one may say more than the earlier (which instance it was). An incident has
    many trials, and two of its days belong together only where both name the same.
    """
    if later.subject_kind == _INCIDENT:
        return bool(later.about) and earlier.about == later.about
    return set(earlier.about) <= set(later.about)


def _day(claim: Claim) -> PartialDate:
    assert isinstance(claim.value, PartialDate)  # noqa: S101 - only dated claims are looked at
    return claim.value


def _problem(name: str, day: PartialDate, earlier: str, earlier_day: PartialDate, row: int | None) -> Problem:
    facts = {"property": name, "value": day.text(), "earlier": earlier, "earlier_value": earlier_day.text()}
    return Problem(code=_CODE, row=row, says=REASONS[_CODE], facts=facts)
