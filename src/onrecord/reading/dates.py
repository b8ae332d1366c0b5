"""Owns dates in prose: a day, a month or a year as English, Russian and Kazakh write them. Never guesses a year."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Literal

from onrecord.kernel import PartialDate

_MONTHS: Final = {
    "en": ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    "ru": ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
    "kk": ("қаң", "ақп", "нау", "сәу", "мам", "мау", "шіл", "там", "қыр", "қаз", "қар", "жел"),
}
_ISO: Final = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?\b")
_NUMERIC: Final = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b")
_WORDED: Final = {
    "en": (
        re.compile(r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<word>[A-Za-z]+)\.?,?\s+(?P<year>\d{4})\b"),
        re.compile(r"\b(?P<word>[A-Za-z]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,\s*(?P<year>\d{4})\b"),
        re.compile(r"\b(?P<word>[A-Za-z]+)\s+(?P<year>\d{4})\b"),
    ),
    "ru": (
        re.compile(r"\b(?P<day>\d{1,2})\s+(?P<word>[а-яё]+)\s+(?P<year>\d{4})\b", re.IGNORECASE),
        re.compile(r"\b(?P<word>[а-яё]+)\s+(?P<year>\d{4})\b", re.IGNORECASE),
    ),
    "kk": (
        re.compile(r"\b(?P<year>\d{4})\s+жыл\w*\s+(?P<day>\d{1,2})\s+(?P<word>\w+)", re.IGNORECASE),
        re.compile(r"\b(?P<year>\d{4})\s+жыл\w*\s+(?P<word>[^\W\d]+)", re.IGNORECASE),
        re.compile(r"\b(?P<day>\d{1,2})\s+(?P<word>\w+)\s+(?P<year>\d{4})\b", re.IGNORECASE),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DateInText:
    """A date in prose and where its words stand, in code points."""

    start: int
    end: int
    date: PartialDate


def dates_in(text: str, language: str | None) -> tuple[DateInText, ...]:
    """Return the dates of a text in order; of overlapping readings the fuller one. A day without a year is none."""
    known = (language or "en").split("-")[0]
    patterns = (_ISO, _NUMERIC, *_WORDED.get(known, _WORDED["en"]))
    found: list[DateInText] = []
    taken: list[tuple[int, int]] = []  # a day that does not exist is not read again as a mere month
    for pattern in patterns:
        for match in pattern.finditer(text):
            date, span = _date(match, known), match.span()
            if date is False or any(start < span[1] and span[0] < end for start, end in taken):
                continue
            taken.append(span)
            if date is not None:
                found.append(DateInText(start=span[0], end=span[1], date=date))
    return tuple(sorted(found, key=lambda one: one.start))


def _date(match: re.Match[str], language: str) -> PartialDate | Literal[False] | None:
    """Return the date, None for a day that does not exist, False where the words name no month at all."""
    parts = match.groupdict()
    year = int(parts["year"])
    month = int(parts["month"]) if parts.get("month") else _month(parts.get("word") or "", language)
    if month is None:
        return False
    try:
        if parts.get("day"):
            earliest = latest = dt.date(year, month, int(parts["day"]))
        else:
            earliest = dt.date(year, month, 1)
            latest = earliest.replace(day=calendar.monthrange(year, month)[1])
    except ValueError:
        return None
    return PartialDate(earliest=earliest, latest=latest, wording=match.group())


def _month(word: str, language: str) -> int | None:
    """Return the month a word names in any of its forms, or None."""
    low = word.lower()
    for number, stem in enumerate(_MONTHS.get(language, _MONTHS["en"]), start=1):
        if stem == "ма":
            if low in {"май", "мая", "мае", "маем", "маю"}:
                return number
        elif low.startswith(stem):
            return number
    return None
