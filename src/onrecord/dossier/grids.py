"""Owns the tables of a Markdown statement: rows and cells, each at its place. Never judges what they say."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from onrecord.dossier.markup import cells_of_row, reader
from onrecord.dossier.statement import Form, Statement
from onrecord.kernel import Span

_LINE: Final = re.compile(r"\r\n?|\n")
_MARKUP: Final = re.compile(r"[*_`\\]")
# "<5", "< 10", "≥5", "5+", "…": what a table shows in the place of a number that it does not.
_BELOW: Final = re.compile(r"[<＜]\s?(\d{1,3})")
_FROM: Final = re.compile(r"[≥]\s?(\d{1,3})|(\d{1,3})\+")
_NOTHING: Final = re.compile(r"…|\.{3}")
_NUMBER: Final = re.compile(r"(\d{1,3}(?:[\s\u00a0\u202f,]\d{3})+|\d+)(?![.,]?\d)(?!\s?%)(?:\s+\D*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell: where its content stands in the text, and how it reads without links and emphasis."""

    start: int
    end: int
    text: str

    @property
    def number(self) -> int | None:
        """The whole number that it shows, None where it shows none, or a share."""
        found = _NUMBER.fullmatch(self.text)
        return int(re.sub(r"\D", "", found.group(1))) if found else None

    @property
    def mark(self) -> tuple[int, int | None] | None:
        """What the mark of a hidden number says: from, and to. None where the cell is no mark."""
        if found := _BELOW.fullmatch(self.text):
            return 0, max(int(found.group(1)) - 1, 0)
        if found := _FROM.fullmatch(self.text):
            return int(found.group(1) or found.group(2)), None
        return (0, None) if _NOTHING.fullmatch(self.text) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table, its rows from the head on; each row has as many cells as the head."""

    rows: tuple[tuple[GridCell, ...], ...]

    @property
    def head(self) -> tuple[GridCell, ...]:
        """The names of its columns."""
        return self.rows[0]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.head[0].start

    def counts(self) -> Iterator[tuple[int, int]]:
        """Yield row and column of each cell that is no name: neither in the head nor in the first column."""
        for row in range(1, len(self.rows)):
            for column in range(1, len(self.head)):
                yield row, column


def grids_of(statement: Statement) -> tuple[Grid, ...]:
    """Return the tables of a statement, in order; none of a form in which they are not told apart from prose."""
    if statement.form is not Form.MARKDOWN or "|" not in statement.shown:
        return ()
    return _grids(statement.shown, statement.body_start, _hidden(statement))


def marks_of(statement: Statement) -> tuple[Span, ...]:
    """Return the cells that show a mark and no number: nothing in them has to be bound."""
    return tuple(
        Span(start=cell.start, end=cell.end)
        for grid in grids_of(statement)
        for row, column in grid.counts()
        if (cell := grid.rows[row][column]).mark is not None
    )


@functools.lru_cache(maxsize=8)
def _grids(text: str, body_start: int, hidden: tuple[tuple[int, int], ...]) -> tuple[Grid, ...]:
    body = text[body_start:]
    starts = [body_start, *(body_start + match.end() for match in _LINE.finditer(body)), len(text)]
    lines: list[list[int]] = []
    for token in reader().parse(body):
        if token.type == "table_open":
            lines.append([])
        elif token.type == "tr_open" and token.map is not None and lines:
            lines[-1].append(token.map[0])
    return tuple(_grid([_cells(text, starts[line], starts[line + 1], hidden) for line in rows]) for rows in lines)


def _grid(rows: list[list[GridCell]]) -> Grid:
    """Return the rows, each cut or filled up to the width of the head (GFM 4.10)."""
    wide = len(rows[0])
    ends = [row[-1].end for row in rows]
    return Grid(
        rows=tuple(
            (*row[:wide], *(GridCell(start=end, end=end, text="") for _ in range(wide - len(row))))
            for row, end in zip(rows, ends, strict=True)
        )
    )


def _cells(text: str, start: int, end: int, hidden: tuple[tuple[int, int], ...]) -> list[GridCell]:
    stop = start + len(text[start:end].rstrip())
    first = stop - len(text[start:stop].lstrip(" \t>"))
    spans = list(cells_of_row(text, first, stop))
    if len(spans) > 1 and spans[0][0] == spans[0][1]:
        del spans[0]
    if len(spans) > 1 and spans[-1][0] == spans[-1][1]:
        del spans[-1]
    return [_cell(text, begin, finish, hidden) for begin, finish in spans]


def _cell(text: str, begin: int, finish: int, hidden: tuple[tuple[int, int], ...]) -> GridCell:
    while begin < finish and text[begin].isspace():
        begin += 1
    while finish > begin and text[finish - 1].isspace():
        finish -= 1
    within = [one for one in hidden if one[0] < finish and begin < one[1]]
    shown = "".join(text[at] for at in range(begin, finish) if not any(start <= at < end for start, end in within))
    return GridCell(start=begin, end=finish, text=_MARKUP.sub("", shown).strip())


def _hidden(statement: Statement) -> tuple[tuple[int, int], ...]:
    """Return the places of brackets and targets of links."""
    return tuple(
        place for link in statement.links for place in ((link.start, link.words.start), (link.words.end, link.end))
    )
