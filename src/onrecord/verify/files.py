"""Owns the files of a bag, in a folder or in one ZIP, and their digests, taken on all cores.

It follows no link, extracts nothing, and opens what the folder or ZIP itself lists, never what a manifest names.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import threading
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from onrecord.verify.verdict import Report

Progress = Callable[[int, int | None], None]
Digests = Mapping[str, Mapping[str, str]]  # path -> algorithm -> digest

_BUFFER: Final = 1 << 20
_LARGE: Final = 8 << 20  # bytes; a task of its own, and above this each algorithm is one
_BATCH: Final = 64  # small files a thread takes at a time
# Follow no link, wait for no pipe; Windows knows neither flag and needs one of its own.
_AS_FOUND: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
# An empty part, `.` or `..`; a home; a backslash, which Windows takes for a slash; the letter of a drive.
_UNSAFE: Final = re.compile(r"(?:^|/)\.{0,2}(?:/|$)|^~|[\\\0]|^[A-Za-z]:")
_ENCRYPTED: Final = 0x1  # PKWARE APPNOTE 4.4.4
UNREADABLE: Final = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)


class Files(Protocol):
    """The files of a bag: path within the bag, with `/`, to the number of its bytes."""

    sizes: Mapping[str, int]

    def has_folder(self, name: str) -> bool:
        """Say whether there is such a folder, be it empty."""

    def open(self, path: str) -> BinaryIO:
        """Open a file that `sizes` names, for reading from its beginning."""

    def feed(self, path: str, take: Callable[[memoryview], object], buffer: bytearray) -> None:
        """Pass all bytes of a file to `take`, through `buffer`, so that memory stays flat."""


class Folder:
    """A bag as a folder."""

    def __init__(self, folder: Path, report: Report) -> None:
        self._folder = folder
        self._folders: set[str] = set()
        self.sizes: Mapping[str, int] = dict(sorted(self._found(str(folder), report)))

    def _found(self, folder: str, report: Report) -> Iterator[tuple[str, int]]:
        waiting = [(folder, "")]
        while waiting:
            place, above = waiting.pop()
            with os.scandir(place) as entries:
                for entry in entries:
                    path = above + entry.name
                    if not path.isascii() and _printable(path) != path:
                        report.tell("verify.path-unsafe", path=_printable(path))
                    elif entry.is_dir(follow_symlinks=False):
                        self._folders.add(path)
                        waiting.append((entry.path, f"{path}/"))
                    elif entry.is_file(follow_symlinks=False):
                        yield path, entry.stat(follow_symlinks=False).st_size
                    else:
                        report.tell("verify.path-unsafe", path=path)

    def has_folder(self, name: str) -> bool:
        """Say whether there is such a folder, be it empty."""
        return name in self._folders

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading."""
        return open(self._folder / path, "rb", opener=lambda name, _: os.open(name, _AS_FOUND))

    def feed(self, path: str, take: Callable[[memoryview], object], buffer: bytearray) -> None:
        """Pass all bytes of a file to `take`."""
        view = memoryview(buffer)
        handle = os.open(f"{self._folder}/{path}", _AS_FOUND)
        try:
            while count := _read_into(handle, buffer):
                take(view[:count])
        finally:
            os.close(handle)


