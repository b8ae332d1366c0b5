"""Owns the forms of file that are examined: how the first bytes show them, and which examiner takes which.

Light, for parent and child alike. A form is said by content and never by a name: whatever shows none of these is not
opened at all (RELIABILITY D3).
"""

from __future__ import annotations

from typing import Final

HEAD_BYTES: Final = 64

# Versions of our own methods: what they find may change with them, so they stand in every entry.
METADATA_METHOD: Final = "onrecord metadata@1"
FINGERPRINT_METHOD: Final = "onrecord pdq@1"

# The pictures that are opened, and what Pillow calls them: no other decoder of it is ever reached.
PICTURES: Final = {
    "jpeg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "tiff": ("TIFF",),
    "webp": ("WEBP",),
    "gif": ("GIF",),
    "heic": ("HEIF",),
    "avif": ("AVIF",),
}
# The films whose key frames a decoder is asked for, and what ffmpeg calls them: no other demuxer is ever reached.
FILMS: Final = {"mp4": "mov", "matroska": "matroska", "avi": "avi"}
TAGGED: Final = frozenset({"mp3", "wav", "avi", "ogg", "flac", "matroska"})
WITH_METADATA: Final = frozenset(PICTURES) | TAGGED | {"mp4", "pdf"}
WITH_FINGERPRINT: Final = frozenset(PICTURES) | {"mp4"}
# What a validator of content credentials is given, and how it calls the form.
WITH_CREDENTIALS: Final = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "tiff": "image/tiff",
    "heic": "image/heic",
    "avif": "image/avif",
    "mp4": "video/mp4",
    "avi": "video/msvideo",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "pdf": "application/pdf",
}

_STARTS: Final = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"%PDF-", "pdf"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"\x1aE\xdf\xa3", "matroska"),
)
_RIFF: Final = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
_HEIF_BRANDS: Final = frozenset(
    {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"}
)
_AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})
_OLD_QUICKTIME: Final = (b"moov", b"mdat", b"wide", b"free", b"skip")  # files of before there was a brand


def form_of(head: bytes) -> str | None:
    """Return the form that the first bytes show, or None: none that is known here."""
    if head[4:8] == b"ftyp":
        return _form_of_brand(head)
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    for start, form in _STARTS:
        if head.startswith(start):
            return form
    return "mp4" if head[4:8] in _OLD_QUICKTIME else None


def _form_of_brand(head: bytes) -> str:
    brands = {head[at : at + 4] for at in range(16, len(head) - 3, 4)}
    major = head[8:12]
    if major in _AVIF_BRANDS or (major in _HEIF_BRANDS and brands & _AVIF_BRANDS):
        return "avif"
    return "heic" if major in _HEIF_BRANDS else "mp4"
