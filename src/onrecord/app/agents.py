"""Owns the shells' side of key agents: start one, ask it for keys, tell it to forget, and end all that hold keys.

Never holds keys longer than it takes to hand them on.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from onrecord.app.agent import FORGET, KEYS, STATE, peer_of
from onrecord.app.errors import AgentFailed, KeysStillHeld
from onrecord.app.runtime import Process, holders, known_folders, runtime_folder
from onrecord.app.settings import Settings
from onrecord.app.watching import IDLE_SECONDS, LIFE_SECONDS

if TYPE_CHECKING:
    from onrecord.store import ArchiveInfo, Keys

_PATIENCE: Final = 1.0  # seconds for an answer
_POLITE: Final = 0.4  # seconds that an agent has to forget by itself before it is ended
_UNTIL_GONE: Final = 1.0  # seconds in which a process that was ended has to be gone
_LOOK: Final = 0.01
_LONGEST_PATH: Final = 100  # bytes; sun_path has 104 to 108
_HAS_SOCKETS: Final = hasattr(socket, "AF_UNIX")  # without them nobody holds keys, and each command asks
_RUN: Final = "from onrecord.app.agent import main; main()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """What an agent said when it began."""

    memory_locked: bool
    shielded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Panic:
    """What was done about every process that held keys."""

    archives: tuple[str, ...]  # ids of those whose agent is gone
    agents_ended: int
    commands_ended: int
    seconds: float


def hold_keys(
    settings: Settings,
    info: ArchiveInfo,
    keys: Keys,
    *,
    idle_seconds: float = IDLE_SECONDS,
    life_seconds: float = LIFE_SECONDS,
) -> Unlocked:
    """Let an agent hold these keys from now on, in the place of one that did.

    Raises:
        AgentFailed: none can be started here.
        RuntimeUnusable: there is no place for its socket.
    """
    if not _HAS_SOCKETS:
        raise AgentFailed(problem="this system has no Unix sockets")
    if len(os.fsencode(_socket(settings, info.id))) > _LONGEST_PATH:
        raise AgentFailed(
            problem=f"its socket's path is too long; name a shorter ONRECORD_RUNTIME than {settings.runtime}"
        )
    forget_keys(settings, info.id)
    place, packed = _socket(settings, info.id), keys.pack()
    limits = [str(len(packed)), str(idle_seconds), str(life_seconds)]
    with subprocess.Popen(
        [sys.executable, "-c", _RUN, str(place), *limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # it outlives the terminal
        cwd="/",
    ) as agent:
        assert agent.stdin is not None  # noqa: S101 - both were asked for
        assert agent.stdout is not None  # noqa: S101
        with suppress(BrokenPipeError):  # it ended; what it said tells
            agent.stdin.write(packed)
            agent.stdin.flush()
        said = agent.stdout.readline()
    if not said:
        raise AgentFailed(problem="the process that should hold them ended at once")
    facts = json.loads(said)
    return Unlocked(memory_locked=facts["memory_locked"], shielded=facts["shielded"])


def held_keys(settings: Settings, info: ArchiveInfo) -> Keys | None:
    """Return the keys that an agent holds for this archive, or None where none does."""
    from onrecord import store

    if not _HAS_SOCKETS:
        return None
    answer = _said(_socket(settings, info.id), KEYS, store.packed_bytes())
    if answer is None:
        return None
    try:
        keys = store.Keys.unpack(answer)
    except ValueError:
        return None
    return keys if info.at_rest is not None and keys.check() == info.at_rest.check else None


def state(settings: Settings, archive: str) -> dict[str, Any] | None:
    """Return what the archive's agent says of itself, or None where there is none."""
    answer = _said(_socket(settings, archive), STATE, 4096)
    return None if not answer else dict(json.loads(answer))


