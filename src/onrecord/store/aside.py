"""Owns the folder inside an archive's folder in which one process at a time has something in hand: a backup, a drill.

What lies there is as well guarded as the archive itself, and no better: it is removed afterwards, or at the next
opening where a process was killed. It never holds anything that is not also somewhere else.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from onrecord.store.archive import ASIDE
from onrecord.store.disk import told_apart
from onrecord.store.errors import AsideHeld

_LOCK: Final = "lock"


@contextmanager
def held_aside(archive: Path) -> Iterator[Path]:
    """Hold the folder aside, empty, and yield it; nothing of it but its lock is left afterwards.

    The lock is the operating system's and ends with the process, however it ends.

    Raises:
        AsideHeld: another process holds it.
        NotWritable: the archive's folder cannot be written.
    """
    folder = archive / ASIDE
    with told_apart(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _is_taken(handle):
            raise AsideHeld(place=str(archive))
        _clear(folder)
        try:
            yield folder
        finally:
            _clear(folder)
    finally:
        os.close(handle)


def sweep_aside(archive: Path) -> None:
    """Remove what a killed process left in the folder aside; a live one is left at its work.

    Raises:
        NotWritable: the archive's folder cannot be written.
    """
    folder = archive / ASIDE
    if not folder.is_dir() or not any(path.name != _LOCK for path in folder.iterdir()):
        return
    try:
        with held_aside(archive):
            return
    except AsideHeld:
        return


def _clear(folder: Path) -> None:
    with told_apart(folder):
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != _LOCK:
                path.unlink()


def _is_taken(handle: int) -> bool:
    """Take the lock and say whether it was free."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
