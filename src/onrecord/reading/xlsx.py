"""Owns the text of workbooks (ECMA-376, part 1, 18): each sheet as lines of cells, numbers and dates as they are shown.

Hidden sheets, rows and columns are read, since what somebody hid may be what a reader looks for, and it is told that
they are. Formulas are not computed: the value that was saved stands in the text. A small reader of our own, which
shows numbers by their formats and never holds a sheet; the library for it gives bare numbers.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from onrecord.reading.markup import Package
from onrecord.reading.model import Text
from onrecord.reading.numbers_shown import BUILT_IN, shown
from onrecord.reading.writing import Writer

_WORKBOOK: Final = "xl/workbook.xml"
_COMMENTS: Final = re.compile(r"xl/(?:comments/)?comments?\d*\.xml")
_COLUMN: Final = re.compile(r"[A-Z]{1,3}")
_WIDEST_GAP: Final = 50
_TRUTH: Final = {"0": "FALSE", "1": "TRUE"}


@dataclass(slots=True)
class Book:
    """What all sheets share."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)
    strings: list[str] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    styles: list[int] = field(default_factory=list)
    since_1904: bool = False

    def string(self, index: str) -> str:
        """Return a shared string by its number; nothing where there is none of that number."""
        is_known = _is_number(index) and int(index) < len(self.strings)
        return self.strings[int(index)] if is_known else ""

    def code(self, style: str) -> str:
        """Return the format code of a style."""
        index = int(style) if _is_number(style) else -1
        number = self.styles[index] if 0 <= index < len(self.styles) else 0
        return self.codes.get(number, "General")


def text_of(content: bytes) -> Text:
    """Return the text, the name of each sheet on a line and its rows below, cells apart by tabs.

    Raises:
        ValueError: no workbook, damaged, encrypted, made to hurt, or beyond the limits.
    """
    package = Package(content)
    book = opened(package)
    writer = Writer()
    for name, target, is_hidden in book.sheets:
        start = writer.begin()
        writer.add(name)
        writer.line_end()
        if target in package.names:
            package.parse(target, _Sheet(book, writer))
        else:
            writer.note("sheets that are missing or are no tables")
        writer.place("hidden sheet" if is_hidden else "sheet", name, start)
    for name in sorted(one for one in package.names if _COMMENTS.fullmatch(one)):
        start = writer.begin()
        package.parse(name, _Comments(writer))
        writer.place("part", "comments", start)
    hidden = [name for name, _, is_hidden in book.sheets if is_hidden]
    return writer.text(*([f"hidden sheets, read: {', '.join(hidden)}"] if hidden else []))


def opened(package: Package, *, keeps_lines: bool = False) -> Book:
    """Return what all sheets of a workbook share; the sheets themselves are still to be read.

    A string with line ends comes on one line, unless lines are kept.

    Raises:
        ValueError: no workbook, or damaged.
    """
    book = Book()
    package.parse(_WORKBOOK, _Sheets(book))
    for name, part in (
        ("xl/_rels/workbook.xml.rels", _Targets(book)),
        ("xl/sharedStrings.xml", _Strings(book, keeps_lines=keeps_lines)),
        ("xl/styles.xml", _Styles(book)),
    ):
        if name in package.names:
            package.parse(name, part)
    return book


class Part:
    """A listener that does nothing."""

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Pass over it."""

    def end(self, name: str, /) -> None:
        """Pass over it."""

    def data(self, text: str, /) -> None:
        """Pass over it."""


class _Sheets(Part):
    """Takes the names of the sheets and where they lie; where that is, the relations say afterwards."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Take a sheet."""
        if name == "sheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            self._book.sheets.append((attributes.get("name", ""), attributes.get("id", ""), is_hidden))
        elif name == "workbookPr":
            self._book.since_1904 = attributes.get("date1904") in ("1", "true")