def forget_keys(settings: Settings, archive: str) -> bool:
    """Let the archive's agent forget, end it if it does not, and say whether there was one.

    Raises:
        KeysStillHeld: it is still there.
    """
    place = _socket(settings, archive)
    agent = _agent(place) if _HAS_SOCKETS else None
    if agent is None:
        place.unlink(missing_ok=True)
        return False
    _said(place, FORGET, 16)
    if not _are_gone([agent], _POLITE):
        agent.kill()
        if not _are_gone([agent], _UNTIL_GONE):
            raise KeysStillHeld(processes=agent.number)
    _sweep(place)
    return True


def held_archives(settings: Settings) -> tuple[str, ...]:
    """Return the ids of the archives that an agent holds open."""
    places = [place for folder in known_folders(settings) for place in sorted(folder.glob("*.sock"))]
    return tuple(place.stem for place in places if _agent(place) is not None)


def panic(settings: Settings) -> Panic:
    """Drop the keys of every archive: agents forget or are ended, and commands that hold keys are ended.

    Raises:
        KeysStillHeld: a process is still there; the machine has to be switched off.
    """
    began = time.monotonic()
    folders = list(known_folders(settings))
    places = [place for folder in folders for place in sorted({*folder.glob("*.sock"), *_sockets_by_note(folder)})]
    agents = {place: agent for place in places if (agent := _agent(place)) is not None}
    own = os.getpid()
    commands = {note: one for folder in folders for note, one in holders(folder) if one.number != own}
    ended = [one for one in commands.values() if one.kill()]
    knocking = [knock for place in agents if (knock := _knock(place)) is not None]
    _are_gone(list(agents.values()), _POLITE)
    for knock in knocking:
        knock.close()
    killed = [one for one in agents.values() if one.is_alive() and one.kill()]
    everybody = [*agents.values(), *commands.values()]
    if not _are_gone(everybody, _UNTIL_GONE):
        raise KeysStillHeld(processes=", ".join(str(one.number) for one in everybody if one.is_alive()))
    for left in (*places, *commands):
        _sweep(left)
    return Panic(
        archives=tuple(place.stem for place in agents),
        agents_ended=len(killed),
        commands_ended=len(ended),
        seconds=time.monotonic() - began,
    )


def _socket(settings: Settings, archive: str) -> Path:
    return runtime_folder(settings) / f"{archive}.sock"


def _sockets_by_note(folder: Path) -> list[Path]:
    """Return where the sockets of agents lay whose socket somebody removed; their note is still there."""
    return [note.with_suffix(".sock") for note in folder.glob("*.pid")]


def _knock(place: Path) -> socket.socket | None:
    """Tell the agent to forget and do not wait for an answer: others have to be told at the same time."""
    knock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    knock.setblocking(False)
    try:
        knock.connect(str(place))
        knock.sendall(FORGET)
    except OSError:
        knock.close()
        return None
    return knock


def _said(place: Path, word: bytes, length: int) -> bytes | None:
    """Return what the agent answers to a word; None where nobody of ours is there or answers in time."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knock:
        knock.settimeout(_PATIENCE)
        try:
            knock.connect(str(place))
            if peer_of(knock).user != os.getuid():
                return None
            knock.sendall(word)
            answer = bytearray()
            while len(answer) < length and (more := knock.recv(length - len(answer))):
                answer += more
        except OSError:
            return None
    return bytes(answer)


def _agent(place: Path) -> Process | None:
    """Return the process behind a socket: as the system tells, else as its note says; None where it is gone."""
    noted = Process.read(place.with_suffix(".pid"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knock:
        knock.setblocking(False)  # an agent that hangs still has its socket
        with suppress(OSError):
            knock.connect(str(place))
            number = peer_of(knock).process
            told = None if number is None else Process.of(number)
            if told is not None:
                return told
    return noted if noted is not None and noted.is_alive() else None


def _are_gone(processes: list[Process], seconds: float) -> bool:
    ends_at = time.monotonic() + seconds
    while any(one.is_alive() for one in processes):
        if time.monotonic() >= ends_at:
            return False
        time.sleep(_LOOK)
    return True


def _sweep(place: Path) -> None:
    for left in (place, place.with_suffix(".pid")):
        with suppress(OSError):
            left.unlink(missing_ok=True)
