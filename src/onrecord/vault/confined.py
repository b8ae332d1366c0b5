"""Owns the work on hostile bytes: it is done in a child process that the kernel fences in, never in this one.

One child stays warm and forks for each piece of work, so that two thousand pictures are not two thousand starts of
Python. The parent trusts nothing it is told: an answer is bounded, parsed as plain JSON and checked by who asked. It
never decides what an answer means. What is fenced how, on this machine, is found by trying (`fences.probe`).
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Any, BinaryIO, Final, NoReturn, Self

from onrecord.vault import confined_child as child
from onrecord.vault.errors import NotConfined

LARGEST_ANSWER: Final = 64 << 20  # RELIABILITY D8
_START_SECONDS: Final = 60.0
_GRACE_SECONDS: Final = 5.0
# Nothing of ours: an environment can hold secrets. A fork ends soon, so that memory it has had once is not handed back
# page by page only to be asked for again (mallopt(3)): that took a tenth of the time of a long PDF.
_ENVIRONMENT: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
    "OMP_THREAD_LIMIT": "1",  # the same for what Tesseract brings: several at once only wait for each other
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
}
# The child must not run the rooms' doors: what it does not load, a hostile file cannot use.
_BOOT: Final = """
import json, sys, types
handle, paths, packages = json.loads(sys.argv[1])
sys.path += [path for path in paths if path not in sys.path]
for name, places in packages:
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = places
from onrecord.vault.confined_child import main
main(handle)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far one piece of work may go (RELIABILITY P7)."""

    cpu_seconds: int = 60
    wall_seconds: float = 120.0
    memory_bytes: int = 1 << 30
    answer_bytes: int = 4 << 20
    open_files: int = 64


class Ending(StrEnum):
    """How a piece of work ended: `refused` by the task itself, `failed` in a parser, `stopped` at a limit."""

    ANSWERED = "answered"
    REFUSED = "refused"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a piece of work came to: plain JSON, or why there is none."""

    ending: Ending
    value: Any = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fences:
    """What a confined process was found unable to do on this machine."""

    network: bool
    files: bool
    processes: bool
    namespace: bool

    @property
    def level(self) -> str:
        """`full`, or `limits` where memory and time alone are certain."""
        return "full" if self.network and self.files and self.processes else "limits"

    def to_record(self) -> dict[str, Any]:
        """Return what `--json` prints of it."""
        return {"level": self.level, **asdict(self)}


class _Stop(Exception):
    """The child has to go; the text says why."""


