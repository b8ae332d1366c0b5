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


@functools.lru_cache(maxsize=500_000)
def nearness(one: str, other: str) -> float:
    """Return 1 for the same reading, less the cost of the cheapest changes for each letter of the longer; or 0."""
    if one == other:
        return 1.0
    longer = max(len(one), len(other))
    limit = (1.0 - FARTHEST) * longer
    if not longer or _at_least(one, other) > limit:
        return 0.0
    cost = _cost(one, other, limit)
    return 1.0 - cost / longer if cost <= limit else 0.0


def _at_least(one: str, other: str) -> float:
    """Return a cost that no way from one reading to the other goes below: consonants that have nothing to become."""
    more = less = 0.0
    for a, b, weight in zip(_bag(one), _bag(other), _WEIGHTS, strict=True):
        if a > b:
            more += (a - b) * weight
        elif b > a:
            less += (b - a) * weight
    return max(more, less)


@functools.lru_cache(maxsize=200_000)
def _bag(sounds: str) -> tuple[int, ...]:
    return tuple(sum(map(sounds.count, members)) for members, _ in _CLASSES)


def _cost(one: str, other: str, limit: float) -> float:
    """Return the cost of the cheapest changes, or something above the limit where they cost more than it."""
    before: list[float] = []
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _ALONE.get(sound, 1.0))
    for place, sound in enumerate(one):
        changes = _CHANGES.get(sound, _NO_CHANGES)
        alone = _ALONE.get(sound, 1.0)
        last, before = before, row
        value = before[0] + alone
        row = [value]
        for at, against in enumerate(other):
            value = min(
                before[at + 1] + alone,
                value + _ALONE.get(against, 1.0),
                before[at] + changes.get(against, 0.0 if sound == against else 1.0),
            )
            if place and at and sound == other[at - 1] and one[place - 1] == against:
                value = min(value, last[at - 1] + _TRANSPOSED)
            row.append(value)
        if min(row) > limit + _TRANSPOSED:
            return limit + 1.0
    return row[-1]
