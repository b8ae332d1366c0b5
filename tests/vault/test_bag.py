"""Bags: what the reference implementation of BagIt accepts, and nothing half-made at the target."""

import errno
import hashlib
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.bagit_reference import is_valid_bag
from tests.crashing import FailingDisk, RecordingDisk

from onrecord.kernel import Fault
from onrecord.store import AlreadyThere, Disk, DiskFull, NotWritable, ObjectUnreadable, SyncFailed
from onrecord.vault import BagWriter, safe_name
from onrecord.verify import verify_export

_NAMES = ["a.txt", "folder/b.txt", "имя файла.txt", "two\nlines.txt", "return\r.txt", "empty.txt"]


def _write(target: Path) -> Path:
    with BagWriter(target) as bag:
        for name in _NAMES:
            bag.add(name, io.BytesIO(b"" if name == "empty.txt" else name.encode() * 1000))
        bag.add_tag("note.txt", b"beside the payload")
        return bag.finish({"External-Identifier": "one\nline"})


def test_the_reference_implementation_accepts_our_bags(tmp_path: Path) -> None:
    """Line ends in names included (RFC 8493 2.1.3)."""
    folder = _write(tmp_path / "bag")
    assert is_valid_bag(folder)
    assert (folder / "data" / "two\nlines.txt").is_file()
    assert "two%0Alines.txt" in (folder / "manifest-sha256.txt").read_text(encoding="utf-8")


def test_a_percent_sign_is_written_as_the_standard_says(tmp_path: Path) -> None:
    """RFC 8493 2.1.3. The reference implementation forgets to read it back, so `safe_name` lets none through."""
    with BagWriter(tmp_path / "bag") as bag:
        bag.add_bytes("100% sure.txt", b"x")
        folder = bag.finish({})
    assert "data/100%25 sure.txt" in (folder / "manifest-sha256.txt").read_text(encoding="utf-8")
    assert "%" not in safe_name("100% sure.txt")


def test_the_reference_implementation_sees_a_change(tmp_path: Path) -> None:
    """The manifests are not for show."""
    folder = _write(tmp_path / "bag")
    (folder / "data" / "a.txt").write_bytes(b"another")
    assert not is_valid_bag(folder)


def test_nothing_half_made_is_left(tmp_path: Path) -> None:
    """A fault while writing leaves neither a bag nor the folder it was made in."""

    def fail() -> None:
        with BagWriter(tmp_path / "bag") as bag:
            bag.add_bytes("a.txt", b"x")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    """An export never replaces another."""
    _write(tmp_path / "bag")
    with pytest.raises(AlreadyThere):
        BagWriter(tmp_path / "bag")


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", ""])
def test_a_path_out_of_the_bag_is_a_bug_of_the_caller(tmp_path: Path, path: str) -> None:
    """Nothing is ever written outside."""
    with BagWriter(tmp_path / "bag") as bag, pytest.raises(ValueError, match="not a path"):
        bag.add_tag(path, b"x")


@pytest.mark.parametrize("as_zip", [False, True])
def test_both_manifests_list_every_file_and_common_tools_agree(tmp_path: Path, as_zip: bool) -> None:
    """B8, EV-08: SHA-256 and SHA-512, checked by `sha256sum -c` and `sha512sum -c` and by our own checker."""
    target = _write_plain(tmp_path / ("bag.zip" if as_zip else "bag"), as_zip=as_zip)
    verdict = verify_export(target, every_digest=True)
    assert (verdict.ok, verdict.kind, verdict.warnings) == (True, "bag", ())
    folder = target
    if as_zip:
        zipfile.ZipFile(target).extractall(tmp_path / "out")
        folder = tmp_path / "out" / "bag"
    for algorithm in ("sha256", "sha512"):
        if shutil.which(f"{algorithm}sum") is None:
            pytest.skip(f"{algorithm}sum is not on this machine")
        for name in (f"manifest-{algorithm}.txt", f"tagmanifest-{algorithm}.txt"):
            command = [f"{algorithm}sum", "--strict", "-c", name]
            assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0, name
    assert is_valid_bag(folder)


def _write_plain(
    target: Path, *, as_zip: bool = False, disk: Disk | None = None, names: list[str] | None = None
) -> Path:
    with BagWriter(target, as_zip=as_zip, disk=disk) as bag:
        for name in names or _PLAIN:
            bag.add_bytes(name, name.encode() * 999)
        bag.add_lines("lines.txt", (b"line %d" % number for number in range(3)))
        bag.add_tag("tags/note.txt", b"beside the payload")
        return bag.finish({"External-Identifier": "valley"})


