"""Owns how a picture is laid out: headings, rows of words with a drawing beside or below them, and what marks mean.

On a wide sheet the words of a row stand left of its drawing, on a narrow one above it; they are broken into lines and
never cut. Whatever is written is heard as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from onrecord.drawing.marks import Canvas, Fill, Sign
from onrecord.drawing.measuring import LINE, lines_of, width_of
from onrecord.drawing.picture import Break, Picture, Table

BAR: Final = 14.0
_BESIDE_FROM: Final = 560.0
_WORDS: Final = 330.0
_GAP: Final = 18.0
_LEGEND: Final = 22.0
_SAMPLE: Final = 26.0

Draw = Callable[[float, float, float], None]
"""Draws into a room: left, top, width."""


@dataclass
class Sheet:
    """One picture in the making: what is drawn, what is said, and where the next line goes."""

    width: float
    language: str
    canvas: Canvas = field(default_factory=Canvas)
    y: float = 0.0
    _said: list[str] = field(default_factory=list)
    _rows: list[tuple[str, ...]] = field(default_factory=list)
    _breaks: list[Break] = field(default_factory=list)
    _is_below_heading: bool = False

    @property
    def left(self) -> float:
        """Where drawings begin."""
        return _WORDS + _GAP if self.width >= _BESIDE_FROM else 1.0

    @property
    def right(self) -> float:
        """Where drawings end."""
        return self.width - 1.0

    def heading(self, words: str) -> None:
        """Write what the rows below are of."""
        self.y += 10 if self.y else 0
        self._may_break()
        self._write(words, "strong", is_bold=True)
        self.y += 4
        self._is_below_heading = True

    def line(self, words: str) -> None:
        """Write a sentence over the whole width."""
        self._write(words, "soft")

    def warning(self, words: str) -> None:
        """Write a sentence that must not be overlooked."""
        self._write(words, "strong", is_bold=True)
        self.y += 4

    def said(self, words: str) -> None:
        """Say what is drawn and not written."""
        self._said.append(words)

    def row(self, label: str, details: Sequence[str], draw: Draw | None, *, height: float = BAR) -> None:
        """Write a row: its label, its details, and what is drawn of it, the middle of which lies on the first line."""
        self._may_break()
        is_beside = self.width >= _BESIDE_FROM and draw is not None
        room = _WORDS if is_beside else self.width - 2
        top = self.y
        self.y = self.canvas.lines(0, self.y, lines_of(label, room, is_bold=True), "strong")
        for one in details:
            self.y = self.canvas.lines(0, self.y, lines_of(one, room))
        if draw is not None and is_beside:
            draw(self.left, top + 2, self.right - self.left)
            self.y = max(self.y, top + height + 4)
        elif draw is not None:
            draw(self.left, self.y + 3, self.right - self.left)
            self.y += height + 6
        self.y += 9
        self._said.append(_sentence(": ".join(filter(None, (label, "; ".join(details))))))

    def record(self, *cells: str) -> None:
        """Add a row to the table that says the same."""
        self._rows.append(cells)

    def legend(self, entries: Sequence[tuple[Fill | Sign | None, str]]) -> None:
        """Say what marks mean, in as many lines as it takes."""
        x, self.y = 0.0, self.y + 6
        for mark, words in entries:
            lines = lines_of(words, self.width - _SAMPLE - 8)
            needed = _SAMPLE + 22 + max(map(width_of, lines), default=0.0)
            if x and x + needed - 14 > self.width:
                x, self.y = 0.0, self.y + _LEGEND
            self._sample(mark, x, self.y)
            self.canvas.lines(x + _SAMPLE + 8, self.y, lines, "soft")
            self.y += (len(lines) - 1) * LINE
            x = x + needed if len(lines) == 1 else self.width
        self.y += _LEGEND
        self._said.append(_sentence("; ".join(words for _, words in entries)))

    def _sample(self, mark: Fill | Sign | None, x: float, y: float) -> None:
        if mark in ("solid", "striped", "barred", "dotted", "hatched", "empty"):
            self.canvas.box(x + 0.5, y + 2, _SAMPLE, 12, mark)
        elif mark is not None:
            self.canvas.sign(mark, x + _SAMPLE / 2, y + 8)  # type: ignore[arg-type]

    def picture(self, title: str, columns: Sequence[str]) -> Picture:
        """Return what was drawn, as far as it goes."""
        return Picture(
            title=title,
            said=tuple(self._said),
            table=Table(columns=tuple(columns), rows=tuple(self._rows)),
            language=self.language,
            width=self.width,
            height=self.y + 4,
            parts=tuple(self.canvas.parts),
            breaks=tuple(self._breaks),
        )

    def _may_break(self) -> None:
        """Note that the picture may be parted here, unless a heading would be left alone."""
        if not self._is_below_heading:
            self._breaks.append(Break(self.y, len(self.canvas.parts)))
        self._is_below_heading = False

    def _write(self, words: str, look: str, *, is_bold: bool = False) -> None:
        self.y = self.canvas.lines(0, self.y, lines_of(words, self.width - 2, is_bold=is_bold), look)
        self._said.append(_sentence(words))


def _sentence(words: str) -> str:
    return words if words.endswith((".", ":", "!", "?")) else f"{words}."
