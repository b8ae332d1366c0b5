"""Owns a finished picture: what is drawn, what of it is heard, and the same as a table; and how it becomes a file.

A picture inside of a page has its look from the page's style sheet, by class; on paper and as a file of its own it
brings it along. It holds no script, no font and no address, and the same reading gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple
from xml.sax.saxutils import quoteattr

from onrecord.drawing.marks import Canvas, as_text
from onrecord.drawing.measuring import LINE, lines_of

WIDE: Final = 720.0
NARROW: Final = 350.0
COLOURS: Final = {"paper": "#ffffff", "ink": "#1b1b1a", "soft": "#5c5c58", "line": "#d9d8d2", "accent": "#0b5563"}
# What every class looks like; `dossier.css` says the same for pages, by its own variables.
LOOKS: Final = {
    "text": "font-size:13px;fill:{ink};stroke:{paper};stroke-width:3px;paint-order:stroke",
    ".strong": "font-weight:bold",
    ".soft": "fill:{soft}",
    ".scale": "fill:{soft};font-variant-numeric:tabular-nums",
    ".full": "fill:{accent};stroke:{accent};stroke-width:1",
    ".edge": "fill:{paper};stroke:{ink};stroke-width:1",
    ".fine": "fill:none;stroke:{ink};stroke-width:1",
    ".points": "fill:none;stroke:{ink};stroke-width:1.8;stroke-linecap:round",
    ".halo": "stroke:{paper};stroke-width:6",
    ".stroke": "stroke:{ink};stroke-width:2",
    ".bare": "fill:none;stroke:{ink};stroke-width:2",
    ".grid": "stroke:{line};stroke-width:1",
    ".axis": "stroke:{soft};stroke-width:1",
    ".middle": "stroke:{accent};stroke-width:2;stroke-dasharray:6 3",
    ".mark": "fill:{ink};stroke:{ink};stroke-width:1.5",
    ".hollow": "fill:{paper};stroke:{ink};stroke-width:1.5",
}
_ON_SCREEN: Final = "'Noto Sans','DejaVu Sans','Segoe UI',Roboto,Arial,sans-serif"
_ON_PAPER: Final = "'Libertinus Serif'"
_MARGIN: Final = 14.0
_STEPS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The numbers of a picture as a table: the heads of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Break(NamedTuple):
    """Where a picture may be parted: how far down, and after how many of its marks."""

    y: float
    marks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with what it says: `said` are all its sentences, so that whoever hears it misses no number."""

    title: str
    said: tuple[str, ...]
    table: Table
    language: str
    width: float
    height: float
    parts: tuple[str, ...]
    breaks: tuple[Break, ...] = ()

    @property
    def marks(self) -> str:
        """All that is drawn."""
        return "".join(self.parts)

    @property
    def description(self) -> str:
        """All that it says, as one text."""
        return " ".join(self.said)

    def inside(self, ident: str) -> str:
        """Return it as a part of a page, which gives it its look."""
        return self._svg(ident, self.marks, self.height, style="", more=f' class="chart" lang="{self.language}"')

    def on_paper(self, ident: str, most: float) -> Iterator[str]:
        """Yield it for a document that is set with the fonts of `typst`: in pieces no higher than a page allows."""
        edges = [Break(0.0, 0), *self._edges(most), Break(self.height, len(self.parts))]
        for place, (first, last) in enumerate(pairwise(edges)):
            marks = "".join(self.parts[first.marks : last.marks])
            yield self._svg(
                f"{ident}-{place}",
                marks,
                last.y - first.y,
                style=_style(_ON_PAPER),
                more=f' lang="{self.language}"',
                top=first.y,
            )

    def _edges(self, most: float) -> list[Break]:
        """Return where the picture is parted: in as few pieces as it takes, none much smaller than the others."""
        fewest = self._parted(most)
        lower = self.height / (len(fewest) + 1)
        evener = (self._parted(lower + (most - lower) * step / _STEPS) for step in range(_STEPS))
        return next((one for one in evener if len(one) == len(fewest)), fewest)

    def _parted(self, most: float) -> list[Break]:
        found: list[Break] = []
        start = 0.0
        for one, following in pairwise([*self.breaks, Break(self.height, len(self.parts))]):
            if following.y - start > most and one.y > start:
                start = one.y
                found.append(one)
        return found

    def file(self) -> str:
        """Return it as a file of its own, with its title above it, on white: black on black is seen by nobody."""
        canvas = Canvas()
        below = canvas.lines(0, 0, lines_of(self.title, self.width, 16, is_bold=True), "strong title") + LINE / 2
        marks = (
            f'<rect class="paper" x="{-_MARGIN}" y="{-_MARGIN}" width="{self.width + 2 * _MARGIN}" '
            f'height="{self.height + below + 2 * _MARGIN:.1f}"/>'
            f'{"".join(canvas.parts)}<g transform="translate(0 {below:.1f})">{self.marks}</g>'
        )
        wide, high = self.width + 2 * _MARGIN, self.height + below + 2 * _MARGIN
        return (
            self._svg(
                "picture",
                marks,
                self.height + below,
                style=_style(_ON_SCREEN) + f".title{{font-size:16px}}.paper{{fill:{COLOURS['paper']}}}",
                more=f' xml:lang="{self.language}" lang="{self.language}" width="{wide:.0f}" height="{high:.0f}"',
                margin=_MARGIN,
            )
            + "\n"
        )

    def _svg(
        self, ident: str, marks: str, height: float, *, style: str, more: str, margin: float = 0.0, top: float = 0.0
    ) -> str:
        names = quoteattr(f"{ident}-title {ident}-desc")
        box = f"{-margin:g} {top - margin:g} {self.width + 2 * margin:g} {height + 2 * margin:.1f}"
        told = f"<style>{style}</style>" if style else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg"{more} viewBox="{box}" role="img" aria-labelledby={names}>'
            f"<title id={quoteattr(ident + '-title')}>{as_text(self.title)}</title>"
            f"<desc id={quoteattr(ident + '-desc')}>{as_text(self.description)}</desc>{told}{marks}</svg>"
        )


def _style(font: str) -> str:
    rules = "".join(f"{name}{{{body.format(**COLOURS)}}}" for name, body in LOOKS.items())
    return f"text{{font-family:{font}}}{rules}"
