"""Files of rows: JSONL and CSV, with the numbers a person counts."""

from pathlib import Path

import pytest

from onrecord import ledger


def _rows(tmp_path: Path, name: str, content: str | bytes) -> list[ledger.Row]:
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(ledger.rows_from(file))


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_csv_of_both_habits_is_read(tmp_path: Path, delimiter: str, mark: str) -> None:
    """Comma or semicolon, with or without a byte-order mark; empty cells are no fields, lists are joined by ;."""
    lines = [["id", "low", "quote", "basis"], ["K1", "11", '" eleven, dead"', '"A;B"'], ["", "", "", ""]]
    text = mark + "\r\n".join(delimiter.join(cells) for cells in lines)
    (row,) = _rows(tmp_path, "a.csv", text)
    assert row.fields == {"id": "K1", "low": "11", "quote": " eleven, dead", "basis": ["A", "B"]}
    assert row.number == 2


@pytest.mark.parametrize("header", ["", "a,a", "a,,b"])
def test_a_header_nobody_could_follow_is_refused(tmp_path: Path, header: str) -> None:
    """Empty, doubled or nameless columns."""
    with pytest.raises(ledger.FileNotRows):
        _rows(tmp_path, "a.csv", f"{header}\n1,2,3\n")


def test_a_row_with_too_many_cells_is_kept_as_it_came(tmp_path: Path) -> None:
    """It is reported with its number, and its words are not lost."""
    (row,) = _rows(tmp_path, "a.csv", "a,b\n1,2,3\n")
    assert (row.fields, row.number, row.original) == (None, 2, "1,2,3")


def test_jsonl_lines_that_are_no_rows_are_kept_as_they_came(tmp_path: Path) -> None:
    """Duplicate keys, floats, lists: each by its line."""
    rows = _rows(tmp_path, "a.jsonl", '{"a":1}\n\n{"a":1,"a":2}\n{"a":1.5}\n[]\n')
    assert [(row.number, row.fields is None) for row in rows] == [(1, False), (3, True), (4, True), (5, True)]


@pytest.mark.parametrize("content", [b"\xff\xfe{", "Қ".encode("cp1251", "replace") + b"\x98"])
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    """With the byte that gave it away."""
    with pytest.raises(ledger.FileNotRows):
        _rows(tmp_path, "a.jsonl", content)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """With the system's own words."""
    with pytest.raises(ledger.FileNotRows):
        list(ledger.rows_from(tmp_path / "nowhere.jsonl"))


def test_a_row_ends_with_its_line_alone(tmp_path: Path) -> None:
    """JSON may hold what only Unicode calls a line end (RFC 8259, section 7); such a row was cut in two."""
    (first, second) = _rows(tmp_path, "a.jsonl", '{"quote": "eleven\u2028people\u0085"}\r\n{"quote": "two"}\r\n')
    assert (first.fields, second.fields) == ({"quote": "eleven\u2028people\u0085"}, {"quote": "two"})
    assert second.number == 2
