"""Owns the metadata of MP4 and QuickTime files: times, places, devices, texts, covers. Never looks at a frame.

It runs in the confined child, over the boxes that `boxes` finds.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

from onrecord.vault import boxes, xmp
from onrecord.vault.blocks import Block
from onrecord.vault.boxes import Box
from onrecord.vault.collected import Collected

_XMP_UUID: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")  # XMP part 3, 1.1.4
_C2PA_UUID: Final = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")  # C2PA 2.1, A.5.1
_HEADERS: Final = (b"ftyp", b"mvhd", b"tkhd", b"mdhd", b"hdlr", b"stsd")
_LONGEST: Final = 2_000
_PICTURES: Final = {13: "jpeg", 14: "png"}  # QuickTime file format, well-known types
_LARGEST_PICTURE: Final = 16 << 20


def read(found: Collected, source: BinaryIO, size: int) -> None:
    """Add what the container says; what does not parse is left out and its box is still listed."""
    keys: list[str] = []
    for box in found.attempt("container", _boxes, source, size) or []:
        if box.kind in _HEADERS:
            told = boxes.facts(box, boxes.read(source, box))
            found.add("container", [{"box": box.name, **told}] if told else [])
        elif box.kind in (b"udta", b"meta") and b"udta" not in box.path:
            found.blocks.append(Block("user-data", box.name, box.content, box.size).to_record(source))
        elif box.kind == b"keys":
            keys = list(_keys(boxes.read(source, box)))
        elif box.kind == b"uuid":
            _extension(found, source, box)
        elif box.path[-1:] == (b"udta",):
            found.add("texts", _user_text(source, box))
        elif box.kind == b"data" and box.path[-2:-1] == (b"ilst",):
            _item(found, source, box, keys)


def _boxes(source: BinaryIO, size: int) -> list[Box]:
    return list(boxes.walk(source, size))


def covers(source: BinaryIO, size: int) -> Iterator[tuple[int, int]]:
    """Yield (offset, length) of each cover picture, and of frames that are JPEGs by themselves."""
    coding, offsets = b"", b""
    for box in boxes.walk(source, size):
        if box.kind == b"data" and box.path[-1:] == (b"covr",) and box.size > 8:
            yield box.content + 8, box.size - 8
        elif box.kind == b"stsd":
            coding = boxes.read(source, box)[12:16]
        elif box.kind in (b"stco", b"co64") and coding in (b"jpeg", b"mjpa", b"mjpb", b"AVDJ"):
            offsets = boxes.read(source, box)
            wide = box.kind == b"co64"
            yield from _frames(offsets, size, width=8 if wide else 4)


def _frames(table: bytes, size: int, *, width: int, most: int = 8) -> Iterator[tuple[int, int]]:
    """Yield the first frame of some chunks, evenly; a JPEG says itself where it ends."""
    (count,) = struct.unpack_from(">I", table.ljust(8, b"\0"), 4)
    there = [table[at : at + width] for at in range(8, min(len(table), 8 + count * width) - width + 1, width)]
    for one in there[:: max(1, len(there) // most)][:most]:
        offset = int.from_bytes(one, "big")
        if offset < size:
            yield offset, min(size - offset, _LARGEST_PICTURE)


def _keys(content: bytes) -> Iterator[str]:
    """Yield the names that items of the list refer to by number (QuickTime file format, metadata keys)."""
    at = 8
    while at + 8 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        if length < 8:
            return
        yield content[at + 8 : at + length].decode("utf-8", errors="replace")
        at += length


def _item(found: Collected, source: BinaryIO, box: Box, keys: list[str]) -> None:
    """Read a value of the list: a text, a number, or a cover picture."""
    content = boxes.read(source, box, _LARGEST_PICTURE)
    if len(content) < 8:
        return
    kind, value = int.from_bytes(content[:4], "big") & 0xFFFFFF, content[8:]
    item = box.path[-1]
    number = int.from_bytes(item, "big")
    name = keys[number - 1] if 0 < number <= len(keys) else boxes.kind_text(item)
    if item == b"covr" or kind in _PICTURES:
        digest = hashlib.sha256(value).hexdigest()
        found.add("thumbnails", [{"from": name, "offset": box.content + 8, "length": box.size - 8, "sha256": digest}])
    else:
        found.add("texts", [{"name": name, "value": _value(kind, value)}])


def _value(kind: int, value: bytes) -> str:
    if kind in (1, 4):
        return value.decode("utf-8", errors="replace")[:_LONGEST]
    if kind in (2, 5):
        return value.decode("utf-16-be", errors="replace")[:_LONGEST]
    if kind in (21, 22) and 0 < len(value) <= 8:
        return str(int.from_bytes(value, "big", signed=kind == 21))
    return value[:64].hex()


def _user_text(source: BinaryIO, box: Box) -> list[dict[str, str]]:
    """Read a text of the user data: `©xyz` and its like (size, language, text), or a plain one of 3GPP."""
    if box.kind in (b"meta", b"thmb"):
        return []
    content = boxes.read(source, box)
    if box.kind[:1] == b"\xa9" and len(content) >= 4:
        length = int.from_bytes(content[:2], "big")
        text = content[4 : 4 + length]
    elif box.kind == b"loci":
        return _location(content)
    elif box.kind in (b"auth", b"titl", b"dscp", b"cprt", b"gnre", b"perf", b"albm") and len(content) > 6:
        text = content[6:].split(b"\0")[0]
    else:
        return []
    return [{"name": boxes.kind_text(box.kind), "value": _any_text(text)[:_LONGEST]}]


def _any_text(text: bytes) -> str:
    try:
        return text.strip(b"\0").decode("utf-8")
    except UnicodeDecodeError:
        return text.strip(b"\0").decode("latin-1")


def _location(content: bytes) -> list[dict[str, str]]:
    """Read 3GPP's location (TS 26.244, 8.7): a name, then longitude, latitude, altitude as 16.16 numbers."""
    name, _, rest = content[6:].partition(b"\0")
    if len(rest) < 13:
        return []
    longitude, latitude, altitude = struct.unpack_from(">3i", rest, 1)
    told = "".join(f"{_decimal(one):+}" for one in (latitude, longitude, altitude))
    return [{"name": "loci", "value": f"{told}/ {_any_text(name)}".strip()}]


def _decimal(fixed: int) -> float:
    return round(fixed / 65_536, 6)


def _extension(found: Collected, source: BinaryIO, box: Box) -> None:
    source.seek(box.content - 16)
    uuid = source.read(16)
    if uuid == _XMP_UUID:
        block = Block("xmp", "uuid", box.content, box.size)
        found.add("xmp", found.attempt("xmp", xmp.properties, block.read(source)) or [])
    else:
        block = Block("jumbf" if uuid == _C2PA_UUID else "uuid", uuid.hex(), box.content, box.size)
    found.blocks.append(block.to_record(source))
