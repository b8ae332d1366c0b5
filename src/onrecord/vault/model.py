"""Owns the values of the vault: items, what sealing did, custody events. Never holds bytes of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from onrecord.kernel import ItemId, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One sealed piece of evidence: its bytes never change, their digest says so."""

    id: ItemId
    seq: int
    sha256: str
    sha512: str | None = None  # none for what was sealed before there was a second digest
    size: int
    media_type: str
    name: str
    visibility: Visibility
    sealed_at: str

    def to_row(self) -> dict[str, Any]:
        """Return the item as one flat row for a table or JSON."""
        return {
            "item": self.id,
            "sha256": self.sha256,
            "sha512": self.sha512,
            "size": self.size,
            "media_type": self.media_type,
            "name": self.name,
            "visibility": self.visibility.value,
            "sealed_at": self.sealed_at,
            "seq": self.seq,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What sealing one file came to. A duplicate is a second provenance of the item named by `duplicate_of`."""

    item: ItemId
    sha256: str
    size: int
    media_type: str
    name: str
    duplicate_of: ItemId | None

    def to_row(self) -> dict[str, Any]:
        """Return the fields that `onrecord add --json` promises."""
        return {
            "item": self.item,
            "sha256": self.sha256,
            "size": self.size,
            "media_type": self.media_type,
            "name": self.name,
            "duplicate_of": self.duplicate_of,
        }


class CustodyEventName(StrEnum):
    """What can happen to an item in somebody's hands (METHOD 1.3)."""

    RECEIVED = "received"
    CAPTURED = "captured"
    ACQUIRED = "acquired"
    HASHED = "hashed"
    TIMESTAMPED = "timestamped"
    ACCESSED = "accessed"
    WORKING_COPY_MADE = "working_copy_made"
    TRANSCODED = "transcoded"
    OCR = "ocr"
    REDACTED_COPY_MADE = "redacted_copy_made"
    EXPORTED = "exported"
    TRANSFERRED_OUT = "transferred_out"
    TRANSFERRED_IN = "transferred_in"
    VERIFIED_OK = "verified_ok"
    INTEGRITY_FAILURE = "integrity_failure"
    SEALED = "sealed"
    RESTORED = "restored"
    DISPOSED = "disposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyEvent:
    """One line of an item's custody: which entry records it, what, when, by whom, with which facts."""

    seq: int
    item: ItemId
    event: CustodyEventName
    at: str
    actor: str
    facts: Mapping[str, Any]

    def to_row(self) -> dict[str, Any]:
        """Return the event as one row; the facts stand beside its own fields and never in their place."""
        own = {"seq": self.seq, "event": self.event.value, "at": self.at, "actor": self.actor}
        return {**own, **self.facts, **own}
