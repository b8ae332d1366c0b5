"""Owns what a list says beside a name: births, deaths, places, kin. What is missing is unknown and agrees with nothing.

A context is `key=value` pairs joined by semicolons: `born=1958; village=...`. A value that cannot be read is told in
`unread` and stays unknown: one bad cell does not stop a list.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from onrecord.kernel import PartialDate

_AGE: Final = re.compile(r"(\d{1,3})\s*@\s*(\S+)")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_PLACES: Final = frozenset({"village", "place", "home", "address", "town"})
_NUMBERS: Final = frozenset({"document", "doc", "id", "iin", "passport", "phone"})
_WORDS: Final = {
    "село": "village", "ауыл": "village", "аул": "village", "рожд": "born", "род": "born", "туған": "born",
    "умер": "died", "отец": "father", "әкесі": "father", "пол": "sex", "жыныс": "sex", "возраст": "age", "жас": "age",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where somebody was on a day, said under a key such as `hospital` or `custody`."""

    key: str
    place: str
    on: PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known beside a name; an empty one says nothing."""

    born: PartialDate | None = None
    died: PartialDate | None = None
    alive: PartialDate | None = None
    places: tuple[str, ...] = ()
    father: str | None = None
    sex: str | None = None
    numbers: tuple[tuple[str, str], ...] = ()
    sightings: tuple[Sighting, ...] = ()
    unread: tuple[str, ...] = field(default=())

    @classmethod
    def parse(cls, text: str) -> Context:
        """Return the context that `key=value; key=value` says."""
        found = _Gathered()
        for part in re.split(r"[;\n]", text):
            if part.strip():
                found.take(part.strip())
        return found.context()

    def seen_alive(self) -> Iterator[PartialDate]:
        """Yield the days on which somebody was alive: said so, or in a hospital or in custody."""
        if self.alive is not None:
            yield self.alive
        for one in self.sightings:
            if one.key not in {"morgue", "grave", "buried", "burial", "body"}:
                yield one.on


class _Gathered:
    """The parts of a context while they are read."""

    def __init__(self) -> None:
        self.dates: dict[str, PartialDate] = {}
        self.places: list[str] = []
        self.numbers: list[tuple[str, str]] = []
        self.sightings: list[Sighting] = []
        self.father: str | None = None
        self.sex: str | None = None
        self.unread: list[str] = []

    def take(self, part: str) -> None:
        """Take one `key=value`."""
        key, _, value = (one.strip() for one in part.partition("="))
        key = _WORDS.get(key.lower(), key.lower())
        if not value:
            self.unread += [part] if key != "alive" else []
        elif not self._dated(key, value) and not self._said(key, value):
            self.unread.append(part)

    def context(self) -> Context:
        """Return what was read."""
        return Context(
            born=self.dates.get("born"),
            died=self.dates.get("died"),
            alive=self.dates.get("alive"),
            places=tuple(self.places),
            father=self.father,
            sex=self.sex,
            numbers=tuple(self.numbers),
            sightings=tuple(self.sightings),
            unread=tuple(self.unread),
        )

    def _dated(self, key: str, value: str) -> bool:
        if key in {"born", "died", "alive"}:
            date = read_date(value)
            if date is not None:
                self.dates[key] = date
            return date is not None
        if key == "age":
            born = _born_by_age(value)
            if born is not None:
                self.dates.setdefault("born", born)
            return born is not None
        place, at, day = value.rpartition("@")
        date = read_date(day) if at else None
        if date is not None:
            self.sightings.append(Sighting(key, place.strip(), date))
        return date is not None

    def _said(self, key: str, value: str) -> bool:
        if key in _PLACES:
            self.places.append(value)
        elif key == "father":
            self.father = value
        elif key == "sex":
            self.sex = {"м": "male", "m": "male", "е": "male", "ж": "female", "f": "female", "ә": "female"}.get(
                value[:1].lower()
            )
        elif key in _NUMBERS:
            self.numbers.append((key, re.sub(r"\W", "", value).lower()))
        else:
            return False
        return True


def read_date(text: str) -> PartialDate | None:
    """Return a date as `1958`, `1958-03`, `1958-03-02`, `02.03.1958` or a stretch of two; None for anything else."""
    found = _DAY_FIRST.fullmatch(text.strip())
    if found:
        day, month, year = found.groups()
        text = f"{year}-{int(month):02d}-{int(day):02d}"
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def _born_by_age(value: str) -> PartialDate | None:
    """Return the days on which somebody of an age on a day was born: 9 on 2020-02-07 is 2010-02-08 to 2011-02-07."""
    found = _AGE.fullmatch(value)
    on = read_date(found.group(2)) if found else None
    if found is None or on is None:
        return None
    years = int(found.group(1))
    try:
        first = _years_before(on.earliest, years + 1) + dt.timedelta(days=1)
        return PartialDate(earliest=first, latest=_years_before(on.latest, years), wording=value)
    except (ValueError, OverflowError):
        return None


def _years_before(day: dt.date, years: int) -> dt.date:
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - years)
