"""Owns the values of proposing: what a reader suggests, a proposal on record, and what became of it."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from onrecord.kernel import (
    ItemId,
    Level,
    PartialDate,
    Quantity,
    SpeakerKind,
    Value,
    Vocabulary,
    value_from,
    value_record,
)
from onrecord.reading.model import Quote


class Decision(StrEnum):
    """What a person decided about a proposal; `waiting` until somebody does."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A claim that a reader sees in a text. `start` and `end` are code points of the words that carry it.

    A number or a date keeps its words; a text is words of the passage itself, never another way to say them. `about`
    is dimension by dimension: group, place, article. `rule` says by which of its rules the reader came to it, so that
    what people decide can be counted by rule.
    """

    start: int
    end: int
    property: str
    value: Value
    rule: str
    unit: str | None = None
    about: tuple[tuple[str, str], ...] = ()
    as_of: PartialDate | None = None
    speaker: str | None = None
    speaker_kind: SpeakerKind | None = None
    level: Level = Level.IN_THE_TEXT


class Reader(Protocol):
    """Something that suggests claims. A suggestion is only taken whose words stand in the text where it says."""

    @property
    def name(self) -> str:
        """Tool and version, as proposals record it; another version reads every text again."""

    def suggestions(self, text: str, language: str | None, vocabulary: Vocabulary) -> Iterable[Suggestion]:
        """Yield what the text may claim. What the text asks for is never done: it is data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A suggestion on record, with the sentence around it as its quote, and what became of it."""

    id: str
    seq: int
    item: ItemId
    reader: str
    rule: str
    language: str | None
    quote: Quote
    start: int  # of the words that carry the value, in the layer
    end: int
    property: str
    value: Value
    unit: str | None = None
    about: tuple[tuple[str, str], ...] = ()
    as_of: PartialDate | None = None
    speaker: str | None = None
    speaker_kind: SpeakerKind | None = None
    level: Level = Level.IN_THE_TEXT
    decision: Decision = Decision.WAITING
    claim: str | None = None
    corrected: tuple[str, ...] = ()
    why: str | None = None
    decided_by: str | None = None
    decided_at: str | None = None

    @builtins.property  # `property` is a field here
    def quantity(self) -> Quantity | None:
        """The value where it is a number."""
        return self.value if isinstance(self.value, Quantity) else None

    def dimension(self, name: str) -> str | None:
        """Return what it is about in one dimension, or None where it does not say."""
        return dict(self.about).get(name)

    @classmethod
    def from_record(cls, record: Mapping[str, Any], **more: Any) -> Proposal:
        """Return the proposal that `to_record` gave, with where it was recorded in `more`."""
        return cls(
            id=record["proposal"],
            rule=record["rule"],
            quote=Quote.from_record(record["quote"]),
            start=record["start"],
            end=record["end"],
            property=record["property"],
            value=value_from(record["value"]),
            unit=record["unit"],
            about=tuple(sorted(record["about"].items())),
            as_of=PartialDate.from_record(record["as_of"]) if record["as_of"] else None,
            speaker=record["speaker"],
            speaker_kind=SpeakerKind(record["speaker_kind"]) if record["speaker_kind"] else None,
            level=Level(record["level"]),
            **more,
        )

    def to_record(self) -> dict[str, Any]:
        """Return what the log says of it."""
        return {
            "proposal": self.id,
            "rule": self.rule,
            "quote": self.quote.to_record(),
            "start": self.start,
            "end": self.end,
            "property": self.property,
            "value": value_record(self.value),
            "unit": self.unit,
            "about": dict(self.about),
            "as_of": self.as_of.to_record() if self.as_of else None,
            "speaker": self.speaker,
            "speaker_kind": self.speaker_kind.value if self.speaker_kind else None,
            "level": self.level.value,
        }

    def to_row(self) -> dict[str, Any]:
        """Return the fields that `onrecord proposals --json` promises."""
        return {
            **self.to_record(),
            "item": self.item,
            "language": self.language,
            "reader": self.reader,
            "decision": self.decision.value,
            "claim": self.claim,
            "corrected": list(self.corrected),
            "why": self.why,
            "decided_by": self.decided_by,
            "decided_at": self.decided_at,
        }