@dataclass(slots=True, eq=False)
class Confined:
    """A warm child for the tasks of one module, `work`, which has them in `TASKS`. Use it with `with`.

    A task is called as `task(source, **arguments)` and returns what JSON can hold. `places` may be read in the child
    beside the interpreter's own.
    """

    work: str
    limits: Limits = field(default_factory=Limits)
    places: Sequence[str] = ()
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _control: socket.socket | None = field(default=None, init=False)
    _fences: Fences | None = field(default=None, init=False)

    def fences(self) -> Fences:
        """Return which fences hold, starting the child where it does not run.

        Raises:
            NotConfined: no child can be started here.
        """
        if self._fences is None or self._process is None:
            self._fences = self._start()
        return self._fences

    def ask(self, task: str, source: BinaryIO, size: int, /, **arguments: Any) -> Answer:
        """Let the child do one task on these bytes and return what came of it.

        Raises:
            NotConfined: no child can be started here.
            OSError, Fault: `source` could not be read; that is not the child's doing.
        """
        return self.ask_all([task], source, size, **arguments)[0]

    def ask_all(self, tasks: Sequence[str], source: BinaryIO, size: int, /, **arguments: Any) -> list[Answer]:
        """Let one fork do several tasks on the same bytes and return what came of each, in their order.

        Where a task ends the fork, it is stopped, and those after it get a fork of their own.

        Raises:
            NotConfined, OSError, Fault: as for `ask`.
        """
        answers: list[Answer] = []
        while len(answers) < len(tasks):
            answers += self._attempt(tasks[len(answers) :], source, size, arguments)
        return answers

    def _attempt(self, tasks: Sequence[str], source: BinaryIO, size: int, arguments: Mapping[str, Any]) -> list[Answer]:
        """Do as many of the tasks as one fork lives through; the last answer may be that it was stopped."""
        self.fences()
        ours, theirs = socket.socketpair()
        job = {"tasks": list(tasks), "arguments": arguments, "size": size, "limits": asdict(self.limits)}
        answers: list[Answer] = []
        try:
            with ours, theirs:
                self._collect(ours, theirs, job, source, answers)
        except _Stop as stop:
            self.close()
            # The answers before were sent by a fork that still kept to the rules.
            return [*answers[: len(tasks) - 1], Answer(ending=Ending.STOPPED, problem=str(stop))]
        except BaseException:
            self.close()
            raise
        return answers

    def close(self) -> None:
        """Kill the child and all it forked."""
        process, control = self._process, self._control
        self._process = self._control = None
        if control is not None:
            control.close()
        if process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # The child

    def _start(self) -> Fences:
        """Start the child, let it load its work and try its fences."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = _spawn(theirs, self.work)
        self._control = ours
        setting = {"work": self.work, "places": list(self.places), "limits": asdict(self.limits)}
        try:
            ours.settimeout(_START_SECONDS)
            _send(ours, child.JOB, json.dumps(setting).encode())
            kind, content = _receive(ours, 1 << 12)
            told = json.loads(content) if kind == child.READY else {}
            return Fences(**{name: told[name] is True for name in ("network", "files", "processes", "namespace")})
        except (_Stop, OSError, ValueError, KeyError) as err:
            self.close()
            raise NotConfined(problem=f"{type(err).__name__}: {err}") from err

    def _collect(
        self,
        ours: socket.socket,
        theirs: socket.socket,
        job: Mapping[str, Any],
        source: BinaryIO,
        answers: list[Answer],
    ) -> None:
        """Hand the job over, serve the ranges that are asked for, and collect the answers until the fork has ended."""
        deadline = time.monotonic() + self.limits.wall_seconds
        count, size = len(job["tasks"]), int(job["size"])
        assert self._control is not None  # noqa: S101 - `fences` has started the child
        socket.send_fds(self._control, [child.JOB], [theirs.fileno()])
        theirs.close()
        _within(ours, deadline)
        _send(ours, child.JOB, json.dumps(job).encode())
        while len(answers) < count:
            answer = self._served(ours, source, size, deadline)
            if answer is None:
                break
            answers.append(answer)
        ours.close()
        is_whole = len(answers) == count
        status = self._ended(min(deadline, time.monotonic() + _GRACE_SECONDS) if is_whole else deadline)
        if not is_whole:
            answers.append(Answer(ending=Ending.STOPPED, problem=_why(status)))

    def _served(self, ours: socket.socket, source: BinaryIO, size: int, deadline: float) -> Answer | None:
        """Serve ranges until an answer comes, and return it; None where the fork went without one."""
        while True:
            _within(ours, deadline)
            frame = _receive(ours, self.limits.answer_bytes, may_end=True)
            if frame is None:
                return None
            kind, content = frame
            if kind != child.ASK:
                return _read_answer(kind, content)
            _send(ours, child.DATA, _range(source, content, size))

    def _ended(self, deadline: float) -> int:
        """Return how the fork ended, as its own parent saw it: the fork itself cannot say so."""
        assert self._control is not None  # noqa: S101 - see `_answer`
        _within(self._control, max(deadline, time.monotonic() + 1.0))
        kind, content = _receive(self._control, 16)
        if kind != child.ENDED or len(content) != 4:
            msg = "garbage"
            raise _Stop(msg)
        return int(struct.unpack(">i", content)[0])


def _spawn(theirs: socket.socket, work: str) -> subprocess.Popen[bytes]:
    if not sys.executable or not hasattr(os, "fork"):
        raise NotConfined(problem="this system cannot fork a Python")
    names = dict.fromkeys(part for name in (__name__, work) for part in _parents(name))
    packages = [(name, list(importlib.import_module(name).__path__)) for name in names]
    told = json.dumps([theirs.fileno(), [path for path in sys.path if path], packages])
    return subprocess.Popen(
        [sys.executable, "-I", "-B", "-X", "utf8", "-c", _BOOT, told],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(theirs.fileno(),),
        cwd="/",
        env=_ENVIRONMENT,
        start_new_session=True,
    )


def _parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def _range(source: BinaryIO, wanted: bytes, size: int) -> bytes:
    """Return the bytes that were asked for; what is asked must lie inside of the item."""
    if len(wanted) != child.RANGE.size:
        msg = "garbage"
        raise _Stop(msg)
    offset, length = child.RANGE.unpack(wanted)
    if not 0 < length <= child.LARGEST_RANGE or offset + length > size:
        msg = "garbage"
        raise _Stop(msg)
    source.seek(offset)
    return source.read(length)


def _read_answer(kind: bytes, content: bytes) -> Answer:
    """Return the answer as plain JSON; whatever else was sent ends the child."""
    problem = content.decode("utf-8", errors="replace")
    if kind == child.REFUSED:
        return Answer(ending=Ending.REFUSED, problem=problem)
    if kind == child.FAILED:
        return Answer(ending=Ending.FAILED, problem=problem)
    try:
        if kind == child.ANSWER:
            return Answer(ending=Ending.ANSWERED, value=json.loads(content, parse_constant=_no_constant))
    except (ValueError, RecursionError):
        pass  # told below: what cannot be read as JSON is garbage, whatever is wrong with it
    msg = "garbage"
    raise _Stop(msg)


def _no_constant(text: str) -> NoReturn:
    raise ValueError(text)


def _why(status: int) -> str:
    """Return why a fork ended without an answer."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        known = {signal.SIGXCPU: "cpu", signal.SIGKILL: "killed", signal.SIGSYS: "call"}
        return known.get(signal.Signals(number), f"signal {number}") if number in set(signal.Signals) else "signal"
    return "memory" if os.WEXITSTATUS(status) == child.OUT_OF_MEMORY else "garbage"


