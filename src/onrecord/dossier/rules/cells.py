"""OR113: a table of a public edition that shows, or gives away, a few living people of one kind (METHOD 7.4).

A cell counts people of one kind where its row, its column or what it is bound to names a place, a group, a sex or an
age. Fewer than five are not shown; fewer than ten of minors, and of whom something is said about health or sexual
violence. A hidden cell is given away where the sums of its row and column leave it a width below three. The dead are
none of the living; prose is no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from onrecord.dossier.bindings import Binding
from onrecord.dossier.grids import Grid, GridCell, grids_of
from onrecord.dossier.rules.examination import PUBLIC, Examination
from onrecord.dossier.rules.finding import Finding
from onrecord.kernel import FEWEST_SENSITIVE, LEAST_WIDTH, Label
from onrecord.reading import places_in

_PERSONS: Final = "persons"
_DEAD: Final = frozenset({"killed", "died_later"})
_DEATHS: Final = frozenset({"killed", "death_in_custody"})
_TRAITS: Final = frozenset({"group", "place", "sex", "age_group"})
_ROUNDS: Final = 50
_CAPTION: Final = 120

_SHOWN: Final = Label(en="so few can be recognised", ru="столь немногих можно узнать", kk="мұнша азын тануға болады")
_WORKED_OUT: Final = Label(
    en="it can be worked out from the other cells and their sums",
    ru="его можно вычислить по другим ячейкам и суммам",
    kk="оны басқа ұяшықтар мен қосындылардан есептеп шығаруға болады",
)
_BEHIND: Final = Label(
    en="the figure that it is bound to shows the number",
    ru="его показывает цифра, к которой привязана ячейка",
    kk="оны ұяшық байланған цифр көрсетеді",
)

Place = tuple[int, int]
Bounds = tuple[int, int | None]


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each cell of a public table in which so few living people of one kind are shown or given away."""
    if asked.edition != PUBLIC:
        return
    for grid in grids_of(asked.statement):
        yield from _Table(asked, grid).findings()


