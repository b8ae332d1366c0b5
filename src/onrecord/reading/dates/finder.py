"""Owns the finding of dates in prose. A day that does not exist is none; a year that the text does not say is none."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from onrecord.kernel import PartialDate
from onrecord.reading.dates.model import DateInText, Mention, Role
from onrecord.reading.dates.words import DateWords, date_words
from onrecord.reading.sentences import sentence_around

_BLANK_LINE: Final = re.compile(r"\n\s*\n")
_BEFORE: Final = 40  # code points before a date in which its preposition stands
_SHARP: Final = 32  # days: a whole year that a text names says nothing of its days


@dataclass(frozen=True, slots=True)
class _Found:
    """A date as its words give it: days of a month, with or without a year."""

    start: int
    end: int
    year: int | None
    first: tuple[int, int] | None = None  # month and day, where a year is missing
    last: tuple[int, int] | None = None
    date: tuple[dt.date, dt.date] | None = None
    rule: str = "written"


def dates_in(text: str, language: str | None, *, written_on: dt.date | None = None) -> tuple[DateInText, ...]:
    """Return the dates of a text in order; of overlapping readings the fuller one.

    A day without a year takes the one year that the full dates of the same text name; where they name none or
    several, it is no date. "Yesterday" and "on Monday" are dates only where the day of the document is given.
    """
    return tuple(
        DateInText(start=one.start, end=one.end, date=one.date, rule=one.rule)
        for one in mentions_in(text, language, written_on=written_on)
        if one.date is not None
    )


def mentions_in(text: str, language: str | None, *, written_on: dt.date | None = None) -> tuple[Mention, ...]:
    """Return all words that name a day, a month, a quarter or a year, with the date where it can be told."""
    words = date_words(language)
    found = sorted(_all(text, words), key=lambda one: one.start)
    given = [one for one in found if one.date is not None]
    dated = [_with_year(text, one, given) if one.date is None and one.first else one for one in found]
    if written_on is not None:
        dated += _relative(text, words, written_on)
    return tuple(_mention(text, one, words) for one in sorted(dated, key=lambda one: one.start))


def _all(text: str, words: DateWords) -> Iterator[_Found]:
    taken: list[tuple[int, int]] = []  # a day that does not exist is not read again as a mere month
    for name, pattern in words.patterns:
        for match in pattern.finditer(text):
            start, end = match.span("wording") if "wording" in pattern.groupindex else match.span()
            if any(begin < end and start < stop for begin, stop in taken):
                continue
            found = _read(text, name, match, words)
            if found is None:
                continue
            taken.append((start, end))
            if found.date is not None or found.first is not None:
                yield replace(found, start=min(start, found.start), end=max(end, found.end))


def _read(text: str, name: str, match: re.Match[str], words: DateWords) -> _Found | None:
    """Return what a match says; without a date for a day that does not exist, None where it is no date at all."""
    part = match.groupdict()
    year = int(part["year"]) if part.get("year") else None
    start, end = match.span()
    if name in {"year", "quarter"}:
        return _coarse(name, match, words)
    if name == "slashed":
        return _slashed(match, words)
    month = int(part["month"]) if part.get("month") else words.month(part["word"])
    if month is None:
        return None
    if name == "month" or not part.get("day"):
        return _dated(_Found(start, end, year), month, None, month, None)
    day = int(part["day"])
    if name in {"day", "iso", "numeric"}:
        return _single(text, _Found(start, end, year), month, day, words)
    return _several(text, match, _Found(start, end, year), (month, day), words)


def _coarse(name: str, match: re.Match[str], words: DateWords) -> _Found | None:
    year = int(match["year"])
    start, end = match.span()
    if name == "year":
        return _Found(start, end, year, date=(dt.date(year, 1, 1), dt.date(year, 12, 31)))
    number = words.quarter(match["quarter"])
    return None if number is None else _dated(_Found(start, end, year), 3 * number - 2, None, 3 * number, None)


def _slashed(match: re.Match[str], words: DateWords) -> _Found:
    """Return a date as 05/03/2020 only where one part can be no month, or the language leaves no doubt."""
    first, second, year = (int(match[name]) for name in ("day", "month", "year"))
    start, end = match.span()
    bare = _Found(start, end, year)
    if words.is_day_first or first > 12 or first == second:
        return _dated(bare, second, first, second, first)
    return _dated(bare, first, second, first, second) if second > 12 else bare


def _single(text: str, bare: _Found, month: int, day: int, words: DateWords) -> _Found:
    """Return one day; two where it is a night: «в ночь на 8 февраля» begins on the seventh."""
    lead = text[max(0, bare.start - _BEFORE) : bare.start]
    eve = words.eve.search(lead)
    if eve is None and (behind := words.night_behind.match(text, bare.end)) is not None:
        bare, eve = replace(bare, end=behind.end()), behind
    elif eve is not None:
        bare = replace(bare, start=bare.start - len(lead) + eve.start())
    found = _dated(bare, month, day, month, day)
    if eve is None or day < 2:
        return found
    return _dated(bare, month, day - 1, month, day)


def _several(text: str, match: re.Match[str], bare: _Found, first: tuple[int, int], words: DateWords) -> _Found | None:
    """Return a range of days; two days that are only listed are one date no more than two places are one place."""
    part = match.groupdict()
    last = (words.month(part["word2"]) if part.get("word2") else first[0]) or first[0], int(part["day2"])
    lead = text[max(0, bare.start - _BEFORE) : bare.start]
    night = words.night.search(lead)
    behind = words.night_behind.match(text, bare.end)
    joint = (part.get("joint") or "").strip().lower()
    if not joint and not behind and not _hangs_from(match, words):
        return None
    is_next = last[1] - first[1] == 1 or last[0] != first[0]
    if joint in words.listing and not (night or words.openers.search(lead) or (is_next and "word2" not in part)):
        return bare if "word2" not in part or part["word2"] is None else None
    if night:
        bare = replace(bare, start=bare.start - len(lead) + night.start())
    if behind:
        bare = replace(bare, end=behind.end())
    if part.get("year1") and bare.year is None:
        bare = replace(bare, year=int(part["year1"]))
    return _dated(bare, *first, *last)


def _hangs_from(match: re.Match[str], words: DateWords) -> bool:
    """Say whether the first day carries the ending of "from": «7 ақпаннан 9 ақпанға»."""
    part = match.groupdict()
    head = match.string[match.start("day") : match.start("day2")].strip().lower()
    return head.endswith(words.from_endings or ("\0",)) or (part.get("word") or "").endswith(words.from_endings or "\0")


def _dated(bare: _Found, month: int, day: int | None, last_month: int, last_day: int | None) -> _Found:
    """Return the days of a year, or of no year yet; nothing where one of them does not exist or they go backwards."""
    year = bare.year if bare.year is not None else 2000  # a leap year: 29 February may be one
    try:
        earliest = dt.date(year, month, day or 1)
        latest = dt.date(year, last_month, last_day or calendar.monthrange(year, last_month)[1])
    except ValueError:
        return bare
    if latest < earliest:
        return bare
    if bare.year is None:
        return replace(bare, first=(month, earliest.day), last=(last_month, latest.day))
    return replace(bare, date=(earliest, latest))


def _with_year(text: str, one: _Found, given: Sequence[_Found]) -> _Found:
    """Return a day with the year of its sentence, or with the only year of the text's full dates; else as it was.

    A day that would then lie after the last of these dates is of another year, or of one that nobody can tell.
    """
    begin, finish = sentence_around(text, one.start, one.end)
    near = [other for other in given if begin <= other.start and other.end <= finish]
    sharp = [other for other in given if other.date and (other.date[1] - other.date[0]).days < _SHARP]
    for rule, others in (("year_of_sentence", near), ("year_of_text", given)):
        years = {date.year for other in others for date in other.date or ()}
        if len(years) != 1 or not any(other in sharp for other in others) or one.first is None or one.last is None:
            continue
        (year,) = years
        try:
            date = dt.date(year, *one.first), dt.date(year, *one.last)
        except ValueError:
            return one
        if date[1] <= max(other.date[1] for other in others if other.date):
            return replace(one, year=year, date=date, rule=rule)
    return one


def _relative(text: str, words: DateWords, written_on: dt.date) -> Iterator[_Found]:
    """Yield days counted back from the day of the document: today, yesterday, the last such weekday."""
    for pattern, back in ((words.today, 0), (words.yesterday, 1)):
        for match in pattern.finditer(text):
            day = written_on - dt.timedelta(days=back)
            yield _Found(*match.span(), day.year, date=(day, day), rule="relative")
    for number, pattern in enumerate(words.weekdays):
        for match in pattern.finditer(text):
            day = written_on - dt.timedelta(days=(written_on.weekday() - number) % 7)
            yield _Found(*match.span(), day.year, date=(day, day), rule="relative")


def _mention(text: str, one: _Found, words: DateWords) -> Mention:
    date = None
    if one.date is not None:
        date = PartialDate(earliest=one.date[0], latest=one.date[1], wording=text[one.start : one.end])
    return Mention(start=one.start, end=one.end, date=date, rule=one.rule, role=_role(text, one, words))


def _role(text: str, one: _Found, words: DateWords) -> Role:
    lead = text[max(0, one.start - _BEFORE) : one.start]
    behind = text[one.end : one.end + _BEFORE]
    behind = _BLANK_LINE.split(behind, maxsplit=1)[0]
    if words.named.search(lead) or words.named_behind.match(behind):
        return Role.NAMED
    if words.as_of.search(lead) or words.as_of_behind.match(_past_year(behind, words)):
        return Role.AS_OF
    return Role.PLAIN


def _past_year(behind: str, words: DateWords) -> str:
    """Return what follows a date without the year word that belongs to it: «10 февраля 2020 года»."""
    return re.sub(r"\A\s*(?:жылғы|жылдың|г\.|года?)\b", "", behind) if words.as_of_behind else behind
