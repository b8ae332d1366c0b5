"""Owns the way from the bytes of a file to letters and back, to the same bytes where nothing was changed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from onrecord.dossier.statement import Form
from onrecord.reading import decode

# What a page may say of its letters, where they are not UTF-8 (WHATWG Encoding, the single-byte ones of the region).
_DECLARED: Final = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*(windows-125[0-8]|koi8-[ru]|iso-8859-1?[0-9]|cp866|ibm866)(?![\w-])""",
    re.IGNORECASE,
)
_HEAD: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """The text of a file, without the mark that stands before it, and how it was written."""

    text: str
    encoding: str
    mark: bytes = b""

    def bytes_of(self, text: str) -> bytes:
        """Return the bytes of a file with this text, written as this one is.

        Raises:
            UnicodeEncodeError: a letter of it has no place in this encoding.
        """
        return self.mark + text.encode(self.encoding)


def letters_of(form: Form, content: bytes) -> Letters:
    """Return the letters of a file. Markdown is UTF-8; a page is what it says; plain text is what it reads like.

    Raises:
        ValueError: they are no letters of that form; which byte, or which encodings were tried.
    """
    if content.startswith(codecs.BOM_UTF8):
        return Letters(text=_utf8(content[3:]), encoding="utf-8", mark=codecs.BOM_UTF8)
    if form is Form.MARKDOWN:
        return Letters(text=_utf8(content), encoding="utf-8")
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if content.startswith(mark):
            return Letters(text=content[2:].decode(encoding), encoding=encoding, mark=mark)
    declared = _DECLARED.search(content[:_HEAD]) if form is Form.HTML else None
    try:
        return Letters(text=content.decode("utf-8"), encoding="utf-8") if form is Form.HTML else _guessed(content)
    except UnicodeDecodeError:
        if declared is None:
            return _guessed(content)
    encoding = declared.group(1).decode("ascii").lower()
    return Letters(text=content.decode(encoding), encoding=encoding)


def _guessed(content: bytes) -> Letters:
    read = decode(content)
    return Letters(text=read.text, encoding=read.encoding or "utf-8")


def _utf8(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as err:
        msg = f"byte {err.start} is no UTF-8"
        raise ValueError(msg) from err
