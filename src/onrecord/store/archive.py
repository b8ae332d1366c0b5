"""Owns the archive's folder: what lies in it, how it is made, found and opened. Never reads evidence."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import Clock, IdSupply, canonical_bytes, instant_text, sha256_hex
from onrecord.store.database import BUSY_SECONDS, LOCK_NOTE, Database
from onrecord.store.disk import Disk, told_apart
from onrecord.store.errors import AlreadyThere, ArchiveDamaged, KeyRefused, NewerFormat, NotAnArchive
from onrecord.store.exchanging import EXCHANGING, FORMER_MARK, MARK, finish_exchange, is_begun
from onrecord.store.founding import Founded, Ways, found
from onrecord.store.keys import LogKey
from onrecord.store.log import Log
from onrecord.store.master import Keys

FORMAT: Final = 2  # 1 is an archive in clear; 2 one that is encrypted, so that an older program leaves it alone
_IN_CLEAR: Final = 1
AT_REST: Final = "onrecord-at-rest@1"
LOG_FILE: Final = "log.sqlite"
BLOBS: Final = "blobs"
KEY: Final = "keys/log.key"
BACKUP_KEY: Final = "keys/backup.key"  # of an archive in clear; an encrypted one has its own secret for that
OUTSIDE: Final = "outside.toml"  # authorities, witnesses and copies; `app` reads and writes it
ERASING: Final = "erasing.json"  # objects that an expunging has still to destroy
AUTHORITIES: Final = "authorities"  # certificate chains of those that stamp
ASIDE: Final = ".onrecord-aside"  # what a backup or a drill has in hand; never part of a copy, swept away afterwards
DERIVED: Final = ".onrecord-derived"  # what is made of log and objects, and thrown away whenever something is expunged
SIZE_NOTE: Final = ".onrecord-size"  # how many entries the log had when it was last written to
# What lies in an archive's folder and is the archive: never evidence, whatever else a keeper puts beside it.
OWN_NAMES: Final = frozenset(
    {
        MARK,
        FORMER_MARK,
        EXCHANGING,
        LOG_FILE,
        f"{LOG_FILE}-wal",
        f"{LOG_FILE}-shm",
        f"{LOG_FILE}-pages",
        LOCK_NOTE,
        BLOBS,
        "keys",
        OUTSIDE,
        AUTHORITIES,
        ERASING,
        ASIDE,
        DERIVED,
        SIZE_NOTE,
    }
)
# What of it a copy does without: the log and the objects go another way, the rest belongs to running processes.
_NOT_COPIED: Final = frozenset(
    {
        FORMER_MARK,
        EXCHANGING,
        LOG_FILE,
        f"{LOG_FILE}-wal",
        f"{LOG_FILE}-shm",
        f"{LOG_FILE}-pages",
        LOCK_NOTE,
        BLOBS,
        ERASING,
        ASIDE,
        DERIVED,
        SIZE_NOTE,
    }
)
_UNFINISHED: Final = f".{MARK}.new"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRest:
    """What an encrypted archive says of its encryption in clear."""

    check: str  # what tells its keys from others
    title: str  # in a box


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveInfo:
    """What an archive says of itself. The title of an encrypted one is empty until it is open."""

    id: str
    title: str
    created_at: str
    origin: str
    verifier_key: str
    folder: Path
    at_rest: AtRest | None = None

    @property
    def is_encrypted(self) -> bool:
        """Whether log, objects and signing key open only with keys that are not in the folder."""
        return self.at_rest is not None

    @property
    def key_path(self) -> Path:
        """Where the log's signing key lies."""
        return self.folder / KEY

    @property
    def keyring_folder(self) -> Path:
        """Where the keyring of an encrypted archive lies."""
        return self.key_path.parent

    def under(self, keys: Keys) -> ArchiveInfo:
        """Return the same as it is said in an archive encrypted with these keys."""
        box = keys.shut(self.title.encode(), purpose=_purpose(self))
        return replace(self, at_rest=AtRest(check=keys.check(), title=box))

    def opened(self, keys: Keys) -> ArchiveInfo:
        """Return the same with its title.

        Raises:
            KeyRefused: these are the keys of another archive.
            ArchiveDamaged: the box with the title has changed.
        """
        if self.at_rest is None:
            return self
        if keys.check() != self.at_rest.check:
            raise KeyRefused(archive=self.id)
        try:
            return replace(self, title=keys.opened(self.at_rest.title, purpose=_purpose(self)).decode())
        except ValueError as err:
            raise ArchiveDamaged(place=str(self.folder), problem=f"{MARK} has changed") from err


