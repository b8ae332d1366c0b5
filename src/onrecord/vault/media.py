"""Owns media types: said by the content, with the name's extension as a hint among texts only."""

from __future__ import annotations

import codecs
import re
import zlib
from functools import cache
from typing import Final

HEAD_BYTES: Final = 8192
TAIL_BYTES: Final = 1 << 16  # of a ZIP: its directory lies at its end
UNKNOWN: Final = "application/octet-stream"
ZIP: Final = "application/zip"
TAR: Final = "application/x-tar"
GZIP: Final = "application/gzip"
BZIP2: Final = "application/x-bzip2"
XZ: Final = "application/x-xz"
ZSTD: Final = "application/zstd"
MAIL: Final = "message/rfc822"
MBOX: Final = "application/mbox"
MHTML: Final = "multipart/related"
WARC: Final = "application/warc"
ARC: Final = "application/x-internet-archive"
WACZ: Final = "application/wacz"
SEVEN_ZIP: Final = "application/x-7z-compressed"
RAR: Final = "application/vnd.rar"

# What a file begins with, where that is not to be mistaken. Sources: the formats' own specifications and RFCs.
_BEGINNINGS: Final = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
    b"II+\0": "image/tiff",
    b"MM\0+": "image/tiff",
    b"8BPS": "image/vnd.adobe.photoshop",
    b"AT&TFORM": "image/vnd.djvu",
    b"\x1aE\xdf\xa3": "video/matroska",
    b"fLaC": "audio/flac",
    b"ID3": "audio/mpeg",
    b"#!AMR": "audio/amr",
    b"OggS": "application/ogg",
    b"PK\3\4": ZIP,
    b"PK\5\6": ZIP,
    b"PK\7\x08PK": ZIP,
    b"\x1f\x8b": GZIP,
    b"BZh": BZIP2,
    b"\xfd7zXZ\0": XZ,
    b"\x28\xb5\x2f\xfd": ZSTD,
    b"7z\xbc\xaf\x27\x1c": SEVEN_ZIP,
    b"Rar!\x1a\x07": RAR,
    b"WARC/0.": WARC,
    b"WARC/1.": WARC,
    b"filedesc:": ARC,
    b"SQLite format 3\0": "application/vnd.sqlite3",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "application/x-ole-storage",
    b"{\\rtf": "application/rtf",
    b"%!PS": "application/postscript",
    b"!BDN": "application/vnd.ms-outlook-pst",
    b"\x78\x9f\x3e\x22": "application/vnd.ms-tnef",
    b"\x7fELF": "application/x-elf",
    b"age-encryption.org/": "application/age",
    b"-----BEGIN PGP SIGNATURE-----": "application/pgp-signature",
    b"-----BEGIN PGP PUBLIC KEY": "application/pgp-keys",
    b"-----BEGIN PGP MESSAGE-----": "application/pgp-encrypted",
    b"\xd4\xc3\xb2\xa1": "application/vnd.tcpdump.pcap",
    b"\xa1\xb2\xc3\xd4": "application/vnd.tcpdump.pcap",
}
_RIFF: Final = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
# ISO 14496-12 brands; any other is a film of that family.
_BRANDS: Final = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"hevc": "image/heic-sequence",
    b"mif1": "image/heif",
    b"msf1": "image/heif-sequence",
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"3gp4": "video/3gpp",
    b"3gp5": "video/3gpp",
    b"3gp6": "video/3gpp",
}
_QUICKTIME: Final = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
# What a ZIP is by the names in it; the first that is there decides.
_INSIDE: Final = (
    (b"word/document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/presentation", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"AndroidManifest.xml", "application/vnd.android.package-archive"),
    (b"META-INF/MANIFEST.MF", "application/java-archive"),
)
_MIMETYPE: Final = re.compile(rb"[a-z]+/[a-z0-9.+-]+")
_WEAK: Final = {b"BM": "image/bmp", b"MZ": "application/vnd.microsoft.portable-executable", b"\0\0\1\0": "image/x-icon"}
_FEW_LETTERS: Final = 8
_MPEG_AUDIO: Final = frozenset({0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2})
_LENGTHS: Final = tuple(sorted({len(one) for one in _BEGINNINGS}, reverse=True))
_FIRST_TWO: Final = frozenset(one[:2] for one in _BEGINNINGS)
_TEXT_BYTES: Final = bytes(byte for byte in range(256) if byte >= 0x20 or byte in b"\t\n\r\f")
_HTML: Final = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype\s+html|<html|<head|<body)", re.IGNORECASE | re.DOTALL
)
_SVG: Final = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*|<!doctype\s+svg[^>]*>\s*)*<svg[\s>]", re.IGNORECASE | re.DOTALL
)
_FROM_LINE: Final = re.compile(r"From \S+ .*\d{4}\s*\n[!-9;-~]{1,76}:")  # RFC 4155, appendix A
_FIELD: Final = re.compile(r"^([!-9;-~]{1,76}):", re.MULTILINE)  # RFC 5322, 2.2
# A text that begins with fields is mail only if some are those of mail (RFC 5322, 3.6): a log or a form is not.
_MAIL_FIELDS: Final = frozenset(
    {"from", "to", "date", "subject", "received", "return-path", "message-id", "mime-version", "delivered-to"}
)
_RELATED: Final = re.compile(r"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_TEXT_TYPES: Final = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".xml": "application/xml",
    ".srt": "application/x-subrip",
    ".vtt": "text/vtt",
}


