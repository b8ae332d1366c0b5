"""Owns the values of the vault: items, what sealing did, custody events. Never holds bytes of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

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
    is_damaged: bool = False  # its bytes were found changed, and no copy has given them back yet (EV-02)

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
            "damaged": self.is_damaged,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What sealing one file came to. A duplicate is a second provenance of the item named by `duplicate_of`.

    A member of a container names that; a container names the items that its members are.
    """

    item: ItemId
    sha256: str
    size: int
    media_type: str
    name: str
    duplicate_of: ItemId | None
    path: str = ""  # where it was found, from the folder that was given, or through its container
    container: ItemId | None = None
    members: tuple[ItemId, ...] = ()

    def to_row(self) -> dict[str, Any]:
        """Return the fields that `onrecord add --json` promises."""
        return {
            "item": self.item,
            "sha256": self.sha256,
            "size": self.size,
            "media_type": self.media_type,
            "name": self.name,
            "duplicate_of": self.duplicate_of,
            "path": self.path,
            "container": self.container,
            "members": list(self.members),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberOf:
    """What became of one member of a container: the item it is, or why it is none. Without a path: of the container."""

    seq: int
    container: ItemId
    item: ItemId | None
    path: str | None
    form: str
    refused: str | None
    problem: str | None

    def to_row(self) -> dict[str, Any]:
        """Return it as one row."""
        return {
            "item": self.item,
            "container": self.container,
            "path": self.path,
            "form": self.form,
            "refused": self.refused,
            "problem": self.problem,
            "seq": self.seq,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """A file that came along with another and speaks of it: a proof, a signature, a line of a list.

    Nobody has verified a signature; `signature` says so where there is one.
    """

    seq: int
    sidecar: ItemId
    item: ItemId | None
    form: str
    matched_by: str
    line: int | None
    signature: str | None
    refused: str | None
    problem: str | None

    def to_row(self) -> dict[str, Any]:
        """Return it as one row."""
        return {
            "sidecar": self.sidecar,
            "item": self.item,
            "form": self.form,
            "matched_by": self.matched_by,
            "line": self.line,
            "signature": self.signature,
            "refused": self.refused,
            "problem": self.problem,
            "seq": self.seq,
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


class Process(StrEnum):
    """The four ways of handling digital evidence (ISO/IEC 27037, METHOD 1.2)."""

    IDENTIFICATION = "identification"
    COLLECTION = "collection"
    ACQUISITION = "acquisition"
    PRESERVATION = "preservation"


class ActorRole(StrEnum):
    """Who handles it: the digital evidence first responder, or the specialist (ISO/IEC 27037, METHOD 1.2)."""

    DEFR = "DEFR"
    DES = "DES"


# The process that an event belongs to where nobody said another; identification is only ever said.
_PROCESS_OF: Final = {
    CustodyEventName.RECEIVED: Process.COLLECTION,
    CustodyEventName.TRANSFERRED_OUT: Process.COLLECTION,
    CustodyEventName.TRANSFERRED_IN: Process.COLLECTION,
    CustodyEventName.CAPTURED: Process.ACQUISITION,
    CustodyEventName.ACQUIRED: Process.ACQUISITION,
    CustodyEventName.WORKING_COPY_MADE: Process.ACQUISITION,
    CustodyEventName.REDACTED_COPY_MADE: Process.ACQUISITION,
    CustodyEventName.TRANSCODED: Process.ACQUISITION,
    CustodyEventName.OCR: Process.ACQUISITION,
}
# The columns of METHOD 1.3 that are facts of the event; the others are the log's own.
FACT_COLUMNS: Final = (
    "tz",
    "actor_role",
    "from_custodian",
    "to_custodian",
    "place",
    "purpose",
    "authority",
    "tool",
    "tool_version",
    "hash_before",
    "hash_after",
    "unavoidable_change",
    "justification",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyEvent:
    """One line of an item's custody: which entry records it, what, when, by whom, with which facts."""

    seq: int
    item: ItemId
    event: CustodyEventName
    at: str
    actor: str
    facts: Mapping[str, Any]

    @property
    def process(self) -> Process:
        """Which of the four processes of ISO/IEC 27037 it belongs to: as said, else as the event has it."""
        said = self.facts.get("process")
        return Process(said) if said else _PROCESS_OF.get(self.event, Process.PRESERVATION)

    def to_row(self) -> dict[str, Any]:
        """Return the event as one row; the facts stand beside its own fields and never in their place."""
        own = {"seq": self.seq, "event": self.event.value, "at": self.at, "actor": self.actor}
        return {**own, **self.facts, **own, "process": self.process.value}

    def to_columns(self) -> dict[str, Any]:
        """Return every column of METHOD 1.3 that is not a proof, empty ones as null, and whatever else was said."""
        columns = dict.fromkeys(("item_id", "at_utc", *FACT_COLUMNS))
        return {**columns, **self.to_row(), "item_id": self.item, "at_utc": self.at, "tz": self.facts.get("tz", "UTC")}
