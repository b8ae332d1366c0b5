"""The key agent: who may ask, when it forgets, and that nothing is left when it does (RELIABILITY L2)."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tests import encrypted as made
from tests.encrypted import Encrypted

from onrecord import app
from onrecord.app import agents
from onrecord.app.agent import FORGET, GONE, KEYS, Agent, Held
from onrecord.app.errors import AgentFailed
from onrecord.app.runtime import Process
from onrecord.app.settings import Settings, settings_from
from onrecord.app.watching import Dropped, Times, Watch
from onrecord.kernel import CountedIds, FixedClock

_ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings() -> Iterator[Settings]:
    """Return settings with a runtime folder of their own; whatever holds keys in it is ended afterwards."""
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:  # short: the path of a socket has its limit
        settings = settings_from({"ONRECORD_RUNTIME": str(Path(folder) / "r")})
        yield settings
        app.panic(settings)


def _agent(settings: Settings, archive: Encrypted) -> Process:
    process = Process.read(settings.runtime / f"{archive.info.id}.pid")
    assert process is not None
    return process


def test_an_agent_gives_the_keys_until_it_is_told_to_forget(settings: Settings, encrypted: Encrypted) -> None:
    """Before, after, and a second time."""
    info, keys = encrypted.info, encrypted.founded.keys
    assert app.held_keys(settings, info) is None
    app.hold_keys(settings, info, keys)
    assert app.held_keys(settings, info) == keys
    assert app.held_archives(settings) == (info.id,)
    process = _agent(settings, encrypted)
    assert app.forget_keys(settings, info.id)
    assert not process.is_alive()
    assert app.held_keys(settings, info) is None
    assert app.held_archives(settings) == ()
    assert not app.forget_keys(settings, info.id)
    assert [one for one in settings.runtime.iterdir() if one.is_file()] == []


def test_a_second_agent_takes_the_place_of_the_first(settings: Settings, encrypted: Encrypted) -> None:
    """Whoever unlocks again begins the times anew; no second process holds keys."""
    app.hold_keys(settings, encrypted.info, encrypted.founded.keys)
    first = _agent(settings, encrypted)
    app.hold_keys(settings, encrypted.info, encrypted.founded.keys)
    assert not first.is_alive()
    assert app.held_keys(settings, encrypted.info) == encrypted.founded.keys


def test_keys_of_another_archive_are_not_taken(
    settings: Settings, encrypted: Encrypted, tmp_path: Path, clock: FixedClock
) -> None:
    """Archives of one id, as after new keys for all: what the agent holds does not fit, and is not used."""
    other = made.create(tmp_path / "other", clock, CountedIds())
    assert other.info.id == encrypted.info.id
    app.hold_keys(settings, encrypted.info, encrypted.founded.keys)
    assert app.held_keys(settings, other.info) is None


def test_the_socket_is_its_owners_alone(settings: Settings, encrypted: Encrypted) -> None:
    """Nobody else may reach it, in a folder of 0700."""
    app.hold_keys(settings, encrypted.info, encrypted.founded.keys)
    place = settings.runtime / f"{encrypted.info.id}.sock"
    assert place.stat().st_mode & 0o077 == 0
    assert place.parent.stat().st_mode & 0o777 == 0o700


def test_another_user_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system says who knocks; the answer to anybody else is silence, and the keys stay."""
    held = _held(b"k" * 8)
    monkeypatch.setattr("onrecord.app.agent.os.getuid", lambda: 4_000_000)
    with _served(held) as knock:
        assert knock(KEYS) == b""
        assert knock(FORGET) == b""
        assert bytes(held.content) == b"k" * 8


def _held(keys: bytes) -> Held:
    held = Held(len(keys))
    held.content[:] = keys
    return held


