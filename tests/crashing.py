"""A disk that records, one that fails, and every state a power cut can leave behind (RELIABILITY A1-A5).

Model of a power cut: what was synced stays; of what was not, any part may be there, missing or zeroed. Names (create,
rename, unlink, mkdir) are synced by `fsync_dir` of their folder, bytes by `fsync` of their file.
"""

from __future__ import annotations

import errno
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from onrecord.store import Disk

_NAMING = ("create", "rename", "unlink", "mkdir")


@dataclass(frozen=True)
class Operation:
    """One step a program asked of the disk, or the moment a row or an acknowledgement became durable."""

    name: str
    path: str
    target: str = ""
    content: bytes = b""


@dataclass
class RecordingDisk(Disk):
    """The disk as it is, with every step written down; paths are relative to `root`."""

    root: Path
    operations: list[Operation] = field(default_factory=list)

    def create(self, path: Path, mode: int = 0o666) -> BinaryIO:
        self._note("create", path)
        return super().create(path, mode)

    def write(self, file: BinaryIO, content: bytes) -> None:
        self._note("write", Path(file.name), content=content)
        super().write(file, content)

    def fsync(self, file: BinaryIO) -> None:
        self._note("fsync", Path(file.name))
        super().fsync(file)

    def rename(self, path: Path, target: Path) -> None:
        self._note("rename", path, target=str(target.relative_to(self.root)))
        super().rename(path, target)

    def rename_once(self, path: Path, target: Path) -> None:
        self._note("rename", path, target=str(target.relative_to(self.root)))
        super().rename_once(path, target)

    def fsync_dir(self, folder: Path) -> None:
        self._note("fsync_dir", folder)
        super().fsync_dir(folder)

    def mkdir(self, folder: Path, mode: int = 0o777) -> None:
        if not folder.exists():
            self._note("mkdir", folder)
        super().mkdir(folder, mode)

    def unlink(self, path: Path) -> None:
        self._note("unlink", path)
        super().unlink(path)

    def _note(self, name: str, path: Path, *, target: str = "", content: bytes = b"") -> None:
        self.operations.append(Operation(name, str(path.relative_to(self.root)), target, content))


@dataclass
class FailingDisk(Disk):
    """A disk whose n-th call fails with an error number; `calls` counts what was asked of it."""

    fails_at: int
    number: int = errno.EIO
    calls: int = 0

    def create(self, path: Path, mode: int = 0o666) -> BinaryIO:
        self._count()
        return super().create(path, mode)

    def write(self, file: BinaryIO, content: bytes) -> None:
        self._count()
        super().write(file, content)

    def fsync(self, file: BinaryIO) -> None:
        self._count()
        super().fsync(file)

    def rename(self, path: Path, target: Path) -> None:
        self._count()
        super().rename(path, target)

    def rename_once(self, path: Path, target: Path) -> None:
        self._count()
        super().rename_once(path, target)

    def fsync_dir(self, folder: Path) -> None:
        self._count()
        super().fsync_dir(folder)

    def mkdir(self, folder: Path, mode: int = 0o777) -> None:
        self._count()
        super().mkdir(folder, mode)

    def unlink(self, path: Path) -> None:
        self._count()
        super().unlink(path)

    def _count(self) -> None:
        self.calls += 1
        if self.calls == self.fails_at:
            raise OSError(self.number, os.strerror(self.number))


@dataclass(frozen=True)
class CrashState:
    """What is found after a power cut: files by path, whether the row and the acknowledgement were out."""

    files: dict[str, bytes]
    has_row: bool
    is_acknowledged: bool


def crash_states(operations: list[Operation], *, after: int = 0) -> Iterator[CrashState]:
    """Yield every state a power cut after any of the operations can leave, the first `after` of them surely done."""
    for length in range(after, len(operations) + 1):
        yield from _states_after(operations[:length])


def _states_after(done: list[Operation]) -> Iterator[CrashState]:
    """Yield the states after these operations: each unsynced name kept or lost, each unsynced content three ways."""
    names = [at for at, one in enumerate(done) if one.name in _NAMING and not _is_synced(done, at)]
    contents = [at for at, one in enumerate(done) if one.name == "write" and not _is_written(done, at)]
    has_row = any(one.name == "row" for one in done)
    is_acknowledged = any(one.name == "acknowledge" for one in done)
    for lost in itertools.product((False, True), repeat=len(names)):
        for fate in itertools.product(("kept", "lost", "zeroed"), repeat=len(contents)):
            gone = {at for at, is_lost in zip(names, lost, strict=True) if is_lost}
            fates = dict(zip(contents, fate, strict=True))
            yield CrashState(_replay(done, gone, fates), has_row, is_acknowledged)


def _is_synced(done: list[Operation], at: int) -> bool:
    """Say whether the folder of a name was synced after the name came to be; a rename concerns its target's folder."""
    folder = os.path.dirname(done[at].target or done[at].path)  # noqa: PTH120 - plain names, no file system
    return any(later.name == "fsync_dir" and later.path == (folder or ".") for later in done[at + 1 :])


def _is_written(done: list[Operation], at: int) -> bool:
    """Say whether the file was synced after these bytes; a file made later under the same name is another file."""
    for later in done[at + 1 :]:
        if later.path == done[at].path and later.name in ("fsync", "create"):
            return later.name == "fsync"
    return False


def _replay(done: list[Operation], gone: set[int], fates: dict[int, str]) -> dict[str, bytes]:
    """Return the files that are found. A file whose name was lost may still be renamed: its bytes are the same ones."""
    content: dict[int, bytes] = {}  # by the operation that created the file: a name may be used again
    newest: dict[str, int] = {}
    files: dict[str, int] = {}
    for at, one in enumerate(done):
        if one.name == "create":
            content[at], newest[one.path] = b"", at
            if at not in gone:
                files[one.path] = at
        elif one.name == "write":
            kept = {"kept": one.content, "lost": b"", "zeroed": b"\0" * len(one.content)}[fates.get(at, "kept")]
            content[newest[one.path]] += kept
        elif one.name == "rename" and at not in gone:
            files.pop(one.path, None)
            files[one.target] = newest[one.target] = newest[one.path]
        elif one.name == "unlink" and at not in gone:
            files.pop(one.path, None)
    lost_folders = [f"{done[at].path}/" for at in gone if done[at].name == "mkdir"]
    return {path: content[of] for path, of in files.items() if not path.startswith(tuple(lost_folders))}
