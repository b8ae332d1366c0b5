"""Owns what is lost from one text to the next: a number that changes its thing, its unit or its size on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from onrecord.kernel import Counts, Qualifier, SourceId, Vocabulary, number_text
from onrecord.ledger.figures import Gathered
from onrecord.ledger.kinds import Kind
from onrecord.ledger.model import Reading, Source
from onrecord.ledger.relations import can_both_hold, said_number
from onrecord.ledger.telling import Contradiction, Teller

_TOLD_BY_CHANCE: Final = 10  # below it two kin counts are often alike
_REUSED: Final = 20
_THINGS: Final = 3  # two things of one number are common, three begin to be fused by readers
_POWERS: Final = tuple(Decimal(10) ** power for power in (1, 2, 3, 6))
_MINIMUM: Final = 2  # a power of ten between two numbers means nothing where one of them is one


def retold(figures: Iterable[Gathered], sources: Mapping[SourceId, Source], teller: Teller) -> Iterator[Contradiction]:
    """Yield what was lost between texts."""
    readings = [reading for figure in figures for reading in figure.readings]
    yield from _as_another(readings, teller)
    yield from _in_translation(readings, sources, teller)
    yield from _reused(readings, teller)


def _as_another(readings: Iterable[Reading], teller: Teller) -> Iterator[Contradiction]:
    """Yield each number that different sources give to different properties of one family."""
    words = teller.vocabulary
    together: dict[tuple[str, str, str | None, Decimal], list[Reading]] = defaultdict(list)
    for reading in readings:
        declared = words.property(reading.claim.property)
        number = said_number(reading.quantity)
        if declared is None or number < _TOLD_BY_CHANCE or reading.quantity.qualifier is Qualifier.VAGUE:
            continue
        for family in declared.families:
            together[reading.claim.subject, family, _currency(reading, words), number].append(reading)
    for (_, family, _, number), same in sorted(together.items(), key=lambda one: _order(one[0])):
        is_of_two = len({one.claim.property for one in same}) > 1
        if is_of_two and teller.is_asked(same) and not _stand_in_one_source(same):
            yield teller.tell(Kind.RETOLD_AS_ANOTHER, same, mark=f"{family} {number}")


def _currency(reading: Reading, vocabulary: Vocabulary) -> str | None:
    declared = vocabulary.property(reading.claim.property)
    return reading.claim.unit if declared is not None and not declared.units else None


def _stand_in_one_source(readings: Iterable[Reading]) -> bool:
    """Say whether some source tells the number of both things: then both may have it."""
    by_source: dict[str | None, set[str]] = defaultdict(set)
    for reading in readings:
        by_source[reading.claim.source].add(reading.claim.property)
    return any(len(properties) > 1 for source, properties in by_source.items() if source is not None)


def _in_translation(
    readings: Iterable[Reading], sources: Mapping[SourceId, Source], teller: Teller
) -> Iterator[Contradiction]:
    """Yield each pair of language versions that give a number another thing, another unit or another size."""
    by_source: dict[SourceId, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.claim.source is not None:
            by_source[reading.claim.source].append(reading)
    for original, version in _versions(sources, by_source):
        for mark, one, other in _slips(by_source[original], by_source[version], teller.vocabulary):
            if teller.is_asked((*one, *other)):
                yield teller.tell(Kind.TRANSLATION_SLIP, [*one, *other], mark=f"{original} {version} {mark}")


def _versions(
    sources: Mapping[SourceId, Source], told: Mapping[SourceId, object]
) -> Iterator[tuple[SourceId, SourceId]]:
    """Yield original and version: one derives from the other, or one publisher put both out at one time."""
    pairs: dict[tuple[SourceId, SourceId], None] = {}
    for name in sorted(told):
        for original in sources[name].derived_from if name in sources else ():
            if original in told and original in sources and _in_two_languages(sources[original], sources[name]):
                pairs[original, name] = None
    issued: dict[Hashable, list[SourceId]] = defaultdict(list)
    for name in sorted(told):
        source = sources.get(name)
        if source is not None and source.publisher and source.published_on and source.language:
            date = source.published_on
            issued[source.publisher, date.earliest, date.latest].append(name)
    for same in issued.values():
        for place, name in enumerate(same[:_ISSUED]):
            for other in same[place + 1 : _ISSUED]:
                if _in_two_languages(sources[name], sources[other]) and (other, name) not in pairs:
                    pairs[name, other] = None
    yield from pairs


_ISSUED: Final = 20  # texts of one publisher and day that are held against each other


def _in_two_languages(one: Source, other: Source) -> bool:
    return bool(one.language and other.language) and _primary(one) != _primary(other)


def _primary(source: Source) -> str:
    return (source.language or "").partition("-")[0].lower()


def _slips(
    original: Sequence[Reading], version: Sequence[Reading], words: Vocabulary
) -> Iterator[tuple[str, list[Reading], list[Reading]]]:
    """Yield what slipped, with the readings of both texts; what either text also says as the other does did not."""
    kept = {_whole(reading) for reading in original} & {_whole(reading) for reading in version}
    first = [one for one in original if _whole(one) not in kept]
    second = [one for one in version if _whole(one) not in kept]
    yield from _pairs("thing", first, second, lambda one: _as_kin(one, words), differ=_property)
    yield from _pairs("unit", first, second, _as_amount, differ=_unit)
    yield from _sizes(first, second)


def _pairs(
    what: str,
    first: Iterable[Reading],
    second: Iterable[Reading],
    keys: Callable[[Reading], Iterable[Hashable]],
    *,
    differ: Callable[[Reading], object],
) -> Iterator[tuple[str, list[Reading], list[Reading]]]:
    """Yield, once for each key that both texts have, the readings that differ in what the key leaves open."""
    at = [_by_key(first, keys), _by_key(second, keys)]
    for key, ones in at[0].items():
        others = at[1].get(key, [])
        theirs, ours = {differ(other) for other in others}, {differ(one) for one in ones}
        met = [one for one in ones if theirs - {differ(one)}]
        if met:
            yield f"{what} {met[0].claim.id}", met, [other for other in others if ours - {differ(other)}]


def _by_key(
    readings: Iterable[Reading], keys: Callable[[Reading], Iterable[Hashable]]
) -> dict[Hashable, list[Reading]]:
    found: dict[Hashable, list[Reading]] = defaultdict(list)
    for reading in readings:
        for key in keys(reading):
            found[key].append(reading)
    return found


def _sizes(first: Iterable[Reading], second: Iterable[Reading]) -> Iterator[tuple[str, list[Reading], list[Reading]]]:
    """Yield what is the same count in both texts but for a power of ten."""
    at: dict[Hashable, list[Reading]] = defaultdict(list)
    for one in first:
        at[_as_counted(one), said_number(one.quantity)].append(one)
    for other in second:
        number = said_number(other.quantity)
        sizes = [size for power in _POWERS for size in (number * power, number / power)]
        met = [
            one
            for size in sizes
            if min(size, number) >= _MINIMUM
            for one in at.get((_as_counted(other), size), ())
            if not can_both_hold(one.quantity, other.quantity)
        ]
        if met:
            yield f"size {other.claim.id}", met[:1], [other]


def _whole(reading: Reading) -> Hashable:
    claim = reading.claim
    return claim.subject, claim.property, claim.about, claim.unit, said_number(reading.quantity)


def _as_kin(reading: Reading, words: Vocabulary) -> list[Hashable]:
    declared = words.property(reading.claim.property)
    families = declared.families if declared is not None else ()
    return [(reading.claim.subject, family, said_number(reading.quantity)) for family in families]


def _as_amount(reading: Reading) -> list[Hashable]:
    claim = reading.claim
    return [(claim.subject, claim.property, claim.about, said_number(reading.quantity))]


def _as_counted(reading: Reading) -> Hashable:
    claim = reading.claim
    return claim.subject, claim.property, claim.about, claim.unit


def _property(reading: Reading) -> object:
    return reading.claim.property


def _unit(reading: Reading) -> object:
    return reading.claim.unit


def _reused(readings: Iterable[Reading], teller: Teller) -> Iterator[Contradiction]:
    """Yield each number that three or more unrelated things share: whoever matches by number alone would fuse them."""
    together: dict[tuple[str, Decimal], list[Reading]] = defaultdict(list)
    for reading in readings:
        is_exact = reading.quantity.qualifier is Qualifier.EXACT and reading.counts is not Counts.SPREAD
        if is_exact and said_number(reading.quantity) >= _REUSED:
            together[reading.claim.subject, said_number(reading.quantity)].append(reading)
    for (_, number), same in sorted(together.items()):
        properties = {one.claim.property for one in same}
        are_many = len(properties) >= _THINGS and teller.is_asked(same)
        if are_many and len(_things(properties, teller.vocabulary)) >= _THINGS:
            facts = {"number": number_text(number)}
            yield teller.tell(Kind.NUMBER_REUSE, same, mark=str(number), facts=facts)


def _things(properties: Iterable[str], words: Vocabulary) -> set[str]:
    """Return one name for each set of kin among the properties."""
    found: set[str] = set()
    for name in sorted(properties):
        declared = words.property(name)
        kin = words.kin(name) | {one for one in (declared.part_of, declared.makes_up) if one} if declared else {name}
        if not found & kin:
            found.add(name)
    return found


def _order(key: tuple[str, str, str | None, Decimal]) -> tuple[str, str, str, Decimal]:
    return key[0], key[1], key[2] or "", key[3]
