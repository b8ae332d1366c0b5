"""Owns the word lists of a language, read from TOML. Never holds a word itself: to add one, edit the data."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from typing import Any, Final

from onrecord.kernel import Qualifier
from onrecord.reading.prose import KAZAKH_IN_LATIN, prose_language
from onrecord.reading.quantities.latin import in_latin, writings

_WORD_SETS: Final = ("joining", "article", "alone", "half", "singular", "linking")


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
    several_begin: frozenset[str]
    phrases_begin: frozenset[str]
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
    hangs_endings: bool
    dots_group: bool
    glue: tuple[str, ...]
    range_alone: frozenset[str]
    between: frozenset[str]
    stops: frozenset[str]
    things: frozenset[str]
    thing_stems: tuple[str, ...]
    persons: frozenset[str]
    person_stems: tuple[str, ...]
    collective: tuple[str, ...]
    head_is_last: bool
    halts: frozenset[str]
    naming: tuple[str, ...]
    naming_endings: tuple[str, ...]
    saying: frozenset[str]
    accusing: tuple[str, ...]
    definite: tuple[str, ...]
    totals: tuple[str, ...]
    more: frozenset[str]
    objects: frozenset[str]
    passive: frozenset[str]
    more_before: tuple[str, ...]
    partitive: frozenset[str]
    part_words: re.Pattern[str] | None
    inclusions: re.Pattern[str] | None
    genitive: tuple[str, ...]
    halves: frozenset[str]
    adjectives: tuple[str, ...]
    inverted: frozenset[str]
    elsewhere: tuple[str, ...]
    doers: frozenset[str]
    doing: tuple[str, ...]
    none: frozenset[str]
    destroyed: tuple[str, ...]
    lookalikes: tuple[str, ...]
    alone_scales: frozenset[str]
    percent: tuple[str, ...]
    measures: Mapping[str, tuple[str, ...]]
    governing: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]

    def prose(self, of: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Return the words of a vocabulary's entry in this language."""
        if self.language == KAZAKH_IN_LATIN:
            return tuple(latin for word in of.get("kk", ()) for latin in writings(word))
        return of.get(self.language, ())

    def number_word(self, word: str) -> int | None:
        """Return the value of a cardinal, its case ending taken off where the language hangs one on."""
        found = self.cardinals.get(word)
        if found is None and self.glue:
            return self._glued(word)
        return found if found is not None else self._without_suffix(word, self.cardinals)

    def scale(self, word: str) -> int | None:
        """Return what a scale word multiplies by."""
        found = self.scales.get(word)
        return found if found is not None else self._without_suffix(word, self.scales)

    def _glued(self, word: str) -> int | None:
        """Return the value of a number written in one word: «zweihundertdreiundzwanzig»."""
        for scale, size in sorted(self.scales.items(), key=lambda pair: -pair[1]):
            many, found, rest = word.partition(scale)
            if found and (many or rest) and size <= 1000:
                head = self._glued(many) if many else 1
                tail = self._glued(rest) if rest else 0
                return None if head is None or tail is None else head * size + tail
        for joint in self.glue:
            one, found, ten = word.partition(joint)
            if found and 0 < self.cardinals.get(one, 0) < 10 <= self.cardinals.get(ten, 0) < 100:
                return self.cardinals[one] + self.cardinals[ten]
        return self.cardinals.get(word)

    def _without_suffix(self, word: str, table: Mapping[str, int]) -> int | None:
        if not self.hangs_endings or word in self.never:  # Slavic forms are listed; English has none
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
    known = prose_language(language or "en")
    if known is None:
        return _bare(language or "und")
    file = resources.files(__package__) / "data" / f"{known}.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    if language == KAZAKH_IN_LATIN:
        return lexicon_of(language, in_latin(data))
    return lexicon_of(known, data)


def _bare(language: str) -> Lexicon:
    return lexicon_of(language, {"decimal_comma": True, "currencies": {}})


