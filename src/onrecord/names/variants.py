"""Owns which given names are one name in several shapes. Never guesses: a table that people review, with a version.

A table, since no rule tells that Магомед is Мухаммед and that Марат is not Мурат.
"""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

from onrecord.names.alphabets import Alphabet, alphabet_of
from onrecord.names.folding import arabic_plain, readings
from onrecord.names.model import Sex


@dataclass(frozen=True, slots=True)
class Table:
    """Groups of shapes by number. `shapes` and `short` map a reading to the groups it belongs to."""

    version: int
    shapes: Mapping[str, frozenset[int]]
    short: Mapping[str, frozenset[int]]
    sexes: tuple[Sex, ...]
    likeliest: tuple[str, ...]

    def groups_of(self, sounds: frozenset[str], word: str) -> frozenset[int]:
        """Return the groups a word is a full shape of."""
        return self._found(self.shapes, sounds, word)

    def home_groups_of(self, sounds: frozenset[str], word: str) -> frozenset[int]:
        """Return the groups a word is a short or home form of."""
        return self._found(self.short, sounds, word)

    def sex_of(self, groups: frozenset[int]) -> Sex | None:
        """Return the sex of those who bear a name of these groups, where all agree."""
        sexes = {self.sexes[one] for one in groups}
        return sexes.pop() if len(sexes) == 1 else None

    def _found(self, shapes: Mapping[str, frozenset[int]], sounds: frozenset[str], word: str) -> frozenset[int]:
        own = shapes.get(f"={word}")
        if own:
            return own
        told = [groups for one in sounds if (groups := shapes.get(one))]
        if len(told) > 1:
            return frozenset().union(*told)
        return told[0] if told else _NO_GROUPS


_NO_GROUPS: Final[frozenset[int]] = frozenset()


@functools.lru_cache(maxsize=10_000)
def sex_of(groups: frozenset[int]) -> Sex | None:
    """Return the sex of those who bear a name of these groups of the shipped table, where all agree."""
    return table().sex_of(groups)


@functools.cache
def table() -> Table:
    """Return the shipped table."""
    declared = tomllib.loads((resources.files(__package__) / "data" / "given-names.toml").read_text(encoding="utf-8"))
    shapes: dict[str, set[int]] = defaultdict(set)
    short: dict[str, set[int]] = defaultdict(set)
    sexes: list[Sex] = []
    likeliest: list[str] = []
    for sex in Sex:
        for line in declared[sex.value].strip().splitlines():
            full, _, home = line.partition("|")
            group = len(sexes)
            sexes.append(sex)
            likeliest.append(full.split()[0])
            for words, into in ((full, shapes), (home, short)):
                for word in words.split():
                    for key in _keys(word):
                        into[key].add(group)
    return Table(
        version=int(declared["version"]),
        shapes={key: frozenset(groups) for key, groups in shapes.items()},
        short={key: frozenset(groups) for key, groups in short.items()},
        sexes=tuple(sexes),
        likeliest=tuple(likeliest),
    )


def _keys(word: str) -> tuple[str, ...]:
    """Return the word itself, which decides where it is met letter for letter, and its likeliest reading."""
    alphabet = alphabet_of(word)
    if alphabet is Alphabet.ARABIC:
        return (f"={arabic_plain(word)}",)
    return (f"={word}", *readings(word, alphabet)[:1])
