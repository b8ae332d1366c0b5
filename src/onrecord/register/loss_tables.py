"""Owns tables of losses as they are released: what one list says was lost, in one currency or of one kind, parted.

A release is of one list, since two may hold the same house, and each currency has tables of its own, since sums of
different currencies have no sum without a dated rate (METHOD 3.6); things are added within their kind only. A value
that is given from or up to is in a sum with its least, and the sum is then told as "at least"; one that is "about" so
much makes the sum about so much, and both may be said of one. Sums that give an owner away are hidden, and what they
could be worked out from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from onrecord.kernel import FEWEST_LIVING, Label, Qualifier, Quantity, Vocabulary, number_record, number_text
from onrecord.register.capturing import told_of
from onrecord.register.disclosing.cube import ALL, Cell, Cube, Dimension
from onrecord.register.disclosing.hiding import NOTHING
from onrecord.register.disclosing.sums import HiddenSums, hide_sums
from onrecord.register.errors import ListUnsaid, NoSuchPart, NothingToSum, TooManyDimensions
from onrecord.register.estimate.overlaps import Told, mark
from onrecord.register.lists.model import ListedRow, Register
from onrecord.register.lists.totals import things_of

PARTS: Final = ("place", "kind", "state", "group")
UNKNOWN: Final = "?"
VALUE: Final = "value"
COUNT: Final = "count"
_EMPTY: Final = "—"
_MOST: Final = 3
_TERMS: Final = {"kind": "loss_kind", "state": "loss_state"}

LEGEND: Final = Label(
    en="…: hidden, any sum: it would tell what one owner lost, or lead to such a sum. —: nothing on record. ≥: at "
    "least, since some row gives no one number; ≈: about. Losses of which no row says how much, in no sum: {without}. "
    "What is on record is a floor; the true sum may be higher.",
    ru="…: скрыто, любая сумма: она выдала бы потерю одного владельца или вела бы к такой сумме. —: в записях ничего "
    "нет. ≥: не меньше, так как в какой-то строке не одно число; ≈: около. Потерь, о размере которых строки молчат и "
    "которых нет в суммах: {without}. Учтённое — нижняя граница; истинная сумма может быть больше.",
    kk="…: жасырылған, кез келген сома: ол бір иенің шығынын айтар еді не сондай сомаға жеткізер еді. —: жазбада "
    "ештеңе жоқ. ≥: кемінде, өйткені бір жолда бір ғана сан емес; ≈: шамамен. Көлемін ешбір жол айтпаған, сомаға "
    "кірмеген шығын: {without}. Тіркелгені — төменгі шек; шын сома одан көп болуы мүмкін.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LossesWanted:
    """Which tables are asked for: of which list, of values or of things, each by up to three of `PARTS`.

    Rows of which nobody says whose the loss is are taken for one owner's. `rows_are_owners` says that they are not:
    that each is another's.
    """

    tables: tuple[tuple[str, ...], ...]
    list: str | None = None
    of: str = VALUE
    rows_are_owners: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LossPart:
    """The tables of one currency, or of one kind of things; amounts are whole numbers of `unit`."""

    name: str
    cube: Cube
    hidden: HiddenSums
    unit: Decimal
    at_least: frozenset[Cell]
    about: frozenset[Cell]

    def value(self, cell: Cell) -> Decimal | None:
        """Return the sum of a cell; none where it is hidden or nothing is on record."""
        is_told = cell not in self.hidden.cells and self.hidden.values[cell]
        return self.hidden.values[cell] * self.unit if is_told else None

    def text(self, cell: Cell) -> str:
        """Return what is shown of a cell."""
        if cell in self.hidden.cells:
            return NOTHING
        value = self.value(cell)
        mark_of = ("≥" if cell in self.at_least else "") + ("≈" if cell in self.about else "")
        return _EMPTY if value is None else f"{mark_of}{number_text(value)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRelease:
    """Tables of losses that may be published, with what of them is hidden."""

    wanted: LossesWanted
    list: str
    parts: tuple[LossPart, ...]
    without: Told

    def legend(self, language: str = "en") -> str:
        """Return what the marks mean, and how much no sum holds."""
        return LEGEND.fill(language, without=self.without.shown)

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord losses table --json` promises: no hidden sum stands anywhere, nor how many own it."""
        return {
            "list": self.list,
            "sum_of": self.wanted.of,
            "parts": [self._part(one) for one in self.parts],
            "without": self.without.number,
            "without_shown": self.without.shown,
            "legend": self.legend(language),
        }

    def _part(self, part: LossPart) -> dict[str, Any]:
        return {
            "currency" if self.wanted.of == VALUE else "kind": part.name,
            "hidden": len(part.hidden.cells),
            "tables": [
                {
                    "by": [part.cube.dimensions[at].name for at in table],
                    "cells": [_cell(part, table, cell) for cell in part.cube.cells_of(table)],
                }
                for table in part.cube.tables
            ],
        }


