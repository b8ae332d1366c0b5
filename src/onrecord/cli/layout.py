"""Owns how rows are laid out on a terminal: as columns in which no word is cut, else one below the other. Pure.

A word of a language is never broken; an id or a digest may be, since nobody reads it aloud.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

GAP: Final = 2
BETWEEN: Final = "; "
_LONGEST_WORD: Final = 24  # what is longer is an id, a digest or an address, and may be broken

Width = Callable[[str], int]
"""How many cells of a terminal a text takes up."""


def widths_of(rows: Sequence[Sequence[str]], room: int, width: Width = len) -> list[int] | None:
    """Return how wide each column is made; None where no word could stay whole, and rows are better told as records.

    `rows` are the heads and all rows, each as long as the others.
    """
    columns = list(zip(*rows, strict=True))
    wanted = [max(_lines(column, width), default=0) for column in columns]
    room -= GAP * (len(columns) - 1)
    if sum(wanted) <= room:
        return wanted
    least = [min(full, max(_words(column, width), default=0)) for column, full in zip(columns, wanted, strict=True)]
    if sum(least) > room:
        return None
    return _shared_out(least, wanted, room)


def filled(rows: Sequence[Sequence[str]], room: int, width: Width = len) -> list[list[str]]:
    """Return the heads and rows; without columns that are empty in every row, where all of them do not fit."""
    columns = list(zip(*rows, strict=True))
    if sum(max(_lines(column, width), default=0) + GAP for column in columns) - GAP > room:
        columns = [column for column in columns if any(column[1:])] or columns[:1]
    return [list(row) for row in zip(*columns, strict=True)]


Pair = tuple[str, str]


def records_of(
    heads: Sequence[str], rows: Sequence[Sequence[str]], room: int, width: Width = len
) -> list[list[list[Pair]]]:
    """Return each row as lines of pairs, head and value, without what is empty in it; as many in a line as it holds."""
    told = [[(head, cell) for head, cell in zip(heads, row, strict=True) if cell] for row in rows]
    return [list(_lines_of(pairs, room, width)) for pairs in told]


def _lines_of(pairs: Sequence[Pair], room: int, width: Width) -> Iterator[list[Pair]]:
    """Yield lines: the first value of a row has one of its own, since it is what a reader looks for."""
    line: list[Pair] = []
    taken = 0
    for place, pair in enumerate(pairs):
        needed = width(f"{pair[0]}: {pair[1]}") + len(BETWEEN)
        if line and (place == 1 or taken + needed > room):
            yield line
            line, taken = [], 0
        line.append(pair)
        taken += needed
    if line:
        yield line


def _shared_out(least: Sequence[int], wanted: Sequence[int], room: int) -> list[int]:
    """Return widths that fill the room: each has its least; what lacks little is made whole before what lacks much."""
    found, left = list(least), room - sum(least)
    for place in sorted(range(len(found)), key=lambda one: wanted[one] - least[one]):
        more = min(left, wanted[place] - least[place])
        found[place] += more
        left -= more
    return found


def _lines(cells: Sequence[str], width: Width) -> list[int]:
    return [width(line) for cell in cells for line in cell.splitlines()]


def _words(cells: Sequence[str], width: Width) -> list[int]:
    return [min(width(word), _LONGEST_WORD) for cell in cells for word in cell.split()]
