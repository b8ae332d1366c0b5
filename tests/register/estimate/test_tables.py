"""Capture tables: one form whatever the order, and every wrong line told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.register.estimate.tables import GOOD, NO_ANSWER

from onrecord.register import (
    CaptureTable,
    TableInvalid,
    TableUnreadable,
    TimesTable,
    read_table,
    table_from_memberships,
)
from onrecord.register.estimate.tables import PROBLEMS, table_from_text

_counts = st.dictionaries(st.integers(1, 15), st.integers(0, 40), min_size=1).filter(lambda one: any(one.values()))


def _text(table: CaptureTable, order: list[int], rows: list[int]) -> str:
    lines = [",".join([*(table.lists[one] for one in order), "count"])]
    for row in rows:
        pattern, count = table.cells[row]
        lines.append(",".join([*(str(pattern >> one & 1) for one in order), str(count)]))
    return "\n".join(lines) + "\n"


@given(_counts, st.permutations(range(4)), st.randoms(use_true_random=False))
def test_order_of_columns_and_rows_does_not_matter(counts: dict[int, int], order: list[int], chance) -> None:
    """The same people give the same table however the file is sorted."""
    table = CaptureTable.of("ABCD", counts)
    rows = list(range(len(table.cells)))
    chance.shuffle(rows)
    assert table_from_text(_text(table, order, rows)) == table


@given(_counts)
def test_a_line_may_be_split(counts: dict[int, int]) -> None:
    """A pattern given on two lines counts as their sum."""
    table = CaptureTable.of("ABCD", counts)
    rows = list(range(len(table.cells)))
    doubled = CaptureTable.of("ABCD", {pattern: 2 * count for pattern, count in counts.items()})
    assert table_from_text(_text(table, [0, 1, 2, 3], rows + rows)) == doubled


@given(_counts, st.integers(0, 3))
def test_leaving_out_a_list_loses_only_who_is_on_no_other(counts: dict[int, int], one: int) -> None:
    """All others stay, on the lists they are on."""
    table = CaptureTable.of("ABCD", counts)
    left = table.without(one)
    assert left.documented == table.documented - table.only_on(one)
    for other, name in enumerate(table.lists):
        if other != one:
            assert left.on_all(left.lists.index(name)) == table.on_all(other)


@given(_counts)
def test_two_lists_made_one_lose_nobody(counts: dict[int, int]) -> None:
    """Who is on either is on it."""
    table = CaptureTable.of("ABCD", counts)
    joined = table.merged(3, 0)
    assert joined.documented == table.documented
    assert joined.on_all(0) == table.on_all(0) + table.on_all(3) - table.on_all(0, 3)


def test_a_table_can_be_made_of_people() -> None:
    """Each person is given by lists; who is on none is nobody's to count."""
    table = table_from_memberships(("b", "a"), [("a",), ("a", "b"), ("b", "a", "a"), ()])
    assert table == CaptureTable.of(("a", "b"), {0b01: 1, 0b11: 2})


def test_coverage_is_one_less_the_mean_share_of_single_ones() -> None:
    """Worked by hand: of A 40 of 46, of B 30 of 36, of C all 20 are on no other list."""
    assert NO_ANSWER.coverage() == pytest.approx(1 - (40 / 46 + 30 / 36 + 1) / 3)
    assert NO_ANSWER.isolated() == ("C",)
    assert NO_ANSWER.connected() == (0, 1)
    assert GOOD.connected() == (0, 1, 2, 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "register.too-few-columns"),
        ("A,B\n1,0\n", "register.too-few-columns"),
        ("A,A,count\n1,0,3\n", "register.list-named-twice"),
        ("A,,count\n1,0,3\n", "register.list-without-name"),
        ("A,B,count\n1,0\n", "register.wrong-number-of-cells"),
        ("A,B,count\n1,2,3\n", "register.not-zero-or-one"),
        ("A,B,count\n1,yes,3\n", "register.not-zero-or-one"),
        ("A,B,count\n1,0,-3\n", "register.not-a-count"),
        ("A,B,count\n1,0,2.5\n", "register.not-a-count"),
        ("A,B,count\n1,0,99999999999999\n", "register.not-a-count"),
        ("A,B,count\n0,0,3\n", "register.nobody-can-be-on-no-list"),
        ("A,B,count\n1,0,0\n", "register.table-empty"),
        ("A,B,count\n", "register.table-empty"),
        ("times_captured,count\n0,5\n", "register.nobody-can-be-on-no-list"),
        ("times_captured,count\n1,x\n", "register.not-a-count"),
        (",".join([*(f"l{one}" for one in range(17)), "count"]), "register.too-many-lists"),
    ],
)
def test_what_is_no_table_is_refused(text: str, code: str) -> None:
    """Every way a file can be wrong has its code and a sentence."""
    with pytest.raises(TableInvalid) as caught:
        table_from_text(text)
    assert [one.code for one in caught.value.problems] == [code]
    assert code in PROBLEMS


def test_all_wrong_lines_are_told_at_once() -> None:
    """A person mends a file once, not line by line."""
    with pytest.raises(TableInvalid) as caught:
        table_from_text("A,B,count\n1,3,1\n1,1,x\n0,0,4\n")
    assert [one.row for one in caught.value.problems] == [2, 3, 4]


def test_semicolons_marks_and_empty_lines_are_read(tmp_path: Path) -> None:
    """What spreadsheets write is a table all the same."""
    file = tmp_path / "t.csv"
    file.write_bytes("\ufeffБольница;Мечеть;count\r\n1;0;3\r\n\r\n1;1;2\r\n".encode())
    assert read_table(file) == CaptureTable.of(("Больница", "Мечеть"), {0b01: 3, 0b11: 2})


def test_a_table_of_times_is_told_apart() -> None:
    """Counts by number of records have no lists."""
    assert table_from_text("times_captured,count\n2,5\n1,9\n") == TimesTable(times=((1, 9), (2, 5)))


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    """The path and the problem are named."""
    with pytest.raises(TableUnreadable):
        read_table(tmp_path / "none.csv")
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TableUnreadable):
        read_table(tmp_path / "bad.csv")
