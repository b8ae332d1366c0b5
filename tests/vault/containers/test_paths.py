"""Paths of members: words for the record, refused where they would deceive somebody who unpacks by hand."""

import pytest

from onrecord.vault.containers.errors import MemberOddName, MemberOutside
from onrecord.vault.containers.paths import checked_path, deceives, decoded_name


@pytest.mark.parametrize(
    ("path", "shown", "name"),
    [
        ("a.txt", "a.txt", "a.txt"),
        ("./in//a.txt", "in/a.txt", "a.txt"),
        ("in\\a.txt", "in/a.txt", "a.txt"),
        ("فارسی\u200cنوشته.txt", "فارسی\u200cنوشته.txt", "فارسی\u200cنوشته.txt"),
        ("👩\u200d👧.jpg", "👩\u200d👧.jpg", "👩\u200d👧.jpg"),
        ("..hidden/...", "..hidden/...", "..."),
        ("bytes \udcff", "bytes %FF", "bytes %FF"),
    ],
)
def test_ordinary_paths_stay(path: str, shown: str, name: str) -> None:
    """Letters of every script, joiners of Persian and of emoji, dots that lead nowhere."""
    assert checked_path(path) == (shown, name)


@pytest.mark.parametrize("path", ["..", "a/..", "/", "\\", "Z:", "z:\\a", "//host/a"])
def test_paths_that_lead_out_are_refused(path: str) -> None:
    """Up, absolute, with a drive, to another machine."""
    with pytest.raises(MemberOutside):
        checked_path(path)


@pytest.mark.parametrize("path", ["", ".", "a\x85b", "a\u2028b", "a\u2067b", "x" * 4097])
def test_paths_that_deceive_are_refused(path: str) -> None:
    """Nothing, controls, line separators, isolates, no end."""
    with pytest.raises(MemberOddName):
        checked_path(path)
    assert deceives(path) or path in ("", ".")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Ещё раз.doc".encode("cp866"), "Ещё раз.doc"),
        ("№ 5".encode("cp866"), "№ 5"),
        ("Ñandú.txt".encode("cp437"), "Ñandú.txt"),
        ("Қазақ.txt".encode(), "Қазақ.txt"),
    ],
)
def test_bytes_without_an_encoding_are_read_as_meant(raw: bytes, name: str) -> None:
    """UTF-8, else the DOS page in which all high letters make sense."""
    found = decoded_name(raw)
    assert found == name or raw.decode("cp437") == found  # one lone letter may be of either page
