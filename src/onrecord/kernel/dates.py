"""Owns what sources say about time: partial dates with their own wording. Never sharpens "spring 2021" to a day.

ISO 8601-1 writes the parts we accept: a year, a month, a day, or two of them joined by a solidus.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel.written import stretch_words

_PART: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A stretch of days within which something was so, and the words the source used for it.

    `earliest` and `latest` are both inside. "The night of 7 to 8 February 2020" is 2020-02-07 to 2020-02-08.
    """

    earliest: dt.date
    latest: dt.date
    wording: str

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            msg = f"a date that ends before it begins: {self.earliest} to {self.latest}"
            raise ValueError(msg)

    @classmethod
    def parse(cls, text: str, *, wording: str | None = None) -> PartialDate:
        """Return the date written as `2020`, `2020-02`, `2020-02-08` or two of these joined by `/`.

        Raises:
            ValueError: any other form, or a day that does not exist.
        """
        first, _, last = text.strip().partition("/")
        earliest, latest = _bounds(first)
        if last:
            latest = _bounds(last)[1]
        return cls(earliest=earliest, latest=latest, wording=text.strip() if wording is None else wording)

    @classmethod
    def on(cls, day: dt.date) -> PartialDate:
        """Return exactly this day, worded in ISO form."""
        return cls(earliest=day, latest=day, wording=day.isoformat())

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> PartialDate:
        """Return the date a record holds.

        Raises:
            ValueError: a bound is no ISO day, or the bounds are in the wrong order.
        """
        return cls(
            earliest=dt.date.fromisoformat(record["earliest"]),
            latest=dt.date.fromisoformat(record["latest"]),
            wording=str(record["wording"]),
        )

    def to_record(self) -> dict[str, str]:
        """Return `{"earliest", "latest", "wording"}`."""
        return {
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "wording": self.wording,
        }

    @property
    def is_exact_day(self) -> bool:
        """Whether the source named one day."""
        return self.earliest == self.latest

    def text(self) -> str:
        """Return the shortest ISO form that says no more than we know: `2020-02`, `2020-02-07/2020-02-08`."""
        if self.is_exact_day:
            return self.earliest.isoformat()
        first, last = self.earliest, self.latest
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
            return f"{first.year:04d}"
        if first.day == 1 and last == _end_of_month(last) and (first.year, first.month) == (last.year, last.month):
            return f"{first.year:04d}-{first.month:02d}"
        return f"{first.isoformat()}/{last.isoformat()}"

    def written(self, language: str) -> str:
        """Return it as people of this language write it, no sharper than it is: `August 2020`, `7–8 February 2020`."""
        return stretch_words(self.earliest, self.latest, language)

    def is_certainly_before(self, other: PartialDate) -> bool:
        """Say whether every day this may mean lies before every day the other may mean."""
        return self.latest < other.earliest

    def overlaps(self, other: PartialDate) -> bool:
        """Say whether both may mean the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def contains(self, other: PartialDate) -> bool:
        """Say whether every day the other may mean is one this may mean."""
        return self.earliest <= other.earliest and other.latest <= self.latest


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day `months` later by the calendar, clamped to the month's last day (METHOD 4.5)."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def _bounds(text: str) -> tuple[dt.date, dt.date]:
    match = _PART.fullmatch(text)
    if match is None:
        msg = f"not a date as YYYY, YYYY-MM or YYYY-MM-DD: {text!r}"
        raise ValueError(msg)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 - the pattern demands it
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if day is None:
        first = dt.date(year, month, 1)
        return first, _end_of_month(first)
    exact = dt.date(year, month, day)
    return exact, exact


def _end_of_month(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
