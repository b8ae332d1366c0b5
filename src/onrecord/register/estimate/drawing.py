"""Owns the marks that pictures of an estimate are made of: SVG, one look for screen and paper, legible without colour.

Every picture has a title and a description with all its numbers, which a reader that speaks reads out. It never decides
what is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape

WIDE: Final = 720.0
SIZE: Final = 13.0
_STYLE: Final = (
    "text{font-size:13px;fill:#1b1b1a;font-family:'Libertinus Serif','Noto Serif',serif}.soft{fill:#5c5c58}"
    ".strong{font-weight:bold}.grid{stroke:#d9d8d2;stroke-width:1}.axis{stroke:#5c5c58;stroke-width:1}"
    ".known{stroke:#0b5563;stroke-width:1.5;stroke-dasharray:5 3}.span{stroke:#1b1b1a;stroke-width:2}"
    ".mark{fill:#1b1b1a;stroke:#1b1b1a;stroke-width:1.5}.hollow{fill:#ffffff;stroke:#1b1b1a;stroke-width:1.5}"
    ".empty{fill:#d9d8d2;stroke:none}.bar{fill:#0b5563}.few{fill:#ffffff;stroke:#0b5563;stroke-width:1.5}"
    ".arrow{fill:none;stroke:#1b1b1a;stroke-width:2}.band{fill:#f4f3ee}"
)


def width_of(text: str, size: float = SIZE) -> float:
    """Return about how wide a text will be; rather too wide, since fonts differ between readers."""
    return sum(0.34 if one in "il.,:;|' \u00a0" else 0.86 if one in "mwMWшщжюфШЩЖЮФ" else 0.6 for one in text) * size


def fitting(text: str, width: float) -> str:
    """Return the text, cut with an ellipsis where it is wider than that."""
    if width_of(text) <= width:
        return text
    while text and width_of(text + "…") > width:
        text = text[:-1]
    return text + "…"


def number(value: float) -> str:
    """Return a whole number for a person: thousands apart by a no-break space (SI Brochure 5.4.4)."""
    return f"{round(value):,}".replace(",", "\u00a0")


@dataclass
class Canvas:
    """The marks of one picture, in the order they are painted."""

    parts: list[str] = field(default_factory=list)

    def line(self, x1: float, y1: float, x2: float, y2: float, look: str) -> None:
        """Draw a straight line."""
        self.parts.append(f'<line class="{look}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>')

    def box(self, x: float, y: float, width: float, height: float, look: str) -> None:
        """Draw a filled rectangle."""
        self.parts.append(f'<rect class="{look}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>')

    def dot(self, x: float, y: float, look: str, radius: float = 4.6) -> None:
        """Draw a round mark."""
        self.parts.append(f'<circle class="{look}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>')

    def open_end(self, x: float, y: float) -> None:
        """Draw the point of an arrow: it goes on that way, and no further scale is told."""
        self.parts.append(
            f'<path class="arrow" d="M{x - 6:.1f} {y - 4:.1f} L{x:.1f} {y:.1f} L{x - 6:.1f} {y + 4:.1f}"/>'
        )

    def text(self, x: float, y: float, words: str, look: str = "", anchor: str = "start") -> None:
        """Write words."""
        self.parts.append(f'<text class="{look}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>')

    def wrapped(self, y: float, words: str, look: str = "") -> float:
        """Write words over as many lines as they need; return where the next line would be."""
        line = ""
        for word in words.split(" "):
            if line and width_of(f"{line} {word}") > WIDE - 8:
                self.text(4, y, line, look)
                line, y = word, y + 18
            else:
                line = f"{line} {word}".strip()
        self.text(4, y, line, look)
        return y + 18

    def svg(self, height: float, *, title: str, description: str, language: str) -> str:
        """Return the whole picture as a file of its own."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE:.0f} {height:.0f}" width="{WIDE:.0f}" '
            f'height="{height:.0f}" role="img" xml:lang="{language}" lang="{language}" aria-labelledby="title desc">'
            f'<title id="title">{escape(title)}</title><desc id="desc">{escape(description)}</desc>'
            f'<style>{_STYLE}</style><rect width="100%" height="100%" fill="#ffffff"/>{"".join(self.parts)}</svg>\n'
        )


def ticks(low: float, high: float, most: int = 6) -> Iterator[float]:
    """Yield round numbers from `low` to `high`, at most so many."""
    step = 1.0
    for step in (base * 10.0**power for power in range(12) for base in (1, 2, 5)):
        if (high - low) / step <= most:
            break
    tick = -(-low // step) * step
    while tick <= high:
        yield tick
        tick += step
