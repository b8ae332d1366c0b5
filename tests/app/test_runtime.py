"""The folder of what runs now: its owner's alone, and no process is ended that is not the one that was meant."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.app.errors import RuntimeUnusable
from onrecord.app.runtime import Process, holders, note_holder, runtime_folder
from onrecord.app.settings import Settings, settings_from


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings with a folder of their own."""
    return settings_from({"ONRECORD_RUNTIME": str(tmp_path / "run" / "onrecord")})


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """Return a process that does nothing."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def test_it_is_made_for_its_owner_alone(settings: Settings) -> None:
    """0700, whatever the umask says."""
    old = os.umask(0)
    try:
        folder = runtime_folder(settings)
    finally:
        os.umask(old)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert runtime_folder(settings) == folder


def test_a_folder_that_others_may_read_is_refused(settings: Settings, tmp_path: Path) -> None:
    """As is a link, which may lead anywhere, and a file."""
    (tmp_path / "run").mkdir()
    settings.runtime.mkdir(mode=0o755)
    with pytest.raises(RuntimeUnusable):
        runtime_folder(settings)
    settings.runtime.rmdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    settings.runtime.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RuntimeUnusable):
        runtime_folder(settings)
    settings.runtime.unlink()
    settings.runtime.write_text("")
    with pytest.raises(RuntimeUnusable):
        runtime_folder(settings)


def test_where_it_lies_when_nobody_says(tmp_path: Path) -> None:
    """In the system's folder in memory where there is one, else in the temporary one; a panic looks into both."""
    offered = settings_from({"XDG_RUNTIME_DIR": str(tmp_path)})
    assert offered.runtime == tmp_path / "onrecord"
    assert len(offered.runtimes) == 2
    absent = settings_from({"XDG_RUNTIME_DIR": str(tmp_path / "none")})
    assert absent.runtime.name == f"onrecord-{os.getuid()}"
    assert tmp_path / "none" / "onrecord" in absent.runtimes


def test_a_process_is_known_by_its_number_and_its_beginning(sleeper: subprocess.Popen[bytes]) -> None:
    """Another one that got the number later is left alone."""
    process = Process.of(sleeper.pid)
    assert process is not None
    assert process.is_alive()
    impostor = replace(process, began="1")
    assert not impostor.is_alive()
    assert not impostor.kill()
    assert sleeper.poll() is None
    assert process.kill()
    sleeper.wait()
    assert not process.is_alive()
    assert not process.kill()


def test_a_process_of_which_nobody_knows_when_it_began_is_not_ended(sleeper: subprocess.Popen[bytes]) -> None:
    """Its number alone is not enough."""
    process = Process(sleeper.pid, "")
    assert process.is_alive()
    assert not process.kill()
    assert sleeper.poll() is None


def test_who_holds_keys_is_noted_and_stale_notes_go(settings: Settings, sleeper: subprocess.Popen[bytes]) -> None:
    """The note names this process; one of a process that is gone is swept away, nonsense as well."""
    note_holder(settings)
    folder = settings.runtime / "holders"
    (folder / "1").write_text(f"{sleeper.pid} 1\n")
    (folder / "2").write_text("nonsense")
    assert [process.number for _, process in holders(settings.runtime)] == [os.getpid()]
    assert [note.name for note in folder.iterdir()] == [str(os.getpid())]
