"""Owns the keeping of files' bytes, group by group: read, digested, durable, and the next group read ahead.

Many small files are read by a second process where the system can fork: their digests, and what is written about them,
cost about the same, and Python runs one thread at a time. Everything else is read by a thread. Never writes an entry.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, Final

from onrecord.kernel import Fault
from onrecord.store import Blob, DiskFull, FolderBlobs, NotWritable, ObjectUnreadable, SyncFailed
from onrecord.vault.errors import ChangedWhileRead, FileRefused, LinkRefused, NoSuchFile, NotAFile, Unreadable
from onrecord.vault.files import Found, SourceFile, taken, unreadable
from onrecord.vault.media import HEAD_BYTES, TAIL_BYTES, media_type

# A group is about one pack of the store: large enough that 20,000 small files are not 20,000 transactions.
_GROUP_BYTES: Final = 8 << 20
_GROUP_FILES: Final = 4_000
_WORTH_A_PROCESS: Final = 500  # files in a group
_FAULTS: Final[dict[str, Callable[..., Fault]]] = {
    one.code: one
    for one in (
        *(DiskFull, NotWritable, ObjectUnreadable, SyncFailed),
        *(ChangedWhileRead, LinkRefused, NoSuchFile, NotAFile, Unreadable),
    )
}
_SECONDS_BETWEEN_LOOKS: Final = 0.2

Progress = Callable[[int, int | None], None]
Group = Sequence[Found | FileRefused]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file whose bytes are durable and whose entries are still to be written."""

    blob: Blob
    name: str
    path: str
    media_type: str


class Meter:
    """How many bytes were read; tells whoever watches, in the thread that asked for the work."""

    def __init__(self, total: int = 0, on_progress: Progress | None = None) -> None:
        self._on_progress = on_progress
        self._total = total
        self.stop = threading.Event()
        self.done = 0

    def tell(self) -> None:
        """Tell how far the work is."""
        if self._on_progress is not None:
            self._on_progress(min(self.done, self._total), self._total)


def groups_of(found: Iterable[Found | FileRefused]) -> Iterator[Group]:
    """Yield what was found in groups, each about as large as one pack; a large file has one to itself."""
    group: list[Found | FileRefused] = []
    held = 0
    for one in found:
        size = one.size if isinstance(one, Found) else 0
        if group and (held + size > _GROUP_BYTES or len(group) == _GROUP_FILES):
            yield group
            group, held = [], 0
        group.append(one)
        held += size
    if group:
        yield group