class Zipped:
    """A bag inside one ZIP file, at its top or in its one folder, read in place."""

    def __init__(self, path: Path, report: Report) -> None:
        self._zip = zipfile.ZipFile(path)
        if sum(info.compress_size for info in self._zip.infolist()) > path.stat().st_size:
            msg = "its files overlap"  # what was packed once would be read many times
            raise zipfile.BadZipFile(msg)
        names = [info.filename for info in self._zip.infolist()]
        self._above = "" if "bagit.txt" in names else _only_folder(names)
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self._folders: set[str] = set()
        for info in self._zip.infolist():
            self._take(info, report)
        self.sizes: Mapping[str, int] = {path: info.file_size for path, info in sorted(self._infos.items())}

    def _take(self, info: zipfile.ZipInfo, report: Report) -> None:
        path = info.filename.removeprefix(self._above)
        kind = stat.S_IFMT(info.external_attr >> 16)
        self._folders.update(path[:at] for at, letter in enumerate(path) if letter == "/")
        is_odd = kind not in (0, stat.S_IFREG, stat.S_IFDIR) or info.flag_bits & _ENCRYPTED or path in self._infos
        if info.is_dir() and not info.file_size:
            return
        if is_odd or info.filename != info.orig_filename or _printable(path) != path or is_unsafe(path):
            report.tell("verify.path-unsafe", path=_printable(path))
        elif path == info.filename and self._above:
            report.tell("verify.file-untracked", path=path)
        else:
            self._infos[path] = info

    def has_folder(self, name: str) -> bool:
        """Say whether there is such a folder, be it empty."""
        return name in self._folders

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading."""
        return self._zip.open(self._infos[path])  # type: ignore[return-value]

    def feed(self, path: str, take: Callable[[memoryview], object], buffer: bytearray) -> None:
        """Pass all bytes of a file to `take`."""
        with self.open(path) as file:
            while chunk := file.read(len(buffer)):
                take(memoryview(chunk))


def digests_of(
    files: Files, wanted: Mapping[str, Collection[str]], report: Report, on_progress: Progress | None = None
) -> dict[str, dict[str, str]]:
    """Return the digests of files by the algorithms wanted of each; one that cannot be read is told and left out."""
    work = _Work(files, wanted, on_progress)
    with ThreadPoolExecutor(max_workers=_cores(), thread_name_prefix="digests") as threads:
        running = [threads.submit(work.run) for _ in range(_cores())]
        try:
            for one in running:
                one.result()
        finally:
            work.stop()
    for path, problem in sorted(work.unread.items()):
        report.tell("verify.file-unreadable", path=path, found=problem)
    return {path: digests for path, digests in work.found.items() if path not in work.unread}


class _Work:
    """Files to be read, shared by threads that each take the next task. hashlib lets the others run meanwhile."""

    def __init__(self, files: Files, wanted: Mapping[str, Collection[str]], on_progress: Progress | None) -> None:
        self._files = files
        self._tasks = list(_tasks(files, wanted))[::-1]
        self._lock = threading.Lock()
        self._on_progress = on_progress
        self._done, self._total = 0, sum(files.sizes[path] for path in wanted)
        self.found: dict[str, dict[str, str]] = {path: {} for path in wanted}
        self.unread: dict[str, str] = {}

    def run(self) -> None:
        """Take tasks until none is left."""
        buffer = bytearray(_BUFFER)
        while True:
            with self._lock:
                task = self._tasks.pop() if self._tasks else None
            if task is None:
                return
            for path, algorithms in task:
                try:
                    self.found[path] |= _digested(self._files, path, algorithms, buffer)
                except UNREADABLE as err:
                    self.unread[path] = str(err)
            if self._on_progress:
                with self._lock:
                    self._done += sum(self._files.sizes[path] for path, _ in task)
                    self._on_progress(min(self._done, self._total), self._total)

    def stop(self) -> None:
        """Leave what has not been begun: nobody waits for it any more."""
        with self._lock:
            self._tasks.clear()


def _tasks(files: Files, wanted: Mapping[str, Collection[str]]) -> Iterator[Sequence[tuple[str, Collection[str]]]]:
    """Yield what one thread does at a time: the largest files first, so that no core waits for the last one."""
    order = sorted(wanted, key=lambda path: -files.sizes[path])
    batch: list[tuple[str, Collection[str]]] = []
    for path in order:
        if files.sizes[path] >= _LARGE:
            yield from ([(path, [algorithm])] for algorithm in wanted[path])
        else:
            batch.append((path, wanted[path]))
            if len(batch) == _BATCH:
                yield batch
                batch = []
    yield batch


def _digested(files: Files, path: str, algorithms: Collection[str], buffer: bytearray) -> dict[str, str]:
    # Old bags name MD5 and SHA-1: they are checked as they were meant, and warned about.
    states = {algorithm: hashlib.new(algorithm, usedforsecurity=False) for algorithm in algorithms}
    feeds = [state.update for state in states.values()]
    if len(feeds) == 1:
        files.feed(path, feeds[0], buffer)
    else:
        files.feed(path, lambda chunk: [feed(chunk) for feed in feeds], buffer)
    return {algorithm: state.hexdigest() for algorithm, state in states.items()}


def _read_into(handle: int, buffer: bytearray) -> int:
    if hasattr(os, "readv"):
        return os.readv(handle, [buffer])
    chunk = os.read(handle, len(buffer))
    buffer[: len(chunk)] = chunk
    return len(chunk)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _only_folder(names: Sequence[str]) -> str:
    """Return the one folder that holds the bag, with its slash; nothing where there is none."""
    tops = {name.partition("/")[0] for name in names if name.endswith("/bagit.txt") and name.count("/") == 1}
    return f"{tops.pop()}/" if len(tops) == 1 else ""


def is_unsafe(path: str) -> bool:
    """Say whether a path could lead out of the bag on any system (RFC 8493, 5.1)."""
    return _UNSAFE.search(path) is not None


def _printable(path: str) -> str:
    """Return a path that can be printed, whatever bytes the folder holds."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def lines_of(file: BinaryIO, longest: int) -> Iterable[bytes]:
    """Yield the lines of a file with their line feed; one longer than `longest` comes cut, so is none of ours."""
    while line := file.readline(longest):
        yield line
