"""Owns what a person has told of ill-treatment: the topics of the interview, the accounts given, and who may ask again.

METHOD 3.2 (Istanbul Protocol, 2022): the ten topics of a legal interview. METHOD 1.3 (guidelines for civil society of
Eurojust and the ICC, 2022): every further account makes the person live it again; a child, or who tells of sexual
violence, gives a full statement to a trained interviewer only. A topic that nothing is told of is open, never a no.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.justice.said import Read, Said, Told, rows
from onrecord.kernel import Label, PartialDate
from onrecord.ledger import Book, Claim

TOPICS: Final = (
    "before",
    "dates",
    "those_involved",
    "asked_or_said",
    "routine",
    "methods",
    "sexual_assault",
    "injuries",
    "objects",
    "witnesses",
)
_TOLD: Final = "interview_told"
_GIVEN: Final = "account_given_on"
_OF_A_CHILD: Final = ("born_on", "age_group")
PROPERTIES: Final = frozenset({_TOLD, _GIVEN, *_OF_A_CHILD})
_ADULT_AT: Final = 18
WARNINGS: Final[Mapping[str, Label]] = {
    "told_before": Label(
        en="The person has told it already ({days}): read that first, and ask again only for what it leaves open.",
        ru="Человек уже рассказывал об этом ({days}): сначала прочтите это и спрашивайте лишь о том, чего там нет.",
        kk="Адам мұны айтып берген ({days}): алдымен соны оқып, тек онда жоғын сұраңыз.",
    ),
    "specialist_only": Label(
        en="Only a trained interviewer may take a full statement: the person is a child, or tells of sexual violence.",
        ru="Полные показания берёт только обученный специалист: это ребёнок или речь о сексуальном насилии.",
        kk="Толық айғақты тек үйретілген маман алады: бұл бала не жыныстық зорлық туралы айтады.",
    ),
    "without_specialist": Label(
        en="A full statement was taken ({days}), and that a trained interviewer took it is not on record.",
        ru="Взяты полные показания ({days}), но что их брал обученный специалист, не записано.",
        kk="Толық айғақ алынған ({days}), бірақ оны үйретілген маман алғаны жазылмаған.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interviewed:
    """What one person has told, by topic, in which accounts; and what has to be minded before anybody asks again."""

    subject: str
    ids: tuple[str, ...]
    accounts: tuple[Said, ...]
    topics: Mapping[str, tuple[Said, ...]]
    warnings: tuple[tuple[str, str], ...]

    @property
    def open_topics(self) -> tuple[str, ...]:
        """The topics of which nothing is told."""
        return tuple(topic for topic, found in self.topics.items() if not found)

    def warnings_told(self, language: str) -> list[str]:
        """Return the warnings as sentences."""
        return [WARNINGS[code].fill(language, days=days) for code, days in self.warnings]

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord investigation --json` prints."""
        says = self.warnings_told(language)
        return {
            "subject": self.subject,
            "ids": list(self.ids),
            "accounts": rows(self.accounts),
            "topics": {topic: rows(found) for topic, found in self.topics.items()},
            "open_topics": list(self.open_topics),
            "warnings": [{"code": code, "says": text} for (code, _), text in zip(self.warnings, says, strict=True)],
        }


def interviews(
    book: Book, as_of: dt.date, incident: str | None = None, *, subjects: Iterable[str] | None = None
) -> tuple[Interviewed, ...]:
    """Return what persons have told by the end of a day, of one incident or of all; `subjects` alone if given.

    Raises:
        NoSuchIncident: nothing is on record of the incident.
    """
    return interviews_from(Read.of(book, PROPERTIES, incident, subjects=subjects), as_of)


def interviews_from(read: Read, as_of: dt.date) -> tuple[Interviewed, ...]:
    """Return what claims make of it, of each person who has told anything, under all of their ids."""
    found = []
    for subject, claims in sorted(read.by_subject(as_of).items()):
        told = Told(claims)
        if told.claims(_TOLD) or told.claims(_GIVEN):
            found.append(_interviewed(subject, claims, told, as_of))
    return tuple(found)


def _interviewed(subject: str, claims: Sequence[Claim], told: Told, as_of: dt.date) -> Interviewed:
    return Interviewed(
        subject=subject,
        ids=tuple(dict.fromkeys(one.subject for one in claims)),
        accounts=told.said(_GIVEN),
        topics={topic: told.said(_TOLD, interview_topic=topic) for topic in TOPICS},
        warnings=tuple(_warnings(told, PartialDate.on(as_of))),
    )


def _warnings(told: Told, today: PartialDate) -> Iterator[tuple[str, str]]:
    given = told.said(_GIVEN)
    if given:
        yield "told_before", _days(given)
    of_violence = bool(told.said(_TOLD, interview_topic="sexual_assault"))
    if of_violence or _is_child(told, today):
        yield "specialist_only", ""
    untrained = [
        one
        for one in told.claims(_GIVEN)
        if one.dimension("account_kind") == "full_statement"
        and one.dimension("interviewer") != "specialist"
        and (of_violence or (isinstance(one.value, PartialDate) and _is_child(told, one.value)))
    ]
    if untrained:
        yield "without_specialist", _days(Told(untrained).said(_GIVEN))


def _is_child(told: Told, on: PartialDate) -> bool:
    """Say whether a person may have been under 18 on a day, or is told to be a child; in doubt they are one."""
    if any(one.value == "child" for one in told.said("age_group")):
        return True
    births = (one.on for one in told.said("born_on") if one.on is not None)
    return any(_grown_up(one.latest) > on.earliest for one in births)


def _grown_up(born: dt.date) -> dt.date:
    """Return the day on which somebody turns 18; born on 29 February, the first of March."""
    year = born.year + _ADULT_AT
    return dt.date(year, 3, 1) if (born.month, born.day) == (2, 29) else born.replace(year=year)


def _days(found: Iterable[Said]) -> str:
    return ", ".join(one.value for one in found)