@dataclass(frozen=True)
class _Table:
    """One table with what its names say of its cells."""

    asked: Examination
    grid: Grid

    def findings(self) -> Iterator[Finding]:
        """Yield each cell that shows or gives away too few people."""
        worked_out = _bounds(self.grid, self._sums)
        for place in self.grid.counts():
            cell = self._cell(place)
            threshold = self._threshold(place)
            if threshold is None:
                continue
            how = self._how(place, threshold, worked_out)
            if how is not None:
                bound = self._bound(cell)
                facts: dict[str, object] = {"threshold": threshold, "how": how}
                suggestion = f"<{threshold}" if cell.number is not None and not bound else None
                claims = tuple(claim for one in bound for claim in one.claims)
                yield Finding(
                    code="OR113", start=cell.start, end=cell.end, facts=facts, claims=claims, suggestion=suggestion
                )

    def _how(self, place: Place, threshold: int, worked_out: dict[Place, Bounds]) -> Label | None:
        """Return how a small number of a cell can be known; None where it cannot, or is none."""
        cell = self._cell(place)
        number = self._number(cell)
        if number is not None:
            return _SHOWN if 0 < number < threshold else None
        if cell.mark is None:
            return None
        if any(0 < one < threshold for binding in self._bound(cell) for one in _numbers(binding)):
            return _BEHIND
        low, high = worked_out.get(place, (0, None))
        is_small = low < threshold and high is not None and high > 0
        return _WORKED_OUT if is_small and high is not None and high - low < LEAST_WIDTH else None

    def _number(self, cell: GridCell) -> int | None:
        """Return the whole number that a cell shows, in digits or in words."""
        if cell.number is not None or cell.mark is not None:
            return cell.number
        start, end = self.asked.plain.of_file(cell.start, cell.end)
        figures = [one for one in self.asked.figures if start <= one.start < end]
        low = figures[0].quantity.low if len(figures) == 1 and figures[0].quantity.qualifier.value == "exact" else None
        is_share = self.asked.cues.has("percent", self.asked.low, start, end) or "%" in cell.text
        return int(low) if low is not None and low == int(low) and not is_share else None

    def _threshold(self, place: Place) -> int | None:
        """Return below how many the people of a cell are too few; None where it counts no living people of one kind."""
        bound = self._bound(self._cell(place))
        names = self._names(place, bound)
        is_of_people = [name for name in names if self._is_living(name)]
        if (names and not is_of_people) or not self._is_of_one_kind(place, bound):
            return None
        if not names and not self._speaks_of_people(place):
            return None
        is_sensitive = any(self._says(cue, place, furthest=_CAPTION) for cue in ("minors", "health"))
        return FEWEST_SENSITIVE if is_sensitive else self.asked.book.vocabulary.fewest(is_of_people)

    def _names(self, place: Place, bound: Sequence[Binding]) -> frozenset[str]:
        """Return which properties a cell may count: by what it is bound to, else by its names, the nearest first."""
        if named := frozenset(one.property for one in bound if one.property):
            return named
        for start, end in self._around(place):
            if found := self.asked.naming.within(start, end):
                return found[0].names
        return frozenset()

    def _is_living(self, name: str) -> bool:
        declared = self.asked.book.vocabulary.property(name)
        is_of_dead = name in _DEATHS or (declared is not None and bool(_DEAD.intersection(declared.floor)))
        return declared is not None and declared.unit == _PERSONS and not is_of_dead

    def _is_of_one_kind(self, place: Place, bound: Sequence[Binding]) -> bool:
        """Say whether the people of a cell are of one place, group, sex or age."""
        row, column = place
        dimensions = {name for one in bound for name in _dimensions(one)}
        if self._is_name_of_people(self.grid.head[column]):
            return False  # the column says of what kind somebody is, and counts nobody
        corner = self._cell((0, 0))
        is_parted = self._has("parted_by", corner) and not self._has("total", self._cell((row, 0)))
        names = (self.grid.head[column], self._cell((row, 0)))
        return bool(_TRAITS & dimensions) or is_parted or any(map(self._names_a_kind, names))

    def _is_name_of_people(self, head: GridCell) -> bool:
        start, end = self.asked.plain.of_file(head.start, head.end)
        is_count = self._has("kind", head) or self.asked.naming.within(start, end) or self._has("people", head)
        return self._has("parted_by", head) and not is_count

    def _names_a_kind(self, cell: GridCell) -> bool:
        start, end = self.asked.plain.of_file(cell.start, cell.end)
        words = self.asked.plain.text[start:end]
        return (
            self._has("kind", cell)
            or bool(self._groups and self._groups.search(words.lower()))
            or bool(words and places_in(words, self.asked.language, self.asked.book.vocabulary))
        )

    @cached_property
    def _groups(self) -> re.Pattern[str] | None:
        """What finds the name of a group."""
        terms = self.asked.book.vocabulary.terms_of("group")
        stems = {stem for term in terms for stem in term.prose.get(self.asked.language.split("-")[0], ())}
        return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, stems)))})") if stems else None

    def _speaks_of_people(self, place: Place) -> bool:
        """Say whether a cell counts people, where no name of the vocabulary says what it counts."""
        cell = self._cell(place)
        start, end = self.asked.plain.of_file(cell.start, cell.end)
        units = {one.unit for one in self.asked.figures if start <= one.start < end}
        return _PERSONS in units or (units <= {None} and (self._says("people", place) or self._says("kind", place)))

    def _says(self, cue: str, place: Place, *, furthest: int = 1 << 30) -> bool:
        """Say whether the names of a cell have a cue, or what stands above; with `furthest` a caption, and no prose."""
        spans = [(start, end) for start, end in self._around(place) if end - start <= furthest]
        return any(self.asked.cues.has(f"cells.{cue}", self.asked.low, start, end) for start, end in spans)

    def _has(self, cue: str, cell: GridCell) -> bool:
        start, end = self.asked.plain.of_file(cell.start, cell.end)
        return start < end and self.asked.cues.has(f"cells.{cue}", self.asked.low, start, end)

    def _around(self, place: Place) -> list[tuple[int, int]]:
        """Return where in the plain text a cell is spoken of: itself, column, row, corner, and what stands above."""
        row, column = place
        cells = [self._cell(place), self.grid.head[column], self._cell((row, 0)), self._cell((0, 0))]
        spans = [self.asked.plain.of_file(one.start, one.end) for one in cells]
        return [*spans, *self._above]

    @cached_property
    def _above(self) -> list[tuple[int, int]]:
        """Return the two paragraphs or headings above the table, the nearer first."""
        text = self.asked.plain.text
        end = self.asked.plain.of_file(self.grid.start, self.grid.start)[0]
        spans = []
        for _ in range(2):
            end = len(text[:end].rstrip("\n |"))
            start = text.rfind("\n\n", 0, end) + 1
            spans.append((start, end))
            end = start
        return spans

    @cached_property
    def _sums(self) -> tuple[int | None, int | None]:
        """The row and the column that are the sums of the others."""
        rows = [at for at in range(1, len(self.grid.rows)) if self._is_sum(self._cell((at, 0)))]
        columns = [at for at in range(1, len(self.grid.head)) if self._is_sum(self.grid.head[at])]
        return rows[0] if len(rows) == 1 else None, columns[0] if len(columns) == 1 else None

    def _is_sum(self, name: GridCell) -> bool:
        return self._has("total", name) and not self._names_a_kind(name)

    def _bound(self, cell: GridCell) -> list[Binding]:
        return [one for one in self.asked.bindings if cell.start <= one.link.start < cell.end]

    def _cell(self, place: Place) -> GridCell:
        return self.grid.rows[place[0]][place[1]]


