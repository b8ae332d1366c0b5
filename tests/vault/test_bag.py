"""Bags: what the reference implementation of BagIt accepts, and nothing half-made at the target."""

import io
from pathlib import Path

import pytest
from tests.bagit_reference import is_valid_bag

from onrecord.store import AlreadyThere
from onrecord.vault import BagWriter, safe_name

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
