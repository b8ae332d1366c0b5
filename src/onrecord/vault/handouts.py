"""Owns what leaves the vault in somebody's hands: bytes to read, working copies, and what was made of an item.

The evidentiary object is never handed out to be written on: what is opened can only be read, what is copied is another
file, compared byte for byte, and each of both stands in the item's custody (METHOD R0.6, Berkeley Protocol ch. VI).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from onrecord.kernel import Role, Visibility, new_sha256
from onrecord.store import Desk, DigestMismatch, Draft, is_own, told_apart
from onrecord.vault.accesses import BY_PROGRAM
from onrecord.vault.custody import joined, recorded
from onrecord.vault.entries import custody_recorded
from onrecord.vault.errors import AccessUnrecorded, InTheWay, NotADerivation, OwnFile, SameBytes, WiderThanSource
from onrecord.vault.model import CustodyEvent, CustodyEventName, Item
from onrecord.vault.naming import recorded_name, safe_name
from onrecord.vault.queries import custody_of, find_item, item
from onrecord.vault.sealing import seal

_CHUNK: Final = 1 << 20
DERIVATIONS: Final = (
    CustodyEventName.REDACTED_COPY_MADE,
    CustodyEventName.TRANSCODED,
    CustodyEventName.OCR,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCopy:
    """A copy of an item that may be worked on, and the event that says so."""

    item: Item
    path: Path
    event: CustodyEvent

    def to_record(self) -> dict[str, Any]:
        """Return what `onrecord copy --json` prints."""
        own = {"item": self.item.id, "path": str(self.path), "sha256": self.item.sha256, "size": self.item.size}
        return {**own, "event": self.event.to_row()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """What was made of an item, sealed as an item of its own and bound to the first by an event in both."""

    source: Item
    derived: Item
    event: CustodyEvent

    def to_record(self) -> dict[str, Any]:
        """Return what `onrecord derive --json` prints."""
        return {"item": self.source.id, "derived": self.derived.to_row(), "event": self.event.to_row()}


def open_item(desk: Desk, reference: str, *, purpose: str = "reading") -> BinaryIO:
    """Return an item's bytes for reading; that a restricted item was opened stands in its custody by then.

    Raises:
        NoSuchItem: there is none, or none that the actor may see.
        ObjectMissing: its object is gone from the archive.
        AccessUnrecorded: the item is restricted, and this desk can record nothing.
    """
    desk.require(Role.READER)
    found = item(desk, reference)
    file = desk.blobs.open(found.sha256)
    if found.visibility is Visibility.RESTRICTED:
        try:
            _record_access(desk, found, purpose)
        except BaseException:
            file.close()
            raise
    return file


def read_by_program(item: Item, *, tool: str, purpose: str) -> list[Draft]:
    """Return the entry for a restricted item that the program reads for itself, to be recorded with what it made.

    No person has seen a byte of it, so it is no access in the sense of the alarm.
    """
    if item.visibility is not Visibility.RESTRICTED:
        return []
    facts = {"tool": tool, "purpose": purpose, BY_PROGRAM: "yes", "hash_after": item.sha256}
    return [custody_recorded(item.id, CustodyEventName.ACCESSED.value, facts)]


def copy_item(desk: Desk, reference: str, out: Path, *, tool: str, purpose: str | None = None) -> WorkingCopy:
    """Make a working copy at `out`, or in the folder `out`; it is there when it is whole and in the item's custody.

    The copy is read back and held against the sealed digest before anything is recorded, and gets its name last.

    Raises:
        NotAllowed: the actor may only read.
        NoSuchItem: there is none, or none that the actor may see.
        InTheWay: something is at `out`; nothing is overwritten.
        OwnFile: `out` is a part of an archive.
        DigestMismatch, ObjectMissing: the object is not what was sealed; there is no copy.
        CustodyBroken: the item is frozen or was disposed of.
        DiskFull, NotWritable: there is no copy.
    """
    desk.require(Role.ANALYST)
    found = item(desk, reference)
    target = out / safe_name(found.name) if out.is_dir() else out
    if is_own(target.absolute()):
        raise OwnFile(path=recorded_name(os.fspath(target)))
    if target.exists() or target.is_symlink():
        raise InTheWay(path=recorded_name(os.fspath(target)))
    with _unfinished(target, is_private=found.visibility is Visibility.RESTRICTED) as path:
        _pour(desk, found, path)
        facts = _said(purpose=purpose, tool=tool, hash_before=found.sha256, hash_after=found.sha256)
        with desk.writing() as transaction:
            event = recorded(transaction, found, CustodyEventName.WORKING_COPY_MADE, facts)
        with told_apart(target):
            path.rename(target)
    return WorkingCopy(item=found, path=target, event=event)


def derive(
    desk: Desk,
    reference: str,
    path: Path,
    *,
    event: str,
    tool: str,
    recipe: str,
    tool_version: str | None = None,
    visibility: Visibility | None = None,
    decision: str | None = None,
) -> Derivation:
    """Seal what was made of an item, and bind both: which, by what, how. It is seen no further than its source.

    A wider visibility needs a decision in words, and a keeper who takes it (RELIABILITY G8).

    Raises:
        NotAllowed: the actor may only read, or is no keeper and would widen what may be seen.
        NoSuchItem: there is no such item, or none that the actor may see.
        NotADerivation: this event makes nothing new of an item.
        SameBytes: the file is the item itself.
        WiderThanSource: more people would see it than its source, and no decision says so.
        FileRefused: the file cannot be sealed.
        CustodyBroken: the item is frozen or was disposed of.
    """
    desk.require(Role.ANALYST)
    if event not in {one.value for one in DERIVATIONS}:
        raise NotADerivation(event=event, known=", ".join(DERIVATIONS))
    name = CustodyEventName(event)
    source = item(desk, reference)
    asked = visibility or source.visibility
    _may_be_seen(desk, source, asked, decision)
    _joins(desk, source, name)
    insisted = source.visibility is Visibility.RESTRICTED  # it lies here in clear already, by somebody's word
    report = seal(desk, [path], note=name.value, visibility=asked, unpack=False, in_clear=insisted)
    if report.refused:
        raise report.refused[0]
    made = item(desk, report.sealed[0].item)
    if made.sha256 == source.sha256:
        raise SameBytes(item=source.id, path=recorded_name(os.fspath(path)))
    _may_be_seen(desk, source, made.visibility, decision)  # the bytes may have been here before, and for more people
    facts = _said(
        tool=tool, tool_version=tool_version, recipe=recipe, decision=decision, derived=made.id,
        hash_before=source.sha256, hash_after=made.sha256, derived_visibility=made.visibility.value,
    )  # fmt: skip
    bound = _said(tool=tool, tool_version=tool_version, recipe=recipe, derived_from=source.id, hash_after=made.sha256)
    with desk.writing() as transaction:
        drafts = [joined(transaction, source, name, facts)]
        drafts.append(joined(transaction, made, CustodyEventName.ACQUIRED, bound))
        (entry, _) = transaction.append(drafts)
        history = custody_of(transaction.connection, source.id)
    return Derivation(source=source, derived=made, event=next(one for one in history if one.seq == entry.seq))


def _record_access(desk: Desk, found: Item, purpose: str) -> None:
    if desk.is_reading_only:
        raise AccessUnrecorded(item=found.id)
    facts = {"purpose": recorded_name(purpose)}
    with desk.writing() as transaction:
        current = find_item(transaction.connection, desk, found.id)
        recorded(transaction, current, CustodyEventName.ACCESSED, facts)


def _may_be_seen(desk: Desk, source: Item, visibility: Visibility, decision: str | None) -> None:
    if visibility.width <= source.visibility.width:
        return
    if not (decision or "").strip():
        raise WiderThanSource(item=source.id, visibility=source.visibility.value, asked=visibility.value)
    desk.require(Role.KEEPER)


def _joins(desk: Desk, source: Item, event: CustodyEventName) -> None:
    """Return when the event may be recorded; asked before the file is sealed, so that a refusal leaves nothing."""
    with desk.writing() as transaction:
        joined(transaction, source, event, {})


def _said(**facts: str | None) -> Mapping[str, str]:
    return {name: recorded_name(value) for name, value in facts.items() if value is not None}


@contextmanager
def _unfinished(target: Path, *, is_private: bool) -> Iterator[Path]:
    """Yield a new, empty file beside the target; it is gone afterwards unless it got the target's name."""
    path = target.with_name(f".{target.name[:60]}.unfinished")
    with told_apart(target):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if is_private else 0o666)
        os.close(handle)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _pour(desk: Desk, found: Item, path: Path) -> None:
    """Write the item's bytes to the file, read them back and return when they are those that were sealed."""
    with desk.blobs.open(found.sha256) as source, told_apart(path):
        with path.open("wb") as file:
            while chunk := source.read(_CHUNK):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        digest, size = new_sha256(), 0
        with path.open("rb") as back:
            while chunk := back.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    if digest.hexdigest() != found.sha256 or size != found.size:
        raise DigestMismatch(expected=found.sha256, found=digest.hexdigest())


def write_new(path: Path, content: bytes) -> None:
    """Write a new file; what is there already is never overwritten, and half a file is never left.

    Raises:
        InTheWay: something is at `path`.
        DiskFull, NotWritable: there is no file.
    """
    if path.exists() or path.is_symlink():
        raise InTheWay(path=recorded_name(os.fspath(path)))
    with _unfinished(path, is_private=True) as fresh, told_apart(path):
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
