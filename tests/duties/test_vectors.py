"""Tables of reply clocks: what is no clock is told with its row and its reason, and holds up no other row."""

import datetime as dt

import pytest

from onrecord import duties

_HEAD = "id,sent,rule,due,replies,superseded_on,search_log,as_of\n"


def _codes(text: str) -> list[tuple[str, int, str]]:
    found = duties.vectors_from(text, path="t.csv")
    return [(one.id, one.row, one.problem.code) for one in found if isinstance(one, duties.RefusedVector)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a,2021-03-01,fixed:2021-05-01,,,,,", "duties.as-of-missing"),
        ("a,2021-13-01,,,,,,2021-06-01", "duties.not-a-day"),
        ("a,2021-03-01,,2021-02-30,,,,2021-06-01", "duties.not-a-day"),
        ("a,2021-03-01,,,2021-05-01T10:00:00:full,,,2021-06-01", "duties.not-a-day"),
        ("a,2021-03-01,weeks:3,,,,,2021-06-01", "duties.unknown-rule"),
        ("a,2021-03-01,months:-3,,,,,2021-06-01", "duties.unknown-rule"),
        ("a,2021-03-01,months:99999,,,,,2021-06-01", "duties.unknown-rule"),
        ("a,2021-03-01,fixed:soon,,,,,2021-06-01", "duties.not-a-day"),
        ("a,2021-03-01,,,2021-05-01,,,2021-06-01", "duties.unknown-reply"),
        ("a,2021-03-01,,,2021-05-01:whole,,,2021-06-01", "duties.unknown-reply"),
        ("a,2021-03-01,,,:full,,,2021-06-01", "duties.unknown-reply"),
        ("a,2021-03-01,fixed:2021-05-01,,2020-05-01:full,,,2021-06-01", "duties.reply-before-the-letter"),
        ("a,2021-03-01,fixed:2020-05-01,,,,,2021-06-01", "duties.due-before-the-letter"),
        ("a,2021-03-01,,,,,,2021-06-01,more", "duties.row-too-long"),
    ],
)
def test_a_row_that_is_no_clock_is_told(row: str, code: str) -> None:
    """With its id, its line and the reason; the row after it is read."""
    assert _codes(_HEAD + row + "\nb,2021-03-01,days:60,,,,,2021-03-02\n") == [("a", 2, code)]


def test_a_day_for_all_rows_fills_only_the_gaps() -> None:
    """A row's own day goes before the one that is given for all."""
    text = _HEAD + "a,2021-03-01,days:60,,,,,\nb,2021-03-01,days:60,,,,,2021-04-01\n"
    found = list(duties.vectors_from(text, path="t.csv", as_of=dt.date(2021, 3, 2)))
    assert [one.as_of for one in found if isinstance(one, duties.Vector)] == [dt.date(2021, 3, 2), dt.date(2021, 4, 1)]


def test_semicolons_part_columns_where_the_head_says_so() -> None:
    """As spreadsheets of the region write them, with a byte order mark and replies in quotation marks."""
    text = '\ufeffid;sent;rule;due;replies;as_of\na;2021-03-01;fixed:2021-05-01;;"2021-04-20:partial;2021-04-30:full";2021-06-01\n'
    (found,) = duties.vectors_from(text, path="t.csv")
    assert isinstance(found, duties.Vector)
    assert duties.stand(found.clock, found.as_of).state is duties.State.ANSWERED_ON_TIME


@pytest.mark.parametrize("text", ["", "sent,rule\n", "id,sent\na,2021-03-01\n", "id,as_of,as_of\n", 'id,as_of\n"a,b'])
def test_what_is_no_table_is_refused(text: str) -> None:
    """A head without its columns, a column twice, a quotation mark that never closes."""
    with pytest.raises(duties.ClocksUnreadable):
        list(duties.vectors_from(text, path="t.csv"))
