"""Owns TAR files: POSIX pax (IEEE 1003.1), GNU and the oldest form, plain or packed; and files packed alone.

Headers are read one by one from a stream, so that memory stays flat, and no header is believed beyond the limits.
Nothing is ever extracted: a link is told, not followed.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, Final

from onrecord.vault.containers import streams
from onrecord.vault.containers.errors import (
    ContainerDamaged,
    MemberCompression,
    MemberDamaged,
    MemberLink,
    MemberNotAFile,
    MemberRefused,
)
from onrecord.vault.containers.model import Budget, Form, Member, Opened, Part, Reading, Stream
from onrecord.vault.containers.paths import Seen, checked_path, decoded_name
from onrecord.vault.naming import recorded_name

_BLOCK: Final = tarfile.BLOCKSIZE
_PIECE: Final = 1 << 16
_MAKERS: Final[dict[Form, Callable[[], streams.Decompressor]]] = {
    Form.GZIP: streams.gzip,
    Form.BZIP2: streams.bzip2,
    Form.XZ: streams.xz,
}
_ENDINGS: Final = (".gz", ".gzip", ".bz2", ".xz", ".tgz", ".tbz", ".tbz2", ".txz", ".z")
_FILES: Final = frozenset({tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE})
_LINKS: Final = frozenset({tarfile.LNKTYPE, tarfile.SYMTYPE})
# Whatever size their headers say; GNU and pax disagree on it, and every reader goes by this.
_WITHOUT_BYTES: Final = _LINKS | {tarfile.DIRTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE}
_LONG: Final = {tarfile.GNUTYPE_LONGNAME: "path", tarfile.GNUTYPE_LONGLINK: "linkpath"}
_GZIP_NAME: Final = 0x08  # RFC 1952, 2.3.1
_GZIP_EXTRA: Final = 0x04


def packed_parts(form: Form, file: BinaryIO, name: str, budget: Budget) -> Iterator[Part]:
    """Yield what is in a packed file: the members of the TAR in it, or the one file that was packed alone.

    Raises:
        ContainerDamaged: it cannot be read to its end; what came before was yielded.
    """
    own_name = _gzip_name(file) if form is Form.GZIP else ""
    stream = streams.Unpacked(file, _MAKERS[form], budget, path=name, many=True)
    try:
        lines = streams.Lines(stream)
        head = _exactly(lines, _BLOCK)
        lines.back(head)
        if _header(head) is not None:
            yield from parts(lines, budget)
        else:
            yield from _alone(lines, own_name or _without_ending(name), budget)
    except MemberDamaged as fault:
        raise ContainerDamaged(problem=fault.facts["problem"]) from fault


def _alone(stream: Stream, name: str, budget: Budget) -> Iterator[Part]:
    budget.member()
    try:
        path, short = checked_path(name)
    except MemberRefused as fault:
        yield fault
    else:
        yield Member(path=path, name=short, open=lambda: Reading(stream))


def _without_ending(name: str) -> str:
    return next((name[: -len(one)] for one in _ENDINGS if name.lower().endswith(one) and len(name) > len(one)), name)


def _gzip_name(file: BinaryIO) -> str:
    """Return the name that stands in the header of a gzip file (RFC 1952, 2.3.1), if there is one, and go back."""
    head = file.read(10 + _PIECE)
    file.seek(0)
    if head[:3] != b"\x1f\x8b\x08" or not head[3] & _GZIP_NAME:
        return ""
    at = 10 + (2 + int.from_bytes(head[10:12], "little") if head[3] & _GZIP_EXTRA else 0)
    name, end, _ = head[at:].partition(b"\0")
    return decoded_name(name) if end else ""


def parts(stream: Stream, budget: Budget) -> Iterator[Part]:
    """Yield the members of a TAR.

    Raises:
        ContainerDamaged: a header cannot be read, or the bytes end too early; what came before was yielded.
    """
    seen = Seen()
    said: dict[str, str] = {}
    while (header := _next_header(stream)) is not None:
        if header.size < 0:
            raise ContainerDamaged(problem="a member of less than no bytes")
        body = _Body(stream, header.size)
        if header.type in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
            said |= _pax(body.all(budget))
        elif header.type in _LONG:
            said[_LONG[header.type]] = _text(body.all(budget).rstrip(b"\0"))
        elif header.type != tarfile.XGLTYPE:  # a header for all that follow tells nothing that we ask for
            budget.member()
            yield from _member(header, said, body, seen)
            said = {}
        body.skip()
        budget.tick()


def _member(header: tarfile.TarInfo, said: dict[str, str], body: _Body, seen: Seen) -> Iterator[Part]:
    if header.type in _WITHOUT_BYTES:
        body.left = 0
    elif "size" in said:
        body.left = _pax_size(said["size"])
    try:
        path, name = checked_path(said.get("path", header.name))
        if header.type == tarfile.DIRTYPE:
            return
        if header.type in _LINKS:
            raise MemberLink(path=path)
        if header.type == tarfile.GNUTYPE_SPARSE or any(one.startswith("GNU.sparse") for one in said):
            raise MemberCompression(path=path, problem="GNU sparse")
        if header.type not in _FILES:
            raise MemberNotAFile(path=path)
        seen.first(path)
    except MemberRefused as fault:
        yield fault
    else:
        body.path = path
        yield Member(path=path, name=name, open=partial(_read, body))


def _read(body: _Body) -> Opened:
    return Reading(body)


class _Body:
    """The bytes of one member, and the padding after them."""

    def __init__(self, stream: Stream, size: int) -> None:
        self._stream = stream
        self._padding = 0
        self.path = ""
        self.left = size

    @property
    def left(self) -> int:
        """How many bytes are left of the member."""
        return self._left

    @left.setter
    def left(self, size: int) -> None:
        self._left = size
        self._padding = -size % _BLOCK

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, none at the end.

        Raises:
            MemberDamaged: the container ends too early.
        """
        if not self._left:
            return b""
        found = self._stream.read(min(size, self._left))
        if not found:
            raise MemberDamaged(path=self.path, problem="the container ends too early")
        self._left -= len(found)
        return found

    def all(self, budget: Budget) -> bytes:
        """Return all of a header's body.

        Raises:
            ContainerDamaged: it is larger than any header needs.
        """
        if self._left > budget.limits.header_bytes:
            raise ContainerDamaged(problem="a header larger than any needs to be")
        return _exactly(self, self._left)

    def skip(self) -> None:
        """Go to the next header."""
        left = self._left + self._padding
        while left:
            found = self._stream.read(min(_PIECE, left))
            if not found:
                raise ContainerDamaged(problem="it ends too early")
            left -= len(found)


