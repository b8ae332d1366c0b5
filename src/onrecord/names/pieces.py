"""Owns what a piece of a name, between two blanks, says by itself, and names made of pieces that say no more than that.

Lists repeat their words: of a hundred thousand names few are the same, and few of their words are new. What a piece
says is therefore worked out once. A name is put together from its pieces only where none of them may mean more beside
another - a title, an article, a place, a legal form, an initial, a figure, a second script - and the answer is then the
one that taking the whole name apart gives. Every other name is taken apart as a whole.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Final
from unicodedata import is_normalized

from onrecord.names import organisations
from onrecord.names.alphabets import (
    Alphabet,
    cyrillic_of,
    cyrillic_signs,
    is_mixed,
    latin_of,
    latin_signs,
    may_be_french,
    small,
    written,
)
from onrecord.names.model import Token
from onrecord.names.particles import PREPOSITIONS, particles
from onrecord.names.words import both_of

_REMEMBERED: Final = 100_000
WORD: Final = re.compile(r"[^\W_](?:[^\W_]|')*")
_BARE: Final = re.compile(r"\w+")
# Letters that the scripts count as theirs, with what may stand inside of a word.
_CYRILLIC: Final = re.compile("['Ѐ-ҁҊ-ӿ-]+")
_LATIN: Final = re.compile("['a-zà-öø-ɏḁ-ỿ-]+")
_TWO_CAPITALS: Final = re.compile("[A-Z]{2}")  # may be two initials: JC Penny

Told = tuple[Token, Token | None]


class Piece:
    """One piece as it was typed. `words` is empty where it may mean more beside others.

    `signs` are those of its alphabet before another piece, `last_signs` those at the end of a name. Few pieces stand in
    names of several alphabets, so that what it is by the first is kept beside the rest.
    """

    __slots__ = ("_first", "_others", "is_cyrillic", "is_repaired", "last_signs", "signs", "words")

    def __init__(self, typed: str) -> None:
        plain, self.is_repaired = _plain(typed)
        self.words: tuple[str, ...] = ()
        self.is_cyrillic = bool(_CYRILLIC.fullmatch(plain))
        self._first: tuple[Alphabet, tuple[Told, ...]] | None = None
        self._others: dict[Alphabet, tuple[Told, ...]] | None = None
        if len(plain) < 2 or not (self.is_cyrillic or _LATIN.fullmatch(plain)):
            return
        if not _TWO_CAPITALS.fullmatch(typed) and "İ" not in typed:
            self.words = _words_alone(plain)
        self.last_signs = cyrillic_signs(plain) if self.is_cyrillic else latin_signs(plain)
        is_open = not self.is_cyrillic and may_be_french(plain)
        self.signs = latin_signs(f"{plain} ") if is_open else self.last_signs

    def told(self, alphabet: Alphabet) -> tuple[Told, ...]:
        """Return each word, and the same as a patronymic where it has the form of one, read by this alphabet."""
        first = self._first
        if first is None:
            # Set at once: two threads may read one piece by two alphabets.
            first = self._first = alphabet, tuple([both_of(one, alphabet) for one in self.words])
        return first[1] if first[0] is alphabet else self._other(alphabet)

    def _other(self, alphabet: Alphabet) -> tuple[Told, ...]:
        """Return the same of a piece that names in several alphabets have."""
        if self._others is None:
            self._others = {}
        found = self._others.get(alphabet)
        if found is None:
            found = self._others[alphabet] = tuple([both_of(one, alphabet) for one in self.words])
        return found


@functools.lru_cache(maxsize=_REMEMBERED)
def piece_of(typed: str) -> Piece:
    """Return what a piece says, remembered for the last hundred thousand."""
    return Piece(typed)


def pieces_of(text: str) -> Sequence[Piece] | None:
    """Return the pieces of a name in one script, of which none may mean more beside another; None of any other."""
    if not text.isprintable():
        return None  # blanks of other kinds, and what is no letter
    pieces = [piece_of(one) for one in text.split()]
    is_cyrillic = bool(pieces) and pieces[0].is_cyrillic
    for one in pieces:
        if not one.words or one.is_cyrillic is not is_cyrillic:
            return None
    return pieces or None


def alphabet_among(pieces: Sequence[Piece]) -> Alphabet:
    """Return the alphabet that a name of these pieces shows."""
    last = pieces[-1]
    signs = last.last_signs
    for one in pieces[:-1]:
        if one.signs:
            signs |= one.signs
    return cyrillic_of(signs) if last.is_cyrillic else latin_of(signs)


def _plain(typed: str) -> tuple[str, bool]:
    """Return a piece as `written` gives it, and whether it had to be repaired; letters of one script never have."""
    if typed.isalpha() and (typed.isascii() or (_CYRILLIC.fullmatch(typed) and is_normalized("NFKC", typed))):
        return small(typed), False
    return written(typed), is_mixed(typed)


def _words_alone(plain: str) -> tuple[str, ...]:
    """Return the words of a piece; none where one of them may mean more beside others."""
    may_mean_more, forms = _may_mean_more(), organisations.form_words()
    if plain.isalpha():
        return () if plain in may_mean_more or plain in forms else (plain,)
    found = WORD.findall(plain)
    if not may_mean_more.isdisjoint(found) or not forms.isdisjoint(_BARE.findall(plain)):
        return ()
    words = tuple([bare for one in found if (bare := one.strip("'"))])
    return () if not may_mean_more.isdisjoint(words) else words


@functools.cache
def _may_mean_more() -> frozenset[str]:
    """Return all words of the table of particles, and those of the prepositions that stand before a name."""
    every = {word for entries in particles().values() for entry in entries for word in entry.split()}
    return frozenset(every | PREPOSITIONS)
