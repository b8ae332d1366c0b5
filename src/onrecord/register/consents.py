"""Owns what persons agreed to: each level a yes or a no of its day, a withdrawal, and who may be named as a child.

METHOD 7.1: levels are separate, and no where nothing is on record. METHOD 7.3, ET-03: who was under 18 at the event or
is at publication is named only by a decision on their best interest, which a second person has signed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.kernel import ClaimId, PartialDate, Qualifier
from onrecord.ledger import Book, Claim, Review, same_person

CONSENT, WITHDRAWN, DECISION = "consent", "consent_withdrawn_on", "best_interest_decision"
_AGE: Final = ("age_group", "born_on", "age")
_EVENTS: Final = ("injured_on", "died_on", "last_seen_on")
PROPERTIES: Final = frozenset({CONSENT, WITHDRAWN, DECISION, *_AGE, *_EVENTS})
_ADULT_AT: Final = 18
_ABOUT: Final = 2  # years by which an age that is about so much may be wrong, as births may (METHOD 8.4, 7)


class Level(StrEnum):
    """One thing that a person may agree to."""

    RECORD = "record"
    STORE = "store"
    USE_INSIDE = "use_inside"
    SHARE_WITH_BODIES = "share_with_bodies"
    PUBLISH_ANONYMISED = "publish_anonymised"
    PUBLISH_NAMED = "publish_named"
    PUBLISH_IMAGE = "publish_image"
    CONTACT_AGAIN = "contact_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The newest word of a person on one level: yes or no, in which form, on which day, under which conditions."""

    is_given: bool
    form: str
    on: PartialDate
    conditions: str | None
    withdrawn_on: PartialDate | None
    claims: tuple[ClaimId, ...]

    @property
    def holds(self) -> bool:
        """Whether they agreed and have not taken it back since."""
        return self.is_given and self.withdrawn_on is None

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord consents --json` prints."""
        return {
            "given": self.is_given,
            "holds": self.holds,
            "form": self.form,
            "on": self.on.text(),
            "conditions": self.conditions,
            "withdrawn_on": self.withdrawn_on.text() if self.withdrawn_on else None,
            "claims": list(self.claims),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """What one person agreed to as of a day; whether they are, or may be, a child; and the decision to name one."""

    person: str
    levels: Mapping[Level, Given]
    child: tuple[ClaimId, ...]
    decided: tuple[ClaimId, ...]
    reviewers: tuple[str, ...]

    def holds(self, level: Level) -> bool:
        """Whether the person agreed to this; no where nothing is on record."""
        return level in self.levels and self.levels[level].holds

    @property
    def is_child(self) -> bool:
        """Whether a claim says that they were under 18 at the event or are on the day, or a birth or age leaves it."""
        return bool(self.child)

    @property
    def may_be_named_as_child(self) -> bool:
        """Whether it was decided that their interest allows it, and a second person has signed that."""
        return bool(self.decided and self.reviewers)

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord consents --json` prints; a level of which nothing is on record is there, as null."""
        return {
            "person": self.person,
            "levels": {level.value: self.levels[level].to_row() if level in self.levels else None for level in Level},
            "child": {"is": self.is_child, "claims": list(self.child)},
            "best_interest": {
                "decided": bool(self.decided),
                "signed_by": list(self.reviewers),
                "claims": list(self.decided),
            },
        }


def consents(book: Book, as_of: dt.date, *, subjects: Iterable[str] | None = None) -> tuple[Consents, ...]:
    """Return what persons agreed to by the end of a day: of everybody who was asked, or of these ids as one person.

    Of everybody, records that a finding joins are one person, under the first of their ids that was asked: what was
    taken back under one record is taken back.
    """
    if subjects is not None:
        ids = sorted(set(subjects))
        claims = book.claims_among(PROPERTIES, subjects=ids)
        return (consents_of(ids[0], claims, book.shelf.reviews(), as_of),) if ids else ()
    same = same_person(book.claims_of("same_person_as"))
    of: dict[str, list[Claim]] = {}
    for claim in book.claims_among(PROPERTIES):
        of.setdefault(same.get(claim.subject, claim.subject), []).append(claim)
    asked: dict[str, list[Claim]] = {}
    for told in of.values():
        if who := min((one.subject for one in told if one.property in (CONSENT, WITHDRAWN, DECISION)), default=None):
            asked[who] = told
    return tuple(consents_of(who, told, book.shelf.reviews(), as_of) for who, told in sorted(asked.items()))


def consents_of(person: str, claims: Iterable[Claim], reviews: Sequence[Review], as_of: dt.date) -> Consents:
    """Return what claims about one person say of it."""
    known = [one for one in claims if one.status.is_counted and _is_by(one, as_of)]
    decided = _decided(known)
    return Consents(
        person=person,
        levels={level: given for level in Level if (given := _given(level, known)) is not None},
        child=tuple(one.id for one in known if _says_child(one, known, as_of)),
        decided=tuple(one.id for one in decided),
        reviewers=tuple(dict.fromkeys(who for one in decided for who in _signed(one, reviews, as_of))),
    )


def _decided(known: Iterable[Claim]) -> list[Claim]:
    """Return the decisions that a child may be named; none where the last one, or another of its day, is a no."""
    made = [one for one in known if one.property == DECISION]
    refused = max((_day(one) for one in made if one.value is not True), default=dt.date.min)
    return [one for one in made if one.value is True and _day(one) > refused]


def _is_by(claim: Claim, as_of: dt.date) -> bool:
    """Say whether a claim speaks of a day that has come."""
    day = claim.value if isinstance(claim.value, PartialDate) else claim.as_of
    return day is None or day.earliest <= as_of


def _given(level: Level, known: Iterable[Claim]) -> Given | None:
    said = [one for one in known if one.property == CONSENT and one.dimension("consent_level") == level.value]
    if not said:
        return None
    last = max(said, key=lambda one: (_day(one), one.value is False, one.seq))  # of one day, the no
    gone = [
        one
        for one in known
        if one.property == WITHDRAWN
        and one.dimension("consent_level") in (None, level.value)
        and _day(one) >= _day(last)
    ]
    first = min(gone, key=_day, default=None)
    assert last.as_of is not None  # noqa: S101 - the ledger takes none without its day
    return Given(
        is_given=last.value is True,
        form=last.dimension("consent_form") or "",
        on=last.as_of,
        conditions=last.dimension("conditions"),
        withdrawn_on=first.value if first is not None and isinstance(first.value, PartialDate) else None,
        claims=(last.id, *(one.id for one in gone)),
    )


def _day(claim: Claim) -> dt.date:
    """Return the day of a consent, its first, or of a withdrawal, its last: in doubt it was taken back after."""
    if isinstance(claim.value, PartialDate):
        return claim.value.latest
    return claim.as_of.earliest if claim.as_of is not None else dt.date.min


def _says_child(claim: Claim, known: Iterable[Claim], as_of: dt.date) -> bool:
    """Say whether a claim makes a person a child, or leaves it open: at the event, or on the day."""
    if claim.property == "age_group":
        return claim.value == "child"
    born = _born_at_the_latest(claim, as_of)
    if born is None:
        return False
    events = [one.value.earliest for one in known if one.property in _EVENTS and isinstance(one.value, PartialDate)]
    return _grown_up(born) > min([as_of, *events])


def _born_at_the_latest(claim: Claim, as_of: dt.date) -> dt.date | None:
    """Return the last day on which somebody can be born of whom this is said; None where it says nothing of that.

    An age is that of the day of its claim, or else of today. With no least ("under 30") it may be that of a newborn.
    """
    if claim.property == "born_on" and isinstance(claim.value, PartialDate):
        return claim.value.latest
    said = claim.quantity
    if claim.property != "age" or said is None or (said.low is None and said.high is None):
        return None
    day = claim.as_of.latest if claim.as_of is not None else as_of
    wrong_by = _ABOUT if said.qualifier in (Qualifier.ABOUT, Qualifier.VAGUE) else 0
    years = min(max(int(said.low or 0) - wrong_by, 0), day.year - 1)
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)


def _grown_up(born: dt.date) -> dt.date:
    """Return the day on which somebody turns 18; born on 29 February, the first of March."""
    year = born.year + _ADULT_AT
    return dt.date(year, 3, 1) if (born.month, born.day) == (2, 29) else born.replace(year=year)


def _signed(decision: Claim, reviews: Iterable[Review], as_of: dt.date) -> Iterable[str]:
    author = decision.speaker.strip().casefold()
    for one in reviews:
        if decision.id in one.claims and one.day <= as_of.isoformat() and one.by.strip().casefold() != author:
            yield one.by
