"""Owns finding again, in the text of an item, words that were joined across lines, pages and notes. Pure.

Words are compared letter for letter, without blanks, hyphens at line ends and the quotation marks of a table. Nothing
that is merely similar is found.
"""

from __future__ import annotations

import bisect
import unicodedata
from dataclasses import dataclass
from typing import Final

from onrecord.kernel import Span

_LEAST: Final = 24  # letters of a beginning that is taken for a place; shorter words have to be found whole
_GAP: Final = 1_200  # letters that a running head, a foot and notes may put between two stretches of one sentence
_PIECES: Final = 6
_BRACKET: Final = 400  # letters of the States in brackets behind the words
_LEFT_OUT: Final = frozenset('-\u00ad\u2010\u2011\ufffe"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where words stand in a text, and whether to their end: of some only the beginning is found."""

    span: Span
    is_whole: bool


class Passages:
    """The text of one item, made ready to be looked through many times."""

    def __init__(self, text: str) -> None:
        """Make a text ready."""
        self._text = text
        self._plain, self._at = _squeezed(text)

    def find(self, words: str, *, after: int = 0) -> Passage | None:
        """Return where words stand, behind a place if they do, else anywhere; None where neither end of them does."""
        needle, _ = _squeezed(words)
        if not needle:
            return None
        begin = bisect.bisect_left(self._at, after)
        size, place = max(self._longest(needle, begin, None), self._longest(needle, 0, None), key=lambda one: one[0])
        if size < min(_LEAST, len(needle)):
            return self._from_end(needle, begin)
        end = self._end(needle, size, place + size)
        return self._passage(place, end or place + size, is_whole=end is not None)

    def with_bracket(self, span: Span) -> Span:
        """Return a stretch with the bracket that follows it directly."""
        opened = span.end
        while opened < len(self._text) and (self._text[opened].isspace() or self._text[opened] in ";.,"):
            opened += 1
        if opened >= len(self._text) or self._text[opened] != "(":
            return span
        depth = 0
        for at in range(opened, min(len(self._text), opened + _BRACKET)):
            depth += {"(": 1, ")": -1}.get(self._text[at], 0)
            if depth == 0:
                return Span(start=span.start, end=at + 1)
        return span

    def with_line(self, span: Span) -> Span:
        """Return a stretch with the whole of the lines that it lies in: a row of a table."""
        begin = self._text.rfind("\n", 0, span.start) + 1
        end = self._text.find("\n", span.end)
        line = self._text[begin : len(self._text) if end < 0 else end]
        return Span(start=begin, end=begin + len(line.rstrip()))

    def _passage(self, start: int, end: int, *, is_whole: bool) -> Passage:
        return Passage(span=Span(start=self._at[start], end=self._at[end - 1] + 1), is_whole=is_whole)

    def _from_end(self, needle: str, begin: int) -> Passage | None:
        """Return where words stand whose end is in one piece, with the few that begin them somewhere before it."""
        low, high, place = 0, len(needle), -1
        while low < high:
            middle = (low + high + 1) // 2
            found = max(self._plain.find(needle[-middle:], begin), self._plain.find(needle[-middle:]))
            low, high, place = (middle, high, found) if found >= 0 else (low, middle - 1, place)
        if low < _LEAST:
            return None
        start = self._plain.rfind(needle[: len(needle) - low], max(0, place - _GAP), place)
        return self._passage(start if start >= 0 else place, place + low, is_whole=start >= 0)

    def _end(self, needle: str, done: int, place: int) -> int | None:
        """Return where the rest of the words ends, in pieces that stand near one behind another; None: not found."""
        for _ in range(_PIECES):
            if done == len(needle):
                return place
            size, found = self._longest(needle[done:], place, place + _GAP)
            if size == 0 or (size < _LEAST and done + size < len(needle)):
                return None
            done, place = done + size, found + size
        return place if done == len(needle) else None

    def _longest(self, needle: str, begin: int, end: int | None) -> tuple[int, int]:
        """Return how many first letters of the words stand behind a place, and where first; zero where none do.

        Whatever longer beginning stands there, the shorter one does too: it is found by halving.
        """
        until = len(self._plain) if end is None else min(len(self._plain), end + len(needle))
        low, high, place = 0, len(needle), begin
        while low < high:
            middle = (low + high + 1) // 2
            found = self._plain.find(needle[:middle], begin, until)
            if found >= 0:
                low, place = middle, found
            else:
                high = middle - 1
        return low, place


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Return the letters of a text without blanks and hyphens, and where each stands."""
    letters, places = [], []
    for at, letter in enumerate(text):
        if letter.isspace() or letter in _LEFT_OUT:
            continue
        for one in unicodedata.normalize("NFKC", letter):
            letters.append(one)
            places.append(at)
    return "".join(letters), places
