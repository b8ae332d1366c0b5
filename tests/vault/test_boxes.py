"""The boxes of MP4 and HEIF: sizes are held against their parents, nothing is believed, nothing goes on for ever."""

from __future__ import annotations

import io
import struct

import pytest
from tests.pictures import box, film

from onrecord.vault import boxes


def _names(content: bytes) -> list[str]:
    return [one.name for one in boxes.walk(io.BytesIO(content), len(content))]


def test_boxes_are_found_in_boxes() -> None:
    """Holders come before what they hold, and what follows them is not lost."""
    names = _names(film(created=1, place="+43.0+074.0/", make="V") + box(b"free", b"behind"))
    assert names[:4] == ["ftyp", "mdat", "moov", "moov/mvhd"]
    assert "moov/udta/©xyz" in names
    assert "moov/udta/meta/ilst/00000001/data" in names
    assert names[-1] == "free"


def test_a_large_size_and_one_to_the_end() -> None:
    """A size of 1 is followed by one of 64 bits; a size of 0 reaches to the end of the file (4.2)."""
    content = struct.pack(">I4sQ", 1, b"free", 24) + b"8 bytes!" + struct.pack(">I4s", 0, b"mdat") + b"to the end"
    found = list(boxes.walk(io.BytesIO(content), len(content)))
    assert [(one.name, one.size) for one in found] == [("free", 8), ("mdat", 10)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0\0\x08mo",
        struct.pack(">I4s", 4, b"moov"),  # smaller than its own header
        struct.pack(">I4s", 0xFFFF_FFFF, b"moov"),  # larger than the file
        struct.pack(">I4sQ", 1, b"moov", 2**63),
        box(b"moov", struct.pack(">I4s", 100, b"trak")),  # larger than its parent
        struct.pack(">I4s", 20, b"uuid") + bytes(12),  # a uuid that is cut
    ],
)
def test_a_size_that_lies_ends_the_walk(content: bytes) -> None:
    """What does not fit is not followed."""
    assert len(_names(content)) <= 1


def test_depth_and_number_are_cut() -> None:
    """Ten thousand boxes in a box, or a box in a box in a box: the walk ends all the same."""
    deep = b""
    for _ in range(60):
        deep = box(b"moov", deep)
    assert len(_names(deep)) <= 14
    assert len(_names(box(b"free") * (boxes.MOST_BOXES + 500))) == boxes.MOST_BOXES


def test_times_count_from_1904() -> None:
    """Zero means that nobody set the clock; a time beyond all calendars is none."""
    assert boxes.instant(0) is None
    assert boxes.instant(2_082_844_800) == "1970-01-01T00:00:00Z"
    assert boxes.instant(2**63) is None


def _heif(*, method: int = 0, cut: bool = False) -> bytes:
    """Return a HEIF with one EXIF item, in the file itself or in its `idat`."""
    exif = struct.pack(">I", 0) + b"II*\0\x08\0\0\0"
    entry = box(b"infe", bytes([2, 0, 0, 0]), struct.pack(">HH", 1, 0), b"Exif", b"\0")
    info = box(b"iinf", bytes(4), struct.pack(">H", 1), entry)

    def whole(offset: int) -> bytes:
        place = box(
            b"iloc", bytes([1, 0, 0, 0, 0x44, 0]), struct.pack(">HHHHHII", 1, 1, method, 0, 1, offset, len(exif))
        )
        inner = box(b"idat", exif) if method else b""
        return box(b"ftyp", b"heic", bytes(4)) + box(b"meta", bytes(4), info, place, inner)

    content = whole(len(whole(0)) if method == 0 else 0) + (exif if method == 0 else b"")
    return content[:-20] if cut else content


@pytest.mark.parametrize("method", [0, 1])
def test_an_item_is_found_where_it_lies(method: int) -> None:
    """By its place in the file, or in the box of items (8.11.3)."""
    content = _heif(method=method)
    ((kind, offset, length),) = boxes.items(io.BytesIO(content), len(content))
    assert (kind, content[offset : offset + length]) == ("exif", struct.pack(">I", 0) + b"II*\0\x08\0\0\0")


def test_an_item_beyond_the_file_is_none() -> None:
    """A place behind the end is not believed."""
    content = _heif(cut=True)
    assert boxes.items(io.BytesIO(content), len(content)) == []
