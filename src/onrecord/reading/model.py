"""Owns the values of reading: text layers and the exact quotes in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.kernel import ItemId, LayerId

_HALVES: Final = re.compile("[\ud800-\udfff]")


class ReadStatus(StrEnum):
    """What became of an attempt to read an item. Everything but `read` is an outcome with a reason, not a crash."""

    READ = "read"
    NO_TEXT = "no_text"
    NOT_SUPPORTED = "not_supported"
    NOT_READABLE = "not_readable"
    STOPPED = "stopped"
    TOO_LARGE = "too_large"
    UNAVAILABLE = "unavailable"


class MadeBy(StrEnum):
    """Who put words into letters, where it was no person: a quote of such words says so wherever it is shown."""

    OCR = "ocr"


class LayerKind(StrEnum):
    """What a layer is the text of. What a file says beside its content is for the team, whoever may see the item."""

    CONTENT = "content"
    METADATA = "metadata"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a document: where its text stands in the layer, in code points."""

    page: int
    start: int
    end: int

    def to_record(self) -> dict[str, int]:
        """Return `{"page", "start", "end"}`; pages count from 1."""
        return {"page": self.page, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A part of an item that is no page: where its text stands in the layer, in code points.

    `kind` is what it is: the `time` of a subtitle, the `sheet` of a workbook; `name` is what the item calls it. Of a
    table whose lines are rows, `rows` leads to their numbers: from the line that is named first (counted from 0 within
    the part) rows go on by one, and a row of number 0 is one whose cells cannot be told.
    """

    kind: str
    name: str
    start: int
    end: int
    rows: tuple[tuple[int, int], ...] = ()

    def to_record(self) -> dict[str, Any]:
        """Return `{"kind", "name", "start", "end"}`, and `rows` where there are any."""
        record = {"kind": self.kind, "name": self.name, "start": self.start, "end": self.end}
        return {**record, "rows": [list(one) for one in self.rows]} if self.rows else record

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Place:
        """Return the place a record holds."""
        rows = tuple((line, row) for line, row in record.get("rows", ()))
        return cls(kind=record["kind"], name=record["name"], start=record["start"], end=record["end"], rows=rows)

    def cell_at(self, text: str, offset: int) -> str | None:
        """Return the cell of a table that an offset of the layer's text lies in, as `B7`; None where it has none."""
        line_start = text.rfind("\n", 0, offset) + 1
        line = text.count("\n", self.start, max(self.start, line_start))
        known = [(first, row) for first, row in self.rows if first <= line]
        if not known or known[-1][1] < 1:
            return None
        first, row = known[-1]
        return f"{_column_name(text.count(chr(9), line_start, offset))}{row + line - first}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a page, in points from its lower left corner (ISO 32000-1, 8.3.2.3)."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    def to_record(self) -> dict[str, Any]:
        """Return `{"page", "left", "bottom", "right", "top"}`."""
        return {"page": self.page, "left": self.left, "bottom": self.bottom, "right": self.right, "top": self.top}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a tool made of an item's bytes; `problem` says which part of them gave no text, or was left out."""

    text: str
    encoding: str | None = None
    pages: tuple[Page, ...] = ()
    places: tuple[Place, ...] = ()
    problem: str | None = None

    def to_record(self) -> dict[str, Any]:
        """Return it as plain JSON. Halves of letters, which no record can hold, are marked as lost (U+FFFD)."""
        return {
            "text": _HALVES.sub("\ufffd", self.text),
            "encoding": self.encoding,
            "pages": [page.to_record() for page in self.pages],
            "places": [place.to_record() for place in self.places],
            "problem": self.problem,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """An item's text as one version of one tool read it. Immutable; a better tool makes another layer.

    `recognised` are the pages whose words were recognised in a picture (OCR); those of the others stand in the item.
    """

    id: LayerId
    seq: int
    item: ItemId
    sha256: str | None
    tool: str
    status: ReadStatus
    problem: str | None
    language: str | None
    characters: int
    pages: tuple[Page, ...]
    places: tuple[Place, ...] = ()
    kind: LayerKind = LayerKind.CONTENT
    recognised: tuple[int, ...] = ()

    @property
    def machine(self) -> MadeBy | None:
        """What put words of it into letters, where no person did."""
        return MadeBy.OCR if self.recognised else None

    def to_row(self) -> dict[str, Any]:
        """Return the fields that `onrecord item --json` promises."""
        return {
            "layer": self.id,
            "tool": self.tool,
            "status": self.status.value,
            "problem": self.problem,
            "language": self.language,
            "characters": self.characters,
            "pages": len(self.pages),
            "made_by": self.machine.value if self.machine else None,
            "recognised_pages": list(self.recognised),
        }

    def made_by(self, start: int, end: int) -> MadeBy | None:
        """Return what put these words into letters: OCR, where they touch a page that was recognised."""
        if not self.recognised:
            return None
        pages = frozenset(self.recognised)
        touched = any(one.page in pages and one.start < end and start < one.end for one in self.pages)
        return MadeBy.OCR if touched else None

    def page_at(self, offset: int) -> int | None:
        """Return the page an offset lies on, where the document has pages."""
        for page in self.pages:
            if page.start <= offset < page.end:
                return page.page
        return None

    def place_at(self, offset: int) -> Place | None:
        """Return the sheet, the time of a subtitle or the like that an offset lies in, where the item has such."""
        for place in self.places:
            if place.start <= offset < place.end:
                return place
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of an item, exactly: the layer and the code points they stand at, and what is known of the place.

    `places` are kinds with names, from the outside in: `("sheet", "Losses"), ("cell", "B7")`. `made_by` says that no
    person put the words into letters.
    """

    layer: LayerId
    start: int
    end: int
    text: str
    page: int | None = None
    places: tuple[tuple[str, str], ...] = ()
    made_by: MadeBy | None = None

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Quote:
        """Return the quote a record holds."""
        made_by = record.get("made_by")
        return cls(
            layer=LayerId(record["layer"]),
            start=record["start"],
            end=record["end"],
            text=record["text"],
            page=record["page"],
            places=tuple((one["kind"], one["name"]) for one in record.get("places", ())),
            made_by=MadeBy(made_by) if made_by is not None else None,
        )

    def to_record(self) -> dict[str, Any]:
        """Return `{"layer", "start", "end", "text", "page"}`, with `places` and `made_by` where there are any."""
        record: dict[str, Any] = {"layer": self.layer, "start": self.start, "end": self.end, "text": self.text}
        record["page"] = self.page
        if self.places:
            record["places"] = [{"kind": kind, "name": name} for kind, name in self.places]
        if self.made_by is not None:
            record["made_by"] = self.made_by.value
        return record


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOutcome:
    """What reading one item came to."""

    item: ItemId
    name: str
    status: ReadStatus
    problem: str | None
    language: str | None
    characters: int
    layers: tuple[LayerId, ...]
    proposals: int = 0
    made_by: MadeBy | None = None

    def to_row(self) -> dict[str, Any]:
        """Return the fields that `onrecord read --json` promises."""
        return {
            "item": self.item,
            "name": self.name,
            "status": self.status.value,
            "problem": self.problem,
            "language": self.language,
            "characters": self.characters,
            "layers": list(self.layers),
            "made_by": self.made_by.value if self.made_by else None,
            "proposals": self.proposals,
        }


def _column_name(column: int) -> str:
    """Return the letters of a column, counted from 0: A, B, ..., Z, AA."""
    name, number = "", column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name