def _numbers(binding: Binding) -> Iterator[int]:
    for claim in binding.named_claims():
        quantity = claim.quantity
        if quantity is not None and quantity.low is not None and quantity.low == quantity.high:
            yield int(quantity.low)


def _dimensions(binding: Binding) -> Iterator[str]:
    if binding.figure is not None:
        yield from dict(binding.figure.about)
    elif binding.claim is not None:
        yield from (name for name in _TRAITS if binding.claim.dimension(name))


def _bounds(grid: Grid, sums: tuple[int | None, int | None]) -> dict[Place, Bounds]:
    """Return what each number of a table has to lie between, by what is shown and by its sums.

    The bounds are tightened line by line until none moves (interval propagation); a line that cannot be is left alone.
    """
    known: dict[Place, Bounds] = {}
    for place in grid.counts():
        cell = grid.rows[place[0]][place[1]]
        number, mark = cell.number, cell.mark
        known[place] = (number, number) if number is not None else mark or (0, None)
    lines = list(_lines(grid, sums))
    for _ in range(_ROUNDS):
        before = dict(known)
        for whole, parts in lines:
            _tighten(known, whole, parts)
        if known == before:
            break
    return known


def _lines(grid: Grid, sums: tuple[int | None, int | None]) -> Iterator[tuple[Place, list[Place]]]:
    row, column = sums
    if column is not None:
        for at in range(1, len(grid.rows)):
            yield (at, column), [(at, other) for other in range(1, len(grid.head)) if other != column]
    if row is not None:
        for at in range(1, len(grid.head)):
            yield (row, at), [(other, at) for other in range(1, len(grid.rows)) if other != row]


def _tighten(known: dict[Place, Bounds], whole: Place, parts: Sequence[Place]) -> None:
    lows = sum(known[one][0] for one in parts)
    highs = _together([known[one][1] for one in parts])
    low, high = max(known[whole][0], lows), _less(known[whole][1], highs)
    changed: dict[Place, Bounds] = {whole: (low, high)}
    for one in parts:
        others = _together([known[other][1] for other in parts if other != one])
        least = known[one][0] if others is None else max(known[one][0], low - others)
        most = known[one][1] if high is None else _less(known[one][1], high - (lows - known[one][0]))
        changed[one] = (least, most)
    if all(end is None or start <= end for start, end in changed.values()):
        known.update(changed)


def _together(highs: Sequence[int | None]) -> int | None:
    total = 0
    for one in highs:
        if one is None:
            return None
        total += one
    return total


def _less(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else min(one, other)
