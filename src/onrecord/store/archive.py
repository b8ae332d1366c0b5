"""Owns the archive's folder: what lies in it, how it is made, found and opened. Never reads evidence."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import Clock, IdSupply, instant_text
from onrecord.store.database import BUSY_SECONDS, LOCK_NOTE, Database
from onrecord.store.disk import Disk, told_apart
from onrecord.store.errors import AlreadyThere, ArchiveDamaged, NewerFormat, NotAnArchive
from onrecord.store.keys import LogKey
from onrecord.store.log import Log

FORMAT: Final = 1
MARK: Final = "onrecord.toml"
LOG_FILE: Final = "log.sqlite"
BLOBS: Final = "blobs"
KEY: Final = "keys/log.key"
OUTSIDE: Final = "outside.toml"  # authorities, witnesses and copies; `app` reads and writes it
ERASING: Final = "erasing.json"  # objects that an expunging has still to destroy
AUTHORITIES: Final = "authorities"  # certificate chains of those that stamp
# What lies in an archive's folder and is the archive: never evidence, whatever else a keeper puts beside it.
OWN_NAMES: Final = frozenset(
    {MARK, LOG_FILE, f"{LOG_FILE}-wal", f"{LOG_FILE}-shm", LOCK_NOTE, BLOBS, "keys", OUTSIDE, AUTHORITIES, ERASING}
)
_UNFINISHED: Final = f".{MARK}.new"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveInfo:
    """What an archive says of itself."""

    id: str
    title: str
    created_at: str
    origin: str
    verifier_key: str
    folder: Path

    @property
    def key_path(self) -> Path:
        """Where the log's signing key lies."""
        return self.folder / KEY


def create(folder: Path, *, title: str, clock: Clock, ids: IdSupply, disk: Disk | None = None) -> ArchiveInfo:
    """Make a new, empty archive with its keys; it is durable when this returns, and nothing of it is left if it fails.

    The mark gets its name last: a folder without it is no archive yet. One that a killed process left unfinished is
    cleared and made anew.

    Raises:
        AlreadyThere: the folder exists and holds something.
        DiskFull: there is no room.
        NotWritable: the disk cannot be written.
    """
    disk = disk or Disk()
    with told_apart(folder):
        _clear_unfinished(folder)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise AlreadyThere(place=str(folder))
    archive_id = ids.new("archive")
    origin = f"onrecord/{archive_id}"
    key = LogKey.generate(origin)
    info = ArchiveInfo(
        id=archive_id,
        title=title,
        created_at=instant_text(clock.now()),
        origin=origin,
        verifier_key=key.verifier().text(),
        folder=folder.absolute(),
    )
    try:
        _make(info, key, disk)
    except BaseException:
        with suppress(OSError):  # the fault that brought us here is the one to tell; the next attempt clears the rest
            _clear_unfinished(folder)
        raise
    return info


def own_names(names: Iterable[str]) -> frozenset[str]:
    """Return which names in a folder are an archive's own files; none where the folder is no archive."""
    present = frozenset(names)
    return present & OWN_NAMES if MARK in present else frozenset()


def is_own(path: Path) -> bool:
    """Say whether a path is, or lies in, the log, the objects or the keys of an archive."""
    real = Path(os.path.realpath(path))
    below = zip(real.parts[1:], reversed(real.parents), strict=True)
    return any(name in OWN_NAMES and (folder / MARK).is_file() for name, folder in below)


def find_archive(start: Path) -> Path:
    """Return the archive's folder at `start` or above it.

    Raises:
        NotAnArchive: there is none up to the root.
    """
    place = start.absolute()
    for folder in (place, *place.parents):
        if (folder / MARK).is_file():
            return folder
    raise NotAnArchive(place=str(start))


def read_info(folder: Path) -> ArchiveInfo:
    """Return what the archive in `folder` says of itself.

    Raises:
        NotAnArchive: there is none.
        NewerFormat: a later Onrecord wrote it.
        ArchiveDamaged: its mark cannot be read.
    """
    declared = _read_mark(folder)
    found = declared.get("format")
    if not isinstance(found, int):
        raise ArchiveDamaged(place=str(folder), problem=f"{MARK} names no format")
    if found > FORMAT:
        raise NewerFormat(found=found, known=FORMAT)
    try:
        texts = {name: str(declared[name]) for name in ("title", "created_at", "origin", "verifier_key")}
        return ArchiveInfo(id=str(declared["archive"]), folder=folder.absolute(), **texts)
    except KeyError as err:
        raise ArchiveDamaged(place=str(folder), problem=f"{MARK} lacks {err}") from err


def _read_mark(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / MARK).read_text(encoding="utf-8"))
    except FileNotFoundError as err:
        raise NotAnArchive(place=str(folder)) from err
    except NotADirectoryError as err:
        raise NotAnArchive(place=str(folder)) from err
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise ArchiveDamaged(place=str(folder), problem=f"{MARK} cannot be read ({err})") from err


def _make(info: ArchiveInfo, key: LogKey, disk: Disk) -> None:
    folder = info.folder
    with told_apart(folder):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        with disk.create(folder / _UNFINISHED) as file:
            disk.write(file, _mark(info).encode())
            disk.fsync(file)
        disk.mkdir(folder / BLOBS)
        disk.mkdir(info.key_path.parent, mode=0o700)
        key.save(info.key_path, disk)
        disk.fsync_dir(info.key_path.parent)
    _create_log(folder)
    with told_apart(folder):
        disk.fsync_dir(folder)  # all that the mark speaks of, before the mark
        disk.rename(folder / _UNFINISHED, folder / MARK)
        disk.fsync_dir(folder)
        disk.fsync_dir(folder.parent)


def _clear_unfinished(folder: Path) -> None:
    """Remove what an attempt to make an archive left here: never anything beside a mark, or of another name."""
    if (folder / MARK).exists() or not (folder / _UNFINISHED).exists():
        return
    for name in sorted(OWN_NAMES):
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    (folder / _UNFINISHED).unlink()  # last, so that what is killed here is still known as unfinished


def _create_log(folder: Path) -> None:
    database = Database(folder / LOG_FILE, busy_seconds=BUSY_SECONDS)
    try:
        with database.engine.connect() as connection:
            # Outside of a transaction: the journal mode belongs to the file and stays.
            raw = connection.connection.dbapi_connection
            assert raw is not None  # noqa: S101 - a connection that is open has one
            raw.execute("PRAGMA journal_mode = WAL")
        with database.writing() as connection:
            Log.create_tables(connection)
    finally:
        database.close()


def _mark(info: ArchiveInfo) -> str:
    lines = [
        "# An Onrecord archive. The log in log.sqlite is the truth; its tables can be rebuilt from it.",
        f"format = {FORMAT}",
        f"archive = {toml_text(info.id)}",
        f"title = {toml_text(info.title)}",
        f"created_at = {toml_text(info.created_at)}",
        f"origin = {toml_text(info.origin)}",
        f"verifier_key = {toml_text(info.verifier_key)}",
        "",
    ]
    return "\n".join(lines)


def toml_text(text: str) -> str:
    """Return a TOML basic string (toml.io/en/v1.0.0#string)."""
    escaped = "".join(
        f"\\u{ord(one):04X}" if one < " " or one == "\x7f" else {"\\": "\\\\", '"': '\\"'}.get(one, one) for one in text
    )
    return f'"{escaped}"'
