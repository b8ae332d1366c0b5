"""Owns the disagreements within one figure: its readings against each other.

Every search here folds readings by what they say before it compares, so that a figure of many thousand readings costs
about as much as reading it.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from onrecord.kernel import Counts, Level, Qualifier, SourceId
from onrecord.ledger.figures import Gathered
from onrecord.ledger.kinds import FALLEN, WORKED_OUT, Kind
from onrecord.ledger.model import Reading, Source
from onrecord.ledger.relations import (
    ALWAYS,
    Relation,
    can_both_hold,
    days_of,
    heard,
    moment,
    relation,
    relations_of,
    said_number,
)
from onrecord.ledger.telling import Contradiction, Teller

_INDEPENDENT: Final = 2  # distinct origins that outweigh one (METHOD 1.4)
_WORKED_OUT: Final = 50  # different numbers that were worked out and are held against what was said, the newest
_UNHEDGED: Final = (Qualifier.EXACT, Qualifier.RANGE, Qualifier.VAGUE)
_ROUND: Final = (Qualifier.ABOUT, Qualifier.VAGUE)
_CLOSE: Final = 30  # different numbers of one publisher that are held against each other


def within(
    figure: Gathered, total: Gathered | None, sources: Mapping[SourceId, Source], teller: Teller
) -> Iterator[Contradiction]:
    """Yield what does not agree within a figure; `total` is the same figure of all groups, where this is of one."""
    readings = figure.readings
    if len(readings) < 2:
        return
    if readings[0].counts is Counts.SPREAD:
        yield from _ranges(readings, teller)
    else:
        split = _shared_out_differently(figure, total) if total is not None else []
        if split:
            yield teller.tell(Kind.SPLIT_DIFFERS, split, of=split[0])
        else:
            yield from _numbers(readings, teller)
        yield from _hedges(readings, sources, teller)
        yield from _manners(readings, teller)
    yield from _publishers(readings, sources, teller)


def is_worked_out(reading: Reading) -> bool:
    """Say whether a number was concluded from others rather than said."""
    return reading.claim.level is Level.INFERENCE or bool(reading.claim.basis)


def _ranges(readings: Sequence[Reading], teller: Teller) -> Iterator[Contradiction]:
    if len({(reading.quantity.low, reading.quantity.high) for reading in readings}) > 1:
        yield teller.tell(Kind.REPORTING_DIFFERENCE, readings, of=readings[0])


def _numbers(readings: Sequence[Reading], teller: Teller) -> Iterator[Contradiction]:
    said = [reading for reading in readings if not is_worked_out(reading)]
    worked_out = {said_number(reading.quantity): reading for reading in reversed(readings) if is_worked_out(reading)}
    for one in list(worked_out.values())[-_WORKED_OUT:]:
        against = [reading for reading in said if relation(one, reading) is Relation.CONFLICT]
        if against and not any(can_both_hold(one.quantity, reading.quantity) for reading in said):
            facts = {"parts": one.quantity.wording, "total": against[0].quantity.wording}
            shown = [one, *against]
            yield teller.tell(Kind.SUM_MISMATCH, shown, of=one, mark=one.claim.id, facts=facts, says=WORKED_OUT)
    yield from _said_numbers(said or readings, teller)


def _said_numbers(said: Sequence[Reading], teller: Teller) -> Iterator[Contradiction]:
    apart: set[str] = set()
    for alone, others, count in _outliers(said):
        apart |= {reading.claim.id for reading in alone}
        shown = [*alone, *others]
        yield teller.tell(Kind.OUTLIER, shown, of=alone[0], mark=alone[0].origin, facts={"origins": count})
    left = _placed([reading for reading in said if reading.claim.id not in apart])
    met = {kind: [left[place] for place in sorted(places)] for kind, places in relations_of(left).items()}
    repeated, fallen = _come_again(met[Relation.STALE], left)
    if met[Relation.CONFLICT]:
        yield teller.tell(Kind.CONFLICT, met[Relation.CONFLICT], of=met[Relation.CONFLICT][0])
    if fallen:
        yield teller.tell(Kind.CONFLICT, fallen, of=fallen[0], mark="fallen", says=FALLEN)
    if repeated:
        yield teller.tell(Kind.STALE_REPETITION, repeated, of=repeated[0])
    drifted = met[Relation.TIME_DRIFT]
    if drifted:
        is_flow = drifted[0].counts is Counts.STOCK and _falls(drifted)
        yield teller.tell(Kind.STOCK_AND_FLOW if is_flow else Kind.TIME_DRIFT, drifted, of=drifted[0])


def _placed(readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings without the undated ones that say what a dated one says: they may be of its time."""
    dated = [reading for reading in readings if moment(reading.claim) is not None]
    highs = sorted(heard(reading.quantity)[1] for reading in dated)
    lows = sorted(heard(reading.quantity)[0] for reading in dated)
    return [
        reading for reading in readings if moment(reading.claim) is not None or not _meets_any(reading, lows, highs)
    ]


