"""Owns the containers of pictures: which blocks beside the picture itself a file carries, and where each lies.

A walker for each form: JPEG (ITU T.81), PNG, WebP, GIF, TIFF. It runs in the confined child, reads headers and the
blocks that hold metadata, and never decodes a picture. Where the structure ends to make sense, it stops and says so.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

MOST_BLOCKS: Final = 4_096
LARGEST_BLOCK: Final = 16 << 20  # what is larger is noted and not read
_STEP: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Block:
    """A block beside the picture: what it holds (`kind`), what its container calls it, where its content lies."""

    kind: str
    name: str
    offset: int
    length: int

    def read(self, source: BinaryIO) -> bytes:
        """Return its bytes, or none where it is too large."""
        if self.length > LARGEST_BLOCK:
            return b""
        source.seek(self.offset)
        return source.read(self.length)

    def to_record(self, source: BinaryIO) -> dict[str, Any]:
        """Return where it lies and its digest: the raw block itself stays in the item."""
        content = self.read(source)
        record: dict[str, Any] = {"kind": self.kind, "name": self.name, "offset": self.offset, "length": self.length}
        return record | ({"sha256": hashlib.sha256(content).hexdigest()} if content else {})


class Cut(ValueError):
    """The container ends before its structure does."""


def walk(source: BinaryIO, size: int, form: str) -> Iterator[Block]:
    """Yield the blocks of a picture of this form.

    Raises:
        Cut: the container ends too early; what was yielded before stands.
    """
    walker = _WALKERS.get(form)
    if walker is None:
        return
    for count, block in enumerate(walker(source, size)):
        if count == MOST_BLOCKS:
            msg = f"more than {MOST_BLOCKS} blocks"
            raise Cut(msg)
        yield block


# JPEG: segments up to the end of the image; then whatever somebody put behind it (CVE-2023-21036, motion photos).

_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_NEXT_MARKER: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
_APPLICATION: Final = (
    (0xE0, b"JFIF\0", "jfif"),
    (0xE0, b"JFXX\0", "jfif"),
    (0xE1, b"Exif\0", "exif"),
    (0xE1, b"http://ns.adobe.com/xap/1.0/\0", "xmp"),
    (0xE1, b"http://ns.adobe.com/xmp/extension/\0", "xmp-more"),
    (0xE2, b"ICC_PROFILE\0", "icc"),
    (0xE2, b"MPF\0", "mpf"),
    (0xEB, b"JP", "jumbf"),
    (0xED, b"Photoshop 3.0\0", "photoshop"),
    (0xEE, b"Adobe", "adobe"),
)


def _jpeg(source: BinaryIO, size: int) -> Iterator[Block]:
    at = 2
    while True:
        at, marker = _marker(source, at, size)
        if marker == 0xD9:
            break
        if marker in _ALONE:
            continue
        source.seek(at)
        head = source.read(2)
        length = int.from_bytes(head, "big")
        if len(head) < 2 or length < 2 or at + length > size:
            msg = "the file ends inside of a segment"
            raise Cut(msg)
        if 0xE0 <= marker <= 0xEF or marker == 0xFE:
            yield _segment(source, marker, at + 2, length - 2)
        at += length
        if marker == 0xDA:
            at = _after_scan(source, at, size)
    if at < size:
        yield Block("trailing", "after the end of the image", at, size - at)


def _marker(source: BinaryIO, at: int, size: int) -> tuple[int, int]:
    """Return the marker at `at` and where it ends; any number of fill bytes may stand before it (T.81, B.1.1.2)."""
    source.seek(at)
    found = source.read(2)
    while len(found) == 2 and found == b"\xff\xff" and at < size:
        at += 1
        source.seek(at)
        found = source.read(2)
    if len(found) < 2 or found[0] != 0xFF or found[1] == 0:
        msg = "the file ends before the end of the image" if len(found) < 2 else "no marker where one has to be"
        raise Cut(msg)
    return at + 2, found[1]


def _segment(source: BinaryIO, marker: int, offset: int, length: int) -> Block:
    source.seek(offset)
    head = source.read(min(length, 40))
    if marker == 0xFE:
        return Block("comment", "COM", offset, length)
    name = f"APP{marker - 0xE0}"
    for wanted, start, kind in _APPLICATION:
        if marker == wanted and head.startswith(start):
            skip = 6 if kind == "exif" else len(start) if kind in ("xmp", "xmp-more", "icc", "mpf", "photoshop") else 0
            return Block(kind, name, offset + skip, max(0, length - skip))
    return Block("application", name, offset, length)


def _after_scan(source: BinaryIO, at: int, size: int) -> int:
    """Return where the entropy-coded data end: at the next marker that is no restart."""
    while at < size:
        source.seek(at)
        chunk = source.read(_STEP)
        found = _NEXT_MARKER.search(chunk)
        if found is not None:
            return at + found.start()
        if len(chunk) < 2:
            break
        at += len(chunk) - 1  # a marker may lie across the edge
    msg = "the file ends before the end of the image"
    raise Cut(msg)


# PNG: chunks with a length, a kind and a check sum (W3C PNG, 5.3).

_PNG_KINDS: Final = {
    b"eXIf": "exif", b"iCCP": "icc-png", b"tEXt": "text", b"zTXt": "text", b"iTXt": "text", b"tIME": "time",
    b"caBX": "jumbf", b"pHYs": "density",
}  # fmt: skip
_PICTURE_CHUNKS: Final = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD",
                          b"hIST", b"acTL", b"fcTL", b"fdAT", b"cICP", b"mDCV", b"cLLI", b"sPLT"}  # fmt: skip


def _png(source: BinaryIO, size: int) -> Iterator[Block]:
    at = 8
    while at < size:
        source.seek(at)
        head = source.read(8)
        if len(head) < 8:
            break
        length, kind = struct.unpack(">I4s", head)
        if at + 12 + length > size:
            break
        if kind not in _PICTURE_CHUNKS:
            yield Block(_PNG_KINDS.get(kind, "chunk"), kind.decode("latin-1"), at + 8, length)
        at += 12 + length
        if kind == b"IEND":
            if at < size:
                yield Block("trailing", "after the end of the image", at, size - at)
            return
    msg = "the file ends before the end of the image"
    raise Cut(msg)


# WebP: chunks of RIFF, padded to even lengths.

_WEBP_KINDS: Final = {b"EXIF": "exif", b"XMP ": "xmp", b"ICCP": "icc-whole", b"C2PA": "jumbf"}
_WEBP_PICTURE: Final = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}


def _webp(source: BinaryIO, size: int) -> Iterator[Block]:
    source.seek(4)
    end = 8 + int.from_bytes(source.read(4), "little")
    at = 12
    while at + 8 <= min(end, size):
        source.seek(at)
        kind, length = struct.unpack("<4sI", source.read(8))
        if at + 8 + length > size:
            break
        if kind not in _WEBP_PICTURE:
            yield _webp_block(source, kind, at + 8, length)
        at += 8 + length + length % 2
    if end > size:
        msg = "the file ends before the end of the image"
        raise Cut(msg)
    if end < size:
        yield Block("trailing", "after the end of the image", end, size - end)


def _webp_block(source: BinaryIO, kind: bytes, offset: int, length: int) -> Block:
    """Return the block; some programs write the name of JPEG's segment before the EXIF data."""
    source.seek(offset)
    skip = 6 if kind == b"EXIF" and source.read(6) == b"Exif\0\0" else 0
    return Block(_WEBP_KINDS.get(kind, "chunk"), kind.decode("latin-1").strip(), offset + skip, length - skip)