def lexicon_of(language: str, data: Mapping[str, Any]) -> Lexicon:
    """Return the words that a rule file holds; currencies and the names of the screens are those of English too."""
    borrows = language != "en"  # signs and codes of currencies, and the names of the screens
    screens = {name: frozenset(words) for name, words in data.get("screens", {}).items()}
    if borrows:
        screens = {**dict.fromkeys(lexicon("en").screens, frozenset()), **screens}
    currencies = {word: code for code, words in data["currencies"].items() for word in words}
    return Lexicon(
        language=language,
        decimal_comma=bool(data["decimal_comma"]),
        cardinals=_values(data.get("cardinals", {})),
        scales=_values(data.get("scales", {})),
        vague=_values(data.get("vague", {})),
        tallies=_values(data.get("tallies", {})),
        phrases=dict(sorted(_values(data.get("phrases", {})).items(), key=lambda pair: -len(pair[0]))),
        **{name: frozenset(_list(data, "words", name)) for name in _WORD_SETS},
        several=_list(data, "words", "several"),
        several_begin=frozenset(phrase.split()[0] for phrase in _list(data, "words", "several")),
        phrases_begin=frozenset(phrase.split()[0] for phrase in _values(data.get("phrases", {}))),
        and_a_half=_list(data, "words", "and_a_half"),
        before=_phrases({name: words for name, words in data.get("before", {}).items() if name != "from"}),
        after=_phrases(data.get("after", {})),
        range_openers=frozenset(_list(data, "before", "from")),
        range_joining=frozenset(_list(data, "ranges", "joining")),
        either=frozenset(_list(data, "ranges", "either")),
        until=frozenset(_list(data, "ranges", "until")),
        from_endings=_list(data, "ranges", "from_endings"),
        change=_list(data, "change", "stems"),
        change_to=frozenset(_list(data, "change", "to")),
        screens=screens,
        currencies={**(lexicon("en").currencies if borrows else {}), **currencies},
        period_units={word: unit for unit, words in data.get("period_units", {}).items() for word in words},
        suffixes=tuple(sorted(_list(data, "letters", "suffixes"), key=len, reverse=True)),
        about_endings=_list(data, "letters", "about"),
        never=frozenset(_list(data, "letters", "never")),
        counted=_list(data, "counted", "stems"),
        fates=_list(data, "counted", "fates"),
        people=_list(data, "counted", "people"),
        dots_group=bool(data.get("dots_group")),
        glue=_list(data, "words", "glue"),
        range_alone=frozenset(_list(data, "ranges", "alone")),
        between=frozenset(_list(data, "ranges", "between")),
        things=frozenset(_list(data, "counted", "things")),
        thing_stems=_list(data, "counted", "thing_stems"),
        persons=frozenset(_list(data, "counted", "persons")),
        person_stems=_list(data, "counted", "person_stems"),
        collective=_list(data, "counted", "collective"),
        head_is_last=bool(data.get("counted", {}).get("head_is_last")),
        halts=frozenset((*_list(data, "words", "halts"), *_list(data, "words", "stops"))),
        naming=_list(data, "naming", "stems"),
        naming_endings=_list(data, "naming", "endings"),
        accusing=_list(data, "words", "accusing"),
        saying=frozenset(_list(data, "words", "saying")),
        definite=tuple(f" {phrase}" for phrase in _list(data, "naming", "definite")),
        totals=_list(data, "naming", "totals"),
        more=frozenset(_list(data, "words", "more")),
        objects=frozenset(_list(data, "words", "objects")),
        passive=frozenset(_list(data, "words", "passive")),
        more_before=tuple(f"{word} " for word in _list(data, "words", "more")) or ("\0",),
        partitive=frozenset(_list(data, "words", "partitive")),
        part_words=_any_of(_list(data, "words", "of_them")),
        inclusions=_any_of(_list(data, "words", "including")),
        genitive=_list(data, "words", "genitive"),
        halves=frozenset(_list(data, "words", "halves")),
        adjectives=_list(data, "naming", "adjectives"),
        elsewhere=_list(data, "words", "elsewhere"),
        inverted=frozenset(_list(data, "words", "inverted")),
        doers=frozenset(_list(data, "words", "doers")),
        doing=_list(data, "words", "doing"),
        destroyed=_list(data, "counted", "destroyed"),
        lookalikes=_list(data, "counted", "lookalikes"),
        none=frozenset(_list(data, "words", "none")),
        stops=frozenset(_list(data, "words", "stops")),
        hangs_endings=bool(data.get("letters", {}).get("hangs_endings")),
        alone_scales=frozenset(_list(data, "words", "alone_scales")),
        percent=_list(data, "words", "percent"),
        governing={name: tuple(words) for name, words in data.get("governing", {}).items()},
        measures={name: tuple(words) for name, words in data.get("measures", {}).items()},
        groups={name: tuple(words) for name, words in data.get("groups", {}).items()},
    )


def _list(data: Mapping[str, Any], table: str, name: str) -> tuple[str, ...]:
    return tuple(data.get(table, {}).get(name, ()))


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return a pattern for any of these phrases as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)") if phrases else None


def _values(table: Mapping[str, list[str]]) -> dict[str, int]:
    return {word: int(Decimal(value)) for value, words in table.items() for word in words}


def _phrases(table: Mapping[str, list[str]]) -> tuple[tuple[str, Qualifier], ...]:
    """Return (phrase, qualifier), the longest phrase first: "no more than" must not be read as "more than"."""
    pairs = [(phrase, Qualifier(name)) for name, phrases in table.items() for phrase in phrases]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))
