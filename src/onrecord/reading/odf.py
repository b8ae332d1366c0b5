"""Owns the text of OpenDocument files (ODF 1.3, part 3): texts, sheets and slides, with notes, heads and feet.

What was deleted under tracked changes is left out and counted. A cell holds its value as it is shown, so that nothing
has to be computed. A file under a password is refused by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onrecord.reading.markup import Package
from onrecord.reading.model import Text
from onrecord.reading.writing import Writer

_CONTENT: Final = "content.xml"
_STYLES: Final = "styles.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_FEET: Final = frozenset({"header", "footer", "header-left", "footer-left", "header-first", "footer-first"})
_PARAGRAPHS: Final = frozenset({"p", "h"})
_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})
_SKIPPED: Final = frozenset({"tracked-changes", "note-citation", "scripts", "forms", "title-page"})
_ASIDES: Final = frozenset({"note", "annotation"})
_SIGNATURE: Final = frozenset({"creator", "date", "date-string", "sender-initials"})
_MOST_REPEATED: Final = 50


def text_of(content: bytes) -> Text:
    """Return the text, a paragraph or a row of a table on each line; cells are apart by tabs.

    Raises:
        ValueError: no OpenDocument, damaged, encrypted, made to hurt, or beyond the limits.
    """
    package = Package(content)
    if _MANIFEST in package.names and b"encryption-data" in b"".join(package.pieces(_MANIFEST)):
        msg = "encrypted with a password"
        raise ValueError(msg)
    writer = Writer()
    body = _Body(writer, is_within=True)
    package.parse(_CONTENT, body)
    if _STYLES in package.names:
        start = writer.begin()
        package.parse(_STYLES, _Body(writer, is_within=False))
        writer.place("part", "header or footer", start)
    hidden = [f"hidden sheets, read: {', '.join(body.hidden)}"] if body.hidden else []
    return writer.text(*hidden)


class _Body:
    """Writes what is shown: of a content all, of styles only what stands at the heads and feet of pages."""

    def __init__(self, writer: Writer, *, is_within: bool) -> None:
        self._writer = writer
        self._within = int(is_within)
        self._skipping = self._paragraphs = self._cells = self._asides = 0
        self._repeated = self._next_row = 1
        self._row = 0
        self._is_wide = self._is_far = self._is_next_far = (
            False  # what stands behind a gap that was cut short has no cell by tabs
        )
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._tables: list[tuple[str, str, int]] = []
        self.hidden: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Begin an element."""
        if self._skipping or name in _SKIPPED or (self._asides and name in _SIGNATURE):
            self._skipping += 1
            if name == "deletion":
                self._writer.note("deletions under tracked changes, left out")
            return
        if name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif name in _FEET:
            self._within += 1
        elif name == "table":
            self._begin_table(attributes)
        elif name in _CELLS:
            self._cells += 1
            self._repeated = _count(attributes.get("number-columns-repeated"))
            self._is_next_far = _number(attributes.get("number-columns-repeated")) > _MOST_REPEATED
        elif name == "table-row" and not self._cells:
            self._row, self._is_wide, self._is_far = self._next_row, False, False
            self._next_row += _number(attributes.get("number-rows-repeated"))
        else:
            self._begin_words(name, attributes)

    def _begin_words(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _PARAGRAPHS:
            self._paragraphs += 1
        elif name == "tab":
            self._write("\t" if not self._cells else " ")
        elif name == "line-break":
            self._end_line()
        elif name == "s":
            self._write(" " * _count(attributes.get("c")))
        elif name in _ASIDES:
            self._asides += 1
            self._writer.gap()

    def end(self, name: str, /) -> None:
        """End an element."""
        if self._skipping:
            self._skipping -= 1
        elif name in _PARAGRAPHS:
            self._paragraphs -= 1
            self._end_line()
        elif name in _CELLS:
            self._cells -= 1
            if self._cells:
                self._writer.gap()
            else:
                self._writer.cell(self._repeated)
                self._is_far = self._is_far or self._is_next_far
        elif name == "table-row" and not self._cells:
            self._writer.row_end(0 if self._is_wide else self._row)
        elif name == "table" and self._tables:
            self._end_table()
        elif name in _FEET:
            self._within -= 1
        elif name in _ASIDES:
            self._asides -= 1
            self._writer.gap()

    def data(self, text: str, /) -> None:
        """Take letters."""
        if self._paragraphs and not self._skipping:
            self._write(text)

    def _write(self, text: str) -> None:
        if self._within:
            self._is_wide = self._is_wide or self._is_far
            self._writer.add(text)

    def _end_line(self) -> None:
        """End a line; in a cell, or in a paragraph that a note stands in, let a blank come instead."""
        if self._cells or self._paragraphs:
            self._writer.gap()
        else:
            self._writer.line_end()

    def _begin_table(self, attributes: Mapping[str, str]) -> None:
        name = attributes.get("name", "")
        start = self._writer.begin() if not self._cells else -1
        if start >= 0:
            self._next_row = 1
        self._tables.append((name, attributes.get("style-name", ""), start))

    def _end_table(self) -> None:
        name, style, start = self._tables.pop()
        is_hidden = style in self._hidden_styles
        if is_hidden:
            self.hidden.append(name)
        if start >= 0:
            self._writer.place("hidden sheet" if is_hidden else "table", name, start)


def _count(said: str | None) -> int:
    """Return how often something is repeated, within reason."""
    return min(_number(said), _MOST_REPEATED)


def _number(said: str | None) -> int:
    """Return how often something is said to be repeated."""
    return int(said) if said and said.isdecimal() and len(said) < 9 else 1
