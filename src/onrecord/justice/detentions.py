"""Owns the timeline of a detention: each day with its claims, how long after the arrest, and what no day is told of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.justice.said import Read, Said, days_between, first_day, known_by, said
from onrecord.kernel import Label
from onrecord.ledger import Book, Claim

STEPS: Final[Mapping[str, Label]] = {
    "detained_on": Label(en="detained", ru="задержан", kk="ұсталды"),
    "family_told_on": Label(en="family told", ru="семья уведомлена", kk="отбасына хабарланды"),
    "lawyer_seen_on": Label(en="saw a lawyer", ru="встреча с адвокатом", kk="адвокатпен кездесті"),
    "brought_before_judge_on": Label(en="brought before a judge", ru="доставлен к судье", kk="судьяға жеткізілді"),
    "transferred_on": Label(en="transferred", ru="переведён", kk="ауыстырылды"),
    "ill_treated_on": Label(
        en="ill-treated, as is said", ru="жестокое обращение, по заявлению", kk="айтылуынша қиналды"
    ),
    "examined_on": Label(en="examined", ru="осмотрен", kk="тексерілді"),
    "complained_on": Label(en="complained", ru="пожаловался", kk="шағымданды"),
    "charged_on": Label(en="charged", ru="предъявлено обвинение", kk="айып тағылды"),
    "released_on": Label(en="released", ru="освобождён", kk="босатылды"),
    "died_in_custody_on": Label(en="died in custody", ru="умер под стражей", kk="қамауда қайтыс болды"),
}
_EXPECTED: Final = ("family_told_on", "lawyer_seen_on", "brought_before_judge_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One day of a detention, and the fewest and the most days since it began; None where that day is not known."""

    what: str
    said: Said
    days: tuple[int, int] | None

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord person --json` prints."""
        return {"what": self.what, "days": list(self.days) if self.days else None, **self.said.to_row()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Detention:
    """The days on record in the order of time, and the steps of which no day is."""

    steps: tuple[Step, ...]
    missing: tuple[str, ...]

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord person --json` prints."""
        return {"steps": [one.to_row() for one in self.steps], "no_information": list(self.missing)}


def detention(book: Book, ids: Iterable[str], as_of: dt.date, incident: str | None = None) -> Detention:
    """Return the timeline of one person under all of their ids, as of the end of a day.

    Raises:
        NoSuchIncident: nothing is on record of the incident.
    """
    read = Read.of(book, STEPS, incident, subjects=[f"person:{one}" for one in ids])
    return detention_from(read.claims, as_of)


def detention_from(claims: Sequence[Claim], as_of: dt.date) -> Detention:
    """Return the timeline that these claims of one person make."""
    known = known_by(claims, as_of)
    found = {name: said(known, name) for name in STEPS}
    began = first_day(found["detained_on"])
    steps = [
        Step(what=name, said=one, days=days_between(began, one.on)) for name, told in found.items() for one in told
    ]
    ordered = sorted(steps, key=lambda one: (one.said.on.latest if one.said.on else as_of, one.what))
    missing = tuple(name for name in _EXPECTED if not found[name]) if found["detained_on"] else ()
    return Detention(steps=tuple(ordered), missing=missing)
