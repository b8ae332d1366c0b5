"""RELIABILITY A2 to A5 on what sealing really does: a group in one pack, a large file, entries in one transaction."""

import errno
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, event
from tests.crashing import CrashState, FailingDisk, Operation, RecordingDisk, crash_states
from tests.personas import KEEPER

from onrecord import app, store, vault
from onrecord.kernel import CountedIds, Fault, FixedClock
from onrecord.store import Desk, Disk, DiskFull, NotWritable, SyncFailed

_SMALL = {f"{number}.txt": f"page {number} of a notebook".encode() for number in range(10)}
_LARGE = {"film.mp4": b"\0\1" * (100 << 10)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of ten small files and a large one."""
    made = tmp_path / "in"
    made.mkdir()
    for name, content in {**_SMALL, **_LARGE}.items():
        (made / name).write_bytes(content)
    return made


@pytest.fixture
def desk_on(archive: Path, clock: FixedClock, ids: CountedIds) -> Callable[[Disk], Desk]:
    """Open the archive on another disk."""
    return lambda disk: store.open_desk(archive, actor=KEEPER, clock=clock, ids=ids, shadows=app.shadows(), disk=disk)


def _recorded(desk_on: Callable[[Disk], Desk], archive: Path, folder: Path) -> list[Operation]:
    """Return what sealing asks of the disk, with the commit of the entries among it, then the acknowledgement."""
    disk = RecordingDisk(archive / "blobs")
    with desk_on(disk) as desk:

        @event.listens_for(desk.database.engine, "commit")
        def _committed(_connection: Connection) -> None:
            disk.operations.append(Operation("row", ""))

        assert len(vault.seal(desk, [folder]).sealed) == len(_SMALL) + len(_LARGE)
        event.remove(desk.database.engine, "commit", _committed)
    assert [one.name for one in disk.operations].count("row") == 1
    assert any(one.path.startswith("packs") for one in disk.operations)
    return [*disk.operations, Operation("acknowledge", "")]


def _is_bad(state: CrashState) -> bool:
    """Say whether a state breaks a promise: something torn under a final name, or an entry without its bytes."""
    named = {path: content for path, content in state.files.items() if not path.startswith("incoming/")}
    if any(hashlib.sha256(content).hexdigest() != Path(path).stem for path, content in named.items()):
        return True
    there = b"".join(named.values())
    is_whole = all(content in there for content in (*_SMALL.values(), *_LARGE.values()))
    return (state.has_row or state.is_acknowledged) and not is_whole


def test_no_power_cut_leaves_an_entry_without_its_bytes(
    desk_on: Callable[[Disk], Desk], archive: Path, folder: Path
) -> None:
    """A2: every prefix of the operations, every subset of what was not synced; all recover."""
    states = list(crash_states(_recorded(desk_on, archive, folder)))
    assert len(states) > 40
    assert not [state for state in states if _is_bad(state)]


def _row_first(found: list[Operation]) -> list[Operation]:
    return [one for one in found if one.name == "row"] + [one for one in found if one.name != "row"]


def _without(name: str) -> Callable[[list[Operation]], list[Operation]]:
    return lambda found: [one for one in found if one.name != name]


def _written_in_place(found: list[Operation]) -> list[Operation]:
    finals = {one.path: one.target for one in found if one.name == "rename"}
    return [
        Operation(one.name, finals.get(one.path, one.path), "", one.content) for one in found if one.name != "rename"
    ]


@pytest.mark.parametrize(
    "mutant",
    [
        pytest.param(_row_first, id="row before objects"),
        pytest.param(_without("fsync"), id="no fsync"),
        pytest.param(_without("fsync_dir"), id="no fsync of folders"),
        pytest.param(_written_in_place, id="written under the final name"),
    ],
)
def test_each_wrong_order_is_caught(
    desk_on: Callable[[Disk], Desk],
    archive: Path,
    folder: Path,
    mutant: Callable[[list[Operation]], list[Operation]],
) -> None:
    """A3, the test of the test: four of four mutants leave a bad state that the enumeration finds."""
    assert any(_is_bad(state) for state in crash_states(mutant(_recorded(desk_on, archive, folder))))


@pytest.mark.parametrize(
    ("number", "faults"),
    [
        (errno.ENOSPC, {DiskFull}),
        (errno.EIO, {NotWritable, SyncFailed}),
        (errno.EACCES, {NotWritable, SyncFailed}),
        pytest.param(errno.EROFS, {NotWritable, SyncFailed}, marks=pytest.mark.soak),
        (errno.EINTR, {NotWritable, SyncFailed}),
    ],
)
def test_any_failing_call_acknowledges_nothing_and_the_next_run_is_clean(
    desk_on: Callable[[Disk], Desk], archive: Path, folder: Path, number: int, faults: set[type[Fault]]
) -> None:
    """A4: the first, second, … last call fails; each time a fault with a sentence, and no entry of what failed."""
    told: set[type[Fault]] = set()
    for call in range(1, 100):
        other = archive / str(call)
        disk = FailingDisk(fails_at=call, number=number)
        with desk_on(disk) as desk:
            before = desk.log.size()
            try:
                vault.seal(desk, [_different(folder, other)])
            except Fault as fault:
                told.add(type(fault))
            else:
                break
            assert desk.log.size() == before
        with desk_on(Disk()) as desk:
            assert len(vault.seal(desk, [other]).sealed) == len(_SMALL) + len(_LARGE)
            assert store.check(desk, deep=True).problems == ()
            assert not list((archive / "blobs" / "incoming").iterdir())
    else:
        raise AssertionError
    assert call > 14
    assert told == faults


def _different(folder: Path, other: Path) -> Path:
    """Return a folder of files as many and as large, and of bytes that were never here."""
    other.mkdir(exist_ok=True)
    for file in folder.iterdir():
        (other / file.name).write_bytes(f"{other.name:3}".encode() + file.read_bytes()[3:])
    return other
