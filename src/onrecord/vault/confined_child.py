"""Owns the inside of a confined process: it waits for work, and does each piece in a fork of its own, fenced in.

Never imported by the program: `confined` starts it. It knows nothing of archives; evidence reaches it through one
socket, range by range, and its answers leave through the same. What a fork has seen dies with it, so that one
hostile file can say nothing about the next.
"""

from __future__ import annotations

import gc
import importlib
import io
import json
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, BinaryIO, Final

from onrecord.vault import fences

HEADER: Final = struct.Struct(">cI")
RANGE: Final = struct.Struct(">QI")
LARGEST_RANGE: Final = 1 << 20
ASK, DATA, ANSWER, REFUSED, FAILED, ENDED, READY, JOB = b"r", b"d", b"a", b"n", b"f", b"e", b"h", b"j"
OUT_OF_MEMORY: Final = 77
_BUFFER: Final = 128 << 10
_AT_ONCE: Final = 32 << 20
_LONGEST_PROBLEM: Final = 300

Task = Callable[..., Any]


class Refusal(Exception):
    """A task's own refusal: the file is sound or not, but beyond what is opened here. The text is for a person."""


class Source(io.RawIOBase):
    """The bytes of the item at hand, asked for range by range. Nothing of the disk is open here."""

    def __init__(self, channel: int, size: int) -> None:
        super().__init__()
        self._channel, self._size, self._at = channel, size, 0

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move, and return where to."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            msg = "a place before the beginning"
            raise OSError(msg)
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what comes next; 0 at the end."""
        wanted = min(len(buffer), LARGEST_RANGE, max(0, self._size - self._at))
        if not wanted:
            return 0
        send(self._channel, ASK, RANGE.pack(self._at, wanted))
        kind, content = receive(self._channel, LARGEST_RANGE)
        if kind != DATA or not 0 < len(content) <= wanted:
            msg = "the bytes of the item did not come"
            raise OSError(msg)
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)


def send(channel: int, kind: bytes, content: bytes = b"") -> None:
    """Write one frame, whole."""
    rest = memoryview(HEADER.pack(kind, len(content)) + content)
    while rest:
        rest = rest[os.write(channel, rest) :]


def receive(channel: int, limit: int) -> tuple[bytes, bytes]:
    """Read one frame, whole.

    Raises:
        EOFError: the other side has gone.
        ValueError: it sends more than `limit` bytes.
    """
    kind, length = HEADER.unpack(_exactly(channel, HEADER.size))
    if length > limit:
        msg = f"a frame of {length} bytes"
        raise ValueError(msg)
    return kind, _exactly(channel, length)


def main(handle: int) -> None:
    """Serve until the other side goes: import the work, put up the fences, then fork for each piece of it."""
    control = socket.socket(fileno=handle)
    setting = json.loads(receive(handle, LARGEST_RANGE)[1])
    is_alone = fences.leave_the_network()
    has_files_fenced = fences.read_only([*fences.SYSTEM_PLACES, *_libraries(), *setting["places"]])
    tasks: Mapping[str, Task] = importlib.import_module(setting["work"]).TASKS
    sieve = fences.Filter(may_open=has_files_fenced)
    gc.collect()
    gc.freeze()  # what is loaded now is shared by all forks
    held = _probe(sieve, setting["limits"])
    send(handle, READY, json.dumps({**held, "namespace": is_alone}).encode())
    while True:
        mark, handles, _, _ = socket.recv_fds(control, 1, 1)
        if mark != JOB or len(handles) != 1:
            return
        send(handle, ENDED, struct.pack(">i", _forked(control, handles[0], tasks, sieve)))


def _libraries() -> list[str]:
    """Return where Python and the packages lie; never a folder that is on the path because somebody works in it."""
    packages = [place for name in ("site-packages", "dist-packages") for place in sys.path if place.endswith(name)]
    ours = [
        place for name, module in sys.modules.items() if "." not in name for place in getattr(module, "__path__", ())
    ]
    return [sys.prefix, sys.base_prefix, *packages, *ours]


def _forked(control: socket.socket, channel: int, tasks: Mapping[str, Task], sieve: fences.Filter) -> int:
    """Do one job in a fork and return how the fork ended, as waitpid(2) tells."""
    child = os.fork()
    if child == 0:
        status = 1
        with suppress(BaseException):
            control.close()
            job = json.loads(receive(channel, LARGEST_RANGE)[1])
            _fence(job["limits"], sieve)
            status = _work(channel, job, tasks)
        os._exit(status)
    os.close(channel)
    return os.waitpid(child, 0)[1]


def _fence(limits: Mapping[str, Any], sieve: fences.Filter) -> None:
    fences.die_with_parent()
    # The parent ends a fork in time; should it be gone itself, the kernel does.
    signal.setitimer(signal.ITIMER_REAL, limits["wall_seconds"] + 1)
    fences.limit(
        cpu_seconds=limits["cpu_seconds"],
        memory_bytes=limits["memory_bytes"],
        written_bytes=0,
        open_files=limits["open_files"],
    )
    sieve.close()


def _work(channel: int, job: Mapping[str, Any], tasks: Mapping[str, Task]) -> int:
    """Do the tasks of a job, send an answer for each, return the exit status."""
    try:
        source = _source(channel, job["size"])
        for name in job["tasks"]:
            source.seek(0)
            send(channel, *_answer(tasks[name], source, job["arguments"]))
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def _source(channel: int, size: int) -> BinaryIO:
    """Return the item's bytes: all at once where they are few, since parsers read a byte here and a byte there."""
    ranges = io.BufferedReader(Source(channel, size), _BUFFER)
    return io.BytesIO(ranges.read()) if size <= _AT_ONCE else ranges


def _answer(task: Task, source: BinaryIO, arguments: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """Return the frame that tells what a task came to. Whatever a parser raises is an answer: failure is data."""
    try:
        found = task(source, **arguments)
        return ANSWER, json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except Refusal as err:
        return REFUSED, _problem(str(err))
    except MemoryError:
        raise
    except BaseException as err:  # noqa: BLE001 - a parser of somebody else's fails as it likes
        return FAILED, _problem(f"{type(err).__name__}: {err}")


def _problem(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")[:_LONGEST_PROBLEM]


def _probe(sieve: fences.Filter, limits: Mapping[str, Any]) -> dict[str, bool]:
    """Return which fences hold in a fork, by trying."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            _fence(limits, sieve)
            send(theirs.fileno(), READY, json.dumps(fences.probe()).encode())
        os._exit(0)
    theirs.close()
    try:
        held: dict[str, bool] = json.loads(receive(ours.fileno(), 1 << 12)[1])
    except (EOFError, ValueError):
        held = {"network": False, "files": False, "processes": False}
    ours.close()
    os.waitpid(child, 0)
    return held


def _exactly(channel: int, length: int) -> bytes:
    parts = []
    while length:
        part = os.read(channel, min(length, 1 << 20))
        if not part:
            msg = "the other side has gone"
            raise EOFError(msg)
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
