"""Owns tables of the register as they are released: people as judgements join their rows, parted, hidden where needed.

All tables of one release are hidden together: what one shows, another must not give away (METHOD 7.4). A table that is
released later, of the same people, has to be asked for together with the earlier ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import Label, Vocabulary
from onrecord.register.capturing import STRATA, fewest_of, told_of, with_outcome
from onrecord.register.disclosing.cube import ALL, Cell, Cube, Dimension
from onrecord.register.disclosing.hiding import Hidden, hide
from onrecord.register.errors import NamesNotPublic, NobodyToCount, NoSuchStratum, TooManyDimensions
from onrecord.register.lists.model import ListedRow, Register

UNKNOWN: Final = "?"
_MOST_DIMENSIONS: Final = 4
_MOST_OF_A_TABLE: Final = 3
_DEAD: Final = frozenset({"killed", "died_later"})

LEGEND: Final = Label(
    en="<{low}: fewer than {low}. ≥{low}: {low} or more, hidden so that another cell cannot be worked out. "
    "Recorded persons are a floor; the true number may be higher.",
    ru="<{low}: меньше {low}. ≥{low}: {low} или больше, скрыто, чтобы нельзя было вычислить другую ячейку. "
    "Учтённые — нижняя граница; истинное число может быть больше.",
    kk="<{low}: {low}-ден аз. ≥{low}: {low} не одан көп, басқа ұяшық есептеліп шықпасын деп жасырылған. "
    "Тіркелгендер — төменгі шек; шын сан одан көп болуы мүмкін.",
)

LEGEND_OF_NOTHING: Final = Label(
    en="…: hidden, any number. Recorded persons are a floor; the true number may be higher.",
    ru="…: скрыто, любое число. Учтённые — нижняя граница; истинное число может быть больше.",
    kk="…: жасырылған, кез келген сан. Тіркелгендер — төменгі шек; шын сан одан көп болуы мүмкін.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which tables are asked for: of which outcome, each by up to three of group, place, period, sex and age group.

    `by_name` says that these are deaths which are public by name; that is looked at, and nothing is hidden then.
    """

    tables: tuple[tuple[str, ...], ...]
    outcome: str | None = None
    by_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Tables that may be published, with what of them is hidden."""

    cube: Cube
    wanted: Wanted
    hidden: Hidden

    def text(self, cell: Cell) -> str:
        """Return what is shown of a cell."""
        return self.hidden.shown(cell)

    def legend(self, language: str = "en") -> str | None:
        """Return what the marks mean; None where nothing is hidden."""
        if not self.hidden.cells:
            return None
        return (LEGEND if self.hidden.says_size else LEGEND_OF_NOTHING).fill(language, low=self.hidden.threshold)

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord people table --json` promises: no number of a cell that is hidden stands anywhere."""
        return {
            "outcome": self.wanted.outcome,
            "threshold": self.hidden.threshold,
            "hidden": len(self.hidden.cells),  # not how many of them are small: that would tell which are none
            "legend": self.legend(language),
            "tables": [
                {"by": [self.cube.dimensions[at].name for at in table], "cells": [self._row(table, cell)
                 for cell in self.cube.cells_of(table)]}
                for table in self.cube.tables
            ],
        }  # fmt: skip

    def _row(self, table: Sequence[int], cell: Cell) -> dict[str, Any]:
        names = {self.cube.dimensions[at].name: self.category(at, cell[at]) for at in table}
        is_hidden = cell in self.hidden.cells
        return {"of": names, "count": None if is_hidden else self.hidden.values[cell], "shown": self.text(cell)}

    def category(self, at: int, one: int) -> str | None:
        """Return the name of a category; None for all of them together."""
        return None if one == ALL else self.cube.dimensions[at].categories[one]


def release(known: Register, wanted: Wanted, vocabulary: Vocabulary) -> Release:
    """Return the tables that may be published of the people on record.

    People are hidden below five; below ten where the tables are about minors or health, or everybody in them was
    injured. Whoever is told differently by several rows, or of whom nothing is said, is in the category `?`.

    Raises:
        NoSuchStratum, TooManyDimensions: people are not parted so.
        NobodyToCount: there is nobody of whom this is said.
        NamesNotPublic: deaths are to be shown as public by name, and are not.
    """
    names = tuple(dict.fromkeys(one for table in wanted.tables for one in table))
    for one in names:
        if one not in STRATA:
            raise NoSuchStratum(stratum=one, known=", ".join(STRATA))
    if not names or len(names) > _MOST_DIMENSIONS or any(len(table) > _MOST_OF_A_TABLE for table in wanted.tables):
        raise TooManyDimensions(most=_MOST_OF_A_TABLE, together=_MOST_DIMENSIONS)
    people = [counted for rows in known.persons() if (counted := with_outcome(rows, wanted.outcome))]
    if not people:
        raise NobodyToCount(outcome=wanted.outcome or "—")
    if wanted.by_name:
        _check_names(people, wanted.outcome)
    values = [tuple(told_of(rows, name) for name in names) for rows in people]
    dimensions = [_dimension(name, {one[at] for one in values}, vocabulary) for at, name in enumerate(names)]
    cells = [
        tuple(dimension.categories.index(one or UNKNOWN) for dimension, one in zip(dimensions, own, strict=True))
        for own in values
    ]
    cube = Cube.of(dimensions, cells, wanted.tables)
    threshold = 0 if wanted.by_name else _threshold(people, names, wanted, vocabulary)
    return Release(cube=cube, wanted=wanted, hidden=hide(cube, threshold=threshold, zeros=not wanted.by_name))


def _threshold(
    people: Sequence[Sequence[ListedRow]], names: Sequence[str], wanted: Wanted, vocabulary: Vocabulary
) -> int:
    """Return below how many people a cell is hidden: where all were injured, whoever is in it is told of as injured."""
    asked = fewest_of(vocabulary, names, [wanted.outcome])
    each = [{claim.value_text() for one in rows for claim in one.all("outcome")} for rows in people]
    return max(asked, min(fewest_of(vocabulary, (), said) for said in each))


def _dimension(name: str, said: set[str | None], vocabulary: Vocabulary) -> Dimension:
    """Return the categories that somebody is in, in the order of the vocabulary, or of their names; unknown last."""
    order = {term.name: at for at, term in enumerate(vocabulary.terms_of(name))}
    known = sorted((one for one in said if one is not None), key=lambda one: (order.get(one, len(order)), one))
    categories = (*known, *((UNKNOWN,) if None in said else ()))
    return Dimension(name=name, categories=categories, unknown=categories.index(UNKNOWN) if None in said else None)


def _check_names(people: Sequence[Sequence[ListedRow]], outcome: str | None) -> None:
    """Return where these are deaths, and each is on record under a name that is public: who made it so had consent."""
    closed = sum(
        not any(claim.visibility.value == "public" for one in rows for claim in one.all("name")) for rows in people
    )
    if outcome not in _DEAD or closed:
        raise NamesNotPublic(outcome=outcome or "—", closed=closed)
