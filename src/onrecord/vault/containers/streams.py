"""Owns bytes that come out of packed ones, a bounded piece at a time: no decompressor is ever let run by itself.

A decompressor that is not told how much it may give at most fills memory from a few kilobytes (RELIABILITY D1).
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, Final, Protocol

from onrecord.vault.containers.errors import MemberDamaged
from onrecord.vault.containers.model import Budget, Stream

_PIECE: Final = 1 << 16
_LZMA_MEMORY: Final = 128 << 20  # the largest dictionary that an honest packer asks for is 64 MiB
_FAULTS: Final = (zlib.error, OSError, lzma.LZMAError, ValueError)  # of decompressing; those of reading are the disk's


class Decompressor(Protocol):
    """What bz2 and lzma give; deflate is brought to the same form."""

    @property
    def eof(self) -> bool:
        """Whether the packed bytes have come to their own end."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out without more going in."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What was given beyond that end."""
        ...

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return no more bytes than that."""
        ...


class Deflated:
    """Deflate in the form of the other decompressors (RFC 1951; RFC 1952 with `wbits=31`)."""

    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits=wbits)
        self._is_full = False

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out without more going in."""
        return not (self._inner.unconsumed_tail or self._is_full)

    @property
    def unused_data(self) -> bytes:
        """What follows the stream."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return no more bytes than that."""
        found = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self._is_full = len(found) == max_length
        return found


def deflate() -> Decompressor:
    """Return what unpacks raw deflate, as in ZIP."""
    return Deflated(-15)


def gzip() -> Decompressor:
    """Return what unpacks one gzip member, its checksum included."""
    return Deflated(31)


def bzip2() -> Decompressor:
    """Return what unpacks one bzip2 stream."""
    return bz2.BZ2Decompressor()


def xz() -> Decompressor:
    """Return what unpacks one xz stream."""
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_LZMA_MEMORY)


def zip_lzma(properties: bytes) -> Decompressor:
    """Return what unpacks LZMA as ZIP writes it (APPNOTE 5.8.8): five bytes of properties, then the raw stream.

    Raises:
        ValueError: the properties are none, or ask for more memory than an honest packer does.
    """
    code, dictionary = properties[0], int.from_bytes(properties[1:5], "little")
    if len(properties) != 5 or code >= 9 * 5 * 5 or dictionary > _LZMA_MEMORY // 2:
        msg = "LZMA properties"
        raise ValueError(msg)
    settings = {"lc": code % 9, "lp": code // 9 % 5, "pb": code // 45, "dict_size": max(dictionary, 4096)}
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1, **settings}])


class Limited:
    """The next so many bytes of a stream."""

    def __init__(self, stream: Stream, size: int) -> None:
        self._stream = stream
        self.left = size

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, none at the end of what is allowed."""
        found = self._stream.read(min(size, self.left))
        self.left -= len(found)
        return found


class Unpacked:
    """The bytes that come out of a packed stream; `path` names what is told when they cannot be had.

    With `many` the packed stream may be several, one after the other, as gzip, bzip2 and xz files may.
    """

    def __init__(
        self, packed: Stream, make: Callable[[], Decompressor], budget: Budget, *, path: str, many: bool = False
    ) -> None:
        self._packed = packed
        self._make = make
        self._budget = budget
        self._path = path
        self._many = many
        self._inner = make()
        self._rest = b""
        self._taken = 0
        self._given = 0
        self._is_over = False

    @property
    def unused(self) -> bytes:
        """What was read from the packed stream beyond its end."""
        return self._inner.unused_data + self._rest if self._is_over else b""

    def read(self, size: int, /) -> bytes:
        """Return up to so many bytes, none at the end.

        Raises:
            MemberDamaged: the packed bytes are cut or changed.
            MemberTooLarge: they grow out of all proportion.
            ContainerTooLarge, ContainerTooLong: the budget is spent.
        """
        while not self._is_over:
            if self._inner.eof:
                self._next_stream()
                continue
            fresh = self._fresh() if self._inner.needs_input else b""
            try:
                found = self._inner.decompress(fresh, min(size, _PIECE))
            except _FAULTS as err:
                raise MemberDamaged(path=self._path, problem=str(err) or type(err).__name__) from err
            self._budget.spend(len(found))
            self._given += len(found)
            self._budget.density(packed=self._taken, unpacked=self._given, path=self._path)
            if found:
                return found
        return b""

    def _fresh(self) -> bytes:
        fresh, self._rest = self._rest or self._packed.read(_PIECE), b""
        self._taken += len(fresh)
        if not fresh:
            raise MemberDamaged(path=self._path, problem="it ends too early")
        return fresh

    def _next_stream(self) -> None:
        """Go on with another packed stream where one follows; zeros after the last are padding."""
        if not self._many:
            self._is_over = True
            return
        rest = self._inner.unused_data
        while not rest.strip(b"\0"):
            rest = self._packed.read(_PIECE)
            if not rest:
                self._is_over = True
                return
        self._inner, self._rest = self._make(), rest.lstrip(b"\0")


class Spent:
    """A stream that needs no unpacking, counted against the budget as it passes."""

    def __init__(self, stream: Stream, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        found = self._stream.read(min(size, _PIECE))
        self._budget.spend(len(found))
        return found


class Lines:
    """Lines of a stream, each with its end; a very long one comes in pieces, so that memory stays flat."""

    def __init__(self, stream: Stream, *, longest: int = _PIECE) -> None:
        self._stream = stream
        self._longest = longest
        self._held = b""
        self._is_over = False

    def next(self) -> bytes:
        """Return the next line, or the next piece of a long one; nothing at the end."""
        while (at := self._held.find(b"\n", 0, self._longest)) < 0 and len(self._held) < self._longest:
            if self._is_over:
                break
            more = self._stream.read(_PIECE)
            self._is_over = not more
            self._held += more
        size = at + 1 if at >= 0 else self._longest
        found, self._held = self._held[:size], self._held[size:]
        return found

    def back(self, line: bytes) -> None:
        """Give a line back, to be the next one again."""
        self._held = line + self._held

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, whatever lines they are of."""
        if not self._held:
            return self._stream.read(size)
        found, self._held = self._held[:size], self._held[size:]
        return found


class Rewound(io.RawIOBase):
    """A file that can only be read forward, given a place to stand at: going back opens it anew.

    An encrypted object is such a file, and a ZIP is read from its end. Nothing of it is ever written down in clear.
    """

    def __init__(self, opener: Callable[[], BinaryIO], size: int) -> None:
        super().__init__()
        self._opener = opener
        self._size = size
        self._file = opener()
        self._read_to = 0
        self._at = 0

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Stand at another place; it is read up to there when it is read on."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        """Fill the buffer with what stands here."""
        if self._at < self._read_to:
            self._file.close()
            self._file, self._read_to = self._opener(), 0
        while self._read_to < self._at:
            passed = self._file.read(min(_PIECE, self._at - self._read_to))
            if not passed:
                return 0
            self._read_to += len(passed)
        found = self._file.read(len(buffer))
        buffer[: len(found)] = found
        self._read_to += len(found)
        self._at = self._read_to
        return len(found)

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            self._file.close()
        super().close()
