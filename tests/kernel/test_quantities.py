"""Quantities: what was said in numbers keeps its bounds, its hedge and its words (METHOD 6.1)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.kernel import Money, Qualifier, Quantity, is_currency, number_text

_NUMBERS = st.integers(0, 10**9)


def _said(low: int | None, high: int | None, qualifier: Qualifier) -> Quantity:
    return Quantity(
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        qualifier=qualifier,
        wording="so many",
    )


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        (Qualifier.EXACT, 11, 11),
        (Qualifier.AT_LEAST, 11, None),
        (Qualifier.MORE_THAN, 12, None),
        (Qualifier.ABOUT, 11, 11),
        (Qualifier.UP_TO, 0, 11),
        (Qualifier.LESS_THAN, 0, 10),
        (Qualifier.VAGUE, 11, None),
    ],
)
def test_each_qualifier_has_the_bounds_of_the_method(qualifier: Qualifier, low: int, high: int | None) -> None:
    """METHOD 6.1: the table of wordings and bounds."""
    assert Quantity.of(11, qualifier, "11").to_record() == {
        "low": low,
        "high": high,
        "qualifier": qualifier.value,
        "wording": "11",
    }


def test_more_than_a_measured_value_adds_no_whole_one() -> None:
    """Said of years: "more than 2.5" is not "at least 3.5 years"."""
    assert Quantity.of(Decimal("2.5"), Qualifier.MORE_THAN, "more than 2.5").to_record()["low"] == "2.5"


def test_a_range_needs_two_numbers_and_nothing_else_has_them() -> None:
    """Mixing the two up is refused where the quantity is made."""
    assert Quantity.of(20, Qualifier.RANGE, "20-25", high=25).high == 25
    with pytest.raises(ValueError, match="second number"):
        Quantity.of(20, Qualifier.RANGE, "20")
    with pytest.raises(ValueError, match="second number"):
        Quantity.of(20, Qualifier.EXACT, "20", high=25)


@pytest.mark.parametrize(
    ("low", "high", "qualifier"),
    [
        (None, None, Qualifier.VAGUE),
        (5, 4, Qualifier.RANGE),
        (5, 6, Qualifier.EXACT),
        (5, 6, Qualifier.ABOUT),
        (5, 9, Qualifier.AT_LEAST),
        (None, 9, Qualifier.AT_LEAST),
        (5, None, Qualifier.UP_TO),
        (5, None, Qualifier.RANGE),
    ],
)
def test_bounds_that_contradict_the_hedge_are_refused(low: int | None, high: int | None, qualifier: Qualifier) -> None:
    """To say "at least ten" with an upper bound would be invented precision."""
    with pytest.raises(ValueError):  # noqa: PT011 - each case has its own words
        _said(low, high, qualifier)


@given(_NUMBERS, st.sampled_from([one for one in Qualifier if one is not Qualifier.RANGE]))
def test_a_quantity_survives_its_record(number: int, qualifier: Qualifier) -> None:
    """Record and back is the identity."""
    quantity = Quantity.of(number + 1, qualifier, f"{qualifier} {number}")
    assert Quantity.from_record(quantity.to_record()) == quantity


@given(_NUMBERS, _NUMBERS)
def test_overlap_is_symmetric_and_follows_from_containment(first: int, second: int) -> None:
    """Two speakers agree with each other or neither agrees."""
    a = Quantity.of(first, Qualifier.AT_LEAST, "a")
    b = Quantity.of(second, Qualifier.UP_TO, "b")
    assert a.overlaps(b) == b.overlaps(a) == (first <= second)
    assert a.contains(Quantity.of(first, Qualifier.EXACT, "c"))


@pytest.mark.parametrize("bad", [True, 1.5, "ten", "NaN", [], {}])
def test_a_record_with_something_else_than_a_number_is_refused(bad: object) -> None:
    """A boolean is not one, and text that is no number is not a bound."""
    with pytest.raises(ValueError, match="not a"):
        Quantity.from_record({"low": bad, "high": None, "qualifier": "at_least", "wording": ""})


def test_numbers_for_people_part_thousands_with_a_space_that_does_not_break() -> None:
    """SI Brochure 5.4.4, readable in all three languages."""
    assert number_text(Decimal(24000)) == "24\u00a0000"
    assert number_text(Decimal("1.5")) == "1.5"
    assert number_text(None) == ""


def test_sums_in_two_currencies_are_never_compared() -> None:
    """METHOD 3.6: without a dated rate there is no answer."""
    tenge = Money(quantity=Quantity.of(800, Qualifier.ABOUT, "800"), currency="KZT")
    dollars = Money(quantity=Quantity.of(800, Qualifier.ABOUT, "800"), currency="USD")
    with pytest.raises(ValueError, match="dated rate"):
        tenge.overlaps(dollars)
    assert tenge.overlaps(tenge)
    assert is_currency("KZT")
    assert not is_currency("tenge")
    with pytest.raises(ValueError, match="4217"):
        Money(quantity=tenge.quantity, currency="tenge")
