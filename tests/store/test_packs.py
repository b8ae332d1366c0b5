"""Packs: small objects that come together, in a ZIP that anybody opens, whole in every state a power cut can leave."""

import errno
import hashlib
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
from tests.crashing import CrashState, FailingDisk, Operation, RecordingDisk, crash_states

from onrecord.kernel import Fault
from onrecord.store import Blob, Desk, DigestMismatch, Disk, DiskFull, FolderBlobs, NotWritable, ObjectMissing, check
from onrecord.store.envelopes import AgeEnvelope, Envelope, Plain
from onrecord.store.packs import pack_bytes, places

_SMALL = [f"page {number} of a notebook".encode() for number in range(10)]


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _openers(contents: list[bytes]) -> list[Callable[[], BinaryIO]]:
    return [lambda content=content: io.BytesIO(content) for content in contents]  # type: ignore[misc]


def _age() -> AgeEnvelope:
    import pyrage

    return AgeEnvelope(identity=str(pyrage.x25519.Identity.generate()), name_key=b"\7" * 32)


@pytest.fixture(params=["plain", "age"])
def envelope(request: pytest.FixtureRequest) -> Envelope:
    """Objects as they are, and encrypted."""
    return Plain() if request.param == "plain" else _age()


def test_small_objects_of_one_group_lie_in_one_pack(tmp_path: Path, envelope: Envelope) -> None:
    """Ten small files make one file; each is found, checked and read by its digest, by this process and the next."""
    kept = FolderBlobs(tmp_path, envelope=envelope).put_many(_openers(_SMALL))
    assert [one.sha256 for one in kept if isinstance(one, Blob)] == [_sha(content) for content in _SMALL]
    blobs = FolderBlobs(tmp_path, envelope=envelope)
    assert len(list(blobs.stored_files())) == 1
    assert [blobs.read(_sha(content)) for content in _SMALL] == _SMALL
    assert sorted(blobs.names()) == sorted(blobs.stored_name(_sha(content)) for content in _SMALL)
    with blobs.open(_sha(_SMALL[3])) as file:
        assert file.read() == _SMALL[3]


def test_a_pack_is_a_zip_that_anybody_opens(tmp_path: Path) -> None:
    """Without this program: names are digests, contents are contents, and the file's name is its own digest."""
    blobs = FolderBlobs(tmp_path)
    blobs.put_many(_openers(_SMALL))
    (path,) = (tmp_path / name for name in blobs.stored_files())
    assert _sha(path.read_bytes()) == path.stem
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {archive.read(name) for name in archive.namelist()} == set(_SMALL)
        assert all(_sha(archive.read(name)) == name for name in archive.namelist())


def test_few_or_large_objects_lie_by_themselves(tmp_path: Path, envelope: Envelope) -> None:
    """Seven small ones and one of a megabyte: no pack, and both digests are right."""
    contents = [*_SMALL[:7], b"\1" * (1 << 20)]
    blobs = FolderBlobs(tmp_path, envelope=envelope)
    kept = blobs.put_many(_openers(contents))
    assert len(list(blobs.stored_files())) == 8
    assert [(one.sha256, one.sha512, one.size) for one in kept if isinstance(one, Blob)] == [
        (_sha(content), hashlib.sha512(content).hexdigest(), len(content)) for content in contents
    ]


def test_one_unreadable_source_holds_up_no_other(tmp_path: Path) -> None:
    """Its fault stands in its place of the list; everything else is kept."""

    def vanished() -> BinaryIO:
        raise FileNotFoundError(errno.ENOENT, "gone")

    kept = FolderBlobs(tmp_path).put_many([*_openers(_SMALL[:4]), vanished, *_openers(_SMALL[4:])])
    assert [type(one) for one in kept].index(FileNotFoundError) == 4
    assert sum(isinstance(one, Blob) for one in kept) == len(_SMALL)


def test_the_same_small_object_comes_again(tmp_path: Path, envelope: Envelope) -> None:
    """Twice in a group, and again later alone or with others: it lies there once."""
    blobs = FolderBlobs(tmp_path, envelope=envelope)
    blobs.put_many(_openers([*_SMALL, *_SMALL]))
    assert blobs.put_bytes(_SMALL[0]).size == len(_SMALL[0])
    blobs.put_many(_openers(_SMALL))
    assert len(list(blobs.names())) == len(_SMALL)
    assert len(list(blobs.stored_files())) == 1


def test_no_power_cut_leaves_half_a_pack(tmp_path: Path) -> None:
    """A2 for packs: in every state an acknowledged object is there, whole, and no pack is torn."""
    disk = RecordingDisk(tmp_path)
    FolderBlobs(tmp_path, disk=disk).put_many(_openers(_SMALL))
    states = list(crash_states([*disk.operations, Operation("acknowledge", "")]))
    assert len(states) > 15
    assert not [state for state in states if _is_bad(state)]


