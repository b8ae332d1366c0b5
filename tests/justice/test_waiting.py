"""The median wait: the product-limit estimate of Kaplan and Meier, against a table that can be done by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.justice.waiting import curve, median, median_limits

# The two arms of Freireich and others (1963), weeks of remission, as every textbook of survival has them.
_TREATED = ([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
_CONTROL = ([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], [])
_DAYS = st.lists(st.integers(0, 50), max_size=25)


@pytest.mark.parametrize(
    ("arrived", "waiting", "expected"),
    [
        ([], [5], None),
        ([5], [], 5),
        ([5], [9], 5),
        ([5], [9, 9], None),
        ([5], [1, 1, 1], 5),
        ([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], 23),
    ],
)
def test_the_median_is_the_first_day_by_which_half_have_arrived(
    arrived: list[int], waiting: list[int], expected: int | None
) -> None:
    """The last row is the treated group of Freireich and others (1963), whose median is 23 weeks."""
    assert median(arrived, waiting) == expected


@given(arrived=_DAYS)
def test_with_nobody_waiting_it_is_the_plain_median(arrived: list[int]) -> None:
    """The lower one, where two days share the middle."""
    ordered = sorted(arrived)
    assert median(arrived, []) == (ordered[(len(ordered) - 1) // 2] if ordered else None)


@given(arrived=_DAYS, waiting=_DAYS)
def test_who_still_waits_never_makes_the_wait_shorter_at_the_end(arrived: list[int], waiting: list[int]) -> None:
    """Leaving out those who wait beyond all arrivals would flatter the courts."""
    longest = max(arrived, default=0)
    beyond = [longest + 1 for _ in waiting]
    with_them, without = median(arrived, beyond), median(arrived, [])
    assert with_them is None or without is None or with_them >= without


@pytest.mark.parametrize(
    ("day", "at_risk", "still", "low", "high"),
    [
        (6, 21, 0.8571, 0.6197, 0.9516),
        (7, 17, 0.8067, 0.5631, 0.9228),
        (10, 15, 0.7529, 0.5032, 0.8894),
        (13, 12, 0.6902, 0.4316, 0.8491),
        (16, 11, 0.6275, 0.3675, 0.8049),
        (22, 7, 0.5378, 0.2678, 0.7468),
        (23, 6, 0.4482, 0.1881, 0.6801),
    ],
)
def test_the_limits_of_each_share_are_those_that_are_published(
    day: int, at_risk: int, still: float, low: float, high: float
) -> None:
    """Greenwood on the scale of log(-log), to the four places in which programs of statistics print the treated arm."""
    one = next(step for step in curve(*_TREATED) if step.day == day)
    assert one.at_risk == at_risk
    assert (float(one.still), one.low, one.high) == pytest.approx((still, low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("arm", "expected"),
    [(_TREATED, (13, None)), (_CONTROL, (4, 11)), (([], [5]), (None, None)), (([5], []), (None, None))],
)
def test_the_median_has_limits_or_they_are_not_reached(
    arm: tuple[list[int], list[int]], expected: tuple[int | None, int | None]
) -> None:
    """One person who arrived tells nothing of how others would."""
    assert median_limits(curve(*arm)) == expected


@given(arrived=_DAYS, waiting=_DAYS)
def test_limits_hold_the_estimate_and_stay_within_nothing_and_all(arrived: list[int], waiting: list[int]) -> None:
    """Where nobody waits on there are none."""
    for one in curve(arrived, waiting):
        if one.low is None or one.high is None:
            assert one.still == 0
        else:
            assert 0 <= one.low <= float(one.still) <= one.high <= 1
    (low, high), middle = median_limits(curve(arrived, waiting)), median(arrived, waiting)
    assert low is None or middle is None or low <= middle
    assert high is None or (middle is not None and middle <= high)
