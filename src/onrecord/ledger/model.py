"""Owns the values of the ledger: claims, sources, figures. Everything on record is a claim.

claim = subject . property = value, about what, as of when, said on which day by whom, in which words of which item.
"""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from onrecord.kernel import (
    ClaimId,
    Counts,
    ItemId,
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
from onrecord.reading import Quote


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
    status_basis: tuple[ClaimId, ...] = ()  # the claims that refute it
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

    def dimension(self, name: str) -> str | None:
        """Return what this claim is about in one dimension, or None where it does not say."""
        return dict(self.about).get(name)

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
            "status_basis": list(self.status_basis) or None,
        }
        return {name: value for name, value in row.items() if value is not None or name in ("low", "high")}


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
    item: ItemId | None = None
    remark: str | None = None
    visibility: Visibility = Visibility.TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One claim of a figure, with the first source it traces to."""

    claim: Claim
    origins: tuple[str, ...]
    counts: Counts = Counts.TOTAL

    @builtins.property  # `property` is a field here
    def quantity(self) -> Quantity:
        """What was said."""
        value = self.claim.value
        if not isinstance(value, Quantity):
            msg = f"claim {self.claim.id} is no quantity"
            raise TypeError(msg)
        return value

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
            "status": claim.status.value,
            "made_by": claim.made_by,
        }


class FigureStatus(StrEnum):
    """What the readings of a figure are to each other."""

    SINGLE_ORIGIN = "single_origin"
    AGREED = "agreed"
    CHANGING = "changing"
    CONTESTED = "contested"


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

    def to_row(self) -> dict[str, Any]:
        """Return the figure as CLI.md promises it."""
        return {
            "property": self.property,
            "about": {"subject": self.subject, "unit": self.unit, **dict(self.about)},
            "readings": [reading.to_row() for reading in self.readings],
            "origins": list(self.origins),
            "range": {"low": number_record(self.low), "high": number_record(self.high)},
            "latest_official": self.latest_official,
            "status": self.status.value,
            "rule": self.rule,
        }


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
