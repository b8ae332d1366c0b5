"""Owns web archives: WARC (ISO 28500) and ARC, record by record, each digest they carry checked.

What was captured becomes a member: the body of a response as the browser had it, a resource, a conversion. Requests and
notes are checked and stay in the container. A file that breaks the standard is told, and its records are read as far as
they can be.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import BinaryIO, Final, Protocol
from urllib.parse import unquote, urlsplit

from onrecord.vault.containers import streams
from onrecord.vault.containers.errors import (
    ContainerDamaged,
    MemberDamaged,
    MemberOddName,
    MemberRefused,
    RecordDigest,
    RecordOdd,
)
from onrecord.vault.containers.http import entity
from onrecord.vault.containers.model import Budget, Member, Opened, Part, Reading, Remark, Stream
from onrecord.vault.containers.paths import checked_path, deceives
from onrecord.vault.naming import recorded_name

_VERSION: Final = re.compile(rb"WARC/(0\.\d+|1\.[01])\r?\n")
_FIELD: Final = re.compile(rb"([^\x00-\x20:]+):[ \t]*(.*)", re.DOTALL)
_HTTP: Final = re.compile(r"application/http\b", re.IGNORECASE)
_NEEDED: Final = ("warc-record-id", "warc-type", "warc-date", "content-length")
_CAPTURED: Final = frozenset({"response", "resource", "conversion"})
_DIGESTS: Final = {"md5": hashlib.md5, "sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha512": hashlib.sha512}
_ARC_LINE: Final = re.compile(rb"(\S.*) (\S+) (\d{8,18}) (\S+) (-?\d+)\r?\n")
_PIECE: Final = 1 << 16


class _Pieces(Protocol):
    """The bytes of a web archive, plain or packed record by record."""

    odd: str | None

    def next(self) -> bytes:
        """Return the next line."""
        ...

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        ...

    def begins_record(self) -> bool:
        """Say that a record begins here, and whether anything is left."""
        ...


class _Plain(streams.Lines):
    """A web archive that is not packed."""

    odd: str | None = None

    def begins_record(self) -> bool:
        """Say whether anything is left."""
        line = self.next()
        while line and not line.strip(b"\r\n"):
            line = self.next()
        self.back(line)
        return bool(line)


class _Packed:
    """A web archive of which each record is a gzip member of its own (ISO 28500, annex D)."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        self._file = file
        self._budget = budget
        self._rest = b""
        self._lines: streams.Lines | None = None
        self._unpacked: streams.Unpacked | None = None
        self.odd: str | None = None

    def next(self) -> bytes:
        """Return the next line of this member; none at its end."""
        return self._lines.next() if self._lines else b""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes of this member; none at its end."""
        return self._lines.read(size) if self._lines else b""

    def begins_record(self) -> bool:
        """Go to the next member where this one has ended, and say whether there is one."""
        if self._lines is not None:
            line = self._lines.next()
            while line and not line.strip(b"\r\n"):
                line = self._lines.next()
            if line:
                self.odd = self.odd or "its records are not packed one by one"
                self._lines.back(line)
                return True
        if self._unpacked is not None:
            self._rest = self._unpacked.unused
        rest = self._rest or self._file.read(_PIECE)
        while rest and not rest.strip(b"\0"):
            rest = self._file.read(_PIECE)
        if not rest:
            return False
        self._unpacked = streams.Unpacked(_Joined(rest, self._file), streams.gzip, self._budget, path="gzip")
        self._lines = streams.Lines(self._unpacked)
        self._rest = b""
        return True


class _Joined:
    """Bytes that were read already, and the stream they came from."""

    def __init__(self, head: bytes, rest: Stream) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        if self._head:
            found, self._head = self._head[:size], self._head[size:]
            return found
        return self._rest.read(size)


def warc_parts(file: BinaryIO, budget: Budget) -> Iterator[Part]:
    """Yield what a WARC captured, and what is wrong with it.

    Raises:
        ContainerDamaged: the next record cannot be found; what came before was yielded.
    """
    pieces = _pieces(file, budget)
    number = 0
    told: set[str] = set()
    try:
        while pieces.begins_record():
            number += 1
            header = _header(pieces, budget)
            block = _Block(pieces, header, f"{number}")
            for part in _record(header, block, number, budget):
                if not isinstance(part, Remark) or str(part.fault.facts["problem"]) not in told:
                    yield part  # what all records have in common is told once
                if isinstance(part, Remark):
                    told.add(str(part.fault.facts["problem"]))
            yield from block.rest(budget)
            _end_of_record(pieces)
    except MemberDamaged as fault:
        raise ContainerDamaged(problem=f"record {number}: {fault.facts['problem']}") from fault
    if pieces.odd:
        yield Remark(path=None, fault=RecordOdd(problem=pieces.odd))
    if not number:
        raise ContainerDamaged(problem="it holds no record")


def _pieces(file: BinaryIO, budget: Budget) -> _Pieces:
    head = file.read(2)
    file.seek(0)
    return _Packed(file, budget) if head == b"\x1f\x8b" else _Plain(streams.Spent(file, budget))


def _record(header: Mapping[str, str], block: _Block, number: int, budget: Budget) -> Iterator[Part]:
    lacking = [name for name in _NEEDED if name not in header]
    if lacking:
        yield Remark(path=None, fault=RecordOdd(problem=f"records lack {', '.join(lacking)}"))
    kind = header.get("warc-type", "").lower()
    target = header.get("warc-target-uri", "")
    if target.startswith("<"):
        yield Remark(path=None, fault=RecordOdd(problem="target addresses stand in angle brackets"))
    if kind not in _CAPTURED:
        return
    budget.member()
    target = target.strip("<>")
    block.path = recorded_name(f"{number}/{target}")
    if deceives(target):
        yield MemberOddName(path=block.path[: budget.limits.name_letters])
    else:
        yield Member(path=block.path, name=_name(target), open=partial(_opened, block, header, budget))


def _opened(block: _Block, header: Mapping[str, str], budget: Budget) -> Opened:
    return Reading(_Captured(block, header, budget))


class _Captured:
    """What was captured, out of the block that holds it; at its end the block is held against its digests."""

    def __init__(self, block: _Block, header: Mapping[str, str], budget: Budget) -> None:
        self._block = block
        self._budget = budget
        is_http = (
            bool(_HTTP.match(header.get("content-type", ""))) and header.get("warc-type", "").lower() != "resource"
        )
        self._stream: Stream = block
        if is_http:
            self._stream, said = entity(block, budget, path=block.path)
            promised = said.get("content-length", "")
            if block.is_arc and promised.isdecimal() and len(promised) < 18:
                self._stream = _Promised(self._stream, int(promised), block)

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, none at the end.

        Raises:
            RecordDigest: they are not those that were captured.
            MemberDamaged, MemberCompression: they cannot be read.
        """
        found = self._stream.read(size)
        if not found:
            if self._block.is_cut:
                raise MemberDamaged(path=self._block.path, problem="its block is cut")
            for problem in self._block.rest(self._budget):
                if isinstance(problem, MemberRefused):
                    raise problem
        return found


