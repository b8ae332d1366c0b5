"""Owns the strip above a timeline: where its lines lie in time, by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.dossier.charts.canvas import SIZE, WIDE, Canvas
from onrecord.dossier.charts.spots import LANE, Spot, packed, panel_name
from onrecord.dossier.model import Moment
from onrecord.dossier.phrases import Phrases
from onrecord.drawing import TimeAxis


def timeline_strip(moments: Sequence[Moment], phrases: Phrases, *, width: int = WIDE, ident: str = "strip") -> str:
    """Return where the lines of the timeline lie in time, by kind."""
    return _Strip(moments=moments, phrases=phrases, width=width, ident=ident).draw() if moments else ""


@dataclass
class _Strip:
    moments: Sequence[Moment]
    phrases: Phrases
    width: int
    ident: str
    canvas: Canvas = field(default_factory=Canvas)

    def draw(self) -> str:
        kinds = [kind for kind in ("event", "figure", "said") if any(one.kind == kind for one in self.moments)]
        axis = TimeAxis.of([one.date for one in self.moments], left=14, right=self.width - 34.0)
        y = 34.0 if len(axis.panels) > 1 else 12.0
        for panel in axis.panels if len(axis.panels) > 1 else ():
            self.canvas.text(panel.left - 8, 16, panel_name(panel, self.phrases), "soft")
        for kind in kinds:
            y = self._row(kind, axis, y)
        for panel in axis.panels:
            self.canvas.line(panel.left - 8, y, panel.right + 8, y, "axis")
        for x, words in axis.ticks(self.phrases.tick, SIZE):
            self.canvas.line(x, y, x, y + 5, "axis")
            self.canvas.text(x, y + 19, words, "soft", "middle")
        meanings = [(f"={kind}", self.phrases.text(f"timeline.{kind}")) for kind in kinds]
        bottom = self.canvas.legend(meanings, top=y + 44, left=4, right=self.width - 14.0)
        return self.canvas.svg(
            width=self.width,
            height=bottom,
            ident=self.ident,
            title=self.phrases.text("chart.strip"),
            description=self.phrases.text("chart.strip_desc", count=len(self.moments)),
        )

    def _row(self, kind: str, axis: TimeAxis, y: float) -> float:
        mark = {"event": "official", "figure": "media", "said": "ngo"}[kind]
        spots = Counter(one.date for one in self.moments if one.kind == kind)
        placed = list(packed([Spot(mark, 0, date, count) for date, count in spots.items()], axis))
        for spot, lane in placed:
            at = y + 8 + lane * LANE
            if not spot.date.is_exact_day:
                self.canvas.line(axis.x(spot.date.earliest), at, axis.x(spot.date.latest), at, "span")
            self.canvas.symbol(mark, spot.x(axis), at)
            if spot.count > 1:
                self.canvas.text(spot.count_at(axis), at + 4.5, f"×{spot.count}", "soft")
        return y + 8 + (max(lane for _, lane in placed) + 1) * LANE
