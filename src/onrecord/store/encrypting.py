"""Owns the making of an encrypted archive out of one that is there: a whole new folder, checked, then put in its place.

Nothing of the record changes: the same entries, heads and objects. At every moment one whole archive is there, and what
a killed process left is put right by the next command. The former folder stays beside it until a person removes it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

from onrecord.kernel import Role, instant_text
from onrecord.store.archive import (
    LOG_FILE,
    OWN_NAMES,
    ArchiveInfo,
    lesser_files,
    name_mark,
    prepare,
)
from onrecord.store.blobs import Blob, Opener, Source
from onrecord.store.checking import check
from onrecord.store.database import BUSY_SECONDS, Database
from onrecord.store.desk import Desk
from onrecord.store.disk import Disk, told_apart
from onrecord.store.entries import keys_changed
from onrecord.store.errors import AlreadyEncrypted, CheckFirst, DigestMismatch, FormerInTheWay, RebuildDiffers
from onrecord.store.exchanging import MARK, exchange, former_of, work_of
from onrecord.store.founding import Founded, Ways, found
from onrecord.store.keys import LogKey
from onrecord.store.log import copy_log
from onrecord.store.presence import Presence
from onrecord.store.shadow import objects_spoken_of

# What is made anew; the rest of an archive's own files is copied as it is.
_MADE: Final = frozenset({MARK, f"{LOG_FILE}-pages"})
_KEYS: Final = "keys/"
_GROUP: Final = 2_000  # objects that are opened for copying together
_CHUNK: Final = 1 << 20

OpenDesk = Callable[[Path, Founded | None], Desk]
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encrypted:
    """What came of it: the archive as it is now, its papers, where the former folder lies, what was left in that."""

    info: ArchiveInfo
    founded: Founded
    former: Path
    left_behind: tuple[str, ...]


def encrypt(
    folder: Path,
    ways: Ways,
    open_desk: OpenDesk,
    *,
    again: bool = False,
    disk: Disk | None = None,
    on_progress: Progress = lambda _done, _total: None,
) -> Encrypted:
    """Put an encrypted archive with the same record in the place of the one in `folder`; with `again`, under new keys.

    `open_desk` opens a folder, with the keys of a new archive or as the person may open the former.

    Raises:
        RoleTooNarrow: only a keeper may.
        AlreadyEncrypted: it is encrypted, and `again` was not said.
        InUse: somebody is at work in it.
        FormerInTheWay: a former folder lies beside it.
        CheckFirst: something is wrong with it, so that it could not be compared.
        DiskFull, NotWritable: nothing was changed.
    """
    disk = disk or Disk()
    with open_desk(folder, None) as desk:
        desk.require(Role.KEEPER)
        info = desk.info
        if info.is_encrypted and not again:
            raise AlreadyEncrypted(place=str(info.folder))
        former = former_of(info.folder)
        if former.exists():
            raise FormerInTheWay(place=str(former))
        desk.leave_to_others()
        with Presence(info.folder / MARK, alone=True):
            founded = found(info.id, ways, made_at=instant_text(desk.clock.now()))
            made = _made_beside(desk, founded, open_desk, disk, on_progress)
            desk.database.close()
            exchange(info.folder, disk)
    left = tuple(sorted(one.name for one in former.iterdir() if one.name not in OWN_NAMES))
    return Encrypted(info=replace(made, folder=info.folder), founded=founded, former=former, left_behind=left)


def _made_beside(desk: Desk, founded: Founded, open_desk: OpenDesk, disk: Disk, on_progress: Progress) -> ArchiveInfo:
    """Return the new archive, whole and compared with the former; nothing is left of it where that fails."""
    place = work_of(desk.info.folder)
    shutil.rmtree(place, ignore_errors=True)  # what a killed attempt left; it never was in anybody's place
    info = replace(desk.info, folder=place).under(founded.keys)
    try:
        _refuse_damage(desk)
        prepare(info, _signing_key(desk), disk, founded)
        _copy_log(desk, info, founded)
        _copy_files(desk.info.folder, place, disk)
        name_mark(info, disk)
        with open_desk(place, founded) as copy:
            _copy_objects(desk, copy, on_progress)
            _compare(desk, copy, [one.name for one in founded.keyring.slots])
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return info


def _refuse_damage(desk: Desk) -> None:
    problems = check(desk, deep=True).problems
    if problems:
        raise CheckFirst(place=str(desk.info.folder), count=len(problems), first=problems[0]["code"])


def _signing_key(desk: Desk) -> LogKey:
    info = desk.info
    return LogKey.load(info.key_path, name=info.origin, published=info.verifier_key, keys=desk.keys)


def _copy_log(desk: Desk, info: ArchiveInfo, founded: Founded) -> None:
    target = Database(info.folder / LOG_FILE, busy_seconds=BUSY_SECONDS, key=founded.keys.database)
    try:
        with desk.reading() as source, target.writing() as connection:
            copy_log(source, connection)
    finally:
        target.close()


def _copy_files(folder: Path, place: Path, disk: Disk) -> None:
    """Copy what else belongs to the archive: places outside, certificate chains.

    Keys that lie in clear are not among it: an encrypted archive has its own for all they were for.
    """
    with told_apart(place):
        for name in lesser_files(folder):
            if name in _MADE or name.startswith(_KEYS):
                continue
            source, target = folder / name, place / name
            _make_folders(target.parent, place, disk)
            with source.open("rb") as reading, disk.create(target, mode=source.stat().st_mode & 0o777) as file:
                while chunk := reading.read(_CHUNK):
                    disk.write(file, chunk)
                disk.fsync(file)
            disk.fsync_dir(target.parent)


def _make_folders(folder: Path, top: Path, disk: Disk) -> None:
    for one in reversed([folder, *folder.parents]):
        if top in one.parents and not one.exists():
            disk.mkdir(one, mode=0o700)
            disk.fsync_dir(one.parent)


def _copy_objects(desk: Desk, copy: Desk, on_progress: Progress) -> None:
    """Copy every object of which we know the digest: in an archive in clear all, else those that are spoken of."""
    digests = _digests(desk)
    for start in range(0, len(digests), _GROUP):
        group = digests[start : start + _GROUP]
        for expected, kept in zip(group, copy.blobs.put_many(_openers(desk, group)), strict=True):
            if not isinstance(kept, Blob):
                raise kept
            if kept.sha256 != expected:
                raise DigestMismatch(expected=expected, found=kept.sha256)
        on_progress(start + len(group), len(digests))


def _digests(desk: Desk) -> list[str]:
    with desk.reading() as connection:
        known = set(objects_spoken_of(connection, desk.shadows))
    return sorted(known if desk.is_encrypted else known | set(desk.blobs.names()))


def _openers(desk: Desk, digests: Sequence[str]) -> list[Opener]:
    def opener(sha256: str) -> Opener:
        return lambda: cast("Source", desk.blobs.open(sha256))  # a file closes whatever it is told on leaving

    return [opener(one) for one in digests]


def _compare(desk: Desk, copy: Desk, slots: Sequence[str]) -> None:
    """Return when the copy holds the same record, every byte of it read. New keys for former ones are on its log.

    Raises:
        RebuildDiffers, or the fault of the first problem found: it does not.
    """
    size = desk.log.size()
    if (copy.log.size(), copy.log.root(), copy.log.heads()) != (size, desk.log.root(), desk.log.heads()):
        raise RebuildDiffers(digest=copy.log.root().hex())
    if desk.is_encrypted:
        copy.append([keys_changed("renewed", slots, slots)])
    problems = check(copy, deep=True).problems
    if problems:
        raise CheckFirst(place=str(copy.info.folder), count=len(problems), first=problems[0]["code"])
