"""Owns the opening of an archive: a desk whose tables are in step with the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from onrecord.kernel import Actor, Clock, IdSupply, file_problem
from onrecord.store.archive import BLOBS, LOG_FILE, ArchiveInfo, noted_size, read_info
from onrecord.store.aside import sweep_aside
from onrecord.store.blobs import FolderBlobs
from onrecord.store.database import BUSY_SECONDS, Database
from onrecord.store.desk import Desk
from onrecord.store.disk import Disk
from onrecord.store.erasing import finish_erasing
from onrecord.store.errors import ArchiveDamaged, ArchiveLocked, InUse, LogBehind
from onrecord.store.exchanging import MARK
from onrecord.store.keys import LogKey
from onrecord.store.log import Log, new_salt, size_of
from onrecord.store.master import Keys
from onrecord.store.pages import PagesFound
from onrecord.store.presence import Presence
from onrecord.store.second import add_second, lacks_second
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
        InUse: somebody puts another folder in its place just now.
        Locked: tables must be folded and another process keeps writing.
        LogBehind: this folder was copied without its newest entries, and is to be written to.
    """
    info, presence = _come_in(folder)
    try:
        held = keys_for(info, keys)
        database, blobs = _parts(info, held, busy_seconds=busy_seconds, disk=disk)
        try:
            noticed = _bring_in_step(database, shadows)
            if not reading_only:
                _refuse_a_copy_behind(database, info)
                blobs.sweep()
                finish_erasing(info.folder, database, blobs, shadows)
                sweep_aside(info.folder)
        except BaseException:
            database.close()
            raise
    except BaseException:
        presence.leave()
        raise
    info = info if held is None else info.opened(held)
    return Desk(
        actor=actor,
        clock=clock,
        ids=ids,
        info=info,
        log=Log(database, origin=info.origin, key=lambda: _key(info, held), salt=salt),
        blobs=blobs,
        shadows=tuple(shadows),
        database=database,
        keys=held,
        presence=presence,
        is_reading_only=reading_only,
        noticed_at_opening=noticed,
    )


def _come_in(folder: Path) -> tuple[ArchiveInfo, Presence]:
    """Return what the archive says of itself, and that we are there: nobody puts another folder in its place now."""
    while True:
        info = read_info(folder)
        mark = info.folder / MARK
        try:
            presence = Presence(mark)
        except FileNotFoundError as err:  # another folder is about to take its place
            raise InUse(place=str(folder)) from err
        except OSError as err:
            raise ArchiveDamaged(place=str(folder), problem=file_problem(err)) from err
        if presence.is_of(mark):
            return info, presence
        presence.leave()


def _parts(
    info: ArchiveInfo, keys: Keys | None, *, busy_seconds: float, disk: Disk | None
) -> tuple[Database, FolderBlobs]:
    """Return log and objects, as they open with these keys or in clear.

    Raises:
        ArchiveDamaged: one of them is missing.
        KeyRefused: the keys are those of another archive.
    """
    for part in (LOG_FILE, BLOBS):
        if not (info.folder / part).exists():
            raise ArchiveDamaged(place=str(info.folder), problem=f"{part} is missing")
    if keys is None:
        database = Database(info.folder / LOG_FILE, busy_seconds=busy_seconds)
        return database, FolderBlobs(info.folder / BLOBS, disk=disk)
    info.opened(keys)
    database = Database(info.folder / LOG_FILE, busy_seconds=busy_seconds, key=keys.database)
    return database, FolderBlobs(info.folder / BLOBS, disk=disk, envelope=keys.envelope())


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


def _refuse_a_copy_behind(database: Database, info: ArchiveInfo) -> None:
    """Let nobody put a second history on a log that lost its newest entries on the way here."""
    expected = noted_size(info.folder)
    with database.reading() as connection:
        found = size_of(connection)
    if expected > found:
        raise LogBehind(place=str(info.folder), expected=expected, found=found)


def _bring_in_step(database: Database, shadows: Sequence[Shadow]) -> PagesFound | None:
    """Fold into the tables what they lack, and return what was wrong with a page of theirs before they were made anew.

    Tables that somebody dropped leave more than one page behind; one page alone is a disk that has begun to fail.
    """
    with database.reading() as connection:
        lacks = lacks_second(connection)
        if not lacks and are_in_step(connection, shadows):
            return None
    found = database.found_in_pages()
    with database.writing() as connection:
        if lacks:
            add_second(connection)
        bring_in_step(connection, shadows)
    return found if found is not None and len(found.differing) == 1 else None
