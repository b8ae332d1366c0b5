"""Owns the form of a posting: in which texts of one block a word stands, how often, and at which places.

A block is 65,536 texts of one visibility, so that a text's number in it takes two bytes. Where more than one text in
sixteen has the word, a bit for each text is shorter and stands instead. What was written is told from what a disk made
of it by a check at its end.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

BLOCK: Final = 1 << 16
MOST_PLACES: Final = 255  # words of one text: a place is one byte
_DENSE: Final = BLOCK // 16
_FEW: Final = 3_000  # texts, up to which counting one by one is faster than going through all of a block
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
    flags, count = _checked(packed)
    body = memoryview(packed)[: -_TAIL.size]
    if flags & _IS_DENSE:
        bits = np.unpackbits(np.frombuffer(body, dtype=np.uint8, count=BLOCK // 8))
        texts, used = np.flatnonzero(bits).astype(np.uint16), BLOCK // 8
    else:
        texts, used = np.frombuffer(body, dtype="<u2", count=count), 2 * count
    counts = np.frombuffer(body, dtype=np.uint8, count=count, offset=used) if flags & _HAS_COUNTS else None
    return Posting(texts, counts)


def count_into(total: npt.NDArray[np.uint16], postings: Iterable[tuple[bytes, int]]) -> None:
    """Add to each text the weight of each posting that has it, as often as the word stands there.

    Raises:
        Rotten: the bytes are not those that `pack` made.
    """
    sparse: dict[int, list[Texts]] = {}
    for packed, weight in postings:
        flags, count = _checked(packed)
        texts = None
        if flags & _IS_DENSE:
            bits = np.unpackbits(np.frombuffer(packed, dtype=np.uint8, count=BLOCK // 8))
            total += bits * np.uint8(weight)
        else:
            texts = np.frombuffer(packed, dtype="<u2", count=count)
            sparse.setdefault(weight, []).append(texts)
        if flags & _HAS_COUNTS:
            used = BLOCK // 8 if texts is None else 2 * count
            more = np.frombuffer(packed, dtype=np.uint8, count=count, offset=used)
            several = np.flatnonzero(more > 1)
            own = np.flatnonzero(bits)[several] if texts is None else texts[several]
            total[own] += (more[several] - 1) * np.uint16(weight)
    for weight, parts in sparse.items():
        _count_sparse(total, parts, weight)


def _count_sparse(total: npt.NDArray[np.uint16], parts: list[Texts], weight: int) -> None:
    if len(parts) == 1 and len(parts[0]) < _FEW:
        total[parts[0]] += weight  # no text is in one posting twice
        return
    texts = parts[0] if len(parts) == 1 else np.concatenate(parts)
    if len(texts) < _FEW:
        np.add.at(total, texts, np.uint16(weight))
    else:
        total += (np.bincount(texts, minlength=BLOCK) * weight).astype(np.uint16)


def _checked(packed: bytes) -> tuple[int, int]:
    """Return flags and number of texts of a posting whose bytes are as they were written."""
    try:
        flags, count, check = _TAIL.unpack_from(packed, len(packed) - _TAIL.size)
    except struct.error as err:
        raise Rotten from err
    if zlib.crc32(memoryview(packed)[: -_TAIL.size]) != check:
        raise Rotten
    return flags, count


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
