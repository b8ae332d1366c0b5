"""Owns what a hostile file might make a decoder do, as tasks for a confined process. Never imported by a test itself."""

from __future__ import annotations

import ctypes
import os
import socket
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.vault import confined_child


def length(source: BinaryIO) -> int:
    """Read everything."""
    return len(source.read())


def tail(source: BinaryIO, *, count: int) -> str:
    """Read the end only."""
    source.seek(-count, os.SEEK_END)
    return source.read().hex()


def refuse(source: BinaryIO) -> None:
    """Be beyond what is opened."""
    msg = "not this one"
    raise confined_child.Refusal(msg)


def fail(source: BinaryIO) -> None:
    """Fail as parsers do."""
    assert not source, "a parser's assertion"


def spin(source: BinaryIO) -> None:
    """Never end, at work."""
    while True:
        pass


def sleep(source: BinaryIO) -> None:
    """Never end, at rest."""
    time.sleep(3600)


def swallow(source: BinaryIO) -> int:
    """Ask for eight gigabytes."""
    return len(bytearray(8 << 30))


def crash(source: BinaryIO) -> None:
    """Read where nothing is."""
    ctypes.string_at(0)


def flood(source: BinaryIO, *, size: int) -> str:
    """Answer with too much."""
    return "x" * size


def nest(source: BinaryIO) -> Any:
    """Answer with lists in lists."""
    deep: list[Any] = []
    for _ in range(900):
        deep = [deep]
    return deep


def no_json(source: BinaryIO) -> Any:
    """Answer with what is no JSON."""
    return float("nan")


def _channel() -> int:
    """Return the one socket that a fork has: whoever took it over would find it as well."""
    for handle in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(handle).st_mode):
                return handle
        except OSError:
            continue
    raise AssertionError


def raw(source: BinaryIO, *, frame: str) -> None:
    """Write bytes of one's own in place of an answer."""
    os.write(_channel(), bytes.fromhex(frame))
    os._exit(0)


def stay(source: BinaryIO) -> None:
    """Answer and go on living."""
    confined_child.send(_channel(), confined_child.ANSWER, b"1")
    time.sleep(3600)


def remember(source: BinaryIO) -> int:
    """Leave something behind for the next file."""
    sys.modules["left-behind"] = sys
    return int("left-behind" in sys.modules)


def remembered(source: BinaryIO) -> int:
    """Say whether anything was left behind."""
    return int("left-behind" in sys.modules)


def trespass(source: BinaryIO, *, secret: str, scratch: str) -> dict[str, bool]:
    """Return which of the seven things of RELIABILITY D7 were denied."""
    libc = ctypes.CDLL(None, use_errno=True)
    return {
        "socket": _denied(lambda: socket.socket().connect(("127.0.0.1", 9))),
        "proc": _denied(lambda: Path("/proc/1/environ").read_bytes()),
        "vault": _denied(lambda: Path(secret).read_bytes()),
        "write": _denied(lambda: Path(scratch).write_bytes(b"x")),
        "fork": _denied(os.fork),
        "ptrace": libc.ptrace(16, os.getppid(), 0, 0) == -1,
        "environment": not os.getenv("ONRECORD_CANARY") and not os.getenv("HOME"),
        "exec": _denied(lambda: os.execv("/bin/true", ["true"])),  # noqa: S606
        "kill": _denied(lambda: os.kill(os.getppid(), 0)),
        "chmod": _denied(lambda: Path(secret).chmod(0o777)),
        "unlink": _denied(lambda: Path(secret).unlink()),
    }


def _denied(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return True
    return False


TASKS = {
    one.__name__: one
    for one in (length, tail, refuse, fail, spin, sleep, swallow, crash, flood, nest, no_json, raw, stay, remember,
                remembered, trespass)
}  # fmt: skip