class _served:  # noqa: N801 - used as a verb
    """Serve these keys in a thread and give a function that says one word and returns the answer."""

    def __init__(self, held: Held, times: Callable[[], Times] = Times.now) -> None:
        self._folder = tempfile.mkdtemp(prefix="onrecord-")
        self._place = f"{self._folder}/s"
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self._place)
        self._listener.listen()
        self._agent = Agent(held, Watch(times()), times)
        self.verdicts: list[Dropped] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        with self._listener, suppress(OSError, ValueError):  # the test is over and has hung up
            self.verdicts.append(self._agent.serve(self._listener))

    def __enter__(self) -> Callable[[bytes], bytes]:
        self._thread.start()
        return self._said

    def _said(self, word: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as knock:
            knock.settimeout(5)
            knock.connect(self._place)
            try:
                knock.sendall(word)
                return knock.recv(4096)
            except (BrokenPipeError, ConnectionResetError):  # hung up on us, our word unread
                return b""

    def __exit__(self, *_given: object) -> None:
        if self._thread.is_alive():
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        self._thread.join(5)
        shutil.rmtree(self._folder)


def test_what_is_no_word_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nonsense, silence, a word too long: no answer, and the next one is answered."""
    with _served(_held(b"k" * 8)) as knock:
        for word in (b"kees\n", b"\0" * 16, b"keys\nforget\n"):
            assert knock(word) == b""
        assert knock(KEYS) == b"k" * 8


def test_sleep_is_noticed_before_the_next_answer() -> None:
    """L2: the machine slept; the first who knocks gets nothing, and the keys are gone."""
    offset = [0.0]

    def times() -> Times:
        now = Times.now()
        return Times(awake=now.awake, boot=now.boot + offset[0], wall=now.wall + offset[0])

    held = _held(b"k" * 8)
    served = _served(held, times)
    with served as knock:
        assert knock(KEYS) == b"k" * 8
        offset[0] = 30.0
        with pytest.raises((ConnectionError, TimeoutError, AssertionError)):
            assert knock(KEYS) == b"k" * 8
        served._thread.join(5)
        assert served.verdicts == [Dropped.SLEPT]
        assert bytes(held.content) == bytes(8)


def test_nothing_of_the_keys_is_left_in_memory_when_they_are_dropped(tmp_path: Path) -> None:
    """L2: a scan of the agent's memory finds the data key while it is held, and 0 times once it has forgotten."""
    if not Path("/proc/self/mem").exists():
        pytest.skip("this system does not show a process its memory")
    keys = os.urandom(160)
    (tmp_path / "keys").write_bytes(keys)
    before, after, verdict = _scanned(tmp_path)
    assert before >= 1, "the scan finds what is there"
    assert after == 0
    assert verdict == "asked"


def _scanned(folder: Path) -> tuple[int, int, str]:
    done = subprocess.run(
        [sys.executable, str(_ROOT / "tests" / "memory.py"), str(folder / "keys")],
        capture_output=True,
        text=True,
        check=True,
        cwd=_ROOT,
    )
    before, after, verdict = done.stdout.split()
    return int(before), int(after), verdict


def test_panic_drops_every_archives_keys_within_two_seconds(
    settings: Settings, encrypted: Encrypted, tmp_path: Path, clock: FixedClock
) -> None:
    """L2: also those of an agent that hangs, of one whose socket somebody removed, and of commands at work."""
    ids = CountedIds()
    ids.new("archive")
    archives = [encrypted, *(made.create(tmp_path / str(number), clock, ids) for number in range(2))]
    for archive in archives:
        app.hold_keys(settings, archive.info, archive.founded.keys)
    processes = [_agent(settings, archive) for archive in archives]
    os.kill(processes[0].number, signal.SIGSTOP)
    (settings.runtime / f"{archives[1].info.id}.sock").unlink()
    with _command_at_work(settings) as command:
        began = time.monotonic()
        done = app.panic(settings)
        assert time.monotonic() - began <= 2
        assert command.wait(5) == -signal.SIGKILL
    assert not any(process.is_alive() for process in processes)
    assert set(done.archives) == {archive.info.id for archive in archives}
    assert (done.agents_ended, done.commands_ended) == (2, 1)
    assert [app.held_keys(settings, archive.info) for archive in archives] == [None] * 3
    assert app.panic(settings).archives == ()


def _command_at_work(settings: Settings) -> subprocess.Popen[str]:
    code = (
        "import sys; from onrecord.app.runtime import note_holder; from onrecord.app.settings import settings_from\n"
        f"note_holder(settings_from({{'ONRECORD_RUNTIME': {str(settings.runtime)!r}}})); print('holds', flush=True)\n"
        "sys.stdin.read()"
    )
    command = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT
    )
    assert command.stdout is not None
    assert command.stdout.readline() == "holds\n"
    return command


def test_panic_where_nobody_holds_anything_says_so(settings: Settings) -> None:
    """Not even the folder has to be there."""
    done = app.panic(settings)
    assert (done.archives, done.agents_ended, done.commands_ended) == ((), 0, 0)


def test_an_agent_that_was_killed_leaves_no_door(settings: Settings, encrypted: Encrypted) -> None:
    """Its socket is still there and nobody answers: the archive is locked, and can be unlocked again."""
    app.hold_keys(settings, encrypted.info, encrypted.founded.keys)
    process = _agent(settings, encrypted)
    process.kill()
    assert agents._are_gone([process], 5)
    assert app.held_keys(settings, encrypted.info) is None
    assert app.held_archives(settings) == ()
    app.hold_keys(settings, encrypted.info, encrypted.founded.keys)
    assert app.held_keys(settings, encrypted.info) == encrypted.founded.keys


def test_an_agent_makes_no_core_dump_and_shows_nobody_its_memory(settings: Settings, encrypted: Encrypted) -> None:
    """Its limit is 0, its memory is kept out of swap where the system allows, and it is not dumpable."""
    held = app.hold_keys(settings, encrypted.info, encrypted.founded.keys)
    number = _agent(settings, encrypted).number
    if not Path("/proc").is_dir():
        pytest.skip("this system does not show the limits of a process")
    limits = Path(f"/proc/{number}/limits").read_text()
    assert [line.split()[4:6] for line in limits.splitlines() if line.startswith("Max core file size")] == [["0", "0"]]
    assert held.shielded
    if held.memory_locked:
        status = Path(f"/proc/{number}/status").read_text()
        assert int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmLck"))) > 0


def test_a_path_too_long_for_a_socket_is_told(tmp_path: Path, encrypted: Encrypted) -> None:
    """With what to set, not as an error of the system."""
    deep = settings_from({"ONRECORD_RUNTIME": str(tmp_path / ("x" * 60) / ("y" * 60))})
    with pytest.raises(AgentFailed) as fault:
        app.hold_keys(deep, encrypted.info, encrypted.founded.keys)
    assert "ONRECORD_RUNTIME" in fault.value.message()


def test_the_word_for_gone_is_the_answer_to_forget() -> None:
    """So that whoever asks knows that it happened."""
    held = _held(b"k" * 8)
    served = _served(held)
    with served as knock:
        assert knock(FORGET) == GONE
        served._thread.join(5)
    assert (served.verdicts, bytes(held.content)) == ([Dropped.ASKED], bytes(8))
