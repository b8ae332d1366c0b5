"""Owns what a file says of itself beside what it shows: EXIF, XMP, IPTC, ICC, comments, containers (METHOD 1.1 e).

It runs in the confined child and reads; it never judges whether a block tells the truth, and changes nothing: the
raw blocks stay in the item, and each is named here by offset, length and digest. A parser that fails is written
down.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from onrecord.vault import blocks, boxes, exif, forms, movies, packets, particulars, tagged, xmp
from onrecord.vault.blocks import Block
from onrecord.vault.collected import Collected
from onrecord.vault.confined_child import Refusal

_MOST_BLOCKS: Final = 300
_LARGEST: Final = 200_000  # letters of JSON that one entry may take
_PACKET_START: Final = b"<?xpacket begin="
_PACKET_END: Final = b"<?xpacket end="
_SCANNED: Final = 64 << 20  # how far into a PDF packets are looked for


def examine(source: BinaryIO) -> dict[str, Any]:
    """Return everything found, with a summary of who, when, where and with what.

    Raises:
        Refusal: the file has none of the forms that are read here.
    """
    size = source.seek(0, 2)
    source.seek(0)
    form = forms.form_of(source.read(forms.HEAD_BYTES))
    if form is None or form not in forms.WITH_METADATA:
        msg = "a form that is not read for metadata"
        raise Refusal(msg)
    found = Collected()
    if form in ("heic", "avif"):
        _items(found, source, size, form)
    elif form == "mp4":
        movies.read(found, source, size)
    elif form == "pdf":
        _document(found, source, size)
    elif form in forms.TAGGED:
        found.attempt("container", tagged.read, found, source, size, form)
    else:
        _picture(found, source, size, form)
    summary = particulars.summary(found.parts)
    _fit(found)
    return {
        "form": form,
        "blocks": found.blocks[:_MOST_BLOCKS],
        **found.parts,
        "problems": found.problems,
        "summary": summary,
    }


def _fit(found: Collected) -> None:
    """Cut the longest lists until an entry can hold all parts, and say what was cut; raw blocks stay in the item."""
    whole = {name: len(part) for name, part in found.parts.items() if isinstance(part, list)}
    while len(json.dumps(found.parts)) > _LARGEST and whole:
        longest = max(whole, key=lambda name: len(json.dumps(found.parts[name])))
        found.parts[longest] = found.parts[longest][: len(found.parts[longest]) // 2]
    for name, count in whole.items():
        if len(found.parts[name]) < count:
            problem = f"{len(found.parts[name])} of {count} are kept here; the block itself is in the item"
            found.problems.append({"part": name, "problem": problem})


def _picture(found: Collected, source: BinaryIO, size: int, form: str) -> None:
    kept: dict[str, list[tuple[Block, bytes]]] = {}

    def note() -> None:
        for block in blocks.walk(source, size, form):
            content = block.read(source)
            inner = {"holds": forms.form_of(content[: forms.HEAD_BYTES])} if block.kind == "trailing" else {}
            found.blocks.append({**block.to_record(source), **inner})
            kept.setdefault(block.kind, []).append((block, content))

    found.attempt("container", note)
    for block, content in kept.get("exif", ()):
        _exif(found, content, block.offset)
    for kind, part, reader in _READERS:
        for block, content in kept.get(kind, ()):
            found.add(part, found.attempt(part, reader, block.name, content) or [])
    found.add("icc", found.attempt("icc", packets.icc, _segments(kept)))
    extended = _extended(kept)
    if extended:
        found.add("xmp", found.attempt("xmp", xmp.properties, extended) or [])
    for block, content in kept.get("photoshop", ()):
        place = found.attempt("photoshop", packets.thumbnail_of_photoshop, content)
        if place:
            at, length = place
            _thumbnail(found, "Photoshop", content[at : at + length], block.offset + at)


def _exif(found: Collected, content: bytes, offset: int) -> None:
    """Read an EXIF block and put offsets right: inside of the block they count from its own beginning."""
    read = found.attempt("exif", exif.read, content)
    if read is None:
        return
    found.add("exif", read.tags)
    found.problems += [{"part": "exif", "problem": one} for one in read.warnings]
    for tag in read.tags:
        if "offset" in tag:
            tag["offset"] += offset
    if read.thumbnail:
        at = content.find(read.thumbnail) if read.thumbnail_kind == "JPEGThumbnail" else -1
        _thumbnail(found, "EXIF", read.thumbnail, offset + at if at >= 0 else None)


def _thumbnail(found: Collected, name: str, content: bytes, offset: int | None) -> None:
    record: dict[str, Any] = {"from": name, "length": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    found.add("thumbnails", [record | ({"offset": offset} if offset is not None else {})])


def _xmp(_name: str, packet: bytes) -> list[dict[str, str]]:
    return xmp.properties(packet)


def _png_text(name: str, content: bytes) -> list[dict[str, str]]:
    return [] if packets.png_packet(content) else [packets.png_text(name, content)]


def _png_xmp(_name: str, content: bytes) -> list[dict[str, str]]:
    packet = packets.png_packet(content)
    return xmp.properties(packet) if packet else []


# Kind of block, part of the result it goes to, how it is read.
_READERS: Final[tuple[tuple[str, str, Callable[[str, bytes], list[Any]]], ...]] = (
    ("xmp", "xmp", _xmp),
    ("text", "xmp", _png_xmp),
    ("iptc", "iptc", lambda _, content: packets.iptc(content)),
    ("photoshop", "iptc", lambda _, content: packets.iptc_of_photoshop(content)),
    ("text", "texts", _png_text),
    ("time", "texts", lambda _, content: [{"name": "tIME", "value": packets.png_time(content)}]),
    ("comment", "comments", lambda _, content: [packets.plain(content)]),
    ("comment-gif", "comments", lambda _, content: [packets.gif_comment(content)]),
)


def _segments(kept: dict[str, list[tuple[Block, bytes]]]) -> bytes:
    """Return the ICC profile, put together from its segments, taken out of a PNG, or as it stands."""
    if "icc" in kept:
        return packets.icc_of_segments(content for _, content in kept["icc"])
    for kind, taken in (("icc-png", packets.icc_of_png), ("icc-whole", bytes)):
        for _, content in kept.get(kind, ()):
            try:
                return taken(content)
            except ValueError:
                return b""  # the block is listed with its digest; what is not deflated has nothing to say
    return b""


def _extended(kept: dict[str, list[tuple[Block, bytes]]]) -> bytes:
    """Return the packet that was too large for one segment: GUID, length, offset before each (XMP part 3, 1.1.3.1)."""
    pieces = sorted((int.from_bytes(content[36:40], "big"), content[40:]) for _, content in kept.get("xmp-more", ())
                    if len(content) > 40)  # fmt: skip
    return b"".join(piece for _, piece in pieces)


def _items(found: Collected, source: BinaryIO, size: int, form: str) -> None:
    """Read HEIF or AVIF: the library that decodes it is asked for the EXIF block first, our own reader says where."""
    listed = found.attempt("container", boxes.items, source, size) or []
    for kind, offset, length in listed:
        skip = _exif_header(source, offset, length) if kind == "exif" else 0
        block = Block(kind, "item", offset + skip, length - skip)
        found.blocks.append(block.to_record(source))
        if kind == "xmp":
            found.add("xmp", found.attempt("xmp", xmp.properties, block.read(source)) or [])
    exif_block = next((one for one in found.blocks if one["kind"] == "exif"), None)
    content = found.attempt("heif", _told_by_library, source) if form == "heic" else None
    if exif_block is not None and not content:
        source.seek(exif_block["offset"])
        content = source.read(min(exif_block["length"], blocks.LARGEST_BLOCK))
    if content:
        _exif(found, content, exif_block["offset"] if exif_block else 0)
    for box in boxes.walk(source, size):
        if box.kind == b"colr" and boxes.read(source, box, 4) in (b"prof", b"rICC"):
            found.add("icc", packets.icc(boxes.read(source, box, 4 << 20)[4:]))


def _told_by_library(source: BinaryIO) -> bytes:
    """Return the TIFF structure that libheif finds."""
    import pi_heif

    source.seek(0)
    told = pi_heif.open_heif(source, convert_hdr_to_8bit=False).info.get("exif") or b""
    return bytes(told).removeprefix(b"Exif\0\0")


def _exif_header(source: BinaryIO, offset: int, length: int) -> int:
    """Return how many bytes stand before the TIFF structure of an EXIF item (ISO/IEC 23008-12, A.2.1)."""
    source.seek(offset)
    head = source.read(min(length, 4))
    return min(length, 4 + int.from_bytes(head, "big"))


def _document(found: Collected, source: BinaryIO, size: int) -> None:
    """Read a PDF: what its information dictionary says, and the XMP packets that lie in it uncompressed."""
    found.add("document", found.attempt("document", _information, source))
    source.seek(0)
    content = source.read(min(size, _SCANNED))
    at = content.find(_PACKET_START)
    while at >= 0 and len(found.blocks) < 20:
        end = content.find(_PACKET_END, at)
        if end < 0:
            break
        block = Block("xmp", "packet", at, end - at)
        found.blocks.append(block.to_record(source))
        found.add("xmp", found.attempt("xmp", xmp.properties, block.read(source)) or [])
        at = content.find(_PACKET_START, end)


def _information(source: BinaryIO) -> list[dict[str, str]]:
    import pypdfium2

    source.seek(0)
    document = pypdfium2.PdfDocument(source, autoclose=False)
    try:
        told = document.get_metadata_dict(skip_empty=True)
        return [{"name": name, "value": str(value)[:2_000]} for name, value in told.items()]
    finally:
        document.close()