def test_the_enumeration_sees_a_pack_that_was_never_synced(tmp_path: Path) -> None:
    """A3, the test of the test."""
    disk = RecordingDisk(tmp_path)
    FolderBlobs(tmp_path, disk=disk).put_many(_openers(_SMALL))
    unsynced = [one for one in disk.operations if one.name != "fsync"]
    assert any(_is_bad(state) for state in crash_states([*unsynced, Operation("acknowledge", "")]))


def _is_bad(state: CrashState) -> bool:
    found = {path: content for path, content in state.files.items() if path.startswith("packs/")}
    torn = any(_sha(content) != Path(path).stem for path, content in found.items())
    return torn or (state.is_acknowledged and not found)


def test_removing_writes_the_pack_anew_before_the_old_one_goes(tmp_path: Path) -> None:
    """A2 for a removal: in every state each other object is in some whole pack; at the end the bytes are nowhere."""
    FolderBlobs(tmp_path).put_many(_openers(_SMALL))
    before = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.zip")}
    disk = RecordingDisk(tmp_path)
    assert FolderBlobs(tmp_path, disk=disk).remove(_sha(_SMALL[0]))
    started = [Operation("mkdir", "packs"), *_as_synced(before)]
    for state in crash_states([*started, *disk.operations], after=len(started)):
        whole = b"".join(content for path, content in state.files.items() if Path(path).stem == _sha(content))
        assert all(content in whole for content in _SMALL[1:])
    assert not any(_SMALL[0] in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def _as_synced(files: dict[str, bytes]) -> list[Operation]:
    made = []
    for path, content in files.items():
        folder = str(Path(path).parent)
        made += [Operation("create", f"{path}.new"), Operation("write", f"{path}.new", "", content)]
        made += [Operation("fsync", f"{path}.new"), Operation("rename", f"{path}.new", path)]
        made += [Operation("fsync_dir", folder), Operation("fsync_dir", ".")]
    return made


def test_removal_leaves_the_others_and_is_told(tmp_path: Path, envelope: Envelope) -> None:
    """What is gone is missing for this process and for one that had the pack's directory in mind."""
    blobs = FolderBlobs(tmp_path, envelope=envelope)
    blobs.put_many(_openers(_SMALL))
    elsewhere = FolderBlobs(tmp_path, envelope=envelope)
    assert elsewhere.read(_sha(_SMALL[1])) == _SMALL[1]
    assert blobs.remove(_sha(_SMALL[0]))
    assert not blobs.remove(_sha(_SMALL[0]))
    for one in (blobs, elsewhere):
        with pytest.raises(ObjectMissing):
            one.read(_sha(_SMALL[0]))
        assert [one.read(_sha(content)) for content in _SMALL[1:]] == _SMALL[1:]
    blobs.put_bytes(_SMALL[0] * 3)
    assert blobs.remove(_sha(_SMALL[0] * 3))
    assert not blobs.has(_sha(_SMALL[0] * 3))


def test_good_bytes_take_the_place_of_damaged_ones(tmp_path: Path, envelope: Envelope) -> None:
    """A flipped bit in a pack: the object differs, its neighbours hold; after the replacement all hold."""
    blobs = FolderBlobs(tmp_path, envelope=envelope)
    blobs.put_many(_openers(_SMALL))
    (pack,) = tmp_path.rglob("*.zip")
    place = places(pack)[blobs.stored_name(_sha(_SMALL[5]))]
    content = bytearray(pack.read_bytes())
    content[place.offset + place.length - 1] ^= 1
    pack.write_bytes(content)
    assert [name for name, _ in blobs.damaged_packs()] == [pack.stem]
    with pytest.raises(DigestMismatch):
        blobs.check(_sha(_SMALL[5]))
    with pytest.raises(DigestMismatch):
        blobs.replace(_sha(_SMALL[5]), io.BytesIO(_SMALL[6]))
    blobs.replace(_sha(_SMALL[5]), io.BytesIO(_SMALL[5]))
    assert [blobs.read(_sha(one)) for one in _SMALL] == _SMALL
    assert list(blobs.damaged_packs()) == []


def test_every_flipped_bit_of_a_pack_is_found_and_costs_one_object_at_most(tmp_path: Path) -> None:
    """P2: headers, names, contents and directory alike; and no flip takes a neighbour along."""
    blobs = FolderBlobs(tmp_path)
    blobs.put_many(_openers(_SMALL))
    (pack,) = tmp_path.rglob("*.zip")
    whole = pack.read_bytes()
    for bit in random.Random(7).sample(range(len(whole) * 8), 600):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        pack.write_bytes(flipped)
        again = FolderBlobs(tmp_path)
        assert len(list(again.damaged_packs())) == 1
        assert sum(_is_readable(again, content) for content in _SMALL) >= len(_SMALL) - 1


def _is_readable(blobs: FolderBlobs, content: bytes) -> bool:
    try:
        return blobs.read(_sha(content)) == content
    except (ObjectMissing, DigestMismatch):
        return False


@pytest.mark.parametrize(("number", "fault"), [(errno.ENOSPC, DiskFull), (errno.EIO, NotWritable)])
def test_any_failing_call_keeps_what_was_there(tmp_path: Path, number: int, fault: type[Fault]) -> None:
    """A4 for packs: whichever call fails while a pack is made or rewritten, a clear fault and nothing lost."""
    for act in (lambda blobs: blobs.put_many(_openers(_SMALL)), lambda blobs: blobs.remove(_sha(_SMALL[0]))):
        for call in range(1, 40):
            folder = tmp_path / f"{number}-{act.__code__.co_firstlineno}-{act.__code__.co_names[0]}-{call}"
            folder.mkdir()
            FolderBlobs(folder).put_many(_openers(_SMALL) if act.__code__.co_names[0] == "remove" else [])
            disk = FailingDisk(fails_at=call, number=number)
            try:
                act(FolderBlobs(folder, disk=disk))
            except fault:
                again = FolderBlobs(folder)
                again.sweep()
                act(again)
            else:
                break
        else:
            raise AssertionError
        blobs = FolderBlobs(folder)
        assert [blobs.read(_sha(content)) for content in _SMALL[1:]] == _SMALL[1:]


def test_nothing_of_an_encrypted_object_can_be_read_on_the_disk(tmp_path: Path) -> None:
    """Neither its content nor its digest, in a pack or alone; the standard key opens it without this program."""
    import pyrage

    envelope = _age()
    blobs = FolderBlobs(tmp_path, envelope=envelope)
    large = b"CANARY " * 40_000
    blobs.put_many(_openers([*_SMALL, large]))
    for path in (one for one in tmp_path.rglob("*") if one.is_file()):
        content = path.read_bytes()
        assert b"CANARY" not in content
        assert b"notebook" not in content
        assert not any(_sha(one).encode() in content or _sha(one) in path.name for one in [*_SMALL, large])
    identity = pyrage.x25519.Identity.from_str(envelope.identity)
    assert pyrage.decrypt((tmp_path / blobs.stored_name(_sha(large))[:2] / blobs.stored_name(_sha(large))).read_bytes(),
                          [identity]) == large  # fmt: skip


def test_a_cut_or_changed_encrypted_object_is_never_taken_for_a_shorter_one(tmp_path: Path) -> None:
    """The stream raises in the middle; it does not end."""
    blobs = FolderBlobs(tmp_path, envelope=_age())
    content = random.Random(1).randbytes(3 << 20)
    blob = blobs.put_bytes(content)
    (path,) = (tmp_path / name for name in blobs.stored_files())
    whole = path.read_bytes()
    for damaged in (whole[:-1], whole[: 2 << 20], bytes([*whole[:-1], whole[-1] ^ 1])):
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match=r"decrypt|header|EOF|early"), blobs.open(blob.sha256) as file:
            file.read()
        with pytest.raises(DigestMismatch):
            blobs.check(blob.sha256)
    path.write_bytes(whole)
    with blobs.open(blob.sha256) as file:
        assert file.read(10) == content[:10]  # and may be left unread
    assert blobs.check_sha512(blob.sha256, blob.sha512) == len(content)


def test_a_pack_takes_no_more_than_its_format_can_say() -> None:
    """Sixty-five thousand and no more."""
    with pytest.raises(ValueError, match="65534"):
        pack_bytes([("0" * 64, b"")] * 0xFFFF)


def test_the_disk_is_asked_for_one_sync_per_pack(tmp_path: Path) -> None:
    """What packs are for: ten objects, one file made, one synced."""
    disk = RecordingDisk(tmp_path)
    FolderBlobs(tmp_path, disk=disk).put_many(_openers(_SMALL))
    names = [one.name for one in disk.operations]
    assert (names.count("create"), names.count("fsync")) == (1, 1)
    assert isinstance(disk, Disk)


def test_a_byte_that_belongs_to_no_object_is_found_by_the_deep_check(desk: Desk) -> None:
    """A flipped bit in the directory of a pack changes no evidence; it is told all the same."""
    desk.blobs.put_many(_openers(_SMALL))
    assert check(desk, deep=True).problems == ()
    (pack,) = desk.blobs.folder.rglob("*.zip")
    content = bytearray(pack.read_bytes())
    content[-3] ^= 1
    pack.write_bytes(content)
    assert [one["code"] for one in check(desk, deep=True).problems] == ["store.pack-damaged"]
