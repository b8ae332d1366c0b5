"""Owns the reading of backups: what lies in a place, opened with a key, every byte held against its digest.

It writes nothing. What it hands on was authenticated: the head by the key, the rest by digests that the head names.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import is_sha256_hex
from onrecord.store import NotStored, Place
from onrecord.vault.backups.errors import BackupDamaged, NoBackup, NoSuchSnapshot, RecoveryKeyWrong
from onrecord.vault.backups.keys import BackupKey, NotOpened
from onrecord.vault.backups.parcels import unwrapped
from onrecord.vault.backups.snapshots import Index, KeptFile, NotASnapshot, Parcel, SnapshotHead, digest_in

DATA: Final = "data/"
HEADS: Final = "snapshots/"
TOMBSTONES: Final = "tombstones/"
TOMBSTONES_FILE: Final = "tombstones"
LOCKS: Final = "locks/"
WAYS: Final = "ways/"  # of an encrypted archive: its keyring without passphrases, which leads from paper to the key
FOLDERS: Final = (DATA, HEADS, TOMBSTONES, LOCKS, WAYS)
_READINGS: Final = 3  # a flip on the way, or a body that was cut, is no damage if the next reading is whole

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What lies in a place: snapshots from the oldest to the newest, heads that cannot be read, parcels by name."""

    heads: tuple[SnapshotHead, ...]
    damaged: Mapping[str, str]  # the head's file, and what is wrong with it
    foreign: tuple[str, ...]
    data: Mapping[str, int]
    tombstones: tuple[str, ...]

    @property
    def newest(self) -> SnapshotHead | None:
        """The snapshot with the most of the log; None where there is none."""
        return self.heads[-1] if self.heads else None

    @property
    def of_unknown_age(self) -> tuple[str, ...]:
        """The damaged heads that may be the newest of all: no other head says that it came later."""
        older = {name for head in self.heads for name in head.before}
        return tuple(sorted(self.damaged.keys() - older))

    @property
    def is_empty(self) -> bool:
        """Whether no head of any kind is there."""
        return not (self.heads or self.damaged or self.foreign)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a backup: which file of the place, and what was found."""

    file: str
    problem: str

    def to_row(self) -> dict[str, str]:
        """Return the fault as a row of a report."""
        return {"code": BackupDamaged.code, "file": self.file, "problem": self.problem}


class Backups:
    """The snapshots in one place, opened with one key."""

    def __init__(self, place: Place, key: BackupKey) -> None:
        self.place = place
        self.key = key

    def survey(self, also: Iterable[str] = ()) -> Survey:
        """Look at everything in the place; `also` are heads that are known to have been there.

        A store may list a new file late, so those are asked for by name.

        Raises:
            Unavailable: the place cannot be reached.
        """
        names = {one.name for one in self.place.list(HEADS)} | set(also)
        heads: list[SnapshotHead] = []
        damaged: dict[str, str] = {}
        foreign: list[str] = []
        for name in sorted(names):
            try:
                heads.append(self.head(name))
            except NotStored:
                continue  # pruned since
            except RecoveryKeyWrong:
                foreign.append(name)
            except BackupDamaged as fault:
                damaged[name] = str(fault.facts["problem"])
        return Survey(
            heads=tuple(sorted(heads, key=lambda head: head.order)),
            damaged=damaged,
            foreign=tuple(foreign),
            data={one.name: one.size for one in self.place.list(DATA)},
            tombstones=tuple(sorted(one.name for one in self.place.list(TOMBSTONES))),
        )

    def chosen(self, survey: Survey, snapshot: str | None) -> SnapshotHead:
        """Return the snapshot of this name, or the newest.

        Raises:
            NoSuchSnapshot: none of this name can be read.
            RecoveryKeyWrong: there are backups, and this key opens none.
            BackupDamaged: the newest cannot be told, since the head of one cannot be read.
            NoBackup: there is none.
        """
        for head in survey.heads:
            if head.snapshot == snapshot:
                return head
        if snapshot is not None:
            raise NoSuchSnapshot(place=self.place.address, snapshot=snapshot)
        for file in survey.of_unknown_age:
            raise BackupDamaged(place=self.place.address, file=file, problem=survey.damaged[file])
        if survey.newest is None:
            raise (RecoveryKeyWrong if survey.foreign else NoBackup)(place=self.place.address)
        return survey.newest

    def head(self, name: str) -> SnapshotHead:
        """Return the head that lies under this name.

        Raises:
            NotStored: none does.
            RecoveryKeyWrong: it is whole, and another key sealed it.
            BackupDamaged: it was cut or changed, or is not what the key's archive wrote.
        """
        content = self._whole(name)
        try:
            return SnapshotHead.from_bytes(self.key.open(content), self.key, file=name)
        except NotOpened as err:
            raise RecoveryKeyWrong(place=self.place.address) from err
        except NotASnapshot as err:
            raise self._damaged(name, str(err)) from err

    def index(self, head: SnapshotHead) -> Index:
        """Return the files of a snapshot, and what lies in its parcels.

        Raises:
            BackupDamaged: the index is missing, cut or changed.
        """
        content = b"".join(piece for parcel in head.index for piece in self.members(parcel).values())
        try:
            index = Index.from_bytes(content)
        except NotASnapshot as err:
            raise self._damaged(head.file, str(err)) from err
        known = {parcel.name for parcel in head.parcels}
        if not known.issuperset(index.pieces):
            raise self._damaged(head.file, "its index names a parcel that it does not")
        return index

    def members(self, parcel: Parcel) -> Mapping[str, bytes]:
        """Return what a parcel holds, by name.

        Raises:
            BackupDamaged: it is missing, cut or changed.
        """
        try:
            content = self._whole(parcel.name)
        except NotStored as err:
            raise self._damaged(parcel.name, "missing") from err
        if len(content) != parcel.size:
            raise self._damaged(parcel.name, f"{len(content)} bytes, {parcel.size} were written")
        try:
            return unwrapped(self.key.open(content))
        except ValueError as err:
            raise self._damaged(parcel.name, str(err)) from err

    def tombstones(self, survey: Survey) -> tuple[str, ...]:
        """Return the notes of what was expunged that lie in the place.

        Raises:
            BackupDamaged: one was cut or changed: what it names would come back.
        """
        notes = []
        for name in survey.tombstones:
            try:
                content = unwrapped(self.key.open(self._whole(name)))[TOMBSTONES_FILE]
                notes.append(content.decode("utf-8"))
            except (ValueError, KeyError) as err:
                raise self._damaged(name, str(err)) from err
        return tuple(notes)

    def verify(self, survey: Survey, on_progress: Progress = lambda _done, _total: None) -> list[Fault]:
        """Read everything back and return all that is wrong: every file of every snapshot, each once."""
        faults = dict(survey.damaged)
        read: set[tuple[str, str, tuple[str, ...]]] = set()
        for head in survey.heads:
            try:
                files = self.index(head).files
            except BackupDamaged as fault:
                faults[str(fault.facts["file"])] = str(fault.facts["problem"])
                continue
            reader = FileReader(self, head)
            for file in sorted(files.values(), key=lambda one: one.parcels):
                which = (file.path, file.sha256, file.parcels)
                if which not in read and faults.keys().isdisjoint(file.parcels):
                    faults |= _faults_in(reader, file)
                    read.add(which)
                    on_progress(len(read), None)
        known = {parcel.name for head in survey.heads for parcel in head.parcels}
        faults |= dict.fromkeys(survey.data.keys() - known, "untracked")
        return [Fault(file=file, problem=problem) for file, problem in sorted(faults.items())]

    def _whole(self, name: str) -> bytes:
        """Return a file's bytes, which must have the digest that its name ends in."""
        expected = digest_in(name)
        if not is_sha256_hex(expected):
            raise self._damaged(name, "its name ends in no digest")
        found = ""
        for _ in range(_READINGS):
            content = b"".join(self.place.get(name))
            found = hashlib.sha256(content).hexdigest()
            if found == expected:
                return content
        raise self._damaged(name, f"its bytes have the digest {found}")

    def _damaged(self, file: str, problem: str) -> BackupDamaged:
        return BackupDamaged(place=self.place.address, file=file, problem=problem)


