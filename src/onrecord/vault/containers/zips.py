"""Owns ZIP files (PKWARE APPNOTE 6.3): their directory, and each member's bytes checked against it.

The standard library reads the directory whole, however large it says it is, and before 3.11.8 opens members that lie
over one another (CVE-2024-0450). Here the directory is counted first, extents are held against each other, and both
headers of a member must agree.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Final

from onrecord.vault.containers import streams
from onrecord.vault.containers.errors import (
    ContainerDamaged,
    ContainerOverlaps,
    ContainerTooMany,
    MemberCompression,
    MemberDamaged,
    MemberEncrypted,
    MemberFalseSize,
    MemberLink,
    MemberNotAFile,
    MemberRefused,
)
from onrecord.vault.containers.model import Budget, Member, Opened, Part, Reading, Remark, Stream
from onrecord.vault.containers.paths import Seen, checked_path, decoded_name
from onrecord.vault.naming import recorded_name

_LOCAL: Final = struct.Struct("<4s5H3I2H")  # APPNOTE 4.3.7
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")  # APPNOTE 4.3.12
_END: Final = struct.Struct("<4s4H2IH")  # APPNOTE 4.3.16
_END64: Final = struct.Struct("<4sQ2H2I4Q")  # APPNOTE 4.3.14
_LOCATOR64: Final = struct.Struct("<4sIQI")  # APPNOTE 4.3.15
_LONGEST_END: Final = _END.size + 0xFFFF
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000  # APPNOTE 4.4.4: bits 0, 6 and 13
_UTF8: Final = 0x800
_UNIX: Final = 3
_AES: Final = 99
_NAMES: Final = {9: "Deflate64", 93: "Zstandard", 96: "JPEG", 97: "WavPack", 98: "PPMd"}
_MAKERS: Final[dict[int, Callable[[], streams.Decompressor]]] = {
    8: streams.deflate,
    12: streams.bzip2,
    95: streams.xz,
}
_LZMA: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """What the directory says of a member."""

    path: str
    raw_name: bytes
    method: int
    flags: int
    crc: int
    packed: int
    size: int
    offset: int
    mode: int  # as Unix has it; 0 where another system made the ZIP


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The members of a ZIP in the order of their bytes, and what is wrong with the list itself."""

    rows: tuple[_Row, ...]
    problem: str | None


def parts(file: BinaryIO, budget: Budget) -> Iterator[Part]:
    """Yield what is in the ZIP, in the order of its bytes.

    Raises:
        ContainerDamaged: it has no directory.
        ContainerTooMany, ContainerTooLarge: it says itself that it is beyond the limits; nothing was opened.
        ContainerOverlaps: members lie over one another; nothing was opened.
    """
    found = directory(file, budget)
    budget.fits(members=len(found.rows), size=sum(row.size for row in found.rows))
    yield from members(file, found, budget)


def members(file: BinaryIO, found: Directory, budget: Budget) -> Iterator[Part]:
    """Yield what the directory lists."""
    seen = Seen()
    for row in found.rows:
        budget.member()
        try:
            path, name = checked_path(row.path)
            if row.path.endswith(("/", "\\")) or stat.S_ISDIR(row.mode):
                continue
            seen.first(path)
            _may_be_opened(row, path, budget)
        except MemberRefused as fault:
            yield fault
        else:
            yield Member(path=path, name=name, open=partial(_opened, file, row, path, budget))
    if found.problem is not None:
        yield Remark(path=None, fault=ContainerDamaged(problem=found.problem))


def _may_be_opened(row: _Row, path: str, budget: Budget) -> None:
    if stat.S_ISLNK(row.mode):
        raise MemberLink(path=path)
    if stat.S_IFMT(row.mode) and not stat.S_ISREG(row.mode):
        raise MemberNotAFile(path=path)
    if row.flags & _ENCRYPTED or row.method == _AES:
        raise MemberEncrypted(path=path)
    if row.method not in (0, _LZMA, *_MAKERS):
        raise MemberCompression(path=path, problem=_NAMES.get(row.method, f"method {row.method}"))
    budget.density(packed=row.packed, unpacked=row.size, path=path)


