"""Owns the names of declared places as they can be looked for: stems with the endings they may carry."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

from onrecord.kernel import Vocabulary
from onrecord.reading.quantities.latin import writings

DIMENSION: Final = "place"
_PREFIX: Final = 2
Key = tuple[str, str | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Writing:
    """One way to write a place: stems, word by word, and which places are written so."""

    stems: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The ways to write the declared places, by the first letters of their first word, the longest first."""

    by_prefix: Mapping[str, tuple[Writing, ...]]
    of_several_words: Mapping[str, tuple[Writing, ...]]
    broader: Mapping[str, str | None]

    def of(self, word: str) -> tuple[Writing, ...]:
        """Return the ways to write a place that may begin with this word; a small letter begins no single name."""
        known = self.of_several_words if word[0].islower() else self.by_prefix
        return known.get(word[:_PREFIX].lower(), ())

    def above(self, place: str) -> tuple[str, ...]:
        """Return what a place belongs to, the narrowest first."""
        found: list[str] = []
        above = self.broader.get(place)
        while above is not None and above not in found:
            found.append(above)
            above = self.broader.get(above)
        return tuple(found)

    def are_nested(self, one: str, other: str) -> bool:
        """Say whether one of two places is the other or lies in it."""
        return one == other or one in self.above(other) or other in self.above(one)


def names_of(vocabulary: Vocabulary) -> Names:
    """Return the names of the places that a vocabulary declares."""
    return _names(
        tuple(
            (one.name, one.broader, tuple(dict.fromkeys(_writings(one.prose))))
            for one in vocabulary.terms_of(DIMENSION)
        )
    )


def _writings(prose: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return every way to write a place, in small letters; Kazakh in Latin letters too."""
    every = [phrase.lower() for phrases in prose.values() for phrase in phrases]
    return every + [latin for phrase in prose.get("kk", ()) for latin in writings(phrase.lower())]


@functools.lru_cache(maxsize=8)
def _names(terms: tuple[Key, ...]) -> Names:
    places: dict[tuple[str, ...], list[str]] = {}
    for name, _, phrases in terms:
        for phrase in phrases:
            places.setdefault(tuple(phrase.replace("-", " ").split()), []).append(name)
    by_prefix: dict[str, list[Writing]] = {}
    for stems, of in sorted(places.items(), key=lambda pair: (-len(pair[0]), -sum(map(len, pair[0])))):
        if stems:
            by_prefix.setdefault(stems[0][:_PREFIX], []).append(Writing(stems, tuple(of)))
    several = {prefix: tuple(one for one in found if len(one.stems) > 1) for prefix, found in by_prefix.items()}
    return Names(
        {prefix: tuple(found) for prefix, found in by_prefix.items()},
        {prefix: found for prefix, found in several.items() if found},
        {name: broader for name, broader, _ in terms},
    )


@dataclass(frozen=True, slots=True)
class Endings:
    """What may hang on a name, and what makes another thing of it."""

    of_names: frozenset[str]
    local: frozenset[str]
    before: frozenset[str]
    behind: frozenset[str]
    institutions: tuple[str, ...]
    sites: tuple[str, ...]


@functools.cache
def endings() -> Endings:
    """Return the endings and the words around names that count."""
    data = tomllib.loads((resources.files(__package__) / "data" / "endings.toml").read_text(encoding="utf-8"))
    return Endings(
        frozenset((*data["cyrillic"], *data["latin"])),
        frozenset(data["local"]),
        frozenset(data["named_after"]["before"]),
        frozenset(data["named_after"]["behind"]),
        tuple(data["institutions"]["stems"]),
        tuple(data["institutions"]["sites"]),
    )
