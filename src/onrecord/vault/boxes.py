"""Owns the boxes of MP4, QuickTime, HEIF and AVIF files (ISO/IEC 14496-12): where each lies, and what some say.

A small, bounded reader of our own: it looks at headers and short texts, never at sound or pictures. It runs in the
confined child. What is declared is not believed: a size is held against its parent, counts and depths are cut.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

MOST_BOXES: Final = 20_000
_DEEPEST: Final = 12
_LONGEST_TEXT: Final = 64 << 10
_EPOCH: Final = dt.datetime(1904, 1, 1, tzinfo=dt.UTC)  # ISO/IEC 14496-12, 8.2.2
_HOLDERS: Final = frozenset(
    {
        b"moov",
        b"trak",
        b"mdia",
        b"minf",
        b"stbl",
        b"udta",
        b"meta",
        b"ilst",
        b"edts",
        b"dinf",
        b"iprp",
        b"ipco",
        b"mvex",
    }
)


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its kind, where it and its content lie, and what it lies in."""

    kind: bytes
    start: int
    content: int
    end: int
    path: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """How many bytes the content has."""
        return self.end - self.content

    @property
    def name(self) -> str:
        """The path of kinds, as a person writes it."""
        return "/".join(kind_text(one) for one in (*self.path, self.kind))


def kind_text(kind: bytes) -> str:
    """Return a kind as text; QuickTime writes the copyright sign as one byte."""
    return kind.decode("latin-1") if all(0x20 <= one < 0x7F or one == 0xA9 for one in kind) else kind.hex()


def walk(source: BinaryIO, size: int) -> Iterator[Box]:
    """Yield every box of the file, holders before what they hold; it ends where the structure ends to make sense."""
    waiting: list[tuple[int, int, tuple[bytes, ...]]] = [(0, size, ())]
    seen = 0
    while waiting:
        at, end, path = waiting.pop()
        while at + 8 <= end and seen < MOST_BOXES:
            box = _box(source, at, end, path)
            if box is None:
                break
            seen += 1
            yield box
            at = box.end
            if _holds(box) and len(path) < _DEEPEST:
                waiting.append((at, end, path))
                at, end, path = _inside(source, box), box.end, (*path, box.kind)


def read(source: BinaryIO, box: Box, limit: int = _LONGEST_TEXT) -> bytes:
    """Return the box's content, cut at `limit`."""
    source.seek(box.content)
    return source.read(min(box.size, limit))


