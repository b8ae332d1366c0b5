"""Work on hostile bytes in a confined child: what it cannot do, where it ends, what the parent believes (D7, D8)."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord.vault.confined import Answer, Confined, Ending, Limits
from onrecord.vault.errors import NotConfined

_WORK = "tests.vault.hostile_work"
_QUICK = Limits(cpu_seconds=1, wall_seconds=60.0, answer_bytes=1 << 20)
_SHORT = replace(_QUICK, wall_seconds=1.5)


@pytest.fixture(scope="module")
def child() -> Iterator[Confined]:
    """Return a child that has hostile work to do."""
    with Confined(_WORK, limits=_QUICK) as started:
        yield started


def _ask(child: Confined, task: str, content: bytes = b"abc", **arguments: Any) -> Answer:
    return child.ask(task, io.BytesIO(content), len(content), **arguments)


def test_bytes_are_read_range_by_range(child: Confined) -> None:
    """A task reads a file as any other, from wherever it likes, though it has no file."""
    assert _ask(child, "length", bytes(3_000_000)).value == 3_000_000
    assert _ask(child, "tail", bytes(range(200)), count=3).value == "c5c6c7"


def test_a_refusal_and_a_failure_are_answers(child: Confined) -> None:
    """Whatever a parser raises comes back as data, with its name."""
    assert _ask(child, "refuse") == Answer(ending=Ending.REFUSED, problem="not this one")
    assert _ask(child, "fail") == Answer(ending=Ending.FAILED, problem="AssertionError: a parser's assertion")


@pytest.mark.parametrize(
    ("task", "arguments", "problem"),
    [
        ("spin", {}, "cpu"),
        ("sleep", {}, "time"),
        ("swallow", {}, "memory"),
        ("crash", {}, "signal 11"),
        ("flood", {"size": 20 << 20}, "answer too large"),
        ("stay", {}, "time"),
        ("raw", {"frame": ""}, "garbage"),
        ("raw", {"frame": "61ffffffff"}, "answer too large"),  # says that four gigabytes follow
        ("raw", {"frame": "6100000005"}, "garbage"),  # five bytes that never come
        ("raw", {"frame": "6100000002fffe"}, "garbage"),  # no text
        ("raw", {"frame": "6100000001" + b"{".hex()}, "garbage"),  # no JSON
        ("raw", {"frame": "6100000003" + b"NaN".hex()}, "garbage"),  # no number
        ("raw", {"frame": "7200000001" + "00"}, "garbage"),  # asks for a range that is none
        ("raw", {"frame": "720000000c" + (1 << 40).to_bytes(8, "big").hex() + "00000001"}, "garbage"),  # past the end
        ("raw", {"frame": "7a00000000"}, "garbage"),  # a kind of frame that is none
    ],
)
def test_what_goes_to_a_limit_or_answers_garbage_is_stopped(
    child: Confined, task: str, arguments: dict[str, Any], problem: str
) -> None:
    """D8: the child is ended or thrown away, the reason is told, and the parent answers the next request in a second."""
    child.limits = _SHORT if problem == "time" else _QUICK
    stopped = _ask(child, task, **arguments)
    child.limits = _QUICK
    assert (stopped.ending, stopped.problem) == (Ending.STOPPED, problem)
    child.fences()
    started = time.monotonic()
    assert _ask(child, "length").value == 3
    assert time.monotonic() - started < 1


def test_a_file_leaves_nothing_behind_for_the_next(child: Confined) -> None:
    """Each file has a fork of its own: what one did to the process, the next never sees."""
    assert _ask(child, "remember").value == 1
    assert _ask(child, "remembered").value == 0


def test_several_tasks_share_a_fork_as_far_as_it_lives(child: Confined) -> None:
    """One that ends the fork is stopped, and those after it are done all the same, in their order."""
    told = child.ask_all(["length", "fail", "crash", "remember", "remembered", "refuse"], io.BytesIO(b"abc"), 3)
    assert [one.ending.value for one in told] == ["answered", "failed", "stopped", "answered", "answered", "refused"]
    assert (told[0].value, told[2].problem, told[4].value) == (3, "signal 11", 1)
    assert child.ask_all([], io.BytesIO(b""), 0) == []


def test_nothing_forbidden_is_possible_inside(child: Confined, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """D7: socket, /proc, the vault, writing, forking, ptrace and secrets of the environment are denied, 7 of 7."""
    if child.fences().level != "full":
        pytest.skip(f"this machine fences in no further than {child.fences()}")
    monkeypatch.setenv("ONRECORD_CANARY", "a secret")
    child.close()  # the next one starts with that environment around it
    secret = tmp_path / "log.sqlite"
    secret.write_text("evidence")
    tried = _ask(child, "trespass", secret=str(secret), scratch=str(tmp_path / "scratch")).value
    assert tried == dict.fromkeys(tried, True)
    assert len(tried) >= 7
    assert secret.read_text() == "evidence"


def test_the_level_is_what_was_tried(child: Confined) -> None:
    """What `--json` says of the fences was found by trying, each by itself."""
    said = child.fences().to_record()
    assert set(said) == {"level", "network", "files", "processes", "namespace"}
    assert said["level"] == ("full" if said["network"] and said["files"] and said["processes"] else "limits")


def test_work_that_does_not_exist_is_told() -> None:
    """A child that cannot load its work is a fault with its name, never a hang."""
    with Confined("tests.vault.no_such_work") as child, pytest.raises(NotConfined):
        _ask(child, "length")


def test_a_source_that_fails_is_not_the_childs_answer(child: Confined) -> None:
    """A disk that does not give the bytes is our trouble: it is raised, and never recorded as a finding."""

    class Rotten(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        child.ask("length", Rotten(b"abc"), 3)
    assert _ask(child, "length").value == 3


def test_the_child_ends_with_its_parent(tmp_path: Path) -> None:
    """Closing kills the child and all it forked: no process is left with evidence in its memory."""
    child = Confined(_WORK, limits=_QUICK)
    child.fences()
    process = child._process
    assert process is not None
    child.close()
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    del tmp_path


def test_a_fork_ends_even_when_nobody_is_left_to_end_it(tmp_path: Path) -> None:
    """The program is killed while a fork sleeps: the kernel ends the fork at its time, and the child goes with it."""
    code = (
        "import io, sys; from onrecord.vault.confined import Confined, Limits\n"
        f"child = Confined({_WORK!r}, limits=Limits(wall_seconds=0.5)); child.fences()\n"
        "print(child._process.pid, flush=True); child.ask('sleep', io.BytesIO(b''), 0)"
    )
    ready = tmp_path / "pid"
    with ready.open("w") as out:
        program = subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=out,
            env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        while not ready.read_text().endswith("\n"):
            assert program.poll() is None
            time.sleep(0.01)
        program.kill()
        program.wait()
    group = int(ready.read_text())
    until = time.monotonic() + 20
    while time.monotonic() < until and _is_alive(group):
        time.sleep(0.05)
    assert not _is_alive(group)


def _is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