def _purpose(info: ArchiveInfo) -> str:
    """Return what the box with the title is bound to: all that the mark says, so that no byte of it changes unseen."""
    told = {"archive": info.id, "created_at": info.created_at, "origin": info.origin, "key": info.verifier_key}
    return canonical_bytes({"box": "title", **told}).decode()


def create(folder: Path, *, title: str, clock: Clock, ids: IdSupply, disk: Disk | None = None) -> ArchiveInfo:
    """Make a new, empty archive with its keys; it is durable when this returns, and nothing of it is left if it fails.

    It lies in clear; `create_encrypted` makes one that does not. For what it raises see there.
    """
    info, _ = _created(folder, title, clock, ids, disk or Disk(), None)
    return info


def create_encrypted(
    folder: Path, *, title: str, clock: Clock, ids: IdSupply, ways: Ways, disk: Disk | None = None
) -> tuple[ArchiveInfo, Founded]:
    """Make a new, empty archive that only these ways open, and return what has to be written down on paper.

    The mark gets its name last: a folder without it is no archive yet. One that a killed process left unfinished is
    cleared and made anew.

    Raises:
        AlreadyThere: the folder exists and holds something.
        DiskFull: there is no room.
        NotWritable: the disk cannot be written.
    """
    info, founded = _created(folder, title, clock, ids, disk or Disk(), ways)
    if founded is None:
        msg = "an encrypted archive without keys"
        raise RuntimeError(msg)
    return info, founded


def _created(
    folder: Path, title: str, clock: Clock, ids: IdSupply, disk: Disk, ways: Ways | None
) -> tuple[ArchiveInfo, Founded | None]:
    with told_apart(folder):
        _clear_unfinished(folder)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise AlreadyThere(place=str(folder))
    archive_id = ids.new("archive")
    origin = f"onrecord/{archive_id}"
    key = LogKey.generate(origin)
    made_at = instant_text(clock.now())
    founded = None if ways is None else found(archive_id, ways, made_at=made_at)
    info = ArchiveInfo(
        id=archive_id,
        title=title,
        created_at=made_at,
        origin=origin,
        verifier_key=key.verifier().text(),
        folder=folder.absolute(),
    )
    if founded is not None:
        info = info.under(founded.keys)
    try:
        prepare(info, key, disk, founded)
        name_mark(info, disk)
    except BaseException:
        with suppress(OSError):  # the fault that brought us here is the one to tell; the next attempt clears the rest
            _clear_unfinished(folder)
        raise
    return info, founded


def own_names(names: Iterable[str]) -> frozenset[str]:
    """Return which names in a folder are an archive's own files; none where the folder is no archive."""
    present = frozenset(names)
    return present & OWN_NAMES if present & {MARK, FORMER_MARK} else frozenset()


