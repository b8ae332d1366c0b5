"""Owns the text of SVG drawings (SVG 2, chapter 11): the words that are shown, titles and descriptions.

Letters that were turned into shapes are none here. Scripts and styles are no words, and what is hidden by an attribute
is left out and told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onrecord.reading.markup import parse
from onrecord.reading.model import Text
from onrecord.reading.writing import Writer

_CHUNK: Final = 1 << 16
_TEXTS: Final = frozenset({"text", "title", "desc"})
_BLOCKS: Final = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th"})  # of foreignObject
_SKIPPED: Final = frozenset({"script", "style", "metadata"})
_HIDDEN: Final = frozenset({"none", "hidden", "collapse"})


def text_of(content: bytes) -> Text:
    """Return the text, each piece of it on a line.

    Raises:
        ValueError: no XML, or it declares entities of its own.
    """
    writer = Writer()
    parse((content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK)), _Drawing(writer))
    return writer.text()


class _Drawing:
    """Writes what is shown of a drawing."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._skipping = self._texts = 0

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Begin an element."""
        is_hidden = attributes.get("display") == "none" or attributes.get("visibility") in _HIDDEN
        if self._skipping or name in _SKIPPED or is_hidden:
            if is_hidden and not self._skipping:
                self._writer.note("hidden elements, left out")
            self._skipping += 1
        elif name in _TEXTS or name == "foreignObject":
            self._writer.line_end()
            self._texts += 1
        elif name in _BLOCKS or name == "br":
            self._writer.line_end()
        elif name == "tspan" and self._texts and {"x", "y", "dy"} & set(attributes):
            self._writer.gap()

    def end(self, name: str, /) -> None:
        """End an element."""
        if self._skipping:
            self._skipping -= 1
        elif name in _TEXTS or name == "foreignObject":
            self._texts -= 1
            self._writer.line_end()
        elif name in _BLOCKS:
            self._writer.line_end()

    def data(self, text: str, /) -> None:
        """Take letters; what lies between words is one blank, however it is written in the file."""
        if not self._texts or self._skipping:
            return
        words = text.split()
        if words:
            if text[0].isspace():
                self._writer.gap()
            self._writer.add(" ".join(words))
        if text[-1].isspace():
            self._writer.gap()
