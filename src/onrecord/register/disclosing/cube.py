"""Owns the cube that all tables of one release are cut from: categories by dimension, people in its innermost cells.

A cell names a category in each dimension, or ALL. Tables of one release share cells, margins above all: what one of
them shows, another must not hide. Pure arithmetic; knows no people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

ALL: Final = -1
Cell = tuple[int, ...]
Counts = Mapping[Cell, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """What people are parted by, with its categories. `unknown` is the category of those of whom nobody says it."""

    name: str
    categories: tuple[str, ...]
    unknown: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cube:
    """People by category of every dimension, and the tables of the release, each the dimensions that it is by.

    `never` are innermost cells of which everybody knows that nobody can be in them, `known` published ones that are
    told in any case and so cannot be hidden, `untold` published ones that are not told in any case: small ones among
    them are to stay open all the same.
    """

    dimensions: tuple[Dimension, ...]
    people: Counts
    tables: tuple[tuple[int, ...], ...]
    never: frozenset[Cell] = frozenset()
    known: frozenset[Cell] = frozenset()
    untold: frozenset[Cell] = frozenset()

    @classmethod
    def of(cls, dimensions: Sequence[Dimension], people: Iterable[Cell], tables: Iterable[Sequence[str]]) -> Cube:
        """Return the cube of these people, each given by a category in every dimension."""
        counts: dict[Cell, int] = defaultdict(int)
        for one in people:
            counts[one] += 1
        at = {one.name: place for place, one in enumerate(dimensions)}
        return cls(
            dimensions=tuple(dimensions),
            people=dict(counts),
            tables=tuple(dict.fromkeys(tuple(sorted(at[name] for name in table)) for table in tables)),
        )

    def cells_of(self, table: Sequence[int]) -> Iterator[Cell]:
        """Yield every cell of a table with its margins, in the order of the categories, ALL last."""
        choices = [
            [*range(len(one.categories)), ALL] if place in table else [ALL] for place, one in enumerate(self.dimensions)
        ]
        yield from product(*choices)

    def published(self) -> tuple[Cell, ...]:
        """Return every cell that some table of the release has, once."""
        return tuple(dict.fromkeys(cell for table in self.tables for cell in self.cells_of(table)))

    def values(self) -> dict[Cell, int]:
        """Return how many people are in each cell that is published."""
        found = dict.fromkeys(self.published(), 0)
        tables = [set(table) for table in self.tables]
        for inner, count in self.people.items():
            above = set[Cell]()
            for table in tables:
                above.update(product(*((one, ALL) if at in table else (ALL,) for at, one in enumerate(inner))))
            for cell in above:
                found[cell] += count
        return found

    def lines(self, table: Sequence[int]) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Yield each line of a table: the dimension that it runs along, and its cells without their sum."""
        for place in table:
            rest = [one for one in table if one != place]
            for cell in self.cells_of(rest):
                yield (
                    place,
                    tuple(
                        (*cell[:place], one, *cell[place + 1 :])
                        for one in range(len(self.dimensions[place].categories))
                    ),
                )