class FileReader:
    """Reads whole files of one snapshot, each parcel once as long as files that share it are asked for in order."""

    def __init__(self, backups: Backups, head: SnapshotHead) -> None:
        self._backups = backups
        self._parcels = {parcel.name: parcel for parcel in head.parcels}
        self._name = ""
        self._members: Mapping[str, bytes] = {}

    def pieces(self, file: KeptFile) -> Iterator[bytes]:
        """Yield the file's bytes in order, held against its digest at the end.

        Raises:
            BackupDamaged: a parcel is missing, cut or changed, or the whole is not what the index says.
        """
        digest, size = hashlib.sha256(), 0
        for number, name in enumerate(file.parcels):
            members = self._opened(name)
            piece = members.get(file.path if len(file.parcels) == 1 else f"{file.path}.{number:06}")
            if piece is None:
                raise self._damaged(name, "a file in it is missing")
            digest.update(piece)
            size += len(piece)
            yield piece
        if (size, digest.hexdigest()) != (file.size, file.sha256):
            raise self._damaged(file.parcels[0], "a file in it is not what the index says")

    def _opened(self, name: str) -> Mapping[str, bytes]:
        if name != self._name:
            self._name, self._members = "", {}
            self._members = self._backups.members(self._parcels[name])
            self._name = name
        return self._members

    def _damaged(self, file: str, problem: str) -> BackupDamaged:
        return BackupDamaged(place=self._backups.place.address, file=file, problem=problem)


class Poured(io.RawIOBase):
    """Pieces as one file, to be read in order."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what comes next; 0 at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def ways_in(place: Place) -> tuple[bytes, ...]:
    """Return the keyrings that lie in a place, each whole: an encrypted archive's papers open its backups too.

    Raises:
        BackupDamaged: one was cut or changed.
    """
    found = []
    for stored in place.list(WAYS):
        content = b"".join(place.get(stored.name))
        if hashlib.sha256(content).hexdigest() != digest_in(stored.name):
            raise BackupDamaged(place=place.address, file=stored.name, problem="its bytes are not what its name says")
        found.append(content)
    return tuple(found)


def _faults_in(reader: FileReader, file: KeptFile) -> dict[str, str]:
    """Read a file to its end and return what is wrong with it, by the parcel it was found in."""
    try:
        for _ in reader.pieces(file):
            continue
    except BackupDamaged as fault:
        return {str(fault.facts["file"]): str(fault.facts["problem"])}
    return {}
