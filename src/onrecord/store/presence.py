"""Owns who is at work in an archive: every desk together, or one process alone that puts another folder in its place.

The lock is the system's, on the archive's mark, and ends with its process (flock(2)). It says nothing of who writes:
that is the database's.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from onrecord.store.errors import InUse

# A file system without such locks: then nobody can be kept out, and nobody is.
_NO_LOCKS: Final = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})


class Presence:
    """Somebody is at work in an archive from now until `leave`."""

    def __init__(self, mark: Path, *, alone: bool = False) -> None:
        """Come in.

        Raises:
            InUse: somebody else is there and one of both wants to be alone.
            OSError: the mark cannot be opened.
        """
        self._handle: int | None = os.open(mark, os.O_RDONLY)
        try:
            _lock(self._handle, alone=alone)
        except BlockingIOError as err:
            self.leave()
            raise InUse(place=str(mark.parent)) from err
        except OSError as err:
            if err.errno not in _NO_LOCKS:
                self.leave()
                raise

    def is_of(self, mark: Path) -> bool:
        """Say whether the mark that lies there now is the one that was locked: nobody replaced the folder meanwhile."""
        try:
            found = mark.stat()
        except FileNotFoundError:
            return False
        own = os.fstat(self._handle) if self._handle is not None else None
        return own is not None and (own.st_dev, own.st_ino) == (found.st_dev, found.st_ino)

    def leave(self) -> None:
        """Go out; a second time does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __del__(self) -> None:
        self.leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()


def _lock(handle: int, *, alone: bool) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: a folder with open files cannot be renamed there anyway
        return
    fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
