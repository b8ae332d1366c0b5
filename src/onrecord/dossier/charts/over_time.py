"""Owns the chart of who gave which number when: a row per number, time from left to right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from onrecord.dossier.charts.canvas import SHAPES, SIZE, WIDE, Canvas, rank
from onrecord.dossier.charts.spots import LANE, Spot, packed, panel_name, row_of, way_of
from onrecord.dossier.model import ClaimCard, Trail
from onrecord.dossier.phrases import Phrases
from onrecord.drawing import TimeAxis, width_of
from onrecord.kernel import PartialDate, number_words

_OFFICIAL: Final = ("official", "court")


def numbers_over_time(trail: Trail, phrases: Phrases, *, width: int = WIDE, ident: str = "time") -> str:
    """Return who gave which number when: a row per number, time from left to right. Empty where nothing is dated."""
    cards = [card for card in trail.cards if card.quantity is not None and card.moment is not None]
    if not cards:
        return ""
    return _OverTime(trail=trail, cards=cards, phrases=phrases, width=width, ident=ident).draw()


@dataclass
class _OverTime:
    trail: Trail
    cards: Sequence[ClaimCard]
    phrases: Phrases
    width: int
    ident: str
    canvas: Canvas = field(default_factory=Canvas)

    def draw(self) -> str:
        rows = _rows(self.cards)
        labels = {row: _row_label(row, self.phrases.language) for row in rows}
        left = max(width_of(label, SIZE) for label in labels.values()) + 22
        right = self.width - 34.0
        axis = TimeAxis.of([card.moment for card in self.cards if card.moment], left=left, right=right)
        top = 30.0 if len(axis.panels) > 1 else 8.0
        lanes = {row: list(packed(_spots(cards), axis)) for row, cards in rows.items()}
        y, places = top, {}
        for row in rows:
            height = max((lane for _, lane in lanes[row]), default=0) * LANE + LANE + 15
            places[row] = (y, y + height)
            y += height
        self._frame(axis, places, labels, y)
        has_latest = self._latest(axis, places, right)
        for row, placed in lanes.items():
            for spot, lane in placed:
                self._spot(spot, axis, places[row][0] + 12 + lane * LANE)
        bottom = self.canvas.legend(
            self._meanings(rows, has_latest=has_latest), top=y + 44, left=4, right=self.width - 4.0
        )
        return self._finished(bottom)

    def _finished(self, bottom: float) -> str:
        numbers = sorted({number for card in self.cards if card.quantity for number in row_of(card.quantity)})
        facts = {
            "claims": self.phrases.count("claims", len(self.cards)),
            "low": number_words(numbers[0], self.phrases.language),
            "high": number_words(numbers[-1], self.phrases.language),
        }
        return self.canvas.svg(
            width=self.width,
            height=bottom,
            ident=self.ident,
            title=self.phrases.text("chart.over_time", figure=self.phrases.heading(self.trail)),
            description=self.phrases.text("chart.over_time_desc", **facts),
        )

    def _frame(
        self,
        axis: TimeAxis,
        places: dict[tuple[Decimal, Decimal], tuple[float, float]],
        labels: dict[tuple[Decimal, Decimal], str],
        bottom: float,
    ) -> None:
        canvas, first = self.canvas, axis.panels[0].left
        for row, (top, end) in places.items():
            canvas.text(first - 16, (top + end) / 2 + 3, labels[row], "strong", "end")
            for panel in axis.panels:
                canvas.line(panel.left - 8, end, panel.right + 8, end, "grid")
        if len(axis.panels) > 1:
            for panel in axis.panels:
                canvas.text(panel.left - 8, 16, panel_name(panel, self.phrases), "soft")
        for x, words in axis.ticks(self.phrases.tick, SIZE):
            canvas.line(x, bottom, x, bottom + 5, "axis")
            canvas.text(x, bottom + 19, words, "soft", "middle")

    def _spot(self, spot: Spot, axis: TimeAxis, y: float) -> None:
        canvas, x = self.canvas, spot.x(axis)
        if not spot.date.is_exact_day:
            own = SHAPES.get(spot.kind, ("", ""))[1] == "own"
            canvas.line(axis.x(spot.date.earliest), y, axis.x(spot.date.latest), y, "span own" if own else "span")
        if spot.way:
            canvas.arrow(x, y, spot.kind, dy=-10.0 * spot.way)
        canvas.symbol(spot.kind, x, y)
        if spot.count > 1:
            canvas.text(spot.count_at(axis), y + 4.5, f"×{spot.count}", "soft")

    def _latest(self, axis: TimeAxis, places: dict[tuple[Decimal, Decimal], tuple[float, float]], right: float) -> bool:
        """Draw which number was the latest official one, and until when; say whether there is such a line."""
        steps = _official_steps(self.cards)
        if len(steps) < 2:
            return False
        before: float | None = None
        for place, (row, since) in enumerate(steps):
            x, y = axis.x(since.latest), places[row][1] - 3
            end = axis.x(steps[place + 1][1].latest) if place + 1 < len(steps) else right
            if before is not None:
                self.canvas.line(x, before, x, y, "link")
            self.canvas.line(x, y, max(end, x + 1), y, "latest")
            before = y
        return True

    def _meanings(
        self, rows: dict[tuple[Decimal, Decimal], list[ClaimCard]], *, has_latest: bool
    ) -> list[tuple[str, str]]:
        spots = [spot for cards in rows.values() for spot in _spots(cards)]
        kinds = sorted({spot.kind for spot in spots}, key=rank)
        found = [(kind, self.phrases.named("speaker", kind)) for kind in kinds]
        if any(spot.way > 0 for spot in spots):
            found.append(("=open", self.phrases.text("chart.open")))
        if any(not spot.date.is_exact_day for spot in spots):
            found.append(("=span", self.phrases.text("chart.span")))
        if has_latest:
            found.append(("=latest", self.phrases.text("chart.latest_official")))
        return found


def _row_label(row: tuple[Decimal, Decimal], language: str) -> str:
    return "–".join(dict.fromkeys(number_words(one, language) for one in row))


def _rows(cards: Iterable[ClaimCard]) -> dict[tuple[Decimal, Decimal], list[ClaimCard]]:
    """Return the rows, the highest number at the top."""
    found: dict[tuple[Decimal, Decimal], list[ClaimCard]] = defaultdict(list)
    for card in cards:
        if card.quantity is not None:
            found[row_of(card.quantity)].append(card)
    return dict(sorted(found.items(), reverse=True))


def _spots(cards: Iterable[ClaimCard]) -> list[Spot]:
    counted: Counter[tuple[str, int, PartialDate]] = Counter()
    for card in cards:
        if card.moment is not None and card.quantity is not None:
            moment = PartialDate(earliest=card.moment.earliest, latest=card.moment.latest, wording="")
            counted[card.speaker_kind, way_of(card.quantity), moment] += 1
    return [Spot(kind, way, date, count) for (kind, way, date), count in counted.items()]


def _official_steps(cards: Iterable[ClaimCard]) -> list[tuple[tuple[Decimal, Decimal], PartialDate]]:
    """Return the rows of official numbers in the order of their dates, each change once."""
    dated = [
        (card.moment.latest, card.seq, row_of(card.quantity), card.moment)
        for card in cards
        if card.speaker_kind in _OFFICIAL
        and card.moment
        and card.quantity
        and (card.moment.latest - card.moment.earliest).days < 32
    ]
    steps: list[tuple[tuple[Decimal, Decimal], PartialDate]] = []
    for _, _, row, moment in sorted(dated, key=lambda one: one[:3]):
        if not steps or steps[-1][0] != row:
            steps.append((row, moment))
    return steps