def note_size(folder: Path, size: int) -> None:
    """Note how many entries the log has, beside it and after they are durable: the note is never ahead of its own log.

    A folder that was copied without its journal, or while somebody wrote, has a log that is behind its note.
    """
    with suppress(OSError):  # the entries are on the disk; a note that cannot be written takes nothing from them
        handle = os.open(folder / SIZE_NOTE, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(handle, _size_text(size).encode())  # of one length, so that no rest of another stays
        finally:
            os.close(handle)


def noted_size(folder: Path) -> int:
    """Return how many entries the log has had for certain; 0 where nothing tells."""
    return _noted(folder) or 0


def is_size_readable(folder: Path) -> bool:
    """Say whether the note of the log's size is one, or there is none."""
    return not (folder / SIZE_NOTE).exists() or _noted(folder) is not None


def _noted(folder: Path) -> int | None:
    """Return what the note says; None where it says nothing, or is not as it was written."""
    try:
        text = (folder / SIZE_NOTE).read_bytes().decode("ascii")
        size = int(text[:16])
    except (OSError, ValueError):
        return None
    return size if text == _size_text(size) else None


def _size_text(size: int) -> str:
    """Return the note: the number, and a check of it, since a number that lost a bit would be another number."""
    return f"{size:<16}{sha256_hex(str(size).encode())[:16]}\n"


def lesser_files(folder: Path) -> tuple[str, ...]:
    """Return, in order, the files of an archive beside its log and objects: mark, keys, outside."""
    tops = [folder / name for name in sorted(OWN_NAMES - _NOT_COPIED)]
    found = [path for top in tops for path in (sorted(top.rglob("*")) if top.is_dir() else [top])]
    return tuple(path.relative_to(folder).as_posix() for path in found if path.is_file() and not path.is_symlink())


def is_own(path: Path) -> bool:
    """Say whether a path is, or lies in, the log, the objects or the keys of an archive."""
    real = Path(os.path.realpath(path))
    below = zip(real.parts[1:], reversed(real.parents), strict=True)
    return any(name in OWN_NAMES and _is_or_was_archive(folder) for name, folder in below)


def _is_or_was_archive(folder: Path) -> bool:
    return any((folder / mark).is_file() for mark in (MARK, FORMER_MARK))


def find_archive(start: Path) -> Path:
    """Return the archive's folder at `start` or above it.

    Raises:
        NotAnArchive: there is none up to the root.
    """
    place = start.absolute()
    for folder in (place, *place.parents):
        if is_begun(folder):
            finish_exchange(folder, Disk())
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
    if is_begun(folder):
        finish_exchange(folder, Disk())
    declared = _read_mark(folder)
    found = declared.get("format")
    if not isinstance(found, int):
        raise ArchiveDamaged(place=str(folder), problem=f"{MARK} names no format")
    if found > FORMAT:
        raise NewerFormat(found=found, known=FORMAT)
    try:
        sealed = _at_rest(declared, found)
        texts = {name: str(declared[name]) for name in ("created_at", "origin", "verifier_key")}
        title = "" if sealed else str(declared["title"])
        return ArchiveInfo(id=str(declared["archive"]), title=title, folder=folder.absolute(), at_rest=sealed, **texts)
    except (KeyError, TypeError) as err:
        raise ArchiveDamaged(place=str(folder), problem=f"{MARK} lacks {err}") from err


def _at_rest(declared: dict[str, Any], found: int) -> AtRest | None:
    """Return what the mark says of encryption; a mark that was made to say nothing of it does not pass."""
    if found == _IN_CLEAR:
        return None
    told = declared["encryption"]
    if told["scheme"] != AT_REST:
        raise NewerFormat(found=told["scheme"], known=AT_REST)
    return AtRest(check=str(told["check"]), title=str(told["title"]))


def mark_problem(info: ArchiveInfo) -> str | None:
    """Return what is wrong with the mark's bytes: a line or a letter that we did not write; None if nothing."""
    found = (info.folder / MARK).read_bytes()
    return None if found == _mark(info).encode() else f"{MARK} is not as it was written"


def _read_mark(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / MARK).read_text(encoding="utf-8"))
    except FileNotFoundError as err:
        raise NotAnArchive(place=str(folder)) from err
    except NotADirectoryError as err:
        raise NotAnArchive(place=str(folder)) from err
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise ArchiveDamaged(place=str(folder), problem=f"{MARK} cannot be read ({err})") from err


def prepare(info: ArchiveInfo, key: LogKey, disk: Disk, founded: Founded | None = None) -> None:
    """Make the folder of an archive with this signing key, empty, and all but its mark; `name_mark` is the last step.

    Raises:
        DiskFull, NotWritable: it cannot be written.
    """
    folder = info.folder
    keys = None if founded is None else founded.keys
    with told_apart(folder):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        with disk.create(folder / _UNFINISHED) as file:
            disk.write(file, _mark(info).encode())
            disk.fsync(file)
        disk.mkdir(folder / BLOBS)
        disk.mkdir(info.key_path.parent, mode=0o700)
        key.save(info.key_path, disk, keys)
        disk.fsync_dir(info.key_path.parent)
        if founded is not None:
            founded.keyring.save(info.keyring_folder, disk)
    _create_log(folder, keys)


def name_mark(info: ArchiveInfo, disk: Disk) -> None:
    """Give the mark its name: from now on the folder is an archive; all of it is durable when this returns.

    Raises:
        DiskFull, NotWritable: it is none yet.
    """
    folder = info.folder
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


def _create_log(folder: Path, keys: Keys | None) -> None:
    database = Database(folder / LOG_FILE, busy_seconds=BUSY_SECONDS, key=None if keys is None else keys.database)
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
        f"format = {FORMAT if info.at_rest else _IN_CLEAR}",
        f"archive = {toml_text(info.id)}",
        *([] if info.at_rest else [f"title = {toml_text(info.title)}"]),
        f"created_at = {toml_text(info.created_at)}",
        f"origin = {toml_text(info.origin)}",
        f"verifier_key = {toml_text(info.verifier_key)}",
        "",
    ]
    if info.at_rest is not None:
        lines += [
            "[encryption]",
            f"scheme = {toml_text(AT_REST)}",
            f"check = {toml_text(info.at_rest.check)}",
            f"title = {toml_text(info.at_rest.title)}",
            "",
        ]
    return "\n".join(lines)


def toml_text(text: str) -> str:
    """Return a TOML basic string (toml.io/en/v1.0.0#string)."""
    escaped = "".join(
        f"\\u{ord(one):04X}" if one < " " or one == "\x7f" else {"\\": "\\\\", '"': '\\"'}.get(one, one) for one in text
    )
    return f'"{escaped}"'
