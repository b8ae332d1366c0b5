"""Owns the text of Word documents (ECMA-376, part 1, 17): body, tables, notes, comments, heads and feet of pages.

What was deleted under tracked changes, and text that is hidden, is left out and counted: nobody who sees the document
reads it. Field codes are none of the text. A small reader of our own: the libraries leave out notes and text boxes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from onrecord.reading.markup import Package
from onrecord.reading.model import Text
from onrecord.reading.writing import Writer

_PARTS: Final = (
    ("header", re.compile(r"word/header\d*\.xml")),
    ("body", re.compile(r"word/document\d*\.xml")),
    ("footnotes", re.compile(r"word/footnotes\d*\.xml")),
    ("endnotes", re.compile(r"word/endnotes\d*\.xml")),
    ("footer", re.compile(r"word/footer\d*\.xml")),
    ("comments", re.compile(r"word/comments\d*\.xml")),
)
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_GONE: Final = {"del": "deletions under tracked changes, left out", "moveFrom": "passages moved away, left out"}
# A second rendering of what stands beside it already, and what is drawn or computed.
_SKIPPED: Final = frozenset({"Fallback", "instrText", "delText", "delInstrText", *_GONE})
_OFF: Final = frozenset({"0", "false", "off"})


def text_of(content: bytes) -> Text:
    """Return the text, a paragraph or a row of a table on each line; cells are apart by tabs.

    Raises:
        ValueError: no Word document, damaged, encrypted, made to hurt, or beyond the limits.
    """
    package = Package(content)
    writer = Writer()
    is_found = False
    for kind, pattern in _PARTS:
        for name in sorted(one for one in package.names if pattern.fullmatch(one)):
            start = writer.begin()
            package.parse(name, _Body(writer))
            writer.place("part", kind, start)
            is_found = is_found or kind == "body"
    if not is_found:
        msg = "no body of a document in it"
        raise ValueError(msg)
    return writer.text()


class _Body:
    """Writes what is shown of one part."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._skipping = 0
        self._is_text = self._is_hidden = False
        self._runs = 0
        self._cells = 0

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Begin an element."""
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
            if name in _GONE:
                self._writer.note(_GONE[name])
            return
        if name == "r":
            self._runs += 1
            self._is_hidden = False
        elif name == "vanish" and self._runs:
            self._is_hidden = attributes.get("val", "1") not in _OFF
        elif name == "t":
            self._is_text = True
            if self._is_hidden:
                self._writer.note("hidden runs, left out")
        elif name in _SIGNS and self._runs:  # a tab is also a place where tabs stop, outside of runs
            self._sign(_SIGNS[name])
        elif name == "tc":
            self._cells += 1
        elif name == "ins":
            self._writer.note("insertions under tracked changes, read")

    def end(self, name: str, /) -> None:
        """End an element."""
        if self._skipping:
            self._skipping -= 1
        elif name == "t":
            self._is_text = False
        elif name == "r":
            self._runs -= 1
            self._is_hidden = False
        elif name == "p":
            self._sign("\n")
        elif name == "tc":
            self._cells -= 1
            if self._cells:
                self._writer.gap()
            else:
                self._writer.cell()
        elif name == "tr" and not self._cells:
            self._writer.line_end()

    def data(self, text: str, /) -> None:
        """Take letters."""
        if self._is_text and not self._skipping:
            self._write(text)

    def _sign(self, sign: str) -> None:
        """Write a tab or the end of a line; in a cell, which is part of a line, a blank."""
        if self._is_hidden:
            return
        if not self._cells:
            self._writer.line_end() if sign == "\n" else self._writer.add(sign)
        else:
            self._writer.gap()

    def _write(self, text: str) -> None:
        if not self._is_hidden:
            self._writer.add(text)
