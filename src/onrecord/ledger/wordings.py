"""Owns whether the bound of a row is the one that its own words mean: "more than 120" begins with 121 (METHOD 6.1).

A row that says `more_than` with the number that was said is one too low, and everything after it would tell it so: a
figure reads "more than 119", and a statement that repeats the source is called firmer than it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from onrecord.kernel import INTERFACE_LANGUAGES, Label, Qualifier, Quantity
from onrecord.ledger.errors import NOT_LEAST, NOT_MOST, filled
from onrecord.reading import quantities_in

_STEP: Final = {Qualifier.MORE_THAN: Decimal(1), Qualifier.LESS_THAN: Decimal(-1)}  # from what is said to what is meant
_APART: Final = re.compile(r"(?<=\d)[\s.,'’](?=\d)")
_REMEMBERED: Final = 1024


def not_as_worded(quantity: Quantity) -> Label | None:
    """Return why the words of a quantity mean another bound than it has; None where they do not, or cannot be read."""
    step = _STEP.get(quantity.qualifier)
    if step is None:
        return None
    bound = _bound(quantity)
    if bound is None or bound % 1 or f"{bound - step:f}" in _APART.sub("", quantity.wording):
        return None
    read = list(_read(quantity.wording))
    hedged = {_bound(one) for one in read if one.qualifier is quantity.qualifier}
    if hedged:
        is_said = bound not in hedged and bound + step in hedged
    else:
        is_said = any(one.qualifier is Qualifier.EXACT and one.low == bound for one in read)
        is_said = is_said and _is_preceded(bound, quantity.wording)
    if not is_said:
        return None
    label = NOT_LEAST if step > 0 else NOT_MOST
    return filled(label, wording=quantity.wording, bound=f"{bound:f}", meant=f"{bound + step:f}")


def _bound(quantity: Quantity) -> Decimal | None:
    return quantity.high if quantity.qualifier is Qualifier.LESS_THAN else quantity.low


def _read(wording: str) -> Iterator[Quantity]:
    for language in INTERFACE_LANGUAGES:
        yield from _read_in(wording, language)


@lru_cache(maxsize=_REMEMBERED)
def _read_in(wording: str, language: str) -> tuple[Quantity, ...]:
    return tuple(one.quantity for one in quantities_in(wording, language, every=True, is_bound=True))


def _is_preceded(number: Decimal, wording: str) -> bool:
    """Say whether something stands before the digits of a number: a sign, or a hedge in a language that is not read.

    "121 people" says nothing of more, and "121" stands where a row gives no words: there the qualifier alone is told.
    """
    before, digits, _ = _APART.sub("", wording).partition(f"{number:f}")
    return bool(digits and before.strip())
