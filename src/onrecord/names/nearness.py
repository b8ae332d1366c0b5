"""Owns how near two readings are in sound. Never says that two names are one: nearness shows a pair to a person."""

from __future__ import annotations

import functools
from typing import Final

FARTHEST: Final = 0.73  # what is less near than this is another word, and is answered with 0
_SOUNDS: Final = "abvgdeJziklmnoprstufhcCS"
_VOWELS: Final = frozenset("aeiou")
_VOWEL_CHANGE: Final = 0.45
_TRANSPOSED: Final = 0.9
_CLOSE: Final = {
    frozenset(pair): cost
    for pairs, cost in (
        ("ae ei oa ou iu", 0.3),
        ("bp dt gk zs vf CS JC kh gh Jz Sc sc Js JS Ss Cc Cs vb", 0.5),
        ("vu iJ mn", 0.6),
    )
    for pair in pairs.split()
}
_ALONE: Final = {sound: 0.55 if sound in _VOWELS else 1.0 for sound in _SOUNDS} | {"i": 0.35, "h": 0.5}
# Classes within which a sound may become another, and the least it costs to leave one.
_CLASSES: Final = (
    ("bp", 0.5), ("dt", 1.0), ("gk", 0.5), ("zscSC", 0.5), ("mn", 1.0), ("l", 1.0), ("r", 1.0), ("f", 0.5), ("v", 0.5),
    ("J", 0.5), ("h", 0.5), ("aeiou", 0.35),
)  # fmt: skip
_WEIGHTS: Final = tuple(weight for _, weight in _CLASSES)


def _change(one: str, other: str) -> float:
    if one == other:
        return 0.0
    vowels = _VOWEL_CHANGE if one in _VOWELS and other in _VOWELS else 1.0
    return _CLOSE.get(frozenset((one, other)), vowels)


_CHANGES: Final = {one: {other: _change(one, other) for other in _SOUNDS} for one in _SOUNDS}
_NO_CHANGES: Final[dict[str, float]] = {}


@functools.lru_cache(maxsize=100_000)
def nearness(one: str, other: str) -> float:
    """Return 1 for the same reading, less the cost of the cheapest changes for each letter of the longer; or 0."""
    if one == other:
        return 1.0
    longer = max(len(one), len(other))
    limit = (1.0 - FARTHEST) * longer
    if not longer or _is_far(one, other, limit) or _at_least(one, other) > limit:
        return 0.0
    cost = _cost(one, other, limit)
    return 1.0 - cost / longer if cost <= limit else 0.0


def is_one_slip(one: str, other: str) -> bool:
    """Say whether two words differ by one letter more, less or changed, or by two neighbours turned round."""
    if abs(len(one) - len(other)) > 1 or one == other or min(len(one), len(other)) < _SHORTEST_SLIP:
        return False
    begin = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[begin:], other[begin:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


_SHORTEST_SLIP: Final = 2


def changes(one: str, other: str, most: int) -> int:
    """Return the least number of letters more, less or changed, or neighbours turned round; `most` + 1 for more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one):
        last, before, row = before, row, [place + 1]
        for at, against in enumerate(other):
            least = min(before[at + 1] + 1, row[at] + 1, before[at] + (letter != against))
            if last and at and letter == other[at - 1] and one[place - 1] == against:
                least = min(least, last[at - 1] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _is_far(one: str, other: str, limit: float) -> bool:
    """Say whether classes of sounds that one reading has and the other lacks cost too much; then all do."""
    a, b = _classes(one), _classes(other)
    return max(_WEIGHT_OF[a & ~b], _WEIGHT_OF[b & ~a]) > limit + _ROUNDING


@functools.lru_cache(maxsize=50_000)
def _classes(sounds: str) -> int:
    return sum(1 << at for at, (members, _) in enumerate(_CLASSES) if not set(sounds).isdisjoint(members))


_ROUNDING: Final = 1e-9  # more than sums of a few weights differ by the order in which they are taken
_WEIGHT_OF: Final = tuple(
    sum(weight for at, weight in enumerate(_WEIGHTS) if classes >> at & 1) for classes in range(1 << len(_WEIGHTS))
)


def _at_least(one: str, other: str) -> float:
    """Return a cost that no way from one reading to the other goes below: consonants that have nothing to become."""
    more = less = 0.0
    for a, b, weight in zip(_bag(one), _bag(other), _WEIGHTS, strict=True):
        if a > b:
            more += (a - b) * weight
        elif b > a:
            less += (b - a) * weight
    return max(more, less)


@functools.lru_cache(maxsize=50_000)
def _bag(sounds: str) -> tuple[int, ...]:
    return tuple(sum(map(sounds.count, members)) for members, _ in _CLASSES)


def _cost(one: str, other: str, limit: float) -> float:
    """Return the cost of the cheapest changes, or something above the limit where they cost more than it.

    Every way to the end goes through each row, or steps over it from the one before by turning two sounds round.
    """
    before: list[float] = []
    row = [0.0]
    others = [(sound, _ALONE.get(sound, 1.0)) for sound in other]
    for _, alone in others:
        row.append(row[-1] + alone)
    least = 0.0
    for place, sound in enumerate(one):
        changes = _CHANGES.get(sound, _NO_CHANGES)
        alone = _ALONE.get(sound, 1.0)
        turned = one[place - 1] if place else ""
        last, before = before, row
        value = before[0] + alone
        row = [value]
        for at, (against, other_alone) in enumerate(others):
            value += other_alone
            cost = before[at + 1] + alone
            if cost < value:  # noqa: PLR1730 - a call costs more than all else in here
                value = cost
            cost = before[at] + changes.get(against, 0.0 if sound == against else 1.0)
            if cost < value:  # noqa: PLR1730
                value = cost
            if turned == against and at and sound == other[at - 1]:
                value = min(value, last[at - 1] + _TRANSPOSED)
            row.append(value)
        least_before, least = least, min(row)
        if least > limit and least_before + _TRANSPOSED > limit:
            return limit + 1.0
    return row[-1]
