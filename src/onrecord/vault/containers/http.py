"""Owns an HTTP message as it was captured: its header, and its body as the browser had it (RFC 9112, 9110)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from onrecord.vault.containers import streams
from onrecord.vault.containers.errors import MemberCompression, MemberDamaged
from onrecord.vault.containers.model import Budget, Stream

_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,12})[ \t]*(;.*)?\r?\n", re.DOTALL)
_PACKED: Final = {"gzip": streams.gzip, "x-gzip": streams.gzip}
_UNREAD: Final = frozenset({"br", "zstd", "compress"})  # the standard library has no decoder of these
_PLAIN: Final = frozenset({"", "identity", "none"})


def entity(block: Stream, budget: Budget, *, path: str) -> tuple[Stream, Mapping[str, str]]:
    """Return the body of the message that the block holds, without the coding it travelled in, and the header.

    Raises:
        MemberDamaged: the block does not begin with a header.
        MemberCompression: the coding is not read here.
    """
    lines = streams.Lines(block)
    header = _header(lines, budget, path)
    is_chunked = header.get("transfer-encoding", "").lower().endswith("chunked")
    return _uncoded(_dechunked(lines, path) if is_chunked else lines, header, budget, path), header


def _uncoded(body: Stream, header: Mapping[str, str], budget: Budget, path: str) -> Stream:
    coding = header.get("content-encoding", "").strip().lower()
    if coding in _PLAIN:
        return body
    peeked = _Peeked(body)
    if coding in _PACKED:  # some servers say so and send plain text; browsers believe the bytes
        if peeked.head[:2] == b"\x1f\x8b":
            return streams.Unpacked(peeked, _PACKED[coding], budget, path=path, many=True)
        return peeked
    if coding == "deflate":
        wbits = 15 if peeked.head[:1] == b"\x78" else -15  # RFC 9110, 8.4.1.2: some send it without its wrapping
        return streams.Unpacked(peeked, lambda: streams.Deflated(wbits), budget, path=path)
    if coding in _UNREAD:
        return peeked  # kept as it travelled
    raise MemberCompression(path=path, problem=coding[:40])


def _header(lines: streams.Lines, budget: Budget, path: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    size = 0
    is_first = True
    while (line := lines.next()).strip(b"\r\n"):
        size += len(line)
        if size > budget.limits.header_bytes or (is_first and not line.startswith(b"HTTP/")):
            raise MemberDamaged(path=path, problem="it holds no HTTP message")
        name, _, value = line.partition(b":")
        found[name.decode("latin-1").strip().lower()] = value.decode("latin-1").strip()
        is_first = False
    return found


class _Peeked:
    """A stream whose first bytes can be looked at."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.head = stream.read(64)
        self._held = self.head

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        if self._held:
            found, self._held = self._held[:size], self._held[size:]
            return found
        return self._stream.read(size)


def _dechunked(lines: streams.Lines, path: str) -> Stream:
    """Return the body without its chunks; as it stands where it has none, since some archives keep it so."""
    line = lines.next()
    lines.back(line)
    return _Chunks(lines, path) if _CHUNK.fullmatch(line) else lines


class _Chunks:
    """A body in chunks (RFC 9112, 7.1)."""

    def __init__(self, lines: streams.Lines, path: str) -> None:
        self._lines = lines
        self._path = path
        self._left = 0
        self._is_first = True
        self._is_over = False

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, none at the end.

        Raises:
            MemberDamaged: the chunks do not follow one another.
        """
        while not self._left and not self._is_over:
            self._next_chunk()
        found = self._lines.read(min(size, self._left)) if self._left else b""
        if self._left and not found:
            raise MemberDamaged(path=self._path, problem="a chunk is cut")
        self._left -= len(found)
        return found

    def _next_chunk(self) -> None:
        if not self._is_first and self._lines.next().strip(b"\r\n"):
            raise MemberDamaged(path=self._path, problem="its chunks do not follow one another")
        self._is_first = False
        found = _CHUNK.fullmatch(self._lines.next())
        if found is None:
            raise MemberDamaged(path=self._path, problem="its chunks do not follow one another")
        self._left = int(found[1], 16)
        self._is_over = not self._left