def opened(file: BinaryIO, found: Directory, path: str, budget: Budget) -> Opened | None:
    """Return what gives the bytes of the member of this path, or nothing where there is none that may be opened."""
    for row in found.rows:
        if row.path == path:
            _may_be_opened(row, path, budget)
            return _opened(file, row, path, budget)
    return None


def _opened(file: BinaryIO, row: _Row, path: str, budget: Budget) -> Opened:
    """Return what gives the member's bytes.

    Raises:
        MemberDamaged: there is no member where the directory says, or another one.
    """
    file.seek(row.offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or head[:4] != b"PK\3\4":
        raise MemberDamaged(path=path, problem="it does not begin where the directory says")
    fields = _LOCAL.unpack(head)
    if file.read(fields[9]) != row.raw_name or fields[3] != row.method:
        raise MemberDamaged(path=path, problem="its two headers do not agree")
    file.seek(row.offset + _LOCAL.size + fields[9] + fields[10])
    packed = streams.Limited(file, row.packed)
    return Reading(_Checked(_unpacked(packed, row, path, budget), row, path, budget))


def _unpacked(packed: streams.Limited, row: _Row, path: str, budget: Budget) -> Stream:
    if row.method == 0:
        return packed
    if row.method != _LZMA:
        return streams.Unpacked(packed, _MAKERS[row.method], budget, path=path)
    head = packed.read(4)  # two bytes of version, two of the length of the properties
    properties = packed.read(int.from_bytes(head[2:4], "little"))
    try:
        streams.zip_lzma(properties)
    except (ValueError, IndexError) as err:
        raise MemberCompression(path=path, problem="LZMA") from err
    return streams.Unpacked(packed, partial(streams.zip_lzma, properties), budget, path=path)


class _Checked:
    """A member's bytes, held against the size and the checksum that the directory says."""

    def __init__(self, stream: Stream, row: _Row, path: str, budget: Budget) -> None:
        self._stream = stream
        self._row = row
        self._path = path
        self._budget = budget
        self._crc = 0
        self._size = 0

    def read(self, size: int, /) -> bytes:
        """Return the next bytes.

        Raises:
            MemberFalseSize: there are more or fewer than the directory says.
            MemberDamaged: their checksum is another.
        """
        found = self._stream.read(size)
        self._size += len(found)
        if self._row.method == 0:
            self._budget.spend(len(found))
        if self._size > self._row.size or (not found and self._size != self._row.size):
            raise MemberFalseSize(path=self._path, expected=self._row.size)
        self._crc = zlib.crc32(found, self._crc)
        if not found and self._crc != self._row.crc:
            raise MemberDamaged(path=self._path, problem="its checksum does not match")
        return found


def directory(file: BinaryIO, budget: Budget) -> Directory:
    """Return what the directory at the end of the file lists, with no member over another.

    Raises:
        ContainerDamaged, ContainerTooMany, ContainerOverlaps: see `parts`.
    """
    start, shift, end, count = _place(file)
    file.seek(start)
    rows: list[_Row] = []
    problem = None
    for row in _rows(file, start, end, shift):
        if isinstance(row, str):
            problem = row
            break
        rows.append(row)
        if len(rows) > budget.limits.members:
            raise ContainerTooMany(limit=budget.limits.members)
        budget.tick()
    if problem is None and len(rows) & 0xFFFF != count & 0xFFFF:
        problem = "its directory lists another number of members than it says"
    rows.sort(key=lambda one: one.offset)
    _refuse_overlaps(rows, start)
    return Directory(rows=tuple(rows), problem=problem)


def _refuse_overlaps(rows: list[_Row], end: int) -> None:
    ends = [*(row.offset for row in rows[1:]), end]
    for row, following in zip(rows, ends, strict=False):
        if row.offset < 0 or row.offset + _LOCAL.size + len(row.raw_name) + row.packed > following:
            raise ContainerOverlaps()


def _place(file: BinaryIO) -> tuple[int, int, int, int]:
    """Return where the directory begins, how far all offsets are shifted by what stands before, its end, its count."""
    size = file.seek(0, 2)
    begin = max(0, size - _LONGEST_END)
    file.seek(begin)
    tail = file.read(_LONGEST_END)
    at = _end_at(tail)
    _, _, _, _, count, length, start, _ = _END.unpack_from(tail, at)
    end = begin + at
    if 0xFFFF in (count,) or 0xFFFFFFFF in (length, start):
        count, length, start, end = _place64(file, end) or (count, length, start, end)
    shift = end - length - start
    if shift < 0:
        raise ContainerDamaged(problem="its directory is cut")
    return start + shift, shift, end, count


def _end_at(tail: bytes) -> int:
    """Return where the end record stands: the last that its comment joins to the end, else the last there is."""
    last = at = tail.rfind(b"PK\5\6", 0, max(0, len(tail) - _END.size + 4))
    while at >= 0:
        if at + _END.size + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail):
            return at
        at = tail.rfind(b"PK\5\6", 0, at + 3)
    if last < 0:
        raise ContainerDamaged(problem="it has no directory")
    return last