def kept_ahead(blobs: FolderBlobs, groups: Iterable[Group], meter: Meter) -> Iterator[list[Kept | FileRefused]]:
    """Yield what became of each group once its bytes are durable, while the next one is being read.

    Raises:
        DiskFull, NotWritable, SyncFailed: nothing of this group counts.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="seal") as ahead, _SecondProcess(blobs) as second:
        coming: Future[list[Kept | FileRefused]] | None = None
        try:
            for group in groups:
                following = ahead.submit(second.kept if second.is_worth(group) else partial(kept, blobs), group, meter)
                if coming is not None:
                    yield _awaited(coming, meter)
                coming = following
            if coming is not None:
                yield _awaited(coming, meter)
        finally:
            meter.stop.set()  # whoever was interrupted does not wait for the end of a large file


def kept(blobs: FolderBlobs, group: Group, meter: Meter) -> list[Kept | FileRefused]:
    """Keep the bytes of a group and return for each file what is to be recorded about it, or why it is refused."""
    found = [one for one in group if isinstance(one, Found)]
    sources: list[bytes | SourceFile] = [b""] * len(found)
    outcomes = blobs.put_many(partial(_taken, one, sources, place, meter) for place, one in enumerate(found))
    became = iter([_became(*one) for one in zip(found, sources, outcomes, strict=True)])
    return [one if isinstance(one, FileRefused) else next(became) for one in group]


def _taken(found: Found, sources: list[bytes | SourceFile], place: int, meter: Meter) -> bytes | SourceFile:
    meter.done += found.size
    source = sources[place] = taken(found, meter.stop)
    return source


def _became(found: Found, source: bytes | SourceFile, outcome: Blob | OSError | Fault) -> Kept | FileRefused:
    if isinstance(outcome, Blob):
        return Kept(outcome, found.name, found.shown, _media_type(source, found.name))
    if isinstance(outcome, OSError):
        return unreadable(found.shown, outcome)
    if isinstance(outcome, FileRefused):
        return outcome
    raise outcome


def _media_type(source: bytes | SourceFile, name: str) -> str:
    if isinstance(source, SourceFile):
        return media_type(source.head, name, source.tail)
    return media_type(source[:HEAD_BYTES], name, source[-TAIL_BYTES:] if source[:2] == b"PK" else b"")


def _awaited(coming: Future[list[Kept | FileRefused]], meter: Meter) -> list[Kept | FileRefused]:
    while True:
        try:
            outcome = coming.result(timeout=_SECONDS_BETWEEN_LOOKS)
        except TimeoutError:
            if coming.done():
                raise
            meter.tell()
        else:
            meter.tell()
            return outcome


class _SecondProcess:
    """A second process that keeps groups of small files; forked at the first group that is worth it.

    It is forked only where nothing else runs in this process: what another thread holds locked stays locked for ever
    in a fork. It never touches the log, and ends with this process, however that ends: its pipe is cut then.
    """

    def __init__(self, blobs: FolderBlobs) -> None:
        self._blobs = blobs
        self._connection: Connection | None = None
        self._process: Any = None
        self._can_fork = sys.platform == "linux"

    def is_worth(self, group: Group) -> bool:
        """Say whether the group goes to the second process: a full one of many small files. Makes it if need be."""
        if not self._can_fork or len(group) < _WORTH_A_PROCESS:
            return False
        if self._connection is None:
            self._begin()
        return self._connection is not None

    def _begin(self) -> None:
        self._can_fork = _is_alone()
        if self._can_fork:
            fork = multiprocessing.get_context("fork")
            self._connection, theirs = fork.Pipe()
            self._process = fork.Process(target=_serve, args=(self._blobs, theirs, self._connection), daemon=True)
            self._process.start()
            theirs.close()

    def kept(self, group: Group, meter: Meter) -> list[Kept | FileRefused]:
        """Have the group kept by the second process; by this one where that has died."""
        if self._connection is None:  # it died over the group before, after this one was handed out
            return kept(self._blobs, group, meter)
        try:
            self._connection.send(
                [(one.path, one.shown, one.name, one.size) for one in group if isinstance(one, Found)]
            )
            answer = self._connection.recv()
        except (EOFError, OSError):
            self._can_fork, self._connection = False, None
            return kept(self._blobs, group, meter)
        meter.done += sum(one.size for one in group if isinstance(one, Found))
        became = iter(_received(answer))
        return [one if isinstance(one, FileRefused) else next(became) for one in group]

    def __enter__(self) -> _SecondProcess:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            if self._connection is not None:
                self._connection.close()
            self._process.terminate()
            self._process.join()


def _is_alone() -> bool:
    return threading.active_count() == 1


def _serve(blobs: FolderBlobs, connection: Connection, theirs: Connection) -> None:
    """Keep groups until the other end of the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked decides what an interruption means
    theirs.close()
    meter = Meter()
    while True:
        try:
            group = [Found(*one) for one in connection.recv()]
        except EOFError:
            return
        try:
            answer: list[tuple[Any, ...]] = [_sent(one) for one in kept(blobs, group, meter)]
        except Fault as fault:
            answer = [(fault.code, fault.facts)]
        connection.send(answer)


def _sent(one: Kept | FileRefused) -> tuple[Any, ...]:
    if isinstance(one, FileRefused):
        return one.code, one.facts
    return one.blob.sha256, one.blob.sha512, one.blob.size, one.name, one.path, one.media_type


def _received(answer: Sequence[tuple[Any, ...]]) -> Iterator[Kept | FileRefused]:
    for row in answer:
        if len(row) == 2:
            fault = _FAULTS[row[0]](**row[1])
            if not isinstance(fault, FileRefused):
                raise fault
            yield fault
        else:
            yield Kept(Blob(sha256=row[0], sha512=row[1], size=row[2]), *row[3:])
