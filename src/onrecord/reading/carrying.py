"""Owns whether words carry a number: a claim's quote has to, and so has a proposal's sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from onrecord.kernel import Quantity, Script, script_of
from onrecord.reading.quantities import quantities_in

_DIGITS: Final = re.compile(r"[\d.,]+")
# Languages in which we read numbers in words; a quote in another must carry its number in digits to be held to it.
_READ_IN_FULL: Final = ("en", "ru", "kk")
_BY_SCRIPT: Final = {Script.CYRILLIC: ("ru", "kk"), Script.LATIN: ("en",)}


def carries(words: str, quantity: Quantity, language: str | None) -> bool:
    """Say whether quoted words carry the number that is claimed from them.

    In languages we read in full a figure must be found whose bounds are the claim's or that the claim follows from;
    elsewhere the digits must stand in the words, unless the words have no digits at all (a number in words that we
    cannot read is the reader's to judge).
    """
    claimed = [bound for bound in (quantity.low, quantity.high) if bound is not None and bound != 0]
    if _written(words) >= set(claimed):
        return True
    if _are_said(words, claimed, language):
        return True
    for other in _BY_SCRIPT.get(script_of(words), ()):  # one item may hold several languages
        if other != language and _are_said(words, claimed, other):
            return True
    if language is None or language.split("-")[0] not in _READ_IN_FULL or language == "kk-Latn":
        return not any(map(str.isdecimal, words))
    return False


def _are_said(words: str, claimed: Sequence[Decimal], language: str | None) -> bool:
    """Say whether the figures found in the words have these bounds."""
    found = [one.quantity for one in quantities_in(words, language, every=True)]
    bounds = {bound for one in found for bound in (one.low, one.high) if bound is not None}
    return all(bound in bounds for bound in claimed)


def _written(words: str) -> set[Decimal]:
    """Return the plain numbers that stand in digits: a term or a share that is no figure of its own still counts."""
    numbers = (part.strip(".,").replace(",", ".") for part in _DIGITS.findall(words))
    return {Decimal(number) for number in numbers if number and number.count(".") <= 1}
