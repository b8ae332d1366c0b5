"""Owns the snippet: the part of a text that shows best why it was found, and the marks in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from onrecord.search.model import Snippet
from onrecord.search.query import Beginning, Exactly, Query, Term
from onrecord.search.words import Token, parts, tokens

_WIDTH: Final = 220  # code points of a snippet, or a little more
_BEFORE: Final = 60  # of them before the first mark


def snippet_of(text: str, query: Query, words: Sequence[frozenset[str]]) -> tuple[Snippet, int]:
    """Return the snippet of a text, and where in the text it begins; `words` are those that each term was found as."""
    stands = list(tokens(text))
    marks = _marks(text, stands, query, words)
    begin, end = _window(text, stands, marks)
    inside = tuple((start - begin, stop - begin) for start, stop in marks if start >= begin and stop <= end)
    snippet = Snippet(
        text=text[begin:end], marks=inside, is_cut_before=begin > 0, is_cut_after=end < len(text.rstrip())
    )
    return snippet, begin


def _marks(text: str, stands: Sequence[Token], query: Query, words: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for term, own in zip(query.terms, words, strict=True):
        if isinstance(term, Exactly):
            found.update(_phrases(stands, term))
        else:
            found.update((one.start, one.end) for one in stands if _is_found(text, one, term, own))
    return _apart(sorted(found))


def _phrases(stands: Sequence[Token], term: Exactly) -> list[tuple[int, int]]:
    length = len(term.words)
    words = tuple(one.word for one in stands)
    places = [at for at in range(len(words) - length + 1) if words[at : at + length] == term.words]
    return [(stands[at].start, stands[at + length - 1].end) for at in places]


def _is_found(text: str, one: Token, term: Term, words_found: frozenset[str]) -> bool:
    words = (one.word, *parts(text[one.start : one.end]))
    if isinstance(term, Beginning):
        return any(word.startswith(term.letters) for word in words)
    return not words_found.isdisjoint(words)


def _apart(marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the marks with those that overlap taken together."""
    apart: list[tuple[int, int]] = []
    for start, stop in marks:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(stop, apart[-1][1]))
        else:
            apart.append((start, stop))
    return apart


def _window(text: str, stands: Sequence[Token], marks: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the stretch, cut at words, that has most of the marks; the earliest of several."""
    if len(text) <= _WIDTH:
        return 0, len(text.rstrip())
    first = max(marks, key=lambda one: (_within(marks, one[0]), -one[0]), default=(0, 0))[0]
    begin = max(0, min(first - _BEFORE, len(text) - _WIDTH))
    begin = next((one.start for one in stands if one.start >= begin), begin) if begin else 0
    begin = min(begin, first) if marks else begin
    end = max((one.end for one in stands if one.end <= begin + _WIDTH), default=begin + _WIDTH)
    end = max(end, next((stop for start, stop in marks if start == first), end))
    return begin, end if end < len(text.rstrip()) - 3 else len(text.rstrip())


def _within(marks: Sequence[tuple[int, int]], start: int) -> int:
    return sum(start <= one[0] and one[1] <= start + _WIDTH - _BEFORE for one in marks)
