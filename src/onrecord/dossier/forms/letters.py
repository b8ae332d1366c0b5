"""Owns the way from the bytes of a file to letters and back, to the same bytes where nothing was changed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from onrecord.dossier.statement import Form
from onrecord.kernel import Label, file_problem
from onrecord.reading import decode

# What a page may say of its letters, where they are not UTF-8 (WHATWG Encoding, the single-byte ones of the region).
_DECLARED: Final = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*(windows-125[0-8]|koi8-[ru]|iso-8859-1?[0-9]|cp866|ibm866)(?![\w-])""",
    re.IGNORECASE,
)
_HEAD: Final = 4096
_NOT_OF_ENCODING: Final = Label(
    en="it says that it is {encoding} and is not; save it as UTF-8",
    ru="в нём сказано, что это {encoding}, но это не так; сохраните в UTF-8",
    kk="ішінде {encoding} делінген, бірақ олай емес; UTF-8 түрінде сақтаңыз",
)
_OF_NO_ENCODING: Final = Label(
    en="it is no text in any encoding that is known here; save it as UTF-8",
    ru="это не текст ни в одной из известных здесь кодировок; сохраните в UTF-8",
    kk="бұл мұнда белгілі кодтаулардың ешқайсысындағы мәтін емес; UTF-8 түрінде сақтаңыз",
)


class LettersRefused(ValueError):
    """Bytes that are no letters, with the reason as a part of a sentence in each language."""

    def __init__(self, problem: Label) -> None:
        super().__init__(problem.en)
        self.problem = problem


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
        LettersRefused: they are no letters of that form; which byte, or which encoding was tried.
    """
    if content.startswith(codecs.BOM_UTF8):
        return Letters(text=_utf8(content[3:]), encoding="utf-8", mark=codecs.BOM_UTF8)
    if form is Form.MARKDOWN:
        return Letters(text=_utf8(content), encoding="utf-8")
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if content.startswith(mark):
            return Letters(text=_decoded(content[2:], encoding), encoding=encoding, mark=mark)
    declared = _DECLARED.search(content[:_HEAD]) if form is Form.HTML else None
    try:
        return Letters(text=content.decode("utf-8"), encoding="utf-8") if form is Form.HTML else _guessed(content)
    except UnicodeDecodeError:
        if declared is None:
            return _guessed(content)
    encoding = declared.group(1).decode("ascii").lower()
    return Letters(text=_decoded(content, encoding), encoding=encoding)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as err:
        raise LettersRefused(_NOT_OF_ENCODING.filled(encoding=encoding)) from err


def _guessed(content: bytes) -> Letters:
    try:
        read = decode(content)
    except ValueError as err:
        raise LettersRefused(_OF_NO_ENCODING) from err
    return Letters(text=read.text, encoding=read.encoding or "utf-8")


def _utf8(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as err:
        raise LettersRefused(file_problem(err)) from err
