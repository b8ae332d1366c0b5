"""Owns the language of queries: words, "phrases", beginnings*, -exclusions, kind: language: item:. Never the answer.

Whatever a person types is either understood or refused with a sentence; nothing of it reaches SQL as SQL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from onrecord.search.errors import (
    NothingToSearch,
    OnlyExclusions,
    QueryTooLong,
    StarMisplaced,
    TooManyWords,
    UnknownFilter,
)
from onrecord.search.words import folded, tokens
from onrecord.search.writing import Kind

MOST_CHARACTERS: Final = 1_000
MOST_WORDS: Final = 32
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„«»‟″", '"'))
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_PART: Final = re.compile(
    r'(?P<minus>(?<!\S)-)?(?:(?P<filter>[a-z]+):(?P<value>[^\s"]+)|"(?P<phrase>[^"]*)(?:"|\Z)|(?P<word>[^\s"]+))'
)
# 24 000 as most of our readers write it. Other groups, 11 200, may be two numbers: of those, quotes tell.
_THOUSANDS: Final = re.compile(
    r"(?<![\w.,:])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})*[ \u00a0\u202f\u2009]000(?!\w|[.,]\d)"
)
_FILTERS: Final = ("kind", "language", "item")
_STARS: Final = "*＊"


@dataclass(frozen=True, slots=True)
class AnyForm:
    """A word in any of its forms and spellings."""

    word: str


@dataclass(frozen=True, slots=True)
class Exactly:
    """Words as they are, one after the other."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Any word that begins so; with `or_alone` an initial, which may also stand for itself."""

    letters: str


Term = AnyForm | Exactly | Beginning


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What somebody looks for: all of `terms`, none of `without`, of these kinds, in this language, in this item."""

    terms: tuple[Term, ...]
    without: tuple[Term, ...] = ()
    kinds: frozenset[Kind] = field(default_factory=frozenset)
    language: str | None = None
    item: str | None = None


def parse(text: str) -> Query:
    """Return the query that a person typed.

    Raises:
        NothingToSearch, OnlyExclusions, QueryTooLong, TooManyWords, StarMisplaced, UnknownFilter: it is none, and why.
    """
    if len(text) > MOST_CHARACTERS:
        raise QueryTooLong(found=len(text), limit=MOST_CHARACTERS)
    gathered = _Gathered()
    plain = _CONTROL.sub(" ", text).translate(_QUOTES)
    for part in _PART.finditer(_THOUSANDS.sub(lambda found: ",".join(found.group().split()), plain)):
        gathered.take(part)
    return gathered.query()


@dataclass
class _Gathered:
    terms: list[Term] = field(default_factory=list)
    without: list[Term] = field(default_factory=list)
    kinds: set[Kind] = field(default_factory=set)
    language: str | None = None
    item: str | None = None

    def take(self, part: re.Match[str]) -> None:
        """Take one part of what was typed."""
        target = self.without if part["minus"] else self.terms
        if part["filter"] in _FILTERS:
            self._filter(part["filter"], part["value"])
        elif part["phrase"] is not None:
            words = _words(part["phrase"])
            target.extend([Exactly(words)] if words else [])
        else:
            target.extend(_terms(part["word"] or f"{part['filter']}:{part['value']}"))

    def query(self) -> Query:
        """Return what was gathered.

        Raises:
            NothingToSearch, OnlyExclusions, TooManyWords: there is no query in it.
        """
        count = sum(len(one.words) if isinstance(one, Exactly) else 1 for one in (*self.terms, *self.without))
        if count > MOST_WORDS:
            raise TooManyWords(found=count, limit=MOST_WORDS)
        if not self.terms:
            raise OnlyExclusions() if self.without else NothingToSearch()
        return Query(
            terms=tuple(dict.fromkeys(self.terms)),
            without=tuple(dict.fromkeys(self.without)),
            kinds=frozenset(self.kinds),
            language=self.language,
            item=self.item,
        )

    def _filter(self, name: str, value: str) -> None:
        if name == "kind":
            known = {kind.name.lower(): kind for kind in Kind}
            if value not in known:
                raise UnknownFilter(filter=name, known=", ".join(known))
            self.kinds.add(known[value])
        elif name == "language":
            self.language = value
        else:
            self.item = value


def _words(text: str) -> tuple[str, ...]:
    return tuple(one.word for one in tokens(text))


def _terms(typed: str) -> list[Term]:
    """Return what a stretch without spaces asks for: one word, several, a beginning, a number or a date."""
    if any(star in typed for star in _STARS):
        return _beginning(typed)
    words = _words(typed)
    if len(words) > 1 and all(not word.isalpha() or _is_sign(word) for word in words):
        return [Exactly(words)]  # 07.02.2020, 东干: what stands together belongs together
    if len(words) == 1 and len(words[0]) == 1 and words[0].isalpha() and typed.endswith(".") and not _is_sign(words[0]):
        return [Beginning(words[0])]  # an initial
    return [AnyForm(word) for word in words]


def _beginning(typed: str) -> list[Term]:
    stem = typed.rstrip(_STARS)
    words = _words(stem)
    if not words and not stem.strip("-+()[]{}.,;:!?"):
        return []  # stars alone say nothing
    if any(star in stem for star in _STARS) or not words or len(words[-1]) < 2:
        raise StarMisplaced()
    return [*(AnyForm(word) for word in words[:-1]), Beginning(folded(words[-1]))]


def _is_sign(word: str) -> bool:
    """Say whether a word is a sign of a script that sets no spaces."""
    return len(word) == 1 and ord(word) > 0x0E00
