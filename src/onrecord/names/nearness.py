"""Owns how near two readings are in sound. Never says that two names are one: nearness shows a pair to a person."""

from __future__ import annotations

import functools
from typing import Final

_VOWELS: Final = frozenset("aeiou")
_CHANGE: Final = 1.0
_VOWEL_CHANGE: Final = 0.45
_VOWEL_DROPPED: Final = 0.55
_CLOSE: Final = {
    frozenset(pair): cost
    for pairs, cost in (
        ("ae ei oa ou iu", 0.3),
        ("bp dt gk zs vf CS JC kh gh Jz Sc sc Js Ss CJ sS vb JS", 0.5),
        ("vu iJ mn", 0.6),
    )
    for pair in pairs.split()
}


@functools.lru_cache(maxsize=500_000)
def nearness(one: str, other: str) -> float:
    """Return 1 for the same reading down to 0: one less the cost of the cheapest changes for each letter of the longer."""
    if one == other:
        return 1.0
    longer = max(len(one), len(other))
    if not longer or abs(len(one) - len(other)) > longer / 2:
        return 0.0
    return max(0.0, 1.0 - _cost(one, other) / longer)


def _cost(one: str, other: str) -> float:
    before: list[float] = []
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _alone(sound))
    for place, sound in enumerate(one):
        last, before, row = before, row, [row[0] + _alone(sound)]
        for at, against in enumerate(other):
            best = min(
                before[at + 1] + _alone(sound),
                row[at] + _alone(against),
                before[at] + (0.0 if sound == against else _between(sound, against)),
            )
            if place and at and sound == other[at - 1] and one[place - 1] == against:
                best = min(best, last[at - 1] + 0.9)
            row.append(best)
    return row[-1]


def _alone(sound: str) -> float:
    if sound in _VOWELS:
        return 0.35 if sound == "i" else _VOWEL_DROPPED
    return 0.5 if sound == "h" else _CHANGE


def _between(one: str, other: str) -> float:
    close = _CLOSE.get(frozenset((one, other)))
    if close is not None:
        return close
    return _VOWEL_CHANGE if one in _VOWELS and other in _VOWELS else _CHANGE
