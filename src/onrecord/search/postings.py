"""Owns the form of a posting: in which texts of one block a word stands, how often, and at which places.

A block is 65,536 texts of one visibility, so that a text's number in it takes two bytes. Where more than one text in
sixteen has the word, a bit for each text is shorter and stands instead. What was written is told from what a disk made
of it by a check at its end.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

BLOCK: Final = 1 << 16
MOST_PLACES: Final = 255  # words of one text: a place is one byte
_DENSE: Final = BLOCK // 16
_TAIL: Final = struct.Struct("<BII")  # flags, how many texts, check
_IS_DENSE: Final = 1
_HAS_COUNTS: Final = 2

Texts = npt.NDArray[np.uint16]
Counts = npt.NDArray[np.uint8]


class Rotten(ValueError):
    """What was read is not what was written."""


@dataclass(frozen=True, slots=True)
class Posting:
    """The texts in order, and how often the word stands in each; no counts where it is once everywhere."""

    texts: Texts
    counts: Counts | None


def pack(texts: Texts, counts: Counts | None) -> bytes:
    """Return the bytes of a posting; `counts` of ones alone take none."""
    flags = 0
    if len(texts) > _DENSE:
        bits = np.zeros(BLOCK, dtype=np.uint8)
        bits[texts] = 1
        body = np.packbits(bits).tobytes()
        flags |= _IS_DENSE
    else:
        body = texts.astype("<u2", copy=False).tobytes()
    if counts is not None and counts.max(initial=1) > 1:
        body += counts.tobytes()
        flags |= _HAS_COUNTS
    return body + _TAIL.pack(flags, len(texts), zlib.crc32(body))


def unpack(packed: bytes) -> Posting:
    """Return the posting that `pack` made bytes of.

    Raises:
        Rotten: they are not those bytes any more.
    """
    try:
        flags, count, check = _TAIL.unpack_from(packed, len(packed) - _TAIL.size)
    except struct.error as err:
        raise Rotten from err
    body = memoryview(packed)[: -_TAIL.size]
    if zlib.crc32(body) != check:
        raise Rotten
    if flags & _IS_DENSE:
        bits = np.unpackbits(np.frombuffer(body, dtype=np.uint8, count=BLOCK // 8))
        texts, used = np.flatnonzero(bits).astype(np.uint16), BLOCK // 8
    else:
        texts, used = np.frombuffer(body, dtype="<u2", count=count), 2 * count
    counts = np.frombuffer(body, dtype=np.uint8, count=count, offset=used) if flags & _HAS_COUNTS else None
    return Posting(texts, counts)


def pack_places(places: npt.NDArray[np.uint8]) -> bytes:
    """Return the bytes of the places of a word, text by text."""
    body = places.tobytes()
    return body + struct.pack("<I", zlib.crc32(body))


def unpack_places(packed: bytes) -> npt.NDArray[np.uint8]:
    """Return the places that `pack_places` made bytes of.

    Raises:
        Rotten: they are not those bytes any more.
    """
    body = memoryview(packed)[:-4]
    if len(packed) < 4 or struct.unpack("<I", packed[-4:])[0] != zlib.crc32(body):
        raise Rotten
    return np.frombuffer(body, dtype=np.uint8)
