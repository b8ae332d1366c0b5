"""Owns the small packets inside pictures: IPTC datasets, ICC profiles, Photoshop's resources, PNG texts, GIF comments.

It runs in the confined child; whatever a length says is held against what is there.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

_LONGEST: Final = 2_000
_MOST: Final = 1_000
_LARGEST_TEXT: Final = 1 << 20

# IPTC-NAA Information Interchange Model 4.2, the datasets that say who, when, where and what.
_DATASETS: Final = {
    (1, 90): "CodedCharacterSet",
    (2, 5): "ObjectName",
    (2, 7): "EditStatus",
    (2, 10): "Urgency",
    (2, 15): "Category",
    (2, 20): "SupplementalCategories",
    (2, 25): "Keywords",
    (2, 40): "SpecialInstructions",
    (2, 55): "DateCreated",
    (2, 60): "TimeCreated",
    (2, 62): "DigitalCreationDate",
    (2, 63): "DigitalCreationTime",
    (2, 65): "OriginatingProgram",
    (2, 70): "ProgramVersion",
    (2, 80): "By-line",
    (2, 85): "By-lineTitle",
    (2, 90): "City",
    (2, 92): "Sub-location",
    (2, 95): "Province-State",
    (2, 100): "Country-PrimaryLocationCode",
    (2, 101): "Country-PrimaryLocationName",
    (2, 103): "OriginalTransmissionReference",
    (2, 105): "Headline",
    (2, 110): "Credit",
    (2, 115): "Source",
    (2, 116): "CopyrightNotice",
    (2, 118): "Contact",
    (2, 120): "Caption-Abstract",
    (2, 122): "Writer-Editor",
}
_IPTC_RESOURCE: Final = 0x0404
_THUMBNAIL_RESOURCE: Final = 0x040C


def iptc(content: bytes) -> list[dict[str, str]]:
    """Return `{"name", "value"}` of each dataset (IIM 4.2, chapter 3): standard ones of up to 32,767 bytes."""
    found: list[dict[str, str]] = []
    at, is_utf8 = 0, False
    while at + 5 <= len(content) and content[at] == 0x1C and len(found) < _MOST:
        record, number, length = struct.unpack_from(">BBH", content, at + 1)
        value = content[at + 5 : at + 5 + length]
        if length & 0x8000 or len(value) < length:
            break
        if (record, number) == (1, 90):
            is_utf8 = value == b"\x1b%G"
        name = _DATASETS.get((record, number), f"{record}:{number}")
        found.append({"name": name, "value": _text(value, is_utf8=is_utf8)})
        at += 5 + length
    return found


def resources(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (number, offset, length) of each image resource of Photoshop in the block."""
    at = 0
    while at + 12 <= len(content) and content[at : at + 4] in (b"8BIM", b"MeSa"):
        (number,) = struct.unpack_from(">H", content, at + 4)
        name = content[at + 6]
        start = at + 7 + name + (name + 1) % 2
        if start + 4 > len(content):
            return
        (length,) = struct.unpack_from(">I", content, start)
        if start + 4 + length > len(content):
            return
        yield number, start + 4, length
        at = start + 4 + length + length % 2


def iptc_of_photoshop(content: bytes) -> list[dict[str, str]]:
    """Return the IPTC datasets inside of Photoshop's block."""
    return [one for number, at, length in resources(content) if number == _IPTC_RESOURCE
            for one in iptc(content[at : at + length])]  # fmt: skip


def thumbnail_of_photoshop(content: bytes) -> tuple[int, int] | None:
    """Return where Photoshop's own JPEG thumbnail lies in the block: it may show what was cropped away."""
    for number, at, length in resources(content):
        if number == _THUMBNAIL_RESOURCE and length > 28 and content[at + 28 : at + 30] == b"\xff\xd8":
            return at + 28, length - 28
    return None


def icc(profile: bytes) -> dict[str, str]:
    """Return what an ICC profile says of itself (ICC.1:2022, 7.2 and 9.2)."""
    if len(profile) < 132 or profile[36:40] != b"acsp":
        return {}
    year, month, day, hour, minute, second = struct.unpack_from(">6H", profile, 24)
    said = {
        "version": f"{profile[8]}.{profile[9] >> 4}",
        "device_class": _code(profile[12:16]),
        "colour_space": _code(profile[16:20]),
        "maker": _code(profile[48:52]),
        "model": _code(profile[52:56]),
        "creator": _code(profile[80:84]),
        "created": f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}" if year else "",
        "description": _profile_text(profile, b"desc"),
        "copyright": _profile_text(profile, b"cprt"),
    }
    return {name: value for name, value in said.items() if value}


