"""Owns restoring: a snapshot becomes an archive again in a folder of its own, beside its place until all of it holds.

Everything is held against its digest before it counts, what was expunged goes again before anybody can open it, and
nothing that exists is ever overwritten.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import Checkpoint, NoteRefused, SignedNote, Tree, VerifierKey
from onrecord.store import BACKUP_KEY, BLOBS, AlreadyThere, Desk, Disk, check, is_signed_by, read_info, told_apart
from onrecord.vault.backups.entries import archive_restored
from onrecord.vault.backups.errors import BackupOlder, CheckpointRefused, CopyForked, RestoredDamaged
from onrecord.vault.backups.snapshots import KeptFile, SnapshotHead
from onrecord.vault.backups.stock import Backups, FileReader, Progress, Survey

_SYNCERS: Final = 8  # a disk confirms many files at once in little more time than one

Problem = Mapping[str, object]
OpenDesk = Callable[[Path], Desk]
Replay = Callable[[Desk, Sequence[str]], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A state of the log that is known to have existed: how many entries, their root or whole tree, who says so."""

    size: int
    why: str
    root: str | None = None
    tree: Tree | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What is known outside of the place about the archive in it: states of its log, tombstones."""

    known: tuple[Known, ...] = ()
    tombstones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """An archive that came back: from which snapshot, with what in it, what was expunged again, what does not hold."""

    folder: Path
    head: SnapshotHead
    entries: int
    objects: int
    replayed: int
    is_older: bool
    problems: tuple[Problem, ...]

    def to_record(self) -> dict[str, Any]:
        """Return what `onrecord restore --json` prints."""
        return {
            "archive": str(self.folder),
            "snapshot": self.head.snapshot,
            "made_at": self.head.made_at,
            "log_size": self.head.log_size,
            "log_root": self.head.log_root,
            "entries": self.entries,
            "objects": self.objects,
            "expunged_again": self.replayed,
            "is_older": self.is_older,
            "problems": [dict(one) for one in self.problems],
        }


def restore(
    backups: Backups,
    target: Path,
    *,
    open_desk: OpenDesk,
    replay: Replay,
    snapshot: str | None = None,
    elsewhere: Callable[[SnapshotHead], Elsewhere] = lambda _head: Elsewhere(),
    checkpoint: str | None = None,
    older_is_fine: bool = False,
    even_if_damaged: bool = False,
    disk: Disk | None = None,
    on_progress: Progress = lambda _done, _total: None,
) -> Restored:
    """Restore a snapshot, the newest by default, to the new folder `target`, and return what came back.

    Nothing is at `target` until the whole archive lies beside it, was checked to its last byte, and has lost again
    what tombstones name, those in the place and those that are known `elsewhere`. `replay` does that and says how many
    entries it was.

    Raises:
        AlreadyThere: something is at `target`.
        NoBackup, NoSuchSnapshot, RecoveryKeyWrong: there is nothing to restore, or not with this key.
        BackupDamaged: a file of the backup is missing, cut or changed.
        BackupOlder: more of the log is known to exist, and `older_is_fine` is not set.
        CopyForked: what is known of the log, and the snapshot, have different entries.
        CheckpointRefused: `checkpoint` is none of this archive's.
        RestoredDamaged: what came back does not hold, and `even_if_damaged` is not set.
        DiskFull, NotWritable: there is no room, or no right.
    """
    disk = disk or Disk()
    _refuse_what_is_there(target)
    survey = backups.survey()
    head = backups.chosen(survey, snapshot)
    told = elsewhere(head)
    states = [*told.known, *_of_survey(survey, head), *_of_checkpoint(head, checkpoint)]
    is_older = _is_older(head, states, older_is_fine=older_is_fine)
    notes = [*backups.tombstones(survey), *told.tombstones]
    with _staged(target, disk) as stage:
        fetch(backups, head, stage, disk=disk, on_progress=on_progress)
        with open_desk(stage) as desk:
            desk.database.keep_journal()
            _refuse_another_log(backups, head, states, desk)
            replayed = replay(desk, notes)
            problems = tuple(check(desk, deep=True).problems)
            if problems and not even_if_damaged:
                first = problems[0].get("code")
                raise RestoredDamaged(place=backups.place.address, count=len(problems), problem=first)
            desk.append(
                [archive_restored(head, place=backups.place.address, is_older=is_older, problems=len(problems))]
            )
            entries, objects = desk.log.size(), sum(1 for _ in desk.blobs.names())
        _sync(stage, disk)
        _refuse_what_is_there(target)
        with told_apart(target):
            if target.exists():
                target.rmdir()  # empty: it was looked at just now
            disk.rename(stage, target)
            disk.fsync_dir(target.parent)
    return Restored(
        folder=target,
        head=head,
        entries=entries,
        objects=objects,
        replayed=replayed,
        is_older=is_older,
        problems=problems,
    )


def fetch(
    backups: Backups,
    head: SnapshotHead,
    stage: Path,
    *,
    disk: Disk,
    on_progress: Progress = lambda _done, _total: None,
) -> None:
    """Write every file of a snapshot below the folder `stage`, each held against its digest.

    Raises:
        BackupDamaged: one is missing, cut or changed.
        DiskFull, NotWritable: there is no room, or no right.
    """
    files = backups.index(head).files
    reader = FileReader(backups, head)
    done = 0
    with told_apart(stage):
        (stage / BLOBS).mkdir(exist_ok=True)
    for file in sorted(files.values(), key=lambda one: one.parcels):
        _write(reader, file, stage, disk)
        done += file.size
        on_progress(done, head.size_bytes)
    if not read_info(stage).is_encrypted:  # whose key is the archive's own secret
        with told_apart(stage), disk.create(stage / BACKUP_KEY, mode=0o600) as opened:
            disk.write(opened, f"{backups.key.identity}\n".encode())


def _write(reader: FileReader, file: KeptFile, stage: Path, disk: Disk) -> None:
    place = stage / file.path
    with told_apart(place):
        _make_folders(place.parent, stage)
        opened = disk.create(place, mode=0o600)
    with opened:
        for piece in reader.pieces(file):
            with told_apart(place):
                disk.write(opened, piece)


def _make_folders(folder: Path, stage: Path) -> None:
    if folder != stage and not folder.is_dir():
        _make_folders(folder.parent, stage)
        folder.mkdir(mode=0o700)


@contextmanager
def _staged(target: Path, disk: Disk) -> Iterator[Path]:
    """A folder beside `target`, readable by its owner only; gone afterwards, unless it was renamed."""
    stage = target.absolute().with_name(f".{target.name}.restoring")
    with told_apart(target):
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
        if stage.exists():
            shutil.rmtree(stage)  # what a killed restoring left: it never counted
        disk.mkdir(stage, mode=0o700)
    try:
        yield stage
    finally:
        if stage.exists():
            shutil.rmtree(stage, ignore_errors=True)


def _sync(stage: Path, disk: Disk) -> None:
    """Return when every file and folder below is on the disk."""

    def sync(path: Path) -> None:
        if path.is_dir():
            disk.fsync_dir(path)
            return
        with path.open("r+b") as file:
            disk.fsync(file)

    paths = [path for path in (stage, *stage.rglob("*")) if path.is_dir() or path.is_file()]
    with told_apart(stage), ThreadPoolExecutor(max_workers=_SYNCERS) as syncers:
        for _ in syncers.map(sync, paths):
            continue


def _refuse_what_is_there(target: Path) -> None:
    if os.path.lexists(target) and (not target.is_dir() or any(target.iterdir())):
        raise AlreadyThere(place=str(target))


def _of_survey(survey: Survey, head: SnapshotHead) -> Iterator[Known]:
    """Yield what the other snapshots in the place know of the log."""
    for other in survey.heads:
        if other.log_size > head.log_size:
            yield Known(size=other.log_size, root=other.log_root, why=other.snapshot)


def _of_checkpoint(head: SnapshotHead, note: str | None) -> Iterator[Known]:
    """Yield what a checkpoint that somebody kept knows of the log.

    Raises:
        CheckpointRefused: it is no checkpoint that this archive's log signed.
    """
    if note is None:
        return
    try:
        parsed = SignedNote.parse(note)
        state = Checkpoint.parse(parsed.text)
        is_ours = state.origin == head.origin and is_signed_by(parsed, VerifierKey.parse(head.verifier_key))
    except NoteRefused as err:
        raise CheckpointRefused(problem=err.facts["problem"]) from err
    if not is_ours:
        raise CheckpointRefused(problem=f"{head.origin} did not sign it")
    yield Known(size=state.size, root=state.root.hex(), why="checkpoint")


def _is_older(head: SnapshotHead, states: Sequence[Known], *, older_is_fine: bool) -> bool:
    """Say whether more of the log is known to exist than the snapshot holds.

    Raises:
        BackupOlder: so it is, and nobody said that this is meant.
    """
    most = max(states, key=lambda one: one.size, default=None)
    if most is None or most.size <= head.log_size:
        return False
    if not older_is_fine:
        raise BackupOlder(snapshot=head.snapshot, size=head.log_size, known=most.size, why=most.why)
    return True


def _refuse_another_log(backups: Backups, head: SnapshotHead, states: Sequence[Known], desk: Desk) -> None:
    """Return where the restored log is the one that the head names and that others know as far as they go.

    Raises:
        CopyForked: it is another.
    """
    tree = desk.log.tree()
    named = Known(size=head.log_size, root=head.log_root, why=head.snapshot)
    if tree.size != head.log_size:
        raise CopyForked(place=backups.place.address, size=head.log_size)
    for state in (named, *states):
        size = min(state.size, tree.size)
        theirs = state.tree.root(size).hex() if state.tree else state.root if state.size <= size else None
        if theirs not in (None, tree.root(size).hex()):
            raise CopyForked(place=backups.place.address, size=size)
