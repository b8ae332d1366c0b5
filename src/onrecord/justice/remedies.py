"""Owns redress: each measure of the five forms of A/RES/60/147 with how far it came, as sources say, and the money.

A measure of which nothing is on record is told as such: there is no information, not no remedy (METHOD 3.6).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from onrecord.justice.compensation_grades import GRADE, Graded, grades
from onrecord.justice.money import PROPERTIES as MONEY
from onrecord.justice.money import Money, money_from
from onrecord.justice.said import Read, Said, known_by, rows, said
from onrecord.ledger import Book, Claim, Review

STATUS: Final = "remedy_status"
# The forms with their paragraphs, and the measures of each.
FORMS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "restitution": ("19", ("home", "property", "documents", "liberty", "job")),
    "compensation": (
        "20",
        ("physical_mental_harm", "lost_opportunities", "material_damage", "moral_damage", "costs"),
    ),
    "rehabilitation": ("21", ("medical", "psychological", "legal", "social")),
    "satisfaction": (
        "22",
        ("cessation", "facts_public", "search", "declaration", "apology", "sanctions", "commemoration", "training"),
    ),
    "non_repetition": (
        "23",
        (
            "control_of_forces",
            "due_process",
            "independent_judiciary",
            "protection_of_defenders",
            "training",
            "codes",
            "conflict_monitoring",
            "law_reform",
        ),
    ),
}
_WORDS: Final = ("houses_rebuilt", "restoration_status", "compensation_status")
PROPERTIES: Final = frozenset({STATUS, GRADE, *MONEY, *_WORDS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """One state, and of whom it is the newest that is said: how many persons, how many incidents and groups."""

    status: str
    persons: int
    others: int
    claims: tuple[str, ...]

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord remedies --json` prints."""
        return {"status": self.status, "persons": self.persons, "others": self.others, "claims": list(self.claims)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of a form, and what is said of how far it came, the newest last; nothing said is no information.

    `came` tells of how many each state is the newest: that one home was given back is not that homes were.
    """

    form: str
    paragraph: str
    name: str
    told: tuple[Said, ...]
    came: tuple[Came, ...] = ()

    @property
    def status(self) -> str:
        """The one state of all of whom one is said, `differs` where there are several, `no_information` where none is.

        `contested` is that of whom sources say two things of one day.
        """
        if not self.came:
            return "no_information"
        return self.came[0].status if len(self.came) == 1 else "differs"

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord remedies --json` prints."""
        return {
            "form": self.form,
            "paragraph": self.paragraph,
            "measure": self.name,
            "status": self.status,
            "came": [one.to_row() for one in self.came],
            "told": rows(self.told),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """All measures, what is said of rebuilding and payment in words or numbers, the money, and its summary grades."""

    measures: tuple[Measure, ...]
    persons: tuple[str, ...]  # of whom anything is told, as `person:ID`
    words: Mapping[str, tuple[Said, ...]]
    money: Money
    grades: tuple[Graded, ...]

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord remedies --json` prints."""
        return {
            "measures": [one.to_row() for one in self.measures],
            "said": {name: rows(found) for name, found in self.words.items()},
            "money": self.money.to_row(language),
            "grades": [one.to_row(language) for one in self.grades],
        }


def remedies(book: Book, as_of: dt.date, currency: str | None = None, incident: str | None = None) -> Remedies:
    """Return what a book has of redress by the end of a day, money brought into a currency if one is named.

    Raises:
        NoSuchIncident: nothing is on record of the incident.
    """
    return remedies_from(Read.of(book, PROPERTIES, incident), as_of, currency, reviews=book.shelf.reviews())


def remedies_from(
    read: Read, as_of: dt.date, currency: str | None = None, *, reviews: Iterable[Review] = ()
) -> Remedies:
    """Return what claims have of redress; `reviews` are the sign-offs by which a grade of ours stands."""
    known = known_by(read.claims, as_of)
    money = money_from(read, as_of, currency)
    of: dict[tuple[str | None, str | None], list[Claim]] = {}
    for one in known:
        if one.property == STATUS:
            of.setdefault((one.dimension("remedy_form"), one.dimension("remedy_measure")), []).append(one)
    return Remedies(
        persons=tuple(dict.fromkeys(one.subject for one in known if one.subject_kind == "person")),
        measures=tuple(
            Measure(
                form=form,
                paragraph=paragraph,
                name=measure,
                told=said(of.get((form, measure), ()), STATUS),
                came=_came(of.get((form, measure), ()), read),
            )
            for form, (paragraph, measures) in FORMS.items()
            for measure in measures
        ),
        words={name: said(known, name) for name in _WORDS},
        money=money,
        grades=grades(known, money, reviews, as_of),
    )


def _came(claims: Iterable[Claim], read: Read) -> tuple[Came, ...]:
    """Return the states that are the newest of anybody, each with how many; a person of several ids is one."""
    of: dict[str, list[Claim]] = {}
    for one in claims:
        of.setdefault(read.counted_as(one.subject), []).append(one)
    states: dict[str, list[tuple[str, list[Claim]]]] = {}
    for subject, theirs in of.items():
        told = said(theirs, STATUS)
        newest = _day(told[-1])
        last = [one for one in told if _day(one) == newest]
        named = {claim for one in last for claim in one.claims}
        status = last[0].value if len(last) == 1 else "contested"
        states.setdefault(status, []).append((subject, [one for one in theirs if one.id in named]))
    return tuple(
        Came(
            status=status,
            persons=sum(subject.startswith("person:") for subject, _ in found),
            others=sum(not subject.startswith("person:") for subject, _ in found),
            claims=tuple(one.id for _, theirs in found for one in theirs),
        )
        for status, found in sorted(states.items())
    )


def _day(one: Said) -> dt.date | None:
    return one.as_of.latest if one.as_of is not None else None
