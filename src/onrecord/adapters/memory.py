"""Owns the bound on the memory of the capture's browser: a page can ask for more than a machine has.

Linux tells what each process has; on other systems nothing is watched. Only processes that carry the mark of this one
capture, and what they start, are looked at, and only they are ended.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
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
    """Return process -> bytes of its own memory, for each that carries the mark, and for all that these started.

    A browser's inner processes write over their environment, so they are known by where they come from.
    """
    wanted = f"{MARK}={mark}".encode()
    marked: set[int] = set()
    parents: dict[int, int] = {}
    held: dict[int, int] = {}
    for folder in _PROCESSES.glob("[0-9]*"):
        try:
            status = (folder / "status").read_text(encoding="ascii", errors="replace")
            told = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
            process = int(folder.name)
            parents[process], held[process] = int(told["PPid"]), _own_bytes(told)
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                marked.add(process)
        except (OSError, KeyError):  # somebody else's, or gone since
            continue
    return {process: held[process] for process in parents if _comes_from(process, marked, parents)}


def _comes_from(process: int, marked: set[int], parents: Mapping[int, int]) -> bool:
    while process in parents:
        if process in marked:
            return True
        process = parents[process]
    return False


def _own_bytes(told: Mapping[str, str]) -> int:
    """Return what is in memory of the process's own making: what it shares with others is not counted for each."""
    return sum(int(told[name].split()[0]) * 1024 for name in ("RssAnon", "VmSwap") if name in told)
