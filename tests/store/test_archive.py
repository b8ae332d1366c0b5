"""An archive's folder: what is refused, and in which words."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.crashing import FailingDisk, Operation, RecordingDisk, crash_states
from tests.personas import KEEPER, READER

from onrecord import app, store
from onrecord.kernel import CountedIds, Fault, FixedClock, Role
from onrecord.store import Desk, Disk, Draft


def _open(folder: Path, clock: FixedClock, **more: object) -> Desk:
    return store.open_desk(folder, actor=KEEPER, clock=clock, ids=CountedIds(), shadows=app.shadows(), **more)  # type: ignore[arg-type]


def _refused(fault: pytest.ExceptionInfo[Fault]) -> tuple[str, int]:
    assert all(fault.value.message(language).strip() for language in ("en", "ru", "kk"))
    return fault.value.code, fault.value.exit_status


def test_no_archive_here_or_above(tmp_path: Path) -> None:
    """Found as git finds a repository, or refused as not found."""
    with pytest.raises(Fault) as fault:
        store.find_archive(tmp_path)
    assert _refused(fault) == ("store.not-an-archive", 4)


def test_an_archive_is_found_from_below(archive: Path) -> None:
    """From any folder inside of it."""
    assert store.find_archive(archive / "blobs") == archive


def test_a_folder_in_use_is_no_place_for_a_new_archive(tmp_path: Path, archive: Path) -> None:
    """Nothing that exists is overwritten."""
    with pytest.raises(Fault) as fault:
        app.create_archive(archive, title="again")
    assert _refused(fault) == ("store.already-there", 5)


def _create(folder: Path, clock: FixedClock, disk: Disk | None = None) -> None:
    store.create(folder, title="Valley 2031", clock=clock, ids=CountedIds(), disk=disk)


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "store.disk-full"), (errno.EIO, "store.not-writable")])
def test_making_an_archive_fails_at_any_call_and_leaves_nothing(
    tmp_path: Path, clock: FixedClock, number: int, code: str
) -> None:
    """A4: the first, second, … last call fails; each time a plain fault, an empty folder, and the next attempt works."""
    codes: list[str] = []
    for call in range(1, 100):
        folder = tmp_path / str(call)
        try:
            _create(folder, clock, FailingDisk(fails_at=call, number=number))
        except Fault as fault:
            codes.append(fault.code)
        else:
            break
        assert folder.joinpath("onrecord.toml").exists() or not list(folder.iterdir())
        if not list(folder.iterdir()):
            _create(folder, clock)
        _open(folder, clock).close()
    assert len(codes) >= 10
    assert set(codes) == {code}


def test_an_archive_that_can_be_opened_is_whole_after_a_power_cut(tmp_path: Path, clock: FixedClock) -> None:
    """A2: in no state is there a mark without the key it names, and what `init` acknowledged is there."""
    disk = RecordingDisk(tmp_path)
    _create(tmp_path / "archive", clock, disk)
    key = (tmp_path / "archive" / "keys" / "log.key").read_bytes()
    mark = (tmp_path / "archive" / "onrecord.toml").read_bytes()
    for state in crash_states([*disk.operations, Operation("acknowledge", "")]):
        is_there = "archive/onrecord.toml" in state.files
        assert not is_there or state.files["archive/onrecord.toml"] == mark
        assert not is_there or state.files.get("archive/keys/log.key") == key
        assert not state.is_acknowledged or is_there


def test_what_a_killed_init_left_is_cleared_and_made_anew(tmp_path: Path, clock: FixedClock) -> None:
    """Without its mark it never was an archive."""
    folder = tmp_path / "archive"
    script = (
        "import datetime as dt, os, sys, pathlib; from onrecord import store; from onrecord.kernel import *\n"
        "class Killed(store.Disk):\n"
        "    def rename(self, path, target): os._exit(9)\n"
        "clock = FixedClock(dt.datetime(2031, 4, 1, tzinfo=dt.UTC))\n"
        "store.create(pathlib.Path(sys.argv[1]), title='x', clock=clock, ids=CountedIds(), disk=Killed())"
    )
    assert subprocess.run([sys.executable, "-c", script, str(folder)], check=False).returncode == 9
    assert (folder / "log.sqlite").exists()
    with pytest.raises(store.NotAnArchive):
        _open(folder, clock)
    _create(folder, clock)
    _open(folder, clock).close()


def test_an_archive_of_a_newer_version_is_left_alone(archive: Path, clock: FixedClock) -> None:
    """A later format is refused with both numbers."""
    mark = archive / "onrecord.toml"
    mark.write_text(mark.read_text().replace("format = 1", "format = 3"))
    with pytest.raises(Fault) as fault:
        _open(archive, clock)
    assert _refused(fault) == ("store.newer-format", 2)
    assert fault.value.facts == {"found": 3, "known": 2}


@pytest.mark.parametrize("damage", ["format = 'one'", "][", "title = 'x'"])
def test_a_mark_that_cannot_be_read_is_damage(archive: Path, clock: FixedClock, damage: str) -> None:
    """Half an archive is not taken for an empty one."""
    (archive / "onrecord.toml").write_text(damage)
    with pytest.raises(Fault) as fault:
        _open(archive, clock)
    assert _refused(fault) == ("store.archive-damaged", 10)


@pytest.mark.parametrize("part", ["log.sqlite", "blobs"])
def test_a_missing_part_is_damage(archive: Path, clock: FixedClock, part: str) -> None:
    """SQLite would make a new, empty log in its place: that must not happen."""
    (archive / part).rename(archive / "elsewhere")
    with pytest.raises(Fault) as fault:
        _open(archive, clock)
    assert _refused(fault) == ("store.archive-damaged", 10)


def test_another_writer_is_waited_for_and_then_named(archive: Path, clock: FixedClock) -> None:
    """A conflict after the busy time, nothing recorded; a reader is not kept out."""
    with _open(archive, clock) as first, _open(archive, clock, busy_seconds=0.1) as second, first.writing():
        with pytest.raises(Fault) as fault:
            second.append([Draft(kind="note-made@1", payload={})])
        assert _refused(fault) == ("store.locked", 5)
        assert fault.value.facts["process"] == str(os.getpid())
        assert second.log.size() == 0


_HOLDER = """
import sys, time
from pathlib import Path
from onrecord import app
from tests.personas import KEEPER
with app.open_desk(Path(sys.argv[1]), actor=KEEPER) as desk, desk.writing():
    print("writing", flush=True)
    time.sleep(600)
