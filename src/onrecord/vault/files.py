"""Owns files as they are found: which there are below a path, and each read to its end as it was when it was opened.

Never follows a link, never waits for a pipe, never takes a part of an archive for evidence.
"""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onrecord.store import SMALL, is_own, own_names
from onrecord.vault.errors import ChangedWhileRead, FileRefused, LinkRefused, NoSuchFile, NotAFile, OwnFile, Unreadable
from onrecord.vault.media import HEAD_BYTES, TAIL_BYTES
from onrecord.vault.naming import recorded_name

# Follow no link, wait for no pipe; Windows knows neither flag and needs one of its own.
_AS_FOUND: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is there to be sealed: where it is, its path for the record, its size as it was found."""

    path: str
    shown: str
    name: str
    size: int


def files(paths: Sequence[Path]) -> Iterator[Found | FileRefused]:
    """Yield every file below the given paths, in the order of names; or why something there is none."""
    for path in paths:
        if "\0" not in os.fspath(path) and is_own(path):
            yield OwnFile(path=recorded_name(os.fspath(path)))
        else:
            yield from _below(path)


def _below(top: Path) -> Iterator[Found | FileRefused]:
    """Walk without recursion: folders from outside can be deeper than any stack.

    Plain strings instead of paths: of a folder with 100,000 entries each would cost more than reading it.
    """
    given = os.fspath(top)
    waiting = [(given, top.name)]  # where it is, and how the record names it
    while waiting:
        path, shown = waiting.pop()
        try:
            found = os.lstat(path)
            names = sorted(os.listdir(path), reverse=True) if stat.S_ISDIR(found.st_mode) else []  # noqa: PTH208
        except FileNotFoundError:
            yield NoSuchFile(path=recorded_name(given if path == given else shown))
            continue
        except (OSError, ValueError) as err:
            yield unreadable(recorded_name(shown or given), err)
            continue
        if stat.S_ISDIR(found.st_mode):
            own = own_names(names)
            yield from (OwnFile(path=recorded_name(_joined(shown, name))) for name in sorted(own))
            waiting += [(_joined(path, name), _joined(shown, name)) for name in names if name not in own]
        elif stat.S_ISREG(found.st_mode):
            yield Found(path, recorded_name(shown), recorded_name(shown.rpartition(os.sep)[2]), found.st_size)
        else:
            link = stat.S_ISLNK(found.st_mode)
            yield (LinkRefused if link else NotAFile)(path=recorded_name(shown))


def _joined(folder: str, name: str) -> str:
    return f"{folder}{os.sep}{name}" if folder and not folder.endswith(os.sep) else folder + name


class SourceFile:
    """A file opened as it was found, to be read once from beginning to end. Use it with `with`.

    At its end it is looked at again: bytes that were read while somebody wrote may be a state that never was, so a file
    of another size or time of change is refused, not sealed.
    """

    def __init__(self, shown: str, handle: int, opened: os.stat_result, stop: threading.Event) -> None:
        self._shown = shown
        self._handle = handle
        self._opened = opened
        self._stop = stop
        self._left = opened.st_size
        self.head = b""
        self.tail = b""  # of a ZIP only: what it is stands in its directory

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, none at the end.

        Raises:
            ChangedWhileRead: the file is not what was opened any more.
            OSError: the disk does not give it, or the work was stopped.
        """
        if self._stop.is_set():
            raise InterruptedError(errno.EINTR, os.strerror(errno.EINTR))
        chunk = os.read(self._handle, min(size, self._left + 1))
        self._left -= len(chunk)
        if not self.head:
            self.head = chunk[:HEAD_BYTES]
        if self._left < 0 or not chunk:
            self._end()
        return chunk

    def _end(self) -> None:
        if self._left or not _is_same(self._opened, os.fstat(self._handle)):
            raise ChangedWhileRead(path=self._shown)
        if self.head[:2] == b"PK":
            os.lseek(self._handle, max(0, self._opened.st_size - TAIL_BYTES), os.SEEK_SET)
            self.tail = os.read(self._handle, TAIL_BYTES)

    def __enter__(self) -> SourceFile:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._handle)


def taken(found: Found, stop: threading.Event) -> bytes | SourceFile:
    """Return the content of a small file, or what gives that of a large one.

    Raises:
        LinkRefused, NotAFile, ChangedWhileRead: it is not what was found any more.
        OSError: it cannot be read.
    """
    handle = _handle(found)
    source = None
    try:
        opened = os.fstat(handle)
        if not stat.S_ISREG(opened.st_mode):
            raise NotAFile(path=found.shown)
        if opened.st_size > SMALL:
            source = SourceFile(found.shown, handle, opened, stop)
            return source
        content = os.read(handle, opened.st_size + 1)
        while len(content) < opened.st_size and (more := os.read(handle, opened.st_size - len(content))):
            content += more  # a disk far away may give less than it was asked for
        if len(content) != opened.st_size or not _is_same(opened, os.fstat(handle)):
            raise ChangedWhileRead(path=found.shown)
        return content
    finally:
        if source is None:
            os.close(handle)


def _is_same(then: os.stat_result, now: os.stat_result) -> bool:
    return then.st_mtime_ns == now.st_mtime_ns and then.st_size == now.st_size


def _handle(found: Found) -> int:
    """Open the file that is there now: what has become a link since it was found is refused."""
    try:
        return os.open(found.path, _AS_FOUND)
    except OSError as err:
        if err.errno == errno.ELOOP:
            raise LinkRefused(path=found.shown) from err
        raise


def unreadable(shown: str, err: OSError | ValueError) -> FileRefused:
    """Return the fault that the operating system's words about this path stand for."""
    if isinstance(err, FileNotFoundError):
        return NoSuchFile(path=shown)
    return Unreadable(path=shown, problem=getattr(err, "strerror", None) or str(err))
