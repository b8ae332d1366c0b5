"""Owns the folder of what runs now: sockets of key agents, and notes of the processes that hold keys. No secret in it.

It is its owner's alone and lies in memory where the system offers such a place. A process is named by its number and
the moment it began, so that nobody is ended who only got the number later.
"""

from __future__ import annotations

import atexit
import os
import signal
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onrecord.app.errors import RuntimeUnusable
from onrecord.app.settings import Settings
from onrecord.kernel import file_problem

_HOLDERS: Final = "holders"
_PROCESSES: Final = Path("/proc")


@dataclass(frozen=True, slots=True)
class Process:
    """A process, by number and by when it began; where the system does not tell the latter, it is empty."""

    number: int
    began: str

    @classmethod
    def of(cls, number: int) -> Process | None:
        """Return the process that has this number now, or None."""
        try:
            after_name = (_PROCESSES / str(number) / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None if _PROCESSES.is_dir() else cls(number, "")
        fields = after_name.rpartition(")")[2].split()
        return None if fields[0] == "Z" else cls(number, fields[19])  # proc(5): state, and starttime

    def is_alive(self) -> bool:
        """Say whether it still runs; for certain only where the system tells when it began."""
        if self.began:
            return Process.of(self.number) == self
        try:
            os.kill(self.number, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True

    def kill(self) -> bool:
        """End it without asking and say whether that could be tried: only a process known for certain is ended."""
        if not self.began or not self.is_alive():
            return False
        with suppress(ProcessLookupError):  # it ended by itself
            os.kill(self.number, signal.SIGKILL)
        return True

    def text(self) -> str:
        """Return it as a note holds it."""
        return f"{self.number} {self.began}\n"

    @classmethod
    def read(cls, note: Path) -> Process | None:
        """Return the process that a note names, or None."""
        try:
            number, _, began = note.read_text(encoding="ascii").strip().partition(" ")
            return cls(int(number), began)
        except (OSError, ValueError):
            return None


def runtime_folder(settings: Settings) -> Path:
    """Return the folder, made if need be, and its owner's alone.

    Raises:
        RuntimeUnusable: it cannot be made, is a link, or somebody else may read it.
    """
    folder = settings.runtime
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError as err:
        raise RuntimeUnusable(place=str(folder), problem=file_problem(err)) from err
    if not stat.S_ISDIR(found.st_mode):
        raise RuntimeUnusable(place=str(folder), problem="not a folder")
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o077):
        raise RuntimeUnusable(place=str(folder), problem="not its owner's alone")
    return folder


def known_folders(settings: Settings) -> Iterator[Path]:
    """Yield every folder there is in which an agent of this person may have its socket."""
    own = os.getuid() if hasattr(os, "getuid") else 0
    for place in settings.runtimes:
        with suppress(OSError):
            if stat.S_ISDIR(place.lstat().st_mode) and place.lstat().st_uid == own:
                yield place


def note_holder(settings: Settings) -> None:
    """Note that this process holds keys from now on, so that a panic ends it too.

    Raises:
        RuntimeUnusable: there is no place for the note.
    """
    own = Process.of(os.getpid())
    if own is None:
        return
    folder = runtime_folder(settings) / _HOLDERS
    note = folder / str(own.number)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        note.write_text(own.text(), encoding="ascii")
    except OSError as err:
        raise RuntimeUnusable(place=str(folder), problem=file_problem(err)) from err
    atexit.register(_forget_own, note, own.number)


def holders(folder: Path) -> Iterator[tuple[Path, Process]]:
    """Yield the notes of processes that hold keys; those of processes that are gone are removed."""
    for note in sorted((folder / _HOLDERS).glob("*")):
        process = Process.read(note)
        if process is not None and process.is_alive():
            yield note, process
        else:
            note.unlink(missing_ok=True)


def _forget_own(note: Path, number: int) -> None:
    if os.getpid() == number:  # a child that was forked leaves its parent's note alone
        with suppress(OSError):
            note.unlink(missing_ok=True)
