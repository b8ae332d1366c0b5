"""Owns the objects: bytes under the name of their SHA-256. Never knows what an object is evidence of.

Write order (RELIABILITY section 2, measured): temporary name, fsync, rename, fsync of the folder; only then may an
entry speak of it. An object is written once and never changed.
"""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from onrecord.kernel import is_sha256_hex, new_sha256
from onrecord.store.disk import Disk, confirmed, told_apart
from onrecord.store.errors import DigestMismatch, ObjectMissing, ObjectUnreadable, SyncFailed

_CHUNK: Final = 1 << 20
_TEMPORARY: Final = "incoming"
_IN_DOUBT: Final = "check-needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """An object that is on the disk for good."""

    sha256: str
    size: int


class FolderBlobs:
    """Objects in a folder: `aa/<64 digits>`, with an `incoming` folder for what is not finished.

    Once the disk has failed to confirm a write, a file `check-needed` says so until all objects have been read again.
    """

    def __init__(self, folder: Path, *, disk: Disk | None = None) -> None:
        self._folder = folder
        self._disk = disk or Disk()
        self._settled: set[str] = set()  # sub-folders whose own names this process has synced

    @property
    def folder(self) -> Path:
        """Where the objects lie."""
        return self._folder

    def put(self, source: BinaryIO) -> Blob:
        """Copy `source` to its end, hashing in the same pass; the object is durable when this returns.

        Raises:
            DiskFull: there is no room; nothing is left behind that counts.
            NotWritable: the disk cannot be written.
            SyncFailed: the disk did not confirm the bytes; see `is_in_doubt`.
            OSError: `source` cannot be read; the caller knows whose file it is.
        """
        incoming = self._folder / _TEMPORARY
        with told_apart(self._folder):
            self._disk.mkdir(incoming)
            path = incoming / f"{os.getpid()}-{secrets.token_hex(8)}"
            file = self._disk.create(path)
        try:
            with file:
                blob = self._fill(file, source)
            self._settle(path, blob)
        except SyncFailed:
            self._doubt()
            self._forget(path)
            raise
        except BaseException:
            self._forget(path)
            raise
        return blob

    def put_bytes(self, content: bytes) -> Blob:
        """Keep these bytes; see `put`."""
        return self.put(io.BytesIO(content))

    def open(self, sha256: str) -> BinaryIO:
        """Return the object for reading.

        Raises:
            ObjectMissing: it is not here.
            ObjectUnreadable: the disk does not open it.
        """
        with _read(sha256):
            return self._path(sha256).open("rb")

    def read(self, sha256: str) -> bytes:
        """Return the object's bytes, checked against its name.

        Raises:
            ObjectMissing: it is not here.
            ObjectUnreadable: the disk does not give it back.
            DigestMismatch: its bytes have changed.
        """
        with self.open(sha256) as file, _read(sha256):
            content = file.read()
        digest = new_sha256()
        digest.update(content)
        if digest.hexdigest() != sha256:
            raise DigestMismatch(expected=sha256, found=digest.hexdigest())
        return content

    def check(self, sha256: str, *, from_disk: bool = False) -> int:
        """Read the whole object, `from_disk` whatever memory holds of it, and return its size.

        Raises:
            ObjectMissing: it is not here.
            ObjectUnreadable: the disk does not give it back.
            DigestMismatch: its bytes have changed.
        """
        digest, size = new_sha256(), 0
        with self.open(sha256) as file, _read(sha256):
            if from_disk:
                self._disk.forget(file)
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
        if digest.hexdigest() != sha256:
            raise DigestMismatch(expected=sha256, found=digest.hexdigest())
        return size

    def has(self, sha256: str) -> bool:
        """Say whether an object of this name is here; its bytes are not read."""
        return self._path(sha256).is_file()

    def names(self) -> Iterator[str]:
        """Yield the names of all objects, in order."""
        for folder in sorted(self._folder.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(file.name for file in folder.iterdir() if is_sha256_hex(file.name))

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

    def _path(self, sha256: str) -> Path:
        if not is_sha256_hex(sha256):
            msg = f"not the name of an object: {sha256!r}"
            raise ValueError(msg)
        return self._folder / sha256[:2] / sha256

    def _fill(self, file: BinaryIO, source: BinaryIO) -> Blob:
        digest, size = new_sha256(), 0
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            with told_apart(self._folder):
                self._disk.write(file, chunk)
        with confirmed(self._folder):
            self._disk.fsync(file)
        return Blob(sha256=digest.hexdigest(), size=size)

    def _settle(self, path: Path, blob: Blob) -> None:
        """Give the finished file its name; where the object is here already, whole, the new copy goes."""
        target = self._path(blob.sha256)
        with told_apart(self._folder):
            self._disk.mkdir(target.parent)
            if self._is_whole(blob):
                self._disk.unlink(path)
            else:
                self._disk.rename(path, target)
        with confirmed(self._folder):
            self._disk.fsync_dir(target.parent)
            if target.parent.name not in self._settled:
                self._disk.fsync_dir(self._folder)
                self._settled.add(target.parent.name)

    def _is_whole(self, blob: Blob) -> bool:
        try:
            return self.check(blob.sha256) == blob.size
        except (ObjectMissing, ObjectUnreadable, DigestMismatch):
            return False  # a damaged copy is replaced by the good bytes at hand; the log says that they came again

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


@contextmanager
def _read(sha256: str) -> Iterator[None]:
    """Turn what the operating system says while reading an object into a fault that names it."""
    try:
        yield
    except FileNotFoundError as err:
        raise ObjectMissing(expected=sha256) from err
    except OSError as err:
        raise ObjectUnreadable(expected=sha256, problem=err.strerror or str(err)) from err


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
