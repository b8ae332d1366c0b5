"""Objects: durable when acknowledged, whole or not there, in every state a power cut can leave (RELIABILITY A2-A5)."""

import errno
import hashlib
import io
import os
from pathlib import Path
from typing import BinaryIO

import pytest
from sqlalchemy import Connection, event
from tests.crashing import CrashState, FailingDisk, Operation, RecordingDisk, crash_states
from tests.personas import KEEPER

from onrecord import app, store, vault
from onrecord.kernel import CountedIds, FixedClock
from onrecord.store import (
    DigestMismatch,
    Disk,
    DiskFull,
    FolderBlobs,
    NotWritable,
    ObjectMissing,
    ObjectUnreadable,
    SyncFailed,
)

_CONTENT = b"the bytes of a photograph"
_NAME = hashlib.sha256(_CONTENT).hexdigest()


def _recorded(folder: Path) -> list[Operation]:
    """Return what sealing asks of the disk: the object, then the row, then the acknowledgement."""
    disk = RecordingDisk(folder)
    FolderBlobs(folder, disk=disk).put_bytes(_CONTENT)
    return [*disk.operations, Operation("row", ""), Operation("acknowledge", "")]


def _is_bad(state: CrashState) -> bool:
    """Say whether a state breaks a promise: a row or an acknowledgement without its whole object, a false object."""
    final = f"{_NAME[:2]}/{_NAME}"
    whole = state.files.get(final) == _CONTENT
    torn = final in state.files and not whole
    return torn or ((state.has_row or state.is_acknowledged) and not whole)


def test_no_power_cut_leaves_a_bad_state(tmp_path: Path) -> None:
    """A2: every prefix of the operations, every subset of what was not synced; all recover."""
    states = list(crash_states(_recorded(tmp_path)))
    assert len(states) > 20
    assert not [state for state in states if _is_bad(state)]


def test_sealing_speaks_of_an_object_only_when_it_is_durable(archive: Path, tmp_path: Path, clock: FixedClock) -> None:
    """A2 on what the vault really does: the commit is recorded among the operations, and no state is bad."""
    file = tmp_path / "photograph.jpg"
    file.write_bytes(_CONTENT)
    disk = RecordingDisk(archive / "blobs")
    with store.open_desk(
        archive, actor=KEEPER, clock=clock, ids=CountedIds(), shadows=app.shadows(), disk=disk
    ) as desk:

        @event.listens_for(desk.database.engine, "commit")
        def _committed(_connection: Connection) -> None:
            disk.operations.append(Operation("row", ""))

        vault.seal(desk, [file])
        event.remove(desk.database.engine, "commit", _committed)
    operations = [*disk.operations, Operation("acknowledge", "")]
    assert [one.name for one in operations].count("row") == 1
    assert not [state for state in crash_states(operations) if _is_bad(state)]


def test_a_second_object_of_a_folder_needs_no_second_sync_of_its_name(tmp_path: Path) -> None:
    """Two objects under the same two digits: the sub-folder's own name is synced once, and nothing is lost for it."""
    first, second = _two_of_one_folder()
    disk = RecordingDisk(tmp_path)
    blobs = FolderBlobs(tmp_path, disk=disk)
    blobs.put_bytes(first)
    blobs.put_bytes(second)
    assert [one.path for one in disk.operations if one.name == "fsync_dir"].count(".") == 1
    name = hashlib.sha256(second).hexdigest()
    for state in crash_states([*disk.operations, Operation("acknowledge", "")]):
        assert not state.is_acknowledged or state.files.get(f"{name[:2]}/{name}") == second


def _two_of_one_folder() -> tuple[bytes, bytes]:
    seen: dict[str, bytes] = {}
    for number in range(1_000):
        content = str(number).encode()
        prefix = hashlib.sha256(content).hexdigest()[:2]
        if prefix in seen:
            return seen[prefix], content
        seen[prefix] = content
    raise AssertionError


def _without(operations: list[Operation], *names: str) -> list[Operation]:
    return [one for one in operations if one.name not in names]


def _row_first(operations: list[Operation]) -> list[Operation]:
    return [one for one in operations if one.name == "row"] + _without(operations, "row")


def _written_in_place(operations: list[Operation]) -> list[Operation]:
    rename = next(one for one in operations if one.name == "rename")
    return [
        Operation(one.name, rename.target, "", one.content) if one.path == rename.path else one
        for one in operations
        if one.name != "rename"
    ]


def _without_fsync_of(operations: list[Operation], folder: str) -> list[Operation]:
    return [one for one in operations if (one.name, one.path) != ("fsync_dir", folder)]


