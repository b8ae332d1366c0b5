"""Owns where a text speaks of properties of the vocabulary, by the words it gives them. Never guesses at a number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from onrecord.kernel import Vocabulary


@dataclass(frozen=True, slots=True)
class Named:
    """A word of the vocabulary in a text, and the properties that it may speak of."""

    start: int
    end: int
    names: frozenset[str]


class Naming:
    """The words of a text, in lower case, that the vocabulary gives to its properties."""

    def __init__(self, low: str, language: str, vocabulary: Vocabulary) -> None:
        """Take the text; nothing is read until a rule asks."""
        self._low = low.replace("ё", "е")
        self._language = language.split("-", maxsplit=1)[0]
        self._vocabulary = vocabulary

    def knows(self, name: str) -> bool:
        """Say whether the vocabulary has words of this language for a property."""
        return any(name in names for names in self._stems.values())

    def has(self, name: str, start: int, end: int) -> bool:
        """Say whether a stretch of the text speaks of a property."""
        return any(name in one.names for one in self.within(start, end))

    def within(self, start: int, end: int) -> list[Named]:
        """Return the words in a stretch of the text, in order, of each place the longest."""
        return [one for one in self._named if start <= one.start < end]

    @cached_property
    def _stems(self) -> Mapping[str, frozenset[str]]:
        stems: dict[str, set[str]] = defaultdict(set)
        for declared in self._vocabulary.properties.values():
            for stem in declared.prose.get(self._language, ()):
                stems[stem.lower().replace("ё", "е")].add(declared.name)
        return {stem: frozenset(names) for stem, names in stems.items()}

    @cached_property
    def _named(self) -> tuple[Named, ...]:
        if not self._stems:
            return ()
        longest = sorted(self._stems, key=len, reverse=True)
        pattern = "|".join(re.escape(stem.rstrip(".")) + (r"(?!\w)" if stem.endswith(".") else "") for stem in longest)
        words = re.compile(rf"(?<!\w)(?:{pattern})")
        return tuple(
            Named(match.start(), self._word_end(match.end()), self._names(match.group()))
            for match in words.finditer(self._low)
        )

    def _names(self, said: str) -> frozenset[str]:
        return frozenset(chain(self._stems.get(said, ()), self._stems.get(f"{said}.", ())))

    def _word_end(self, at: int) -> int:
        while at < len(self._low) and self._low[at].isalnum():
            at += 1
        return at
