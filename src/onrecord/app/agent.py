"""Owns the key agent: a process of its own that holds the keys of one archive in memory until they are to go.

It speaks over a Unix socket with its own user only, and knows three words: `keys`, `state`, `forget`. It never sees a
passphrase or the master secret. Whatever ends it, the keys are overwritten first; a kill leaves that to the system.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onrecord.app.runtime import Process
from onrecord.app.watching import Dropped, Times, Watch

KEYS: Final = b"keys\n"
STATE: Final = b"state\n"
FORGET: Final = b"forget\n"
GONE: Final = b"gone\n"
_TICK: Final = 1.0  # seconds between looks at the clocks
_PATIENCE: Final = 0.5  # seconds for a word from whoever knocks
_NOT_DUMPABLE: Final = (4, 0)  # prctl(2): PR_SET_DUMPABLE, no


class Held:
    """Keys in one piece of memory that is kept out of swap where the system allows, and overwritten when they go."""

    def __init__(self, length: int) -> None:
        self.content = bytearray(length)
        self.is_locked = _locked(self.content)

    def fill(self, descriptor: int) -> bool:
        """Read the keys from a descriptor straight into their place, and say whether they were whole."""
        filled = 0
        with memoryview(self.content) as view:
            while filled < len(view):
                count = os.readv(descriptor, [view[filled:]])
                if not count:
                    return False
                filled += count
        return True

    def drop(self) -> None:
        """Overwrite them."""
        self.content[:] = bytes(len(self.content))


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Who is at the other end of a socket; the number is None where the system does not tell it."""

    user: int
    process: int | None


class Agent:
    """Serves one archive's keys until it drops them."""

    def __init__(self, held: Held, watch: Watch, times: Callable[[], Times] = Times.now) -> None:
        self._held = held
        self._watch = watch
        self._times = times

    def serve(self, listener: socket.socket) -> Dropped:
        """Answer until the keys have to go; they have been overwritten when this returns, and why is told."""
        try:
            while True:
                ready, _, _ = select.select([listener], [], [], _TICK)
                if verdict := self._watch.verdict(self._times()):
                    return verdict
                if ready and self._answered(listener):
                    return Dropped.ASKED
        finally:
            self._held.drop()

    def _answered(self, listener: socket.socket) -> bool:
        """Answer one knock and say whether the keys have to go."""
        try:
            connection, _ = listener.accept()
        except OSError:
            return False  # who knocked has gone again
        with connection, suppress(OSError):  # a peer that hangs up is its own affair
            connection.settimeout(_PATIENCE)
            if peer_of(connection).user != os.getuid():
                return False
            word = connection.recv(16)
            if word == FORGET:
                self._held.drop()
                connection.sendall(GONE)
                return True
            if word == KEYS:
                connection.sendall(self._held.content)
                self._watch.used(self._times())
            elif word == STATE:
                connection.sendall(json.dumps({"memory_locked": self._held.is_locked}).encode())
        return False


def peer_of(connection: socket.socket) -> Peer:
    """Return who is at the other end, as the system tells it: nobody can claim to be somebody else.

    Raises:
        OSError: the system does not tell.
    """
    if hasattr(socket, "SO_PEERCRED"):  # Linux, unix(7)
        found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        process, user, _ = struct.unpack("3i", found)
        return Peer(user=user, process=process)
    found = connection.getsockopt(0, 1, struct.calcsize("2I"))  # macOS and BSD, unix(4): SOL_LOCAL, LOCAL_PEERCRED
    _, user = struct.unpack("2I", found)
    return Peer(user=user, process=None)


def main() -> None:
    """Be the agent: arguments are socket, length of the keys, idle and whole time in seconds; keys come by input."""
    if os.fork():  # the shell waits for this one; the other belongs to nobody and outlives it
        os._exit(0)
    place, length = Path(sys.argv[1]), int(sys.argv[2])
    idle_seconds, life_seconds = float(sys.argv[3]), float(sys.argv[4])
    is_shielded = shield()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    held = Held(length)
    try:
        if held.fill(0):
            _serve(place, held, Watch(Times.now(), idle_seconds=idle_seconds, life_seconds=life_seconds), is_shielded)
    finally:
        held.drop()


def shield() -> bool:
    """Let no dump of this process's memory be made, nor its memory be read by others; say whether that holds."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        return bool(ctypes.CDLL(None).prctl(*_NOT_DUMPABLE, 0, 0, 0) == 0)
    except (OSError, AttributeError):  # a system without prctl(2)
        return False


def _serve(place: Path, held: Held, watch: Watch, is_shielded: bool) -> None:
    os.umask(0o077)
    note = place.with_suffix(".pid")
    place.unlink(missing_ok=True)
    own = Process.of(os.getpid())
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(place))
        listener.listen(64)
        if own is not None:
            note.write_text(own.text(), encoding="ascii")
        sys.stdout.write(json.dumps({"memory_locked": held.is_locked, "shielded": is_shielded}) + "\n")
        sys.stdout.flush()
        os.close(1)
        try:
            Agent(held, watch).serve(listener)
        finally:
            if Process.read(note) == own:  # another agent may have taken this one's place
                place.unlink(missing_ok=True)
                note.unlink(missing_ok=True)


def _locked(content: bytearray) -> bool:
    """Keep this piece of memory out of swap, and say whether the system does so (mlock(2))."""
    try:
        place = (ctypes.c_char * len(content)).from_buffer(content)
        return bool(ctypes.CDLL(None).mlock(ctypes.byref(place), ctypes.c_size_t(len(content))) == 0)
    except (OSError, AttributeError):
        return False
