"""Owns the running of other people's programs on hostile bytes: fenced in, fed by one handle, their output cut.

For decoders that are no Python, as ffmpeg. The program has no network, opens no file but its own libraries and the
one it is handed, forks nothing, and is killed at its limits. It never sees the archive's folder.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, Final

from onrecord.vault.confined import Answer, Ending, Limits
from onrecord.vault.errors import NotConfined

HANDED: Final = "/proc/self/fd/0"  # how the program may call what it is handed
_LARGEST_COPY: Final = 512 << 20
_CHUNK: Final = 1 << 20
_BOOT: Final = """
import json, os, resource, sys, types
arguments, places, limits, home = json.loads(sys.argv[1])
module = types.ModuleType("fences")
with open(home) as file:
    exec(compile(file.read(), home, "exec"), module.__dict__)
module.die_with_parent()
module.leave_the_network()
held = module.read_only([*module.SYSTEM_PLACES, *places], handles=[0], execute=True)
module.limit(cpu_seconds=limits["cpu_seconds"], memory_bytes=limits["memory_bytes"], written_bytes=1 << 40,
             open_files=limits["open_files"])
module.Filter(may_open=True, may_execute=True).close()
os.execve(arguments[0], arguments, {"LC_ALL": "C"})
"""


def run(
    arguments: Sequence[str], source: BinaryIO, size: int, limits: Limits, *, places: Sequence[str] = ()
) -> tuple[Answer, bytes]:
    """Run a program on these bytes; return how it ended with what it said on standard error, and its output.

    It may read its own folder, the system's libraries and `places`.

    Raises:
        NotConfined: this system has no such process.
        OSError: `source` could not be read.
    """
    if not sys.executable or not hasattr(os, "fork"):
        raise NotConfined(problem="this system cannot fork a Python")
    with _handle(source, size) as handle:
        if handle is None:
            return Answer(
                ending=Ending.REFUSED, problem=f"larger than {_LARGEST_COPY} bytes, and not on the disk as it is"
            ), b""
        return _run(arguments, handle, limits, places)


def _run(arguments: Sequence[str], handle: int, limits: Limits, places: Sequence[str]) -> tuple[Answer, bytes]:
    program = Path(arguments[0]).resolve()
    fences = str(Path(__file__).with_name("fences.py"))
    told = json.dumps([[str(program), *arguments[1:]], [str(program.parent), *places], asdict(limits), fences])
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", _BOOT, told],
        stdin=handle,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
        env={},
        start_new_session=True,
    )
    try:
        output, said, problem = _collected(process, limits)
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        status = process.wait()
    if problem is None and status == -signal.SIGXCPU:
        problem = "cpu"
    if problem is not None:
        return Answer(ending=Ending.STOPPED, problem=problem), output
    text = said.decode("utf-8", errors="replace")
    ending = Ending.ANSWERED if status == 0 else Ending.FAILED
    return Answer(
        ending=ending, value=text, problem=None if status == 0 else text[-300:].strip() or f"exit {status}"
    ), output


def _collected(process: subprocess.Popen[bytes], limits: Limits) -> tuple[bytes, bytes, str | None]:
    """Read both outputs up to their limit and the end, and return them with why it was cut short, if it was."""
    import selectors

    assert process.stdout is not None  # noqa: S101 - both were asked for
    assert process.stderr is not None  # noqa: S101
    taken: dict[int, list[bytes]] = {process.stdout.fileno(): [], process.stderr.fileno(): []}
    counts = dict.fromkeys(taken, 0)
    ceilings = {process.stdout.fileno(): limits.answer_bytes, process.stderr.fileno(): _CHUNK}
    deadline = time.monotonic() + limits.wall_seconds
    problem: str | None = None
    with selectors.DefaultSelector() as ready, process.stdout, process.stderr:
        for number in taken:
            ready.register(number, selectors.EVENT_READ)
        while ready.get_map() and problem is None:
            found = ready.select(max(0.0, deadline - time.monotonic()))
            if not found:
                problem = "time"
            for key, _ in found:
                part = os.read(key.fd, _CHUNK)
                if not part:
                    ready.unregister(key.fd)
                taken[key.fd].append(part)
                counts[key.fd] += len(part)
                if counts[key.fd] > ceilings[key.fd]:
                    problem = "answer too large"
        output, said = (b"".join(parts) for parts in taken.values())
    if problem is None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
    return output, said, problem


@contextmanager
def _handle(source: BinaryIO, size: int) -> Iterator[int | None]:
    """Give a handle of the bytes: the file itself where it lies open, else a copy in memory that no disk sees."""
    number = _file_number(source)
    if number is not None:
        source.seek(0)
        yield number
        return
    if size > _LARGEST_COPY or not hasattr(os, "memfd_create"):
        yield None
        return
    copy = os.memfd_create("handed")
    try:
        source.seek(0)
        while chunk := source.read(_CHUNK):
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(copy, rest) :]
        os.lseek(copy, 0, os.SEEK_SET)
        yield copy
    finally:
        os.close(copy)


def _file_number(source: BinaryIO) -> int | None:
    try:
        return source.fileno()
    except (AttributeError, OSError):  # io.UnsupportedOperation is an OSError
        return None
