"""Owns the values of recognition: what a machine saw on a page, word by word, and where, and how sure it was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

FAINT: Final = 60  # a word below this may be another one; Tesseract's own scale ends at 100
PER_POINT: Final = 100  # places are whole hundredths of a point, or of a dot of a picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word: its letters' place in its line, its rectangle on the page, and how sure the machine was, 0 to 100."""

    start: int
    end: int
    left: int
    bottom: int
    right: int
    top: int
    confidence: int

    def to_record(self) -> list[int]:
        """Return the seven numbers in this order."""
        return [self.start, self.end, self.left, self.bottom, self.right, self.top, self.confidence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as it was read; `is_apart` where another paragraph or column begins with it."""

    text: str
    words: tuple[Word, ...]
    is_apart: bool = False

    @property
    def confidence(self) -> int:
        """How sure the machine was, by letters."""
        letters = sum(word.end - word.start for word in self.words)
        return sum(word.confidence * (word.end - word.start) for word in self.words) // letters if letters else 0

    def to_record(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {"text": self.text, "is_apart": self.is_apart, "words": [word.to_record() for word in self.words]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen on one page: its size, its lines in reading order, and how it was looked at.

    `turned` says by how many degrees clockwise the page lay turned; `left_out` of how many lines all or the edges were
    no letters with any certainty, and are not in it.
    """

    width: int
    height: int
    lines: tuple[Line, ...] = ()
    turned: int = 0
    left_out: int = 0

    def text(self) -> str:
        """Return the lines, one on each, with an empty one before what stands apart."""
        pieces = []
        for number, line in enumerate(self.lines):
            pieces.append(f"\n{line.text}\n" if line.is_apart and number else f"{line.text}\n")
        return "".join(pieces)

    def faint_lines(self) -> int:
        """Return how many lines may well say something else."""
        return sum(line.confidence < FAINT for line in self.lines)

    def words_at(self, start: int, end: int) -> tuple[tuple[Word, ...], ...]:
        """Return, for each line that these code points of the text touch, the words of it that they touch."""
        found, at = [], 0
        for number, line in enumerate(self.lines):
            at += bool(line.is_apart and number)
            touched = tuple(one for one in line.words if at + one.start < end and start < at + one.end)
            if touched:
                found.append(touched)
            at += len(line.text) + 1
        return tuple(found)

    def to_record(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "width": self.width,
            "height": self.height,
            "turned": self.turned,
            "left_out": self.left_out,
            "lines": [line.to_record() for line in self.lines],
        }

    def to_bytes(self) -> bytes:
        """Return it as it is kept: compact JSON, the same for the same."""
        record = {"version": 1, **self.to_record()}
        return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")

    @classmethod
    def from_bytes(cls, content: bytes) -> Seen:
        """Return what was kept."""
        return cls.from_record(json.loads(content))

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Seen:
        """Return what a record says that was checked before."""
        return cls(
            width=record["width"],
            height=record["height"],
            turned=record["turned"],
            left_out=record["left_out"],
            lines=tuple(_line(one) for one in record["lines"]),
        )


def _line(record: Mapping[str, Any]) -> Line:
    return Line(text=record["text"], is_apart=record["is_apart"], words=tuple(map(_word, record["words"])))


def _word(numbers: Sequence[int]) -> Word:
    start, end, left, bottom, right, top, confidence = numbers
    return Word(start=start, end=end, left=left, bottom=bottom, right=right, top=top, confidence=confidence)
