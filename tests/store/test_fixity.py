"""What becomes of objects on a disk: changed, missing and untracked are told apart, and a doubtful read is repeated."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from onrecord import store, vault
from onrecord.store import Desk, FolderBlobs
from onrecord.store.fixity import Look, look_at_objects, look_at_packs

_CONTENT = {number: f"photograph {number}\n".encode() * 400 for number in range(6)}
_NAMES = {number: hashlib.sha256(content).hexdigest() for number, content in _CONTENT.items()}


@pytest.fixture
def sealed(archive: Path, desk_of: Callable[..., Desk], tmp_path: Path) -> Path:
    """Where six sealed objects lie, each in a file of its own."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number, content in _CONTENT.items():
        (folder / f"{number}.txt").write_bytes(content)
    with desk_of() as desk:
        for number in _CONTENT:
            vault.seal(desk, [folder / f"{number}.txt"])
    return archive / "blobs"


def _file(blobs: Path, number: int) -> Path:
    return blobs / _NAMES[number][:2] / _NAMES[number]


def _swap(one: Path, other: Path) -> None:
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


# What is done to the objects, and what must be told: (changed, missing, untracked).
_DAMAGE: dict[str, tuple[Callable[[Path], object], set[int], set[int], int]] = {
    "deleted": (lambda blobs: _file(blobs, 0).unlink(), set(), {0}, 0),
    "cut short": (lambda blobs: _file(blobs, 0).write_bytes(_CONTENT[0][:-1]), {0}, set(), 0),
    "appended to": (lambda blobs: _file(blobs, 0).write_bytes(_CONTENT[0] + b"\n"), {0}, set(), 0),
    "swapped": (lambda blobs: _swap(_file(blobs, 0), _file(blobs, 1)), {0, 1}, set(), 0),
    "a block of zeros": (
        lambda blobs: _file(blobs, 0).write_bytes(b"\0" * 512 + _CONTENT[0][512:]), {0}, set(), 0,
    ),
    "another name": (lambda blobs: _file(blobs, 0).rename(_file(blobs, 0).with_name("list.txt")), set(), {0}, 1),
}  # fmt: skip


@pytest.mark.parametrize("damage", _DAMAGE)
def test_six_kinds_of_damage_are_told_apart(sealed: Path, desk_of: Callable[..., Desk], damage: str) -> None:
    """B2: changed, missing and untracked, each with the item; what nothing happened to is not told."""
    happen, changed, missing, untracked = _DAMAGE[damage]
    happen(sealed)
    report = store.check(desk_of(), deep=True)
    assert {one["expected"] for one in report.changed} == {_NAMES[number] for number in changed}
    assert {one["expected"] for one in report.missing} == {_NAMES[number] for number in missing}
    assert len(report.untracked) == untracked
    assert len(report.problems) == len(changed) + len(missing)
    items = {item.sha256: item.id for item in vault.items(desk_of())}
    assert {one["item"] for one in report.problems} == {items[_NAMES[number]] for number in changed | missing}


@pytest.mark.parametrize("name", ["f" * 64, "list.txt", "../elsewhere", "../incoming-by-hand/x"])
def test_a_renamed_object_is_recognised_by_its_bytes(sealed: Path, desk_of: Callable[..., Desk], name: str) -> None:
    """B2: it is missing and something is untracked; that these are one is noted."""
    target = _file(sealed, 0).parent / name
    target.parent.mkdir(exist_ok=True)
    _file(sealed, 0).rename(target)
    report = store.check(desk_of(), deep=True)
    (note,) = report.notes
    assert (note["code"], note["expected"]) == ("store.renamed", _NAMES[0])
    assert len(report.untracked) == 1
    assert [one["code"] for one in report.missing] == ["store.object-missing"]


def test_an_object_in_the_wrong_folder_is_missing_also_for_a_quick_check(
    sealed: Path, desk_of: Callable[..., Desk]
) -> None:
    """Nobody would find it there."""
    (sealed / "zz").mkdir()
    other = next(folder for folder in sealed.iterdir() if folder.is_dir() and folder.name != _NAMES[0][:2])
    _file(sealed, 0).rename(other / _NAMES[0])
    report = store.check(desk_of(), deep=False)
    assert [one["expected"] for one in report.missing] == [_NAMES[0]]
    assert report.untracked == (f"{other.name}/{_NAMES[0]}",)


def test_what_is_ours_beside_objects_is_not_untracked(sealed: Path, desk_of: Callable[..., Desk]) -> None:
    """Work under way, packs and the mark of a doubt have their meaning."""
    desk = desk_of()
    desk.blobs.put_many([lambda n=number: io.BytesIO(b"%d" % n) for number in range(20)])  # type: ignore[misc]
    (sealed / "incoming").mkdir(exist_ok=True)
    (sealed / "incoming" / "1-abc").touch()
    assert list(desk.blobs.strays()) == []


