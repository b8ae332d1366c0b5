"""Owns repair: a damaged or missing object is put back from a copy, held against the digest it was sealed under.

Without a good copy nothing is repaired: the digest of what is found now never takes the place of the sealed one. The
item is then on record as damaged, and frozen.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from onrecord.kernel import Role, is_sha256_hex
from onrecord.store import (
    BLOBS,
    Desk,
    DigestMismatch,
    FolderBlobs,
    ObjectMissing,
    ObjectUnreadable,
    PlaceUnreachable,
    held_aside,
    spoken_of,
)
from onrecord.vault.backups.entries import object_repaired
from onrecord.vault.backups.errors import BackupDamaged, NoBackup, RecoveryKeyWrong
from onrecord.vault.backups.parcels import unwrapped
from onrecord.vault.backups.snapshots import OBJECTS, KeptFile, SnapshotHead
from onrecord.vault.backups.stock import Backups, FileReader, Poured, Progress
from onrecord.vault.entries import custody_recorded
from onrecord.vault.model import CustodyEventName
from onrecord.vault.queries import damaged_items, items_of_object

TOOL: Final = "onrecord repair@1"
_NOT_WHOLE: Final = (BackupDamaged, DigestMismatch, ObjectMissing, ObjectUnreadable, PlaceUnreachable)
_PACK: Final = ".zip"


class Source(Protocol):
    """Where good bytes may come from."""

    @property
    def address(self) -> str:
        """What a person calls it."""

    def object(self, sha256: str) -> BinaryIO | None:
        """Return an object for reading, as it was sealed; None where this source does not have it."""

    def pack(self, name: str) -> BinaryIO | None:
        """Return a pack as it lies in the archive; None where this source does not have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurt:
    """An object or a pack that is not what its name says: whose it is, what was found, where good bytes came from."""

    item: str | None
    expected: str
    found: str
    place: str | None = None

    def to_row(self) -> dict[str, Any]:
        """Return it as a row of a report."""
        return {"item": self.item, "expected": self.expected, "found": self.found, "place": self.place}


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairReport:
    """What was put back from which place, and what no copy could give."""

    repaired: tuple[Hurt, ...]
    left: tuple[Hurt, ...]
    refused: tuple[tuple[str, str], ...]  # places that did not give what they should have, with the fault's code
    read: int

    def to_record(self) -> dict[str, Any]:
        """Return what `onrecord store repair --json` prints."""
        return {
            "ok": not self.left,
            "read": self.read,
            "repaired": [one.to_row() for one in self.repaired],
            "damaged": [one.to_row() for one in self.left],
            "refused": [{"place": place, "code": code} for place, code in self.refused],
        }


def repair(
    desk: Desk, sources: Sequence[Source], *, on_progress: Progress = lambda _done, _total: None
) -> RepairReport:
    """Read every object, put back what is damaged or missing from the first source that has it whole, and record that.

    Raises:
        RoleTooNarrow: only a keeper may.
        AsideHeld: a backup or a drill is under way.
        DiskFull, NotWritable, SyncFailed: what was put back before stands and is on the log.
    """
    desk.require(Role.KEEPER)
    with held_aside(desk.info.folder):
        run = _Run(desk=desk, sources=sources)
        owners = spoken_of(desk)
        for done, (sha256, owner) in enumerate(sorted(owners.items()), start=1):
            run.look_at_object(sha256, owner)
            on_progress(done, len(owners))
        for name, found in list(desk.blobs.damaged_packs()):
            run.mend_pack(name, found)
    return RepairReport(
        repaired=tuple(one for one in run.hurt if one.place),
        left=tuple(one for one in run.hurt if not one.place),
        refused=tuple(sorted(run.refused)),
        read=len(owners),
    )


