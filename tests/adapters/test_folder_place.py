"""A folder as a place: power cuts, full disks, sticks that know no links."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from tests.crashing import FailingDisk, RecordingDisk, crash_states

from onrecord import adapters, store


def test_every_power_cut_leaves_the_file_whole_or_not_there(tmp_path: Path) -> None:
    """A2 for a place: every prefix of what was done and every subset of what was not synced yet."""
    disk = RecordingDisk(tmp_path)
    place = adapters.FolderPlace(tmp_path / "stick", disk=disk)
    place.put("data/first.age", b"first")
    done = len(disk.operations)
    place.put("data/second.age", b"second")
    states = 0
    for state in crash_states(disk.operations, after=done):
        states += 1
        assert state.files["stick/data/first.age"] == b"first"
        assert state.files.get("stick/data/second.age") in (None, b"second")
    assert states > 10
    assert state.files["stick/data/second.age"] == b"second"


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EACCES])
def test_a_fault_at_every_call_is_told_and_leaves_nothing_that_counts(tmp_path: Path, number: int) -> None:
    """A4 for a place: the nth call fails, until none is left that fails."""
    for fails_at in range(1, 100):
        folder = tmp_path / f"stick-{fails_at}"
        disk = FailingDisk(fails_at, number)
        place = adapters.FolderPlace(folder, disk=disk)
        try:
            place.put("data/ab.age", b"content")
        except (store.NotWritable, store.DiskFull, store.SyncFailed):
            kept = adapters.FolderPlace(folder)
            assert [one.size for one in kept.list("data/")] in ([], [7])
            kept.put("data/ab.age", b"content")
            assert b"".join(kept.get("data/ab.age")) == b"content"
            continue
        if disk.calls < fails_at:
            break
    else:
        pytest.fail("the put never came to its end")
    assert fails_at > 5


def test_a_stick_without_links_writes_once_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ExFAT and FAT know no second names for a file."""

    def refuses(*_args: object, **_options: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuses)
    place = adapters.FolderPlace(tmp_path / "stick")
    place.put("data/ab.age", b"first")
    with pytest.raises(store.AlreadyStored):
        place.put("data/ab.age", b"second")
    assert b"".join(place.get("data/ab.age")) == b"first"


def test_what_a_killed_process_left_is_swept_away(tmp_path: Path) -> None:
    """An unfinished file is none of those that are listed, and goes."""
    place = adapters.FolderPlace(tmp_path)
    place.put("data/ab.age", b"content")
    (tmp_path / "incoming" / "half").write_bytes(b"con")
    place.sweep()
    assert list((tmp_path / "incoming").iterdir()) == []
    assert b"".join(place.get("data/ab.age")) == b"content"