def _next_header(stream: Stream) -> tarfile.TarInfo | None:
    """Return the next header, or None at the end: a block of zeros, or nothing more."""
    block = _exactly(stream, _BLOCK)
    if not block.strip(b"\0"):
        return None
    header = _header(block)
    if header is None:
        raise ContainerDamaged(problem="a header is damaged")
    return header


def _header(block: bytes) -> tarfile.TarInfo | None:
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError, OverflowError):
        return None


def is_tar(head: bytes) -> bool:
    """Say whether a file that begins so is a TAR of whatever age: its first header has the checksum it says."""
    return len(head) >= _BLOCK and any(head[:_BLOCK]) and _header(head[:_BLOCK]) is not None


def _pax(content: bytes) -> dict[str, str]:
    """Return what a pax header says: records of `length key=value` and a line feed (IEEE 1003.1, pax, 4.18)."""
    said: dict[str, str] = {}
    while content:
        length, _, _ = content.partition(b" ")
        if not length.isdigit() or not len(length) < int(length[:9]) <= len(content):
            raise ContainerDamaged(problem="a pax header is damaged")
        record, content = content[len(length) + 1 : int(length)], content[int(length) :]
        key, _, value = record.rstrip(b"\n").partition(b"=")
        said[_text(key)] = _text(value)
    return said


def _pax_size(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise ContainerDamaged(problem="a pax header is damaged")
    return int(text)


def _text(raw: bytes) -> str:
    return recorded_name(raw.decode(errors="surrogateescape"))


def _exactly(stream: Stream, size: int) -> bytes:
    """Return the next so many bytes, fewer only where the stream ends."""
    pieces: list[bytes] = []
    while size and (piece := stream.read(min(size, _PIECE))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
