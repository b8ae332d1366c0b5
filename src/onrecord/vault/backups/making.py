"""Owns the making of a snapshot: what the place lacks is sent, and a head put last of all makes it one.

A process killed at any moment leaves the snapshots before as they were; what it had sent is found again by the next.
It never removes from the place what the archive still speaks of: a loss here is no reason for a loss there.
"""

from __future__ import annotations

import hashlib
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from onrecord.kernel import instant_text, sha256_hex
from onrecord.store import BACKUP_KEY, LOG_FILE, ArchiveDamaged, Desk, lesser_files, spoken_of
from onrecord.vault.backups.errors import BackupDamaged
from onrecord.vault.backups.moments import Moment
from onrecord.vault.backups.parcels import Piece, groups_of, identity_of, pieces_of, unwrapped, wrapped
from onrecord.vault.backups.snapshots import INDEX, OBJECTS, Index, KeptFile, Parcel, SnapshotHead, sealed_name
from onrecord.vault.backups.stock import (
    DATA,
    HEADS,
    TOMBSTONES,
    TOMBSTONES_FILE,
    WAYS,
    Backups,
    FileReader,
    Poured,
    Progress,
    Survey,
)
from onrecord.vault.queries import disposed_objects

_ROUNDS: Final = 4  # packs are written anew while we read: their objects lie in other files at the next look

