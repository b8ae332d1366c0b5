"""Owns the marks that pictures are made of, as SVG: lines, fills, signs and words. It never decides what is shown.

Fills are told apart without colour: solid, striped, barred, dotted, hatched, empty. Each is drawn as lines of its own
and needs no definition elsewhere, so that it is the same in a browser, on paper and inside of another document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal
from xml.sax.saxutils import escape

from onrecord.drawing.measuring import LINE

Fill = Literal["solid", "striped", "barred", "dotted", "hatched", "empty"]
Sign = Literal["circle", "ring", "square", "diamond", "triangle", "down", "cross", "plus", "tick"]
Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

_APART: Final = 4.0
_HATCH_APART: Final = 6.0
_RADIUS: Final = 5.0
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


def as_text(words: str) -> str:
    """Return words as they may stand in a picture: never as markup; what XML cannot hold is shown as missing."""
    return escape(_NOT_XML.sub("\ufffd", words))


@dataclass
class Canvas:
    """The marks of one picture, in the order they are painted."""

    parts: list[str] = field(default_factory=list)

    def line(self, x1: float, y1: float, x2: float, y2: float, look: str) -> None:
        """Draw a straight line."""
        self.parts.append(f'<line class="{look}" x1="{_(x1)}" y1="{_(y1)}" x2="{_(x2)}" y2="{_(y2)}"/>')

    def path(self, points: Iterable[Point], look: str, *, is_closed: bool = False) -> None:
        """Draw a line through points."""
        steps = " L".join(f"{_(x)} {_(y)}" for x, y in points)
        self.parts.append(f'<path class="{look}" d="M{steps}{" Z" if is_closed else ""}"/>')

    def box(self, x: float, y: float, width: float, height: float, fill: Fill) -> None:
        """Draw a bar in one of the fills; nothing where it has no width."""
        if width <= 0:
            return
        look = "full" if fill == "solid" else "edge"
        self.parts.append(f'<rect class="{look}" x="{_(x)}" y="{_(y)}" width="{_(width)}" height="{_(height)}"/>')
        strokes = {
            "striped": _level(x, y, width, height),
            "barred": _upright(x, y, width, height),
            "dotted": _dots(x, y, width, height),
            "hatched": _slanted(x, y, width, height),
        }.get(fill)
        if strokes:
            self.parts.append(f'<path class="{"points" if fill == "dotted" else "fine"}" d="{strokes}"/>')

    def sign(self, kind: Sign, x: float, y: float) -> None:
        """Draw a small mark around a point."""
        r = _RADIUS
        match kind:
            case "circle" | "ring":
                look = "mark" if kind == "circle" else "hollow"
                self.parts.append(f'<circle class="{look}" cx="{_(x)}" cy="{_(y)}" r="{r - 0.5}"/>')
            case "square":
                self.path([(x - 4, y - 4), (x + 4, y - 4), (x + 4, y + 4), (x - 4, y + 4)], "mark", is_closed=True)
            case "diamond":
                self.path([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], "hollow", is_closed=True)
            case "triangle":
                self.path([(x, y - r), (x + r, y + 4), (x - r, y + 4)], "mark", is_closed=True)
            case "down":
                self.path([(x, y + r), (x + r, y - 4), (x - r, y - 4)], "mark", is_closed=True)
            case "plus":
                self.line(x - r, y, x + r, y, "stroke")
                self.line(x, y - r, x, y + r, "stroke")
            case "cross":
                self.line(x - 4, y - 4, x + 4, y + 4, "stroke")
                self.line(x - 4, y + 4, x + 4, y - 4, "stroke")
            case "tick":
                self.line(x, y - r, x, y + r, "stroke")

    def arrow(self, x: float, y: float, length: float) -> None:
        """Draw an open end to the right: it goes on, and nobody said how far."""
        self.line(x, y, x + length, y, "stroke")
        self.path([(x + length - 5, y - 4), (x + length, y), (x + length - 5, y + 4)], "bare")

    def text(self, x: float, y: float, words: str, look: str = "", anchor: Anchor = "start") -> None:
        """Write words on one line."""
        told = f' class="{look}"' if look else ""
        at = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self.parts.append(f'<text{told} x="{_(x)}" y="{_(y)}"{at}>{as_text(words)}</text>')

    def lines(self, x: float, y: float, lines: Sequence[str], look: str = "") -> float:
        """Write lines below each other, the first one's top at `y`; return where the last one ends."""
        for place, words in enumerate(lines):
            self.text(x, y + 12 + place * LINE, words, look)
        return y + len(lines) * LINE


def _(number: float) -> str:
    """Return a coordinate to a tenth, without a nought behind the point: the same bytes everywhere."""
    text = f"{number:.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")


def _level(x: float, y: float, width: float, height: float) -> str:
    count = int((height - 1) / _APART)
    return "".join(f"M{_(x)} {_(y + _APART * (one + 1))}h{_(width)}" for one in range(count))


def _upright(x: float, y: float, width: float, height: float) -> str:
    count = int((width - 1) / _APART)
    return "".join(f"M{_(x + _APART * (one + 1))} {_(y)}v{_(height)}" for one in range(count))


def _dots(x: float, y: float, width: float, height: float) -> str:
    rows, columns = range(int((height - 2) / _APART)), range(int((width - 2) / (_APART + 1)))
    return "".join(
        f"M{_(x + 3 + column * (_APART + 1))} {_(y + 4 + row * _APART)}h0.1" for row in rows for column in columns
    )


def _slanted(x: float, y: float, width: float, height: float) -> str:
    """Return the lines of a hatch from lower left to upper right, cut at the edges of the box."""
    found = []
    for place in range(1, int((width + height) / _HATCH_APART) + 1):
        along = place * _HATCH_APART  # where the line would meet the lower edge, seen from the left
        x1, y1 = (x, y + along) if along <= height else (x + along - height, y + height)
        x2, y2 = (x + along, y) if along <= width else (x + width, y + along - width)
        if x1 < x + width and y2 < y + height:
            found.append(f"M{_(x1)} {_(y1)}L{_(x2)} {_(y2)}")
    return "".join(found)
