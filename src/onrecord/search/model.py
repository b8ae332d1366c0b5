"""Owns the values of search: a hit with the words it was found by, and all that was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.kernel import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """Words of a text, exactly, and where in them stands what was looked for, in code points of the snippet."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    is_cut_before: bool = False
    is_cut_after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something that was found, as the one who asked may see it.

    `kind` is `item`, `claim`, `source` or `person`, `id` what other commands take. Where the words stand in an item,
    `layer`, `start` and `end` are the place of the snippet, letter for letter, and `page` and `place` where that is.
    """

    kind: str
    id: str
    score: float
    snippet: Snippet
    title: str | None = None
    item: str | None = None
    layer: str | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    place: str | None = None
    language: str | None = None
    status: str | None = None

    def to_row(self) -> dict[str, Any]:
        """Return the fields that `onrecord search --json` promises; what does not apply is None."""
        return {
            "kind": self.kind,
            "id": self.id,
            "score": self.score,
            "snippet": self.snippet.text,
            "marks": [list(mark) for mark in self.snippet.marks],
            "title": self.title,
            "item": self.item,
            "layer": self.layer,
            "start": self.start,
            "end": self.end,
            "page": self.page,
            "place": self.place,
            "language": self.language,
            "status": self.status,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best hits in order, how many there are in all, and what has to be known about the answer.

    With `is_spread` no passage has all the words, and the hits are items that have them in several. `missing` are the
    words that stand in nothing that may be seen.
    """

    hits: tuple[Hit, ...]
    total: int
    is_spread: bool = False
    missing: tuple[str, ...] = ()
    notes: tuple[Label, ...] = ()

    def to_record(self, language: str = "en") -> dict[str, Any]:
        """Return it as `onrecord search --json` prints it."""
        return {
            "hits": [hit.to_row() for hit in self.hits],
            "total": self.total,
            "spread": self.is_spread,
            "missing": list(self.missing),
            "notes": [note.text(language) for note in self.notes],
        }