_PLAIN = [
    "a.txt",
    "folder/b.txt",
    "имя файла.txt",
    "қазақша ңұ.txt",
    "spaces  and 'quotes'.txt",
    "-dash",
    "юникод/й/ё.txt",
]


@pytest.mark.parametrize("as_zip", [False, True])
def test_the_same_content_gives_the_same_bytes(tmp_path: Path, as_zip: bool) -> None:
    """Two people who export the same can compare one digest."""

    def digest(at: int) -> list[tuple[str, str]]:
        made = _write_plain(tmp_path / str(at) / "bag", as_zip=as_zip)
        files = [made] if as_zip else sorted(one for one in made.rglob("*") if one.is_file())
        return [(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files]

    for at in (1, 2):
        (tmp_path / str(at)).mkdir()
    assert digest(1) == digest(2)


def test_an_empty_bag_has_its_payload_folder_in_a_zip_too(tmp_path: Path) -> None:
    """RFC 8493 2.1.2: a payload folder there must be, and a ZIP holds files only unless told."""
    with BagWriter(tmp_path / "bag.zip", as_zip=True) as bag:
        bag.finish({})
    assert verify_export(tmp_path / "bag.zip").problems == ()
    assert zipfile.ZipFile(tmp_path / "bag.zip").testzip() is None


@pytest.mark.parametrize("as_zip", [False, True])
def test_a_bag_is_durable_before_it_has_its_name(tmp_path: Path, as_zip: bool) -> None:
    """A2: every byte and every name is synced before the rename, and the rename itself after it."""
    disk = RecordingDisk(tmp_path)
    _write_plain(tmp_path / "bag", as_zip=as_zip, disk=disk)
    names = [one.name for one in disk.operations]
    at = names.index("rename")
    before, after = disk.operations[:at], disk.operations[at + 1 :]
    assert [(one.name, one.path) for one in after] == [("fsync_dir", ".")]
    synced = {one.path for one in before if one.name == "fsync"}
    folders = {one.path for one in before if one.name == "fsync_dir"}
    assert {one.path for one in before if one.name in ("create", "write")} == synced
    if not as_zip:
        assert {str(Path(path).parent) for path in synced} <= folders
        assert {one.path for one in before if one.name == "mkdir"} == folders
        last_write = max(place for place, name in enumerate(names) if name == "write")
        assert min(place for place, name in enumerate(names) if name == "fsync_dir") > last_write


@pytest.mark.parametrize("as_zip", [False, True])
@pytest.mark.parametrize(("number", "fault"), [(errno.ENOSPC, DiskFull), (errno.EIO, None)])
def test_a_disk_that_fails_at_any_call_leaves_nothing(
    tmp_path: Path, as_zip: bool, number: int, fault: type[Fault] | None
) -> None:
    """A4: the 1st, 2nd ... call fails, until none does; each time a plain fault, and nothing at the target."""
    for at in range(1, 500):
        disk = FailingDisk(fails_at=at, number=number)
        told = _told(lambda disk=disk: _write_plain(tmp_path / "bag", as_zip=as_zip, disk=disk, names=["a.txt"]))
        left = [one.name for one in tmp_path.iterdir()]
        if told is None:
            assert disk.calls < at
            assert left == ["bag"]
            return
        assert fault is None or isinstance(told, fault)
        assert left == [] or (left == ["bag"] and disk.calls == at)  # it has its name, and the sync of that failed
        _clear(tmp_path / "bag")
    pytest.fail("the disk never ran out of calls")


def _told(write: Callable[[], object]) -> Fault | None:
    try:
        write()
    except (DiskFull, NotWritable, SyncFailed) as fault:
        return fault
    return None


def _clear(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def test_what_cannot_be_read_is_not_taken_for_a_full_disk(tmp_path: Path) -> None:
    """A source that fails says so itself; the bag is gone all the same."""

    def broken() -> Iterator[bytes]:
        yield b"x"
        raise ObjectUnreadable(expected="0" * 64, problem="Input/output error")

    def write() -> None:
        with BagWriter(tmp_path / "bag") as bag:
            bag.add_chunks("a", broken())

    with pytest.raises(ObjectUnreadable):
        write()
    assert list(tmp_path.iterdir()) == []
