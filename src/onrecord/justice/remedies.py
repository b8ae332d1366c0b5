"""Owns redress: each measure of the five forms of A/RES/60/147 with how far it came, as sources say, and the money.

A measure of which nothing is on record is told as such: there is no information, not no remedy (METHOD 3.6).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from onrecord.justice.money import PROPERTIES as MONEY
from onrecord.justice.money import Money, money_from
from onrecord.justice.said import Said, known_by, rows, said
from onrecord.ledger import Book, Claim

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
PROPERTIES: Final = frozenset({STATUS, *MONEY, *_WORDS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of a form, and what is said of how far it came, the newest last; nothing said is no information."""

    form: str
    paragraph: str
    name: str
    told: tuple[Said, ...]

    @property
    def status(self) -> str:
        """The newest that is said; `contested` where that day has two, `no_information` where nothing is said."""
        if not self.told:
            return "no_information"
        newest = _day(self.told[-1])
        last = {one.value for one in self.told if _day(one) == newest}
        return last.pop() if len(last) == 1 else "contested"

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord remedies --json` prints."""
        return {
            "form": self.form,
            "paragraph": self.paragraph,
            "measure": self.name,
            "status": self.status,
            "told": rows(self.told),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """All measures, what is said of rebuilding and payment in words or numbers, and the money."""

    measures: tuple[Measure, ...]
    words: Mapping[str, tuple[Said, ...]]
    money: Money

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord remedies --json` prints."""
        return {
            "measures": [one.to_row() for one in self.measures],
            "said": {name: rows(found) for name, found in self.words.items()},
            "money": self.money.to_row(language),
        }


def remedies(book: Book, as_of: dt.date, currency: str | None = None) -> Remedies:
    """Return what a book has of redress by the end of a day, money brought into a currency if one is named."""
    claims = [one for name in sorted(PROPERTIES) for one in book.claims_of(name)]
    return remedies_from(claims, as_of, currency)


def remedies_from(claims: Iterable[Claim], as_of: dt.date, currency: str | None = None) -> Remedies:
    """Return what these claims have of redress."""
    known = known_by(claims, as_of)
    return Remedies(
        measures=tuple(
            Measure(
                form=form,
                paragraph=paragraph,
                name=measure,
                told=said(known, STATUS, remedy_form=form, remedy_measure=measure),
            )
            for form, (paragraph, measures) in FORMS.items()
            for measure in measures
        ),
        words={name: said(known, name) for name in _WORDS},
        money=money_from(known, as_of, currency),
    )


def _day(one: Said) -> dt.date | None:
    return one.as_of.latest if one.as_of is not None else None
