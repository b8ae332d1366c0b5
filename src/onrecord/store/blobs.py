"""Owns the objects: bytes under the name of their SHA-256. Never knows what an object is evidence of.

Write order (RELIABILITY section 2, measured): temporary name, fsync, rename, fsync of the folder; only then may an
entry speak of it. An object is written once and never changed. Small ones that come together lie in one pack.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from onrecord.kernel import Fault, file_problem, is_sha256_hex, sha256_hex
from onrecord.store import packs
from onrecord.store.digesting import Digests
from onrecord.store.disk import Disk, confirmed, told_apart
from onrecord.store.envelopes import Envelope, Plain, Unwrapped
from onrecord.store.errors import DigestMismatch, ObjectMissing, ObjectUnreadable, SyncFailed

_CHUNK: Final = 1 << 20
_WRITTEN_OUT: Final = 32 << 20  # bytes of one file that may wait in memory for the disk
_TEMPORARY: Final = "incoming"
_PACKS: Final = "packs"
_IN_DOUBT: Final = "check-needed"
SMALL: Final = 128 << 10  # bytes; what is larger costs more to copy than its file costs to make
_PACK_BYTES: Final = 8 << 20  # so much is held in memory, and rewritten when one object of a pack must go
_WORTH_A_PACK: Final = 8  # fewer small objects than this lie better in files of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """An object that is on the disk for good. Two digests, so that one may be broken some day (RELIABILITY B8)."""

    sha256: str
    sha512: str
    size: int


class Readable(Protocol):
    """Anything that gives its bytes in order: as many as asked for or fewer, none at its end."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        ...


class Source(Readable, Protocol):
    """The same with an end to its use: what an opener gives to `put_many`."""

    def __enter__(self) -> object:
        """Begin."""
        ...

    def __exit__(self, *_: object) -> object:
        """Close."""
        ...


Opener = Callable[[], Source | bytes]


