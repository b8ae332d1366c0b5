"""Owns the words of a language for dates, read from TOML, and the patterns they make. Never holds a word itself."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from onrecord.reading.prose import KAZAKH_IN_LATIN, prose_language
from onrecord.reading.quantities.latin import in_latin

_YEAR: Final = r"(?P<year>1[5-9]\d\d|20\d\d)(?![\d]|[.,]\d)"
_DASH: Final = r"[-–—]"
_SPACE: Final = r"\s+"
_NOTHING: Final = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """The patterns of one language, in the order in which they are tried, and its words of time."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    months: tuple[re.Pattern[str], ...]
    quarters: tuple[re.Pattern[str], ...]
    from_endings: tuple[str, ...]
    listing: frozenset[str]
    openers: re.Pattern[str]
    night: re.Pattern[str]
    eve: re.Pattern[str]
    night_behind: re.Pattern[str]
    as_of: re.Pattern[str]
    as_of_behind: re.Pattern[str]
    named: re.Pattern[str]
    named_behind: re.Pattern[str]
    today: re.Pattern[str]
    yesterday: re.Pattern[str]
    weekdays: tuple[re.Pattern[str], ...]
    is_day_first: bool

    def month(self, word: str) -> int | None:
        """Return the month that a word names in any of its forms, or None."""
        return next((at for at, one in enumerate(self.months, start=1) if one.fullmatch(word.rstrip("."))), None)

    def quarter(self, words: str) -> int | None:
        """Return the quarter that words name, or None."""
        return next((at for at, one in enumerate(self.quarters, start=1) if one.fullmatch(words)), None)


@functools.cache
def date_words(language: str | None) -> DateWords:
    """Return the words of a language; for one we have none of, dates in figures only."""
    known = prose_language(language or "en")
    if known is None:
        return _from({})
    file = resources.files(__package__) / "data" / f"{known}.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    if language == KAZAKH_IN_LATIN:
        data = {
            name: [in_latin(forms) for forms in value]
            if name == "months"
            else (in_latin(value) if isinstance(value, dict) else value)
            for name, value in data.items()
        } | {"year_words": list(in_latin(data["year_words"])), "quarters": {}, "relative": {}}
    return _from(data)


def _from(data: Mapping[str, Any]) -> DateWords:
    ranges, roles, relative = (data.get(name, {}) for name in ("ranges", "roles", "relative"))
    quarters = data.get("quarters", {}).get("words", ())
    return DateWords(
        patterns=tuple(_patterns(data)),
        months=tuple(map(either, data.get("months", ()))),
        quarters=tuple(map(either, quarters)),
        from_endings=tuple(ranges.get("from_endings", ())),
        listing=frozenset(ranges.get("listing", ())),
        openers=_at_end(ranges.get("openers", ())),
        night=_at_end(ranges.get("night", ())),
        eve=_at_end(ranges.get("eve", ())),
        night_behind=_at_start(ranges.get("night_behind", ())),
        as_of=_at_end(roles.get("as_of", ())),
        as_of_behind=_at_start(roles.get("as_of_behind", ())),
        named=_at_end(roles.get("named", ())),
        named_behind=_at_start(roles.get("named_behind", ())),
        today=either(relative.get("today", ())),
        yesterday=either(relative.get("yesterday", ())),
        weekdays=tuple(map(either, relative.get("weekdays", ()))),
        is_day_first=data.get("slashes", "unclear") == "day",
    )


