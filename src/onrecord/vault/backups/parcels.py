"""Owns parcels: what lies in a place is an age file around an ordinary ZIP file, of a size that tells little.

Small files travel together, large ones in pieces, so that 20,000 objects are not 20,000 files and the size of one
photograph is nobody's to read. A ZIP file, so that whoever has the key needs `age` and `unzip` and nothing of ours.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from onrecord.kernel import sha256_hex

PARCEL_BYTES: Final = 16 << 20
PIECE_BYTES: Final = PARCEL_BYTES - (64 << 10)  # of a large file; the rest is room for the ZIP's own bytes
_MEMBER_BYTES: Final = 512  # about what a member costs beside its content
_PADDING: Final = "padding"
_PADDING_COST: Final = 76 + 2 * len(_PADDING)  # APPNOTE 4.3.7 and 4.3.12, with the name in both
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
_FINE_STEP: Final = 64 << 10
_COARSE_STEP: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A file, or a part of one: `number` is its place among the parts, None for a file that is whole."""

    path: str
    number: int | None
    content: bytes

    @property
    def member(self) -> str:
        """Its name in the ZIP: the parts of a file sort in their order."""
        return self.path if self.number is None else f"{self.path}.{self.number:06}"


def pieces_of(path: str, source: BinaryIO) -> Iterator[Piece]:
    """Yield a file whole, or in parts where it is larger than one parcel takes."""
    content = source.read(PIECE_BYTES)
    following = source.read(PIECE_BYTES) if len(content) == PIECE_BYTES else b""
    if not following:
        yield Piece(path=path, number=None, content=content)
        return
    number = 0
    while content:
        yield Piece(path=path, number=number, content=content)
        content, following = following, source.read(PIECE_BYTES) if following else b""
        number += 1


def groups_of(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield pieces in groups that fit into one parcel each, in order."""
    group: list[Piece] = []
    held = 0
    for piece in pieces:
        cost = len(piece.content) + _MEMBER_BYTES
        if group and held + cost > PARCEL_BYTES:
            yield group
            group, held = [], 0
        group.append(piece)
        held += cost
    if group:
        yield group


def identity_of(group: Iterable[Piece]) -> str:
    """Return what a parcel of this group is known by: its members and the digests of their bytes."""
    return "\n".join(f"{sha256_hex(piece.content)} {piece.member}" for piece in group)


def wrapped(group: Iterable[Piece], *, is_text: bool = False) -> bytes:
    """Return the ZIP of a group, filled up with zeros to a size that many groups share."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for piece in group:
            member = zipfile.ZipInfo(piece.member, _NO_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
            opened.writestr(member, piece.content)
    missing = padded_size(buffer.tell() + _PADDING_COST) - buffer.tell() - _PADDING_COST
    with zipfile.ZipFile(buffer, "a") as opened:
        opened.writestr(zipfile.ZipInfo(_PADDING, _NO_DATE), bytes(missing))
    return buffer.getvalue()


def unwrapped(content: bytes) -> Mapping[str, bytes]:
    """Return the members of a parcel by name, without its padding.

    Raises:
        ValueError: it is no whole ZIP file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return {one.filename: opened.read(one) for one in opened.infolist() if one.filename != _PADDING}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as err:
        raise ValueError(str(err)) from err


def padded_size(size: int) -> int:
    """Return the next size that is told: in steps of 64 KiB below a mebibyte, of a mebibyte above."""
    step = _FINE_STEP if size <= _COARSE_STEP else _COARSE_STEP
    return -(-size // step) * step