@dataclass
class _Run:
    """One repair under way."""

    desk: Desk
    sources: Sequence[Source]
    hurt: list[Hurt] = field(default_factory=list)
    refused: set[tuple[str, str]] = field(default_factory=set)

    def look_at_object(self, sha256: str, owner: str) -> None:
        """Read an object from the disk and, where it is not what was sealed, put it back and record that."""
        blobs = self.desk.blobs
        try:
            blobs.check(sha256, from_disk=True)
        except (DigestMismatch, ObjectMissing, ObjectUnreadable) as fault:
            found = str(fault.facts.get("found") or fault.facts.get("problem") or "missing")
        else:
            return
        place = self._from_any(lambda source: source.object(sha256), lambda file: blobs.replace(sha256, file))
        self.hurt.append(Hurt(item=owner, expected=sha256, found=found, place=place))
        self._record(self.hurt[-1])

    def mend_pack(self, name: str, found: str) -> None:
        """Put back a pack in which no object is hurt, only what holds them together."""
        blobs = self.desk.blobs
        place = self._from_any(lambda source: source.pack(name), lambda file: blobs.mend_pack(name, file))
        if place is None and blobs.renew_pack(name):
            place = "its own objects"  # each was held against its own digest: the pack is only what they lie in
        self.hurt.append(Hurt(item=None, expected=name, found=found, place=place))

    def _from_any(self, opener: Callable[[Source], BinaryIO | None], put: Callable[[BinaryIO], object]) -> str | None:
        """Put good bytes in place from the first source that has them, and say which that was."""
        for source in self.sources:
            try:
                file = opener(source)
                if file is not None:
                    with file:
                        put(file)
                    return source.address
            except _NOT_WHOLE as fault:
                self.refused.add((source.address, fault.code))
            except (OSError, ValueError):  # what it holds cannot be read, or is not what was put there
                self.refused.add((source.address, ObjectUnreadable.code))
        return None

    def _record(self, hurt: Hurt) -> None:
        """Put on the log what was repaired and from where; or that the item is damaged, which freezes it (EV-02)."""
        with self.desk.writing() as transaction:
            items = items_of_object(transaction.connection, hurt.expected)
            facts = {"tool": TOOL}
            if is_sha256_hex(hurt.found):
                facts["hash_before" if hurt.place else "hash_after"] = hurt.found
            if hurt.place:
                told = object_repaired(str(hurt.item), place=hurt.place, expected=hurt.expected, found=hurt.found)
                facts["hash_after"] = hurt.expected
                event, drafts = CustodyEventName.RESTORED, [told]
            else:
                frozen = damaged_items(transaction.connection)
                event, drafts = CustodyEventName.INTEGRITY_FAILURE, []
                items = tuple(one for one in items if one not in frozen)
            transaction.append([*drafts, *(custody_recorded(one, event.value, facts) for one in items)])


class BackupSource:
    """The snapshots in a place, the newest first."""

    def __init__(self, backups: Backups, blobs: FolderBlobs) -> None:
        """Look at what is there.

        Raises:
            NoBackup, RecoveryKeyWrong: there is no snapshot, or none that the key opens.
            Unavailable: the place cannot be reached.
        """
        survey = backups.survey()
        if not survey.heads:
            raise (RecoveryKeyWrong if survey.foreign else NoBackup)(place=backups.place.address)
        self._backups = backups
        self._blobs = blobs
        self._heads = list(reversed(survey.heads))
        self._indexes: dict[str, dict[str, KeptFile]] = {}

    @property
    def address(self) -> str:
        """What a person calls the place."""
        return self._backups.place.address

    def object(self, sha256: str) -> BinaryIO | None:
        """Return an object as it was sealed, if a snapshot has it."""
        name = self._blobs.stored_name(sha256)
        for head in self._heads:
            file = self._holding(head).get(name)
            if file is None:
                continue
            stored = self._stored(head, file)
            if file.path.endswith(_PACK):
                stored = io.BytesIO(unwrapped(stored.read())[name])  # a pack is a ZIP file as a parcel is
            return self._blobs.unwrapped(stored)
        return None

    def pack(self, name: str) -> BinaryIO | None:
        """Return a pack, if a snapshot has it."""
        for head in self._heads:
            for file in self._holding(head).values():
                if file.path.endswith(f"/{name}{_PACK}"):
                    return self._stored(head, file)
        return None

    def _holding(self, head: SnapshotHead) -> dict[str, KeptFile]:
        """Return the files of a snapshot by the objects that lie in them."""
        if head.file not in self._indexes:
            files = self._backups.index(head).files.values()
            self._indexes[head.file] = {
                name: one for one in files if one.path.startswith(OBJECTS) for name in one.objects
            }
        return self._indexes[head.file]

    def _stored(self, head: SnapshotHead, file: KeptFile) -> BinaryIO:
        return io.BufferedReader(Poured(FileReader(self._backups, head).pieces(file)))


class FolderSource:
    """Another folder of the same archive: a plain copy."""

    def __init__(self, folder: Path, blobs: FolderBlobs) -> None:
        self._folder = folder
        self._blobs = blobs.like(folder / BLOBS)

    @property
    def address(self) -> str:
        """The folder."""
        return str(self._folder)

    def object(self, sha256: str) -> BinaryIO | None:
        """Return an object as it was sealed, if it is there."""
        try:
            return self._blobs.open(sha256)
        except ObjectMissing:
            return None

    def pack(self, name: str) -> BinaryIO | None:
        """Return a pack, if it is there."""
        try:
            return (self._blobs.folder / "packs" / f"{name}{_PACK}").open("rb")
        except FileNotFoundError:
            return None