class FlippingBlobs(FolderBlobs):
    """Objects on a disk that gives a wrong bit for the first `times` times, or always."""

    def __init__(self, folder: Path, times: int) -> None:
        super().__init__(folder)
        self.times = times

    def _lying(self, sha256: str) -> BinaryIO:
        with super()._lying(sha256) as file:
            content = bytearray(file.read())
        if self.times:
            self.times -= 1
            content[len(content) // 2] ^= 1
        return io.BytesIO(bytes(content))

    def digest_of_pack(self, name: str) -> str:
        if self.times:
            self.times -= 1
            return "0" * 64
        return super().digest_of_pack(name)


def _looked(blobs: FolderBlobs, sha256: str) -> Look:
    (look,) = look_at_objects(blobs, {sha256: "item-0001"})
    return look


def test_a_bit_that_is_wrong_once_is_a_note_and_no_alarm(tmp_path: Path) -> None:
    """B5: the second look decides, and that there was a first one is told."""
    sha256 = FolderBlobs(tmp_path).put_bytes(b"evidence").sha256
    look = _looked(FlippingBlobs(tmp_path, times=1), sha256)
    assert look.problem is None
    assert look.note is not None
    assert (look.note["code"], look.note["item"]) == ("store.second-read-ok", "item-0001")
    assert look.size == len(b"evidence")


def test_a_bit_that_is_wrong_twice_is_an_error(tmp_path: Path) -> None:
    """B5: with what was found the second time."""
    sha256 = FolderBlobs(tmp_path).put_bytes(b"evidence").sha256
    look = _looked(FlippingBlobs(tmp_path, times=99), sha256)
    assert look.problem is not None
    assert (look.problem["code"], look.problem["expected"]) == ("store.digest-mismatch", sha256)
    assert look.problem["found"] == hashlib.sha256(b"evidence".replace(b"den", b"ddn")).hexdigest()
    assert look.note is None


def test_an_object_that_was_cut_short_is_an_error(tmp_path: Path) -> None:
    """B5: short once is short twice."""
    blobs = FolderBlobs(tmp_path)
    sha256 = blobs.put_bytes(b"evidence").sha256
    (tmp_path / sha256[:2] / sha256).write_bytes(b"eviden")
    look = _looked(blobs, sha256)
    assert look.problem is not None
    assert look.problem["code"] == "store.digest-mismatch"


def test_a_pack_that_reads_wrong_once_is_a_note(tmp_path: Path) -> None:
    """B5 for packs; always wrong is an error, and one that is gone as well."""
    FolderBlobs(tmp_path).put_many([lambda n=number: io.BytesIO(b"%d" % n) for number in range(20)])  # type: ignore[misc]
    (name,) = FolderBlobs(tmp_path).pack_names()
    (once,) = look_at_packs(FlippingBlobs(tmp_path, times=1), [name])
    assert once.problem is None
    assert once.note is not None
    (always,) = look_at_packs(FlippingBlobs(tmp_path, times=99), [name])
    assert always.problem is not None
    assert always.problem["code"] == "store.pack-damaged"
    (gone,) = look_at_packs(FolderBlobs(tmp_path), ["0" * 64])
    assert gone.problem is not None


def test_packs_are_gone_through_once_and_in_order(tmp_path: Path) -> None:
    """Objects of one pack are read one behind the other, as they lie in it."""
    blobs = FolderBlobs(tmp_path)
    for start in (0, 100):
        blobs.put_many([lambda n=number: io.BytesIO(b"%d" % n) for number in range(start, start + 20)])  # type: ignore[misc]
    loose = blobs.put_bytes(b"alone").sha256
    ordered = blobs.in_reading_order([*blobs.names()])
    places = [blobs._place(one) for one in ordered[:-1]]
    keys = [(place.pack.name, place.offset) for place in places if place]
    assert keys == sorted(keys)
    assert len(keys) == 40
    assert ordered[-1] == loose


def test_many_objects_are_read_on_all_cores_and_each_is_told_once(tmp_path: Path) -> None:
    """However the work is shared out."""
    blobs = FolderBlobs(tmp_path)
    names = [blobs.put_bytes(b"%d" % number).sha256 for number in range(100)]
    damaged = set(names[::7])
    for name in damaged:
        (tmp_path / name[:2] / name).write_bytes(b"other")
    looks = list(look_at_objects(blobs, dict.fromkeys(names, "item-0001")))
    assert sorted(look.name if look.problem is None else str(look.problem["expected"]) for look in looks) == sorted(
        names
    )
    assert {look.problem["expected"] for look in looks if look.problem} == damaged