class FolderBlobs:
    """Objects in a folder: `aa/<64 digits>` or in a pack, with an `incoming` folder for what is not finished.

    Once the disk has failed to confirm a write, a file `check-needed` says so until all objects have been read again.
    """

    def __init__(self, folder: Path, *, disk: Disk | None = None, envelope: Envelope | None = None) -> None:
        self._folder = folder
        self._disk = disk or Disk()
        self._envelope = envelope or Plain()
        self._settled: set[str] = set()  # sub-folders whose own names this process has synced
        self._packed: dict[str, packs.Place] = {}
        self._packs_seen: set[str] = set()
        self._packs_at = -1

    @property
    def folder(self) -> Path:
        """Where the objects lie."""
        return self._folder

    @property
    def disk(self) -> Disk:
        """What all file work goes through."""
        return self._disk

    def put(self, source: Readable) -> Blob:
        """Copy `source` to its end, hashing in the same pass; the object is durable when this returns.

        Raises:
            DiskFull: there is no room; nothing is left behind that counts.
            NotWritable: the disk cannot be written.
            SyncFailed: the disk did not confirm the bytes; see `is_in_doubt`.
            OSError: `source` cannot be read; the caller knows whose file it is.
        """
        path, file = self._incoming()
        with self._or_nothing(path):
            with file:
                blob = self._fill(file, source)
            self._settle(path, blob)
        return blob

    def put_bytes(self, content: bytes) -> Blob:
        """Keep these bytes; see `put`."""
        return self.put(io.BytesIO(content))

    def put_many(self, openers: Iterable[Opener]) -> list[Blob | OSError | Fault]:
        """Keep what each opener gives, a source or bytes; small objects that come together go into packs.

        Every Blob in the list is durable when this returns. An opener that fails, or whose source cannot be read, has
        its fault in the list and holds up no other. One source is read and closed before the next one is opened.

        Raises:
            DiskFull, NotWritable, SyncFailed: as for `put`; nothing of this group counts.
        """
        kept: dict[int, Blob | OSError | Fault] = {}
        small: dict[int, bytes] = {}
        held = 0
        for place, opener in enumerate(openers):
            found = self._content_or_blob(opener)
            if not isinstance(found, bytes):
                kept[place] = found
                continue
            small[place], held = found, held + len(found)
            if held > _PACK_BYTES or len(small) == packs.MAX_MEMBERS:
                kept |= self._kept_together(small)
                small, held = {}, 0
        kept |= self._kept_together(small)
        return [kept[place] for place in sorted(kept)]

    def open(self, sha256: str) -> BinaryIO:
        """Return the object for reading, from its beginning on.

        Raises:
            ObjectMissing: it is not here.
            ObjectUnreadable: the disk does not open it.
        """
        file = self._lying(sha256)
        if self._envelope.is_plain:
            return file
        return io.BufferedReader(Unwrapped(self._envelope, file), _CHUNK)

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """Yield the object's bytes piece by piece; whoever takes them holds their digest against the name.

        Raises:
            ObjectMissing: it is not here.
            ObjectUnreadable: the disk does not give it back.
            DigestMismatch: it was encrypted, and has changed.
        """
        with self.open(sha256) as file:
            while True:
                with _read(sha256):
                    try:
                        chunk = file.read(_CHUNK)
                    except ValueError as err:
                        raise DigestMismatch(expected=sha256, found=str(err)) from err
                if not chunk:
                    return
                yield chunk

    def read(self, sha256: str) -> bytes:
        """Return the object's bytes, checked against its name.

        Raises:
            ObjectMissing: it is not here.
            ObjectUnreadable: the disk does not give it back.
            DigestMismatch: its bytes have changed.
        """
        content = io.BytesIO()
        self._pour(sha256, hashlib.sha256(), sha256, content.write)
        return content.getvalue()

    def check(self, sha256: str, *, from_disk: bool = False) -> int:
        """Read the whole object, `from_disk` whatever memory holds of it, and return its size.

        Raises:
            ObjectMissing: it is not here.
            ObjectUnreadable: the disk does not give it back.
            DigestMismatch: its bytes have changed.
        """
        return self._pour(sha256, hashlib.sha256(), sha256, from_disk=from_disk)

    def check_sha512(self, sha256: str, expected: str) -> int:
        """Hold the object that was named `sha256` against its SHA-512 alone and return its size.

        For the day on which SHA-256 proves nothing any more (RELIABILITY B8).

        Raises:
            ObjectMissing, ObjectUnreadable, DigestMismatch: as for `check`.
        """
        return self._pour(sha256, hashlib.sha512(), expected)

    def has(self, sha256: str) -> bool:
        """Say whether an object of this name is here; its bytes are not read."""
        name = self._name(sha256)
        return self._path(name).is_file() or self._place(name) is not None

    def gone(self, digests: Iterable[str]) -> set[str]:
        """Return those of these objects that are not here at this moment, whatever was known of packs before.

        Asked inside a writing transaction, in which nothing is destroyed by anybody else, before entries rest on them.
        """
        packs_there: dict[Path, bool] = {}
        missing = set()
        for sha256 in digests:
            name = self._name(sha256)
            place = self._packed.get(name)
            if place is not None and place.pack not in packs_there:
                packs_there[place.pack] = place.pack.exists()
            if place is None or not packs_there[place.pack]:
                missing.add(sha256)
        if not missing:
            return missing
        if not all(packs_there.values()):
            self._forget_packs()
        return {one for one in missing if not self.has(one)}

    def stored_name(self, sha256: str) -> str:
        """Return the name under which this object lies, as `names` yields it."""
        return self._name(sha256)

    def names(self) -> Iterator[str]:
        """Yield the names of all objects as they lie, in order; in an encrypted archive these are no digests."""
        self._look_for_packs()
        folders = self._folder.glob("[0-9a-f][0-9a-f]")
        loose = {file.name for folder in folders for file in folder.iterdir() if file.name[:2] == folder.name}
        yield from sorted(name for name in loose | self._packed.keys() if is_sha256_hex(name))

    def stored_files(self) -> Iterator[str]:
        """Yield the path below the folder of every file that holds objects, in order. Such a file never changes."""
        for folder in sorted(self._folder.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(f"{folder.name}/{file.name}" for file in folder.iterdir() if is_sha256_hex(file.name))
        yield from sorted(f"{_PACKS}/{pack.name}" for pack in self._packs())

    def pack_names(self) -> list[str]:
        """Return the names of all packs, in order."""
        return sorted(pack.stem for pack in self._packs())

    def digest_of_pack(self, name: str) -> str:
        """Read a pack from the disk and return the SHA-256 of its bytes: its name, where none has changed.

        Raises:
            ObjectMissing: it is not here.
            ObjectUnreadable: the disk does not give it back.
        """
        with _read(name), (self._folder / _PACKS / f"{name}{packs.SUFFIX}").open("rb") as file:
            self._disk.forget(file)
            return hashlib.file_digest(file, "sha256").hexdigest()

    def digest_of_stored(self, name: str) -> str | None:
        """Return the SHA-256 of what lies under this name, as `names` or `strays` yields it, whatever it should be.

        None where it cannot be read.
        """
        digest = hashlib.sha256()
        try:
            path = self._path(name) if is_sha256_hex(name) else self._folder / name
            with path.open("rb") if path.is_file() else io.BytesIO(self._packed_content(name)) as file:
                self._envelope.open(file, digest.update)
        except (OSError, ValueError):
            return None
        return digest.hexdigest()

    def in_reading_order(self, sha256s: Iterable[str]) -> list[str]:
        """Return these objects in the order in which they lie: pack by pack, then those with files of their own."""
        placed = {sha256: self._place(self._name(sha256)) for sha256 in sha256s}
        packed = {sha256: (place.pack.name, place.offset) for sha256, place in placed.items() if place is not None}
        return [*sorted(packed, key=packed.__getitem__), *sorted(placed.keys() - packed.keys())]

    def strays(self) -> Iterator[str]:
        """Yield the path below the folder of every file that is no object, pack or work under way, in order."""
        for path in sorted(self._folder.rglob("*")):
            below = path.relative_to(self._folder)
            if path.is_file() and not self._is_ours(below.parts):
                yield below.as_posix()

    def _is_ours(self, parts: tuple[str, ...]) -> bool:
        """Say whether a file at this path has a meaning here."""
        if parts in ((_IN_DOUBT,),) or parts[0] == _TEMPORARY:
            return True
        name = parts[-1]
        if parts[0] == _PACKS:
            return len(parts) == 2 and is_sha256_hex(name.removesuffix(packs.SUFFIX)) and name.endswith(packs.SUFFIX)
        return len(parts) == 2 and is_sha256_hex(name) and parts[0] == name[:2]

    def stored_objects(self, file: str) -> tuple[str, ...]:
        """Return the names of the objects in one of the `stored_files`, in order.

        Raises:
            OSError: it is gone or cannot be read.
        """
        if file.startswith(f"{_PACKS}/"):
            return tuple(sorted(packs.places(self._folder / file)))
        return (Path(file).name,)

    def stored_digest(self, file: str) -> str | None:
        """Return the SHA-256 that one of the `stored_files` must have; None where only the key can tell."""
        if self._envelope.is_plain or file.startswith(f"{_PACKS}/"):
            return Path(file).name.removesuffix(packs.SUFFIX)
        return None

    def stored_problem(self, file: str) -> str | None:
        """Read one of the `stored_files` and return what is found where its bytes are not what its name says.

        Raises:
            OSError: it is gone or cannot be read.
        """
        expected, digest = self.stored_digest(file), hashlib.sha256()
        with (self._folder / file).open("rb") as opened:
            if expected is not None:
                found = hashlib.file_digest(opened, "sha256").hexdigest()
                return None if found == expected else found
            try:
                self._envelope.open(opened, digest.update)
            except ValueError as err:
                return str(err)
        found = self._envelope.name(digest.hexdigest())
        return None if found == Path(file).name else found

    def whole_members(self, file: str) -> Iterator[tuple[str, bytes]]:
        """Yield, as they lie in one of the packs, the objects in it whose bytes are what their name says.

        Raises:
            OSError: the pack is gone or cannot be read.
        """
        for name, place in sorted(packs.places(self._folder / file).items()):
            content, digest = packs.read(place), hashlib.sha256()
            with suppress(ValueError):  # not what was put there
                self._envelope.open(io.BytesIO(content), digest.update)
                if self._envelope.name(digest.hexdigest()) == name:
                    yield name, content

    def unwrapped(self, stored: BinaryIO) -> BinaryIO:
        """Return what lies in `stored`, an object as it lies here or in a copy, as it was; to be read once.

        A fault in the middle is raised by `read` as a ValueError.
        """
        return stored if self._envelope.is_plain else io.BufferedReader(Unwrapped(self._envelope, stored), _CHUNK)

    def damaged_packs(self) -> Iterator[tuple[str, str]]:
        """Read every pack and yield (name, digest found) of those whose bytes are not what their name says.

        Raises:
            ObjectUnreadable: the disk does not give one back.
        """
        for pack in sorted(self._packs()):
            with _read(pack.stem), pack.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != pack.stem:
                yield pack.stem, found

    def replace(self, sha256: str, source: Readable) -> Blob:
        """Put good bytes in the place of a damaged or missing object; damaged ones of that name are gone afterwards.

        Raises:
            DigestMismatch: `source` is not this object; nothing was changed.
            DiskFull, NotWritable, SyncFailed, OSError: as for `put`.
        """
        path, file = self._incoming()
        with self._or_nothing(path):
            with file:
                blob = self._fill(file, source)
            if blob.sha256 != sha256:
                raise DigestMismatch(expected=sha256, found=blob.sha256)
            self._settle(path, blob)
        if self._path(self._name(sha256)).is_file():
            self._drop_packed(self._name(sha256))
        return blob

    def like(self, folder: Path) -> FolderBlobs:
        """Return the objects in another folder, put away in the same way: a plain copy of this one, say."""
        return FolderBlobs(folder, disk=self._disk, envelope=self._envelope)

    def renew_pack(self, name: str) -> bool:
        """Write a pack anew from its objects, if every one of them is whole, and say whether that was so.

        Raises:
            ObjectUnreadable: the disk does not give the pack back.
            DiskFull, NotWritable, SyncFailed: as for `put`.
        """
        pack = self._folder / _PACKS / f"{name}{packs.SUFFIX}"
        with _read(name):
            whole = list(self.whole_members(f"{_PACKS}/{pack.name}"))
            if len(whole) != len(packs.places(pack)) or not whole:
                return False
        if self._write_pack(whole) != pack:
            with told_apart(self._folder):
                self._disk.unlink(pack)
            with confirmed(self._folder):
                self._disk.fsync_dir(pack.parent)
        self._forget_packs()
        return True

    def mend_pack(self, name: str, source: BinaryIO) -> None:
        """Put the pack's good bytes, as its name says, in the place of the damaged ones.

        Raises:
            DigestMismatch: `source` is not this pack; nothing was changed.
            DiskFull, NotWritable, SyncFailed: as for `put`.
        """
        path, file = self._incoming()
        digest = hashlib.sha256()
        with self._or_nothing(path):
            with file:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    self._writer(file)(chunk)
                self._confirm(file)
            if digest.hexdigest() != name:
                raise DigestMismatch(expected=name, found=digest.hexdigest())
            target = self._folder / _PACKS / f"{name}{packs.SUFFIX}"
            with told_apart(self._folder):
                self._disk.mkdir(target.parent)
                self._disk.rename(path, target)
            self._sync_name(target)
        self._forget_packs()

    def remove(self, sha256: str) -> bool:
        """Destroy the object wherever it lies and say whether it was here; durable when this returns.

        A pack is written anew without it before the old one goes, so that no other object is at risk.

        Raises:
            DiskFull, NotWritable, SyncFailed: call again; what is gone stays gone.
        """
        return self.remove_stored(self._name(sha256))

    def remove_stored(self, name: str) -> bool:
        """Do the same by the name under which the object lies."""
        path = self._path(name)
        was_here = path.is_file()
        if was_here:
            with told_apart(self._folder):
                self._disk.unlink(path)
            with confirmed(self._folder):
                self._disk.fsync_dir(path.parent)
        return self._drop_packed(name) or was_here

    def sweep(self) -> int:
        """Remove what a killed process left unfinished and return how many; nothing acknowledged is among it."""
        left = [one for one in (self._folder / _TEMPORARY).glob("*-*") if not _is_alive(one.name)]
        with told_apart(self._folder):
            for path in left:
                self._disk.unlink(path)
        return len(left)

    @property
    def is_in_doubt(self) -> bool:
        """Whether the disk failed to confirm a write since all objects were last read."""
        return (self._folder / _IN_DOUBT).exists()

    def trust_again(self) -> None:
        """Take the doubt back: every object has been read from the disk and is what its name says."""
        with told_apart(self._folder):
            self._disk.unlink(self._folder / _IN_DOUBT)

    def _name(self, sha256: str) -> str:
        if not is_sha256_hex(sha256):
            msg = f"not the name of an object: {sha256!r}"
            raise ValueError(msg)
        return self._envelope.name(sha256)

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    # Writing

    def _incoming(self) -> tuple[Path, BinaryIO]:
        incoming = self._folder / _TEMPORARY
        with told_apart(self._folder):
            self._disk.mkdir(incoming)
            path = incoming / f"{os.getpid()}-{secrets.token_hex(8)}"
            return path, self._disk.create(path)

    @contextmanager
    def _or_nothing(self, path: Path) -> Iterator[None]:
        """Leave nothing under a temporary name when the work fails, and a mark when the disk did not confirm it."""
        try:
            yield
        except BaseException as err:
            if isinstance(err, SyncFailed):
                self._doubt()
            self._forget(path)
            raise

    def _fill(self, file: BinaryIO, source: Readable) -> Blob:
        with Digests() as digests:

            def read(size: int) -> bytes:
                chunk = source.read(size if size > 0 else _CHUNK)
                digests.update(chunk)
                return chunk

            self._envelope.seal(read, self._writer(file))
        self._confirm(file)
        return Blob(sha256=digests.sha256, sha512=digests.sha512, size=digests.size)

    def _writer(self, file: BinaryIO) -> Callable[[bytes], None]:
        waiting = 0

        def write(chunk: bytes) -> None:
            nonlocal waiting
            waiting += len(chunk)
            with told_apart(self._folder):
                self._disk.write(file, chunk)
                if waiting >= _WRITTEN_OUT:  # else the sync at the end waits for all of a large file at once
                    waiting = 0
                    self._disk.forget(file)

        return write

    def _confirm(self, file: BinaryIO) -> None:
        with confirmed(self._folder):
            self._disk.fsync(file)

    def _settle(self, path: Path, blob: Blob) -> None:
        """Give the finished file its name; where the object is here already, whole, the new copy goes."""
        target = self._path(self._name(blob.sha256))
        if self._is_whole(blob):
            with told_apart(self._folder):
                self._disk.unlink(path)
            if not target.exists():
                return  # it lies in a pack, and that was durable before anybody could find it
        else:
            with told_apart(self._folder):
                self._disk.mkdir(target.parent)
                self._disk.rename(path, target)
        self._sync_name(target)

    def _sync_name(self, target: Path) -> None:
        with confirmed(self._folder):
            self._disk.fsync_dir(target.parent)
            if target.parent.name not in self._settled:
                self._disk.fsync_dir(self._folder)
                self._settled.add(target.parent.name)

    def _is_whole(self, blob: Blob) -> bool:
        if not self.has(blob.sha256):
            return False
        try:
            return self.check(blob.sha256) == blob.size
        except (ObjectMissing, ObjectUnreadable, DigestMismatch):
            return False  # a damaged copy is replaced by the good bytes at hand; the log says that they came again

    # Packs

    def _content_or_blob(self, opener: Opener) -> bytes | Blob | OSError | Fault:
        """Return a small object's content, or what became of a large or unreadable one."""
        try:
            source = opener()
        except (OSError, Fault) as err:
            return err
        if isinstance(source, bytes):
            return source if len(source) <= SMALL else self.put_bytes(source)
        with source:
            resumed = _Resumed(source)
            try:
                head = resumed.head(SMALL + 1)
                return head if len(head) <= SMALL else self.put(resumed)
            except (OSError, Fault) as err:
                if err is resumed.fault:
                    return err
                raise  # the disk's own: it concerns every object, not this one

    def _kept_together(self, small: dict[int, bytes]) -> dict[int, Blob | OSError | Fault]:
        """Keep small objects, in one pack where there are enough of them, and return the Blob of each."""
        if len(small) < _WORTH_A_PACK:
            return {place: self.put_bytes(content) for place, content in small.items()}
        self._look_for_packs()
        blobs = {place: _blob_of(content) for place, content in small.items()}
        fresh = {blob.sha256: small[place] for place, blob in blobs.items() if not self._is_known(blob)}
        if fresh:
            self._write_pack([(self._name(sha256), self._sealed(content)) for sha256, content in fresh.items()])
        return dict(blobs)

    def _is_known(self, blob: Blob) -> bool:
        """Say whether this object is here, whole. Of new ones no more is asked than their name."""
        name = self._name(blob.sha256)
        # No Path: for each of many small files one would cost as much as hashing it.
        is_there = name in self._packed or os.path.exists(f"{self._folder}/{name[:2]}/{name}")  # noqa: PTH110
        return is_there and self._is_whole(blob)

    def _sealed(self, content: bytes) -> bytes:
        if self._envelope.is_plain:
            return content
        sealed = io.BytesIO()
        self._envelope.seal(io.BytesIO(content).read, sealed.write)
        return sealed.getvalue()

    def _write_pack(self, members: Sequence[tuple[str, bytes]]) -> Path:
        """Make a pack of these; durable, under its own digest, when this returns."""
        content = packs.pack_bytes(members)
        target = self._folder / _PACKS / f"{sha256_hex(content)}{packs.SUFFIX}"
        path, file = self._incoming()
        with self._or_nothing(path):
            with file:
                self._writer(file)(content)
                self._confirm(file)
            with told_apart(self._folder):
                self._disk.mkdir(target.parent)
                self._disk.rename(path, target)
            self._sync_name(target)
        self._packed.update(packs.places(target))
        self._packs_seen.add(target.name)
        return target

    def _drop_packed(self, name: str) -> bool:
        """Write every pack that holds this name anew without it, and say whether there was one."""
        self._look_for_packs()
        holding = [pack for pack in self._packs() if name in packs.places(pack)]
        for pack in holding:
            others = {one: packs.read(place) for one, place in packs.places(pack).items() if one != name}
            if others:
                self._write_pack(list(others.items()))
            with told_apart(self._folder):
                self._disk.unlink(pack)
            with confirmed(self._folder):
                self._disk.fsync_dir(pack.parent)
        if holding:
            self._forget_packs()
        return bool(holding)

    def _packs(self) -> list[Path]:
        return [one for one in (self._folder / _PACKS).glob(f"*{packs.SUFFIX}") if is_sha256_hex(one.stem)]

    def _place(self, name: str) -> packs.Place | None:
        if name not in self._packed:
            self._look_for_packs()
        return self._packed.get(name)

    def _look_for_packs(self) -> None:
        """Read the directories of packs that are new since the last look; another process may have made them."""
        try:
            changed_at = (self._folder / _PACKS).stat().st_mtime_ns
        except FileNotFoundError:
            return
        if changed_at == self._packs_at:
            return
        for pack in self._packs():
            if pack.name not in self._packs_seen:
                with _read(pack.stem):
                    self._packed.update(packs.places(pack))
                self._packs_seen.add(pack.name)
        self._packs_at = changed_at

    # Reading

    def _lying(self, sha256: str) -> BinaryIO:
        """Return the file, or the part of a pack, in which the object lies.

        Raises:
            ObjectMissing: it is not here.
            ObjectUnreadable: the disk does not open it.
        """
        name = self._name(sha256)
        with _read(sha256):
            try:
                return self._path(name).open("rb")
            except FileNotFoundError:
                return io.BytesIO(self._packed_content(name))

    def _packed_content(self, name: str) -> bytes:
        place = self._place(name)
        try:
            if place is not None:
                return packs.read(place)
        except FileNotFoundError:
            pass  # the pack was written anew since we looked
        self._forget_packs()  # look again: another process may have made one within a tick of the folder's clock
        place = self._place(name)
        if place is None:
            raise FileNotFoundError(name)
        return packs.read(place)

    def _forget_packs(self) -> None:
        self._packs_seen.clear()
        self._packed.clear()
        self._packs_at = -1

    def _pour(
        self,
        sha256: str,
        digest: hashlib._Hash,
        expected: str,
        write: Callable[[bytes], object] | None = None,
        *,
        from_disk: bool = False,
    ) -> int:
        """Pass the object on, hold its digest against `expected` and return its size."""
        size = 0

        def taken(chunk: bytes) -> None:
            nonlocal size
            digest.update(chunk)
            size += len(chunk)
            if write:
                write(chunk)

        with self._lying(sha256) as file, _read(sha256):
            if from_disk and not isinstance(file, io.BytesIO):
                self._disk.forget(file)
            try:
                self._envelope.open(file, taken)
            except ValueError as err:
                raise DigestMismatch(expected=expected, found=str(err)) from err
        if digest.hexdigest() != expected:
            raise DigestMismatch(expected=expected, found=digest.hexdigest())
        return size

    def _forget(self, path: Path) -> None:
        try:
            self._disk.unlink(path)
        except OSError:
            return  # the sweep at the next start takes it; the fault that brought us here is the one to tell

    def _doubt(self) -> None:
        try:
            (self._folder / _IN_DOUBT).touch()
        except OSError:
            return  # a disk that takes no mark either; the fault that brought us here says what to do


class _Resumed:
    """A source whose beginning has been read already, and which remembers the fault that reading it ended with."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._head = b""
        self.fault: OSError | Fault | None = None

    def head(self, size: int) -> bytes:
        """Return up to so many bytes of the beginning: fewer only where the source ends."""
        pieces = []
        while size > 0 and (piece := self._asked(size)):
            pieces.append(piece)
            size -= len(piece)
        self._head = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        return self._head

    def read(self, size: int) -> bytes:
        """Return the beginning once more, then the rest."""
        if self._head:
            found, self._head = self._head[:size], self._head[size:]
            return found
        return self._asked(size)

    def _asked(self, size: int) -> bytes:
        try:
            return self._source.read(size)
        except (OSError, Fault) as err:
            self.fault = err
            raise


def _blob_of(content: bytes) -> Blob:
    return Blob(sha256=sha256_hex(content), sha512=hashlib.sha512(content).hexdigest(), size=len(content))


@contextmanager
def _read(sha256: str) -> Iterator[None]:
    """Turn what the operating system says while reading an object into a fault that names it."""
    try:
        yield
    except FileNotFoundError as err:
        raise ObjectMissing(expected=sha256) from err
    except OSError as err:
        raise ObjectUnreadable(expected=sha256, problem=file_problem(err)) from err


def _is_alive(name: str) -> bool:
    """Say whether the process that began this file still runs."""
    pid = name.partition("-")[0]
    if not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
