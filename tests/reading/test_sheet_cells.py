"""Cells of a workbook's sheet with their kinds: numbers, days, truth, errors, formulas, what is merged and hidden."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from tests.ledger.sheets.workbooks import workbook

from onrecord import reading
from onrecord.reading import CellKind
from onrecord.reading.cells import cells_of, sheet_from
from onrecord.reading.unread import Garbage


def _sheet(content: bytes, name: str | None = None) -> reading.Sheet:
    return sheet_from(cells_of(content, name))


def test_each_kind_of_cell_keeps_what_is_saved_beside_what_is_shown() -> None:
    """A day is a day whatever its format, and a sum that a machine made is the number that a person sees."""

    def more(book: Any, page: Any) -> None:
        page.write_number(1, 2, 0.1 + 0.2)
        page.write_number(1, 3, 0.5, book.add_format({"num_format": "0%"}))
        page.write_boolean(1, 4, True)
        page.write_formula(1, 5, "=A1*2", None, 22)
        page.write_formula(1, 6, "=1/0", None, "#DIV/0!")

    (row,) = [
        one
        for one in _sheet(workbook(("A", [[], ["около 40", dt.date(2031, 3, 9)]]), finish=more)).rows
        if one.number == 2
    ]
    cells = {at: (cell.kind, cell.text, cell.shown) for at, cell in row.cells.items()}
    assert cells == {
        1: (CellKind.TEXT, "около 40", "около 40"),
        2: (CellKind.DAY, "2031-03-09", "09.03.2031"),
        3: (CellKind.NUMBER, "0.3", "0.3"),
        4: (CellKind.NUMBER, "0.5", "50%"),
        5: (CellKind.TRUTH, "yes", "TRUE"),
        6: (CellKind.NUMBER, "22", "22"),
        7: (CellKind.ERROR, "#DIV/0!", "#DIV/0!"),
    }
    assert [at for at, cell in row.cells.items() if cell.is_formula] == [6, 7]


def test_a_merged_cell_stands_in_every_cell_that_it_covers() -> None:
    """The village that is written once beside three rows is the village of all three; the text layer has it once."""
    rows = [["Village", "Killed"], [None, 1], [None, 2], ["Brook", 3]]
    found = _sheet(workbook(("A", rows), finish=lambda _, page: page.merge_range(1, 0, 2, 0, "Hill")))
    assert [row.cells[1].text for row in found.rows] == ["Village", "Hill", "Hill", "Brook"]
    assert (found.filled, found.rows[2].line(), found.rows[1].line()) == (1, "2", "Hill\t1")


def test_a_merged_range_over_a_whole_sheet_fills_rows_that_are_there() -> None:
    """A hundred thousand rows that hold nothing are not made up."""
    found = _sheet(
        workbook(("A", [["a", "b"], [None, "x"]]), finish=lambda _, page: page.merge_range(0, 2, 100_000, 9, "m"))
    )
    assert [sorted(row.cells) for row in found.rows] == [[1, 2, 3], [2, 3]]


def test_of_several_sheets_one_has_to_be_named() -> None:
    """A hidden one is no choice by itself, and can be named."""
    content = workbook(("A", [["a"]]), ("B", [["b"]]), ("C", [["c"]]), finish=lambda _, page: page.hide())
    assert (_sheet(content).name, _sheet(content).names) == (None, ("A", "B", "C"))
    assert _sheet(content, "B").rows[0].cells[1].text == "b"
    assert _sheet(content, "C").rows[0].cells[1].text == "c"
    assert _sheet(content, "Z").name is None
    alone = workbook(("A", [["a"]]), ("B", [["b"]]), finish=lambda _, page: page.hide())
    assert _sheet(alone).name == "A"


def test_a_formula_that_was_never_computed_has_no_value() -> None:
    """Some programs save none; it must not pass for an empty cell."""
    content = workbook(("A", [["a"], [None]]), finish=lambda _, page: page.write_formula(1, 0, "=A1", None, "x"))
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<v>x</v>", b"").replace(b' t="str"', b"")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as changed:
        for name, part in parts.items():
            changed.writestr(name, part)
    assert _sheet(out.getvalue()).rows[1].cells[1].kind is CellKind.LOST


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    """Nothing of it becomes a table."""
    with pytest.raises(ValueError, match=r"."):
        cells_of(content, None)


_GOOD: dict[str, Any] = {
    "sheets": [["A", False]],
    "chosen": "A",
    "rows": [[1, [[1, "text", "a", "a"]]]],
    "merged": [],
    "hidden": [],
}


@pytest.mark.parametrize(
    "change",
    [
        {"rows": [[0, []]]},
        {"rows": [[1, [[0, "text", "a", "a"]]]]},
        {"rows": [[1, [[1, "verse", "a", "a"]]]]},
        {"rows": [[1, [[1, "text", "a", "a", False]]]]},
        {"rows": [[1, [[True, "text", "a", "a"]]]]},
        {"rows": [[1, [[1, "text", "\ud800", "a"]]]]},
        {"rows": {}},
        {"merged": [1]},
        {"sheets": [["A"]]},
        {"chosen": 3},
        {"more": 1},
    ],
)
def test_an_answer_that_is_no_sheet_is_not_believed(change: dict[str, Any]) -> None:
    """Whoever took the child over could answer anything."""
    assert sheet_from(_GOOD).rows[0].cells[1].text == "a"
    with pytest.raises(Garbage):
        sheet_from(_GOOD | change)


def test_a_workbook_is_read_in_the_confined_child() -> None:
    """The same cells come out of the child as out of the reader itself."""
    content = workbook(("Потери", [["Село", "Погибшие"], ["Долина", 11]]))
    assert reading.sheet_in(content) == _sheet(content)
    with pytest.raises(ValueError, match="ZIP"):
        reading.sheet_in(b"no workbook")
