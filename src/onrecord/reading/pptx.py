"""Owns the text of presentations (ECMA-376, part 1, 19): slides in their order, tables, and the speaker's notes.

Hidden slides are read, since what somebody hid may be what a reader looks for, and it is told that they are. Charts and
drawings that are pictures have no letters here.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from typing import Final

from onrecord.reading.markup import Package
from onrecord.reading.model import Text
from onrecord.reading.writing import Writer

_PRESENTATION: Final = "ppt/presentation.xml"
_SLIDE: Final = re.compile(r"ppt/slides/slide\d+\.xml")
_SKIPPED: Final = frozenset({"Fallback"})  # a second rendering of what stands beside it already


def text_of(content: bytes) -> Text:
    """Return the text, a paragraph or a row of a table on each line; each slide and its notes are places.

    Raises:
        ValueError: no presentation, damaged, encrypted, made to hurt, or beyond the limits.
    """
    package = Package(content)
    order, targets = _Order(), _Targets(_PRESENTATION)
    package.parse(_PRESENTATION, order)
    _relations(package, _PRESENTATION, targets)
    writer, hidden = Writer(), []
    for number, slide in enumerate(_in_order(package, order.slides, targets), start=1):
        if slide not in package.names:
            writer.note("slides that are missing")
            continue
        start = writer.begin()
        body = _Body(writer)
        package.parse(slide, body)
        writer.place("hidden slide" if body.is_hidden else "slide", str(number), start)
        hidden += [str(number)] if body.is_hidden else []
        _write_beside(package, writer, slide, number)
    return writer.text(*([f"hidden slides, read: {', '.join(hidden)}"] if hidden else []))


def _in_order(package: Package, ids: Sequence[str], targets: _Targets) -> list[str]:
    """Return the slides as they are shown, or, where the presentation does not say so, by their numbers."""
    found = [targets.by_id[one] for one in ids if one in targets.by_id]
    if len(found) == len(ids):
        return found
    return sorted((one for one in package.names if _SLIDE.fullmatch(one)), key=lambda one: (len(one), one))


def _write_beside(package: Package, writer: Writer, slide: str, number: int) -> None:
    """Write the notes and remarks of a slide below it."""
    targets = _Targets(slide)
    _relations(package, slide, targets)
    for kind in ("notesSlide", "comments"):
        for name in targets.by_kind.get(kind, ()):
            if name in package.names:
                start = writer.begin()
                package.parse(name, _Body(writer))
                writer.place("notes of slide" if kind == "notesSlide" else "remarks on slide", str(number), start)


def _relations(package: Package, part: str, targets: _Targets) -> None:
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations in package.names:
        package.parse(relations, targets)


class _Order:
    """Takes the slides in the order in which they are shown."""

    def __init__(self) -> None:
        self.slides: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Take a slide; its attribute `id` is the relation's, which comes last of two of that name."""
        if name == "sldId":
            self.slides.append(attributes.get("id", ""))

    def end(self, name: str, /) -> None:
        """Pass over it."""

    def data(self, text: str, /) -> None:
        """Pass over it."""


class _Targets:
    """Takes where the parts lie that a part is related to, by the relation's name and by its kind."""

    def __init__(self, part: str) -> None:
        self._folder = posixpath.dirname(part)
        self.by_id: dict[str, str] = {}
        self.by_kind: dict[str, list[str]] = {}

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Take a relation to a part of the package; what lies elsewhere is not fetched."""
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{self._folder}/{target}")
        self.by_id[attributes.get("Id", "")] = path
        self.by_kind.setdefault(attributes.get("Type", "").rpartition("/")[2], []).append(path)

    def end(self, name: str, /) -> None:
        """Pass over it."""

    def data(self, text: str, /) -> None:
        """Pass over it."""


class _Body:
    """Writes what is shown of a slide."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._skipping = self._cells = 0
        self._is_text = self._is_number = False
        self.is_hidden = False

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Begin an element."""
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
        elif name == "sld":
            self.is_hidden = attributes.get("show") in ("0", "false")
        elif name == "ph":  # the number of the slide in its corner is none of its words
            self._is_number = attributes.get("type") == "sldNum"
        elif name in ("t", "text"):
            self._is_text = True
        elif name == "tc":
            self._cells += 1
        elif name == "br":
            self._line_end()

    def end(self, name: str, /) -> None:
        """End an element."""
        if self._skipping:
            self._skipping -= 1
        elif name in ("t", "text"):
            self._is_text = False
            if name == "text":
                self._line_end()
        elif name == "p":
            self._line_end()
        elif name == "sp":
            self._is_number = False
        elif name == "tc":
            self._cells -= 1
            self._writer.cell()
        elif name == "tr":
            self._writer.line_end()

    def data(self, text: str, /) -> None:
        """Take letters."""
        if self._is_text and not self._skipping and not self._is_number:
            self._writer.add(text)

    def _line_end(self) -> None:
        """End a line; in a cell, which is part of a line, let a blank come instead."""
        self._writer.gap() if self._cells else self._writer.line_end()
