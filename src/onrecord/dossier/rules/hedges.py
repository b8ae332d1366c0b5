"""Owns how the hedge of the words stands to the hedge of a claim: kept, weaker, lost, stronger, or another number.

METHOD 6.1: a hedge is a part of the number. Who drops it or puts a firmer one in its place invents knowledge.
"""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum
from typing import Final

from onrecord.dossier.bindings import Binding
from onrecord.dossier.rules.examination import Examination
from onrecord.kernel import Qualifier, Quantity

_OPEN: Final = frozenset({Qualifier.AT_LEAST, Qualifier.MORE_THAN, Qualifier.VAGUE})
_FLOORS: Final = frozenset({Qualifier.AT_LEAST, Qualifier.MORE_THAN, Qualifier.RANGE})
_CAPPED: Final = frozenset({Qualifier.UP_TO, Qualifier.LESS_THAN})
_BEFORE: Final = 24  # code points before a number in which a word stands that stresses it


class Hedging(IntEnum):
    """What became of a claim's hedge, the kindest first."""

    KEPT = 0
    WEAKER = 1
    LOST = 2
    STRONGER = 3
    FALSE = 4


def hedging(said: Quantity, claimed: Quantity, *, is_stressed: bool = False) -> Hedging:
    """Return how words stand to a claim: "more than 120" says more than "at least 120", "about 40" less than 40.

    `is_stressed` tells that the words insist on their number: "exactly 40".
    """
    is_one_number = bool(_numbers_of(said) & _numbers_of(claimed))
    is_one_hedge = said.qualifier is claimed.qualifier and _numbers_of(said) == _numbers_of(claimed)
    if is_one_hedge and not is_stressed:
        return Hedging.KEPT
    if said.qualifier is Qualifier.EXACT:
        return _bare(said, claimed, is_one_number=is_one_number, is_stressed=is_stressed)
    if is_one_number and _says_more(said, claimed):
        return Hedging.STRONGER
    return Hedging.WEAKER if said.contains(claimed) else Hedging.FALSE


def is_said_to_be_exact(asked: Examination, binding: Binding, said: Quantity) -> bool:
    """Say whether the words insist on their number: "exactly 40", «ровно 40», «дәл 40»."""
    if said.qualifier is not Qualifier.EXACT:
        return False
    start, end = asked.plain.of_file(binding.link.words.start, binding.link.words.end)
    begin = max(asked.sentence_of(binding).begin, start - _BEFORE)
    stops = (stop for _, stop in asked.cues.found("exactly", asked.low, begin, end))
    return any(stop > start or not asked.low[stop:start].strip() for stop in stops)


def _bare(said: Quantity, claimed: Quantity, *, is_one_number: bool, is_stressed: bool) -> Hedging:
    """Return what became of the hedge where the words carry none."""
    if claimed.qualifier is Qualifier.EXACT:
        return Hedging.KEPT if is_one_number else Hedging.FALSE
    if not is_one_number:
        return Hedging.FALSE
    return Hedging.STRONGER if is_stressed else Hedging.LOST


def _says_more(said: Quantity, claimed: Quantity) -> bool:
    """Say whether a hedge rules out what a claim of the same number leaves open."""
    if claimed.qualifier is Qualifier.EXACT:
        return False
    if claimed.qualifier is Qualifier.ABOUT:
        return said.qualifier in _FLOORS or said.qualifier in _CAPPED
    is_other_side = (said.qualifier in _OPEN) != (claimed.qualifier in _OPEN)
    return not said.contains(claimed) and not (is_other_side and said.qualifier in _CAPPED | _OPEN)


def _numbers_of(quantity: Quantity) -> frozenset[Decimal]:
    """Return the numbers that were spoken: 120 of "more than 120", which means 121 and more."""
    low, high = quantity.low, quantity.high
    match quantity.qualifier:
        case Qualifier.MORE_THAN if low is not None:
            return frozenset({low, low - 1})
        case Qualifier.LESS_THAN if high is not None:
            return frozenset({high, high + 1})
        case Qualifier.UP_TO:
            low = None
        case _:
            pass
    return frozenset(one for one in (low, high) if one is not None)
