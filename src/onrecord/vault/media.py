"""Owns media types: said by the content, with the name's extension as a hint among texts only."""

from __future__ import annotations

import codecs
import re
from typing import Final

HEAD_BYTES: Final = 8192
UNKNOWN: Final = "application/octet-stream"
_HTML: Final = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype\s+html|<html|<head|<body)", re.IGNORECASE | re.DOTALL
)
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


def media_type(head: bytes, name: str) -> str:
    """Return the media type that the first bytes show; `application/octet-stream` where they show none."""
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    text = _as_text(head)
    if text is None:
        return _by_magic(head)
    if _HTML.match(text):
        return "text/html"
    extension = name[name.rfind(".") :].lower() if "." in name else ""
    return _TEXT_TYPES.get(extension, "text/plain") if text else UNKNOWN


def _as_text(head: bytes) -> str | None:
    """Return the head as text, or None where it is none. Eight-bit Cyrillic counts: it has no control characters."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return head.decode(encoding, errors="replace")
    if any(byte < 0x20 and byte not in b"\t\n\r\f" for byte in head):
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        return decoder.decode(head)  # a letter cut by the end of the head waits for its rest
    except UnicodeDecodeError:
        return head.decode("cp1251", errors="replace") if _by_magic(head) == UNKNOWN else None


def _by_magic(head: bytes) -> str:
    import puremagic

    try:
        return str(puremagic.from_string(head, mime=True)) or UNKNOWN
    except (puremagic.PureError, ValueError):
        return UNKNOWN
