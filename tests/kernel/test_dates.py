"""Partial dates: as sharp as the source, never sharper."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.kernel import PartialDate, add_months

_DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2020-02-08", "2020-02-08", "2020-02-08"),
        ("2020-02-07/2020-02-08", "2020-02-07", "2020-02-08"),
        ("2021-03/2021-05", "2021-03-01", "2021-05-31"),
    ],
)
def test_a_date_covers_the_days_it_may_mean(text: str, earliest: str, latest: str) -> None:
    """Both ends are inside; leap years are known; the shortest form says it back."""
    date = PartialDate.parse(text)
    assert (date.earliest.isoformat(), date.latest.isoformat()) == (earliest, latest)
    assert PartialDate.parse(date.text()) == PartialDate.parse(date.text(), wording=date.text())
    assert PartialDate.from_record(date.to_record()) == date


@pytest.mark.parametrize(
    "text", ["", "20", "2020-13", "2021-02-29", "8.02.2020", "2020-2-8", "2020-02-08/2020-02-07", "x"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """A typing error never becomes another day."""
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ
        PartialDate.parse(text)


def test_the_wording_is_kept() -> None:
    """What the source said about time stays in its own words."""
    date = PartialDate.parse("2020-02-07/2020-02-08", wording="в ночь с 7 на 8 февраля")
    assert date.to_record()["wording"] == "в ночь с 7 на 8 февраля"


@given(_DAYS, _DAYS, _DAYS)
def test_the_shortest_form_names_the_same_days(first: dt.date, second: dt.date, other: dt.date) -> None:
    """`text` and `parse` are inverse, and order, overlap and containment agree with the days."""
    date = PartialDate(earliest=min(first, second), latest=max(first, second), wording="")
    day = PartialDate.on(other)
    again = PartialDate.parse(date.text())
    assert (again.earliest, again.latest) == (date.earliest, date.latest)
    assert date.overlaps(day) == date.contains(day) == (date.earliest <= other <= date.latest)
    assert date.is_certainly_before(day) == (date.latest < other)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2020-08-31", 6, "2021-02-28"),
        ("2019-08-31", 6, "2020-02-29"),
        ("2022-04-26", 12, "2023-04-26"),
        ("2020-12-31", 2, "2021-02-28"),
    ],
)
def test_months_are_added_by_the_calendar(day: str, months: int, expected: str) -> None:
    """METHOD 4.5: clamped to the last day of the month."""
    assert add_months(dt.date.fromisoformat(day), months).isoformat() == expected
