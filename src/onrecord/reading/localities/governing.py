"""Owns which place a figure is about: that of its clause, else the only one of its sentence, else none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from onrecord.kernel import Vocabulary
from onrecord.reading.clauses import clauses
from onrecord.reading.localities.finder import Named, is_of_institution, named_in, settled
from onrecord.reading.localities.model import Governing, PlaceInText
from onrecord.reading.localities.names import names_of
from onrecord.reading.sentences import sentence_around

_HEADING: Final = 60
_NUMBER: Final = re.compile(r"\d")


class Localities:
    """The places of one text and what is said of which. Each sentence is read once, when somebody asks about it."""

    def __init__(self, text: str, language: str | None, vocabulary: Vocabulary) -> None:
        """Take the text; the places are those that the vocabulary declares."""
        self._text, self._language = text, language
        self._names = names_of(vocabulary)
        self._sentences: dict[int, tuple[PlaceInText, ...]] = {}
        self._named: list[Named] | None = None

    def of(
        self,
        start: int,
        end: int,
        others: Sequence[tuple[int, int]] = (),
        said: tuple[int, int] | None = None,
        within: tuple[int, int] | None = None,
    ) -> Governing | None:
        """Return the place that what stands between two code points is about, or None where that is not clear.

        `others` are the figures of the text in order, `said` the words that say who speaks: their places are where the
        speaker belongs. `within` is the sentence, where it is known. Of places that lie in each other the narrowest
        counts; two that do not are none, unless each of them stands with a figure of its own.
        """
        begin, finish = within or sentence_around(self._text, start, end)
        places = [one for one in self._places(begin, finish) if not said or not said[0] <= one.start < said[1]]
        if not places:
            return self._heading(begin)
        first = bisect_left(others, (begin, 0))
        near = [one for one in others[first : bisect_left(others, (finish, 0))] if one[0] != start]
        whole = [*((one.start, one.end) for one in places), *near, (start, end)]
        pieces = clauses(self._text, begin, finish, self._language, whole)
        return self._of_clauses(pieces, places, start, near)

    def _of_clauses(
        self,
        pieces: Sequence[tuple[int, int]],
        places: Sequence[PlaceInText],
        start: int,
        near: Sequence[tuple[int, int]],
    ) -> Governing | None:
        own = next(at for at, (left, right) in enumerate(pieces) if left <= start < right)
        here = [one for one in places if pieces[own][0] <= one.start < pieces[own][1]]
        if here and (chosen := self._narrowest(here)) is not None:
            beside = [one for one in places if one not in here and self._names.are_nested(one.place, chosen.place)]
            return _governing(self._narrowest([*here, *beside]) or chosen, "clause")
        if here:
            return None
        only = self._narrowest(places)
        if only is not None:
            return _governing(only, "sentence")
        return self._carried(pieces, places, own, near)

    def _carried(
        self,
        pieces: Sequence[tuple[int, int]],
        places: Sequence[PlaceInText],
        own: int,
        near: Sequence[tuple[int, int]],
    ) -> Governing | None:
        """Return the place of the clause before, where places lead their figures: "In X 8 died and 9 were hurt"."""
        first_figure = min((one[0] for one in near), default=pieces[own][0])
        is_leading = places[0].start < min(first_figure, pieces[own][1])
        for at in range(own - 1, -1, -1) if is_leading and near else ():
            left, right = pieces[at]
            before = [one for one in places if left <= one.start < right]
            if before:
                has_figure = any(left <= one[0] < right for one in near)
                chosen = self._narrowest(before)
                return _governing(chosen, "carried") if chosen and (has_figure or at == 0) else None
        return None

    def _narrowest(self, places: Sequence[PlaceInText]) -> PlaceInText | None:
        """Return the one of places that lies in all the others, or None where they do not lie in each other."""
        for one in places:
            if all(one.place == other.place or other.place in self._names.above(one.place) for other in places):
                return one
        return None

    def _places(self, begin: int, finish: int) -> tuple[PlaceInText, ...]:
        if begin not in self._sentences:
            named = named_in(self._text, begin, finish, self._names)
            self._sentences[begin] = tuple(
                found
                for one in named
                if not is_of_institution(self._text, one, self._language)
                for found in (self._settled(one, named),)
                if found is not None
            )
        return self._sentences[begin]

    def _settled(self, one: Named, named: Sequence[Named]) -> PlaceInText | None:
        found = settled(self._text, one, self._names, named)
        if found is not None or len(one.places) == 1:
            return found
        if self._named is None:
            self._named = named_in(self._text, 0, len(self._text), self._names)
        return settled(self._text, one, self._names, [other for other in self._named if other.start != one.start])

    def _heading(self, begin: int) -> Governing | None:
        """Return the place that stands alone in the line above the paragraph."""
        above = self._text[max(0, begin - 3 * _HEADING) : begin]
        if not above.endswith("\n") or not above.strip():
            return None
        line = above.rstrip().rsplit("\n", 1)[-1]
        start = begin - len(above) + above.rindex(line)
        places = self._places(start, start + len(line))
        if len(line) > _HEADING or len(places) != 1 or places[0].words != line.strip(" #*:.\t"):
            return None
        return _governing(places[0], "heading")


def _governing(one: PlaceInText, rule: str) -> Governing:
    return Governing(place=one.place, start=one.start, end=one.end, words=one.words, rule=rule)
