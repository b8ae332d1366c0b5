"""Owns the parsing of other people's files: it is done in a confined child, and what comes back is not believed.

The child (`parsers`) stays warm for a whole run and forks for each file (RELIABILITY P7, D4, D5, D8). This side asks,
checks every field of the answer, and tells apart what a parser refused and what was stopped at a limit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, TypeVar

from onrecord import vault
from onrecord.reading.cells import Sheet, sheet_from
from onrecord.reading.confined import Asking
from onrecord.reading.linked import LinkedText
from onrecord.reading.model import Box, Page, Place, ReadStatus, Text
from onrecord.reading.unread import LONGEST_WORD, Garbage, Unread, is_whole, one_line

LIMITS: Final = vault.Limits(cpu_seconds=60, wall_seconds=120.0, memory_bytes=1 << 30, answer_bytes=64 << 20)
MOST_PARTS: Final = 200_000  # pages or places of one text
_MOST_ROWS: Final = 5_000
_LAST_ROW: Final = 1 << 40
_WORK: Final = "onrecord.reading.parsers"
_LARGEST_BOX: Final = 1e6
_FIELDS: Final = frozenset({"text", "encoding", "pages", "places", "problem"})
_Part = TypeVar("_Part", Page, Place)


@dataclass(slots=True, eq=False)
class Parsers(Asking):
    """The confined child of one run of reading; it is started by the first file that needs it. Use it with `with`."""

    limits: vault.Limits = LIMITS
    work: str = _WORK

    def start(self) -> vault.Confined:
        """Return a child that parses."""
        return vault.Confined(self.work, limits=self.limits)

    def text(self, task: str, content: bytes) -> Text:
        """Return what the parser `task` reads in these bytes, every field checked.

        Raises:
            Unread: it refused, failed, or was stopped; the reason is for a person.
            NotConfined: no confined child can be started on this machine.
        """
        try:
            return _text(self.ask(task, content))
        except Garbage as err:
            raise Unread(ReadStatus.STOPPED, f"stopped: the parser answered garbage ({err})") from err

    def boxes(self, task: str, content: bytes, **arguments: Any) -> tuple[Box, ...]:
        """Return where some words stand on their page; none where the parser could not tell.

        Raises:
            Unread, NotConfined: as for `text`.
        """
        try:
            return _boxes(self.ask(task, content, **arguments))
        except Garbage as err:
            raise Unread(ReadStatus.STOPPED, f"stopped: the parser answered garbage ({err})") from err

    def sheet(self, content: bytes, sheet: str | None) -> Sheet:
        """Return the cells of one sheet of a workbook, every one checked; the only one to be seen where none is named.

        Raises:
            Unread, NotConfined: as for `text`.
        """
        try:
            return sheet_from(self.ask("cells", content, sheet=sheet))
        except Garbage as err:
            raise Unread(ReadStatus.STOPPED, f"stopped: the parser answered garbage ({err})") from err

    def linked(self, content: bytes) -> LinkedText:
        """Return the paragraphs of a Word document with their hyperlinks, every field checked.

        Raises:
            Unread, NotConfined: as for `text`.
        """
        try:
            found = LinkedText.from_record(self.ask("docx_linked", content))
            _whole("".join(one.text for one in found.paragraphs))
        except (Garbage, ValueError) as err:
            raise Unread(ReadStatus.STOPPED, f"stopped: the parser answered garbage ({err})") from err
        return found


def sheet_in(content: bytes, sheet: str | None = None) -> Sheet:
    """Return the cells of a sheet of a workbook, read in a confined child of its own.

    Raises:
        ValueError: it cannot be read, with the reason for a person.
        NotConfined: no confined child can be started on this machine.
    """
    with Parsers() as parsers:
        try:
            return parsers.sheet(content, sheet)
        except Unread as err:
            raise ValueError(err.problem) from err


def _text(value: Mapping[str, Any]) -> Text:
    """Return an answer as a text: right types, whole letters, parts in order and inside of it."""
    if set(value) != _FIELDS or not isinstance(value["text"], str):
        msg = "other fields than a text has"
        raise Garbage(msg)
    text = value["text"]
    _whole(text)
    pages = [
        Page(page=_number(one, "page", 1, MOST_PARTS), start=_at(one, "start", text), end=_at(one, "end", text))
        for one in _parts(value["pages"], {"page", "start", "end"})
    ]
    places = [
        Place(
            kind=_word(one["kind"]),
            name=_word(one["name"]),
            start=_at(one, "start", text),
            end=_at(one, "end", text),
            rows=_rows(one.get("rows", [])),
        )
        for one in _parts(value["places"], {"kind", "name", "start", "end"}, may_have="rows")
    ]
    if any(page.page != number for number, page in enumerate(pages, start=1)):
        msg = "pages out of order"
        raise Garbage(msg)
    return Text(
        text=text,
        encoding=None if value["encoding"] is None else _word(value["encoding"]),
        pages=_in_order(pages),
        places=_in_order(places),
        problem=None if value["problem"] is None else _word(value["problem"]),
    )


def _boxes(value: Mapping[str, Any]) -> tuple[Box, ...]:
    if set(value) != {"boxes"}:
        msg = "other fields than boxes have"
        raise Garbage(msg)
    return tuple(
        Box(
            page=_number(one, "page", 1, MOST_PARTS),
            left=_length(one["left"]),
            bottom=_length(one["bottom"]),
            right=_length(one["right"]),
            top=_length(one["top"]),
        )
        for one in _parts(value["boxes"], {"page", "left", "bottom", "right", "top"})
    )


def _rows(value: Any) -> tuple[tuple[int, int], ...]:
    """Return where rows of a table begin anew: lines in rising order, each with the number of its row."""
    if not isinstance(value, list) or len(value) > _MOST_ROWS or any(type(one) is not list for one in value):
        msg = "no list of rows, or too many"
        raise Garbage(msg)
    found = []
    for one in value:
        line, row = one if len(one) == 2 else (None, None)
        if type(line) is not int or type(row) is not int or not (0 <= line <= _LAST_ROW and 0 <= row <= _LAST_ROW):
            msg = "a row that no table has"
            raise Garbage(msg)
        found.append((line, row))
    if any(after[0] <= before[0] for before, after in pairwise(found)):
        msg = "rows out of order"
        raise Garbage(msg)
    return tuple(found)


def _parts(value: Any, fields: set[str], *, may_have: str = "") -> list[dict[str, Any]]:
    if not isinstance(value, list) or len(value) > MOST_PARTS:
        msg = "no list of parts, or too many"
        raise Garbage(msg)
    if any(not isinstance(one, dict) or set(one) - {may_have} != fields for one in value):
        msg = "a part with other fields"
        raise Garbage(msg)
    return value


def _in_order(parts: Sequence[_Part]) -> tuple[_Part, ...]:
    at = 0
    for one in parts:
        if not at <= one.start <= one.end:
            msg = "parts that overlap"
            raise Garbage(msg)
        at = one.end
    return tuple(parts)


def _at(part: Mapping[str, Any], name: str, text: str) -> int:
    return _number(part, name, 0, len(text))


def _number(part: Mapping[str, Any], name: str, least: int, most: int) -> int:
    value = part[name]
    if type(value) is not int or not least <= value <= most:  # a bool is an int
        msg = f"{name} is no number between {least} and {most}"
        raise Garbage(msg)
    return value


def _length(value: Any) -> float:
    if type(value) not in (int, float) or not -_LARGEST_BOX <= value <= _LARGEST_BOX:
        msg = "a box beyond any page"
        raise Garbage(msg)
    return float(value)


def _word(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_WORD:
        msg = "no short text where one has to be"
        raise Garbage(msg)
    _whole(value)
    return one_line(value)


def _whole(text: str) -> None:
    if not is_whole(text):
        msg = "halves of letters"
        raise Garbage(msg)


def pages_in(content: bytes) -> tuple[str, ...]:
    """Return the text of each page of a PDF, read in a confined child of its own; a scan's pages are empty.

    Raises:
        ValueError: it cannot be read, with the reason for a person.
        NotConfined: no confined child can be started on this machine.
    """
    with Parsers() as parsers:
        try:
            read = parsers.text("pdf", content)
        except Unread as err:
            raise ValueError(err.problem) from err
    return tuple(read.text[page.start : page.end] for page in read.pages)


def linked_text(content: bytes) -> LinkedText:
    """Return the paragraphs of a Word document with their hyperlinks, read in a confined child of its own.

    Raises:
        ValueError: it could not be read, or was stopped; the reason is for a person.
        NotConfined: no confined child can be started on this machine.
    """
    with Parsers() as parsers:
        try:
            return parsers.linked(content)
        except Unread as err:
            raise ValueError(err.problem) from err
