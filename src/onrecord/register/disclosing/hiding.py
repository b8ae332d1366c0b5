"""Owns which cells are hidden: the small ones, zeros that tell too much, and the cells that would give them away.

METHOD 7.4: 1 to 4 are not shown (1 to 9 for minors, health, sexual violence); each hidden cell stays open to a width of
3 at least, whoever adds and subtracts across rows, columns, totals and all tables of the release.

What is shown instead is true and says no more than it has to: `<5` for anything below five, zero among it, and `≥5`
for five or more; where these would say too much, `…` for any number at all, in the whole release. For each hidden cell
there are two cubes of whole people that agree with everything that is shown, marks included, and differ in that cell by
the width at least. They are found by moves and kept with the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from onrecord.register.disclosing.cube import Cell, Cube
from onrecord.register.disclosing.moves import Move, moved, moves_for, room

WIDTH: Final = 3
LIVING: Final = 5
SENSITIVE: Final = 10
NOTHING: Final = "…"
_OF_A_MARGIN: Final = 50  # what hiding a sum costs beside hiding one more cell: sums are what people read first


class _SaysTooMuch(Exception):
    """No choice of hidden cells protects one of them while marks say of each whether it is small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """The cells of a release that are not shown. `small` are those for whose sake the others are hidden."""

    threshold: int
    values: Mapping[Cell, int]
    cells: frozenset[Cell]
    says_size: bool
    small: frozenset[Cell]
    witnesses: Mapping[Cell, tuple[Mapping[Cell, int], Mapping[Cell, int]]]

    def shown(self, cell: Cell) -> str:
        """Return what is shown of a cell: its number, `<5`, or that it is five or more."""
        if cell not in self.cells:
            return str(self.values[cell])
        if not self.says_size:
            return NOTHING
        return f"<{self.threshold}" if self.values[cell] < self.threshold else f"≥{self.threshold}"


def hide(cube: Cube, *, threshold: int = LIVING, width: int = WIDTH, zeros: bool = True) -> Hidden:
    """Return what has to be hidden for a release; each hidden cell with two cubes that nobody outside can tell apart.

    With `zeros` a line in which everybody is of one known kind does not say so: one of its zeros is hidden. At worst,
    where there are only a few people, nothing of a release is left to be seen.
    """
    try:
        return _hidden(cube, threshold, width, zeros=zeros, says_size=True)
    except _SaysTooMuch:  # any number is open upwards once the sums above it are hidden too
        return _hidden(cube, threshold, width, zeros=zeros, says_size=False)


def _hidden(cube: Cube, threshold: int, width: int, *, zeros: bool, says_size: bool) -> Hidden:
    work = _Hiding(cube, threshold, width, cube.values(), says_size)
    small = frozenset(cell for cell, value in work.values.items() if 0 < value < threshold)
    telling = frozenset(_telling_zeros(cube, work.values)) if zeros else frozenset[Cell]()
    for cell in (*small, *telling):
        work.add(cell)
    work.run()
    return Hidden(
        threshold=threshold,
        values=work.values,
        cells=frozenset(work.bounds),
        says_size=says_size,
        small=small | telling,
        witnesses={cell: work.witnesses(cell) for cell in work.bounds},
    )


def _telling_zeros(cube: Cube, values: Mapping[Cell, int]) -> Iterator[Cell]:
    """Yield, of each line in which everybody is of one known kind, one of the zeros that say so."""
    for table in cube.tables:
        for place, line in cube.lines(table):
            people = [cell for cell in line if values[cell]]
            unknown = cube.dimensions[place].unknown
            if len(people) != 1 or people[0][place] == unknown or len(line) < 2:
                continue
            zeros = [cell for cell in line if not values[cell]]
            yield min(zeros, key=lambda cell: (cell[place] == unknown, cell))


@dataclass
class _Hiding:
    cube: Cube
    threshold: int
    width: int
    values: Mapping[Cell, int]
    says_size: bool
    bounds: dict[Cell, tuple[int, int | None]] = field(default_factory=dict)
    _moves: dict[Cell, list[Move]] = field(default_factory=dict)

    def add(self, cell: Cell) -> None:
        """Hide a cell; its mark says whether it is below the threshold."""
        self.bounds[cell] = self._mark(cell)

    def _mark(self, cell: Cell) -> tuple[int, int | None]:
        if not self.says_size:
            return 0, None
        return (0, self.threshold - 1) if self.values[cell] < self.threshold else (self.threshold, None)

    def run(self) -> None:
        """Hide more until every hidden cell is open to the width, those that were hidden on the way as well."""
        while narrow := [cell for cell in sorted(self.bounds, key=self._order) if self._open(cell) < self.width]:
            for cell in narrow:
                while self._open(cell) < self.width:
                    self._hide_for(cell)

    def witnesses(self, cell: Cell) -> tuple[Mapping[Cell, int], Mapping[Cell, int]]:
        """Return the cubes with the fewest and the most people in a cell that hidden moves lead to."""
        return self._pushed(cell, -1)[1], self._pushed(cell, 1)[1]

    def _order(self, cell: Cell) -> tuple[int, int, Cell]:
        return (sum(one < 0 for one in cell), self.values[cell], cell)

    def _open(self, cell: Cell) -> int:
        up = self._pushed(cell, 1)[0]
        return up if up >= self.width else up + self._pushed(cell, -1)[0]

    def _pushed(self, cell: Cell, direction: int) -> tuple[int, dict[Cell, int]]:
        """Return how far hidden moves push a cell, one after another up to the width, and where they lead."""
        people, values, total = dict(self.cube.people), dict(self.values), 0
        for move in self._ways(cell):
            if total >= self.width:
                break
            if any(one not in self.bounds for one, _ in move.published):
                continue
            way = move if direction > 0 else move.turned()
            count = min(room(way, people, values, self.bounds), self.width - total)
            if count:
                people = moved(way, people, count)
                for one, sign in way.published:
                    values[one] += sign * count
                total += count
        return total, people

    def _ways(self, cell: Cell) -> list[Move]:
        if cell not in self._moves:
            self._moves[cell] = list(moves_for(self.cube, cell, self.values))
        return self._moves[cell]

    def _hide_for(self, cell: Cell) -> None:
        """Hide what the cheapest move for a cell needs that still adds to how open it is.

        Raises:
            _SaysTooMuch: none does, as long as marks say what is small.
        """
        missing = self.width - self._open(cell)
        best: tuple[float, tuple[Cell, ...]] | None = None
        for move in self._ways(cell):
            more = tuple(one for one, _ in move.published if one not in self.bounds)
            if not more:
                continue
            bounds = {one: self.bounds.get(one) or self._mark(one) for one, _ in move.published}
            both = sum(room(way, self.cube.people, self.values, bounds) for way in (move, move.turned()))
            gained = min(both, missing)
            if gained:
                cost = (self._cost(more) / gained, more)
                best = cost if best is None else min(best, cost)
        if best is None:
            raise _SaysTooMuch
        for one in best[1]:
            self.add(one)

    def _cost(self, cells: tuple[Cell, ...]) -> float:
        return sum(1 + _OF_A_MARGIN * sum(at < 0 for at in one) + self.values[one] / 1000 for one in cells)
