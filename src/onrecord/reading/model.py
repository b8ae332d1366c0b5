"""Owns the values of reading: text layers and the exact quotes in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from onrecord.kernel import ItemId, LayerId


class ReadStatus(StrEnum):
    """What became of an attempt to read an item. Everything but `read` is an outcome with a reason, not a crash."""

    READ = "read"
    NO_TEXT = "no_text"
    NOT_SUPPORTED = "not_supported"
    NOT_READABLE = "not_readable"
    TOO_LARGE = "too_large"


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
class Text:
    """What a tool made of an item's bytes; `problem` says which part of them gave no text."""

    text: str
    encoding: str | None = None
    pages: tuple[Page, ...] = ()
    problem: str | None = None


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

    def page_at(self, offset: int) -> int | None:
        """Return the page an offset lies on, where the document has pages."""
        for page in self.pages:
            if page.start <= offset < page.end:
                return page.page
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
