"""Owns the disagreements between figures of one subject: sums that do not close, counts that are not of one thing."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from onrecord.kernel import Counts, ValueType, Vocabulary, number_text
from onrecord.ledger.figures import Gathered
from onrecord.ledger.kinds import Kind
from onrecord.ledger.model import Reading
from onrecord.ledger.relations import days_of, heard
from onrecord.ledger.telling import Contradiction, Teller

_GROUP: Final = "group"
_TOP: Final = Decimal("Infinity")
_SUMS: Final = 100  # figures of sums that are looked at for conversions
_MONTHS: Final[Mapping[str | None, int]] = {"years": 12, "months": 1}

About = tuple[tuple[str, str], ...]
Key = tuple[str, str, str | None, About]


class Figures:
    """The figures of one reading, found by what they are of."""

    def __init__(self, figures: Iterable[Gathered], vocabulary: Vocabulary) -> None:
        self.all = tuple(one for one in figures if one.readings)
        self.vocabulary = vocabulary
        self._by_key: dict[Key, Gathered] = {(one.subject, one.property, one.unit, one.about): one for one in self.all}

    def of(self, subject: str, name: str, unit: str | None, about: About) -> Gathered | None:
        """Return the figure of exactly this, or None."""
        return self._by_key.get((subject, name, unit, about))

    def total(self, figure: Gathered) -> Gathered | None:
        """Return the same figure of all groups together, where this is of one."""
        if _GROUP not in dict(figure.about):
            return None
        return self.of(figure.subject, figure.property, figure.unit, without_group(figure.about))


def without_group(about: About) -> About:
    """Return the dimensions without the group."""
    return tuple(one for one in about if one[0] != _GROUP)


def across(figures: Figures, teller: Teller) -> Iterator[Contradiction]:
    """Yield what does not agree between figures of one subject."""
    yield from _groups(figures, teller)
    yield from _outcomes(figures, teller)
    yield from _parts(figures, teller)
    yield from _scopes(figures, teller)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What stood on a day: the newest readings up to then, and the bounds they allow together."""

    readings: tuple[Reading, ...]
    low: Decimal
    high: Decimal

    def text(self) -> str:
        """Return the bounds for a person."""
        low, high = max(self.low, Decimal(0)), None if self.high == _TOP else self.high
        if high is None:
            return f"≥ {number_text(low)}"
        return number_text(low) if low == high else f"{number_text(low)}–{number_text(high)}"


def _standing(figure: Gathered, day: int) -> _Standing | None:
    """Return the newest readings that are not of later than the day; undated ones stand on every day."""
    newest, found = None, []
    for reading in figure.readings:  # newest first
        first, last = days_of(reading)
        if first == 0:
            found.append(reading)
        elif first <= day and (newest is None or last >= newest):
            newest = first if newest is None else newest
            found.append(reading)
    return _together(found) if found else None


def _together(readings: Sequence[Reading]) -> _Standing:
    bounds = [heard(reading.quantity) for reading in readings]
    return _Standing(readings=tuple(readings), low=min(low for low, _ in bounds), high=max(high for _, high in bounds))


def _newest_day(figures: Iterable[Gathered]) -> int:
    """Return the last day on which all of the figures had been told; undated readings tell no day."""
    days = [days_of(one.readings[0]) for one in figures]
    return max((last for first, last in days if first), default=_LAST_DAY)


_LAST_DAY: Final = 3_652_059  # 9999-12-31


def _groups(figures: Figures, teller: Teller) -> Iterator[Contradiction]:
    """Yield each total that its groups do not make up, held against what was the total when the groups were told."""
    by_total: dict[Key, list[Gathered]] = defaultdict(list)
    for one in figures.all:
        if _GROUP in dict(one.about) and one.readings[0].counts is not Counts.SPREAD:
            by_total[one.subject, one.property, one.unit, without_group(one.about)].append(one)
    for key, parts in by_total.items():
        total = figures.of(*key)
        if total is not None:
            yield from _sum(total, parts, teller, is_whole=len(parts) > 1)


def _sum(total: Gathered, parts: Sequence[Gathered], teller: Teller, *, is_whole: bool) -> Iterator[Contradiction]:
    """Yield the total if its parts exceed it; where they are all there, also if they fall short."""
    day = _newest_day(parts)
    standing = [found for found in (_standing(part, day) for part in parts) if found is not None]
    whole = _standing(total, day)
    if whole is None or len(standing) < len(parts) or not _is_known_since(whole, standing):
        return
    low = sum((max(one.low, Decimal(0)) for one in standing), start=Decimal(0))
    high = sum((one.high for one in standing), start=Decimal(0))
    readings = [reading for one in (whole, *standing) for reading in one.readings]
    if (low > whole.high or (is_whole and high < whole.low)) and teller.is_asked(readings):
        facts = {"parts": _Standing(readings=(), low=low, high=high).text(), "total": whole.text()}
        yield teller.tell(Kind.SUM_MISMATCH, readings, of=whole.readings[0], facts=facts)


def _is_known_since(whole: _Standing, parts: Sequence[_Standing]) -> bool:
    """Say whether the whole was still told when the last of the parts was: an older one may have been overtaken."""
    told = max(min((days_of(reading)[0] for reading in one.readings), default=0) for one in parts)
    return any(days_of(reading)[1] >= told for reading in whole.readings)


def _outcomes(figures: Figures, teller: Teller) -> Iterator[Contradiction]:
    """Yield each whole that the properties which make it up do not add up to: verdicts to defendants."""
    wholes: dict[str, list[str]] = defaultdict(list)
    for name, declared in figures.vocabulary.properties.items():
        if declared.makes_up is not None:
            wholes[declared.makes_up].append(name)
    for whole in figures.all:
        parts = [_part(figures, whole, name) for name in sorted(wholes.get(whole.property, ()))]
        own = [figure for figure, is_own in parts if figure is not None and is_own]
        if len(own) < 2:
            continue
        day = _newest_day(own)
        found = [(None if figure is None else _standing(figure, day), is_own) for figure, is_own in parts]
        stands = _standing(whole, day)
        if stands is not None:
            yield from _outcome(stands, found, teller)


