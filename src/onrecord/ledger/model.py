"""Owns the values of the ledger: claims, sources, figures. Everything on record is a claim.

claim = subject . property = value, about what, as of when, said on which day by whom, in which words of which item.
"""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from onrecord.kernel import (
    ClaimId,
    Counts,
    ItemId,
    Label,
    Level,
    PartialDate,
    Quantity,
    SourceId,
    SpeakerKind,
    Value,
    Visibility,
    number_record,
    value_text,
)
from onrecord.ledger.levels import Confirmation, Confirmed
from onrecord.reading import Quote

COMBINED: Final = "FG-02: from the least that is corroborated to the most that is said, at least the persons on record"


class ClaimStatus(StrEnum):
    """What became of a claim. Nothing is overwritten: each of these is an entry of its own, and the claim stays.

    A refuted one has stronger evidence against it (METHOD 1.4, level 9): shown beside the others, out of the totals.
    """

    STANDS = "stands"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    REFUTED = "refuted"

    @property
    def is_counted(self) -> bool:
        """Whether figures are read from it: a disputed claim is, marked; one that was taken back or refuted is not."""
        return self in _COUNTED


_COUNTED: Final = (ClaimStatus.STANDS, ClaimStatus.DISPUTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody said, of whom or what, and where they said it."""

    id: ClaimId
    subject_kind: str
    subject_id: str
    property: str
    value: Value
    unit: str | None = None
    about: tuple[tuple[str, str], ...] = ()
    as_of: PartialDate | None = None
    said_on: PartialDate | None = None
    speaker: str
    speaker_kind: SpeakerKind
    source: SourceId | None = None
    item: ItemId | None = None
    quote: Quote | None = None
    level: Level = Level.IN_THE_TEXT
    visibility: Visibility = Visibility.TEAM
    basis: tuple[ClaimId, ...] = ()
    note: str | None = None
    status: ClaimStatus = ClaimStatus.STANDS
    status_why: str | None = None
    status_basis: tuple[ClaimId, ...] = ()  # the claims that refute it, or the one that took its place
    status_seq: int = -1
    narrowed_from: Visibility | None = None  # as it was stated to be seen, where its item was narrowed since
    seq: int = -1
    stated_at: str = ""

    @builtins.property  # `property` is a field here
    def subject(self) -> str:
        """The subject as `kind:id`."""
        return f"{self.subject_kind}:{self.subject_id}"

    @builtins.property  # `property` is a field here
    def quantity(self) -> Quantity | None:
        """The value where it is a quantity."""
        return self.value if isinstance(self.value, Quantity) else None

    @builtins.property  # `property` is a field here
    def made_by(self) -> str | None:
        """What put the quoted words into letters, where no person did: `ocr`."""
        return self.quote.made_by.value if self.quote and self.quote.made_by else None

    @builtins.property  # `property` is a field here
    def superseded_by(self) -> ClaimId | None:
        """The claim that took its place."""
        return self.status_basis[0] if self.status is ClaimStatus.SUPERSEDED and self.status_basis else None

    def dimension(self, name: str) -> str | None:
        """Return what this claim is about in one dimension, or None where it does not say."""
        for key, value in self.about:
            if key == name:
                return value
        return None

    def value_text(self) -> str:
        """Return the value in the words it was said in."""
        return value_text(self.value)

    def to_row(self) -> dict[str, Any]:
        """Return the claim as one flat row, in the format that `onrecord state` reads."""
        row: dict[str, Any] = {"id": self.id, "subject": self.subject, "property": self.property}
        row |= _value_fields(self.value)
        row |= {"unit": self.unit, **dict(self.about)}
        row |= _date_fields("as_of", self.as_of) | _date_fields("said_on", self.said_on)
        row |= {
            "speaker": self.speaker,
            "speaker_kind": self.speaker_kind.value,
            "source": self.source,
            "item": self.item,
            "quote": self.quote.text if self.quote else None,
            "made_by": self.made_by,
            "level": self.level.value,
            "visibility": self.visibility.value,
            "basis": list(self.basis) or None,
            "note": self.note,
            "status": self.status.value if self.status is not ClaimStatus.STANDS else None,
            "status_why": self.status_why,
            "status_basis": list(self.status_basis) or None if self.superseded_by is None else None,
            "superseded_by": self.superseded_by,
        }
        return {name: value for name, value in row.items() if value is not None or name in ("low", "high")}


RELIABILITY: Final = "reliability"  # HURIDOCS microthesaurus 42
SOURCE_GRADE: Final = "source_grade"  # Admiralty code, the source: A to F
INFORMATION_GRADE: Final = "information_grade"  # Admiralty code, the information: 1 to 6
UNGRADED: Final[Mapping[str, str]] = {RELIABILITY: "99", SOURCE_GRADE: "F", INFORMATION_GRADE: "6"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """What a person holds of a source on one axis, and why. Two persons' grades stand side by side."""

    axis: str
    value: str
    why: str
    by: str
    claim: ClaimId

    def to_row(self) -> dict[str, Any]:
        """Return it as `onrecord figures --json` promises."""
        return {"axis": self.axis, "value": self.value, "why": self.why, "by": self.by, "claim": self.claim}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where claims come from, as the claims about it say."""

    id: SourceId
    publisher: str | None = None
    title: str | None = None
    published_on: PartialDate | None = None
    address: str | None = None
    language: str | None = None
    source_kind: str | None = None
    derived_from: tuple[SourceId, ...] = ()
    ways: tuple[tuple[SourceId, str], ...] = ()  # how it derives from each; one that nobody knows is not there
    item: ItemId | None = None
    remark: str | None = None
    visibility: Visibility = Visibility.TEAM
    connection: str | None = None
    grades: tuple[Grade, ...] = ()

    def how(self, source: str) -> str:
        """Return how it derives from another: a reprint, a translation, by one press office; `unknown` where unsaid."""
        return dict(self.ways).get(SourceId(source), "unknown")

    def to_row(self) -> dict[str, Any]:
        """Return the source as the row that states it."""
        published = self.published_on
        row: dict[str, Any] = {
            "source": self.id,
            "publisher": self.publisher,
            "title": self.title,
            "published_on": published.text() if published else None,
            "published_on_wording": published.wording if published and published.wording != published.text() else None,
            "address": self.address,
            "language": self.language,
            "source_kind": self.source_kind,
            "derived_from": list(self.derived_from) or None,
            "how": [self.how(one) for one in self.derived_from] if self.ways else None,
            "connection": self.connection,
            "item": self.item,
            "visibility": self.visibility.value,
            "remark": self.remark,
        }
        return {name: value for name, value in row.items() if value is not None}

    def grade(self, axis: str) -> str:
        """Return the latest grade on one axis, or what that scale has for what nobody has judged: 99, F, 6."""
        return next((one.value for one in reversed(self.grades) if one.axis == axis), UNGRADED[axis])

    def grades_row(self) -> dict[str, Any]:
        """Return the grades, each axis for itself: they are never multiplied or averaged (METHOD 1.4)."""
        return {
            "reliability": self.grade(RELIABILITY),
            "admiralty": self.grade(SOURCE_GRADE) + self.grade(INFORMATION_GRADE),
            "given": [one.to_row() for one in self.grades],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One claim of a figure, with the first source it traces to."""

    claim: Claim
    origins: tuple[str, ...]
    counts: Counts = Counts.TOTAL
    source: Source | None = None
    fallen: tuple[str, ...] = ()  # origins whose own claim of it was withdrawn, replaced or refuted

    @builtins.property  # `property` is a field here
    def quantity(self) -> Quantity:
        """What was said."""
        value = self.claim.value
        if not isinstance(value, Quantity):
            msg = f"claim {self.claim.id} is no quantity"
            raise TypeError(msg)
        return value

    @builtins.property  # `property` is a field here
    def stands_on(self) -> tuple[str, ...]:
        """The origins that still stand behind it; none where all of them took it back."""
        return tuple(one for one in self.origins if one not in self.fallen)

    @builtins.property  # `property` is a field here
    def origin(self) -> str:
        """The origin as one name; several roots stand together."""
        return " + ".join(self.origins)

    def to_row(self) -> dict[str, Any]:
        """Return the reading as CLI.md promises it."""
        claim = self.claim
        return {
            "claim": claim.id,
            **self.quantity.to_record(),
            "unit": claim.unit,
            "as_of": claim.as_of.to_record() if claim.as_of else None,
            "said_on": claim.said_on.to_record() if claim.said_on else None,
            "speaker": claim.speaker,
            "speaker_kind": claim.speaker_kind.value,
            "source": claim.source,
            "origin": self.origin,
            "fallen_origins": list(self.fallen),
            "grades": self.source.grades_row() if self.source else None,
            "status": claim.status.value,
            "status_why": claim.status_why,
            "made_by": claim.made_by,
        }


_FLOOR: Final = Label(
    en="{count} persons are on record one by one. Recorded individuals are a floor; the true number may be higher.",
    ru="Поимённо учтено лиц: {count}. Учтённые — нижняя граница; истинное число может быть больше.",
    kk="Жеке-жеке тіркелген адам: {count}. Тіркелгендер — төменгі шек; шын сан одан көп болуы мүмкін.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """How many persons on record a figure cannot fall below, each once, and the claims that say so."""

    count: int
    claims: tuple[ClaimId, ...]

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord figures --json` promises of it."""
        return {
            "individuals": self.count,
            "claims": list(self.claims),
            "says": _FLOOR.fill(language, count=self.count),
        }


class FigureStatus(StrEnum):
    """What the readings of a figure are to each other."""

    SINGLE_ORIGIN = "single_origin"
    AGREED = "agreed"
    CHANGING = "changing"
    CONTESTED = "contested"
    REFUTED = "refuted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The claims about one quantity, read together: side by side, newest first, none deleted (METHOD FG-01)."""

    property: str
    subject: str
    unit: str | None
    about: tuple[tuple[str, str], ...]
    readings: tuple[Reading, ...]
    origins: tuple[str, ...]
    low: Decimal | None
    high: Decimal | None
    latest_official: ClaimId | None
    status: FigureStatus
    confirmation: Confirmed = field(default_factory=lambda: Confirmed(level=Confirmation.ALLEGED, origins=()))
    refuted: tuple[Reading, ...] = ()  # shown beside the others, and in no total
    floor: Floor | None = None
    rule: str = "FG-04: the range of what independent origins say"

    @builtins.property  # `property` is a field here
    def claims(self) -> tuple[ClaimId, ...]:
        """The claims behind the figure."""
        return tuple(reading.claim.id for reading in self.readings)

    @builtins.property  # `property` is a field here
    def key(self) -> str:
        """A name for the figure that is the same at every reading: property, subject and dimensions."""
        parts = [f"{name}={value}" for name, value in (*self.about, ("unit", self.unit or ""))]
        return f"{self.subject}/{self.property}?" + "&".join(parts)

    def total(self, at_least: Confirmation) -> tuple[Decimal | None, Decimal | None] | None:
        """Return the range of what is confirmed at least so far; None where nothing is (METHOD FG-03: totals apart)."""
        if at_least <= Confirmation.REPORTED:
            return (self.low, self.high) if self.readings else None
        if at_least > self.confirmation.level or self.confirmation.level is Confirmation.REFUTED:
            return None
        is_signed = at_least is Confirmation.CONFIRMED
        named = self.confirmation.agreed if is_signed else self.confirmation.corroborated
        return range_of(reading for reading in self.readings if reading.claim.id in named)

    @builtins.property  # `property` is a field here
    def combined(self) -> tuple[Decimal | None, Decimal | None]:
        """The combined line of METHOD FG-02: from the least that is corroborated to the most that is said.

        It never falls below the persons on record one by one; where nothing is corroborated, they or the least that is
        said are where it begins.
        """
        corroborated = self.total(Confirmation.CORROBORATED)
        floor = Decimal(self.floor.count) if self.floor else None
        low = corroborated[0] if corroborated else floor if floor is not None else self.low
        bounds = [one for one in (low, floor) if one is not None]
        low = max(bounds, default=None)
        high = self.high if self.high is None or low is None else max(self.high, low)
        return low, high

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return the figure as CLI.md promises it, its sentences in `language`."""
        low, high = self.combined
        return {
            "property": self.property,
            "about": {"subject": self.subject, "unit": self.unit, **dict(self.about)},
            "readings": [reading.to_row() for reading in self.readings],
            "origins": list(self.origins),
            "range": {"low": number_record(self.low), "high": number_record(self.high)},
            "latest_official": self.latest_official,
            "status": self.status.value,
            "rule": self.rule,
            "confirmation": self.confirmation.to_row(language),
            "refuted": [reading.to_row() for reading in self.refuted],
            "totals": {
                "reported": _bounds_row(self.total(Confirmation.REPORTED)),
                "corroborated": _bounds_row(self.total(Confirmation.CORROBORATED)),
                "confirmed": _bounds_row(self.total(Confirmation.CONFIRMED)),
            },
            "floor": self.floor.to_row(language) if self.floor else None,
            "combined": {**_bounds(low, high), "rule": COMBINED},
        }


def range_of(readings: Iterable[Reading]) -> tuple[Decimal | None, Decimal | None]:
    """Return the bounds within which everything lies that the readings say.

    "At least ten" leaves the top to the others, as far as they reach: beside "eleven" it is within 10 to 11. Beside
    "hundreds" nobody on record tells where it ends, and eleven is no top: the range is open there.
    """
    said = [reading.quantity for reading in readings]
    lows = [one.low for one in said if one.low is not None]
    highs = [one.high for one in said if one.high is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    beyond = any(one.high is None and one.low is not None and high is not None and one.low > high for one in said)
    below = any(one.low is None and one.high is not None and low is not None and one.high < low for one in said)
    return None if below else low, None if beyond else high


def _bounds(low: Decimal | None, high: Decimal | None) -> dict[str, Any]:
    return {"low": number_record(low), "high": number_record(high)}


def _bounds_row(bounds: tuple[Decimal | None, Decimal | None] | None) -> dict[str, Any] | None:
    return None if bounds is None else _bounds(*bounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureQuery:
    """Which readings are asked for. A dimension that is not named may have any value, each its own figure."""

    property: str | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    by: str | None = None
    as_of: PartialDate | None = None
    subject: str | None = None


def _value_fields(value: Value) -> dict[str, Any]:
    if isinstance(value, Quantity):
        return value.to_record()
    if isinstance(value, PartialDate):
        return {"value": value.text(), "wording": value.wording}
    return {"value": value}


def _date_fields(name: str, date: PartialDate | None) -> dict[str, Any]:
    if date is None:
        return {}
    fields = {name: date.text()}
    return fields if date.wording == date.text() else {**fields, f"{name}_wording": date.wording}


def end_of_day(day: str) -> str:
    """Return the last instant of a day as the log writes instants; a full instant is returned as it is."""
    if "T" in day:
        return day
    return dt.date.fromisoformat(day).isoformat() + "T23:59:59Z"
