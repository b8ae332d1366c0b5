"""The median wait: the product-limit estimate of Kaplan and Meier, against a table that can be done by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.justice.waiting import median

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
