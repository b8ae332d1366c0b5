"""Owns how the figures of one sentence stand to each other: a part to its whole, what grew to what it grew to."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from onrecord.reading.quantities.lexicon import Lexicon
from onrecord.reading.quantities.meaning import Surroundings
from onrecord.reading.quantities.model import QuantityInText

_CHANGE: Final = 8  # words before the first of two numbers in which a word of change is about both
_BETWEEN: Final = 3  # words between the two: "12 people to"
_SUM: Final = 10  # words between the two where one of them says so: "three more died, bringing the total to nine"
_OF_THEM: Final = 24  # code points between a figure and the "of them" that makes it a part of the one before
# What people are who got a term of this kind.
_TRIED: Final = frozenset({None, "convicted", "defendants", "imprisoned"})
_GOT: Final = {"prison_term": "imprisoned", "suspended_term": "suspended"}


@dataclass(frozen=True, slots=True)
class Guess:
    """A figure, and whether the word that told its property only names people ("defendants") and says nothing more.

    `is_whole` says that the text speaks of a part of them: of the 19 in "14 of the 19 accused".
    """

    figure: QuantityInText
    is_named: bool
    is_whole: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing is known of what it counts."""
        return self.figure.property is None and self.figure.unit is None


def wholes_in(text: str, spans: Sequence[tuple[int, int]], words: Lexicon, around: Surroundings) -> frozenset[int]:
    """Return which figures are a whole of which the other is a part: "14 of the 19", «48 сотталушының 44-і»."""
    found = set()
    for at, ((start, end), (start_behind, _end)) in enumerate(itertools.pairwise(spans)):
        between = text[end:start_behind].lower().split()
        if around.sentence(start, end) != around.sentence(start_behind, start_behind):
            continue
        if " ".join(between) in words.partitive:
            found.add(at + 1)
        elif words.genitive and 0 < len(between) <= _BETWEEN and between[-1].endswith(words.genitive):
            found.add(at)
    return frozenset(found)


def related(text: str, guesses: Sequence[Guess], words: Lexicon, around: Surroundings) -> list[QuantityInText]:
    """Return the figures; each that says too little of itself takes the property of the one it belongs to.

    "20 were tried, eight of them Dungans": eight were tried too. "10 Dungans and one Kazakh died": both died. "Rose
    from 8 to 11": both count the same.
    """
    given = [replace(one, figure=_sentenced(guesses, at, around)) for at, one in enumerate(guesses)]
    for at in range(1, len(given)):
        _share_change(text, given, at, words, around)
    for at in range(1, len(given)):
        _take_from_whole(text, given, at, words, around)
    for at in range(len(given) - 2, -1, -1):
        _take_from_part(text, given, at, words, around)
    return [one.figure for one in given]


def _share_change(text: str, given: list[Guess], at: int, words: Lexicon, around: Surroundings) -> None:
    for one, known in ((at, at - 1), (at - 1, at)):  # "from 8 to 11 dead", "from nine years to six"
        if _goes_on(text, given[known].figure, given[one].figure, words, around):
            said = given[known].figure
            figure = replace(given[one].figure, property=said.property, unit=said.unit)
            given[one] = Guess(figure, is_named=given[known].is_named)
            return


def _take_from_whole(text: str, given: list[Guess], at: int, words: Lexicon, around: Surroundings) -> None:
    one, before = given[at], given[at - 1]
    figure, whole = one.figure, before.figure
    if figure.unit is not None or whole.unit is not None or whole.property is None:
        return
    is_of_them = _has_of_them(text, whole, figure, words)
    is_same = around.sentence(figure.start, figure.end) == around.sentence(whole.start, whole.end)
    if (one.is_open and (is_of_them or (is_same and figure.group is not None))) or (
        one.is_named and is_of_them and not before.is_named and is_same
    ):
        part = around.part_of(whole.property, figure.start, figure.end)
        given[at] = Guess(replace(figure, property=part), is_named=before.is_named)


def _take_from_part(text: str, given: list[Guess], at: int, words: Lexicon, around: Surroundings) -> None:
    one, behind = given[at], given[at + 1]
    figure, part = one.figure, behind.figure
    if part.unit is not None or part.property is None:
        return
    if around.sentence(figure.start, figure.end) != around.sentence(part.start, part.end):
        return
    is_pair = figure.group is not None and part.group is not None
    is_of_them = _has_of_them(text, figure, part, words)
    is_inclusion = _stands(words.inclusions, text, figure, part) and one.is_named and not behind.is_named
    if (one.is_open and (is_pair or is_of_them)) or is_inclusion:
        given[at] = Guess(replace(figure, property=around.whole_of(part.property)), is_named=behind.is_named)


def _goes_on(text: str, known: QuantityInText, one: QuantityInText, words: Lexicon, around: Surroundings) -> bool:
    """Say whether a figure counts what its neighbour counts: "rose from 8 to 11", "and another three"."""
    if one.property is not None or known.property is None or one.unit not in {None, known.unit}:
        return False
    if around.sentence(one.start, one.end) != around.sentence(known.start, known.end):
        return False
    first, second = (known, one) if known.start < one.start else (one, known)
    lead = text[around.sentence(one.start, one.end)[0] : first.start].lower().split()[-_CHANGE:]
    behind = text[second.end : second.end + _OF_THEM].lower().split()
    between = text[first.end : second.start].lower().split()
    is_change = bool(words.change) and any(word.startswith(words.change) for word in (*lead, *behind[:3]))
    is_sum = any(word.startswith((*words.change, *words.totals)) for word in between) if words.totals else False
    if (is_change and len(between) <= _BETWEEN) or (is_sum and len(between) <= _SUM):
        return True
    is_more = any(word in words.more for word in between[-2:]) or text[second.start : second.end].lower().startswith(
        words.more_before
    )
    is_so_many = known.unit is None and bool(behind) and behind[0].strip(".,;") in words.more
    # «18 адам, тағы үш адам қаза тапты»: where the verb stands last, it is behind both.
    return (is_more or is_so_many) and (first is known or words.hangs_endings)


def _has_of_them(text: str, before: QuantityInText, one: QuantityInText, words: Lexicon) -> bool:
    return _stands(words.part_words, text, before, one)


def _stands(phrases: re.Pattern[str] | None, text: str, before: QuantityInText, one: QuantityInText) -> bool:
    near = text[max(before.end, one.start - _OF_THEM) : one.end + _OF_THEM].lower()
    return phrases is not None and phrases.search(near) is not None


def _sentenced(guesses: Sequence[Guess], at: int, around: Surroundings) -> QuantityInText:
    """Return a figure of people; where a term follows in their sentence, they are those who got it."""
    one = guesses[at].figure
    behind = guesses[at + 1].figure if at + 1 < len(guesses) else None
    if behind is None or one.unit is not None or one.property not in _TRIED or guesses[at].is_whole:
        return one
    got = _GOT.get(behind.property or "")
    if got is None or around.sentence(one.start, one.end) != around.sentence(behind.start, behind.end):
        return one
    return replace(one, property=got)
