"""Owns sums of money: a quantity with its currency. Never adds or compares across currencies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from onrecord.kernel.quantities import Quantity

_CODE: Final = re.compile(r"[A-Z]{3}")


def is_currency(code: str) -> bool:
    """Say whether `code` has the form of ISO 4217: three capital letters."""
    return _CODE.fullmatch(code) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A sum as somebody said it, in one currency."""

    quantity: Quantity
    currency: str

    def __post_init__(self) -> None:
        if not is_currency(self.currency):
            msg = f"not a currency code of ISO 4217: {self.currency!r}"
            raise ValueError(msg)

    def overlaps(self, other: Money) -> bool:
        """Say whether one sum could satisfy both speakers.

        Raises:
            ValueError: the currencies differ; without a dated rate there is no answer (METHOD 3.6).
        """
        if self.currency != other.currency:
            msg = f"sums in {self.currency} and {other.currency} cannot be compared without a dated rate"
            raise ValueError(msg)
        return self.quantity.overlaps(other.quantity)
