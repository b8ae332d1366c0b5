"""Owns the text of books (EPUB 3.3): the chapters in their order, each as a reader of its page sees it."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

from onrecord.reading import html
from onrecord.reading.markup import Package
from onrecord.reading.model import Text
from onrecord.reading.writing import Writer

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_FONTS: Final = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")
_LARGEST_CHAPTER: Final = 16 << 20


def text_of(content: bytes) -> Text:
    """Return the text of all chapters; each is a place called by its number in the order of reading.

    Raises:
        ValueError: no book, damaged, locked against copying, or beyond the limits.
    """
    package = Package(content)
    root = _Root()
    package.parse(_CONTAINER, root)
    if _is_locked(package):
        msg = "locked against copying (DRM)"
        raise ValueError(msg)
    book = _Book(root.path)
    package.parse(root.path, book)
    writer = Writer()
    for number, name in enumerate(book.chapters(), start=1):
        if name not in package.names:
            writer.note("chapters that are missing")
            continue
        start = writer.begin()
        writer.add(_chapter(package, name))
        writer.place("chapter", str(number), start)
    return writer.text()


def _chapter(package: Package, name: str) -> str:
    pieces, size = [], 0
    for piece in package.pieces(name):
        pieces.append(piece)
        size += len(piece)
        if size > _LARGEST_CHAPTER:
            msg = f"a chapter of more than {_LARGEST_CHAPTER >> 20} MiB"
            raise ValueError(msg)
    page = b"".join(pieces)
    return html.text_of(page).text if page.strip() else ""


def _is_locked(package: Package) -> bool:
    """Say whether anything but fonts is encrypted: publishers disguise fonts, and words stay legible."""
    if _ENCRYPTION not in package.names:
        return False
    said = b"".join(package.pieces(_ENCRYPTION))
    methods = said.count(b"EncryptionMethod ")
    return methods > sum(said.count(font) for font in _FONTS)


class _Root:
    """Takes where the book's own description lies."""

    def __init__(self) -> None:
        self.path = ""

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Take the first one that is named."""
        if name == "rootfile" and not self.path:
            self.path = attributes.get("full-path", "")

    def end(self, name: str, /) -> None:
        """Pass over it."""

    def data(self, text: str, /) -> None:
        """Pass over it."""


class _Book:
    """Takes the parts of a book and the order in which they are read."""

    def __init__(self, path: str) -> None:
        self._folder = posixpath.dirname(path)
        self._parts: dict[str, str] = {}
        self._order: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Take a part, or a place in the order."""
        if name == "item" and "html" in attributes.get("media-type", ""):
            self._parts[attributes.get("id", "")] = attributes.get("href", "")
        elif name == "itemref":
            self._order.append(attributes.get("idref", ""))

    def end(self, name: str, /) -> None:
        """Pass over it."""

    def data(self, text: str, /) -> None:
        """Pass over it."""

    def chapters(self) -> list[str]:
        """Return the members of the package that are read, in their order."""
        hrefs = [self._parts[one] for one in self._order if one in self._parts]
        return [posixpath.normpath(posixpath.join(self._folder, unquote(one.partition("#")[0]))) for one in hrefs]
