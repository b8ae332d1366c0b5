"""Owns dates in prose: a day, days that belong together, a month or a year as eight languages write them.

Names of months are data, in `dates.toml`. A year is never guessed, and a night between two days stays two days.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final, Literal

from onrecord.kernel import PartialDate

_ISO: Final = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?\b")
_NUMERIC: Final = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b")
_WORD: Final = r"(?P<word>[^\W\d_]+)\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
_YEAR: Final = r"(?P<year>\d{4})\b"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateInText:
    """A date in prose and where its words stand, in code points."""

    start: int
    end: int
    date: PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class _Months:
    """How one language writes a date."""

    patterns: tuple[re.Pattern[str], ...]
    whole: Mapping[str, int]
    begins: tuple[tuple[str, int], ...]

    def number(self, word: str) -> int | None:
        """Return the month that a word names in any of its forms, or None."""
        low = word.lower()
        found = self.whole.get(low)
        return found or next((number for begin, number in self.begins if low.startswith(begin)), None)


def dates_in(text: str, language: str | None) -> tuple[DateInText, ...]:
    """Return the dates of a text in order; of overlapping readings the fuller one. A day without a year is none.

    Two days that are said together, "the night of 7 to 8 February 2020", are one stretch of days.
    """
    known = _months((language or "en").split("-")[0])
    found: list[DateInText] = []
    taken = bytearray(len(text))  # a day that does not exist is not read again as a mere month
    for pattern in (_ISO, _NUMERIC, *known.patterns):
        for match in pattern.finditer(text):
            start, end = match.span()
            date = False if any(taken[start:end]) else _date(match, known)
            if date is False:
                continue
            taken[start:end] = b"\1" * (end - start)
            if date is not None:
                found.append(DateInText(start=start, end=end, date=date))
    return tuple(sorted(found, key=lambda one: one.start))


def _date(match: re.Match[str], known: _Months) -> PartialDate | Literal[False] | None:
    """Return the date, None for a day that does not exist, False where the words name no month at all."""
    parts = match.groupdict()
    year = int(parts["year"])
    month = int(parts["month"]) if parts.get("month") else known.number(parts.get("word") or "")
    first_month = known.number(parts["first_word"]) if parts.get("first_word") else month
    if month is None or first_month is None:
        return False
    try:
        latest = dt.date(year, month, int(parts["day"])) if parts.get("day") else _last_of(year, month)
        first = parts.get("first") or parts.get("day")
        earliest = dt.date(year, first_month, int(first) if first else 1)
        return PartialDate(earliest=earliest, latest=latest, wording=match.group())
    except ValueError:  # two numbers that are no stretch of days may still be a number and a day
        return False if parts.get("first") else None


def _last_of(year: int, month: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first.replace(day=calendar.monthrange(year, month)[1])


@functools.cache
def _all() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "dates.toml").read_text(encoding="utf-8"))


@functools.cache
def _months(language: str) -> _Months:
    """Return how a language writes dates; one of which we know nothing is read as English."""
    declared = _all().get(language) or _all()["en"]
    numbered = [(name, number) for number, names in enumerate(declared["months"], start=1) for name in names]
    return _Months(
        patterns=tuple(re.compile(one, re.IGNORECASE) for one in _patterns(declared)),
        whole={name[1:]: number for name, number in numbered if name.startswith("=")},
        begins=tuple((name, number) for name, number in numbered if not name.startswith("=")),
    )


def _patterns(declared: Mapping[str, Any]) -> Iterator[str]:
    """Yield the patterns of a language, the fullest first."""
    joined = "|".join(map(re.escape, declared["joined"]))
    between = rf"\s{{0,3}}(?:[-–—]|(?<=\s)(?:{joined})(?=\s))\s{{0,3}}"
    first = r"(?P<first>\d{1,2})(?:st|nd|rd|th|er|\.)?"
    later = r"(?P<first>\d{1,2})[\s-]{1,3}(?P<first_word>[^\W\d_]+)\.?"
    for order in declared["order"]:
        if order == "dmy":
            yield rf"\b{later}{between}{_DAY}[\s-]{{1,3}}{_WORD},?\s{{1,3}}{_YEAR}"
            yield rf"\b{first}{between}{_DAY}[\s-]{{1,3}}{_WORD},?\s{{1,3}}{_YEAR}"
        elif order == "mdy":
            yield rf"\b{_WORD}\s{{1,3}}{first}{between}{_DAY},?\s{{1,3}}{_YEAR}"
        else:
            year = rf"\b(?P<year>\d{{4}})[\s-]{{0,3}}{declared['year']}\w*\s{{1,3}}"
            yield rf"{year}{later}(?:\s{{1,3}}|{between}){_DAY}[\s-]{{1,3}}(?P<word>[^\W\d_]+)"
            yield rf"{year}{first}{between}{_DAY}[\s-]{{1,3}}(?P<word>[^\W\d_]+)"
    for order in declared["order"]:
        if order == "dmy":
            yield rf"\b{_DAY}[\s-]{{1,3}}{_WORD},?\s{{1,3}}{_YEAR}"
        elif order == "mdy":
            yield rf"\b{_WORD}\s{{1,3}}{_DAY},?\s{{1,3}}{_YEAR}"
        else:
            yield rf"{year}{_DAY}[\s-]{{1,3}}(?P<word>[^\W\d_]+)"
            yield rf"{year}(?P<word>[^\W\d_]+)"
    yield rf"\b(?P<word>[^\W\d_]+)\s{{1,3}}{_YEAR}"
