"""Owns the arithmetic of two shares: exact tests in whole numbers, intervals of effects. Knows nothing of persons.

R. A. Fisher's exact test (1935), two-sided by the tables that are no likelier; mid-p by H. O. Lancaster (1961): half
the weight of tables exactly as likely; the interval of a difference by R. G. Newcombe (1998), method 10; that of the
odds ratio exact, given both margins (Cornfield 1956), a tail of one fortieth on each side.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

_Z: Final = 1.959963984540054  # of 95 %
_TAIL: Final = 0.025
_WIDEST: Final = 80.0  # in natural logarithms: an odds ratio beyond is told as none
_HALVINGS: Final = 100
_LEAST: Final = -100.0  # likewise, of the likeliest table: below, a double of the sum does not see it


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`one` of `of_one` against `other` of `of_other`."""

    one: int
    of_one: int
    other: int
    of_other: int

    def __post_init__(self) -> None:
        """Refuse what is no share.

        Raises:
            ValueError: a part is negative or larger than its whole, or nobody is in a whole.
        """
        if not (0 <= self.one <= self.of_one and 0 <= self.other <= self.of_other and self.of_one and self.of_other):
            msg = f"{self.one} of {self.of_one} and {self.other} of {self.of_other} are no two shares"
            raise ValueError(msg)

    def weights(self) -> tuple[int, Sequence[int]]:
        """Return the least number the first cell can have with these margins, and the weight of each from there."""
        return _weights(self.of_one, self.of_other, self.one + self.other)


@lru_cache(maxsize=16)
def _weights(of_one: int, of_other: int, both: int) -> tuple[int, tuple[int, ...]]:
    """Return them, each from the one before it: binomials of thousands one by one would take most of the time."""
    least, most = max(0, both - of_other), min(both, of_one)
    found = [math.comb(of_one, least) * math.comb(of_other, both - least)]
    for x in range(least, most):
        found.append(found[-1] * ((of_one - x) * (both - x)) // ((x + 1) * (of_other - both + x + 1)))
    return least, tuple(found)


def fisher(table: Table) -> Fraction:
    """Return the two-sided p of Fisher's exact test, as a fraction of whole numbers."""
    least, weights = table.weights()
    seen = weights[table.one - least]
    return Fraction(sum(one for one in weights if one <= seen), sum(weights))


def mid_p(table: Table) -> Fraction:
    """Return the mid-p of the same test: less careful, and closer to its nominal level on the whole."""
    least, weights = table.weights()
    seen = weights[table.one - least]
    alike = sum(one for one in weights if one == seen)
    return Fraction(2 * sum(one for one in weights if one < seen) + alike, 2 * sum(weights))


def difference(table: Table) -> tuple[Fraction, float, float]:
    """Return how much larger the first share is, with its interval of 95 %."""
    one, other = Fraction(table.one, table.of_one), Fraction(table.other, table.of_other)
    low_one, high_one = _wilson(one, table.of_one)
    low_other, high_other = _wilson(other, table.of_other)
    apart = float(one - other)
    below = math.hypot(float(one) - low_one, high_other - float(other))
    above = math.hypot(high_one - float(one), float(other) - low_other)
    return one - other, max(-1.0, apart - below), min(1.0, apart + above)


def _wilson(share: Fraction, of: int) -> tuple[float, float]:
    """Return the score interval of one share (E. B. Wilson, 1927)."""
    p, square = float(share), _Z * _Z
    middle = 2 * of * p + square
    reach = _Z * math.sqrt(square + 4 * of * p * (1 - p))
    return max(0.0, (middle - reach) / (2 * (of + square))), min(1.0, (middle + reach) / (2 * (of + square)))


def odds_ratio(table: Table) -> Fraction | None:
    """Return the odds ratio of the table; None where a cell by which it divides is empty."""
    down = (table.of_one - table.one) * table.other
    return Fraction(table.one * (table.of_other - table.other), down) if down else None


def odds_interval(table: Table) -> tuple[float, float | None]:
    """Return the exact interval of the odds ratio, 95 %: from 0 where none is ruled out, None for no upper end."""
    least, weights = table.weights()
    logs = [math.log(one) for one in weights]
    at = table.one - least
    low = 0.0 if at == 0 else _solved(logs, lambda shares: sum(shares[at:]) - _TAIL)
    high = None if at == len(logs) - 1 else _solved(logs, lambda shares: _TAIL - sum(shares[: at + 1]))
    return low, high


def _solved(logs: Sequence[float], rising: Callable[[Sequence[float]], float]) -> float:
    """Return the odds ratio at which a function of the shares of the tables, which rises with it, is nothing."""
    low, high = -_WIDEST, _WIDEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if not low < middle < high:  # no number lies between the two
            break
        if rising(_shares(logs, middle)) < 0:
            low = middle
        else:
            high = middle
    return math.exp((low + high) / 2)


def _shares(logs: Sequence[float], log_ratio: float) -> list[float]:
    raised = [one + at * log_ratio for at, one in enumerate(logs)]
    highest = max(raised)
    found = [math.exp(one - highest) if one - highest > _LEAST else 0.0 for one in raised]
    whole = math.fsum(found)
    return [one / whole if one else 0.0 for one in found]
