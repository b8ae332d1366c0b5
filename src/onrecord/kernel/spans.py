"""Owns places in a text, in Unicode code points. Never counts bytes or UTF-16 units."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of a text: from `start` up to but not including `end`, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            msg = f"not a span: {self.start}..{self.end}"
            raise ValueError(msg)

    def of(self, text: str) -> str:
        """Return the words this span covers in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Say whether the two stretches share at least one character."""
        return self.start < other.end and other.start < self.end


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of `offset`, both counted from 1; lines end at a line feed."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
