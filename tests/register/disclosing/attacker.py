"""Somebody outside who adds and subtracts: exact linear bounds on every hidden cell, by a simplex method of its own.

Knows what a release shows, its marks, and that nobody is less than none; shares no code with what hides. Fractions, the
rule of Bland (New finite pivoting rules for the simplex method, 1977): no rounding, no cycling.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

ALL = -1


class Attacker:
    """One release as it is seen from outside: sizes of the dimensions, and each cell with what is shown of it."""

    def __init__(self, sizes: Sequence[int], shown: dict[tuple[int, ...], str]) -> None:
        self._inner = list(product(*(range(size) for size in sizes)))
        self._rows: list[tuple[list[Fraction], Fraction]] = []
        shown = {cell: text for cell, text in shown.items() if text != "…"}  # any number: says nothing
        self._slacks = sum(not text.isdigit() for text in shown.values())
        slack = 0
        for cell, text in shown.items():
            row = [*self._of(cell), *[Fraction(0)] * self._slacks]
            if text.isdigit():
                self._rows.append((row, Fraction(text)))
                continue
            row[len(self._inner) + slack] = Fraction(1 if text[0] == "<" else -1)
            self._rows.append((row, Fraction(int(text[1:]) - 1 if text[0] == "<" else text[1:])))
            slack += 1

        self._table, self._base = _feasible(self._rows, len(self._inner) + self._slacks)

    def bounds(self, cell: tuple[int, ...]) -> tuple[Fraction, Fraction | None]:
        """Return the least and the most that a cell can be; no most where there is none."""
        own = [*self._of(cell), *[Fraction(0)] * self._slacks]
        most = _run([*self._table], [*self._base], own)
        least = _run([*self._table], [*self._base], [-one for one in own])
        assert least is not None
        return -least, most

    def _of(self, cell: tuple[int, ...]) -> Iterator[Fraction]:
        for inner in self._inner:
            yield Fraction(all(one in (ALL, own) for own, one in zip(inner, cell, strict=True)))


def _feasible(rows: list[tuple[list[Fraction], Fraction]], width: int) -> tuple[list[list[Fraction]], list[int]]:
    """Return a table and a base from which every sum can be made the most under these equations."""
    height = len(rows)
    table = []
    for at, (row, right) in enumerate(rows):
        sign = -1 if right < 0 else 1
        own = [Fraction(int(one == at)) for one in range(height)]
        table.append([*(sign * one for one in row), *own, sign * right])
    base = [width + at for at in range(height)]
    first = [Fraction(0)] * width + [Fraction(-1)] * height
    assert _run(table, base, first) == 0, "what is shown cannot be"
    for at in range(height):  # what is still artificial is at nought, and stays there
        if base[at] >= width:
            column = next((one for one in range(width) if table[at][one]), None)
            if column is not None:
                _pivot(table, base, at, column)
    kept = [at for at in range(height) if base[at] < width]
    return [[*table[at][:width], table[at][-1]] for at in kept], [base[at] for at in kept]


def _run(table: list[list[Fraction]], base: list[int], goal: list[Fraction]) -> Fraction | None:
    """Return the most of a sum, from a base that holds; None where it has no end."""
    while True:
        gain = (
            (column, goal[column] - sum(goal[base[at]] * table[at][column] for at in range(len(table))))
            for column in range(len(goal))
            if column not in base
        )
        column = next((one for one, more in gain if more > 0), None)
        if column is None:
            return sum((goal[base[at]] * table[at][-1] for at in range(len(table))), Fraction(0))
        ratios = [
            (table[at][-1] / table[at][column], base[at], at) for at in range(len(table)) if table[at][column] > 0
        ]
        if not ratios:
            return None
        _pivot(table, base, min(ratios)[2], column)


def _pivot(table: list[list[Fraction]], base: list[int], at: int, column: int) -> None:
    by = table[at][column]
    table[at] = [one / by for one in table[at]]
    for other in range(len(table)):
        if other != at and table[other][column]:
            times = table[other][column]
            table[other] = [one - times * own for one, own in zip(table[other], table[at], strict=True)]
    base[at] = column