def _meets_any(reading: Reading, lows: Sequence[Decimal], highs: Sequence[Decimal]) -> bool:
    """Say whether some bounds meet the reading's: not all of them end below it or begin above it."""
    low, high = heard(reading.quantity)
    return bisect.bisect_left(highs, low) + len(lows) - bisect.bisect_right(lows, high) < len(lows)


def _come_again(stale: Sequence[Reading], readings: Iterable[Reading]) -> tuple[list[Reading], list[Reading]]:
    """Return who gave an old number again, and who gave less than was known without anybody having said so before.

    With every reading of these numbers: that an old number is old shows in who gave it first.
    """
    numbers = {said_number(reading.quantity) for reading in stale}
    telling: dict[Decimal, list[Reading]] = defaultdict(list)
    for reading in readings:
        if said_number(reading.quantity) in numbers:
            telling[said_number(reading.quantity)].append(reading)
    repeated: list[Reading] = []
    fallen: list[Reading] = []
    newest = 0
    for number in sorted(telling, reverse=True):
        first = min(days_of(reading)[1] for reading in telling[number])  # when it had surely been told
        if newest:
            (repeated if first <= newest else fallen).extend(telling[number])
        newest = max(newest, first)
    return _with_higher(repeated, telling), _with_higher(fallen, telling)


def _with_higher(lower: Sequence[Reading], telling: Mapping[Decimal, Sequence[Reading]]) -> list[Reading]:
    """Return the lower readings with those of every higher number."""
    if not lower:
        return []
    least = min(said_number(reading.quantity) for reading in lower)
    own = {reading.claim.id for reading in lower}
    higher = [one for number, same in telling.items() if number > least for one in same if one.claim.id not in own]
    return [*lower, *higher]


