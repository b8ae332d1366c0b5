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

from onrecord.store.errors import DiskFull, NotWritable

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Disk:
    """The disk as it is. Tests put a recording or a failing one in its place."""

    def create(self, path: Path) -> BinaryIO:
        """Open a new file for writing; fails where one exists."""
        return path.open("xb")

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

    def fsync_dir(self, folder: Path) -> None:
        """Return when the folder's names are on the disk."""
        if os.name == "nt":  # Windows has no handle for a folder; its renames are journalled
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def mkdir(self, folder: Path) -> None:
        """Make the folder; one that exists is fine."""
        folder.mkdir(exist_ok=True)

    def unlink(self, path: Path) -> None:
        """Remove a file."""
        path.unlink(missing_ok=True)


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
        if err.errno in _FULL:
            raise DiskFull(place=str(place)) from err
        raise NotWritable(place=str(place), problem=err.strerror or str(err)) from err
