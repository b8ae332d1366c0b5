"""Owns the values of erasure: the worklist and its parts, holds, what an expunging came to. Never holds the words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from onrecord.kernel import canonical_bytes, sha256_hex


class Why(StrEnum):
    """Why something is on the worklist."""

    NAMED = "named"  # asked for by its id
    HOLDS_WORDS = "holds_words"  # the words stand in it
    SAME_BYTES = "same_bytes"  # another item with the very bytes
    CONTAINS = "contains"  # the container of an item that goes
    BELONGS = "belongs"  # says something of what goes, or quotes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One entry that goes: its number and kind, the thing it is about, and why."""

    seq: int
    kind: str
    subject: str
    why: Why

    def to_row(self) -> dict[str, Any]:
        """Return the part as one row."""
        return {"seq": self.seq, "kind": self.kind, "subject": self.subject, "why": self.why.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something that stays and rests on what goes: a publication to be made anew, a finding to be looked at."""

    kind: str  # "publication" or "claim"
    subject: str
    name: str

    def to_row(self) -> dict[str, Any]:
        """Return the flag as one row."""
        return {"kind": self.kind, "subject": self.subject, "name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody outside who was given an item that goes, and has to be told."""

    item: str
    at: str
    to: str | None

    def to_row(self) -> dict[str, Any]:
        """Return the recipient as one row."""
        return {"item": self.item, "at": self.at, "to": self.to}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A duty to keep something for now: why, who decided, and the day on which that is looked at again."""

    subject: str
    seq: int
    ground: str
    approved_by: tuple[str, ...]
    review_on: str
    placed_at: str

    def to_row(self) -> dict[str, Any]:
        """Return the hold as one row."""
        return {
            "subject": self.subject,
            "ground": self.ground,
            "approved_by": list(self.approved_by),
            "review_on": self.review_on,
            "placed_at": self.placed_at,
            "seq": self.seq,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """Everything that has to go, what is left resting on it, and what nobody could look into.

    `size` is the length of the log it was made from; `objects` are the SHA-256 of objects that these entries speak of.
    """

    size: int
    parts: tuple[Part, ...]
    items: tuple[str, ...]
    claims: tuple[str, ...]
    statements: tuple[str, ...]
    objects: tuple[str, ...]
    flags: tuple[Flag, ...]
    recipients: tuple[Recipient, ...]
    kept: tuple[str, ...]
    unsearched: tuple[str, ...]
    held: tuple[Hold, ...]
    only_proof_of: tuple[str, ...]

    @property
    def code(self) -> str:
        """Eight letters that stand for exactly this list: what two people approve is what goes."""
        return sha256_hex(canonical_bytes([[part.seq for part in self.parts], list(self.objects)]))[:8]

    def to_record(self) -> dict[str, Any]:
        """Return what `onrecord expunge --json` prints of it; digests of objects are not in it."""
        return {
            "code": self.code,
            "log_size": self.size,
            "parts": [one.to_row() for one in self.parts],
            "items": list(self.items),
            "claims": list(self.claims),
            "statements": list(self.statements),
            "objects": len(self.objects),
            "flags": [one.to_row() for one in self.flags],
            "recipients": [one.to_row() for one in self.recipients],
            "kept": list(self.kept),
            "unsearched": list(self.unsearched),
            "held": [one.to_row() for one in self.held],
            "only_proof_of": list(self.only_proof_of),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Expunged:
    """What an expunging came to."""

    expunging: str
    seq: int
    entries: int
    objects: int
    outdated: tuple[str, ...]

    def to_record(self) -> dict[str, Any]:
        """Return what `onrecord expunge --json` prints of it."""
        return {
            "expunging": self.expunging,
            "seq": self.seq,
            "entries": self.entries,
            "objects": self.objects,
            "outdated": list(self.outdated),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Expunging:
    """A past expunging, as the log tells it: numbers, never what went."""

    expunging: str
    seq: int
    at: str
    actor: str
    reason: str
    approved_by: tuple[str, ...]
    entries: int

    def to_row(self) -> dict[str, Any]:
        """Return the expunging as one row."""
        return {
            "expunging": self.expunging,
            "at": self.at,
            "actor": self.actor,
            "reason": self.reason,
            "approved_by": list(self.approved_by),
            "entries": self.entries,
            "seq": self.seq,
        }
