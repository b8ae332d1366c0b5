"""Owns what may be told of who is on which lists: sizes and overlaps, small ones hidden (METHOD 7.4).

The capture table is taken as one of as many dimensions as there are lists, on or not on. How many are documented is
told, and how many are on each list and on each two, as far as no small number of the whole table can be worked out from
it. Nobody is on no list, and whoever adds and subtracts knows that. What is told, in words, JSON or a picture, is told
from here, so that one does not give away what another hides. Whoever is to compute an estimate again needs the table
itself, which is for the restricted edition where a number of it is too small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from onrecord.kernel import FEWEST_LIVING
from onrecord.register.disclosing.cube import ALL, Cell, Cube, Dimension
from onrecord.register.disclosing.hiding import NOTHING, Hidden, hide
from onrecord.register.disclosing.searching import SaysTooMuch
from onrecord.register.estimate.tables import CaptureTable

_TWO: Final = 2
MOST_LISTS: Final = 5  # beyond that sums are known of so little that small overlaps alone are hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a number is shown, and the number itself where it may be."""

    shown: str
    number: int | None

    @property
    def is_hidden(self) -> bool:
        """Whether the number is not told."""
        return self.number is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlaps:
    """A capture table with what of it may be told; `hidden` is none where there are too many lists, or one.

    Where it `is_blank` no number can be hidden as long as any other is told. Numbers below `fewest` are not told.
    """

    table: CaptureTable
    hidden: Hidden | None
    is_blank: bool = False
    fewest: int = FEWEST_LIVING

    @property
    def hides(self) -> bool:
        """Whether a combination is too small to be told, so that the table itself is not for the public."""
        return any(0 < round(count) < self.fewest for _, count in self.table.cells)

    def documented(self) -> Told:
        """Return how many people there are on the lists."""
        return mark(self.table.documented, self.fewest)

    def on_all(self, *lists: int) -> Told:
        """Return how many are on one list or on two, whatever else they are on."""
        if self.is_blank:
            return Told(shown=NOTHING, number=None)
        count = round(self.table.on_all(*lists))
        cell = tuple(1 if one in lists else ALL for one in range(self.table.size))
        if self.hidden is None or cell not in self.hidden.cells:
            return mark(count, self.fewest) if self.hidden is None else Told(shown=str(count), number=count)
        return Told(shown=self.hidden.shown(cell), number=None)

    def on_no_other(self, one: int) -> Told:
        """Return how many are on this list alone; nothing of any list where some combination is small.

        With sizes and pairs these numbers give away combinations of four lists that nobody tells.
        """
        alone = round(self.table.only_on(one))
        return Told(shown=NOTHING, number=None) if self.hides or self.is_blank else Told(shown=str(alone), number=alone)

    def lists_told(self) -> list[dict[str, Any]]:
        """Return the lists as `--json` tells them."""
        return [
            {
                "name": name,
                **_both("people", self.on_all(one)),
                **_both("on_no_other", self.on_no_other(one)),
            }
            for one, name in enumerate(self.table.lists)
        ]

    def pairs_told(self) -> list[dict[str, Any]]:
        """Return people on each two lists as `--json` tells them."""
        rows = []
        for a, b, _ in self.table.pairs():
            told = self.on_all(a, b)
            rows.append({"lists": [self.table.lists[a], self.table.lists[b]], "both": told.number, "shown": told.shown})
        return rows


def _both(name: str, told: Told) -> dict[str, Any]:
    return {name: told.number, f"{name}_shown": told.shown}


def mark(count: int, fewest: int = FEWEST_LIVING) -> Told:
    """Return how a number of people is told that stands alone: one below the fewest is not."""
    return Told(shown=f"<{fewest}", number=None) if 0 < count < fewest else Told(shown=str(count), number=count)


@lru_cache(maxsize=32)
def overlaps_of(table: CaptureTable, fewest: int = FEWEST_LIVING) -> Overlaps:
    """Return what may be told of a table, where numbers below the fewest may not."""
    if table.size > MOST_LISTS or table.size < 2:
        return Overlaps(table=table, hidden=None, fewest=fewest)
    people: Mapping[Cell, int] = {
        tuple(pattern >> one & 1 for one in range(table.size)): round(count) for pattern, count in table.cells
    }
    cube = Cube(
        dimensions=tuple(Dimension(name=name, categories=("0", "1")) for name in table.lists),
        people=people,
        tables=(tuple(range(table.size)),),
        never=frozenset({(0,) * table.size}),
        known=frozenset({(ALL,) * table.size}),
    )
    told = {cell for cell in cube.published() if 0 not in cell and sum(one == 1 for one in cell) <= _TWO}
    cube = replace(cube, untold=frozenset(cube.published()) - told)
    try:
        return Overlaps(table=table, hidden=hide(cube, threshold=fewest, zeros=False), fewest=fewest)
    except SaysTooMuch:  # a handful of people, or lists that hardly meet
        return Overlaps(table=table, hidden=None, is_blank=True, fewest=fewest)
