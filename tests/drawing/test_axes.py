"""Axes: days and numbers where they belong, ticks that stand apart, a crowded beginning to its own scale."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest

from onrecord.dossier.phrases import Phrases
from onrecord.drawing import NumberAxis, TimeAxis, width_of
from onrecord.kernel import PartialDate, number_text
from onrecord.ledger import shipped_vocabulary

_SAY = Phrases(language="en", vocabulary=shipped_vocabulary())


def _axis(*dates: str, right: float = 700) -> TimeAxis:
    return TimeAxis.of([PartialDate.parse(one) for one in dates], left=50, right=right)


def test_evenly_spread_dates_have_one_scale() -> None:
    """Two years, a reading a quarter: one panel, and the middle day in the middle."""
    axis = _axis(*(f"{year}-{month:02d}-15" for year in (2031, 2032) for month in (1, 4, 7, 10)))
    assert len(axis.panels) == 1
    assert axis.x(dt.date(2031, 1, 15)) < axis.x(dt.date(2031, 12, 1)) < axis.x(dt.date(2032, 10, 15))


def test_a_crowded_beginning_gets_a_scale_of_its_own() -> None:
    """Five days of news and three years of echoes: two panels, in the order of time, with a gap between."""
    axis = _axis("2031-03-08", "2031-03-09", "2031-03-09", "2031-03-11", "2031-03-12", "2032-01-01", "2034-01-01")
    first, second = axis.panels
    assert first.last == dt.date(2031, 3, 12)
    assert first.right < second.left
    assert axis.x(dt.date(2031, 3, 12)) < axis.x(dt.date(2031, 3, 13)) < axis.x(dt.date(2034, 1, 1))


@pytest.mark.parametrize(
    "dates",
    [
        ("2031-03-08",),
        ("2031-03-08", "2031-03-20"),
        ("2031-03-08", "2031-09-20"),
        ("2031", "2041"),
        ("2031-03-08", "2031-03-08", "2031-03-09", "2033-01-01"),
    ],
)
@pytest.mark.parametrize("right", [330.0, 700.0])
def test_ticks_stand_apart_and_on_the_drawing(dates: tuple[str, ...], right: float) -> None:
    """From a day to ten years, wide and narrow."""
    placed = list(_axis(*dates, right=right).ticks(_SAY.tick, 13))
    assert placed
    for (x, text), (other_x, other) in pairwise(placed):
        assert x + width_of(text, 13) / 2 < other_x - width_of(other, 13) / 2
    assert all(x - width_of(text, 13) / 2 >= 30 for x, text in placed)


@pytest.mark.parametrize(
    ("numbers", "low_is_nought"),
    [((8, 12), False), ((40, 300), True), ((1,), True), ((0,), True), ((24000, 25000), False), ((5, 5), False)],
)
def test_a_number_axis_begins_at_nought_only_near_it(numbers: tuple[int, ...], low_is_nought: bool) -> None:
    """Marks, not bars: the scale may begin above nought where all numbers are far from it."""
    axis = NumberAxis.of([Decimal(one) for one in numbers], left=0, right=500)
    assert (axis.low == 0) is low_is_nought
    assert axis.high > max(numbers)
    placed = list(axis.ticks(number_text, 13))
    assert len(placed) >= 2
    assert all(float(x) <= 500 for x, _ in placed)
