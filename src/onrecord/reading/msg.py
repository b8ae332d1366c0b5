"""Owns the text of Outlook's messages (MS-OXMSG in a compound file, MS-CFB): head and the message's own words.

Attachments stay in the file and are counted. A small reader of our own: the libraries for it are not under licences
that we can take. Every chain of sectors has an end here, whatever it says of itself.
"""

from __future__ import annotations

import codecs
import datetime as dt
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.reading import html, plain
from onrecord.reading.model import Text
from onrecord.reading.writing import Writer

_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER: Final = struct.Struct("<8s16xHHHHH6xIIIIIIIIII")
_NONE: Final = 0xFFFFFFFA  # from here on numbers of sectors are marks: free, end, table
_NO_ENTRY: Final = 0xFFFFFFFF
_ENTRY_BYTES: Final = 128
_MINI: Final = 64
_MOST_ENTRIES: Final = 100_000
_STREAM, _STORAGE, _ROOT = 2, 1, 5
# MS-OXPROPS: what a person sees of a message. The type follows the number: 001F Unicode, 001E a code page, 0102 raw.
_HEAD: Final = (("0C1A", "From"), ("0E04", "To"), ("0E03", "Cc"), ("0E02", "Bcc"), ("0037", "Subject"))
_ADDRESSES: Final = ("5D01", "0C1F")
_SENT: Final = 0x00390040
_RECEIVED: Final = 0x0E060040
_CODE_PAGE: Final = 0x3FFD0003
_HTML_PAGE: Final = 0x3FDE0003
_FIRST_TICK: Final = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_MOST_TICKS: Final = 10**18 * 2


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the directory of a compound file."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


_OLD_OFFICE: Final = (
    ("WordDocument", ("a Word document", ".docx")),
    ("Workbook", ("an Excel workbook", ".xlsx")),
    ("Book", ("an Excel workbook", ".xlsx")),
    ("PowerPoint Document", ("a PowerPoint presentation", ".pptx")),
)


def text_of(content: bytes) -> Text:
    """Return the fields of the head, each on a line, and below them the words of the message.

    Raises:
        ValueError: no compound file, one that is no message, or damaged.
    """
    streams, attached = _message(_Compound(content))
    numbers = _numbers(streams.get("__properties_version1.0", b""))
    writer = Writer()
    start = writer.begin()
    for name, shown in _HEAD:
        value = _value(streams, name, numbers)
        if name == "0C1A":
            value = _sender(value, streams, numbers)
        if value:
            writer.add(f"{shown}: {' '.join(value.split())}")
            writer.line_end()
    if sent := _moment(numbers.get(_SENT) or numbers.get(_RECEIVED)):
        writer.add(f"Date: {sent}")
    writer.place("part", "head", start)
    start = writer.begin()
    body = _value(streams, "1000", numbers) or _page(streams, numbers)
    writer.add(body.replace("\r\n", "\n").replace("\x00", ""))
    writer.place("part", "body", start)
    if attached:
        writer.note("attachments, left in the message", attached)
    return writer.text()