def _falls(readings: Sequence[Reading]) -> bool:
    """Say whether a later reading surely lies below an earlier one."""
    highest = Decimal("-Infinity")
    for reading in reversed(readings):
        low, high = heard(reading.quantity)
        if high < highest:
            return True
        highest = max(highest, low)
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One number, with who told it when."""

    readings: tuple[Reading, ...]
    origins: tuple[tuple[str, ...], ...]  # that share no first source with one another
    low: Decimal
    high: Decimal
    since: int  # when a second origin told it first; the first where there is only one
    until: int  # when the second-latest origin told it last


def _told(readings: Iterable[Reading]) -> list[_Told]:
    together: dict[tuple[Decimal, Decimal, Decimal], list[Reading]] = defaultdict(list)
    for reading in readings:
        together[said_number(reading.quantity), *heard(reading.quantity)].append(reading)
    return [_one_number(together[number]) for number in sorted(together)]


def _one_number(readings: Sequence[Reading]) -> _Told:
    first: dict[tuple[str, ...], int] = {}
    last: dict[tuple[str, ...], int] = {}
    for reading in readings:
        start, end = days_of(reading)
        first[reading.origins] = min(start, first.get(reading.origins, ALWAYS))
        last[reading.origins] = max(end, last.get(reading.origins, 0))
    origins = _independent(first)
    low, high = heard(readings[0].quantity)
    rank = min(len(origins), _INDEPENDENT) - 1
    return _Told(
        readings=tuple(readings),
        origins=origins,
        low=low,
        high=high,
        since=sorted(first.values())[rank],
        until=sorted(last.values(), reverse=True)[rank],
    )


def _independent(origins: Iterable[tuple[str, ...]], beside: Iterable[str] = ()) -> tuple[tuple[str, ...], ...]:
    """Return origins no two of which share a first source, nor have one of those given."""
    taken, found = set(beside), []
    for roots in sorted(origins, key=lambda one: (len(one), one)):
        if taken.isdisjoint(roots):
            taken.update(roots)
            found.append(roots)
    return tuple(found)


def _outliers(readings: Sequence[Reading]) -> Iterator[tuple[tuple[Reading, ...], tuple[Reading, ...], int]]:
    """Yield the number at either end that one origin alone tells while independent origins agree on another.

    One further out than all others; the others must say theirs at that time or later, and for a low one already have
    said it: an early count is no outlier, nor an old one that comes again. A number of a moment has no outlier across
    times, only within one.
    """
    if readings[0].counts is Counts.STOCK:
        for same in _by_day(readings):
            yield from _ends(_told(same))
    else:
        yield from _ends(_told(readings))


def _by_day(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    days: dict[tuple[int, int], list[Reading]] = defaultdict(list)
    for reading in readings:
        days[days_of(reading)].append(reading)
    return (days[day] for day in sorted(days))


def _ends(told: Sequence[_Told]) -> Iterator[tuple[tuple[Reading, ...], tuple[Reading, ...], int]]:
    agreed = [one for one in told if len(one.origins) >= _INDEPENDENT]
    if not agreed:
        return
    top = max(told, key=lambda one: one.low)
    bottom = min(told, key=lambda one: one.high)
    for end in (top, bottom):
        if len(end.origins) > 1 or _is_supported(end, told, is_top=end is top):
            continue
        start = min(days_of(reading)[0] for reading in end.readings)
        own = end.origins[0]
        against = [
            (len(others), one)
            for one in agreed
            if (end is top and one.high < end.low and one.until >= start)
            or (end is bottom and end.high < one.low and 0 < one.since <= start)
            if len(others := _independent(one.origins, own)) >= _INDEPENDENT
        ]
        if against:
            count, nearest = max(against, key=lambda one: (one[0], one[1].low))
            yield end.readings, nearest.readings, count


def _is_supported(end: _Told, told: Iterable[_Told], *, is_top: bool) -> bool:
    """Say whether another origin goes as far, in other words."""
    others = [one for one in told if one is not end and set(one.origins) != set(end.origins)]
    if is_top:
        return any(one.low >= end.low for one in others)
    return any(one.high <= end.high for one in others)


def _shared_out_differently(figure: Gathered, total: Gathered | None) -> list[Reading]:
    """Return the readings of one group that cannot all hold although the total they share out is one number."""
    if total is None or not total.readings:
        return []
    beside = {
        (reading.claim.source, days_of(reading)): said_number(reading.quantity) for reading in reversed(total.readings)
    }
    days = [days_of(reading)[1] for reading in reversed(total.readings)]
    numbers = [said_number(reading.quantity) for reading in reversed(total.readings)]
    by_total: dict[Decimal, tuple[Decimal, Decimal]] = {}
    said = [reading for reading in figure.readings if not is_worked_out(reading)]
    for reading in said:
        place = bisect.bisect_right(days, days_of(reading)[1])
        standing = numbers[place - 1] if place else numbers[0]
        shared = beside.get((reading.claim.source, days_of(reading)), standing) if reading.claim.source else standing
        low, high = heard(reading.quantity)
        highest, lowest = by_total.get(shared, (low, high))
        by_total[shared] = (max(highest, low), min(lowest, high))
    if not any(highest > lowest for highest, lowest in by_total.values()):
        return []
    met = relations_of(said)
    return [said[place] for place in sorted(frozenset().union(*met.values()))]


def _publishers(
    readings: Sequence[Reading], sources: Mapping[SourceId, Source], teller: Teller
) -> Iterator[Contradiction]:
    """Yield each publisher whose later number differs from its own earlier one and is nobody else's.

    A count that moves on is not drift: others must go on telling the earlier number, or never come to the later one.
    Of ranges any change is told.
    """
    own: dict[str, list[_Issued]] = defaultdict(list)
    telling = _Telling()
    is_range = readings[0].counts is Counts.SPREAD
    for reading in readings:
        publisher = _publisher(reading, sources)
        day = told_on(reading, sources)
        if publisher is not None and day is not None:
            bounds = heard(reading.quantity)
            number = said_number(reading.quantity), bounds[1] if is_range else None
            one = _Issued(day=day, reading=reading, number=number, bounds=bounds)
            own[publisher].append(one)
            telling.add(one, publisher)
    for publisher in sorted(own):
        drifted = _drifted(own[publisher], publisher, telling, is_range=is_range)
        if drifted:
            yield teller.tell(Kind.PUBLISHER_DRIFT, drifted, of=drifted[0], mark=publisher)


def told_on(reading: Reading, sources: Mapping[SourceId, Source]) -> tuple[int, int] | None:
    """Return when a number was told, which may be long after the day it is of."""
    source = sources.get(reading.claim.source) if reading.claim.source else None
    date = reading.claim.said_on or (source.published_on if source is not None else None) or reading.claim.as_of
    return (date.earliest.toordinal(), date.latest.toordinal()) if date is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Issued:
    """A reading with the days on which its publisher may have told it, the number, and the bounds heard in it."""

    day: tuple[int, int]
    reading: Reading
    number: tuple[Decimal, Decimal | None]
    bounds: tuple[Decimal, Decimal]


class _Telling:
    """Which publishers tell a number, until when, and how far each of them goes."""

    def __init__(self) -> None:
        self._until: dict[object, dict[str, int]] = defaultdict(dict)
        self._furthest: dict[str, Decimal] = {}

    def add(self, one: _Issued, publisher: str) -> None:
        until = self._until[one.number]
        until[publisher] = max(until.get(publisher, 0), one.day[1])
        low = one.bounds[0]
        self._furthest[publisher] = max(self._furthest.get(publisher, low), low)

    def is_shared(self, one: _Issued) -> bool:
        return len(self._until[one.number]) > 1

    def until(self, one: _Issued, *, without: str) -> int:
        return max((day for name, day in self._until[one.number].items() if name != without), default=0)

    def furthest(self, *, without: str) -> Decimal:
        return max((low for name, low in self._furthest.items() if name != without), default=Decimal("Infinity"))


def _drifted(issued: Sequence[_Issued], publisher: str, telling: _Telling, *, is_range: bool) -> list[Reading]:
    first_of: dict[object, _Issued] = {}
    for one in sorted(issued, key=lambda one: (one.day, one.reading.claim.id)):
        first_of.setdefault(one.number, one)
    if len(first_of) < 2:
        return []
    held = [one for one in first_of.values() if is_range or telling.is_shared(one)][:_CLOSE]
    alone = [one for one in first_of.values() if is_range or not telling.is_shared(one)][-_CLOSE:]
    until = [telling.until(one, without=publisher) for one in held]
    furthest = telling.furthest(without=publisher)
    found: dict[str, Reading] = {}
    for later in alone:
        for earlier, day in zip(held, until, strict=True):
            if earlier.day[1] >= later.day[0] or _agree(earlier, later, is_range=is_range):
                continue
            if is_range or day >= later.day[0] or later.bounds[0] > max(furthest, earlier.bounds[1]):
                found |= {one.reading.claim.id: one.reading for one in (earlier, later)}
    return [found[claim] for claim in sorted(found)]


def _agree(one: _Issued, other: _Issued, *, is_range: bool) -> bool:
    if is_range:
        return one.number == other.number
    return one.bounds[0] <= other.bounds[1] and other.bounds[0] <= one.bounds[1]


def _publisher(reading: Reading, sources: Mapping[SourceId, Source]) -> str | None:
    source = sources.get(reading.claim.source) if reading.claim.source else None
    return source.publisher if source is not None else None


def _hedges(readings: Sequence[Reading], sources: Mapping[SourceId, Source], teller: Teller) -> Iterator[Contradiction]:
    """Yield each number that was first told with a hedge and only later, elsewhere, without one."""
    together: dict[Decimal, list[tuple[tuple[int, int], Reading]]] = defaultdict(list)
    hedged_numbers = {said_number(one.quantity) for one in readings if one.quantity.qualifier not in _UNHEDGED}
    for reading in readings:
        if not hedged_numbers or said_number(reading.quantity) not in hedged_numbers:
            continue
        day = told_on(reading, sources)
        if day is not None and not is_worked_out(reading):
            together[said_number(reading.quantity)].append((day, reading))
    for number in sorted(together):
        same = together[number]
        hedged = [one for one in same if one[1].quantity.qualifier not in _UNHEDGED]
        exact = [one for one in same if one[1].quantity.qualifier is Qualifier.EXACT]
        if hedged and exact and _is_before(hedged, min(day[0] for day, _ in exact)):
            shown = [reading for _, reading in (*hedged, *exact)]
            yield teller.tell(Kind.MODALITY_LOST, shown, of=hedged[0][1], mark=str(number))


def _is_before(hedged: Iterable[tuple[tuple[int, int], Reading]], exact_from: int) -> bool:
    """Say whether a hedge came first; on one day only "about", which nobody makes of a number they have exactly."""
    return any(
        day[1] < exact_from or (day[1] == exact_from and one.quantity.qualifier is Qualifier.ABOUT)
        for day, one in hedged
    )


def _manners(readings: Sequence[Reading], teller: Teller) -> Iterator[Contradiction]:
    """Yield the round and vague words that leave room for a number told elsewhere: no contradiction, and told so."""
    if not any(one.quantity.qualifier in _ROUND for one in readings):
        return
    exact = sorted(
        (one for one in readings if one.quantity.qualifier is Qualifier.EXACT),
        key=lambda one: (said_number(one.quantity), one.claim.id),
    )
    numbers = [said_number(one.quantity) for one in exact]
    steps = [0] * (len(exact) + 1)
    rounded = []
    for one in readings:
        if one.quantity.qualifier not in _ROUND:
            continue
        low, high = heard(one.quantity)
        start, stop = bisect.bisect_left(numbers, low), bisect.bisect_right(numbers, high)
        same = said_number(one.quantity)
        if stop - start > bisect.bisect_right(numbers, same) - bisect.bisect_left(numbers, same):
            steps[start] += 1
            steps[stop] -= 1
            rounded.append(one)
    depth, fitting = 0, []
    for place, one in enumerate(exact):
        depth += steps[place]
        if depth:
            fitting.append(one)
    if rounded and fitting:
        yield teller.tell(Kind.COMPATIBLE_WORDING, [*rounded, *fitting], of=rounded[0])
