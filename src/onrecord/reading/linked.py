"""Owns the paragraphs of a Word document with their hyperlinks, and the head of its properties (ECMA-376, part 1).

What `docx` gives as a text layer is for quotes; this is for whoever holds an author's own words against the record:
which words of which paragraph lead where. What was deleted under tracked changes, and what is hidden, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from onrecord.reading.markup import Package

_RELATIONS: Final = "word/_rels/{part}.rels"
_BODY: Final = re.compile(r"word/document\d*\.xml")
_PARTS: Final = (_BODY, re.compile(r"word/footnotes\d*\.xml"), re.compile(r"word/endnotes\d*\.xml"))
_CORE: Final = "docProps/core.xml"
_CUSTOM: Final = "docProps/custom.xml"
_OWN: Final = "onrecord:"  # what custom properties have to be called to be ours
_SIGNS: Final = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_SKIPPED: Final = frozenset({"Fallback", "delText", "delInstrText", "del", "moveFrom", "instrText"})
_OFF: Final = frozenset({"0", "false", "off"})
_FIELD_LINK: Final = re.compile(r"""^\s*HYPERLINK\s+(?:"([^"]*)"|(\S+))""", re.IGNORECASE)
_HEADING: Final = re.compile(r"(?:heading|title|заголовок|название|тақырып)\s*\d*", re.IGNORECASE)
_MOST_PARAGRAPHS: Final = 100_000
_MOST_LINKS: Final = 100_000
_LONGEST: Final = 4_096  # of a target, a title


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedParagraph:
    """A paragraph: its words, and which of them lead where; `kind` is `text`, `heading`, `cell` or `note`."""

    text: str
    kind: str
    links: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedText:
    """A document's paragraphs in their order, and what its properties say: `title`, `language` and own ones by name."""

    paragraphs: tuple[LinkedParagraph, ...]
    properties: Mapping[str, str]

    def to_record(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "paragraphs": [[one.kind, one.text, [list(link) for link in one.links]] for one in self.paragraphs],
            "properties": dict(self.properties),
        }

    @classmethod
    def from_record(cls, record: Any) -> LinkedText:
        """Return what a record holds, every field looked at: it may come from whom a hostile file has taken over.

        Raises:
            ValueError: it is no such record.
        """
        if not isinstance(record, dict) or set(record) != {"paragraphs", "properties"}:
            msg = "other fields than a document has"
            raise ValueError(msg)
        rows, properties = record["paragraphs"], record["properties"]
        if not isinstance(rows, list) or len(rows) > _MOST_PARAGRAPHS or not isinstance(properties, dict):
            msg = "no list of paragraphs, or too long a one"
            raise ValueError(msg)
        if any(not _is_short(one) for pair in properties.items() for one in pair):
            msg = "a property that is no short text"
            raise ValueError(msg)
        return cls(paragraphs=tuple(_paragraph(row) for row in rows), properties=dict(properties))


def linked_text_of(content: bytes) -> LinkedText:
    """Return the paragraphs of a Word document with their hyperlinks.

    Raises:
        ValueError: no Word document, damaged, encrypted, made to hurt, or beyond the limits.
    """
    package = Package(content)
    names = set(package.names)
    if not any(_BODY.fullmatch(one) for one in names):
        msg = "no body of a Word document in it"
        raise ValueError(msg)
    paragraphs: list[LinkedParagraph] = []
    for pattern in _PARTS:
        for name in sorted(one for one in names if pattern.fullmatch(one)):
            targets = _Targets()
            relations = _RELATIONS.format(part=name.rpartition("/")[2])
            if relations in names:
                package.parse(relations, targets)
            part = _Part(paragraphs, targets.found, is_note=pattern is not _BODY)
            package.parse(name, part)
    properties = _Properties()
    for name in (_CORE, _CUSTOM):
        if name in names:
            package.parse(name, properties)
    return LinkedText(paragraphs=tuple(paragraphs), properties=properties.found)