class _Targets(Part):
    def __init__(self, book: Book) -> None:
        self._book = book

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Take a relation inside of the package; what lies elsewhere is not looked at."""
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
            self._book.targets[attributes.get("Id", "")] = target

    def end(self, name: str, /) -> None:
        """Put the places in for the names of relations, at the end."""
        if name == "Relationships":
            self._book.sheets = [
                (title, self._book.targets.get(relation, ""), is_hidden)
                for title, relation, is_hidden in self._book.sheets
            ]


class Words(Part):
    """Puts the letters of `t` together, without the readings beside them (`rPh`)."""

    def __init__(self, *, keeps_lines: bool = False) -> None:
        self._keeps_lines = keeps_lines
        self._words: list[str] = []
        self._is_text = self._is_reading = False

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Look for words."""
        self._is_text = name == "t"
        self._is_reading = self._is_reading or name == "rPh"

    def end(self, name: str, /) -> None:
        """Stop looking."""
        self._is_text = False
        if name == "rPh":
            self._is_reading = False

    def data(self, text: str, /) -> None:
        """Take letters."""
        if self._is_text and not self._is_reading:
            self._words.append(text)

    def taken(self) -> str:
        """Return the words since the last time, on one line unless lines are kept."""
        words, self._words = "".join(self._words), []
        if self._keeps_lines:
            return words
        return " ".join(words.split()) if "\n" in words or "\t" in words or "\r" in words else words


class _Strings(Words):
    def __init__(self, book: Book, *, keeps_lines: bool) -> None:
        super().__init__(keeps_lines=keeps_lines)
        self._book = book

    def end(self, name: str, /) -> None:
        """Take a string at its end."""
        super().end(name)
        if name == "si":
            self._book.strings.append(self.taken())


class _Comments(Words):
    def __init__(self, writer: Writer) -> None:
        super().__init__()
        self._writer = writer

    def end(self, name: str, /) -> None:
        """Write a comment at its end."""
        super().end(name)
        if name == "comment":
            self._writer.add(self.taken())
            self._writer.line_end()


class _Styles(Part):
    def __init__(self, book: Book) -> None:
        self._book = book
        self._is_within = False

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Take a format, or which one a style has."""
        if name == "numFmt" and _is_number(attributes.get("numFmtId")):
            self._book.codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "General")
        elif name == "cellXfs":
            self._is_within = True
        elif name == "xf" and self._is_within:
            number = attributes.get("numFmtId")
            self._book.styles.append(int(number) if number and _is_number(number) else 0)

    def end(self, name: str, /) -> None:
        """Leave the styles of cells."""
        if name == "cellXfs":
            self._is_within = False


class _Sheet(Words):
    """Writes the cells of a sheet."""

    def __init__(self, book: Book, writer: Writer) -> None:
        super().__init__()
        self._book = book
        self._writer = writer
        self._kind = self._style = ""
        self._value: list[str] = []
        self._is_value = False
        self._column = self._row = 0
        self._is_wide = self._is_far = False  # what stands behind a gap that was cut short has no cell by tabs

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Begin a row, a cell, a value."""
        super().start(name, attributes)
        if name == "row":
            self._column, self._is_wide, self._is_far = 1, False, False
            number = attributes.get("r")
            self._row = int(number) if number and _is_number(number) else self._row + 1
            if attributes.get("hidden") in ("1", "true"):
                self._writer.note("hidden rows, read")
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self._writer.note("hidden columns, read")
        elif name == "c":
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            column = column_of(attributes.get("r", "")) or self._column
            self._is_far = self._is_far or not 0 <= column - self._column <= _WIDEST_GAP
            self._writer.cell(min(max(0, column - self._column), _WIDEST_GAP))
            self._column = column
        elif name == "v":
            self._is_value, self._value = True, []

    def end(self, name: str, /) -> None:
        """Write a cell, end a row."""
        super().end(name)
        if name == "v":
            self._is_value = False
        elif name == "c":
            words = self._cell()
            self._is_wide = self._is_wide or (self._is_far and bool(words))
            self._writer.add(words)
            self._value = []
            self._writer.cell()
            self._column += 1
        elif name == "row":
            self._writer.row_end(0 if self._is_wide else self._row)

    def data(self, text: str, /) -> None:
        """Take letters of a value, or of a string in the cell itself."""
        super().data(text)
        if self._is_value:
            self._value.append(text)

    def _cell(self) -> str:
        words, value = self.taken(), "".join(self._value)
        if self._kind == "s":
            return self._book.string(value)
        if self._kind == "inlineStr":
            return words
        if self._kind == "b":
            return _TRUTH.get(value, value)
        if self._kind == "n" and value:
            return shown(value, self._book.code(self._style), since_1904=self._book.since_1904)
        return " ".join(value.split())


def _is_number(text: str | None) -> bool:
    return text is not None and text.isdecimal() and len(text) < 10


def column_of(reference: str) -> int:
    """Return the number of the column in a reference as `BC12`, from 1; 0 where there is none."""
    found = _COLUMN.match(reference)
    number = 0
    for letter in found[0] if found else "":
        number = number * 26 + ord(letter) - 64
    return number