class _Compound:
    """The directory of a compound file and the streams in it (MS-CFB 2)."""

    def __init__(self, content: bytes) -> None:
        if len(content) < 512 or not content.startswith(_MAGIC):
            msg = "not readable as a compound file"
            raise ValueError(msg)
        fields = _HEADER.unpack_from(content)
        self._content = content
        self._size = 1 << fields[4]
        if fields[4] not in (9, 12):
            msg = "a compound file with sectors of a size that there is not"
            raise ValueError(msg)
        self._table: Sequence[int] = ()
        self._table = self._allocations(content, fields[13], fields[14])
        self.entries = self._directory(fields[8])
        mini = self._joined(fields[11])
        self._mini_table = struct.unpack(f"<{len(mini) // 4}I", mini[: len(mini) // 4 * 4])
        self._cutoff = fields[10]
        root = self.entries[0]
        self._mini_stream = self._joined(root.start)[: root.size]

    def children(self, entry: _Entry) -> list[_Entry]:
        """Return what lies in a storage, each once, whatever the tree says."""
        found, seen, stack = [], set[int](), [entry.child]
        while stack:
            number = stack.pop()
            if number == _NO_ENTRY or number >= len(self.entries) or number in seen:
                continue
            seen.add(number)
            one = self.entries[number]
            found.append(one)
            stack += [one.left, one.right]
        return found

    def stream(self, entry: _Entry) -> bytes:
        """Return the bytes of a stream, those that are there."""
        if entry.size >= self._cutoff:
            return self._joined(entry.start)[: entry.size]
        chain = _chain(entry.start, self._mini_table)
        return b"".join(self._mini_stream[one * _MINI : (one + 1) * _MINI] for one in chain)[: entry.size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        return self._content[at : at + self._size]

    def _joined(self, start: int) -> bytes:
        return b"".join(self._sector(one) for one in _chain(start, self._table))

    def _allocations(self, content: bytes, start: int, count: int) -> Sequence[int]:
        """Return the table of which sector follows which; its own sectors are listed in the head and after it."""
        numbers = list(struct.unpack_from("<109I", content, 76))
        seen: set[int] = set()
        while count and start < _NONE and start not in seen:
            seen.add(start)
            more = self._sector(start)
            if len(more) < self._size:
                break
            listed = struct.unpack(f"<{self._size // 4}I", more)
            numbers += listed[:-1]
            start = listed[-1]
        raw = b"".join(self._sector(one) for one in dict.fromkeys(numbers) if one < _NONE)
        return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])

    def _directory(self, start: int) -> list[_Entry]:
        raw = self._joined(start)
        entries = []
        for at in range(0, min(len(raw), _MOST_ENTRIES * _ENTRY_BYTES) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            one = raw[at : at + _ENTRY_BYTES]
            length = min(64, struct.unpack_from("<H", one, 64)[0])
            name = one[: max(0, length - 2)].decode("utf-16-le", errors="replace")
            left, right, child = struct.unpack_from("<III", one, 68)
            first, size = struct.unpack_from("<II", one, 116)
            entries.append(_Entry(name, one[66], left, right, child, first, size))
        if not entries or entries[0].kind != _ROOT:
            msg = "a compound file without a directory"
            raise ValueError(msg)
        return entries


def _chain(start: int, table: Sequence[int]) -> list[int]:
    """Return the sectors of a chain; one that comes back to itself ends there."""
    found: dict[int, None] = {}
    while start < len(table) and start not in found:
        found[start] = None
        start = table[start]
    return list(found)


def _message(file: _Compound) -> tuple[Mapping[str, bytes], int]:
    """Return the streams of the message itself, and how many attachments it has."""
    children = file.children(file.entries[0])
    names = {one.name for one in children}
    if "__properties_version1.0" not in names:
        raise ValueError(_other(names))
    attached = sum(one.name.startswith("__attach_") for one in children)
    return {one.name: file.stream(one) for one in children if one.kind == _STREAM}, attached


def _other(names: set[str]) -> str:
    """Return what a compound file is that is no message, and what can be done with it."""
    if "EncryptedPackage" in names:
        return "encrypted with a password"
    what = next((told for name, told in _OLD_OFFICE if name in names), None)
    if what is None:
        return "a compound file that is no message: not read here"
    form, newer = what
    return (
        f"{form} of before 2007: not read here. Save it as {newer} in an office program, and add that with "
        "`onrecord derive --event transcoded`"
    )


def _numbers(raw: bytes) -> dict[int, int]:
    """Return the numbers among the properties of a message (MS-OXMSG 2.4): tag, flags, eight bytes of value."""
    found = {}
    for at in range(32, len(raw) - 15, 16):
        tag, _, value = struct.unpack_from("<IIQ", raw, at)
        found[tag] = value
    return found


def _value(streams: Mapping[str, bytes], name: str, numbers: Mapping[int, int]) -> str:
    """Return a text of the message, in Unicode or in the code page that it names."""
    unicode = streams.get(f"__substg1.0_{name}001F")
    if unicode is not None:
        return unicode.decode("utf-16-le", errors="replace").rstrip("\x00")
    raw = streams.get(f"__substg1.0_{name}001E")
    return "" if raw is None else _decoded(raw.rstrip(b"\x00"), numbers.get(_CODE_PAGE))


def _sender(name: str, streams: Mapping[str, bytes], numbers: Mapping[int, int]) -> str:
    address = next(filter(None, (_value(streams, one, numbers) for one in _ADDRESSES)), "")
    return f"{name} <{address}>" if name and "@" in address and address != name else name or address


def _page(streams: Mapping[str, bytes], numbers: Mapping[int, int]) -> str:
    """Return the words of a body that is there as HTML only."""
    written = _value(streams, "1013", numbers)
    raw = written.encode("utf-8", errors="replace") if written else streams.get("__substg1.0_10130102", b"")
    if not raw:
        return ""
    page = _codec(numbers.get(_HTML_PAGE))
    is_utf_8 = written or page is None
    return html.text_of(raw if is_utf_8 else raw.decode(page or "utf-8", errors="replace").encode("utf-8")).text


def _decoded(raw: bytes, number: int | None) -> str:
    page = _codec(number)
    if page is not None:
        return raw.decode(page, errors="replace")
    try:
        return plain.decode(raw).text
    except ValueError:
        return raw.decode("latin-1")


def _codec(number: int | None) -> str | None:
    """Return the name of a code page that Windows numbers, if Python has it."""
    number = (number or 0) & 0xFFFFFFFF
    name = {0: "", 65001: "utf-8", 20866: "koi8-r", 21866: "koi8-u", 28595: "iso8859-5"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def _moment(ticks: int | None) -> str | None:
    """Return a moment that is counted in tenths of a millionth of a second since 1601 (MS-DTYP 2.3.3)."""
    if not ticks or not 0 < ticks < _MOST_TICKS:
        return None
    return (_FIRST_TICK + dt.timedelta(microseconds=ticks // 10)).strftime("%Y-%m-%d %H:%M:%S UTC")
