"""Owns which sums of a release are hidden: those that give an owner away, and what these could be worked out from.

It is for sums of money or of things what `hiding` is for people. Besides whoever adds and subtracts it reckons with
owners: somebody who alone stands behind a hidden sum knows that sum, and takes it off what others see. For each sum
that gives somebody away, and each such attacker, there are two tables that agree with everything shown and known and
differ from the true one by the level at least, one upwards and one downwards. They are found by moves; where owners
have nothing nothing is moved, since everybody may know that. And of a line whose sum is told, what is hidden in it is
told together: that together gives nobody away either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from onrecord.register.disclosing.cube import ALL, Cell, Cube
from onrecord.register.disclosing.dominance import missing
from onrecord.register.disclosing.moves import Move, moves_for

Held = Mapping[str, int]  # what each owner has in a cell
NOBODY: Final = ""  # the attacker who owns nothing
_OF_A_SUM: Final = 50.0  # what hiding a margin costs beside hiding one more cell


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenSums:
    """Sums of a release, and those that are not shown. `levels` are of those for whose sake the others are hidden."""

    values: Mapping[Cell, int]
    cells: frozenset[Cell]
    levels: Mapping[Cell, int]
    witnesses: Mapping[Cell, tuple[Mapping[Cell, int], Mapping[Cell, int]]]


@dataclass(frozen=True, slots=True)
class _Way:
    """A move by which a sum gains, and the published sums that change with it."""

    move: Move
    cells: frozenset[Cell]


@dataclass
class _Reach:
    """How far moves lead, over which sums, and to what amounts."""

    far: int = 0
    over: set[Cell] = field(default_factory=set)
    amounts: dict[Cell, int] = field(default_factory=dict)


def hide_sums(cube: Cube, held: Mapping[Cell, Held]) -> HiddenSums:
    """Return which sums of a release have to be hidden; `held` is what each owner has in each innermost cell.

    `cube.people` are the amounts, as whole numbers of the smallest unit.
    """
    work = _Search(cube, held)
    work.run()
    return HiddenSums(
        values=work.values,
        cells=frozenset(work.hidden),
        levels=work.levels,
        witnesses={cell: work.witnesses(cell) for cell in work.levels},
    )


class _Search:
    """The sums of one cube, which of them are hidden, and who could see through that."""

    def __init__(self, cube: Cube, held: Mapping[Cell, Held]) -> None:
        self.cube, self.values = cube, cube.values()
        self.held = _held_in_each(cube, held, self.values)
        self.levels = {cell: level for cell, own in self.held.items() if (level := missing(own.values()))}
        self.hidden = set(self.levels)
        self._sole = {cell: next(iter(own)) for cell, own in self.held.items() if len(own) == 1}
        self._total = max(self.values.values(), default=0) or 1
        self._ways: dict[Cell, list[_Way]] = {}
        self._lines = [
            (_sum_of(place, line[0]), line) for table in cube.tables for place, line in cube.lines(table) if line
        ]

    def run(self) -> None:
        """Hide until nobody sees through it; then show again what was hidden needlessly."""
        while self._is_hiding_more():
            pass
        for cell in sorted(self.hidden - set(self.levels), key=lambda one: (-self._cost(one), one)):
            self.hidden.discard(cell)
            if not self._holds_without(cell):
                self.hidden.add(cell)

    def witnesses(self, cell: Cell) -> tuple[Mapping[Cell, int], Mapping[Cell, int]]:
        """Return the amounts with the least and the most in a sum that nobody outside can tell from the true ones."""
        down, up = (self._push(cell, turn, NOBODY) for turn in (-1, 1))
        return {**self.cube.people, **down.amounts}, {**self.cube.people, **up.amounts}

    def _is_hiding_more(self) -> bool:
        before = len(self.hidden)
        for who in self._attackers():
            for whole, line in self._lines:
                while self._tells(whole, line, who):
                    self.hidden.add(min(self._rest(whole, line), key=lambda one: (self._cost(one), one)))
        for cell in sorted(self.levels, key=lambda one: (sum(at < 0 for at in one), one)):
            while (closed := self._closed_to(cell)) is not None:
                self._hide_for(cell, *closed)
        return len(self.hidden) > before

    def _holds_without(self, shown: Cell) -> bool:
        """Whether nobody sees through it now that one more sum is shown."""
        near = [one for one in self._lines if shown == one[0] or shown in one[1]]
        if any(self._tells(whole, line, who) for who in self._attackers() for whole, line in near):
            return False
        return all(self._closed_to(cell) is None for cell in self.levels)

    def _attackers(self) -> list[str]:
        """Return whoever may know more than is shown: the owners who stand alone behind a hidden sum."""
        return [NOBODY, *sorted({self._sole[cell] for cell in self.hidden if cell in self._sole})]

    def _is_known(self, cell: Cell, who: str) -> bool:
        return cell not in self.hidden or (who != NOBODY and self._sole.get(cell) == who)

    def _tells(self, whole: Cell, line: tuple[Cell, ...], who: str) -> bool:
        """Whether a line whose sum is known tells together what is hidden in it, and that gives somebody away."""
        if not self._is_known(whole, who):
            return False
        together: dict[str, int] = defaultdict(int)
        for cell in line:
            if not self._is_known(cell, who):
                for owner, amount in self.held[cell].items():
                    together[owner] += amount
        return bool(missing(together.values()))

    def _rest(self, whole: Cell, line: tuple[Cell, ...]) -> Iterator[Cell]:
        """Yield what of a line can still be hidden: where only the sum is left or known to an owner alone, the sum."""
        shown = [cell for cell in line if cell not in self.hidden and self.held[cell]]
        yield from shown
        if whole not in self.hidden:
            yield whole

    def _closed_to(self, cell: Cell) -> tuple[int, str] | None:
        """Return by which turn, and to whom, a sum is not as open as it has to be; None where it is."""
        for turn in (1, -1):
            reach = self._push(cell, turn, NOBODY)
            if reach.far < self._need(cell, turn, NOBODY):
                return turn, NOBODY
            for who in sorted({self._sole[one] for one in reach.over if one in self._sole}):
                if self._sole.get(cell) != who and self._push(cell, turn, who).far < self._need(cell, turn, who):
                    return turn, who
        return None

    def _need(self, cell: Cell, turn: int, who: str) -> int:
        """Return how far a sum has to be open; downwards no further than to what somebody knows to be their own."""
        level = self.levels[cell]
        return level if turn > 0 else min(level, self.values[cell] - self.held[cell].get(who, 0))

    def _hide_for(self, cell: Cell, turn: int, who: str) -> None:
        """Hide what the cheapest move needs that opens a sum further to somebody."""
        reach = self._push(cell, turn, who)
        left = self._need(cell, turn, who) - reach.far
        best: tuple[float, list[Cell]] | None = None
        for way in self._ways_of(cell):
            more = sorted(way.cells - self.hidden)
            far = self._room(way.move, turn, reach.amounts)
            if not more or not far or any(self._sole.get(one) == who for one in way.cells):
                continue
            cost = (sum(map(self._cost, more)) / min(far, left), more)
            best = cost if best is None else min(best, cost)
        assert best is not None  # noqa: S101 - what others have can be moved with all sums above it
        self.hidden.update(best[1])

    def _push(self, cell: Cell, turn: int, who: str) -> _Reach:
        """Return how far hidden moves push a sum, one after another, over sums that somebody does not know."""
        reach, need = _Reach(), self._need(cell, turn, who)
        for way in self._ways_of(cell):
            if reach.far >= need:
                break
            if not way.cells <= self.hidden or (who != NOBODY and any(self._sole.get(one) == who for one in way.cells)):
                continue
            count = min(self._room(way.move, turn, reach.amounts), need - reach.far)
            if not count:
                continue
            reach.far += count
            reach.over |= way.cells
            for one, sign in way.move.people:
                reach.amounts[one] = reach.amounts.get(one, self.cube.people[one]) + turn * sign * count
        return reach

    def _room(self, move: Move, turn: int, amounts: Mapping[Cell, int]) -> int:
        """Return how much can be moved; any amount where nothing is taken from."""
        return min(
            (amounts.get(one, self.cube.people[one]) for one, sign in move.people if turn * sign < 0),
            default=self._total,
        )

    def _ways_of(self, cell: Cell) -> list[_Way]:
        if cell not in self._ways:
            moves = (one for one in moves_for(self.cube, cell, self.values) if self._is_open(one))
            ways = [_Way(one, frozenset(at for at, _ in one.published)) for one in moves]
            self._ways[cell] = sorted(ways, key=lambda way: (len(way.cells), sorted(way.cells)))
        return self._ways[cell]

    def _is_open(self, move: Move) -> bool:
        """Whether it moves only what somebody has: that somebody has nothing may be known to everybody."""
        return all(self.cube.people.get(one) for one, _ in move.people)

    def _cost(self, cell: Cell) -> float:
        return 1 + _OF_A_SUM * sum(at < 0 for at in cell) + self.values[cell] / self._total


def _sum_of(place: int, cell: Cell) -> Cell:
    return (*cell[:place], ALL, *cell[place + 1 :])


def _held_in_each(cube: Cube, held: Mapping[Cell, Held], published: Iterable[Cell]) -> dict[Cell, dict[str, int]]:
    """Return what each owner has in each published cell."""
    found: dict[Cell, dict[str, int]] = {cell: {} for cell in published}
    tables = [set(table) for table in cube.tables]
    for inner, own in held.items():
        above = {
            cell
            for table in tables
            for cell in product(*((one, ALL) if at in table else (ALL,) for at, one in enumerate(inner)))
        }
        for cell in above:
            for owner, amount in own.items():
                if amount:
                    found[cell][owner] = found[cell].get(owner, 0) + amount
    return found
