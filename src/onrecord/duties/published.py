"""Owns recommendations as others publish them in tables: the Universal Periodic Review's database and the OHCHR index.

A column is known by any of its usual heads. A row that says no recommendation is refused with its number, and the cells
that have no place here are kept as they came.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from onrecord.duties.errors import REASONS, TableUnreadable
from onrecord.duties.states import NamedState, states_in
from onrecord.kernel import Problem, delimiter_of

# Heads of columns, in small letters: of the database of UPR Info, of uhri.ohchr.org, and plain ones.
_HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("text", "recommendation", "recommendation text", "annotation", "content"),
    "made_by": ("from", "recommending state", "recommending states", "recommending state/entity", "made by", "states"),
    "addressee": ("to", "state under review", "country", "countries", "country concerned", "sur"),
    "number": ("number", "paragraph", "paragraph number", "recommendation number", "para"),
    "response": ("response", "position", "state position", "upr position", "sur response"),
    "document": ("document", "document symbol", "symbol", "document code"),
    "body": ("body", "mechanism", "un body", "source"),
    "key": ("id", "uhri id", "recommendation id", "annotation id", "uuid"),
    "themes": ("issue", "issues", "theme", "themes"),
    "persons": ("affected persons", "persons", "concerned persons/groups", "groups"),
    "session": ("session", "cycle", "publication date", "date"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRow:
    """A recommendation as a table has it. `rest` is every other cell with a head, as it came."""

    row: int
    text: str
    states: tuple[NamedState, ...]
    made_by: str = ""
    addressee: str = ""
    number: str = ""
    response: str = ""
    document: str = ""
    body: str = ""
    session: str = ""
    key: str = ""
    themes: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    rest: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedPublished:
    """A row that could not be taken, and why."""

    row: int
    problem: Problem

    def to_row(self, language: str) -> dict[str, object]:
        """Return it as reports print it."""
        return self.problem.to_record(language)


def published_from(text: str, *, path: str) -> Iterator[PublishedRow | RefusedPublished]:
    """Yield each row of a table of recommendations in its order; rows count from 1, the head is row 1.

    Raises:
        TableUnreadable: no column of it holds the recommendations' words.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        heads = next(reader, [])
        columns = _columns(heads)
        if "text" not in columns:
            raise TableUnreadable(path=path, heads=", ".join(filter(None, heads)) or "—")
        for row, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                yield _row(row, cells, heads, columns)
    except csv.Error as err:
        raise TableUnreadable(path=path, heads=str(err)) from err


def _columns(heads: list[str]) -> dict[str, int]:
    """Return where each field stands; of two columns that could be one, the usual name that comes first."""
    plain = [" ".join(head.casefold().split()) for head in heads]
    found = {}
    for field, names in _HEADS.items():
        place = next((plain.index(name) for name in names if name in plain), None)
        if place is not None:
            found[field] = place
    return found


def _row(row: int, cells: list[str], heads: list[str], columns: Mapping[str, int]) -> PublishedRow | RefusedPublished:
    if len(cells) > len(heads):
        return _refused(row, "duties.row-too-long", cells=len(cells), columns=len(heads))
    given = {field: " ".join(cells[at].split()) if at < len(cells) else "" for field, at in columns.items()}
    if not given["text"]:
        return _refused(row, "duties.no-recommendation")
    taken = set(columns.values())

    def cell(field: str) -> str:
        return given.get(field, "")

    return PublishedRow(
        row=row,
        text=given["text"],
        states=states_in(cell("made_by")),
        made_by=cell("made_by"),
        addressee=cell("addressee"),
        number=cell("number"),
        response=cell("response"),
        document=cell("document"),
        body=cell("body"),
        session=cell("session"),
        key=cell("key"),
        themes=_listed(cell("themes")),
        persons=_listed(cell("persons")),
        rest=tuple((heads[at], one) for at, one in enumerate(cells) if at not in taken and one.strip()),
    )


def _listed(cell: str) -> tuple[str, ...]:
    mark = ";" if ";" in cell else ","
    return tuple(part.strip() for part in cell.split(mark) if part.strip())


def _refused(row: int, code: str, **facts: object) -> RefusedPublished:
    return RefusedPublished(row=row, problem=Problem(code=code, says=REASONS[code], row=row, facts=facts))