def _place64(file: BinaryIO, end: int) -> tuple[int, int, int, int] | None:
    """Return the same from the 64-bit form, where there is one."""
    if end < _LOCATOR64.size + _END64.size:
        return None
    file.seek(end - _LOCATOR64.size)
    mark, _, place, _ = _LOCATOR64.unpack(file.read(_LOCATOR64.size))
    if mark != b"PK\6\7":
        return None
    for at in (place, end - _LOCATOR64.size - _END64.size):  # the second where something stands before the ZIP
        file.seek(min(at, end))
        found = file.read(_END64.size)
        if len(found) == _END64.size and found[:4] == b"PK\6\6":
            fields = _END64.unpack(found)
            return fields[7], fields[8], fields[9], at
    raise ContainerDamaged(problem="its 64-bit directory is missing")


def _rows(file: BinaryIO, start: int, end: int, shift: int) -> Iterator[_Row | str]:
    """Yield the directory's rows; where it breaks off, say so, and end."""
    at = start
    while at < end:
        head = file.read(_CENTRAL.size)
        if len(head) < _CENTRAL.size or head[:4] != b"PK\1\2":
            yield "its directory breaks off"
            return
        fields = _CENTRAL.unpack(head)
        name, extra = file.read(fields[10]), file.read(fields[11])
        file.read(fields[12])
        at += _CENTRAL.size + sum(fields[10:13])
        if at > end:
            yield "its directory breaks off"
            return
        yield _row(fields, name, _extras(extra), shift)


def _row(fields: tuple[int, ...], name: bytes, extras: dict[int, bytes], shift: int) -> _Row:
    size, packed, offset = _sizes(fields, extras.get(1, b""))
    system, mode = fields[1] >> 8, fields[15] >> 16
    return _Row(
        path=_path(name, fields[3], extras.get(0x7075, b"")),
        raw_name=name,
        method=fields[4],
        flags=fields[3],
        crc=fields[7],
        packed=packed,
        size=size,
        offset=offset + shift,
        mode=mode if system == _UNIX else 0,
    )


def _sizes(fields: tuple[int, ...], wide: bytes) -> tuple[int, int, int]:
    """Return size, packed size and offset; those that do not fit stand in the 64-bit extra field (APPNOTE 4.5.3)."""
    given = [fields[9], fields[8], fields[16]]
    for place, value in enumerate(given):
        if value == 0xFFFFFFFF and len(wide) >= 8:
            given[place], wide = int.from_bytes(wide[:8], "little"), wide[8:]
    return given[0], given[1], given[2]


def _path(name: bytes, flags: int, unicode_path: bytes) -> str:
    """Return the name in letters: declared as UTF-8, or told in the extra field for it (APPNOTE 4.6.9), or guessed."""
    if flags & _UTF8:
        return recorded_name(name.decode(errors="surrogateescape"))
    if unicode_path[:1] == b"\1" and unicode_path[1:5] == zlib.crc32(name).to_bytes(4, "little"):
        return recorded_name(unicode_path[5:].decode(errors="surrogateescape"))
    return decoded_name(name)


def _extras(extra: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        found.setdefault(kind, extra[at + 4 : at + 4 + size])
        at += 4 + size
    return found
