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
from dataclasses import dataclass
from typing import Final

from onrecord.register.disclosing.cube import Cell, Cube
from onrecord.register.disclosing.searching import Rule, SaysTooMuch, Search

WIDTH: Final = 3
LIVING: Final = 5
SENSITIVE: Final = 10
NOTHING: Final = "…"


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
    except SaysTooMuch:  # any number is open upwards once the sums above it are hidden too
        return _hidden(cube, threshold, width, zeros=zeros, says_size=False)


def _hidden(cube: Cube, threshold: int, width: int, *, zeros: bool, says_size: bool) -> Hidden:
    values = cube.values()
    small = frozenset(cell for cell, value in values.items() if 0 < value < threshold)
    telling = frozenset(_telling_zeros(cube, values)) if zeros else frozenset[Cell]()
    work = Search(cube, values, Rule(threshold=threshold, width=width, says_size=says_size), small | telling)
    work.run()
    return Hidden(
        threshold=threshold,
        values=values,
        cells=work.cells(),
        says_size=says_size,
        small=small | telling,
        witnesses={cell: work.witnesses(cell) for cell in work.cells()},
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
