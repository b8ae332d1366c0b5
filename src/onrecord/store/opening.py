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
from onrecord.store.errors import ArchiveDamaged, ArchiveLocked
from onrecord.store.keys import LogKey
from onrecord.store.log import Log, new_salt
from onrecord.store.master import Keys
from onrecord.store.shadow import Shadow, are_in_step, bring_in_step

KeySource = Callable[[ArchiveInfo], Keys]


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
    keys: KeySource | None = None,
) -> Desk:
    """Return a desk at the archive in `folder`; what a killed process left unfinished has been swept away.

    With `reading_only` nothing is written, except that tables of an older version are folded anew first. `keys` is
    asked when the archive turns out to be encrypted.

    Raises:
        NotAnArchive: there is none.
        NewerFormat: a later Onrecord wrote it.
        ArchiveDamaged: a part of it is missing or unreadable.
        ArchiveLocked: it is encrypted, and there is no source of keys.
        KeyRefused: it is encrypted, and the source gave the keys of another.
        Locked: tables must be folded and another process keeps writing.
    """
    info = read_info(folder)
    for part in (LOG_FILE, BLOBS):
        if not (info.folder / part).exists():
            raise ArchiveDamaged(place=str(folder), problem=f"{part} is missing")
    held = keys_for(info, keys)
    if held is not None:
        info = info.opened(held)
    key, envelope = (None, None) if held is None else (held.database, held.envelope())
    database = Database(info.folder / LOG_FILE, busy_seconds=busy_seconds, key=key)
    blobs = FolderBlobs(info.folder / BLOBS, disk=disk, envelope=envelope)
    try:
        _bring_in_step(database, shadows)
        if not reading_only:
            blobs.sweep()
            finish_erasing(info.folder, database, blobs, shadows)
    except BaseException:
        database.close()
        raise
    log = Log(database, origin=info.origin, key=lambda: _key(info, held), salt=salt)
    return Desk(
        actor=actor,
        clock=clock,
        ids=ids,
        info=info,
        log=log,
        blobs=blobs,
        shadows=tuple(shadows),
        database=database,
        keys=held,
        is_reading_only=reading_only,
    )


def keys_for(info: ArchiveInfo, source: KeySource | None) -> Keys | None:
    """Return the keys of an encrypted archive, and None for one that lies in clear.

    Raises:
        ArchiveLocked: it is encrypted, and there is no source of keys.
    """
    if not info.is_encrypted:
        return None
    if source is None:
        raise ArchiveLocked(place=str(info.folder))
    return source(info)


def _key(info: ArchiveInfo, keys: Keys | None) -> LogKey:
    return LogKey.load(info.key_path, name=info.origin, published=info.verifier_key, keys=keys)


def _bring_in_step(database: Database, shadows: Sequence[Shadow]) -> None:
    with database.reading() as connection:
        if are_in_step(connection, shadows):
            return
    with database.writing() as connection:
        bring_in_step(connection, shadows)