def either(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of these phrases as whole words; "-" at the end of a word stands for any letters."""
    source = _either(phrases)
    return re.compile(rf"(?<!\w){source}(?!\w)", re.IGNORECASE) if source else _NOTHING


def _at_end(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for a text that ends in one of these phrases."""
    source = _either(phrases)
    return re.compile(rf"(?<!\w){source}\s*\Z", re.IGNORECASE) if source else _NOTHING


def _at_start(phrases: Iterable[str]) -> re.Pattern[str]:
    source = _either(phrases)
    return re.compile(rf"\s*{source}(?!\w)", re.IGNORECASE) if source else _NOTHING


def _either(phrases: Iterable[str]) -> str:
    ordered = sorted(phrases, key=len, reverse=True)
    return f"(?:{'|'.join(_SPACE.join(map(_word, one.split())) for one in ordered)})" if ordered else ""


def _word(word: str) -> str:
    return re.escape(word[:-1]) + r"\w*" if word.endswith("-") and len(word) > 1 else re.escape(word)


def _patterns(data: Mapping[str, Any]) -> Iterable[tuple[str, re.Pattern[str]]]:
    """Yield the patterns, those that say more before those that say less."""
    yield "iso", re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?(?![\d-])")
    yield "numeric", re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d|\.\d)")
    yield "slashed", re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?![\d/])")
    if not data:
        return
    month, second = (_month(data["months"], name) for name in ("word", "word2"))
    day, day2 = (_day(data, name) for name in ("day", "day2"))
    joint = _joint(data["ranges"].get("joints", ()))
    of = rf"(?:{_either(data['of'])}\s+)?" if "of" in data else ""
    tail = rf"(?:,?\s+{_YEAR})?"
    if data.get("is_year_first"):
        year = rf"(?<![\d-]){_YEAR}\s*-?\s*(?:{_either(one.lstrip('-') for one in data['year_words'])})\.?\s+"
        link = rf"(?:{joint}|\s+)"
        yield from _compiled(
            (
                ("span", rf"(?:{year})?{day}\s*{month}{link}{day2}\s*{second}"),
                ("range", rf"(?:{year})?{day}{link}{day2}\s*{month}"),
                ("day", rf"{year}{day}\s*{month}"),
                ("day", rf"{day}\s*{month}{tail}"),
                ("month", rf"{year}{month}"),
            )
        )
    else:
        yield from _compiled(
            (
                (
                    "span",
                    rf"{day}\s*{of}{month}(?:,?\s+(?P<year1>20\d\d|1[5-9]\d\d))?{joint}{day2}\s*{of}{second}{tail}",
                ),
                ("range", rf"{day}{joint}{day2}\s*{of}{month}{tail}"),
                ("day", rf"{day}\s*{of}{month}{tail}"),
            )
        )
    if data.get("is_month_first"):
        yield from _compiled(
            (
                ("span", rf"{month}\s+{day}{joint}{second}\s+{day2}{tail}"),
                ("range", rf"{month}\s+{day}{joint}{day2}{tail}"),
                ("day", rf"{month}\s+{day}{tail}"),
            )
        )
    yield from _compiled((("month", rf"{month},?\s+(?:{of})?{_YEAR}"), *_coarse(data)))


def _coarse(data: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield the patterns of quarters and years."""
    years = data.get("years", {})
    before, behind = _either(years.get("before", ())), _either(years.get("behind", ()))
    quarters = _either(words for forms in data.get("quarters", {}).get("words", ()) for words in forms)
    if quarters:
        of = rf"(?:{_either(data['of'])}\s+)?" if "of" in data else ""
        yield "quarter", rf"(?<!\w)(?P<quarter>{quarters})(?!\w),?\s+{of}{_YEAR}"
        if behind:
            yield "quarter", rf"(?<![\d-]){_YEAR}\s*{behind}(?!\w)\.?\s+(?P<quarter>{quarters})(?!\w)"
    if before:
        yield "year", rf"(?<!\w){before}\s+(?P<wording>{_YEAR})(?!\s*[-–/]\s*\d)"
    if behind:
        yield "year", rf"(?<![\d-]){_YEAR}\s*{behind}(?!\w)"


def _compiled(sources: Iterable[tuple[str, str]]) -> Iterable[tuple[str, re.Pattern[str]]]:
    for name, source in sources:
        yield name, re.compile(source, re.IGNORECASE)


def _month(months: Sequence[Sequence[str]], name: str) -> str:
    source = _either(form for forms in months for form in forms)
    return rf"(?<!\w)(?P<{name}>{source})(?!\w)(?:\.(?=,?\s+\d))?"


def _day(data: Mapping[str, Any], name: str) -> str:
    endings = _either(data.get("day_endings", ()))
    edge = r"(?<![\w.,:/-])" if name == "day" else ""
    return rf"{edge}(?P<{name}>\d{{1,2}})(?!\d|[,:/]\d|\s?%){endings and endings + '?'}"


def _joint(joints: Iterable[str]) -> str:
    """Return what stands between two days of a range."""
    return rf"(?P<joint>\s*{_DASH}\s*|\s+{_either(joints)}\s+(?:the\s+)?)"