def instant(seconds: int) -> str | None:
    """Return seconds since 1904 as an instant; None for zero, which means that nobody set it."""
    try:
        return (_EPOCH + dt.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds else None
    except OverflowError:
        return None


def facts(box: Box, content: bytes) -> dict[str, Any]:
    """Return what a header box says; nothing where it is none or too short."""
    reader = _HEADERS.get(box.kind)
    try:
        return reader(content) if reader is not None else {}
    except struct.error:
        return {}


def _box(source: BinaryIO, at: int, end: int, path: tuple[bytes, ...]) -> Box | None:
    source.seek(at)
    head = source.read(16)
    if len(head) < 8:
        return None
    size, kind = struct.unpack_from(">I4s", head)
    content = at + 8
    if size == 1 and len(head) == 16:  # 4.2: a size of 64 bits follows
        size, content = struct.unpack_from(">Q", head, 8)[0], at + 16
    elif size == 0:  # 4.2: to the end of the file
        size = end - at
    if kind == b"uuid":
        content += 16
    if at + size > end or at + size < content:
        return None
    return Box(kind, at, content, at + size, path)


def _holds(box: Box) -> bool:
    return box.kind in _HOLDERS or (box.path[-1:] == (b"ilst",) and box.size > 8)


def _inside(source: BinaryIO, box: Box) -> int:
    """Return where the boxes inside begin. `meta` has a version in ISO files and none in QuickTime's."""
    if box.kind != b"meta":
        return box.content
    source.seek(box.content)
    return box.content if source.read(8)[4:8] == b"hdlr" else box.content + 4


def _times(content: bytes) -> tuple[int, int, int]:
    """Return creation, modification and where the rest begins (versions 0 and 1)."""
    if content[:1] == b"\1":
        return (*struct.unpack_from(">QQ", content, 4), 20)
    return (*struct.unpack_from(">II", content, 4), 12)


def _movie(content: bytes) -> dict[str, Any]:
    created, modified, at = _times(content)
    scale, length = struct.unpack_from(">IQ" if content[:1] == b"\1" else ">II", content, at)
    said: dict[str, Any] = {"created_at": instant(created), "modified_at": instant(modified)}
    return said | ({"milliseconds": length * 1000 // scale} if scale and length < 1 << 50 else {})


def _track(content: bytes) -> dict[str, Any]:
    created, modified, _ = _times(content)
    width, height = struct.unpack_from(">II", content, len(content) - 8)
    said = {"created_at": instant(created), "modified_at": instant(modified)}
    return said | {"width": width >> 16, "height": height >> 16}


def _media(content: bytes) -> dict[str, Any]:
    created, modified, _ = _times(content)
    return {"created_at": instant(created), "modified_at": instant(modified)}


def _handler(content: bytes) -> dict[str, Any]:
    return {"handler": kind_text(struct.unpack_from(">8x4s", content)[0])}


def _brands(content: bytes) -> dict[str, Any]:
    (major,) = struct.unpack_from(">4s", content)
    others = [content[at : at + 4] for at in range(8, min(len(content), 72) - 3, 4)]
    return {"brand": kind_text(major), "compatible": sorted({kind_text(one) for one in others})}


def _coding(content: bytes) -> dict[str, Any]:
    return {"coding": kind_text(struct.unpack_from(">12x4s", content)[0])}


_HEADERS: Final = {
    b"ftyp": _brands,
    b"mvhd": _movie,
    b"tkhd": _track,
    b"mdhd": _media,
    b"hdlr": _handler,
    b"stsd": _coding,
}


# HEIF and AVIF keep EXIF and XMP as items (ISO/IEC 14496-12, 8.11): `iinf` names them, `iloc` says where they lie.


def items(source: BinaryIO, size: int) -> list[tuple[str, int, int]]:
    """Return (what, offset, length) of every item that holds metadata and lies in one piece."""
    kinds: dict[int, str] = {}
    places: dict[int, tuple[int, int, int]] = {}
    inner = 0
    for box in walk(source, size):
        if box.path == (b"meta",) and box.kind in (b"iinf", b"iloc", b"idat"):
            content = read(source, box, 4 << 20)
            try:
                if box.kind == b"iinf":
                    kinds |= _item_kinds(content)
                elif box.kind == b"iloc":
                    places |= _item_places(content)
                else:
                    inner = box.content
            except (struct.error, IndexError):
                continue  # a table that is cut names nothing more
    found = []
    for number, kind in sorted(kinds.items()):
        method, offset, length = places.get(number, (9, 0, 0))
        start = offset + (inner if method == 1 else 0)
        if method in (0, 1) and length and start + length <= size:
            found.append((kind, start, length))
    return found


def _item_kinds(content: bytes) -> dict[int, str]:
    """Read `iinf`: a count, then `infe` boxes of version 2 or 3 (8.11.6)."""
    at = 6 if content[0] == 0 else 8
    kinds = {}
    while at + 8 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        if length < 12:
            break
        version = content[at + 8]
        number, kind_at = (
            (struct.unpack_from(">H", content, at + 12)[0], at + 16)
            if version < 3
            else (struct.unpack_from(">I", content, at + 12)[0], at + 18)
        )
        kind = content[kind_at : kind_at + 4]
        if kind == b"Exif":
            kinds[number] = "exif"
        elif kind == b"mime" and b"application/rdf+xml" in content[kind_at : at + length]:
            kinds[number] = "xmp"
        at += length
    return kinds


def _item_places(content: bytes) -> dict[int, tuple[int, int, int]]:
    """Read `iloc`: (construction method, offset, length) of each item that has one extent (8.11.3)."""
    version, sizes, more = content[0], content[4], content[5]
    of_offset, of_length, of_base = sizes >> 4, sizes & 15, more >> 4
    of_index = more & 15 if version in (1, 2) else 0
    wide = version == 2
    at = 6
    count, at = _whole(content, at, 4 if wide else 2)
    places = {}
    for _ in range(min(count, 65_535)):
        number, at = _whole(content, at, 4 if wide else 2)
        method = 0
        if version in (1, 2):
            method, at = content[at + 1] & 15, at + 2
        at += 2
        base, at = _whole(content, at, of_base)
        extents, at = _whole(content, at, 2)
        for _ in range(extents):
            at += of_index
            offset, at = _whole(content, at, of_offset)
            length, at = _whole(content, at, of_length)
            places[number] = (method if extents == 1 else 9, base + offset, length)
    return places


def _whole(content: bytes, at: int, width: int) -> tuple[int, int]:
    if at + width > len(content):
        msg = "the table is cut"
        raise IndexError(msg)
    return int.from_bytes(content[at : at + width], "big"), at + width