# GIF: extensions and images, each a row of sub-blocks (GIF89a).


def _gif(source: BinaryIO, size: int) -> Iterator[Block]:
    source.seek(10)
    packed = source.read(1)
    at = 13 + (3 << ((packed[0] & 7) + 1) if packed and packed[0] & 0x80 else 0)
    while at < size:
        source.seek(at)
        head = source.read(19)
        if head[:1] == b";":
            if at + 1 < size:
                yield Block("trailing", "after the end of the image", at + 1, size - at - 1)
            return
        if head[:1] == b"!" and len(head) > 2:
            end = _after_sub_blocks(source, at + 2, size)
            block = _gif_extension(head, at, end)
            if block is not None:
                yield block
            at = end
        elif head[:1] == b"," and len(head) > 9:
            table = 3 << ((head[9] & 7) + 1) if head[9] & 0x80 else 0
            at = _after_sub_blocks(source, at + 11 + table, size)
        else:
            break
    msg = "the file ends before the end of the image"
    raise Cut(msg)


def _gif_extension(head: bytes, at: int, end: int) -> Block | None:
    if head[1] == 0xFE:
        return Block("comment-gif", "comment extension", at + 2, end - at - 2)
    if head[1] == 0xFF:
        name = head[3:14].decode("latin-1")
        # XMP in GIF: the packet stands as it is and is followed by a "magic trailer" of 258 bytes (XMP part 3, 1.1.2).
        if name.startswith("XMP Data"):
            return Block("xmp", name, at + 14, max(0, end - at - 14 - 258))
        return None if name.startswith(("NETSCAPE", "ANIMEXTS")) else Block("application", name, at + 14, end - at - 14)
    return None


