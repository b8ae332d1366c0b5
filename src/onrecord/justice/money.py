"""Owns sums of money by step and class of loss: never added across currencies without a dated rate, nothing picked.

Of one person a sum counts once for each step and class; where claims differ it is a range. A rate is one that is
claimed of the currency for the day of the sum, or at most a month before it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from onrecord.justice.said import Read, known_by
from onrecord.kernel import Label, PartialDate
from onrecord.ledger import Claim

RATE: Final = "exchange_rate"
STEPS: Final = ("claimed", "assessed", "awarded", "paid", "not_told")
_OF_STEP: Final = ("damage_sum", "compensation_sum", "compensation")
PROPERTIES: Final = frozenset({*_OF_STEP, RATE})
_A_MONTH: Final = dt.timedelta(days=31)
_CLASSES: Final = ("loss_class", "remedy_measure", "scope")
REFUSALS: Final[Mapping[str, Label]] = {
    "justice.currencies-differ": Label(
        en="{one} and {other} are not added or divided: no exchange rate is asked for. Give --in CURRENCY.",
        ru="{one} и {other} не складывают и не делят: курс не задан. Укажите --in ВАЛЮТА.",
        kk="{one} мен {other} қосылмайды, бөлінбейді: бағам сұралмаған. --in ВАЛЮТА беріңіз.",
    ),
    "justice.no-rate": Label(
        en="No rate of {one} in {other} is on record for {day} or the month before: {claim} is not converted.",
        ru="Курса {one} в {other} на {day} и за месяц до того нет в записях: {claim} не пересчитано.",
        kk="{day} күніне не оған дейінгі айға {one} валютасының {other} бағамы жазылмаған: {claim} қайта есептелмеді.",
    ),
    "justice.no-day": Label(
        en="{claim} has no day, so no rate can be chosen for it: it is not converted.",
        ru="У {claim} нет даты, курс выбрать нельзя: не пересчитано.",
        kk="{claim} күні жоқ, бағам таңдау мүмкін емес: қайта есептелмеді.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why sums are not brought together."""

    code: str
    facts: tuple[tuple[str, str], ...]

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return `{code, problem}`."""
        return {"code": self.code, "problem": REFUSALS[self.code].fill(language, **dict(self.facts))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Money of one step, class of loss and currency, of one subject or several persons: the least and the most."""

    step: str
    of: str
    currency: str
    low: Fraction | None
    high: Fraction | None
    subjects: int
    claims: tuple[str, ...]
    as_of: PartialDate | None = None
    source: str | None = None

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord remedies --json` prints."""
        return {
            "step": self.step,
            "of": self.of,
            "currency": self.currency,
            "low": None if self.low is None else float(self.low),
            "high": None if self.high is None else float(self.high),
            "subjects": self.subjects,
            "as_of": self.as_of.text() if self.as_of else None,
            "source": self.source,
            "claims": list(self.claims),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What is on record of money: reported sums side by side, persons' sums added up, and what share was paid."""

    reported: tuple[Sum, ...]
    persons: tuple[Sum, ...]
    paid_of_assessed: tuple[tuple[str, str, Fraction, Fraction, tuple[str, ...]], ...]
    refusals: tuple[Refusal, ...]

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord remedies --json` prints."""
        return {
            "reported": [one.to_row() for one in self.reported],
            "persons": [one.to_row() for one in self.persons],
            "paid_of_assessed": [
                {"of": of, "currency": currency, "low": float(low), "high": float(high), "claims": list(claims)}
                for of, currency, low, high, claims in self.paid_of_assessed
            ],
            "refusals": [one.to_row(language) for one in self.refusals],
        }


def money_from(read: Read, as_of: dt.date, currency: str | None = None) -> Money:
    """Return the sums by the end of a day; with `currency`, each brought into it by the rate of its own day."""
    known = [one for one in known_by(read.claims, as_of) if one.property in PROPERTIES]
    sums = [one for one in known if one.property in _OF_STEP]
    rates = [one for one in known if one.property == RATE]
    found = [_converted(one, currency or one.unit or "", rates) for one in sums]
    made = [one for one in found if isinstance(one, _Made)]
    refusals = [one for one in found if isinstance(one, Refusal)]
    persons = _added([one for one in made if one.of_person], read)
    if currency is None:
        refusals += _several_currencies(persons)
    return Money(
        reported=tuple(one.sum for one in made if not one.of_person),
        persons=persons,
        paid_of_assessed=tuple(_shares(persons)),
        refusals=tuple(refusals),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    sum: Sum
    of_person: str | None


def _sum(claim: Claim, currency: str, rate: Fraction, rates: tuple[str, ...]) -> _Made:
    number, said_of = claim.quantity, [claim.dimension(name) for name in _CLASSES]
    low, high = (number.low, number.high) if number is not None else (None, None)
    return _Made(
        sum=Sum(
            step=_step(claim),
            of=next((one for one in said_of if one and one not in STEPS), claim.property),
            currency=currency,
            low=None if low is None else Fraction(low) * rate,
            high=None if high is None else Fraction(high) * rate,
            subjects=1,
            claims=(claim.id, *rates),
            as_of=claim.as_of or claim.said_on,
            source=claim.source,
        ),
        of_person=claim.subject if claim.property == "compensation" and claim.subject_kind == "person" else None,
    )


def _step(claim: Claim) -> str:
    """Return the step of a sum: what its own dimension says, or a scope that is called as a step is ("paid")."""
    scope = claim.dimension("scope")
    return claim.dimension("sum_stage") or (scope if scope in STEPS else None) or "not_told"


def _converted(claim: Claim, currency: str, rates: Sequence[Claim]) -> _Made | Refusal:
    """Return a claimed sum in a currency by the latest rate of its own day or the month before, or why it is not."""
    unit, day = claim.unit or "", claim.as_of or claim.said_on
    if unit == currency:
        return _sum(claim, currency, Fraction(1), ())
    if day is None:
        return Refusal(code="justice.no-day", facts=(("claim", claim.id),))
    usable = [one for one in rates if _is_rate(one, unit, currency) and _is_near(one, day)]
    if not usable:
        facts = (("claim", claim.id), ("day", day.text()), ("one", unit), ("other", currency))
        return Refusal(code="justice.no-rate", facts=facts)
    latest = max(usable, key=lambda one: one.as_of.latest if one.as_of else dt.date.min)
    return _sum(claim, currency, _rate(latest), (latest.id,))


def _is_rate(claim: Claim, unit: str, currency: str) -> bool:
    number = claim.quantity
    is_one = number is not None and number.low is not None and number.low == number.high and number.low > 0
    return is_one and claim.subject_id == unit and claim.unit == currency


def _rate(claim: Claim) -> Fraction:
    number = claim.quantity
    assert number is not None  # noqa: S101 - `_is_rate` lets no other through
    assert number.low is not None  # noqa: S101 - likewise
    return Fraction(number.low)


def _is_near(rate: Claim, day: PartialDate) -> bool:
    on = rate.as_of
    return on is not None and on.latest <= day.latest and day.earliest - on.earliest <= _A_MONTH


def _added(made: Sequence[_Made], read: Read) -> tuple[Sum, ...]:
    """Return what persons' sums come to, each person once for a step, class and currency: least and most."""
    of: dict[tuple[str, str, str], dict[str, list[Sum]]] = defaultdict(lambda: defaultdict(list))
    for one in made:
        assert one.of_person is not None  # noqa: S101 - only persons' sums are added
        person = read.counted_as(one.of_person)
        of[one.sum.step, one.sum.of, one.sum.currency][person].append(one.sum)
    found = [
        Sum(
            step=step,
            of=what,
            currency=currency,
            low=_total([_least(sums) for sums in persons.values()]),
            high=_total([_most(sums) for sums in persons.values()]),
            subjects=len(persons),
            claims=tuple(dict.fromkeys(claim for sums in persons.values() for one in sums for claim in one.claims)),
        )
        for (step, what, currency), persons in of.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.of, one.currency, STEPS.index(one.step))))


