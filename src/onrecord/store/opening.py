"""Owns the opening of an archive: a desk whose tables are in step with the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from onrecord.kernel import Actor, Clock, IdSupply
from onrecord.store.archive import BLOBS, LOG_FILE, ArchiveInfo, read_info
from onrecord.store.blobs import FolderBlobs
from onrecord.store.database import BUSY_SECONDS, Database
from onrecord.store.desk import Desk
from onrecord.store.disk import Disk
from onrecord.store.erasing import finish_erasing
from onrecord.store.errors import ArchiveDamaged
from onrecord.store.keys import LogKey
from onrecord.store.log import Log, new_salt
from onrecord.store.shadow import Shadow, are_in_step, bring_in_step


def open_desk(
    folder: Path,
    *,
    actor: Actor,
    clock: Clock,
    ids: IdSupply,
    shadows: Sequence[Shadow],
    reading_only: bool = False,
    busy_seconds: float = BUSY_SECONDS,
    disk: Disk | None = None,
    salt: Callable[[], bytes] = new_salt,
) -> Desk:
    """Return a desk at the archive in `folder`; what a killed process left unfinished has been swept away.

    With `reading_only` nothing is written, except that tables of an older version are folded anew first.

    Raises:
        NotAnArchive: there is none.
        NewerFormat: a later Onrecord wrote it.
        ArchiveDamaged: a part of it is missing or unreadable.
        Locked: tables must be folded and another process keeps writing.
    """
    info = read_info(folder)
    for part in (LOG_FILE, BLOBS):
        if not (info.folder / part).exists():
            raise ArchiveDamaged(place=str(folder), problem=f"{part} is missing")
    database = Database(info.folder / LOG_FILE, busy_seconds=busy_seconds)
    blobs = FolderBlobs(info.folder / BLOBS, disk=disk)
    try:
        _bring_in_step(database, shadows)
        if not reading_only:
            blobs.sweep()
            finish_erasing(info.folder, database, blobs, shadows)
    except BaseException:
        database.close()
        raise
    log = Log(database, origin=info.origin, key=lambda: _key(info), salt=salt)
    return Desk(
        actor=actor,
        clock=clock,
        ids=ids,
        info=info,
        log=log,
        blobs=blobs,
        shadows=tuple(shadows),
        database=database,
        is_reading_only=reading_only,
    )


def _key(info: ArchiveInfo) -> LogKey:
    return LogKey.load(info.key_path, name=info.origin, published=info.verifier_key)


def _bring_in_step(database: Database, shadows: Sequence[Shadow]) -> None:
    with database.reading() as connection:
        if are_in_step(connection, shadows):
            return
    with database.writing() as connection:
        bring_in_step(connection, shadows)
