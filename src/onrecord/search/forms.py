"""Owns which words of an index are forms or spellings of one that somebody looks for, each with its weight.

The index keeps words as they are written, so that a better rule or dictionary needs no new index: what is a form of
what is asked when somebody searches, of each word by itself. No word is found through another that is in the index:
that one may stand in nothing but what is hidden (RELIABILITY G5). A form counts less than the word itself, another
spelling less than a form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from onrecord.search import russian, turkic
from onrecord.search.skeletons import Alphabet, alphabet_of, coarse_skeleton, skeleton
from onrecord.search.words import plain
from onrecord.store import Statements

EXACT: Final = 4
FORM: Final = 3
SPELLING: Final = 1
_HIGHEST: Final = "\U0010ffff"
_AT_ONCE: Final = 400
_SIMPLE: Final = re.compile("[a-z]+")
_LONGEST_ENDING: Final = 5  # sounds that a name may have more in one text than in another
_SHORT: Final = 4  # sounds, of which none can go
_VOWELS: Final = frozenset("aiu")  # of coarse skeletons
# In which groups of words other spellings of one are looked for: two known Russian words are never one name.
_ASKED_IN: Final[Mapping[str, str]] = {"l": "lrtn", "r": "lt", "t": "lrn", "n": "ltn"}


@dataclass(slots=True)
class Forms:
    """The words found so far, by their numbers in the index."""

    connection: Statements
    found: dict[int, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)

    def add(self, rows: Iterable[tuple[str, int]], weight: int) -> None:
        """Take these words, unless they count for more already."""
        for word, number in rows:
            if weight > self.found.get(number, 0):
                self.found[number] = weight
                self.words[word] = weight


def forms_of(connection: Statements, word: str, *, least: int = SPELLING) -> Forms:
    """Return the words of the index that are forms or spellings of this one, and count for at least so much."""
    forms = Forms(connection)
    forms.add(_known(connection, [word]), EXACT)
    alphabet = alphabet_of(word)
    if alphabet is Alphabet.OTHER or not word.isalpha():
        return forms
    if alphabet is Alphabet.LATIN:
        forms.add(_english(connection, word), FORM)
    if alphabet is Alphabet.RUSSIAN:
        forms.add(_russian(connection, word), FORM)
    stems = _turkic_stems(word, alphabet)
    for stem in stems:
        forms.add(_turkic(connection, stem), FORM)
    if least <= SPELLING:
        _add_spellings(forms, word, _bases(word, alphabet) | stems)
    return forms


def _add_spellings(forms: Forms, word: str, bases: Iterable[str]) -> None:
    """Add the words that sound like one of these, where they may be the same name."""
    is_latin = alphabet_of(word) is Alphabet.LATIN
    for other, number in _spellings(forms.connection, bases):
        if is_latin and plain(other) == plain(word):
            forms.add([(other, number)], FORM)
        elif _group(other) in _ASKED_IN[_group(word)] and not _are_two_latin_names(word, other):
            forms.add([(other, number)], SPELLING)


def _known(connection: Statements, words: Iterable[str]) -> Iterator[tuple[str, int]]:
    wanted = list(dict.fromkeys(words))
    for start in range(0, len(wanted), _AT_ONCE):
        group = wanted[start : start + _AT_ONCE]
        group += group[-1:] * (-len(group) % 16)
        marks = ",".join("?" * len(group))
        yield from connection.execute(f"SELECT word, id FROM words WHERE word IN ({marks})", group)  # noqa: S608


def words_from(connection: Statements, low: str, high: str | None = None) -> Iterator[tuple[str, int]]:
    """Yield the words of the index that begin so, or lie between two."""
    rows = connection.execute("SELECT word, id FROM words WHERE word >= ? AND word < ?", (low, high or low + _HIGHEST))
    yield from rows


def _english(connection: Statements, word: str) -> Iterator[tuple[str, int]]:
    if not _SIMPLE.fullmatch(word):
        return
    stem = russian.english_stem(word)
    same = next((at for at, (one, other) in enumerate(zip(stem, word, strict=False)) if one != other), len(stem))
    begins = stem[:same].rstrip("iy") or stem[:same]
    if len(begins) < 2:
        return
    for other, number in words_from(connection, begins):
        if len(other) <= len(stem) + 6 and _SIMPLE.fullmatch(other) and russian.english_stem(other) == stem:
            yield other, number


def _russian(connection: Statements, word: str) -> Iterator[tuple[str, int]]:
    if russian.has_lemmas():
        yield from _known(connection, russian.forms(word))
        return
    stem = russian.stem(word)
    if len(stem) > 2:
        found = words_from(connection, stem)
        yield from ((other, number) for other, number in found if russian.stem(other) == stem)


def _turkic_stems(word: str, alphabet: Alphabet) -> set[str]:
    if alphabet is Alphabet.LATIN:
        cyrillic = turkic.in_cyrillic(word)
        return set() if cyrillic is None else set(turkic.sure_stems(cyrillic))
    if alphabet is Alphabet.RUSSIAN and russian.is_known(word):
        return set()
    return set(turkic.sure_stems(word))


def _turkic(connection: Statements, stem: str) -> Iterator[tuple[str, int]]:
    yield from _known(connection, [stem])
    for begins in turkic.beginnings(stem):
        found = words_from(connection, begins)
        yield from ((other, number) for other, number in found if turkic.is_form(other, begins))


def _bases(word: str, alphabet: Alphabet) -> set[str]:
    """Return the word and its shortest forms by rule: names stand in texts with endings."""
    if alphabet is Alphabet.LATIN:
        return {word, russian.english_stem(word)}
    if alphabet is Alphabet.RUSSIAN:
        names = frozenset() if russian.is_known(word) else russian.lemmas(word)
        return {word, russian.stem(word), *names}
    return {word}


def _spellings(connection: Statements, bases: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield the words that sound like one of these, with an ending more at most.

    A name that ends in a vowel loses it in some cases: Зулейху, of Зулейха; Кордае, of Кордай.
    """
    for sounds in {one for one in map(coarse_skeleton, bases) if one is not None}:
        longest = len(sounds) + min(_LONGEST_ENDING, len(sounds) - 2)
        yield from _sounding(connection, sounds, longest)
        if len(sounds) > _SHORT and sounds[-1] in _VOWELS:
            yield from _sounding(connection, sounds[:-1], len(sounds) + 1)


def _sounding(connection: Statements, begins: str, longest: int) -> Iterator[tuple[str, int]]:
    rows = connection.execute(
        "SELECT w.word, w.id FROM keys k JOIN words w ON w.id = k.word"
        " WHERE k.key >= ? AND k.key < ? AND length(k.key) <= ?",
        (begins, begins + _HIGHEST, longest),
    )
    yield from rows.fetchall()


def _group(word: str) -> str:
    """Return the group a word is in: `n` for what is in Russian letters and no Russian word, as names mostly are."""
    alphabet = alphabet_of(word)
    is_name = alphabet is Alphabet.RUSSIAN and russian.has_lemmas() and not russian.is_known(word)
    return "n" if is_name else alphabet.value


def _are_two_latin_names(word: str, other: str) -> bool:
    """Say whether two words in Latin letters sound alike only when vowels are not told apart."""
    if alphabet_of(word) is not Alphabet.LATIN or alphabet_of(other) is not Alphabet.LATIN:
        return False
    return skeleton(word) is None or skeleton(word) != skeleton(other)
