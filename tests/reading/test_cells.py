"""A quote of a workbook knows its sheet and its cell, or says nothing of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reading import documents

from onrecord import reading, vault
from onrecord.reading import odf
from onrecord.reading.model import Place
from onrecord.store import Desk


@pytest.mark.parametrize(
    ("rows", "text", "words", "cell"),
    [
        (((1, 1),), "S\na\tb\nc\td\n", "a", "A1"),
        (((1, 1),), "S\na\tb\nc\td\n", "d", "B2"),
        (((1, 7),), "S\na\tb\n\tc\n", "c", "B8"),
        (((1, 1), (2, 40)), "S\na\nb\nc\n", "c", "A41"),
        (((1, 1), (2, 0), (3, 9)), "S\na\nb\nc\n", "b", None),
        (((1, 1), (2, 0), (3, 9)), "S\na\nb\nc\n", "c", "A9"),
        (((1, 1),), "S\na" + "\t" * 27 + "b\n", "b", "AB1"),
        (((1, 1),), "S\na\n", "S", None),
        ((), "S\na\n", "a", None),
    ],
)
def test_a_cell_is_told_by_lines_and_tabs(
    rows: tuple[tuple[int, int], ...], text: str, words: str, cell: str | None
) -> None:
    """Lines are rows from where they begin anew, tabs are columns; row 0 is one whose cells cannot be told."""
    place = Place(kind="sheet", name="S", start=0, end=len(text), rows=rows)
    assert place.cell_at(text, text.index(words)) == cell
    assert Place.from_record(place.to_record()) == place


def _sheet(rows: str) -> bytes:
    return documents.xlsx({"Потери": rows})


def _read(desk: Desk, folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    vault.seal(desk, [folder / name])
    reading.read(desk)


def _cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_a_quote_of_a_workbook_is_shown_with_sheet_and_cell(desk: Desk, tmp_path: Path) -> None:
    """However many rows and columns are empty before it; a quote over cells names the first and the last."""
    rows = (
        f'<row r="2">{_cell("B2", "Погибли")}{_cell("C2", "десять")}</row>'
        f'<row r="90">{_cell("A90", "Ранены")}{_cell("ZZ90", "далеко")}</row><row>{_cell("A91", "Конец")}</row>'
    )
    _read(desk, tmp_path, "a.xlsx", _sheet(rows))
    told = {}
    for words in ("Погибли", "десять", "Погибли\tдесять", "Ранены", "Конец"):
        quote = reading.find_quote(desk, "a.xlsx", words)
        assert quote is not None
        assert reading.quote_holds(desk, quote)
        assert reading.Quote.from_record(quote.to_record()) == quote
        told[words] = reading.marks_of(quote, "ru")
    assert told == {
        "Погибли": "лист Потери, B2",
        "десять": "лист Потери, C2",
        "Погибли\tдесять": "лист Потери, B2:C2",
        "Ранены": "лист Потери",  # its row has a gap that was cut short
        "Конец": "лист Потери, A91",
    }


def test_rows_and_cells_of_a_spreadsheet_that_are_repeated_are_counted() -> None:
    """LibreOffice writes empty rows and cells once, with how often they come, and fills each row to its end."""

    def cell(text: str = "", repeated: int = 1) -> str:
        inner = f"<text:p>{text}</text:p>" if text else ""
        return f'<table:table-cell table:number-columns-repeated="{repeated}">{inner}</table:table-cell>'

    body = (
        '<table:table table:name="Потери">'
        f'<table:table-row table:number-rows-repeated="4">{cell(repeated=16384)}</table:table-row>'
        f"<table:table-row>{cell(repeated=2)}{cell('десять')}{cell(repeated=16381)}</table:table-row>"
        f"<table:table-row>{cell('Ранены')}{cell(repeated=900)}{cell('далеко')}</table:table-row>"
        f"<table:table-row>{cell('Конец')}</table:table-row></table:table>"
    )
    text = odf.text_of(documents.odf("spreadsheet", body))
    (place,) = text.places
    cells = {words: place.cell_at(text.text, text.text.index(words)) for words in ("десять", "Ранены", "Конец")}
    assert cells == {"десять": "C5", "Ранены": None, "Конец": "A7"}