Opener = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An object that is not whole in the archive: whose it is, what was found, whether the place holds it whole."""

    item: str
    name: str
    found: str
    is_kept: bool

    def to_row(self) -> dict[str, object]:
        """Return the trouble as a row of a report."""
        return {"item": self.item, "expected": self.name, "found": self.found, "in_copy": self.is_kept}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A snapshot that is durable in its place: its head, what was sent for it, what is not whole in the archive."""

    head: SnapshotHead
    tombstones: str | None  # the file in the place that holds them
    ways: str | None  # the file in the place that leads from paper to the key
    sent: int
    sent_bytes: int
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a file once it was sent."""

    size: int
    sha256: str
    parcels: tuple[str, ...]

    def kept(self, path: str, objects: Iterable[str] = ()) -> KeptFile:
        return KeptFile(path=path, size=self.size, sha256=self.sha256, objects=tuple(objects), parcels=self.parcels)


def make_snapshot(
    desk: Desk,
    backups: Backups,
    survey: Survey,
    moment: Moment,
    *,
    tombstones: str | None,
    ways: bytes | None = None,
    on_progress: Progress = lambda _done, _total: None,
) -> Made:
    """Send what the place lacks, then tombstones, then the head; the snapshot is durable when this returns.

    Raises:
        ArchiveDamaged: the archive's own files cannot be read.
        Unavailable: the place cannot be reached, or is full; the snapshots before stand.
    """
    run = _Run(desk=desk, backups=backups, survey=survey, moment=moment, on_progress=on_progress)
    run.know_the_last()
    run.send_objects()
    run.carry_over()
    run.leave_tainted()
    run.send_the_rest()
    if tombstones is not None:
        piece = Piece(path=TOMBSTONES_FILE, number=None, content=tombstones.encode())
        run.tombstones = _put(backups, TOMBSTONES, sha256_hex(piece.content), wrapped([piece], is_text=True))
    if ways is not None:
        run.ways = f"{WAYS}{backups.key.name(WAYS, sha256_hex(ways))}-{sha256_hex(ways)}.json"
        backups.place.put(run.ways, ways)
    return run.finish()


@dataclass
class _Run:
    """One backup under way."""

    desk: Desk
    backups: Backups
    survey: Survey
    moment: Moment
    on_progress: Progress
    last_head: SnapshotHead | None = None
    last: dict[str, KeptFile] = field(default_factory=dict)  # files of the snapshot before, by path
    files: dict[str, KeptFile] = field(default_factory=dict)
    parcels: dict[str, Parcel] = field(default_factory=dict)  # by name
    pieces: dict[str, int] = field(default_factory=dict)  # how many lie in each parcel
    there: dict[str, Parcel] = field(default_factory=dict)  # by what they are known by
    trusted: set[str] = field(default_factory=set)
    broken: dict[str, str] = field(default_factory=dict)  # stored file, and what was found
    tombstones: str | None = None
    ways: str | None = None
    sent: int = 0
    sent_bytes: int = 0

    def know_the_last(self) -> None:
        """Read the newest index that can be read, and which of its parcels are still there."""
        data = self.survey.data
        self.there = {_known_by(name): Parcel(name=name, size=size) for name, size in data.items()}
        for head in reversed(self.survey.heads):
            whole = {one.name for one in head.parcels if data.get(one.name) == one.size}
            self.trusted |= whole
            if self.last_head is not None:
                continue
            try:
                index = self.backups.index(head)
            except BackupDamaged:
                continue  # an older one may still tell what is there; what is not known is sent again
            self.last_head = head
            self.last = {path: one for path, one in index.files.items() if whole.issuperset(one.parcels)}
            self.pieces |= index.pieces
            self.parcels |= {one.name: one for one in head.parcels if one.name in whole}

    def send_objects(self) -> None:
        """Send the files with objects that the place lacks: what is there already is not even read."""
        unwanted = self._disposed()
        for _ in range(_ROUNDS):
            stored = {OBJECTS + file for file in self.desk.blobs.stored_files()}
            stored -= {path for path in stored if path.rpartition("/")[2] in unwanted}
            self.files |= {path: self.last[path] for path in stored & self.last.keys()}
            fresh = sorted(stored - self.files.keys() - self.broken.keys())
            if not fresh:
                return
            sent = self._sent((path, _of_file(self._place(path))) for path in fresh)
            for path, told in sent.items():
                self._take(path, told)

    @property
    def was_destroyed(self) -> bool:
        """Whether the last snapshot still holds payloads that the log has destroyed since."""
        return self.last_head is not None and self.moment.destroyed > self.last_head.destroyed

    def carry_over(self) -> None:
        """Keep what the place holds and the archive has lost; drop what was expunged, and that alone."""
        here = {name for one in self.files.values() for name in one.objects}
        wanted = self._owners().keys()
        for path, file in self.last.items():
            if not path.startswith(OBJECTS) or path in self.files:
                continue
            lost = set(file.objects) - here
            if self.was_destroyed and not lost <= wanted:
                self._save_from(file, sorted(lost & wanted))
            elif lost:
                self.files[path] = file

    def leave_tainted(self) -> None:
        """Send anew what shares a parcel with something that no file is any more, where that may be what was expunged.

        It is taken from the place, where every byte is held against its digest; only what is damaged there from here.
        """
        if not self.was_destroyed or self.last_head is None:
            return
        needed = Counter(name for file in self.files.values() for name in file.parcels)
        tainted = {name for name, count in needed.items() if count < self.pieces[name]}
        moved = [file for file in self.files.values() if tainted.intersection(file.parcels)]
        reader = FileReader(self.backups, self.last_head)
        for file in sorted(moved, key=lambda one: one.parcels):
            del self.files[file.path]
        sources = [(file.path, _of_pieces(reader, file)) for file in sorted(moved, key=lambda one: one.parcels)]
        known = {file.path: file for file in moved}
        for path, told in self._sent(sources).items():
            self.files[path] = told.kept(path, known[path].objects)
        for path in known.keys() - self.files.keys():
            self.broken.pop(path, None)
            for told in self._sent([(path, _of_file(self._place(path)))]).values():
                self._take(path, told)

    def send_the_rest(self) -> None:
        """Send mark, keys and outside, and the log: these change, and are known by what is in them."""
        folder = self.desk.info.folder
        lesser = [name for name in lesser_files(folder) if name != BACKUP_KEY]
        told = self._sent((name, _of_file(folder / name)) for name in lesser)
        told |= self._sent([(LOG_FILE, _of_file(self.moment.file))], is_text=True)
        for path in self.broken.keys() & {*lesser, LOG_FILE}:
            raise ArchiveDamaged(place=str(folder), problem=f"{path} cannot be read ({self.broken[path]})")
        self.files |= {path: one.kept(path) for path, one in told.items()}

    def finish(self) -> Made:
        """Put index and head and return what was made."""
        content = Index(files=self.files, pieces=self.pieces).to_bytes()
        index = self._sent([(INDEX, _of_bytes(content))], is_text=True)[INDEX].parcels
        head = self._head(index)
        name = _put(self.backups, HEADS, head.snapshot, head.to_bytes(self.backups.key))
        made = self.backups.head(name)  # read back: what cannot be opened again is no backup
        return Made(
            head=made,
            tombstones=self.tombstones,
            ways=self.ways,
            sent=self.sent,
            sent_bytes=self.sent_bytes,
            troubles=tuple(self._troubles()),
        )

    def _head(self, index: Sequence[str]) -> SnapshotHead:
        info, moment = self.desk.info, self.moment
        used = {name for file in self.files.values() for name in file.parcels} | set(index)
        kept = {name for one in self.files.values() for name in one.objects}
        return SnapshotHead(
            snapshot=self.desk.ids.new("snapshot"),
            archive=info.id,
            origin=info.origin,
            verifier_key=info.verifier_key,
            made_at=instant_text(self.desk.clock.now()),
            log_size=moment.size,
            log_root=moment.tree.root().hex(),
            checkpoint=moment.checkpoint,
            destroyed=moment.destroyed,
            before=tuple(sorted({one.file for one in self.survey.heads} | self.survey.damaged.keys())),
            index=tuple(self.parcels[name] for name in index),
            parcels=tuple(sorted(self.parcels[name] for name in used)),
            files=len(self.files),
            size_bytes=sum(one.size for one in self.files.values()),
            objects=len(kept),
            missing=tuple(sorted(self._owners().keys() - kept)),
        )

    # Sending

    def _sent(self, sources: Iterable[tuple[str, Opener]], *, is_text: bool = False) -> dict[str, _Told]:
        """Send files in parcels and return what is then known of each; one that cannot be read is told apart."""
        facts: dict[str, tuple[int, str]] = {}
        places: dict[str, list[str]] = defaultdict(list)
        for group in groups_of(self._pieces(sources, facts)):
            name = self._send(group, is_text=is_text)
            for piece in group:
                places[piece.path].append(name)
        return {path: _Told(*told, tuple(places[path])) for path, told in facts.items()}

    def _pieces(self, sources: Iterable[tuple[str, Opener]], facts: dict[str, tuple[int, str]]) -> Iterator[Piece]:
        for path, opener in sources:
            digest, size = hashlib.sha256(), 0
            try:
                with opener() as source:
                    for piece in pieces_of(path, source):
                        digest.update(piece.content)
                        size += len(piece.content)
                        yield piece
            except FileNotFoundError:
                continue  # a pack that was written anew: the next round finds its objects where they lie now
            except (OSError, BackupDamaged) as err:
                self.broken[path] = getattr(err, "strerror", None) or str(err)
                continue
            facts[path] = size, digest.hexdigest()

    def _send(self, group: list[Piece], *, is_text: bool) -> str:
        """Send a group unless the place holds it already, and return the parcel's name."""
        known_by = self.backups.key.name("parcel", identity_of(group))
        found = self.there.get(known_by)
        if found is None or not self._is_trusted(found):
            sealed = self.backups.key.seal(wrapped(group, is_text=is_text))
            found = Parcel(name=sealed_name(DATA, known_by, sealed), size=len(sealed))
            self.backups.place.put(found.name, sealed)
            self.sent += 1
            self.sent_bytes += found.size
            self.there[known_by] = found
            self.trusted.add(found.name)
        self.parcels[found.name] = found
        self.pieces[found.name] = len(group)
        self.on_progress(len(self.parcels), None)
        return found.name

    def _is_trusted(self, parcel: Parcel) -> bool:
        """Say whether a head names the parcel or, where a killed process sent it, whether it can be read back."""
        if parcel.name not in self.trusted:
            try:
                self.backups.members(parcel)
            except BackupDamaged:
                self.backups.place.delete(parcel.name)
                return False
            self.trusted.add(parcel.name)
        return True

    # What goes into the snapshot

    def _take(self, path: str, told: _Told) -> None:
        """Take a file that was sent, if its bytes are what its name says; of a damaged pack, what is whole in it."""
        blobs, stored = self.desk.blobs, path.removeprefix(OBJECTS)
        expected = blobs.stored_digest(stored)
        try:
            if expected is None:
                found = blobs.stored_problem(stored)
            else:
                found = None if told.sha256 == expected else told.sha256
            if found is None:
                self.files[path] = told.kept(path, blobs.stored_objects(stored))
                return
            self.broken[path] = found
            if len(blobs.stored_objects(stored)) > 1:
                self._take_apart(dict(blobs.whole_members(stored)))
        except FileNotFoundError:
            return  # gone since: its objects are found where they lie now

    def _save_from(self, file: KeptFile, names: Sequence[str]) -> None:
        """Keep these objects, which only the place still holds, out of a file there that holds what was expunged."""
        if names and self.last_head is not None:
            reader = FileReader(self.backups, self.last_head)
            members = unwrapped(b"".join(reader.pieces(file)))  # a pack is a ZIP file as a parcel is
            self._take_apart({name: members[name] for name in names})

    def _take_apart(self, members: Mapping[str, bytes]) -> None:
        """Keep the objects of a pack as files of their own."""
        paths = {f"{OBJECTS}{name[:2]}/{name}": name for name in members}
        for path, told in self._sent((path, _of_bytes(members[name])) for path, name in paths.items()).items():
            self.files[path] = told.kept(path, [paths[path]])

    def _place(self, path: str) -> Path:
        return self.desk.blobs.folder / path.removeprefix(OBJECTS)

    def _disposed(self) -> frozenset[str]:
        """Return the objects that two people disposed of (EV-09) and whose bytes may still lie here for a moment."""
        with self.desk.reading() as connection:
            gone = disposed_objects(connection)
        return frozenset(map(self.desk.blobs.stored_name, gone)) - self._owners().keys()

    def _owners(self) -> Mapping[str, str]:
        """Return what the log speaks of: names of objects as they lie, with whose they are."""
        return {self.desk.blobs.stored_name(sha256): owner for sha256, owner in spoken_of(self.desk).items()}

    def _troubles(self) -> Iterator[Trouble]:
        """Yield every object that the log speaks of and that is damaged in the archive, or missing there."""
        kept = {name for one in self.files.values() for name in one.objects}
        here = {name for path, one in self.files.items() if self._place(path).is_file() for name in one.objects}
        hurt = {name: found for path, found in self.broken.items() for name in self._objects_in(path)}
        whole = here | {name for path in self.broken for name in self._whole_in(path)}
        for name, owner in sorted(self._owners().items()):
            if name not in whole:
                yield Trouble(item=owner, name=name, found=hurt.get(name, "missing"), is_kept=name in kept)

    def _objects_in(self, path: str) -> tuple[str, ...]:
        try:
            return self.desk.blobs.stored_objects(path.removeprefix(OBJECTS))
        except OSError:
            return ()

    def _whole_in(self, path: str) -> Iterator[str]:
        """Yield the objects of a damaged pack that are whole."""
        if len(self._objects_in(path)) > 1:
            yield from (name for name, _ in self.desk.blobs.whole_members(path.removeprefix(OBJECTS)))


def _of_file(path: Path) -> Opener:
    return lambda: path.open("rb")


def _of_bytes(content: bytes) -> Opener:
    return lambda: io.BytesIO(content)


def _of_pieces(reader: FileReader, file: KeptFile) -> Opener:
    return lambda: io.BufferedReader(Poured(reader.pieces(file)))


def _known_by(name: str) -> str:
    return name.removeprefix(DATA).partition("-")[0]


def _put(backups: Backups, folder: str, what: str, content: bytes) -> str:
    """Put sealed content under a name that tells nothing, and return that."""
    sealed = backups.key.seal(content)
    name = sealed_name(folder, backups.key.name(folder, what), sealed)
    backups.place.put(name, sealed)
    return name
