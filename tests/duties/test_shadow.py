"""The table for a shadow report: both grades apart, claims beside everything, no markup and no formula from evidence."""

import csv
import html.parser
import io

import pytest
from tests.duties.claimed import DOCUMENT, letter, ours, owed, row

from onrecord import duties
from onrecord.duties import TableForm
from onrecord.kernel import INTERFACE_LANGUAGES

_NASTY = '=HYPERLINK("x")|<script>alert(1)</script> [a](fig:killed)'


def _table(language: str = "en") -> duties.ShadowTable:
    rows = [
        *letter(),
        row("O-8", DOCUMENT, "recommendation", _NASTY, paragraph="8"),
        row("G", DOCUMENT, "body_grade", "Partially satisfactory", paragraph="8", body="CERD"),
        ours("W", DOCUMENT, "own_grade", "not carried out", paragraph="8", basis=["O-8"], note="nobody was paid"),
        row("D", DOCUMENT, "done_about", "a fund was promised", paragraph="8"),
    ]
    return duties.shadow_table(owed("2031-07-01", *rows), language)


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_each_row_has_both_grades_and_its_claims(language: str) -> None:
    """A column each, never one; what is not on record is said so."""
    table = _table(language)
    first, second = table.rows
    assert len(table.columns) == len(first) == len(second) == 8
    assert "[L-asked]" in first[2]
    assert first[5] == first[6]
    assert second[5:] == ("“Partially satisfactory” [G]", "not carried out: nobody was paid [W]", "O-8, D, G, W")
    assert second[4] == "a fund was promised [D]"


def test_a_spreadsheet_runs_no_cell() -> None:
    """What evidence says stays text."""
    rows = list(csv.reader(io.StringIO(_table().written(TableForm.CSV))))
    assert len(rows) == 3
    assert rows[2][2].startswith("'=HYPERLINK")


def test_a_page_holds_no_markup_of_evidence() -> None:
    """Read back by a parser: the words are words, each head is a head of its column."""
    tags: list[str] = []

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert attrs or tag
            tags.append(tag)

    reader = Reader()
    reader.feed(_table("kk").written(TableForm.HTML))
    assert "script" not in tags
    assert (tags.count("th"), tags.count("td"), tags.count("caption")) == (8, 16, 1)


def test_markdown_holds_one_table_and_no_links() -> None:
    """A bar in a recommendation begins no cell, a bracket no binding."""
    lines = _table().written(TableForm.MARKDOWN).splitlines()
    bars = [sum(1 for at, one in enumerate(line) if one == "|" and line[at - 1] != "\\") for line in lines[2:]]
    assert bars == [9, 9, 9, 9]
    assert "[a](fig" not in "\n".join(lines)
