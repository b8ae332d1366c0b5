"""Owns every file operation that durability rests on, one small object so that crash states can be enumerated.

Never decides an order: the blobs do. Foreign errors become faults of ours here, close to where they arise.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from onrecord.kernel import file_problem
from onrecord.store.errors import DiskFull, NotWritable, SyncFailed

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Disk:
    """The disk as it is. Tests put a recording or a failing one in its place."""

    def create(self, path: Path, mode: int = 0o666) -> BinaryIO:
        """Open a new file for writing; fails where one exists."""
        return open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode))

    def write(self, file: BinaryIO, content: bytes) -> None:
        """Write all of `content`; a short write is carried on, an interrupted one repeated."""
        view = memoryview(content)
        while view:
            view = view[file.write(view) :]

    def fsync(self, file: BinaryIO) -> None:
        """Return when the file's bytes are on the disk."""
        file.flush()
        os.fsync(file.fileno())

    def rename(self, path: Path, target: Path) -> None:
        """Give the file its final name, replacing nothing but the same content."""
        path.replace(target)

    def rename_once(self, path: Path, target: Path) -> None:
        """Give the file its final name, which nothing else may have.

        Raises:
            FileExistsError: something has it.
        """
        if os.name == "nt":
            path.rename(target)  # which refuses there
            return
        try:
            os.link(path, target)
        except FileExistsError:
            raise
        except OSError:  # sticks know no second names; holding the place keeps others away
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
            path.rename(target)

    def fsync_dir(self, folder: Path) -> None:
        """Return when the folder's names are on the disk."""
        if os.name == "nt":  # Windows has no handle for a folder; its renames are journalled
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def mkdir(self, folder: Path, mode: int = 0o777) -> None:
        """Make the folder; one that exists is fine."""
        folder.mkdir(mode=mode, exist_ok=True)

    def unlink(self, path: Path) -> None:
        """Remove a file; one that is gone is fine."""
        path.unlink(missing_ok=True)

    def forget(self, file: BinaryIO) -> None:
        """Let what is in memory of the file go, so that the next read comes from the disk.

        What is not on the disk yet begins to be written and stays in memory until it is: this waits for nothing.
        """
        if hasattr(os, "posix_fadvise"):  # elsewhere the memory may answer for the disk
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def told_apart(place: Path) -> Iterator[None]:
    """Turn what the operating system says while writing at `place` into a fault with a clear sentence.

    Raises:
        DiskFull: there is no room.
        NotWritable: the disk is read-only, not ours or failing.
    """
    try:
        yield
    except OSError as err:
        raise _fault(err, place, NotWritable) from err


@contextmanager
def confirmed(place: Path) -> Iterator[None]:
    """The same for an fsync. After one that failed a second may succeed and mean nothing: it is not tried again.

    Raises:
        DiskFull: there is no room after all.
        SyncFailed: nobody knows what the disk holds.
    """
    try:
        yield
    except OSError as err:
        raise _fault(err, place, SyncFailed) from err


def _fault(err: OSError, place: Path, otherwise: type[NotWritable]) -> DiskFull | NotWritable:
    if err.errno in _FULL:
        return DiskFull(place=str(place))
    return otherwise(place=str(place), problem=file_problem(err))
