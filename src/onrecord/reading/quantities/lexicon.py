"""Owns the word lists of a language, read from TOML. Never holds a word itself: to add one, edit the data."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from typing import Any, Final

from onrecord.kernel import Qualifier

LANGUAGES: Final = ("en", "ru", "kk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """One language's words for numbers and for what stands around them."""

    language: str
    decimal_comma: bool
    cardinals: Mapping[str, int]
    scales: Mapping[str, int]
    vague: Mapping[str, int]
    tallies: Mapping[str, int]
    phrases: Mapping[str, int]
    joining: frozenset[str]
    article: frozenset[str]
    several: tuple[str, ...]
    alone: frozenset[str]
    half: frozenset[str]
    and_a_half: tuple[str, ...]
    singular: frozenset[str]
    linking: frozenset[str]
    before: tuple[tuple[str, Qualifier], ...]
    after: tuple[tuple[str, Qualifier], ...]
    range_openers: frozenset[str]
    range_joining: frozenset[str]
    either: frozenset[str]
    until: frozenset[str]
    from_endings: tuple[str, ...]
    change: tuple[str, ...]
    change_to: frozenset[str]
    screens: Mapping[str, frozenset[str]]
    currencies: Mapping[str, str]
    period_units: Mapping[str, str]
    suffixes: tuple[str, ...]
    about_endings: tuple[str, ...]
    never: frozenset[str]
    counted: tuple[str, ...]
    fates: tuple[str, ...]
    people: tuple[str, ...]

    def number_word(self, word: str) -> int | None:
        """Return the value of a cardinal, its case ending taken off where the language hangs one on."""
        found = self.cardinals.get(word)
        return found if found is not None else self._without_suffix(word, self.cardinals)

    def scale(self, word: str) -> int | None:
        """Return what a scale word multiplies by."""
        found = self.scales.get(word)
        return found if found is not None else self._without_suffix(word, self.scales)

    def _without_suffix(self, word: str, table: Mapping[str, int]) -> int | None:
        if self.language != "kk" or word in self.never:  # Russian forms are listed; English has none
            return None
        for suffix in self.suffixes:
            if word.endswith(suffix) and len(word) > len(suffix) + 1:
                found = table.get(word[: -len(suffix)])
                if found is not None:
                    return found
        return None


@functools.cache
def lexicon(language: str | None) -> Lexicon:
    """Return the words of a language; for one we have no list of, English digits without English words."""
    known = language.split("-")[0] if language else "en"
    if known not in LANGUAGES or language == "kk-Latn":
        return _bare(language or "und")
    file = resources.files(__package__) / "data" / f"{known}.toml"
    return _from(known, tomllib.loads(file.read_text(encoding="utf-8")))


def _bare(language: str) -> Lexicon:
    english = lexicon("en")
    nothing: Mapping[str, int] = {}
    return Lexicon(
        language=language,
        decimal_comma=True,
        cardinals=nothing,
        scales=nothing,
        vague=nothing,
        tallies=nothing,
        phrases=nothing,
        joining=frozenset(),
        article=frozenset(),
        several=(),
        alone=frozenset(),
        half=frozenset(),
        and_a_half=(),
        singular=frozenset(),
        linking=frozenset(),
        before=(),
        after=(),
        range_openers=frozenset(),
        range_joining=frozenset(),
        either=frozenset(),
        until=frozenset(),
        from_endings=(),
        change=(),
        change_to=frozenset(),
        screens=dict.fromkeys(english.screens, frozenset()),
        currencies=english.currencies,
        period_units={},
        suffixes=(),
        about_endings=(),
        never=frozenset(),
        counted=(),
        fates=(),
        people=(),
    )


def _from(language: str, data: Mapping[str, Any]) -> Lexicon:
    return Lexicon(
        language=language,
        decimal_comma=bool(data["decimal_comma"]),
        cardinals=_values(data["cardinals"]),
        scales=_values(data["scales"]),
        vague=_values(data["vague"]),
        tallies=_values(data["tallies"]),
        phrases=_values(data["phrases"]),
        joining=frozenset(data["words"]["joining"]),
        article=frozenset(data["words"]["article"]),
        several=tuple(data["words"]["several"]),
        alone=frozenset(data["words"]["alone"]),
        half=frozenset(data["words"]["half"]),
        and_a_half=tuple(data["words"]["and_a_half"]),
        singular=frozenset(data["words"]["singular"]),
        linking=frozenset(data["words"]["linking"]),
        before=_phrases({name: words for name, words in data["before"].items() if name != "from"}),
        after=_phrases(data["after"]),
        range_openers=frozenset(data["before"]["from"]),
        range_joining=frozenset(data["ranges"]["joining"]),
        either=frozenset(data["ranges"]["either"]),
        until=frozenset(data["ranges"]["until"]),
        from_endings=tuple(data["ranges"]["from_endings"]),
        change=tuple(data["change"]["stems"]),
        change_to=frozenset(data["change"]["to"]),
        screens={name: frozenset(words) for name, words in data["screens"].items()},
        currencies={word: code for code, words in data["currencies"].items() for word in words},
        period_units={word: unit for unit, words in data["period_units"].items() for word in words},
        suffixes=tuple(sorted(data["letters"]["suffixes"], key=len, reverse=True)),
        about_endings=tuple(data["letters"]["about"]),
        never=frozenset(data["letters"]["never"]),
        counted=tuple(data["counted"]["stems"]),
        fates=tuple(data["counted"]["fates"]),
        people=tuple(data["counted"]["people"]),
    )


def _values(table: Mapping[str, list[str]]) -> dict[str, int]:
    return {word: int(Decimal(value)) for value, words in table.items() for word in words}


def _phrases(table: Mapping[str, list[str]]) -> tuple[tuple[str, Qualifier], ...]:
    """Return (phrase, qualifier), the longest phrase first: "no more than" must not be read as "more than"."""
    pairs = [(phrase, Qualifier(name)) for name, phrases in table.items() for phrase in phrases]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))
