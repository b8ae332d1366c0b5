"""Owns what people said in numbers: bounds, qualifier, wording. Never invents precision: "about 40" is not 36 to 44.

The bounds of each qualifier are those of METHOD 6.1, "Figures: how to store and print".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from onrecord.kernel.written import number_words

Number = int | Decimal
_NUMBERS_KEPT: Final = 4_096  # most claims say one of a few thousand whole numbers


class Qualifier(StrEnum):
    """How a source hedged its number."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    ABOUT = "about"
    UP_TO = "up_to"
    LESS_THAN = "less_than"
    RANGE = "range"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as somebody said it. `low` and `high` are both inside; None means that no bound was said."""

    low: Decimal | None
    high: Decimal | None
    qualifier: Qualifier
    wording: str

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            msg = "a quantity needs at least one bound"
            raise ValueError(msg)
        if self.low is not None and self.high is not None and self.low > self.high:
            msg = f"bounds in the wrong order: {self.low} to {self.high}"
            raise ValueError(msg)
        problem = _problem(self.low, self.high, self.qualifier)
        if problem:
            raise ValueError(problem)

    @classmethod
    def of(cls, number: Number, qualifier: Qualifier, wording: str, *, high: Number | None = None) -> Quantity:
        """Return the quantity a speaker means who said `number` with this qualifier (METHOD 6.1).

        `high` is the second number of a range. A vague number ("hundreds") is its lower bound.

        Raises:
            ValueError: `high` is missing for a range or given for anything else.
        """
        said = Decimal(number)
        if (qualifier is Qualifier.RANGE) != (high is not None):
            msg = "a range, and only a range, has a second number"
            raise ValueError(msg)
        low, top = _BOUNDS[qualifier](said) if high is None else (said, Decimal(high))
        return cls(low=low, high=top, qualifier=qualifier, wording=wording)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Quantity:
        """Return the quantity a record holds.

        Raises:
            ValueError: a bound is no number, the qualifier is unknown, or bounds and qualifier disagree.
        """
        return cls(
            low=_number(record.get("low")),
            high=_number(record.get("high")),
            qualifier=Qualifier(record["qualifier"]),
            wording=str(record["wording"]),
        )

    def to_record(self) -> dict[str, object]:
        """Return `{"low", "high", "qualifier", "wording"}`; whole numbers as integers, others as decimal text."""
        return {
            "low": number_record(self.low),
            "high": number_record(self.high),
            "qualifier": self.qualifier.value,
            "wording": self.wording,
        }

    @property
    def is_open(self) -> bool:
        """Whether a bound is missing: "at least ten" has no top."""
        return self.low is None or self.high is None

    def overlaps(self, other: Quantity) -> bool:
        """Say whether one number could satisfy both speakers."""
        return _not_above(self.low, other.high) and _not_above(other.low, self.high)

    def contains(self, other: Quantity) -> bool:
        """Say whether every number the other allows is one that this allows."""
        low_holds = self.low is None or (other.low is not None and self.low <= other.low)
        high_holds = self.high is None or (other.high is not None and other.high <= self.high)
        return low_holds and high_holds

    def same_numbers(self, other: Quantity) -> bool:
        """Say whether both have the same bounds and the same hedge, whatever their words."""
        return (self.low, self.high, self.qualifier) == (other.low, other.high, other.qualifier)


def number_record(number: Decimal | None) -> int | str | None:
    """Return a bound as a record holds it: an integer, or the decimal as text."""
    if number is None:
        return None
    if number == number.to_integral_value():
        return int(number)
    return format(number.normalize(), "f")


def number_text(number: Decimal | None, language: str = "en") -> str:
    """Return a bound for a person of this language, as `number_words` writes it; nothing for no bound."""
    return "" if number is None else number_words(number, language)


def _more_than(said: Decimal) -> tuple[Decimal, None]:
    """Return what "more than" leaves open: for a count, one more; for a measured value, the value itself."""
    whole = said == said.to_integral_value()
    return (said + 1 if whole else said, None)


def _less_than(said: Decimal) -> tuple[Decimal, Decimal]:
    whole = said == said.to_integral_value()
    return (Decimal(0), said - 1 if whole else said)


_BOUNDS: Final[Mapping[Qualifier, Callable[[Decimal], tuple[Decimal, Decimal | None]]]] = {
    Qualifier.EXACT: lambda said: (said, said),
    Qualifier.ABOUT: lambda said: (said, said),
    Qualifier.AT_LEAST: lambda said: (said, None),
    Qualifier.MORE_THAN: _more_than,
    Qualifier.UP_TO: lambda said: (Decimal(0), said),
    Qualifier.LESS_THAN: _less_than,
    Qualifier.VAGUE: lambda said: (said, None),
}


_ONE_NUMBER: Final = (Qualifier.EXACT, Qualifier.ABOUT)  # tuples: a member is found by what it is, without a hash
_FROM: Final = (Qualifier.AT_LEAST, Qualifier.MORE_THAN)
_UP_TO: Final = (Qualifier.UP_TO, Qualifier.LESS_THAN)
_RANGE: Final = Qualifier.RANGE


def _problem(low: Decimal | None, high: Decimal | None, qualifier: Qualifier) -> str | None:
    """Return what is wrong between bounds and qualifier, or None."""
    if qualifier in _ONE_NUMBER:
        return None if low is not None and low == high else f"{qualifier} has one number"
    if qualifier in _FROM:
        return None if low is not None and high is None else f"{qualifier} has a lower bound only"
    if qualifier in _UP_TO:
        return None if high is not None else f"{qualifier} has an upper bound"
    if qualifier is _RANGE and (low is None or high is None):
        return "a range has two numbers"
    return None


def _number(value: object) -> Decimal | None:
    if value is None:
        return None
    return _whole(value) if type(value) is int else _any_number(value)


@lru_cache(_NUMBERS_KEPT)
def _whole(value: int) -> Decimal:
    return Decimal(value)


def _any_number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        msg = f"not a number: {value!r}"
        raise ValueError(msg)
    try:
        number = Decimal(value)
    except InvalidOperation as err:
        msg = f"not a number: {value!r}"
        raise ValueError(msg) from err
    if not number.is_finite():
        msg = f"not a finite number: {value!r}"
        raise ValueError(msg)
    return number


def _not_above(low: Decimal | None, high: Decimal | None) -> bool:
    return low is None or high is None or low <= high
