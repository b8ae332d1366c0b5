"""Owns joining the tiles of one picture, top to bottom: a browser draws no picture of any height in one go."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from typing import Final

_MAGIC: Final = b"\x89PNG\r\n\x1a\n"
_LEVEL: Final = 6


def png_size(content: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, as its header tells them.

    Raises:
        ValueError: it is no PNG.
    """
    if not content.startswith(_MAGIC) or content[12:16] != b"IHDR" or len(content) < 24:
        msg = "not a PNG"
        raise ValueError(msg)
    width, height = struct.unpack(">II", content[16:24])
    return int(width), int(height)


def stitched(tiles: Sequence[bytes]) -> bytes:
    """Return one PNG with the tiles below each other; a single tile is returned as it is.

    Rows are written as they come, so that no more than one tile lies in memory unpacked (PNG, third edition, 7 and 10).

    Raises:
        ValueError: there is no tile, or they are not of one width.
    """
    sizes = [png_size(tile) for tile in tiles]
    if not sizes or len({width for width, _ in sizes}) != 1:
        msg = "tiles of one width were expected"
        raise ValueError(msg)
    if len(tiles) == 1:
        return tiles[0]
    width, height = sizes[0][0], sum(one for _, one in sizes)
    packer = zlib.compressobj(_LEVEL)
    packed = [packer.compress(rows) for tile in tiles for rows in _rows(tile, width)]
    packed.append(packer.flush())
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # eight bits, red green blue, not interlaced
    return _MAGIC + _chunk(b"IHDR", header) + _chunk(b"IDAT", b"".join(packed)) + _chunk(b"IEND", b"")


def _rows(tile: bytes, width: int) -> list[bytes]:
    """Return the tile's rows, each behind the byte that says it is not filtered."""
    from PIL import Image

    with Image.open(io.BytesIO(tile), formats=["PNG"]) as image:
        pixels = image.convert("RGB").tobytes()
    stride = width * 3
    return [b"\0" + pixels[at : at + stride] for at in range(0, len(pixels), stride)]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
