"""Keeping in groups: the next is read while one is recorded, by a second process where there are many small files."""

import errno
import os
import signal
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from tests.personas import KEEPER

from onrecord import app, store, vault
from onrecord.kernel import CountedIds, FixedClock
from onrecord.store import Desk, Disk, DiskFull, FolderBlobs, SyncFailed
from onrecord.vault import keeping
from onrecord.vault.errors import FileRefused
from onrecord.vault.files import Found
from onrecord.vault.files import files as files_below
from onrecord.vault.keeping import Kept, Meter, groups_of, kept_ahead


def _many(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:05d}.txt").write_text(f"page {number}")
    return folder


@pytest.fixture
def small_groups(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Groups of forty files, each worth a second process, and one that is made although the test runner has threads."""
    monkeypatch.setattr(keeping, "_GROUP_FILES", 40)
    monkeypatch.setattr(keeping, "_WORTH_A_PROCESS", 20)
    monkeypatch.setattr(keeping, "_is_alone", lambda: True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of what the runner's threads make of it
        yield


def test_groups_end_by_files_and_by_bytes() -> None:
    """A group is about one pack; a large file ends the group before it and has one to itself."""
    found = [Found("", "", "", size) for size in (*[10] * 4_001, 6 << 30, 10)]
    assert [len(group) for group in groups_of(found)] == [4_000, 1, 1, 1]
    assert [len(group) for group in groups_of([Found("", "", "", 3 << 20)] * 5)] == [2, 2, 1]
    assert list(groups_of([])) == []


@pytest.mark.usefixtures("small_groups")
def test_a_second_process_keeps_many_small_files(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Same report, same objects, same order; refusals come back from it with their code and their facts."""
    folder = _many(tmp_path / "in", 130)
    (folder / "00050.txt").chmod(0)
    (folder / "00060.txt").unlink()
    (folder / "00060.txt").symlink_to("/etc/passwd")
    whole = os.open

    def open_(path: object, *args: object, **more: object) -> int:
        if path == str(folder / "00050.txt"):
            raise PermissionError(errno.EACCES, "Permission denied")
        if path == str(folder / "00051.txt"):
            raise FileNotFoundError(errno.ENOENT, "No such file")
        return whole(path, *args, **more)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(os, "open", open_)
    report = vault.seal(desk, [folder])
    assert [one.name for one in report.sealed] == [
        f"{number:05d}.txt" for number in range(130) if number not in (50, 51, 60)
    ]
    assert {str(fault.facts["path"]): fault.code for fault in report.refused} == {
        "in/00050.txt": "vault.unreadable",
        "in/00051.txt": "vault.no-such-file",
        "in/00060.txt": "vault.link",
    }
    assert store.check(desk, deep=True).problems == ()


@pytest.mark.usefixtures("small_groups")
def test_a_second_process_that_dies_costs_nothing(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed for its memory, say: this process keeps the rest, and every file is in the report."""
    folder = _many(tmp_path / "in", 200)
    whole, parent, forks = keeping.kept, os.getpid(), []
    os.register_at_fork(after_in_parent=lambda: forks.append(1))

    def dying(blobs: FolderBlobs, group: keeping.Group, meter: Meter) -> list[Kept | FileRefused]:
        if os.getpid() != parent and any(isinstance(one, Found) and one.name == "00090.txt" for one in group):
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(blobs, group, meter)

    monkeypatch.setattr(keeping, "kept", dying)
    report = vault.seal(desk, [folder])
    assert forks == [1]
    assert len(report.sealed) == 200
    assert store.check(desk, deep=True).problems == ()


class _FullDisk(Disk):
    """A disk without room for a pack."""

    def write(self, file: BinaryIO, content: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class _DoubtfulDisk(Disk):
    """A disk that confirms no file."""

    def fsync(self, file: BinaryIO) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.usefixtures("small_groups")
@pytest.mark.parametrize(("disk", "fault"), [(_FullDisk(), DiskFull), (_DoubtfulDisk(), SyncFailed)])
def test_a_fault_of_the_disk_comes_back_from_the_second_process(
    archive: Path, clock: FixedClock, tmp_path: Path, disk: Disk, fault: type[Exception]
) -> None:
    """Nothing is reported, nothing is on the log, and a sync that failed is not tried again by the other process."""
    folder = _many(tmp_path / "in", 130)
    with store.open_desk(
        archive, actor=KEEPER, clock=clock, ids=CountedIds(), shadows=app.shadows(), disk=disk
    ) as desk:
        with pytest.raises(fault):
            vault.seal(desk, [folder])
        assert desk.log.size() == 0
        assert desk.blobs.is_in_doubt == (fault is SyncFailed)
        assert list(desk.blobs.names()) == []


def test_no_process_is_forked_while_another_thread_runs(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another thread holds locked would stay locked in a fork for ever."""
    monkeypatch.setattr(keeping, "_GROUP_FILES", 40)
    monkeypatch.setattr(keeping, "_WORTH_A_PROCESS", 20)
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("forked"))
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        assert len(vault.seal(desk, [_many(tmp_path / "in", 130)]).sealed) == 130
    finally:
        over.set()
        thread.join()


def test_what_was_recorded_before_a_fault_stands(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Group by group: the second finds no room, the first is on the log, whole; the next run seals the rest."""
    monkeypatch.setattr(keeping, "_GROUP_FILES", 10)
    folder = _many(tmp_path / "in", 25)
    whole, calls = FolderBlobs.put_many, iter([False, True])

    def put_many(self: FolderBlobs, openers: Iterator[object]) -> list[object]:
        if next(calls, False):
            raise DiskFull(place="here")
        return whole(self, openers)  # type: ignore[arg-type,return-value]

    monkeypatch.setattr(FolderBlobs, "put_many", put_many)
    with pytest.raises(DiskFull):
        vault.seal(desk, [folder])
    assert len(vault.items(desk)) == 10
    report = vault.seal(desk, [folder])
    assert [one.duplicate_of is None for one in report.sealed] == [False] * 10 + [True] * 15
    assert store.check(desk, deep=True).problems == ()


def test_an_interruption_leaves_nothing_half_done(desk: Desk, tmp_path: Path) -> None:
    """Ctrl-C while a large file is read: the person gets the prompt back, and no unfinished file counts or stays."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("a")
    (tmp_path / "in" / "film.mp4").write_bytes(b"\0" * (32 << 20))
    groups = kept_ahead(desk.blobs, groups_of(files_below([tmp_path / "in"])), Meter())
    next(groups)
    groups.close()  # type: ignore[attr-defined]
    incoming = desk.blobs.folder / "incoming"
    assert not incoming.exists() or list(incoming.iterdir()) == []


def test_progress_counts_bytes_up_to_all_of_them(desk: Desk, tmp_path: Path) -> None:
    """The bar has a total from the first moment and ends full, also when a file was refused on the way."""
    folder = _many(tmp_path / "in", 12)
    (folder / "film.mp4").write_bytes(b"\0" * (9 << 20))
    (folder / "link").symlink_to("/etc/passwd")
    told: list[tuple[int, int | None]] = []
    vault.seal(desk, [folder], on_progress=lambda done, total: told.append((done, total)))
    total = sum(file.stat().st_size for file in folder.iterdir() if not file.is_symlink())
    assert {one[1] for one in told} == {total}
    assert told == sorted(told)
    assert told[-1] == (total, total)