def _outcome(
    whole: _Standing, parts: Sequence[tuple[_Standing | None, bool]], teller: Teller
) -> Iterator[Contradiction]:
    """A part told only of all groups together is at least nothing and at most that."""
    low, high = Decimal(0), Decimal(0)
    shown = list(whole.readings)
    for one, is_own in parts:
        low += max(one.low, Decimal(0)) if one is not None and is_own else Decimal(0)
        high += one.high if one is not None else _TOP
        shown += one.readings if one is not None else ()
    if (low > whole.high or high < whole.low) and teller.is_asked(shown):
        facts = {"parts": _Standing(readings=(), low=low, high=high).text(), "total": whole.text()}
        yield teller.tell(Kind.SUM_MISMATCH, shown, of=whole.readings[0], mark="outcomes", facts=facts)


def _part(figures: Figures, whole: Gathered, name: str) -> tuple[Gathered | None, bool]:
    own = figures.of(whole.subject, name, whole.unit, whole.about)
    if own is not None:
        return own, True
    if _GROUP in dict(whole.about):
        return figures.of(whole.subject, name, whole.unit, without_group(whole.about)), False
    return None, False


def _parts(figures: Figures, teller: Teller) -> Iterator[Contradiction]:
    """Yield each part that is larger than the whole it is declared to be a part of."""
    for part in figures.all:
        declared = figures.vocabulary.property(part.property)
        if declared is None or declared.part_of is None or declared.counts is not Counts.TOTAL:
            continue
        whole = figures.of(part.subject, declared.part_of, part.unit, part.about)
        if whole is not None and whole.readings[0].counts is Counts.TOTAL:
            yield from _sum(whole, [part], teller, is_whole=False)


def _scopes(figures: Figures, teller: Teller) -> Iterator[Contradiction]:
    """Yield the counts of one thing, or of kin, that were taken differently and therefore differ."""
    together: dict[tuple[str, str, About], list[Gathered]] = defaultdict(list)
    for one in figures.all:
        declared = figures.vocabulary.property(one.property)
        where = tuple(pair for pair in one.about if not figures.vocabulary.says_how(pair[0]))
        for family in (f"property:{one.property}", *(declared.families if declared else ())):
            together[one.subject, family, where].append(one)
    found = [
        teller.tell(Kind.SCOPE_DIFFERENCE, readings, mark=family)
        for (_, family, _), alike in sorted(together.items())
        if len(alike) > 1 and (readings := _apart(alike, figures.vocabulary)) and teller.is_asked(readings)
    ]
    yield from _widest(found)


def _widest(found: Sequence[Contradiction]) -> Iterator[Contradiction]:
    """Yield those whose claims are not all told by a wider one, which then is of the same property, and more."""
    told: dict[str, list[frozenset[str]]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (-len(one.claims), one.id)):
        claims = frozenset(one.claims)
        if not any(claims <= wider for wider in told[one.claims[0]]):
            for claim in claims:
                told[claim].append(claims)
            yield one


def _apart(alike: Sequence[Gathered], vocabulary: Vocabulary) -> list[Reading]:
    """Return the readings that no reading of some other of these figures can hold together with."""
    scales = [_scale(one, vocabulary) for one in alike]
    currencies = {currency for _, currency in scales}
    if len(currencies) > 1:
        return _in_other_currencies(alike[:_SUMS])
    bounds = [[_scaled(one, scale) for one in figure.readings] for figure, scale in zip(alike, scales, strict=True)]
    lows = [max(low for low, _ in own) for own in bounds]
    highs = [-min(high for _, high in own) for own in bounds]
    ceilings, floors = _others_highest(lows), _others_highest(highs)
    return [
        reading
        for place, figure in enumerate(alike)
        for reading, (low, high) in zip(figure.readings, bounds[place], strict=True)
        if ceilings[place] > high or -floors[place] < low
    ]


def _in_other_currencies(alike: Sequence[Gathered]) -> list[Reading]:
    """Return the readings that stand beside a sum in another currency that is not their own, converted."""
    return [
        reading
        for place, figure in enumerate(alike)
        if any(
            at != place and other.unit != figure.unit and not _is_conversion(figure, other)
            for at, other in enumerate(alike)
        )
        for reading in figure.readings
    ]


def _others_highest(values: Sequence[Decimal]) -> list[Decimal]:
    """Return, for each value, the highest of the others."""
    first, second = heapq.nlargest(2, range(len(values)), key=values.__getitem__)
    return [values[second if place == first else first] for place in range(len(values))]


def _scale(figure: Gathered, vocabulary: Vocabulary) -> tuple[int, str | None]:
    """Return by how much to multiply, and the currency without which a sum cannot be compared."""
    declared = vocabulary.property(figure.property)
    is_money = declared is not None and declared.value_type is ValueType.MONEY
    return _MONTHS.get(figure.unit, 1), figure.unit if is_money else None


def _scaled(reading: Reading, scale: tuple[int, str | None]) -> tuple[Decimal, Decimal]:
    low, high = heard(reading.quantity)
    return low * scale[0], high * scale[0]


def _is_conversion(one: Gathered, other: Gathered) -> bool:
    """Say whether the same sources tell a sum in both currencies: one is the other, converted."""
    if one.unit == other.unit or one.property != other.property:
        return False
    return {reading.claim.source for reading in one.readings} == {reading.claim.source for reading in other.readings}
