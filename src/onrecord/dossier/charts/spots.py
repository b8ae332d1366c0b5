"""Owns where marks of a chart lie: one for all that say the same at the same time, in lanes that never touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from onrecord.dossier.charts.canvas import RADIUS, SIZE, rank
from onrecord.dossier.phrases import Phrases, said_numbers
from onrecord.drawing import Panel, TimeAxis, width_of
from onrecord.kernel import PartialDate, Quantity

LANE: Final = 21.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Claims that say the same at the same time in the same capacity: one mark."""

    kind: str
    way: int  # 1 open at the top, -1 open at the bottom, 0 closed
    date: PartialDate
    count: int

    def edges(self, axis: TimeAxis) -> tuple[float, float]:
        """Return what the mark takes up, its count included."""
        middle = self.x(axis)
        left = min(axis.x(self.date.earliest), middle - RADIUS - 2)
        return left, self.count_at(axis) + self.room()

    def count_at(self, axis: TimeAxis) -> float:
        """Return where the count begins: right of the mark and of its stretch of days."""
        return max(axis.x(self.date.latest), self.x(axis) + RADIUS) + 3

    def room(self) -> float:
        """Return how wide its count is; nothing for a count of one."""
        return width_of(f"×{self.count}", SIZE) if self.count > 1 else 0.0

    def x(self, axis: TimeAxis) -> float:
        """Return where its middle lies."""
        return (axis.x(self.date.earliest) + axis.x(self.date.latest)) / 2


def packed(spots: Iterable[Spot], axis: TimeAxis) -> Iterator[tuple[Spot, int]]:
    """Yield every mark with its lane: marks of one lane never touch. The shortest stretches lie in front."""
    ends: list[float] = []
    ordered = sorted(spots, key=lambda one: (one.edges(axis)[0], one.edges(axis)[1], rank(one.kind), one.way))
    for spot in ordered:
        left, right = spot.edges(axis)
        lane = next((place for place, end in enumerate(ends) if end + 4 <= left), len(ends))
        if lane == len(ends):
            ends.append(right)
        else:
            ends[lane] = right
        yield spot, lane


def way_of(quantity: Quantity) -> int:
    """Return which way a number goes on: 1 up, -1 down, 0 where it is closed."""
    if quantity.high is None:
        return 1
    return -1 if quantity.qualifier.value in ("up_to", "less_than") else 0


def row_of(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return the row a quantity stands in: the number that was said, or both of a range."""
    first, second = said_numbers(quantity)
    return first, second if second is not None else first


def panel_name(panel: Panel, phrases: Phrases) -> str:
    """Return what stretch of time a panel shows, as fully as there is room."""
    room = panel.right - panel.left + 10
    full = phrases.date(PartialDate(earliest=panel.first, latest=panel.last, wording=""))
    first, last = (phrases.tick(day, "month") for day in (panel.first, panel.last))
    months = first if first == last else f"{first} – {last}"
    years = "–".join(dict.fromkeys(f"{day.year}" for day in (panel.first, panel.last)))
    return next((words for words in (full, months) if width_of(words, SIZE) <= room), years)
