"""The bound on memory: only marked processes are looked at, and they are ended when together they hold too much."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.adapters import memory

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").is_file(), reason="this system does not tell")


def _holder(mark: str, megabytes: int) -> subprocess.Popen[bytes]:
    code = f"held = b'x' * ({megabytes} << 20); print('held', flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code], env={memory.MARK: mark}, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    return holder


def _closed(holder: subprocess.Popen[bytes]) -> int:
    holder.communicate(b"\n")
    return holder.returncode


def test_what_marked_processes_hold_is_counted_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of one capture are counted together, and ended; another one's goes on."""
    monkeypatch.setattr(memory, "_LOOK_SECONDS", 0.01)
    ours, also_ours, other = _holder("mark-a", 40), _holder("mark-a", 40), _holder("mark-b", 90)
    try:
        held = memory.held_by("mark-a")
        assert set(held) == {ours.pid, also_ours.pid}
        assert all(one > 40 << 20 for one in held.values())
        told: list[str] = []
        asyncio.run(memory.watch("mark-a", 70 << 20, lambda: told.append("excess")))
        assert told == ["excess"]
        assert {_closed(ours), _closed(also_ours)} == {-9}
    finally:
        assert _closed(other) == 0


def test_within_the_bound_nothing_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks on until it is called off."""
    monkeypatch.setattr(memory, "_LOOK_SECONDS", 0.01)
    holder = _holder("mark-c", 1)

    async def go() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await memory.watch("mark-c", 1 << 30, lambda: None)

    asyncio.run(go())
    assert _closed(holder) == 0
