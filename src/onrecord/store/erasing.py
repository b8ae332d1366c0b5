"""Owns the destruction of objects whose entries were expunged, carried through to its end whatever comes between.

A note in the archive's folder names the objects before the transaction that expunges is durable, and goes when none of
them is left: a process that was killed in the middle has its work finished at the next opening.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from onrecord.store.archive import ERASING
from onrecord.store.blobs import FolderBlobs
from onrecord.store.database import Database
from onrecord.store.derived_files import discard_derived
from onrecord.store.disk import Disk, confirmed, told_apart
from onrecord.store.errors import ArchiveDamaged
from onrecord.store.log import ENTRIES, Entry
from onrecord.store.shadow import Shadow, objects_spoken_of

_NEW: Final = f"{ERASING}.new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasing:
    """What is being erased: the entry that decided it, by number and commitment, and names of objects as they lie."""

    by_seq: int
    commitment: str
    names: tuple[str, ...]


def note_objects(
    connection: Connection,
    folder: Path,
    blobs: FolderBlobs,
    shadows: Sequence[Shadow],
    candidates: Iterable[str],
    *,
    by: Entry,
) -> Erasing:
    """Note which of these objects (SHA-256) nothing speaks of any more, before the transaction is durable.

    Raises:
        DiskFull, NotWritable, SyncFailed: the note could not be kept; leave the transaction by this fault.
    """
    spoken_of = set(objects_spoken_of(connection, shadows))
    names = sorted({blobs.stored_name(one) for one in candidates if one not in spoken_of})
    erasing = Erasing(by_seq=by.seq, commitment=by.commitment, names=tuple(names))
    _write(folder, erasing, blobs.disk)
    return erasing


def finish_erasing(folder: Path, database: Database, blobs: FolderBlobs, shadows: Sequence[Shadow]) -> int:
    """Destroy the objects that a note names, if what it rests on was recorded; return how many there were.

    An object that something speaks of again, since somebody sealed the same bytes meanwhile, is left alone.

    Raises:
        ArchiveDamaged: the note cannot be read.
        DiskFull, NotWritable, SyncFailed, Locked: it is tried again at the next opening.
    """
    erasing = _read(folder)
    if erasing is None:
        return 0
    gone = 0
    with database.writing() as connection:  # alone, so that nobody records an object that is about to go
        if _was_recorded(connection, erasing):
            kept = {blobs.stored_name(one) for one in objects_spoken_of(connection, shadows)}
            gone = sum(blobs.remove_stored(name) for name in erasing.names if name not in kept)
    discard_derived(folder)
    database.scrub()
    with told_apart(folder):
        blobs.disk.unlink(folder / ERASING)
    with confirmed(folder):
        blobs.disk.fsync_dir(folder)
    return gone


def is_erasing(folder: Path) -> bool:
    """Say whether an expunging in this archive has not come to its end."""
    return (folder / ERASING).exists()


def _was_recorded(connection: Connection, erasing: Erasing) -> bool:
    found = connection.execute(select(ENTRIES.c.commitment).where(ENTRIES.c.seq == erasing.by_seq)).scalar()
    return found == erasing.commitment


def _write(folder: Path, erasing: Erasing, disk: Disk) -> None:
    record = {"by_seq": erasing.by_seq, "commitment": erasing.commitment, "names": list(erasing.names)}
    with told_apart(folder):
        disk.unlink(folder / _NEW)
        with disk.create(folder / _NEW, mode=0o600) as file:
            disk.write(file, json.dumps(record).encode())
            with confirmed(folder):
                disk.fsync(file)
        disk.rename(folder / _NEW, folder / ERASING)
    with confirmed(folder):
        disk.fsync_dir(folder)


def _read(folder: Path) -> Erasing | None:
    try:
        record = json.loads((folder / ERASING).read_bytes())
        names = tuple(str(one) for one in record["names"])
        return Erasing(by_seq=int(record["by_seq"]), commitment=str(record["commitment"]), names=names)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise ArchiveDamaged(place=str(folder), problem=f"{ERASING} cannot be read ({err})") from err
