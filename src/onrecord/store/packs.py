"""Owns packs: many small objects in one file, because making files is what sealing small ones costs.

A pack is an ordinary ZIP file without compression (PKWARE APPNOTE 6.3, method 0), its members named as objects are, so
that in fifty years anybody can open it. It is named by the SHA-256 of its own bytes: a changed bit shows in any byte.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

MAX_MEMBERS: Final = 0xFFFE  # one more and the format needs its 64-bit form
SUFFIX: Final = ".zip"
_LOCAL: Final = struct.Struct("<4s5H3I2H")  # APPNOTE 4.3.7
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")  # APPNOTE 4.3.12
_END: Final = struct.Struct("<4s4H2IH")  # APPNOTE 4.3.16
_VERSION: Final = 20
_NO_DATE: Final = 0x21  # 1 January 1980, the earliest there is: a pack tells no times


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object's bytes lie in a pack."""

    pack: Path
    offset: int
    length: int


def pack_bytes(members: Sequence[tuple[str, bytes]]) -> bytes:
    """Return the pack that holds these objects by name; the same members give the same bytes."""
    if len(members) > MAX_MEMBERS:
        msg = f"a pack holds {MAX_MEMBERS} objects, not {len(members)}"
        raise ValueError(msg)
    body, directory, offset = [], [], 0
    for name, content in members:
        label, size = name.encode("ascii"), len(content)
        facts = (_VERSION, 0, 0, 0, _NO_DATE, zlib.crc32(content), size, size, len(label), 0)
        body += [_LOCAL.pack(b"PK\x03\x04", *facts), label, content]
        directory += [_CENTRAL.pack(b"PK\x01\x02", _VERSION, *facts, 0, 0, 0, 0, offset), label]
        offset += _LOCAL.size + len(label) + size
    central = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(members), len(members), len(central), offset, 0)
    return b"".join((*body, central, end))


def places(pack: Path) -> Mapping[str, Place]:
    """Return where each object of the pack lies.

    Where the directory at its end is damaged, the members' own headers are followed as far as they go.

    Raises:
        OSError: the file cannot be read.
    """
    with pack.open("rb") as file:
        rows = _directory(file)
        return {name: Place(pack, offset, length) for name, offset, length in rows or _walked(file)}


def read(place: Place) -> bytes:
    """Return the bytes at a place.

    Raises:
        OSError: the file cannot be read.
    """
    with place.pack.open("rb") as file:
        file.seek(place.offset)
        return file.read(place.length)


def _directory(file: BinaryIO) -> list[tuple[str, int, int]]:
    """Return (name, offset, length) by the directory, or nothing where it is not whole."""
    size = file.seek(0, 2)
    if size < _END.size:
        return []
    file.seek(size - _END.size)
    mark, _, _, _, count, length, start, _ = _END.unpack(file.read(_END.size))
    if mark != b"PK\x05\x06" or start + length + _END.size != size:
        return []
    file.seek(start)
    rows = list(_entries(file.read(length), start))
    return rows if len(rows) == count else []


def _entries(central: bytes, end: int) -> Iterator[tuple[str, int, int]]:
    at = 0
    while at + _CENTRAL.size <= len(central):
        row = _CENTRAL.unpack_from(central, at)
        length, label, offset = row[9], row[10], row[16]
        name = central[at + _CENTRAL.size : at + _CENTRAL.size + label]
        begin = offset + _LOCAL.size + label
        if row[0] != b"PK\x01\x02" or begin + length > end or not name.isalnum():
            return
        yield name.decode("ascii"), begin, length
        at += _CENTRAL.size + label


def _walked(file: BinaryIO) -> list[tuple[str, int, int]]:
    """Return the same by the header before each member."""
    found, size, at = [], file.seek(0, 2), 0
    while at + _LOCAL.size <= size:
        file.seek(at)
        row = _LOCAL.unpack(file.read(_LOCAL.size))
        length, label = row[8], row[9]
        name, begin = file.read(label), at + _LOCAL.size + label
        if row[0] != b"PK\x03\x04" or begin + length > size or not name.isalnum():
            break
        found.append((name.decode("ascii"), begin, length))
        at = begin + length
    return found