def media_type(head: bytes, name: str, tail: bytes = b"") -> str:
    """Return the media type that the bytes show; `application/octet-stream` where they show none.

    `tail` is the end of the file, and is looked at for ZIP files only: what they are stands in their directory.
    """
    if found := _by_beginning(head):
        return _looked_into(found, head, tail, name)
    text = _as_text(head)
    return _of_binary(head) if text is None else _of_text(text, name)


def _by_beginning(head: bytes) -> str | None:
    if head[:2] in _FIRST_TWO:
        for length in _LENGTHS:
            if found := _BEGINNINGS.get(head[:length]):
                return found
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    return TAR if head[257:262] == b"ustar" else None


def _looked_into(found: str, head: bytes, tail: bytes, name: str) -> str:
    """Return what a general format holds, where its own beginning or end says so."""
    if found == ZIP:
        return _of_zip(head, tail, name)
    if found == GZIP:
        beginning = _inflated(head)
        return (
            WARC if beginning.startswith((b"WARC/0.", b"WARC/1.")) else ARC if beginning[:9] == b"filedesc:" else GZIP
        )
    if found == "video/matroska" and b"webm" in head[:64]:
        return "video/webm"
    if found == "application/ogg":
        return "audio/ogg" if any(one in head[:64] for one in (b"OpusHead", b"vorbis", b"Speex")) else found
    return found


def _of_zip(head: bytes, tail: bytes, name: str) -> str:
    if head[30:38] == b"mimetype":  # ODF 1.3, part 2, 3.3; EPUB 3.3, 4.2.2: the first member, neither packed nor extra
        declared = _MIMETYPE.fullmatch(head, 38, 38 + int.from_bytes(head[18:22], "little"))
        if declared:
            return declared[0].decode("ascii")
    names = head + tail
    if b"datapackage.json" in names and (b"archive/" in names or name.lower().endswith(".wacz")):
        return WACZ
    return next((kind for inside, kind in _INSIDE if inside in names), ZIP)


def _inflated(head: bytes) -> bytes:
    """Return the first bytes of a gzip member, or none where it is damaged."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 512)
    except zlib.error:
        return b""


def _as_text(head: bytes) -> str | None:
    """Return the head as text, or None where it is none. Eight-bit Cyrillic counts: it has no control characters."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return head.decode(encoding, errors="replace")
    if b"\0" in head or head.translate(None, _TEXT_BYTES):
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        return decoder.decode(head)  # a letter cut by the end of the head waits for its rest
    except UnicodeDecodeError:
        is_even = len(set(head)) <= _FEW_LETTERS < len(head)  # one byte over and over is no language
        return head.decode("cp1251", errors="replace") if not is_even and _of_binary(head) == UNKNOWN else None


def _of_text(text: str, name: str) -> str:
    if _HTML.match(text):
        return "text/html"
    if _SVG.match(text):
        return "image/svg+xml"
    if mail := _of_mail(text):
        return mail
    extension = name[name.rfind(".") :].lower() if "." in name else ""
    return _TEXT_TYPES.get(extension, "text/plain") if text else UNKNOWN


def _of_mail(text: str) -> str | None:
    if _FROM_LINE.match(text):
        return MBOX
    if not _FIELD.match(text):
        return None
    header = re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]
    if len({field.lower() for field in _FIELD.findall(header)} & _MAIL_FIELDS) < 2:
        return None
    return MHTML if _RELATED.search(header) and "\ncontent-location:" in text.lower() else MAIL


def _of_binary(head: bytes) -> str:
    if head[:1] == b"\xff" and len(head) > 1 and head[1] in _MPEG_AUDIO:
        return "audio/mpeg"
    if _is_old_tar(head):
        return TAR
    if head[4:8] in _QUICKTIME:
        return "video/quicktime"
    for beginning, found in _WEAK.items():
        if head.startswith(beginning):
            return found
    return _by_library(head) if head[:4] in _library_beginnings() else UNKNOWN


def _is_old_tar(head: bytes) -> bool:
    """Say whether a header without a mark has the checksum it says (IEEE 1003.1, ustar: itself taken as blanks)."""
    said = head[148:156].strip(b"\0 ")
    if len(head) < 512 or not said.isdigit() or not set(said) <= set(b"01234567"):
        return False
    return int(said, 8) == sum(head[:148]) + sum(head[156:512]) + 8 * ord(" ")


@cache
def _library_beginnings() -> frozenset[bytes]:
    """Return the first four bytes of everything the library knows by its beginning: to ask it takes a millisecond.

    Shorter beginnings are left out: they would give a name to what is none of it.
    """
    import puremagic

    known = puremagic.magic_header_array
    return frozenset(one.byte_match[:4] for one in known if one.offset == 0 and len(one.byte_match) >= 4)


def _by_library(head: bytes) -> str:
    import puremagic

    try:
        return str(puremagic.from_string(head, mime=True)) or UNKNOWN
    except (puremagic.PureError, ValueError):
        return UNKNOWN
