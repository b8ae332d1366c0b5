"""Owns the marks of a chart and what they look like: a shape for each kind of speaker, open ends, a legend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from onrecord.drawing import width_of

WIDE: Final = 720
NARROW: Final = 350
SIZE: Final = 13.0
RADIUS: Final = 5.0
# What a chart looks like where no style sheet reaches it: on paper. On screen `dossier.css` says the same by class.
PRINT_STYLE: Final = (
    "text{font-size:13px;fill:#1b1b1a;font-family:Libertinus Serif}"
    "text{paint-order:stroke;stroke:#ffffff;stroke-width:3px}.soft{fill:#5c5c58}.grid{stroke:#d9d8d2;stroke-width:1}"
    ".axis{stroke:#5c5c58;stroke-width:1}.mark{fill:#1b1b1a;stroke:#1b1b1a;stroke-width:1.5}"
    ".hollow{fill:#ffffff;stroke:#1b1b1a;stroke-width:1.5}.own{fill:#0b5563;stroke:#0b5563;stroke-width:1.5}"
    ".span{stroke:#1b1b1a;stroke-width:2}.span.own{stroke:#0b5563}.arrow{fill:none;stroke:#1b1b1a;stroke-width:1.5}"
    ".arrow.own{stroke:#0b5563;fill:none}.latest{fill:none;stroke:#0b5563;stroke-width:3}"
    ".link{fill:none;stroke:#0b5563;stroke-width:1;stroke-dasharray:2 3}.strong{font-weight:bold}"
)
SHAPES: Final = {
    "official": ("circle", "own"),
    "court": ("square", "own"),
    "un_body": ("diamond", "own"),
    "ngo": ("triangle", "mark"),
    "media": ("circle", "hollow"),
    "witness": ("square", "hollow"),
    "community": ("diamond", "hollow"),
    "company": ("square", "mark"),
    "ourselves": ("diamond", "mark"),
    "unknown": ("triangle", "hollow"),
}
ORDER: Final = tuple(SHAPES)


def on_paper(svg: str) -> bytes:
    """Return a chart as a file of its own, with its look inside."""
    return svg.replace("<title", f"<style>{PRINT_STYLE}</style><title", 1).encode("utf-8")


def rank(kind: str) -> tuple[int, str]:
    """Return the place of a kind of speaker among the others: who is bound by what they say comes first."""
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), kind)


@dataclass
class Canvas:
    """The marks of one drawing, in the order they are painted."""

    parts: list[str] = field(default_factory=list)

    def line(self, x1: float, y1: float, x2: float, y2: float, look: str) -> None:
        """Draw a line."""
        self.parts.append(f'<line class="{look}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>')

    def path(self, points: Iterable[tuple[float, float]], look: str, *, closed: bool = False) -> None:
        """Draw a line through these points, back to the first where it is closed."""
        steps = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self.parts.append(f'<path class="{look}" d="M{steps}{" Z" if closed else ""}"/>')

    def text(self, x: float, y: float, words: str, look: str = "", anchor: str = "start") -> None:
        """Write words at a place."""
        self.parts.append(f'<text class="{look}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>')

    def symbol(self, kind: str, x: float, y: float) -> None:
        """Draw the mark of a kind of speaker."""
        shape, look = SHAPES.get(kind, SHAPES["unknown"])
        r = RADIUS
        match shape:
            case "circle":
                self.parts.append(f'<circle class="{look}" cx="{x:.1f}" cy="{y:.1f}" r="{r - 0.4}"/>')
            case "square":
                self.path([(x - 4, y - 4), (x + 4, y - 4), (x + 4, y + 4), (x - 4, y + 4)], look, closed=True)
            case "diamond":
                self.path([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], look, closed=True)
            case _:
                self.path([(x, y - r), (x + r, y + 4), (x - r, y + 4)], look, closed=True)

    def arrow(self, x: float, y: float, kind: str, *, dx: float = 0, dy: float = 0) -> None:
        """Draw an open end: the number goes on that way, nobody said how far."""
        look = "arrow own" if SHAPES.get(kind, ("", ""))[1] == "own" else "arrow"
        self.line(x, y, x + dx, y + dy, look)
        back_x, back_y = (4 if dx < 0 else -4 if dx else 0), (4 if dy < 0 else -4 if dy else 0)
        side_x, side_y = (3 if dy else 0), (3 if dx else 0)
        tip = (x + dx, y + dy)
        ends = [
            (tip[0] + back_x - side_x, tip[1] + back_y - side_y),
            tip,
            (tip[0] + back_x + side_x, tip[1] + back_y + side_y),
        ]
        self.path(ends, look)

    def legend(self, entries: Sequence[tuple[str, str]], *, top: float, left: float, right: float) -> float:
        """Draw what the marks mean, in as many lines as it takes; return where the last one ends."""
        x, y = left, top
        for kind, words in entries:
            needed = 20 + width_of(words, SIZE) + 16
            if x + needed > right and x > left:
                x, y = left, y + 21
            self._legend_mark(kind, x + 7, y)
            self.text(x + 20, y + 4.5, words, "soft")
            x += needed
        return y + 12

    def _legend_mark(self, kind: str, x: float, y: float) -> None:
        match kind:
            case "=open":
                self.arrow(x, y + 6, "", dy=-12)
            case "=span":
                self.line(x - 7, y, x + 7, y, "span")
            case "=latest":
                self.line(x - 7, y, x + 7, y, "latest")
            case "=event" | "=figure" | "=said":
                self.symbol({"=event": "official", "=figure": "media", "=said": "ngo"}[kind], x, y)
            case _:
                self.symbol(kind, x, y)

    def svg(self, *, width: float, height: float, ident: str, title: str, description: str) -> str:
        """Return the whole drawing."""
        names = quoteattr(f"{ident}-title {ident}-desc")
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'role="img" aria-labelledby={names}>'
            f"<title id={quoteattr(ident + '-title')}>{escape(title)}</title>"
            f"<desc id={quoteattr(ident + '-desc')}>{escape(description)}</desc>"
        )
        return head + "".join(self.parts) + "</svg>"