def icc_of_segments(parts: Iterable[bytes]) -> bytes:
    """Return the profile that JPEG cuts into numbered segments (ICC.1, annex B.4)."""
    numbered = {part[0]: part[2:] for part in parts if len(part) > 2}
    return b"".join(numbered[number] for number in sorted(numbered))


def icc_of_png(content: bytes) -> bytes:
    """Return the profile of an `iCCP` chunk: a name, a method, then deflated bytes."""
    _, end, rest = content.partition(b"\0")
    return inflated(rest[1:]) if end else b""


def png_text(kind: str, content: bytes) -> dict[str, str]:
    """Return `{"name", "value"}` of a `tEXt`, `zTXt` or `iTXt` chunk (PNG, 11.3.3)."""
    keyword, _, rest = content.partition(b"\0")
    if kind == "zTXt":
        text = inflated(rest[1:]).decode("latin-1")
    elif kind == "iTXt":
        flag, after = rest[:1], rest[2:].split(b"\0", 2)[-1]
        text = (inflated(after) if flag == b"\1" else after).decode("utf-8", errors="replace")
    else:
        text = rest.decode("latin-1")
    return {"name": keyword.decode("latin-1")[:80], "value": text[:_LONGEST]}


def png_packet(content: bytes) -> bytes:
    """Return the XMP packet of an `iTXt` chunk, or of a `tEXt` one that an old program wrote; else nothing."""
    keyword, _, rest = content.partition(b"\0")
    if keyword != b"XML:com.adobe.xmp":
        return b""
    after = rest[2:].split(b"\0", 2)[-1]
    return inflated(after) if rest[:1] == b"\1" else after


def png_time(content: bytes) -> str:
    """Return the time of a `tIME` chunk, which is UTC."""
    if len(content) != 7:
        return ""
    year, month, day, hour, minute, second = struct.unpack(">H5B", content)
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"


def gif_comment(content: bytes) -> str:
    """Return the text of a comment extension, out of its sub-blocks."""
    parts, at = [], 0
    while at < len(content) and content[at]:
        parts.append(content[at + 1 : at + 1 + content[at]])
        at += 1 + content[at]
    return plain(b"".join(parts))


def plain(content: bytes) -> str:
    """Return a comment as text: UTF-8 where it is, else one byte a letter; nothing is lost to a guess."""
    return _text(content.rstrip(b"\0"), is_utf8=False)


def inflated(content: bytes, limit: int = _LARGEST_TEXT) -> bytes:
    """Return what was deflated, cut at `limit`: a few bytes may claim to be gigabytes.

    Raises:
        ValueError: they were not deflated.
    """
    try:
        return zlib.decompressobj().decompress(content, limit)
    except zlib.error as err:
        raise ValueError(str(err)) from err


def _text(value: bytes, *, is_utf8: bool) -> str:
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("utf-8", errors="replace") if is_utf8 else value.decode("latin-1")
    return text[:_LONGEST]


def _code(four: bytes) -> str:
    return four.decode("latin-1").strip("\0 ")


def _profile_text(profile: bytes, wanted: bytes) -> str:
    (count,) = struct.unpack_from(">I", profile, 128)
    for number in range(min(count, 200)):
        row = profile[132 + 12 * number : 144 + 12 * number]
        if len(row) < 12:
            break
        kind, offset, length = struct.unpack(">4sII", row)
        if kind == wanted:
            return _tag_text(profile[offset : offset + min(length, 4096)])
    return ""


def _tag_text(tag: bytes) -> str:
    """Read a text of one of three types: `text`, `desc` of version 2, `mluc` of version 4."""
    if tag[:4] == b"text":
        return _code(tag[8:])
    if tag[:4] == b"desc" and len(tag) >= 12:
        (length,) = struct.unpack_from(">I", tag, 8)
        return _code(tag[12 : 12 + max(0, length - 1)])
    if tag[:4] == b"mluc" and len(tag) >= 28:
        length, offset = struct.unpack_from(">II", tag, 20)
        return tag[offset : offset + length].decode("utf-16-be", errors="replace").strip("\0 ")
    return ""
