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

    `kind` is what it is: the `time` of a subtitle, the `sheet` of a workbook; `name` is what the item calls it.
    """

    kind: str
    name: str
    start: int
    end: int

    def to_record(self) -> dict[str, Any]:
        """Return `{"kind", "name", "start", "end"}`."""
        return {"kind": self.kind, "name": self.name, "start": self.start, "end": self.end}


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
    """An item's text as one version of one tool read it. Immutable; a better tool makes another layer."""

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
    """Words of an item, exactly: the layer and the code points they stand at."""

    layer: LayerId
    start: int
    end: int
    text: str
    page: int | None = None

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Quote:
        """Return the quote a record holds."""
        return cls(
            layer=LayerId(record["layer"]),
            start=record["start"],
            end=record["end"],
            text=record["text"],
            page=record["page"],
        )

    def to_record(self) -> dict[str, Any]:
        """Return `{"layer", "start", "end", "text", "page"}`."""
        return {"layer": self.layer, "start": self.start, "end": self.end, "text": self.text, "page": self.page}


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
            "proposals": self.proposals,
        }