def _cell(part: LossPart, table: Sequence[int], cell: Cell) -> dict[str, Any]:
    names = {
        part.cube.dimensions[at].name: None if cell[at] == ALL else part.cube.dimensions[at].categories[cell[at]]
        for at in table
    }
    value = part.value(cell)
    marks = {"at_least": value is not None and cell in part.at_least, "about": value is not None and cell in part.about}
    return {"of": names, "sum": number_record(value), "shown": part.text(cell), **marks}


def release_losses(known: Register, wanted: LossesWanted, vocabulary: Vocabulary) -> LossRelease:
    """Return the tables of a list's losses that may be published.

    Raises:
        NoSuchPart, TooManyDimensions: losses are not parted so.
        ListUnsaid: there are several lists of losses, and none was named.
        NothingToSum: no row of it says how much.
    """
    names = _names(wanted)
    lists = sorted({one.list for one in known.losses if one.list is not None})
    if wanted.list is None and len(lists) > 1:
        raise ListUnsaid(known=", ".join(lists))
    chosen = wanted.list or next(iter(lists), _EMPTY)
    losses = [one for one in known.losses if one.list == chosen]
    owners = _Owners(known, wanted)
    parts: dict[str, list[_Loss]] = defaultdict(list)
    for one in losses:
        if (said := _said(one, wanted.of)) is not None:
            part, amount = said
            at = tuple(_told(one, name, owners) for name in names)
            parts[part].append(_loss(at, owners.of(one), amount))
    if not parts:
        raise NothingToSum(list=chosen)
    made = tuple(_part(part, names, parts[part], wanted, vocabulary) for part in sorted(parts))
    without = mark(len(losses) - sum(map(len, parts.values())), FEWEST_LIVING)
    return LossRelease(wanted=wanted, list=chosen, parts=made, without=without)


def _names(wanted: LossesWanted) -> tuple[str, ...]:
    """Return by what the losses of a release are parted; things are parted by kind as it is."""
    known = PARTS if wanted.of == VALUE else tuple(one for one in PARTS if one != "kind")
    names = tuple(dict.fromkeys(one for table in wanted.tables for one in table))
    for one in names:
        if one not in known:
            raise NoSuchPart(part=one, known=", ".join(known))
    if not names or any(len(table) > _MOST for table in wanted.tables):
        raise TooManyDimensions(most=_MOST, together=len(PARTS))
    return names


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loss:
    """One loss: where it stands in the tables, whose it is, its least amount."""

    at: tuple[str | None, ...]
    owner: str
    low: Decimal
    is_exact: bool
    is_about: bool


def _loss(at: tuple[str | None, ...], owner: str, amount: Quantity) -> _Loss:
    low = max(amount.low or Decimal(0), Decimal(0))
    is_exact = amount.low is not None and amount.low == amount.high
    is_about = amount.qualifier in (Qualifier.ABOUT, Qualifier.VAGUE)
    return _Loss(at=at, owner=owner, low=low, is_exact=is_exact, is_about=is_about)


def _said(loss: ListedRow, of: str) -> tuple[str, Quantity] | None:
    """Return in which part a loss is counted and how much it is; none where no row says how much."""
    if of == COUNT:
        things, kind = things_of(loss), loss.text("loss_kind")
        return (kind, things) if kind is not None and things is not None else None
    for claim in loss.all("loss_value")[:1]:
        if claim.quantity is not None and claim.unit is not None:
            return claim.unit, claim.quantity
    return None


