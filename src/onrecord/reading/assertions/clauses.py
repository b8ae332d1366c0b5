"""Owns what stands together in a sentence: its clauses, and the days and articles that belong to words of one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from onrecord.reading.assertions.patterns import DATE, Pattern
from onrecord.reading.assertions.rules import Rules
from onrecord.reading.dates import DateInText, dates_in

_BESIDE: Final = 18  # code points between words and the day that is said beside them
_LEAD: Final = 12  # code points before a day with which a sentence opens
_YEAR: Final = 364
_NIGHTS: Final = 20  # days that a stretch of days is shorter than, and a month is not
_BEFORE: Final = re.compile(r"(?:(?P<first>\w+)\s)?(?P<word>[\w']+)[\s'’]{0,2}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence in lower case, its dates blotted out letter by letter, so that places in it are places in the text."""

    at: int  # where it begins in the text
    text: str
    low: str
    dates: tuple[DateInText, ...]
    attributes: frozenset[int]  # beginnings of dates of things: "the letter of 7 August"
    clauses: tuple[int, ...]  # where clauses begin and end
    present: frozenset[str]  # the keys of the language that stand in it
    saying: tuple[Pattern, ...] = ()
    before: str = ""  # the sentence before it

    def before_has(self, patterns: Iterable[Pattern]) -> bool:
        """Say whether one of the patterns stands in the sentence before."""
        low = lowered(self.before)
        return has_any(patterns, low, 0, len(low))

    def has(self, patterns: Iterable[Pattern]) -> bool:
        """Say whether one of the patterns stands anywhere in the sentence."""
        return any(
            not one.keys.isdisjoint(self.present) and one.expression.search(self.low) is not None for one in patterns
        )

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch between the clause marks around these words."""
        begin = max((one for one in self.clauses if one <= start), default=0)
        finish = min((one for one in self.clauses if one >= end), default=len(self.low))
        return begin, finish

    def dates_within(self, start: int, end: int) -> list[DateInText]:
        """Return the dates between two places."""
        return [one for one in self.dates if start <= one.start and one.end <= end]

    def day_of(self, start: int, end: int) -> DateInText | None:
        """Return the day of these words: the only one of their clause, or the one that stands beside them."""
        begin, finish = self.clause(start, end)
        own = [one for one in self.dates_within(begin, finish) if one.start not in self.attributes]
        if len(own) == 1:
            return own[0]
        if not own:
            return self._leading(start)
        beside = [one for one in own if min(abs(one.start - end), abs(start - one.end)) <= _BESIDE]
        return beside[0] if len(beside) == 1 else None

    def _leading(self, start: int) -> DateInText | None:
        """Return the day with which the sentence opens, if it is the only one and nobody is said to speak of it."""
        free = [one for one in self.dates if one.start not in self.attributes]
        if len(free) != 1 or free[0].start > _LEAD or free[0].end > start:
            return None
        return None if self.is_said(free[0].end, start) else free[0]

    def is_said(self, begin: int, finish: int) -> bool:
        """Say whether a word of saying stands between two places."""
        return has_any(self.saying, self.low, begin, finish)


def keys_in(low: str, rules: Rules) -> frozenset[str]:
    """Return the keys of a language that stand in a text in lower case."""
    return frozenset(key for key in rules.keys if key in low)


def sentence_of(text: str, at: int, rules: Rules, present: frozenset[str], *, before: str = "") -> Sentence:
    """Return a sentence that begins at `at` in its text, ready to be read."""
    low = lowered(text)
    dates = dates_in(text, rules.language)
    attributes = {one.start for one in dates if _is_of_a_thing(low, one, rules)}
    for one in dates:
        low = low[: one.start] + DATE * (one.end - one.start) + low[one.end :]
    saying = [match.span() for one in rules.said for match in one.expression.finditer(low)] if dates else []
    attributes |= {one.start for one in dates if any(begin <= one.start < finish for begin, finish in saying)}
    clauses = tuple(sorted({place for match in rules.clause.finditer(low) for place in match.span()}))
    return Sentence(
        at=at,
        text=text,
        low=low,
        dates=dates,
        attributes=frozenset(attributes),
        clauses=clauses,
        present=present,
        saying=rules.contexts.get("saying", ()),
        before=before,
    )


def lowered(text: str) -> str:
    """Return a text in lower case, letter for letter: none of its places moves."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


def has_any(patterns: Iterable[Pattern], low: str, start: int, end: int) -> bool:
    """Say whether one of the patterns stands between two places."""
    stretch = low[start:end]
    return any(
        any(key in stretch for key in one.keys) and one.expression.search(low, start, end) is not None
        for one in patterns
    )


def _is_of_a_thing(low: str, date: DateInText, rules: Rules) -> bool:
    length = date.date.latest - date.date.earliest
    if 0 < length.days < _NIGHTS:  # "the night of 7 to 8 February"
        return False
    words = low[date.start : date.end]
    if length.days >= _YEAR and (words.endswith(rules.year_of_a_thing) or words.split()[0] in rules.of_a_thing):
        return True
    before = _BEFORE.search(low, max(0, date.start - 24), date.start)
    word = before["word"].strip("'") if before else ""
    if before and before["first"] in rules.part_of_day:
        return False
    return word in rules.of_a_thing or words.endswith(rules.of_a_thing_endings)