def _least(same: Sequence[Sum]) -> Fraction | None:
    return min((one.low for one in same if one.low is not None), default=None)


def _most(same: Sequence[Sum]) -> Fraction | None:
    return None if any(one.high is None for one in same) else max(one.high for one in same if one.high is not None)


def _total(parts: Sequence[Fraction | None]) -> Fraction | None:
    """Return the sum; None where a part has no bound."""
    known = [one for one in parts if one is not None]
    return sum(known, Fraction(0)) if len(known) == len(parts) else None


def _shares(persons: Sequence[Sum]) -> Iterable[tuple[str, str, Fraction, Fraction, tuple[str, ...]]]:
    """Yield what share of the assessed was paid, of each class in one currency, from the least to the most."""
    assessed = {(one.of, one.currency): one for one in persons if one.step == "assessed"}
    for one in persons:
        whole = assessed.get((one.of, one.currency))
        if one.step != "paid" or whole is None or not whole.low or whole.high is None:
            continue
        if one.low is not None and one.high is not None:
            yield one.of, one.currency, one.low / whole.high, one.high / whole.low, (*one.claims, *whole.claims)


def _several_currencies(persons: Sequence[Sum]) -> list[Refusal]:
    currencies: dict[str, set[str]] = defaultdict(set)
    for one in persons:
        currencies[one.of].add(one.currency)
    pairs = sorted({tuple(sorted(found)[:2]) for found in currencies.values() if len(found) > 1})
    return [Refusal(code="justice.currencies-differ", facts=(("one", one), ("other", other))) for one, other in pairs]
