"""Owns the tags of sound and of films that are no MP4: ID3, RIFF, Ogg, FLAC, Matroska. Never looks at sound or frames.

It runs in the confined child. Each is a small reader over lengths that are held against what is there; every block it
reads is listed with its place and digest, as those of pictures are.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from onrecord.vault.blocks import Block
from onrecord.vault.collected import Collected

Line = dict[str, str]

_LONGEST: Final = 2_000
_MOST: Final = 1_000


def read(found: Collected, source: BinaryIO, size: int, form: str) -> None:
    """Add the tags of a file of this form; what does not parse is written down."""
    for block, reader in _READERS[form](source, size):
        found.blocks.append(block.to_record(source))
        lines = found.attempt(block.kind, reader, block.read(source))
        found.add("texts", lines or [])


Found = Iterator[tuple[Block, Callable[[bytes], list[Line]]]]


# ID3 (id3.org, 2.2 to 2.4) stands before the sound, its old form of 128 bytes behind it.

_ENCODINGS: Final = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}
_ID3_NAMES: Final = {
    "TIT2": "Title", "TT2": "Title", "TPE1": "Artist", "TP1": "Artist", "TALB": "Album", "TAL": "Album",
    "TDRC": "Recorded", "TYER": "Year", "TYE": "Year", "TDAT": "Date", "TIME": "Time", "TDEN": "Encoded",
    "TSSE": "Software", "TSS": "Software", "TENC": "Author", "TEN": "Author", "TCOP": "Copyright",
    "TCR": "Copyright", "TOWN": "Owner", "TDTG": "Tagged",
    "TDOR": "Released", "TLAN": "Language", "COMM": "Comment", "COM": "Comment", "TCOM": "Composer",
}  # fmt: skip


def _mp3(source: BinaryIO, size: int) -> Found:
    source.seek(0)
    head = source.read(10)
    if head[:3] == b"ID3" and len(head) == 10:
        length = min(_synchsafe(head[6:10]), size - 10)
        yield Block("id3", f"ID3 2.{head[3]}", 0, 10 + length), _id3
    if size >= 128:
        source.seek(size - 128)
        if source.read(3) == b"TAG":
            yield Block("id3", "ID3 1", size - 128, 128), _id3_old


def _synchsafe(four: bytes) -> int:
    return sum((one & 0x7F) << shift for one, shift in zip(four, (21, 14, 7, 0), strict=False))


def _id3(content: bytes) -> list[Line]:
    version, flags = content[3], content[5]
    body = content[10:]
    if flags & 0x80 and version < 4:
        body = body.replace(b"\xff\0", b"\xff")  # unsynchronisation (2.3, section 5)
    at = 4 + int.from_bytes(body[:4], "big") if flags & 0x40 and version == 3 else 0
    wide = version > 2
    found: list[Line] = []
    while at + (10 if wide else 6) <= len(body) and body[at] and len(found) < _MOST:
        kind = body[at : at + (4 if wide else 3)].decode("latin-1")
        length = _frame_length(body[at + 4 : at + 8] if wide else body[at + 3 : at + 6], version)
        at += 10 if wide else 6
        line = _id3_line(kind, body[at : at + length])
        found += [line] if line else []
        at += length
    return found


def _frame_length(told: bytes, version: int) -> int:
    return _synchsafe(told) if version == 4 else int.from_bytes(told, "big")


def _id3_line(kind: str, content: bytes) -> Line | None:
    """Return a frame as a line: a text, a comment, an address; others are named with their length."""
    if kind in ("COMM", "COM", "USLT", "ULT") and len(content) > 4:
        content = content[:1] + content[4:]  # three letters of language
    elif kind[:1] == "W" and kind not in ("WXXX", "WXX"):
        return {"name": kind, "value": content.decode("latin-1")[:_LONGEST]}
    elif kind[:1] != "T" and kind not in ("WXXX", "WXX"):
        return {"name": kind, "value": f"{len(content)} bytes"}
    text = content[1:].decode(_ENCODINGS.get(content[0], "latin-1") if content else "latin-1", errors="replace")
    label, _, rest = text.strip("\0").partition("\0")
    if kind in ("TXXX", "TXX", "WXXX", "WXX", "COMM", "COM", "USLT", "ULT"):
        name = f"{_ID3_NAMES.get(kind, kind)} {label}".strip()
        return {"name": name, "value": rest.lstrip("\ufeff").strip("\0")[:_LONGEST]}
    return {"name": _ID3_NAMES.get(kind, kind), "value": text.strip("\0\ufeff").replace("\0", "; ")[:_LONGEST]}


def _id3_old(content: bytes) -> list[Line]:
    places = (("Title", 3, 33), ("Artist", 33, 63), ("Album", 63, 93), ("Year", 93, 97), ("Comment", 97, 127))
    told = ((name, content[start:end].split(b"\0")[0].decode("latin-1").strip()) for name, start, end in places)
    return [{"name": name, "value": value} for name, value in told if value]


# RIFF (WAV, AVI): `LIST INFO` and the `bext` chunk of broadcast recordings (EBU Tech 3285).

_INFO: Final = {
    "INAM": "Title", "IART": "Artist", "ICRD": "Recorded", "ISFT": "Software", "ICMT": "Comment", "ICOP": "Copyright",
    "IENG": "Engineer", "ISRC": "Source", "ISBJ": "Subject", "IDIT": "Digitised",
}  # fmt: skip
_BEXT: Final = (("Description", 0, 256), ("Originator", 256, 288), ("OriginatorReference", 288, 320),
                ("Date", 320, 330), ("Time", 330, 338))  # fmt: skip


def _riff(source: BinaryIO, size: int) -> Found:
    """Yield the chunks that hold texts; a list of sound or frames is passed by, lists of headers are entered."""
    waiting, seen = [(12, size)], 0
    while waiting:
        at, end = waiting.pop()
        while at + 8 <= end and seen < _MOST:
            seen += 1
            source.seek(at)
            head = source.read(12)
            kind, length = struct.unpack_from("<4sI", head)
            stop = min(at + 8 + length, end)
            if kind == b"LIST" and head[8:12] == b"INFO":
                yield Block("riff", "LIST INFO", at + 12, max(0, stop - at - 12)), _info
            elif kind == b"LIST" and head[8:12] in (b"hdrl", b"strl"):
                waiting.append((at + 12, stop))
            elif kind == b"bext":
                yield Block("riff", "bext", at + 8, stop - at - 8), _bext
            elif kind == b"IDIT":
                yield Block("riff", "IDIT", at + 8, stop - at - 8), _digitised
            at += 8 + length + length % 2


def _info(content: bytes) -> list[Line]:
    found: list[Line] = []
    at = 0
    while at + 8 <= len(content) and len(found) < _MOST:
        kind, length = struct.unpack_from("<4sI", content, at)
        name = kind.decode("latin-1")
        found.append({"name": _INFO.get(name, name), "value": _text(content[at + 8 : at + 8 + length])})
        at += 8 + length + length % 2
    return found


def _bext(content: bytes) -> list[Line]:
    told = ((name, _text(content[start:end].split(b"\0")[0])) for name, start, end in _BEXT)
    return [{"name": name, "value": value} for name, value in told if value.strip()]


def _digitised(content: bytes) -> list[Line]:
    return [{"name": "Digitised", "value": _text(content)}]


# Ogg (RFC 3533) and FLAC (RFC 9639): Vorbis comments, `NAME=value` in UTF-8.


def _ogg(source: BinaryIO, size: int) -> Found:
    """Yield the second packet, which holds the comments of Vorbis, Opus and Theora alike, by the pages it lies on."""
    source.seek(0)
    content = source.read(min(size, 1 << 20))
    for mark in (b"\x03vorbis", b"OpusTags", b"\x81theora"):
        at = content.find(mark)
        if at >= 0:
            end = content.find(b"OggS", at)  # where the packet goes on, the page's head stands in between
            length = (end if end >= 0 else len(content)) - at - len(mark)
            yield Block("comments", mark.strip(b"\x03\x81").decode(), at + len(mark), length), _comments


def _flac(source: BinaryIO, size: int) -> Found:
    at = 4
    for _ in range(_MOST):
        source.seek(at)
        head = source.read(4)
        if len(head) < 4:
            return
        length = int.from_bytes(head[1:], "big")
        if head[0] & 0x7F == 4 and at + 4 + length <= size:
            yield Block("comments", "VORBIS_COMMENT", at + 4, length), _comments
        at += 4 + length
        if head[0] & 0x80:
            return


def _comments(content: bytes) -> list[Line]:
    (length,) = struct.unpack_from("<I", content)
    found: list[Line] = [{"name": "Software", "value": _text(content[4 : 4 + length])}]
    at = 4 + length
    (count,) = struct.unpack_from("<I", content, at)
    at += 4
    for _ in range(min(count, _MOST)):
        if at + 4 > len(content):
            break
        (length,) = struct.unpack_from("<I", content, at)
        name, _, value = _text(content[at + 4 : at + 4 + length]).partition("=")
        found.append(
            {"name": name.capitalize(), "value": value if "PICTURE" not in name.upper() else f"{length} bytes"}
        )
        at += 4 + length
    return found


# Matroska and WebM (RFC 9559): the segment's information and its tags; clusters are passed by.

_SEGMENT, _INFORMATION, _TAGS, _TAG, _SIMPLE = 0x18538067, 0x1549A966, 0x1254C367, 0x7373, 0x67C8
_NAME, _STRING = 0x45A3, 0x4487
_INFORMATION_NAMES: Final = {0x7BA9: "Title", 0x4D80: "MuxingApp", 0x5741: "Software", 0x7384: "FileName"}
_DATE: Final = 0x4461
_MILLENNIUM: Final = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)  # RFC 9559, 5.1.2.11: nanoseconds since then


def _matroska(source: BinaryIO, size: int) -> Found:
    waiting, seen = [(0, size)], 0
    while waiting:
        at, end = waiting.pop()
        while at < end and seen < 20 * _MOST:
            seen += 1
            kind, start, stop = _element(source, at, end)
            if kind == 0:
                break
            if kind == _SEGMENT:
                waiting.append((start, stop))
            elif kind == _INFORMATION:
                yield Block("matroska", "Info", start, stop - start), _information
            elif kind == _TAGS:
                yield Block("matroska", "Tags", start, stop - start), _tags
            at = stop


def _element(source: BinaryIO, at: int, end: int) -> tuple[int, int, int]:
    """Return kind, where the content begins and where it ends; 0 where there is none (RFC 8794, sections 4 to 6)."""
    source.seek(at)
    return _parsed(source.read(12), at, end)


def _parsed(head: bytes, at: int, end: int) -> tuple[int, int, int]:
    width = 9 - head[0].bit_length() if head and head[0] else 0
    if not 1 <= width <= 4 or len(head) <= width or not head[width]:
        return 0, 0, 0
    wide = 9 - head[width].bit_length()
    if len(head) < width + wide:
        return 0, 0, 0
    length = int.from_bytes(head[width : width + wide], "big") & ((1 << 7 * wide) - 1)
    start = at + width + wide
    unknown = length == (1 << 7 * wide) - 1  # a stream that was recorded live
    return int.from_bytes(head[:width], "big"), start, end if unknown else min(start + length, end)


def _children(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    for _ in range(_MOST):
        kind, start, stop = _parsed(content[at : at + 12], at, len(content))
        if kind == 0 or stop <= at:
            return
        yield kind, content[start:stop]
        at = stop


def _information(content: bytes) -> list[Line]:
    found = []
    for kind, value in _children(content):
        if kind in _INFORMATION_NAMES:
            found.append({"name": _INFORMATION_NAMES[kind], "value": _text(value)})
        elif kind == _DATE and len(value) == 8:
            since = dt.timedelta(microseconds=int.from_bytes(value, "big", signed=True) // 1_000)
            found.append({"name": "DateUTC", "value": (_MILLENNIUM + since).strftime("%Y-%m-%dT%H:%M:%SZ")})
    return found


def _tags(content: bytes) -> list[Line]:
    found = []
    for kind, tag in _children(content):
        for inner, simple in _children(tag) if kind == _TAG else ():
            told = dict(_children(simple)) if inner == _SIMPLE else {}
            if _NAME in told and _STRING in told:
                found.append({"name": _text(told[_NAME]).capitalize(), "value": _text(told[_STRING])})
    return found[:_MOST]


def _text(content: bytes) -> str:
    bare = content.strip(b"\0")
    try:
        return bare.decode("utf-8")[:_LONGEST]
    except UnicodeDecodeError:
        return bare.decode("latin-1")[:_LONGEST]


_READERS: Final[dict[str, Callable[[BinaryIO, int], Found]]] = {
    "mp3": _mp3,
    "wav": _riff,
    "avi": _riff,
    "ogg": _ogg,
    "flac": _flac,
    "matroska": _matroska,
}