def _after_sub_blocks(source: BinaryIO, at: int, size: int) -> int:
    source.seek(at)
    while at < size:
        length = source.read(1)
        if not length:
            break
        if length == b"\0":
            return at + 1
        at += 1 + length[0]
        source.seek(length[0], 1)
    msg = "the file ends inside of a block"
    raise Cut(msg)


# TIFF: the file is an EXIF block as a whole; XMP, IPTC, ICC and Photoshop's resources are tags of its first directory.

_TIFF_KINDS: Final = {700: "xmp", 33723: "iptc", 34377: "photoshop", 34675: "icc-whole"}


def _tiff(source: BinaryIO, size: int) -> Iterator[Block]:
    yield Block("exif", "TIFF", 0, size)
    source.seek(0)
    head = source.read(8)
    order = "<" if head[:2] == b"II" else ">"
    if len(head) < 8:
        return
    (at,) = struct.unpack_from(f"{order}I", head, 4)
    source.seek(at)
    count = int.from_bytes(source.read(2), "little" if order == "<" else "big")
    rows = source.read(12 * count)
    for start in range(0, len(rows) - 11, 12):
        tag, form, number, offset = struct.unpack_from(f"{order}HHII", rows, start)
        length = number * {1: 1, 2: 1, 4: 4, 7: 1}.get(form, 0)
        if tag in _TIFF_KINDS and length > 4 and offset + length <= size:
            yield Block(_TIFF_KINDS[tag], f"tag {tag}", offset, length)


_WALKERS: Final = {"jpeg": _jpeg, "png": _png, "webp": _webp, "gif": _gif, "tiff": _tiff}


def thumbnail(block: bytes) -> tuple[int, int] | None:
    """Return where the JPEG thumbnail lies in a TIFF structure: in its second directory (JEITA CP-3451, 4.5.8)."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None or len(block) < 8:
        return None
    try:
        (first,) = struct.unpack_from(f"{order}I", block, 4)
        (count,) = struct.unpack_from(f"{order}H", block, first)
        (second,) = struct.unpack_from(f"{order}I", block, first + 2 + 12 * count)
        (count,) = struct.unpack_from(f"{order}H", block, second)
        said = {}
        for number in range(min(count, 100)):
            tag, _form, _count, value = struct.unpack_from(f"{order}HHII", block, second + 2 + 12 * number)
            said[tag] = value
    except struct.error:
        return None
    offset, length = said.get(0x0201, 0), said.get(0x0202, 0)
    return (offset, length) if second and length and offset + length <= len(block) else None
