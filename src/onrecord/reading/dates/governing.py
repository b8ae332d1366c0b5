"""Owns which of a sentence's dates a figure is said as of (METHOD 6.1), and abstains where that is not clear."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from onrecord.reading.clauses import clause_around
from onrecord.reading.dates.finder import mentions_in
from onrecord.reading.dates.model import AsOf, Mention, Role
from onrecord.reading.sentences import sentence_around

_RULES: Final = ("as_of", "said", "clause", "sentence")


class Times:
    """The dates of one text, and as of which of them its figures are said."""

    def __init__(self, text: str, language: str | None, *, written_on: dt.date | None = None) -> None:
        """Take the text and find its dates."""
        self._text, self._language = text, language
        self._mentions = mentions_in(text, language, written_on=written_on)
        self._starts = [one.start for one in self._mentions]

    def of(
        self, start: int, end: int, said: tuple[int, int] | None = None, within: tuple[int, int] | None = None
    ) -> AsOf | None:
        """Return as of when what stands between two code points is said, or None where the text does not tell.

        First comes a date that says "as of" in its sentence, then the day on which it was said (`said` covers the
        words that say who said it), then the one date of its clause, then of its sentence. A date that only names
        something ("the events of 7 February") is none of them. Two that would do equally are none.
        """
        begin, finish = within or sentence_around(self._text, start, end)
        first = bisect_left(self._starts, begin)
        near = [
            one
            for one in self._mentions[first : bisect_left(self._starts, finish)]
            if one.end <= finish and one.role is not Role.NAMED
        ]
        near = [one for one in near if not (one.start < end and start < one.end)]
        if not near:
            return None
        clause = clause_around(self._text, start, end, begin, finish, self._language, spans(near))
        inside = [one for one in near if clause[0] <= one.start and one.end <= clause[1]]
        marked = [one for one in near if one.role is Role.AS_OF]
        spoken = [one for one in near if said is not None and said[0] <= one.start and one.end <= said[1]]
        marked = marked if len(marked) < 2 else [one for one in marked if one in inside]
        for rule, fits in zip(_RULES, (marked, spoken, inside, near), strict=True):
            if fits:
                return _only(fits, rule)
        return None


def spans(mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Return where mentions stand: no clause ends within one."""
    return [(one.start, one.end) for one in mentions]


def _only(fits: Sequence[Mention], rule: str) -> AsOf | None:
    dates = {one.date and (one.date.earliest, one.date.latest) for one in fits}
    first = fits[0]
    if len(dates) != 1 or first.date is None:
        return None
    return AsOf(date=first.date, rule=rule, start=first.start, end=first.end)
