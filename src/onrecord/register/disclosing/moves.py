"""Owns moves: ways in which people could stand otherwise in a cube while all that is shown stays as it is.

A move takes the product, over the dimensions, of either a swap of two categories or one category alone. Along a swap
sums stay; along one category alone they change with it. So few cells change, and what does not change may be shown.
A table to which a move leads is what somebody outside cannot tell from the true one: a proof that needs no solver.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from onrecord.register.disclosing.cube import ALL, Cell, Cube

Part = tuple[int, int | None]  # a category that gains, and the one that loses; None where sums change with it


@dataclass(frozen=True, slots=True)
class Move:
    """One way: how much each innermost cell and each published cell changes, by one person moved."""

    people: tuple[tuple[Cell, int], ...]
    published: tuple[tuple[Cell, int], ...]

    def turned(self) -> Move:
        """Return the way back."""
        return Move(
            people=tuple((cell, -sign) for cell, sign in self.people),
            published=tuple((cell, -sign) for cell, sign in self.published),
        )

    def with_other(self, other: Move) -> Move:
        """Return both ways one after the other; what they change back is not changed."""
        return Move(people=_added(self.people, other.people), published=_added(self.published, other.published))


def _added(one: tuple[tuple[Cell, int], ...], other: tuple[tuple[Cell, int], ...]) -> tuple[tuple[Cell, int], ...]:
    total = dict(one)
    for cell, sign in other:
        total[cell] = total.get(cell, 0) + sign
    return tuple((cell, sign) for cell, sign in total.items() if sign)


def moves_for(cube: Cube, cell: Cell, published: Container[Cell]) -> Iterator[Move]:
    """Yield every move by which a cell gains a person."""
    choices: list[list[Part]] = []
    for place, own in enumerate(cell):
        count = len(cube.dimensions[place].categories)
        if own == ALL:
            choices.append([(one, None) for one in range(count)])
        else:
            choices.append([(own, None), *((own, other) for other in range(count) if other != own)])
    for parts in product(*choices):
        yield _move(parts, published)


def _move(parts: tuple[Part, ...], published: Container[Cell]) -> Move:
    inner: list[tuple[Cell, int]] = [((), 1)]
    above: list[tuple[Cell, int]] = [((), 1)]
    for gains, loses in parts:
        here = [(gains, 1)] if loses is None else [(gains, 1), (loses, -1)]
        there = [(gains, 1), (ALL, 1)] if loses is None else here
        inner = [((*cell, one), sign * own) for cell, sign in inner for one, own in here]
        above = [((*cell, one), sign * own) for cell, sign in above for one, own in there]
    return Move(people=tuple(inner), published=tuple(one for one in above if one[0] in published))


def room(
    move: Move, people: Mapping[Cell, int], values: Mapping[Cell, int], bounds: Mapping[Cell, tuple[int, int | None]]
) -> int:
    """Return how many people can be moved: nobody can be missing from a cell, and what is said of a hidden one holds.

    `bounds` are what the mark of a hidden cell says of it: from, and to.
    """
    most = min((people.get(cell, 0) // -sign for cell, sign in move.people if sign < 0), default=1 << 30)
    for cell, sign in move.published:
        low, high = bounds[cell]
        left = values[cell] - low if sign < 0 else (1 << 30) if high is None else high - values[cell]
        most = min(most, left // abs(sign))
    return max(most, 0)


def moved(move: Move, people: Mapping[Cell, int], count: int) -> dict[Cell, int]:
    """Return the cube after so many people were moved."""
    after = dict(people)
    for cell, sign in move.people:
        after[cell] = after.get(cell, 0) + sign * count
    return after