def _is_short(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST


def _paragraph(row: Any) -> LinkedParagraph:
    kind, text, links = row if isinstance(row, list) and len(row) == 3 else (None, None, None)
    if kind not in ("text", "heading", "cell", "note") or not isinstance(text, str) or not isinstance(links, list):
        msg = "a paragraph with other fields"
        raise ValueError(msg)
    return LinkedParagraph(kind=kind, text=text, links=tuple(_link(text, one) for one in links))


def _link(text: str, value: Any) -> tuple[int, int, str]:
    start, end, target = value if isinstance(value, list) and len(value) == 3 else (None, None, None)
    if type(start) is not int or type(end) is not int or not _is_short(target) or not 0 <= start < end <= len(text):
        msg = "a link outside of its paragraph"
        raise ValueError(msg)
    return start, end, str(target)


class _Targets:
    """What the relations of a part lead to."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Take a relation."""
        if name == "Relationship" and attributes.get("Type", "").endswith("/hyperlink"):
            self.found[attributes.get("Id", "")] = attributes.get("Target", "")[:_LONGEST]

    def end(self, _name: str, /) -> None:
        """Nothing is told by an end."""

    def data(self, _text: str, /) -> None:
        """Nothing is told by letters."""


class _Properties:
    """Title, author and language of the core properties, and the custom ones that are ours."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._name = ""
        self._is_own = False

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Begin a property."""
        if name == "property":
            named = attributes.get("name", "")[:_LONGEST]
            self._name, self._is_own = named if named.startswith(_OWN) else "", True
        elif name in ("title", "language", "creator") and not self._is_own:
            self._name = name

    def end(self, name: str, /) -> None:
        """End a property."""
        if name in ("property", self._name):
            self._name, self._is_own = "", False

    def data(self, text: str, /) -> None:
        """Take its value."""
        if self._name:
            self.found[self._name] = (self.found.get(self._name, "") + text)[:_LONGEST]


@dataclass
class _Open:
    """A paragraph that is being read; text boxes hold paragraphs within paragraphs."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    links: list[tuple[int, int, str]] = field(default_factory=list)
    is_heading: bool = False


@dataclass
class _Field:
    """A field of a document: its code, and where what it shows begins."""

    code: str = ""
    shown_at: int | None = None
    shown_in: _Open | None = None


class _Part:
    """Reads one part: paragraphs, runs, hyperlinks as elements (17.16.22) and as fields (17.16.5.25)."""

    def __init__(self, out: list[LinkedParagraph], targets: Mapping[str, str], *, is_note: bool) -> None:
        self._out, self._targets, self._is_note = out, targets, is_note
        self._open: list[_Open] = []
        self._fields: list[_Field] = []
        self._hyperlinks: list[tuple[int, str]] = []
        self._skipping = self._cells = self._runs = 0
        self._is_text = self._is_hidden = self._is_code = False

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """Begin an element."""
        if name == "instrText" and not self._skipping:
            self._is_code = True
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
        elif name == "p":
            self._open.append(_Open())
        elif name == "tc":
            self._cells += 1
        elif name == "r":
            self._runs += 1
            self._is_hidden = False
        elif self._open:
            self._within(name, attributes)

    def end(self, name: str, /) -> None:
        """End an element."""
        if self._skipping:
            self._skipping -= 1
            self._is_code = self._is_code and name != "instrText"
        elif name == "p" and self._open:
            self._close(self._open.pop())
        elif name == "tc":
            self._cells -= 1
        elif name == "r":
            self._runs -= 1
            self._is_hidden = False
        elif name == "t":
            self._is_text = False
        elif name in ("hyperlink", "fldSimple") and self._hyperlinks and self._open:
            start, target = self._hyperlinks.pop()
            self._bind(start, target)

    def data(self, text: str, /) -> None:
        """Take letters."""
        if self._is_code:
            if self._fields and len(self._fields[-1].code) < _LONGEST:
                self._fields[-1].code += text
        elif self._is_text and not self._skipping and not self._is_hidden:
            self._write(text)

    def _within(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an element inside of a paragraph."""
        here = self._open[-1]
        if name == "t":
            self._is_text = True
        elif name == "vanish" and self._runs:
            self._is_hidden = attributes.get("val", "1") not in _OFF
        elif name in _SIGNS and self._runs and not self._is_hidden:
            self._write(_SIGNS[name])
        elif name == "pStyle":
            here.is_heading = _HEADING.fullmatch(attributes.get("val", "")) is not None
        elif name == "hyperlink":
            self._hyperlinks.append((here.length, self._targets.get(attributes.get("id", ""), "")))
        elif name == "fldSimple":
            self._hyperlinks.append((here.length, _target_of(attributes.get("instr", ""))))
        elif name == "fldChar":
            self._field(attributes.get("fldCharType", ""))

    def _field(self, step: str) -> None:
        if step == "begin":
            self._fields.append(_Field())
        elif step == "separate" and self._fields:
            self._fields[-1].shown_at, self._fields[-1].shown_in = self._open[-1].length, self._open[-1]
        elif step == "end" and self._fields:
            one = self._fields.pop()
            if one.shown_at is not None:
                self._bind(one.shown_at if one.shown_in is self._open[-1] else 0, _target_of(one.code))

    def _write(self, text: str) -> None:
        here = self._open[-1] if self._open else None
        if here is not None:
            plain = text.replace("\n", " ").replace("\r", " ")
            here.pieces.append(plain)
            here.length += len(plain)

    def _bind(self, start: int, target: str) -> None:
        """Let the words since a place of the open paragraph lead to a target."""
        here = self._open[-1]
        if target and start < here.length and len(here.links) < _MOST_LINKS:
            here.links.append((start, here.length, target))

    def _close(self, one: _Open) -> None:
        if len(self._out) >= _MOST_PARAGRAPHS:
            msg = f"more than {_MOST_PARAGRAPHS} paragraphs"
            raise ValueError(msg)
        kind = "heading" if one.is_heading else "note" if self._is_note else "cell" if self._cells else "text"
        text = "".join(one.pieces)
        links = tuple(link for link in one.links if text[link[0] : link[1]].strip())
        self._out.append(LinkedParagraph(text=text, kind=kind, links=links))


def _target_of(code: str) -> str:
    """Return where a field of links leads; nothing for fields of other kinds."""
    found = _FIELD_LINK.match(code)
    return (found[1] or found[2] or "") if found else ""