def _within(channel: socket.socket, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        msg = "time"
        raise _Stop(msg)
    channel.settimeout(left)


def _send(channel: socket.socket, kind: bytes, content: bytes) -> None:
    try:
        channel.sendall(child.HEADER.pack(kind, len(content)) + content)
    except TimeoutError as err:
        msg = "time"
        raise _Stop(msg) from err
    except (BrokenPipeError, ConnectionResetError):
        return  # it ended while we spoke; the next read tells


def _receive(channel: socket.socket, limit: int, *, may_end: bool = False) -> Any:
    """Return one frame (kind, content); None where the other side has gone and may."""
    head = _exactly(channel, child.HEADER.size)
    if not head and may_end:
        return None
    if len(head) < child.HEADER.size:
        msg = "killed"
        raise _Stop(msg)
    kind, length = child.HEADER.unpack(head)
    if length > limit:
        msg = "answer too large"
        raise _Stop(msg)
    content = _exactly(channel, length)
    if len(content) < length:
        if may_end:
            return None
        msg = "killed"
        raise _Stop(msg)
    return kind, content


def _exactly(channel: socket.socket, length: int) -> bytes:
    """Return so many bytes, or those that came before the other side went."""
    parts: list[bytes] = []
    try:
        while length:
            part = channel.recv(min(length, 1 << 20))
            if not part:
                break
            parts.append(part)
            length -= len(part)
    except TimeoutError as err:
        msg = "time"
        raise _Stop(msg) from err
    except ConnectionResetError:
        pass  # the same as an end: what came before it is returned
    return b"".join(parts)
