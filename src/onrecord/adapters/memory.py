"""Owns the bound on the memory of the capture's browser: a page can ask for more than a machine has.

Linux tells what each process has; on other systems nothing is watched. Only processes that carry the mark of this one
capture are looked at, and only they are ended.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

MARK: Final = "ONRECORD_CAPTURE"
_PROCESSES: Final = Path("/proc")
_LOOK_SECONDS: Final = 0.5


async def watch(mark: str, limit_bytes: int, on_excess: Callable[[], None]) -> None:
    """Look at the marked processes until cancelled; end them all when together they hold more than the limit."""
    while _PROCESSES.is_dir():
        await asyncio.sleep(_LOOK_SECONDS)
        held = held_by(mark)
        if sum(held.values()) > limit_bytes:
            on_excess()
            for process in held:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            return


def held_by(mark: str) -> dict[int, int]:
    """Return process -> bytes of its own memory, for each process that carries the mark in its environment."""
    wanted = f"{MARK}={mark}".encode()
    found = {}
    for folder in _PROCESSES.glob("[0-9]*"):
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = _own_bytes((folder / "status").read_text(encoding="ascii", errors="replace"))
        except OSError:  # somebody else's, or gone since
            continue
    return found


def _own_bytes(status: str) -> int:
    """Return what is in memory of the process's own making: what it shares with others is not counted for each."""
    lines = (line.split() for line in status.splitlines() if line.startswith(("RssAnon:", "VmSwap:")))
    return sum(int(words[1]) * 1024 for words in lines)