@pytest.mark.parametrize(
    "mutant",
    [
        pytest.param(lambda found: _without(found, "fsync"), id="no fsync of the file"),
        pytest.param(lambda found: _without(found, "fsync_dir"), id="no fsync of any folder"),
        pytest.param(lambda found: _without_fsync_of(found, _NAME[:2]), id="no fsync of the sub-folder"),
        pytest.param(lambda found: _without_fsync_of(found, "."), id="no fsync of the folder above it"),
        pytest.param(_row_first, id="row before object"),
        pytest.param(_written_in_place, id="written under the final name"),
    ],
)
def test_each_wrong_order_is_caught(tmp_path: Path, mutant: object) -> None:
    """A3, the test of the test: every mutant leaves a bad state that the enumeration finds."""
    assert callable(mutant)
    assert any(_is_bad(state) for state in crash_states(mutant(_recorded(tmp_path))))


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EIO, NotWritable),
        (errno.EACCES, NotWritable),
        (errno.EROFS, NotWritable),
        (errno.EINTR, NotWritable),
    ],
)
def test_any_failing_call_is_a_plain_fault_and_the_next_run_is_clean(
    tmp_path: Path, number: int, fault: type[Exception]
) -> None:
    """A4: the first, second, … last call fails; each time a fault with a sentence, no false object, no leftover."""
    failed_calls = 0
    for call in range(1, 100):
        disk = FailingDisk(fails_at=call, number=number)
        folder = tmp_path / str(call)
        folder.mkdir()
        try:
            _put_twice(folder, disk)
        except fault:
            failed_calls += 1
        else:
            break
        again = FolderBlobs(folder)
        assert all(again.read(name) == _CONTENT for name in again.names())
        assert again.put_bytes(_CONTENT).sha256 == _NAME
        assert list(again.names()) == [_NAME]
        assert not list((folder / "incoming").iterdir())
    assert failed_calls >= 14


def _put_twice(folder: Path, disk: Disk) -> None:
    """Put the object new and again: both ways through `put`."""
    blobs = FolderBlobs(folder, disk=disk)
    blobs.put_bytes(_CONTENT)
    blobs.put_bytes(_CONTENT)


def test_a_failing_fsync_is_not_tried_again_and_leaves_a_doubt(tmp_path: Path) -> None:
    """A5: after a failed fsync the kernel may have dropped the pages; a second success would mean nothing."""

    class Flaky(Disk):
        tried = 0

        def fsync(self, file: BinaryIO) -> None:
            self.tried += 1
            raise OSError(errno.EIO, "fsync")

    disk = Flaky()
    with pytest.raises(SyncFailed):
        FolderBlobs(tmp_path, disk=disk).put_bytes(_CONTENT)
    assert disk.tried == 1
    blobs = FolderBlobs(tmp_path)
    assert list(blobs.names()) == []
    assert blobs.is_in_doubt
    blobs.trust_again()
    assert not FolderBlobs(tmp_path).is_in_doubt


def test_an_object_that_the_disk_does_not_give_back_is_named(tmp_path: Path) -> None:
    """Neither missing nor changed: a folder lies where the object should, as after a repair of the file system."""
    (tmp_path / _NAME[:2] / _NAME).mkdir(parents=True)
    for read in (FolderBlobs(tmp_path).read, FolderBlobs(tmp_path).check):
        with pytest.raises(ObjectUnreadable) as caught:
            read(_NAME)
        assert caught.value.facts["expected"] == _NAME


def test_a_short_write_is_carried_on(tmp_path: Path) -> None:
    """The system may take fewer bytes than it was given; all of them arrive."""

    class Reluctant(io.BytesIO):
        def write(self, content: object) -> int:
            return super().write(bytes(memoryview(content)[:3]))  # type: ignore[arg-type]

    file = Reluctant()
    Disk().write(file, _CONTENT)
    assert file.getvalue() == _CONTENT


def test_the_same_bytes_are_one_object(tmp_path: Path) -> None:
    """Put twice, there once, and nothing unfinished is left."""
    blobs = FolderBlobs(tmp_path)
    assert blobs.put_bytes(_CONTENT) == blobs.put_bytes(_CONTENT)
    assert list(blobs.names()) == [_NAME]


def test_a_damaged_object_is_named_and_healed_by_its_own_bytes(tmp_path: Path) -> None:
    """A changed byte is found at every read; when the right bytes come again they take the place of the wrong ones."""
    blobs = FolderBlobs(tmp_path)
    blobs.put_bytes(_CONTENT)
    (tmp_path / _NAME[:2] / _NAME).write_bytes(_CONTENT[:-1] + b"!")
    for read in (blobs.check, blobs.read):
        with pytest.raises(DigestMismatch) as caught:
            read(_NAME)
        assert caught.value.facts["expected"] == _NAME
    blobs.put_bytes(_CONTENT)
    assert blobs.check(_NAME) == len(_CONTENT)


def test_a_missing_object_is_told_apart_from_a_changed_one(tmp_path: Path) -> None:
    """B2: missing is not changed."""
    with pytest.raises(ObjectMissing):
        FolderBlobs(tmp_path).read(_NAME)


def test_leftovers_of_dead_processes_go_and_those_of_the_living_stay(tmp_path: Path) -> None:
    """A killed process's unfinished file is swept at the next start; another process's is not touched."""
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    dead = next(pid for pid in range(4_000_000, 4_100_000) if not Path(f"/proc/{pid}").exists())
    (incoming / f"{dead}-a").touch()
    (incoming / f"{os.getpid()}-b").touch()
    assert FolderBlobs(tmp_path).sweep() == 1
    assert [file.name for file in incoming.iterdir()] == [f"{os.getpid()}-b"]


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, f"{'a' * 64}\n"])
def test_only_digests_are_names(tmp_path: Path, name: str) -> None:
    """Nothing from outside ever becomes a path."""
    with pytest.raises(ValueError, match="not the name"):
        FolderBlobs(tmp_path).open(name)
