"""Owns facts as they are said: one value with all claims that say it, other values beside it, nothing picked.

What is said is of a day: of the day that it tells, or as of which it is so. On an earlier day it is not known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.kernel import PartialDate
from onrecord.ledger import Book, Claim, same_person


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a reading is made from: the claims, those that say who is one person, and the ties to one incident.

    Two ids are one person to whoever may see that they are; counts go by `unseen`, which is all that says so.
    """

    claims: tuple[Claim, ...]
    same: Mapping[str, str] = field(default_factory=dict)
    unseen: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        book: Book,
        properties: Iterable[str],
        incident: str | None = None,
        *,
        subjects: Iterable[str] | None = None,
    ) -> Read:
        """Return what a book has of these properties, of one incident or of all, about these subjects or all.

        Raises:
            NoSuchIncident: nothing is on record of the incident.
        """
        claims = book.claims_among(properties, subjects=subjects)
        if incident is not None:
            ties = book.ties(incident)
            claims = tuple(one for one in claims if ties.takes(one, incident))
        seen = book.claims_of("same_person_as")
        return cls(claims=claims, same=same_person(seen), unseen=same_person(book.same_persons()))

    def by_subject(self, as_of: dt.date) -> Mapping[str, list[Claim]]:
        """Return the claims that were true by a day, of each subject; of a person under all ids that may be seen."""
        of: dict[str, list[Claim]] = {}
        first: dict[str, str] = {}
        for claim in known_by(self.claims, as_of):
            subject = claim.subject
            if subject in self.same:  # told under the id that occurs first
                subject = first.setdefault(self.same[subject], subject)
            of.setdefault(subject, []).append(claim)
        return of

    def counted_as(self, subject: str) -> str:
        """Return as whom a subject counts."""
        return self.unseen.get(subject, subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One value, who says it since when, and the claims. `on` is the day that it is about, where it is a day."""

    value: str
    on: PartialDate | None
    as_of: PartialDate | None
    institutions: tuple[str, ...]
    claims: tuple[str, ...]

    def to_row(self) -> dict[str, Any]:
        """Return it as JSON tells it."""
        return {
            "value": self.value,
            "as_of": self.as_of.text() if self.as_of else None,
            "institutions": list(self.institutions),
            "claims": list(self.claims),
        }


def known_by(claims: Iterable[Claim], as_of: dt.date) -> tuple[Claim, ...]:
    """Return the claims that stand and were true by the end of a day; one of no day is taken to have been."""
    return tuple(one for one in claims if one.status.is_counted and _is_by(one, as_of))


def _is_by(claim: Claim, as_of: dt.date) -> bool:
    day = claim.day
    return day is None or day.latest <= as_of


class Told:
    """Claims of one subject, found by their property."""

    __slots__ = ("_of",)

    def __init__(self, claims: Iterable[Claim]) -> None:
        """Keep these claims."""
        self._of: dict[str, list[Claim]] = {}
        for claim in claims:
            self._of.setdefault(claim.property, []).append(claim)

    def claims(self, name: str) -> Sequence[Claim]:
        """Return the claims of a property."""
        return self._of.get(name, ())

    def tells(self, names: frozenset[str]) -> bool:
        """Say whether any of these properties is told."""
        return not names.isdisjoint(self._of)

    def values(self) -> Mapping[str, tuple[Said, ...]]:
        """Return each property that is told with its values, as `said` has them."""
        return {name: self.said(name) for name in self._of}

    def said(self, name: str, **about: str) -> tuple[Said, ...]:
        """Return each value that is claimed of a property, the newest last, with all claims that say it."""
        claims = self._of.get(name)
        if not claims:
            return ()
        if len(claims) == 1 and not about:
            return (_said(_text(claims[0]), claims),)
        values: dict[str, list[Claim]] = {}
        for claim in claims:
            if not about or all(claim.dimension(key) == value for key, value in about.items()):
                values.setdefault(_text(claim), []).append(claim)
        found = [_said(value, same) for value, same in values.items()]
        return tuple(found) if len(found) < 2 else tuple(sorted(found, key=_order))


def said(claims: Iterable[Claim], name: str, **about: str) -> tuple[Said, ...]:
    """Return each value that is claimed of a property, the newest last, with all claims that say it."""
    return Told(claim for claim in claims if claim.property == name).said(name, **about)


def _said(value: str, same: Sequence[Claim]) -> Said:
    first = same[0].value
    return Said(
        value=value,
        on=first if isinstance(first, PartialDate) else None,
        as_of=same[0].as_of or same[0].said_on if len(same) == 1 else _last_day(same),
        institutions=tuple(dict.fromkeys([found for one in same if (found := one.dimension("institution"))])),
        claims=tuple([one.id for one in same]),
    )


def _last_day(same: Iterable[Claim]) -> PartialDate | None:
    days = [day for one in same if (day := one.as_of or one.said_on) is not None]
    return max(days, key=lambda one: one.latest, default=None)


def _text(claim: Claim) -> str:
    value = claim.value
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.text() if isinstance(value, PartialDate) else claim.value_text()


def _order(one: Said) -> tuple[dt.date, str]:
    day = one.on or one.as_of
    return (day.latest if day is not None else dt.date.min, one.value)


def rows(found: Sequence[Said]) -> list[dict[str, Any]]:
    """Return values as JSON tells them."""
    return [one.to_row() for one in found] if found else []


def first_day(found: Iterable[Said]) -> PartialDate | None:
    """Return the earliest of the days that are claimed."""
    return min((one.on for one in found if one.on is not None), key=lambda one: one.latest, default=None)


def days_between(start: PartialDate | None, end: PartialDate | None) -> tuple[int, int] | None:
    """Return the fewest and the most days from one to the other; None where one is not known."""
    if start is None or end is None:
        return None
    return (end.earliest - start.latest).days, (end.latest - start.earliest).days
