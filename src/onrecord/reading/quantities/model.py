"""Owns the value this part of reading gives: a quantity, where its words stand, and what it seems to count."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.kernel import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityInText:
    """A figure in prose. `start` and `end` are code points and cover the number with its hedge.

    `phrase_end` is where the words end that name what is counted ("six" of "six priests"), as far as they follow it.
    `property`, `group` and `unit` are guesses from the words around, None where there is nothing to guess from.
    """

    start: int
    end: int
    quote: str
    quantity: Quantity
    phrase_end: int
    unit: str | None = None
    property: str | None = None
    group: str | None = None