class _Promised:
    """A body in an ARC, which ends with the file where its line ends were converted and its length was not.

    It is whole if as many bytes are there as the server promised, and nothing but line ends follows.
    """

    def __init__(self, stream: Stream, promised: int, block: _Block) -> None:
        self._stream = stream
        self._left = promised
        self._block = block

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, none at the end."""
        if self._left:
            found = self._stream.read(min(size, self._left))
            self._left -= len(found)
            return found
        rest = b""
        while len(rest) < 3 and (more := self._stream.read(3)):
            rest += more
        if self._block.is_cut and not rest.strip(b"\r\n"):
            self._block.is_cut = False
            return b""
        return rest


class _Block:
    """The block of a record: so many bytes, digested as they pass."""

    def __init__(self, pieces: _Pieces, header: Mapping[str, str], path: str, *, is_arc: bool = False) -> None:
        self._pieces = pieces
        self.is_arc = is_arc
        self.is_cut = False
        self._left = _length(header)
        self._expected = _expected(header)
        self._block = {name: _DIGESTS[name](usedforsecurity=False) for name in self._algorithms("block")}
        self._payload = {name: _DIGESTS[name](usedforsecurity=False) for name in self._algorithms("payload")}
        self._is_revisit = header.get("warc-type", "").lower() == "revisit"
        self._before: bytes | None = b"" if _HTTP.match(header.get("content-type", "")) else None
        self.path = path
        self.is_told = False

    def _algorithms(self, of: str) -> set[str]:
        return {digest[0] for part, digest in self._expected.items() if part == of}

    def read(self, size: int, /) -> bytes:
        """Return the next bytes of the block, none at its end.

        Raises:
            MemberDamaged: the file ends before the block does.
        """
        if not self._left:
            return b""
        found = self._pieces.read(min(size, self._left, _PIECE))
        if not found and self.is_arc:  # whether it was cut, or its line ends were converted, its HTTP header tells
            self.is_cut, self._left = True, 0
            return b""
        if not found:
            raise MemberDamaged(path=self.path, problem="its block is cut")
        self._left -= len(found)
        for digest in self._block.values():
            digest.update(found)
        self._to_payload(found)
        return found

    def _to_payload(self, found: bytes) -> None:
        """Digest what follows the HTTP header: the payload (ISO 28500, 6.3.2)."""
        if self._before is not None:
            joined = self._before + found
            at = joined.find(b"\r\n\r\n")
            if at < 0:
                self._before = joined[-(1 << 20) :]
                return
            self._before, found = None, joined[at + 4 :]
        for digest in self._payload.values():
            digest.update(found)

    def rest(self, budget: Budget) -> Iterator[Part]:
        """Pass over what was not read, and yield that a digest differs, once."""
        while self.read(_PIECE):
            budget.tick()
        if self.is_told:
            return
        self.is_told = True
        checks = {"block": self._block} if self._is_revisit else {"block": self._block, "payload": self._payload}
        for part, digests in checks.items():
            if part in self._expected:
                name, expected, said = self._expected[part]
                found = digests[name].digest()
                if found != expected:
                    yield RecordDigest(path=self.path, expected=said[:200], found=f"{name}:{found.hex()}")
                    return


def _length(header: Mapping[str, str]) -> int:
    text = header.get("content-length", "")
    if not text.isdecimal() or len(text) > 18:
        raise ContainerDamaged(problem="a record does not say how long it is")
    return int(text)


def _expected(header: Mapping[str, str]) -> dict[str, tuple[str, bytes | None, str]]:
    """Return the digests that the record says, of those we know, in any of the three writings in use."""
    found: dict[str, tuple[str, bytes | None, str]] = {}
    for part in ("block", "payload"):
        said = header.get(f"warc-{part}-digest", "")
        name, _, text = said.partition(":")
        name = name.strip().lower().replace("-", "")
        if name in _DIGESTS:
            size = _DIGESTS[name](usedforsecurity=False).digest_size
            found[part] = name, _digest(text.strip(), size), said
    return found


def _digest(text: str, size: int) -> bytes | None:
    bare = text.rstrip("=")
    base32 = partial(base64.b32decode, casefold=True)
    for decode, padding in ((bytes.fromhex, 1), (base32, 8), (base64.b64decode, 4), (base64.urlsafe_b64decode, 4)):
        try:
            found = decode(bare + "=" * (-len(bare) % padding))
        except (ValueError, binascii.Error):
            continue
        if len(found) == size:
            return found
    return None


def _header(pieces: _Pieces, budget: Budget) -> dict[str, str]:
    """Return a record's named fields.

    Raises:
        ContainerDamaged: here begins no record, or its header does not end.
    """
    line = pieces.next()
    if not _VERSION.fullmatch(line):
        raise ContainerDamaged(problem="a record does not begin with its version")
    found: dict[str, str] = {}
    size, last = 0, ""
    while (line := pieces.next()).strip(b"\r\n"):
        size += len(line)
        if size > budget.limits.header_bytes:
            raise ContainerDamaged(problem="a header larger than any needs to be")
        field = _FIELD.fullmatch(line.rstrip(b"\r\n"))
        if line[:1] in (b" ", b"\t") and last:
            found[last] += " " + _text(line.strip())
        elif field:
            last = _text(field[1]).lower()
            found[last] = _text(field[2].strip())
        else:
            raise ContainerDamaged(problem="a record's header cannot be read")
    if not line:
        raise ContainerDamaged(problem="a record's header is cut")
    return found


def _text(raw: bytes) -> str:
    return recorded_name(raw.decode(errors="surrogateescape"))


def _end_of_record(pieces: _Pieces) -> None:
    """Pass over the two line ends after a block.

    Raises:
        ContainerDamaged: something else stands there: the block was not as long as it was said to be.
    """
    for _ in range(2):
        line = pieces.next()
        if line.strip(b"\r\n") or not line:
            raise ContainerDamaged(problem="a record is not as long as it says")


def _name(target: str) -> str:
    try:
        parsed = urlsplit(target)
    except ValueError:
        return "captured"
    name = unquote(parsed.path.rstrip("/").rpartition("/")[2], errors="replace")
    try:
        return checked_path(name)[1] if name else (parsed.hostname or "captured")
    except MemberRefused:
        return "captured"


def arc_parts(file: BinaryIO, budget: Budget) -> Iterator[Part]:
    """Yield what an ARC captured (the form before WARC): one line of five fields before each record.

    Raises:
        ContainerDamaged: the next record cannot be found; what came before was yielded.
    """
    pieces = _pieces(file, budget)
    number = 0
    try:
        while pieces.begins_record():
            line = pieces.next()
            if not line.strip():
                continue
            field = _ARC_LINE.fullmatch(line)
            if field is None or int(field[5]) < 0 or len(field[5]) > 18:
                raise ContainerDamaged(problem=f"the line before record {number + 1} cannot be read")
            number += 1
            yield from _arc_record(pieces, _text(field[1]), int(field[5]), number, budget)
    except MemberDamaged as fault:
        raise ContainerDamaged(problem=f"record {number}: {fault.facts['problem']}") from fault


def _arc_record(pieces: _Pieces, target: str, length: int, number: int, budget: Budget) -> Iterator[Part]:
    is_http = target.startswith(("http:", "https:"))
    kind = {"content-type": "application/http"} if is_http else {}
    header = {"content-length": str(length), "warc-type": "response", **kind}
    block = _Block(pieces, header, recorded_name(f"{number}/{target}"), is_arc=True)
    if not target.startswith("filedesc:"):
        budget.member()
        yield Member(path=block.path, name=_name(target), open=partial(_opened, block, header, budget))
    yield from block.rest(budget)
    if block.is_cut and not is_http:
        raise ContainerDamaged(problem=f"record {number} is cut")