def _told(loss: ListedRow, name: str, owners: _Owners) -> str | None:
    match name:
        case "place":
            return loss.about("place")
        case "group":
            return loss.about("group") or told_of(owners.rows_of(loss), "group")
        case _:
            return loss.text(_TERMS[name])


class _Owners:
    """Whose each loss is: rows that were judged to be one person are one owner, and rows of one name are.

    Two people of one name are taken for one: that hides more than it has to, never less.
    """

    def __init__(self, known: Register, wanted: LossesWanted) -> None:
        self._wanted = wanted
        self._rows: dict[str, tuple[ListedRow, ...]] = {}
        self._chief: dict[str, str] = {}
        by_name: dict[str, str] = {}
        for rows in known.persons():
            self._rows.update((one.id, rows) for one in rows)
            self._chief.update((one.id, rows[0].id) for one in rows)
        for rows in known.persons():
            for name in _names_of(rows):
                self._join(rows[0].id, by_name.setdefault(name, rows[0].id))

    def of(self, loss: ListedRow) -> str:
        """Return whose a loss is, as a word that says nothing else."""
        owner = _owner(loss)
        if owner is None:
            return f"row:{loss.id}" if self._wanted.rows_are_owners else UNKNOWN
        return self._found(owner)

    def rows_of(self, loss: ListedRow) -> tuple[ListedRow, ...]:
        """Return the rows of whoever owns what was lost."""
        owner = _owner(loss)
        return self._rows.get(owner, ()) if owner is not None else ()

    def _found(self, person: str) -> str:
        while self._chief.get(person, person) != person:
            person = self._chief[person]
        return person

    def _join(self, one: str, other: str) -> None:
        self._chief[self._found(one)] = self._found(other)


def _owner(loss: ListedRow) -> str | None:
    said = loss.text("owned_by")
    return None if said is None else said.removeprefix("person:")


def _names_of(rows: Iterable[ListedRow]) -> Iterator[str]:
    for one in rows:
        for claim in (*one.all("name"), *one.all("alias")):
            yield " ".join(claim.value_text().casefold().split())


def _part(
    name: str, names: Sequence[str], losses: Sequence[_Loss], wanted: LossesWanted, vocabulary: Vocabulary
) -> LossPart:
    dimensions = [_dimension(one, {loss.at[at] for loss in losses}, vocabulary) for at, one in enumerate(names)]
    places = min(0, *(int(one.low.normalize().as_tuple().exponent) for one in losses))
    held: dict[Cell, dict[str, int]] = defaultdict(dict)
    inexact, about = set[Cell](), set[Cell]()
    for one in losses:
        cell = tuple(by.categories.index(said or UNKNOWN) for by, said in zip(dimensions, one.at, strict=True))
        held[cell][one.owner] = held[cell].get(one.owner, 0) + int(one.low.scaleb(-places))
        if not one.is_exact:
            inexact.add(cell)
        if one.is_about:
            about.add(cell)
    place = {one.name: at for at, one in enumerate(dimensions)}
    cube = Cube(
        dimensions=tuple(dimensions),
        people={cell: sum(own.values()) for cell, own in held.items()},
        tables=tuple(dict.fromkeys(tuple(sorted(place[one] for one in table)) for table in wanted.tables)),
    )
    return LossPart(
        name=name,
        cube=cube,
        hidden=hide_sums(cube, held),
        unit=Decimal(1).scaleb(places),
        at_least=_above(cube, inexact),
        about=_above(cube, about),
    )


def _above(cube: Cube, inner: Collection[Cell]) -> frozenset[Cell]:
    """Return the published cells that hold one of these innermost ones."""
    return frozenset(
        cell for cell in cube.published()
        if any(all(own in (ALL, at) for own, at in zip(cell, one, strict=True)) for one in inner)
    )  # fmt: skip


def _dimension(name: str, said: set[str | None], vocabulary: Vocabulary) -> Dimension:
    """Return the categories that some loss is in, in the order of the vocabulary, or of their names; unknown last."""
    order: Mapping[str, int] = {term.name: at for at, term in enumerate(vocabulary.terms_of(_TERMS.get(name, name)))}
    known = sorted((one for one in said if one is not None), key=lambda one: (order.get(one, len(order)), one))
    return Dimension(name=name, categories=(*known, *((UNKNOWN,) if None in said else ())))
