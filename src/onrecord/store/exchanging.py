"""Owns the exchange of an archive's folder for a new one beside it, so that at each moment a whole archive is there.

A note in the new folder says that the exchange has begun; whoever finds it goes on. The former folder's mark gets
another name at the end: who still stands in that folder does not go on working in it by mistake.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from onrecord.store.disk import Disk, told_apart

MARK: Final = "onrecord.toml"
FORMER_MARK: Final = "onrecord.toml.former"
EXCHANGING: Final = ".exchanging"


def work_of(folder: Path) -> Path:
    """Return where a new folder is made that shall take this one's place."""
    return folder.with_name(f".{folder.name}.new")


def former_of(folder: Path) -> Path:
    """Return where this folder lies once another has taken its place."""
    return folder.with_name(f"{folder.name}.former")


def exchange(folder: Path, disk: Disk) -> None:
    """Put the new folder in this one's place; killed anywhere in it, `finish_exchange` goes on from there.

    Raises:
        DiskFull, NotWritable: it is begun or not, and the next command finishes it.
    """
    work = work_of(folder)
    with told_apart(folder.parent):
        with disk.create(work / EXCHANGING) as note:
            disk.fsync(note)
        disk.fsync_dir(work)
        disk.fsync_dir(folder.parent)
        disk.rename(folder, former_of(folder))
        disk.fsync_dir(folder.parent)
    finish_exchange(folder, disk)


def is_begun(folder: Path) -> bool:
    """Say whether an exchange of this folder was begun and not finished."""
    if (folder / EXCHANGING).exists():
        return True
    return bool(folder.name) and not folder.exists() and (work_of(folder) / EXCHANGING).exists()


def finish_exchange(folder: Path, disk: Disk) -> None:
    """Carry an exchange that was begun to its end; where none was, nothing happens.

    Raises:
        NotWritable: the folder or the one above cannot be written.
    """
    if not is_begun(folder):
        return
    former = former_of(folder)
    with told_apart(folder.parent):
        if not folder.exists():
            with suppress(FileNotFoundError):  # another process found the note too and was faster
                disk.rename(work_of(folder), folder)
            disk.fsync_dir(folder.parent)
        if (former / MARK).exists():
            with suppress(FileNotFoundError):
                disk.rename(former / MARK, former / FORMER_MARK)
            disk.fsync_dir(former)
        disk.unlink(folder / EXCHANGING)
        disk.fsync_dir(folder)
