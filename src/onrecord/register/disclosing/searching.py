"""Owns the search for the cells that are hidden with the small ones: as few as it finds, and sums last of all.

Cells are hidden one after the other until each is open to the width, by the cheapest move at a time; then each that
turns out to be needless is shown again. That is done twice, with sums dear on the way and with sums as cheap as other
cells, and the cheaper result is taken. The same cube gives the same result. Which cells are hidden is chosen by this
search; that each stays open is proved by the moves themselves, and does not depend on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from onrecord.register.disclosing.cube import ALL, Cell, Cube
from onrecord.register.disclosing.moves import Move, moves_for, room

_OF_A_SUM: Final = 50.0  # what hiding a sum costs beside hiding one more cell: sums are what people read first
_TRIES: Final = (50.0, 0.0)  # what hiding a sum costs on the way


_MOST_DETOURS: Final = 20  # so many are tried for a cell; where there is one, the first are mostly enough


class SaysTooMuch(Exception):
    """No choice of hidden cells protects one of them while marks say of each whether it is small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How open a hidden cell has to stay, and what its mark says: whether it is below the threshold, or nothing."""

    threshold: int
    width: int
    says_size: bool

    def mark(self, value: int) -> tuple[int, int | None]:
        """Return what the mark of a hidden number says: from, and to."""
        if not self.says_size:
            return 0, None
        return (0, self.threshold - 1) if value < self.threshold else (self.threshold, None)


@dataclass(frozen=True, slots=True)
class _Way:
    """A move by which one cell gains, with the cells that have to be hidden for it, and its room there and back."""

    move: Move
    cells: tuple[int, ...]
    signs: tuple[int, ...]
    mask: int
    up: int
    down: int


@dataclass
class _Reach:
    """How far hidden moves push a cell, on which cells they lean, and the people where they lead."""

    far: int = 0
    on: int = 0
    people: dict[Cell, int] = field(default_factory=dict)


class Search:
    """The cells of one cube by number, and which of them are hidden, as bits."""

    def __init__(self, cube: Cube, values: Mapping[Cell, int], rule: Rule, small: Iterable[Cell]) -> None:
        self._cube, self._values, self._rule = cube, values, rule
        self._cells = list(values)
        self._at = {cell: at for at, cell in enumerate(self._cells)}
        self._bounds = {cell: (0, None) if cell in cube.untold else rule.mark(value) for cell, value in values.items()}
        self._small = self._bits(self._at[cell] for cell in small if cell not in cube.known)
        self._untold = self._bits(self._at[cell] for cell in cube.untold)
        self._kept = self._small | self._untold
        self._hidden = self._kept
        self._costs: list[float] = []
        self._ways: dict[int, list[_Way]] = {}
        self._pushes: dict[tuple[int, int], list[_Way]] = {}
        self._backs: dict[tuple[int, int], list[tuple[Move, int]]] = {}
        self._backs_of = -1

    def run(self) -> None:
        """Hide until every hidden cell is open to the width, those that were hidden on the way as well.

        Raises:
            SaysTooMuch: no choice of cells does it, as long as marks say what is small.
        """
        best: tuple[float, int] | None = None
        for of_a_sum in _TRIES:
            self._hidden = self._kept
            self._costs = [self._cost(cell, of_a_sum) for cell in self._cells]
            self._hide()
            self._costs = [self._cost(cell, _OF_A_SUM) for cell in self._cells]
            self._show_again()
            found = (sum(self._costs[at] for at in self._numbers(self._hidden)), self._hidden)
            best = found if best is None else min(best, found)
            if not any(ALL in self._cells[at] for at in self._numbers(self._hidden & ~self._kept)):
                break  # the other tries differ in sums only
        assert best is not None  # noqa: S101 - there is a try
        self._hidden = best[1]

    def cells(self) -> frozenset[Cell]:
        """Return the hidden cells."""
        return frozenset(self._cells[at] for at in self._numbers(self._guarded()))

    def witnesses(self, cell: Cell) -> tuple[Mapping[Cell, int], Mapping[Cell, int]]:
        """Return the cubes with the fewest and the most people in a cell that hidden moves lead to."""
        at = self._at[cell]
        return self._people(self._push(at, -1)), self._people(self._push(at, 1))

    def _guarded(self) -> int:
        """Return the cells that have to stay open: the small ones, and all that are hidden for them."""
        return self._small | self._hidden & ~self._untold

    def _people(self, reach: _Reach) -> dict[Cell, int]:
        return {**self._cube.people, **reach.people}

    def _cost(self, cell: Cell, of_a_sum: float) -> float:
        return 1 + of_a_sum * sum(at < 0 for at in cell) + self._values[cell] / 1000

    def _bits(self, numbers: Iterable[int]) -> int:
        return sum(1 << at for at in set(numbers))

    def _numbers(self, bits: int) -> Iterator[int]:
        while bits:
            low = bits & -bits
            yield low.bit_length() - 1
            bits ^= low

    def _hide(self) -> None:
        while narrow := [at for at in self._numbers(self._guarded()) if self._on(at) is None]:
            narrow.sort(key=self._order)
            for at in narrow:
                while self._on(at) is None:
                    self._hide_for(at)

    def _order(self, at: int) -> tuple[int, int, int]:
        """Return by what cells take turns: innermost ones before sums, small numbers before large ones."""
        return sum(one < 0 for one in self._cells[at]), self._values[self._cells[at]], at

    def _hide_for(self, at: int) -> None:
        """Hide what the cheapest move for a cell needs that still adds to how open it is."""
        missing = self._rule.width - self._push(at, 1).far - self._push(at, -1).far
        best: tuple[float, tuple[int, ...]] | None = None
        for way in self._ways_of(at):
            if not way.mask & ~self._hidden:
                continue
            more = tuple(one for one in way.cells if not self._hidden >> one & 1)
            cost = (sum(self._costs[one] for one in more) / min(way.up + way.down, missing), more)
            best = cost if best is None else min(best, cost)
        if best is None:
            raise SaysTooMuch
        self._hidden |= self._bits(best[1])

    def _show_again(self) -> None:
        """Show each cell again without which all others stay open, sums first, then the largest numbers.

        Only cells that lean on what is shown again are looked at anew.
        """
        leaning = {at: on for at in self._numbers(self._guarded()) if (on := self._on(at)) is not None}
        is_going = True
        while is_going:
            is_going = False
            for at in sorted(self._numbers(self._hidden & ~self._kept), key=lambda one: (-self._costs[one], one)):
                self._hidden ^= 1 << at
                anew = {one: self._on(one) for one, on in leaning.items() if on >> at & 1 and one != at}
                if None in anew.values():
                    self._hidden |= 1 << at
                    continue
                del leaning[at]
                leaning.update((one, on) for one, on in anew.items() if on is not None)
                is_going = True

    def _on(self, at: int) -> int | None:
        """Return the cells that keep one open to the width, as bits; None where it is not."""
        up = self._push(at, 1)
        down = self._push(at, -1) if up.far < self._rule.width else _Reach()
        return up.on | down.on if up.far + down.far >= self._rule.width else None

    def _push(self, at: int, turn: int) -> _Reach:
        """Return how far hidden moves push a cell, one after another up to the width."""
        reach, values = _Reach(), dict[Cell, int]()
        for way in self._sorted(at, turn):
            if way.mask & ~self._hidden:
                continue
            first = way.up if turn > 0 else way.down
            self._go(
                reach, values, way.move if turn > 0 else way.move.turned(), way.mask, first if not reach.far else None
            )
            if reach.far >= self._rule.width:
                return reach
        for move, mask in islice(self._detours(at, turn), _MOST_DETOURS):
            self._go(reach, values, move, mask, None)
            if reach.far >= self._rule.width:
                break
        return reach

    def _go(self, reach: _Reach, values: dict[Cell, int], move: Move, mask: int, known: int | None) -> None:
        """Go a way as far as it leads, and no further than the width asks."""
        most = self._room(move, reach.people, values) if known is None else known
        count = min(most, self._rule.width - reach.far)
        if not count:
            return
        reach.far += count
        reach.on |= mask
        for one, sign in move.people:
            reach.people[one] = reach.people.get(one, self._cube.people.get(one, 0)) + sign * count
        for one, sign in move.published:
            values[one] = values.get(one, self._values[one]) + sign * count

    def _detours(self, at: int, turn: int) -> Iterator[tuple[Move, int]]:
        """Yield two moves as one where each would change the same shown cell, the one back what the other did."""
        for way in self._sorted(at, turn):
            shown = way.mask & ~self._hidden
            if not shown or shown & (shown - 1):
                continue
            by = shown.bit_length() - 1
            gains = dict(zip(way.cells, way.signs, strict=True))[by] * turn
            move = way.move if turn > 0 else way.move.turned()
            for back, other in self._ways_back(by, -gains):
                if not other >> at & 1:
                    yield move.with_other(back), (way.mask | other) ^ shown

    def _ways_back(self, by: int, turn: int) -> list[tuple[Move, int]]:
        """Return the moves that change one shown cell and no other, as long as what is hidden stays the same."""
        if self._backs_of != self._hidden:
            self._backs_of, self._backs = self._hidden, {}
        if (by, turn) not in self._backs:
            ways = (way for way in self._sorted(by, turn) if way.mask & ~self._hidden == 1 << by)
            self._backs[by, turn] = [(way.move if turn > 0 else way.move.turned(), way.mask) for way in ways]
        return self._backs[by, turn]

    def _room(self, move: Move, people: Mapping[Cell, int], values: Mapping[Cell, int]) -> int:
        """Return the room of a move where some people and numbers are other than in the cube."""
        return room(
            move,
            {one: people.get(one, self._cube.people.get(one, 0)) for one, _ in move.people},
            {one: values.get(one, self._values[one]) for one, _ in move.published},
            self._bounds,
        )

    def _sorted(self, at: int, turn: int) -> list[_Way]:
        """Return the ways of a cell that lead somewhere, those with the most room first."""
        found = self._pushes.get((at, turn))
        if found is None:
            rooms = [(way.up if turn > 0 else way.down, way) for way in self._ways_of(at)]
            rooms = [one for one in rooms if one[0]]
            rooms.sort(key=lambda one: (-min(one[0], self._rule.width), len(one[1].cells)))
            found = self._pushes[at, turn] = [way for _, way in rooms]
        return found

    def _ways_of(self, at: int) -> list[_Way]:
        if at not in self._ways:
            ways = (self._way(move) for move in moves_for(self._cube, self._cells[at], self._values))
            self._ways[at] = [way for way in ways if way.up or way.down]
        return self._ways[at]

    def _way(self, move: Move) -> _Way:
        cells = tuple(self._at[one] for one, _ in move.published)
        is_shut = not self._cube.never.isdisjoint(one for one, _ in move.people)
        if is_shut or not self._cube.known.isdisjoint(one for one, _ in move.published):
            return _Way(move, cells, (), 0, 0, 0)
        up, down = (room(one, self._cube.people, self._values, self._bounds) for one in (move, move.turned()))
        return _Way(move, cells, tuple(sign for _, sign in move.published), self._bits(cells), up, down)