"""


def test_the_lock_of_a_living_process_holds_and_that_of_a_dead_one_does_not(archive: Path, clock: FixedClock) -> None:
    """A10: who writes is named by number; when it is killed, its lock is gone with it."""
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(archive)], stdout=subprocess.PIPE, text=True, cwd=root
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "writing\n"
        with _open(archive, clock, busy_seconds=0.1) as desk:
            with pytest.raises(store.Locked) as fault:
                desk.append([Draft(kind="note-made@1", payload={})])
            assert fault.value.facts["process"] == str(holder.pid)
            assert desk.log.size() == 0
            holder.send_signal(signal.SIGKILL)
            holder.wait()
            desk.append([Draft(kind="note-made@1", payload={})])
            assert desk.log.size() == 1


def test_a_full_disk_is_told_and_loses_nothing(desk: Desk) -> None:
    """A6: in small, the database may not grow; what was there stays, and freeing space lets work go on."""
    desk.append([Draft(kind="note-made@1", payload={"number": 1})])
    with desk.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    big = [Draft(kind="note-made@1", payload={"words": "x" * 4000, "number": number}) for number in range(50)]
    with pytest.raises(Fault) as fault:
        desk.append(big)
    assert _refused(fault) == ("store.disk-full", 20)
    assert desk.log.size() == 1
    with desk.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")
    desk.append(big)
    assert desk.log.size() == 51
    assert store.check(desk, deep=True).problems == ()


def test_a_database_that_is_none_is_damage(archive: Path, clock: FixedClock) -> None:
    """Bytes that are no SQLite file are told as damage, not as a traceback."""
    (archive / "log.sqlite").write_bytes(b"not a database at all, but long enough to be read as a header " * 100)
    with pytest.raises(Fault) as fault:
        _open(archive, clock)
    assert _refused(fault) == ("store.archive-damaged", 10)


def test_a_lost_key_stops_signing_only(archive: Path, desk: Desk) -> None:
    """Work goes on; the head cannot be signed until the key is back."""
    desk.append([Draft(kind="note-made@1", payload={})])
    (archive / "keys" / "log.key").rename(archive / "keys" / "elsewhere")
    with pytest.raises(Fault) as fault:
        desk.log.checkpoint()
    assert _refused(fault) == ("store.key-missing", 20)
    assert desk.log.size() == 1


def test_the_key_is_its_owners_alone(archive: Path) -> None:
    """0600 for the key, 0700 for its folder and the archive."""
    assert (archive / "keys" / "log.key").stat().st_mode & 0o777 == 0o600
    assert archive.stat().st_mode & 0o777 == 0o700


def test_a_title_of_any_letters_survives(tmp_path: Path, clock: FixedClock) -> None:
    """Quotes, line ends and every script go through the mark unharmed."""
    title = 'Қордай "2020"\\ \n\t\x7f җў'
    app.create_archive(tmp_path / "a", title=title, clock=clock)
    with _open(tmp_path / "a", clock) as desk:
        assert desk.info.title == title


def test_a_role_reaches_no_further_than_it_should(desk_of: Callable[..., Desk]) -> None:
    """The desk says no, with who and what is needed."""
    with pytest.raises(Fault) as fault:
        desk_of(READER).require(Role.ANALYST)
    assert _refused(fault) == ("store.role-too-narrow", 3)
