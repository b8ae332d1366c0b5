"""Owns PDQ, a perceptual hash of pictures of 256 bits: like pictures have hashes that differ in few bits.

Written from the published description (Meta, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing
Algorithm", 2019), not from anybody's code; held to the published reference hashes. Pure arithmetic: it opens no file
and decides nothing. A hash says that two pictures look alike, never that they are one.

    luminance -> two box filters along each axis -> 64 x 64 samples -> 16 x 16 cosines -> above the median or not

Filters and sampling are linear and work on each axis by itself, so both together are one matrix per axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

BITS: Final = 256
ALIKE: Final = 31  # most bits in which two hashes of one picture differ (published recommendation)
LEAST_QUALITY: Final = 50  # below, a picture is too plain for its hash to mean anything
_SAMPLES: Final = 64
_FREQUENCIES: Final = 16
_WORDS: Final = 4
_BLOCK: Final = 16_384
_LUMINANCE: Final = (0.299, 0.587, 0.114)  # ITU-R BT.601

# How a picture may lie: names, and (transposed, rows mirrored, columns mirrored) of the transform's coefficients.
TURNS: Final = {
    "as_it_is": (False, False, False),
    "rotated_90": (True, False, True),
    "rotated_180": (False, True, True),
    "rotated_270": (True, True, False),
    "mirrored": (False, False, True),
    "upside_down": (False, True, False),
    "transposed": (True, False, False),
    "transposed_back": (True, True, True),
}


def luminance(pixels: NDArray[np.uint8]) -> Floats:
    """Return the luminance of red, green and blue pixels; of grey ones, themselves."""
    if pixels.ndim == 2:
        return pixels.astype(np.float32)
    grey: Floats = pixels[..., :3].astype(np.float32) @ np.asarray(_LUMINANCE, dtype=np.float32)
    return grey


def samples(grey: Floats) -> Floats:
    """Return 64 x 64 samples of the picture, smoothed by two box filters along each axis."""
    rows, columns = grey.shape
    sampled: Floats = _reduction(rows) @ grey @ _reduction(columns).T
    return sampled


def quality(sampled: Floats) -> int:
    """Return from 0 to 100 how much there is in the picture to tell it by: its gradients, each cut to whole numbers."""
    steps = (np.trunc(np.diff(sampled, axis=axis) * 100 / 255) for axis in (0, 1))
    return min(100, int(sum(np.abs(one).sum() for one in steps) / 90))


def transform(sampled: Floats) -> Floats:
    """Return the 16 x 16 lowest frequencies of the cosine transform, without the constant one."""
    coefficients: Floats = _COSINES @ sampled @ _COSINES.T
    return coefficients


def hash_of(coefficients: Floats) -> str:
    """Return the hash of a transform: one bit for each coefficient above the median, the first as the lowest."""
    flat = coefficients.ravel()
    bits = flat > np.sort(flat)[flat.size // 2 - 1]
    return np.packbits(bits, bitorder="little")[::-1].tobytes().hex()


def turned(coefficients: Floats) -> dict[str, str]:
    """Return the hash of the picture in each of the eight ways it may lie, from the one transform."""
    return {name: hash_of(_lying(coefficients, *turn)) for name, turn in TURNS.items()}


class Index:
    """Hashes to be searched: four columns of 64 bits, so that a search is bound by memory and not by Python."""

    def __init__(self, hashes: Sequence[str]) -> None:
        rows = np.frombuffer(bytes.fromhex("".join(hashes)), dtype=">u8").astype(np.uint64).reshape(-1, _WORDS)
        self._columns = np.ascontiguousarray(rows.T)

    def __len__(self) -> int:
        """How many hashes there are."""
        return int(self._columns.shape[1])

    def search(self, one: str, limit: int = ALIKE, *, start: int = 0) -> list[tuple[int, int]]:
        """Return (place, distance) of every hash from `start` on that differs in at most `limit` bits: all of them.

        A block at a time, so that what is counted stays in the processor's cache. Whatever differs by more than the
        limit in three words does so in four: the fourth is counted for the few that are left.
        """
        wanted = np.frombuffer(bytes.fromhex(one), dtype=">u8").astype(np.uint64)
        found: list[tuple[int, int]] = []
        for begin in range(start, len(self), _BLOCK):
            block = self._columns[:, begin : begin + _BLOCK]
            apart = np.bitwise_count(block[0] ^ wanted[0])
            for word in range(1, _WORDS - 1):
                apart += np.bitwise_count(block[word] ^ wanted[word])
            for place in np.flatnonzero(apart <= limit):
                distance = int(apart[place]) + int(np.bitwise_count(block[-1, place] ^ wanted[-1]))
                if distance <= limit:
                    found.append((begin + int(place), distance))
        return found


def distance(one: str, other: str) -> int:
    """Return in how many bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _lying(coefficients: Floats, transposed: bool, rows: bool, columns: bool) -> Floats:
    """Mirroring a picture changes the sign of every odd frequency along that axis; turning it swaps the axes first."""
    out = coefficients.T if transposed else coefficients
    out = out * _SIGNS[:, None] if rows else out
    return out * _SIGNS[None, :] if columns else out


@lru_cache(maxsize=256)
def _reduction(length: int) -> Floats:
    """Return the matrix that filters an axis of this length twice and samples it at 64 places.

    A box of even width has one more after than before; at the edges it is cut and averages what is there.
    """
    window = -(-length // (2 * _SAMPLES))
    after = (window + 2) // 2 - 1
    offsets = range(after - window + 1, after + 1)
    row = np.arange(_SAMPLES)
    places = ((row + 0.5) * length / _SAMPLES).astype(int)
    every = np.arange(length)
    counts = np.minimum(length - 1, every + after) - np.maximum(0, every + offsets[0]) + 1
    matrix = np.zeros((_SAMPLES, length), dtype=np.float32)
    for first in offsets:
        for second in offsets:
            between, end = places + first, places + first + second
            there = (between >= 0) & (between < length) & (end >= 0) & (end < length)
            weight = 1 / (counts[places[there]] * counts[between[there]])
            matrix[row[there], end[there]] += weight
    return matrix


def _cosines() -> Floats:
    frequency = np.arange(1, _FREQUENCIES + 1)[:, None]
    place = 2 * np.arange(_SAMPLES)[None, :] + 1
    cosines: Floats = (np.sqrt(2 / _SAMPLES) * np.cos(np.pi / (2 * _SAMPLES) * frequency * place)).astype(np.float32)
    return cosines


_COSINES: Final = _cosines()
_SIGNS: Final = np.where(np.arange(1, _FREQUENCIES + 1) % 2 == 1, -1, 1).astype(np.float32)
